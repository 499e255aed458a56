//! Names in addresses.

/// Latin spellings of the Russian alphabet from «а» to «я», and of «ё».
const LATIN: [&str; 33] = [
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
    "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "yo",
];

/// The name in lower-case Latin letters, digits and single hyphens; `x` when nothing of it can be written so.
///
/// ```
/// use policybot::text::slug::slug;
///
/// assert_eq!(slug("Tomsk Region"), "tomsk-region");
/// assert_eq!(slug("Республика Саха (Якутия)"), "respublika-sakha-yakutiya");
/// assert_eq!(slug("…"), "x");
/// ```
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'а'..='я' => out.push_str(LATIN[(c as usize) - ('а' as usize)]),
            'ё' => out.push_str(LATIN[32]),
            '\'' | '’' => {}
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    let slug = out.trim_end_matches('-');
    if slug.is_empty() { "x".to_owned() } else { slug.to_owned() }
}

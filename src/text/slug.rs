//! Names in addresses and of files.

/// Latin spellings of the Russian alphabet from «а» to «я», as people write names.
const LATIN: [&str; 32] = [
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
    "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
];

/// A small Russian letter in Latin letters; `None` for anything else.
pub fn latin(c: char) -> Option<&'static str> {
    match c {
        'а'..='я' => Some(LATIN[(c as usize) - ('а' as usize)]),
        'ё' => Some("e"),
        _ => None,
    }
}

/// The name in lower-case Latin letters, digits and single hyphens; empty when nothing of it can be written so.
///
/// ```
/// use policybot::text::slug::slug;
///
/// assert_eq!(slug("Tomsk Region"), "tomsk-region");
/// assert_eq!(slug("Республика Саха (Якутия)"), "respublika-sakha-yakutiya");
/// assert_eq!(slug("…"), "");
/// ```
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match latin(c) {
            Some(letters) => out.push_str(letters),
            None if c.is_ascii_alphanumeric() => out.push(c),
            // What is inside words but no letter.
            None if matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\'' | '’') => {}
            None if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            None => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

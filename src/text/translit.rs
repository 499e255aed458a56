//! Russian words written in Latin letters, read back: "podderzhka" is «поддержка».
//!
//! People mix every custom there is (GOST, BGN, chat), so a letter has several readings; the likely ones come first.

/// Latin spellings and what they can stand for, likeliest first.
const SPELLINGS: [(&str, &[&str]); 55] = [
    ("shch", &["щ"]),
    ("sch", &["щ", "сч", "ш"]),
    ("zh", &["ж"]),
    ("kh", &["х"]),
    ("ts", &["ц", "тс"]),
    ("tz", &["ц"]),
    ("ch", &["ч"]),
    ("sh", &["ш"]),
    ("ph", &["ф"]),
    ("ck", &["к"]),
    ("ya", &["я"]),
    ("ja", &["я"]),
    ("ia", &["ия", "я", "иа"]),
    ("yu", &["ю"]),
    ("ju", &["ю"]),
    ("iu", &["ю", "иу"]),
    ("yo", &["е", "йо"]),
    ("jo", &["е"]),
    ("io", &["ио", "е"]),
    ("yye", &["ые"]),
    ("ye", &["е", "ье", "ые"]),
    ("je", &["е", "ье"]),
    ("iye", &["ие"]),
    ("iya", &["ия"]),
    ("iyu", &["ию"]),
    ("iy", &["ий"]),
    ("ij", &["ий"]),
    ("yy", &["ый"]),
    ("yj", &["ый"]),
    ("y", &["ы", "й", "ий", "ый"]),
    ("a", &["а"]),
    ("b", &["б"]),
    ("c", &["ц", "к", "с"]),
    ("d", &["д"]),
    ("e", &["е", "э"]),
    ("f", &["ф"]),
    ("g", &["г"]),
    ("h", &["х"]),
    ("i", &["и", "й"]),
    ("j", &["й", "ж"]),
    ("k", &["к"]),
    ("l", &["л", "ль"]),
    ("m", &["м"]),
    ("n", &["н", "нь"]),
    ("o", &["о"]),
    ("p", &["п"]),
    ("q", &["к"]),
    ("r", &["р"]),
    ("s", &["с", "сь"]),
    ("t", &["т", "ть"]),
    ("u", &["у"]),
    ("v", &["в"]),
    ("w", &["в", "ш"]),
    ("x", &["х", "кс"]),
    ("z", &["з", "ж"]),
];
/// Apostrophes stand for the soft or the hard sign, or for nothing.
const SIGNS: [&str; 3] = ["ь", "ъ", ""];
/// Readings kept while a word is read.
const MOST: usize = 64;

/// Whether the character can be part of a Russian word in Latin letters.
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || is_sign(c)
}

fn is_sign(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | 'ʹ')
}

/// Ways to read a word as a Russian one, in lower case with е for ё, likeliest first; at most 64. Empty when it holds
/// anything but Latin letters and apostrophes.
pub fn readings(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if lower.is_empty() || !lower.chars().all(is_letter) {
        return Vec::new();
    }
    // Ways to read the beginning of the word, by its length in bytes.
    let mut read: Vec<Vec<(usize, String)>> = vec![Vec::new(); lower.len() + 1];
    read[0].push((0, String::new()));
    for at in lower.char_indices().map(|c| c.0) {
        let mut done = std::mem::take(&mut read[at]);
        done.sort();
        done.truncate(MOST);
        for (len, readings, rank) in spellings(&lower[at..]) {
            for (penalty, text) in &done {
                let longer = readings.iter().enumerate().map(|(i, r)| (penalty + rank + i, format!("{text}{r}")));
                read[at + len].extend(longer);
            }
        }
    }
    let mut done = read.pop().unwrap_or_default();
    done.sort();
    let mut out: Vec<String> = Vec::new();
    for (_, text) in done {
        if out.len() < MOST && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// The spellings a text begins with: length in bytes, readings, and how unlikely it is that they are meant.
fn spellings(text: &str) -> Vec<(usize, &'static [&'static str], usize)> {
    let mut found: Vec<_> = SPELLINGS.iter().filter(|s| text.starts_with(s.0)).collect();
    found.sort_by_key(|s| std::cmp::Reverse(s.0.len()));
    match (found.is_empty(), text.chars().next()) {
        (true, Some(sign)) => vec![(sign.len_utf8(), &SIGNS, 0)],
        _ => found.into_iter().enumerate().map(|(rank, s)| (s.0.len(), s.1, rank)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_custom() {
        for (latin, russian) in [
            ("podderzhka", "поддержка"),
            ("tomskaya", "томская"),
            ("tomskaja", "томская"),
            ("oblast'", "область"),
            ("oblast", "область"),
            ("OEZ", "оэз"),
            ("rezidenty", "резиденты"),
            ("predpriyatiy", "предприятий"),
            ("shchit", "щит"),
            ("khimiya", "химия"),
            ("himija", "химия"),
            ("tsifrovoy", "цифровой"),
            ("novy", "новый"),
            ("tekhnologii", "технологии"),
            ("vysokotehnologichnyj", "высокотехнологичный"),
            ("zhilyo", "жиле"),
        ] {
            assert!(readings(latin).iter().any(|r| r == russian), "{latin}: {:?}", readings(latin));
        }
    }

    #[test]
    fn other_letters_are_not_read() {
        assert!(readings("томск").is_empty() && readings("2020").is_empty() && readings("").is_empty());
        assert!(readings(&"y".repeat(200)).len() <= MOST);
    }
}

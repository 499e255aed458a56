//! What names look like: told by their endings, so never certain.

/// Endings of surnames: Russian ones in some cases, and as they are written in English.
const SURNAMES: [&str; 32] = [
    "ов", "ова", "ову", "овым", "овой", "ев", "ева", "евой", "ёв", "ёва", "ин", "ина", "иной", "ын", "ына", "ий", "ая",
    "ого", "ой", "ко", "ук", "юк", "ov", "ova", "ev", "eva", "in", "ina", "sky", "skaya", "kin", "ko",
];
/// Endings of cases that names of brands do not have.
const CASES: [char; 7] = ['е', 'и', 'у', 'ы', 'ю', 'х', 'м'];

/// Whether a word ends as surnames do.
pub(super) fn is_surname(word: &str) -> bool {
    let ends = |end: &str| word.ends_with(end) && word.chars().count() > end.chars().count() + 1;
    word.starts_with(char::is_uppercase) && SURNAMES.iter().any(|end| ends(end))
}

/// Whether a name is in a case that names of brands are not written in: «в Томске», not «Яндекс».
pub(super) fn is_inflected(word: &str) -> bool {
    let long = word.chars().count() > 3 && word.starts_with(char::is_uppercase);
    long && word.chars().skip(1).all(char::is_lowercase) && word.ends_with(CASES)
}

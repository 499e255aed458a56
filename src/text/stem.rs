//! Stems: Snowball, by script, so that one chain serves mixed text. Where a dictionary of lemmas is in use (feature
//! `lemma`), a form that it has is stemmed by its lemma.
//!
//! Two things that Snowball leaves apart are brought together: irregular forms, by a list («дней» and «день», "built" and
//! "build"), and Russian nouns whose last vowel comes and goes («заявок» and «заявка», «рынок» and «рынка»), by a rule. The
//! list also parts what Snowball joins by chance, "parking" and "park".

use std::borrow::Cow;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::words::{is_cyrillic, is_letter};

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));
static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Russian));

/// The stem of a folded word (see [`words::fold`](super::words::fold)), or of its lemma. Words with digits or underscores
/// are their own stem.
pub fn stem(word: &str) -> Cow<'_, str> {
    #[cfg(feature = "lemma")]
    if let Some(stem) = super::lemma::in_use().and_then(|lemmas| lemmas.stem(word)) {
        return Cow::Owned(stem);
    }
    snowball(word)
}

/// Names the lemmas by which words are stemmed; `None` where there are none. What was made of stems and is kept (the
/// index) is good only as long as it has the same name.
pub fn lemmas_sha256() -> Option<[u8; 32]> {
    #[cfg(feature = "lemma")]
    return super::lemma::in_use().map(super::lemma::Lemmas::sha256);
    #[cfg(not(feature = "lemma"))]
    None
}

/// The stem of a folded word, by its letters alone.
pub(super) fn snowball(word: &str) -> Cow<'_, str> {
    if !word.chars().all(is_letter) {
        return Cow::Borrowed(word);
    }
    let word = IRREGULAR.get(word).copied().unwrap_or(word);
    if word.starts_with(is_cyrillic) { without_fleeting(RUSSIAN.stem(word)) } else { ENGLISH.stem(word) }
}

/// Irregular forms with the word that each belongs to.
static IRREGULAR: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("irregular.txt").lines().filter(|l| !l.starts_with('#'));
    let mut out = FxHashMap::default();
    for line in lines {
        let mut words = line.split_whitespace();
        if let Some(lemma) = words.next() {
            out.extend(words.map(|form| (form, lemma)));
        }
    }
    out
});

/// A stem without the vowel that only some forms of the word have: «рынок» becomes «рынк», as of «рынка». Where the vowel
/// stays in all forms («поток») all stems lose it alike.
fn without_fleeting(stem: Cow<'_, str>) -> Cow<'_, str> {
    // Letters that must stand before the vowel.
    const BEFORE: usize = 3;
    let vowel = |c: char| "аеиоуыэюяйь".contains(c);
    let Some(rest) = stem.strip_suffix("ок") else { return stem };
    let fleeting = rest.chars().count() >= BEFORE && rest.contains(vowel) && !rest.ends_with(vowel);
    if fleeting { Cow::Owned(format!("{rest}к")) } else { stem }
}

/// The stems of a phrase, in order.
pub fn stems(phrase: &str) -> Vec<String> {
    super::words::words(phrase).iter().map(|w| stem(&w.folded).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_both_scripts() {
        let pairs = [
            ("directions", "direct"),
            ("партнерами", "партнер"),
            ("томской", "томск"),
            ("томске", "томск"),
            ("u2", "u2"),
            ("рынок", "рынк"),
            ("рынками", "рынк"),
            ("заявок", "заявк"),
            ("заявку", "заявк"),
            ("срок", "срок"),
            ("урок", "урок"),
            ("built", "build"),
            ("заем", "займ"),
            ("дней", "ден"),
        ];
        for (word, expected) in pairs {
            assert_eq!(stem(word), expected);
        }
        assert_eq!(stem("метро"), stem("метрополитена"));
        for (one, other) in [("метро", "метров"), ("parking", "parks"), ("programmer", "programme")] {
            assert_ne!(stem(one), stem(other));
        }
    }
}

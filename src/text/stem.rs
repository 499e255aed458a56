//! Stems: Snowball, by script, so that one chain serves mixed text.

use std::borrow::Cow;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

use super::words::{is_cyrillic, is_letter};

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));
static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Russian));

/// The stem of a folded word (see [`words::fold`](super::words::fold)). Words with digits or underscores are their own
/// stem.
pub fn stem(word: &str) -> Cow<'_, str> {
    if !word.chars().all(is_letter) {
        return Cow::Borrowed(word);
    }
    let stemmer = if word.starts_with(is_cyrillic) { &RUSSIAN } else { &ENGLISH };
    stemmer.stem(word)
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
        ];
        for (word, expected) in pairs {
            assert_eq!(stem(word), expected);
        }
    }
}

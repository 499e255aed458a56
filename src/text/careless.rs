//! Words as people type them in a hurry: «скока» is «сколько», "wich" is "which".
//!
//! Only the words that a question is made of, which no dictionary of the texts could put right. For questions alone: a
//! text means what it says.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{Word, words};

/// What is meant by a careless spelling; two words a line, `#` starts a comment.
static MEANT: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("careless.txt").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// The words of a question, in order; careless spellings are folded into the words that are meant.
pub fn asked(question: &str) -> Vec<Word> {
    let mut all = words(question);
    for word in &mut all {
        if let Some(meant) = MEANT.get(word.folded.as_str()) {
            word.folded = (*meant).to_owned();
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::stopwords::is_stop;

    #[test]
    fn careless_words_are_the_ones_meant() {
        let folded: Vec<String> = asked("Скока дают, wich grants").into_iter().map(|w| w.folded).collect();
        assert_eq!(folded, ["сколько", "дают", "which", "grants"]);
    }

    #[test]
    fn what_is_meant_is_a_word_of_questions_and_no_careless_one() {
        for (typed, meant) in MEANT.iter() {
            assert!(is_stop(meant) && !is_stop(typed) && !MEANT.contains_key(meant), "{typed} {meant}");
        }
    }
}

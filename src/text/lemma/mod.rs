//! Lemmas: «поёт» is a form of «петь», "better" of "good", and no rule of endings tells.
//!
//! A dictionary of the operator says which word is a form of which (feature `lemma`). [`stem`](super::stem::stem) asks
//! here first: a form that the dictionary has is stemmed by its lemma, every other word as without. What is kept is small
//! enough for millions of forms: no lemma, only the forms whose stem it changes, in a transducer that shares their
//! beginnings and endings, each with the number of a rule such as "cut six bytes, add «петь»".
//!
//! The dictionary in use is the one global of this crate that is not a constant. Stems are taken in some thirty places,
//! behind tables that are made once, by the index on its own threads and by the engine; a dictionary handed to each of
//! them could be forgotten in one, and then a question and a text would no longer meet. So there is one for the process,
//! fixed by the first word that is stemmed: [`install`] comes before or fails.

mod build;
mod file;

use std::sync::OnceLock;

use fst::Map;

pub use file::{Fault, LemmaError};

/// What is in use; `None` inside when a word was stemmed before a dictionary came.
static IN_USE: OnceLock<Option<Lemmas>> = OnceLock::new();

/// A dictionary came when words had already been stemmed without it, or with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("words were stemmed before the lemmas were there; this is a mistake in the program, please report it")]
pub struct TooLate;

/// Puts a dictionary into use, for good.
///
/// # Errors
/// When a word was stemmed or a dictionary installed before.
pub fn install(lemmas: Lemmas) -> Result<(), TooLate> {
    IN_USE.set(Some(lemmas)).map_err(|_| TooLate)
}

/// The dictionary in use. From now on it stays the same.
pub(super) fn in_use() -> Option<&'static Lemmas> {
    IN_USE.get_or_init(|| None).as_ref()
}

/// The stems of forms, by a dictionary.
pub struct Lemmas {
    /// Folded forms whose lemma has another stem than they have themselves, each with the number of its rule.
    forms: Map<Vec<u8>>,
    rules: Vec<Rule>,
    sha256: [u8; 32],
    left_out: usize,
}

/// How the stem of a lemma is made of a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Rule {
    /// Bytes that the form loses at its end.
    cut: usize,
    /// What it gets instead.
    add: Box<str>,
}

impl Lemmas {
    /// The stem of a folded word's lemma; `None` when it is that of the word itself, or the dictionary lacks the word.
    pub fn stem(&self, word: &str) -> Option<String> {
        let number = usize::try_from(self.forms.get(word)?).ok()?;
        let rule = &self.rules[number];
        Some(format!("{}{}", &word[..word.len() - rule.cut], rule.add))
    }

    /// How many forms are stemmed otherwise than without the dictionary.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Lines that are of no use, because form or lemma are not one word as texts are read («кто-то» is two).
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Names all that it changes: dictionaries that differ only in comments, order or forms without effect have the same.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }
}

impl std::fmt::Debug for Lemmas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lemmas({} forms, {} rules)", self.len(), self.rules.len())
    }
}

#[cfg(test)]
mod tests;

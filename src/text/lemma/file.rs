//! The dictionary's file: one form and its lemma a line, a tab between them.

use std::io::BufRead;

use super::Lemmas;
use super::build::Builder;
use crate::text::words::{fold, words};

/// A dictionary that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LemmaError {
    /// The file is missing, or cannot be read to its end.
    #[error("{file}: the file cannot be read ({reason}); check that it exists and may be read")]
    Unreadable {
        /// The file.
        file: String,
        /// The cause.
        reason: String,
    },
    /// A line is not what it should be.
    #[error("{file}:{line}: {fault}")]
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what to do.
        fault: Fault,
    },
}

/// What can be wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Bytes that are no UTF-8.
    #[error("the line is not UTF-8; save the file in this encoding")]
    NotUtf8,
    /// Neither a comment nor two fields.
    #[error("there is no tab in the line; write a form, a tab and its lemma, or # before a comment")]
    NoTab,
    /// More than two fields.
    #[error("there is more than one tab in the line; write only a form, a tab and its lemma")]
    ManyTabs,
    /// Nothing before the tab.
    #[error("there is no form before the tab; write one, or take the line out")]
    NoForm,
    /// Nothing behind the tab.
    #[error("there is no lemma behind the tab; write one, or take the line out")]
    NoLemma,
}

impl Lemmas {
    /// Reads a dictionary; `file` is its name in errors. Of several lemmas of one form the first counts.
    ///
    /// # Errors
    /// When the file cannot be read, or for its first line that is no good.
    pub fn read(file: &str, mut lines: impl BufRead) -> Result<Self, LemmaError> {
        let mut builder = Builder::default();
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            match lines.read_until(b'\n', &mut bytes) {
                Ok(0) => break,
                Ok(_) => {}
                Err(e) => return Err(LemmaError::Unreadable { file: file.to_owned(), reason: e.to_string() }),
            }
            let pair = pair(&bytes).map_err(|fault| LemmaError::Line { file: file.to_owned(), line, fault })?;
            if let Some((form, lemma)) = pair {
                match (single(form), single(lemma)) {
                    (Some(form), Some(lemma)) => builder.add(&form, &lemma),
                    _ => builder.leave_out(),
                }
            }
        }
        Ok(builder.finish())
    }
}

/// Form and lemma of a line; nothing of one that is blank or a comment.
fn pair(bytes: &[u8]) -> Result<Option<(&str, &str)>, Fault> {
    let line = std::str::from_utf8(bytes).map_err(|_| Fault::NotUtf8)?;
    // Some editors begin a file with a mark.
    let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
    if line.trim().is_empty() || line.trim_start().starts_with('#') {
        return Ok(None);
    }
    let (form, lemma) = line.split_once('\t').ok_or(Fault::NoTab)?;
    let is_empty = |text: &str| fold(text).trim().is_empty();
    match () {
        () if lemma.contains('\t') => Err(Fault::ManyTabs),
        () if is_empty(form) => Err(Fault::NoForm),
        () if is_empty(lemma) => Err(Fault::NoLemma),
        () => Ok(Some((form, lemma))),
    }
}

/// A text that is one word, as words are met in texts.
fn single(text: &str) -> Option<String> {
    let mut all = words(text);
    let word = all.pop()?;
    all.is_empty().then_some(word.folded)
}

//! What is wrong with a file, where, and what to do about it.

use std::fmt;

/// Something wrong in one file, printed as `file:line: what is wrong; what to do`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path that starts with the folder given, with `/` between its parts.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.what, self.remedy)
    }
}

/// A [`Problem`] before it is known in which file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: usize,
    pub what: String,
    pub remedy: String,
}

impl Fault {
    pub(super) fn new(line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { line, what: what.into(), remedy: remedy.into() }
    }

    pub(super) fn in_file(self, file: &str) -> Problem {
        Problem { file: file.to_owned(), line: self.line, what: self.what, remedy: self.remedy }
    }
}

/// The line, from 1, on which byte `offset` of `text` stands.
pub(super) fn line_at(text: &[u8], offset: usize) -> usize {
    1 + text[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count()
}

//! Measures the engine on questions with known answers.
//!
//! A question set ([`questions`]; read by [`squad`] or [`lines`]) brings the articles; a [`run`] asks every question
//! and notes the [`outcome`]; [`figures`] makes numbers of the outcomes, with intervals by [`bootstrap`]; a [`report`]
//! sets them out overall, by class, language and wording, beside those of plain searches ([`peers`]), for [`markdown`]
//! or JSON. [`baseline`] holds the figures that must not be lost; [`fit`] finds the engine's weights. [`noise`] damages
//! questions first, always the same way for the same seed.
//!
//! Two runs give the same numbers but for the times. Nothing here may reach into the engine's insides: it asks as
//! anybody would.

pub mod baseline;
pub mod bootstrap;
pub mod figures;
pub mod fit;
pub mod lines;
pub mod markdown;
pub mod measure;
pub mod noise;
pub mod outcome;
pub mod peers;
pub mod questions;
pub mod random;
pub mod report;
pub mod run;
pub mod squad;

use std::path::Path;

/// What stops an evaluation.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A file of the evaluation cannot be used.
    #[error("{place}: {reason}; {remedy}")]
    File {
        /// The file, and the line where one is wrong.
        place: String,
        /// What is wrong.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// An article of the set cannot be used.
    #[error("{0}")]
    Article(crate::ingest::Problem),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] crate::index::IndexError),
    /// The engine failed.
    #[error(transparent)]
    Retrieve(#[from] crate::engine::RetrieveError),
}

impl EvalError {
    /// What is wrong with a file, at a line counted from 1.
    fn new(path: &Path, line: Option<usize>, reason: String, remedy: &'static str) -> Self {
        let place = match line {
            Some(line) => format!("{}:{line}", path.display()),
            None => path.display().to_string(),
        };
        EvalError::File { place, reason, remedy }
    }

    /// JSON that was not understood; it began after `before` lines of the file.
    fn json(path: &Path, before: usize, error: &serde_json::Error, remedy: &'static str) -> Self {
        let reason = error.to_string();
        // The place is said once, in front.
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Self::new(path, Some(before + error.line()), reason, remedy)
    }
}

/// What to do about a file that is no question set.
const GIVE_A_SET: &str = "give a question set: SQuAD, or lines as tests/data/eval/README.md describes them";

/// The text of a file.
fn read_text(path: &Path) -> Result<String, EvalError> {
    if path.is_dir() {
        return Err(EvalError::new(path, None, "it is a folder".to_owned(), "give the file with the questions"));
    }
    let bytes = std::fs::read(path).map_err(|e| EvalError::new(path, None, e.to_string(), "check the path"))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        EvalError::new(path, Some(line), "it is not UTF-8".to_owned(), "save the file as UTF-8")
    })?;
    // Editors on Windows begin a file with a mark that is no part of it.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

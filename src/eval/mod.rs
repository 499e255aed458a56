//! Measures the engine on questions with known answers.
//!
//! A question set ([`questions`]) brings its paragraphs as a corpus; a [`run`] asks every question and [`measure`]s
//! passages, quotes and the confidence; [`noise`] damages questions first, always the same way for the same seed. Two
//! runs give the same numbers but for the times. Nothing here may reach into the engine's insides: it asks as anybody
//! would.

pub mod fit;
pub mod measure;
pub mod noise;
pub mod questions;
pub mod run;

/// What stops an evaluation.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// The question set cannot be read.
    #[error("{path}: {reason}; give a question set in SQuAD format")]
    Questions {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The index failed.
    #[error(transparent)]
    Index(#[from] crate::index::IndexError),
    /// The engine failed.
    #[error(transparent)]
    Retrieve(#[from] crate::engine::RetrieveError),
}

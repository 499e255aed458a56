//! What is asked, and what retrieval hands back.

use super::{Lang, PassageId};

/// A question as somebody put it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The asker's own words.
    pub text: String,
    /// The asker's interface language, used where the words themselves do not tell theirs.
    pub lang: Option<Lang>,
}

impl Question {
    /// A question without further context.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), lang: None }
    }
}

/// A passage that may hold the answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Which passage.
    pub passage: PassageId,
    /// Score of the retriever, higher is better.
    pub score: f32,
}

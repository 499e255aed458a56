//! What is asked, and what retrieval hands back.

use super::{Lang, PassageId};

/// A question as somebody put it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The asker's own words.
    pub text: String,
    /// The asker's interface language, used where the words themselves do not tell theirs.
    pub lang: Option<Lang>,
    /// The question before it in the same conversation, which may itself follow one. What the new question leaves
    /// unsaid (region, topic, subject) is taken from there; a complete question is not changed by it.
    pub previous: Option<Box<Question>>,
}

impl Question {
    /// A question without further context.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), lang: None, previous: None }
    }

    /// The same question, asked after another one.
    #[must_use]
    pub fn after(self, previous: Question) -> Self {
        Self { previous: Some(Box::new(previous)), ..self }
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

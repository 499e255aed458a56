//! What the engine asks of a search index.

use crate::domain::{Candidate, Lang};

/// A search, in stems and folded words: the index analyses nothing of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Language of the passages wanted.
    pub lang: Lang,
    /// Regions of the articles wanted, as written in their front matter; empty for any.
    pub regions: Vec<String>,
    /// Stems with their weights.
    pub stems: Vec<(String, f32)>,
    /// Folded words with their weights.
    pub words: Vec<(String, f32)>,
    /// How many passages are wanted at the most.
    pub passages: usize,
    /// How many articles' passages are wanted on top, whatever their own score.
    pub articles: usize,
}

/// The index failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the search index failed: {0}; delete the index folder to have it built anew")]
pub struct RetrieveError(pub String);

/// Finds passages that may hold an answer.
pub trait Retriever: Send + Sync {
    /// Candidates, best first, each passage once.
    fn retrieve(&self, search: &Search) -> Result<Vec<Candidate>, RetrieveError>;
}

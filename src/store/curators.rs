//! What those who look after the articles want to know: which questions found nothing, which answers did not help.
//!
//! Nobody's number is in here, but those of askers where the operator keeps them.

use std::fmt;
use std::str::FromStr;

use async_trait::async_trait;

use super::StoreError;
use super::people::Miss;

/// What curators have made of an unanswered question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum State {
    /// Nothing yet.
    #[default]
    Open,
    /// It has an answer now. Asked in vain once more, it is open again.
    Resolved,
    /// It is not to be answered, however often it is asked.
    Ignored,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Resolved, Self::Ignored];

    /// Its name: `open`, `resolved` or `ignored`.
    pub const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Resolved => "resolved",
            State::Ignored => "ignored",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let state = Self::ALL.into_iter().find(|state| state.code() == s);
        state.ok_or_else(|| format!("'{s}' is no state of a question; write open, resolved or ignored"))
    }
}

/// An unanswered question as it stands in the log. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Missed {
    /// The question with language, reason and region.
    pub miss: Miss,
    /// How often it was asked.
    pub count: u32,
    /// When it was asked first, milliseconds since 1970-01-01 UTC.
    pub first_at_ms: i64,
    /// When it was asked last.
    pub last_at_ms: i64,
    /// What curators have made of it.
    pub state: State,
    /// When it was proposed to them as answered by now.
    pub proposed_at_ms: Option<i64>,
    /// The numbers of those who asked, smallest first; none unless the operator keeps them.
    pub askers: Vec<i64>,
}

/// A question that its asker passed on. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub struct PassedOn {
    /// The question.
    pub question: String,
    /// Whether the asker still waits for an answer.
    pub waits: bool,
}

/// An answer that did not help. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub struct LowRating {
    /// The question.
    pub question: String,
    /// Why, if they said so: `other-topic`, `other-region`, `outdated` or `unclear`.
    pub reason: Option<String>,
    /// The quote looked at, as it was kept (see [`KeptQuote`](super::memory::KeptQuote)).
    pub quote: Option<String>,
    /// When, milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

/// Numbers for an overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Updates that wait for their reply.
    pub pending: u32,
    /// People with subscriptions.
    pub subscribers: u32,
    /// Questions passed on whose askers wait.
    pub waiting: u32,
    /// Answers that did not help.
    pub low_ratings: u32,
}

/// The curators' part of the store. Every method that changes something returns only after the change is on disk.
#[async_trait]
pub trait Curators: Send + Sync + 'static {
    /// The unanswered questions asked most often, at most `limit`.
    async fn misses(&self, limit: u32) -> Result<Vec<Missed>, StoreError>;

    /// Sets what curators have made of these questions.
    async fn set_state(&self, misses: &[Miss], state: State) -> Result<(), StoreError>;

    /// Notes that these questions were proposed as answered, or (`None`) that they are not any more.
    async fn set_proposed(&self, misses: &[Miss], at_ms: Option<i64>) -> Result<(), StoreError>;

    /// Questions that were passed on, newest first, at most 1,000.
    async fn passed_on(&self) -> Result<Vec<PassedOn>, StoreError>;

    /// Answers that did not help, newest first, at most `limit`.
    async fn low_ratings(&self, limit: u32) -> Result<Vec<LowRating>, StoreError>;

    /// Numbers for an overview.
    async fn counts(&self) -> Result<Counts, StoreError>;

    /// When administrators were last written to at regular times, milliseconds since 1970-01-01 UTC.
    async fn digest_sent_at_ms(&self) -> Result<Option<i64>, StoreError>;

    /// Notes that they are written to now.
    async fn note_digest(&self, at_ms: i64) -> Result<(), StoreError>;
}

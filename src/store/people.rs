//! What is remembered of people and chats, on purpose and no more.

use async_trait::async_trait;
use serde_json::Value;

use super::StoreError;
use crate::domain::Lang;
use crate::locale::Locale;

/// What a chat has chosen for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatSettings {
    /// The bot's language there; `None`: the language of whoever writes.
    pub lang: Option<Locale>,
    /// The region a question is about when it names none, by its English name.
    pub region: Option<String>,
}

/// A question that was not answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Miss {
    /// Language of the question.
    pub lang: Lang,
    /// Why, a code of [`Reason`](crate::domain::Reason).
    pub reason: String,
    /// The region it named, as understood; empty for none.
    pub region: String,
    /// The question.
    pub question: String,
}

/// People and chats. Every method that changes something returns only after the change is on disk.
#[async_trait]
pub trait People: Send + Sync + 'static {
    /// What a chat has chosen; nothing when it is unknown.
    async fn settings(&self, chat_id: i64) -> Result<ChatSettings, StoreError>;

    /// Sets what a chat has chosen.
    async fn set_settings(&self, chat_id: i64, settings: &ChatSettings) -> Result<(), StoreError>;

    /// A group has become a supergroup with another number: its settings and its admission go along.
    async fn moved(&self, from: i64, to: i64) -> Result<(), StoreError>;

    /// The bot is not in the chat any more or was blocked: subscriptions, what waits to be sent, settings and admission
    /// go.
    async fn gone(&self, chat_id: i64) -> Result<(), StoreError>;

    /// Whether a user or chat was let in by an invitation.
    async fn is_admitted(&self, id: i64) -> Result<bool, StoreError>;

    /// Lets a user or chat in.
    async fn admit(&self, id: i64) -> Result<(), StoreError>;

    /// Whether a user is not to be answered.
    async fn is_banned(&self, user_id: i64) -> Result<bool, StoreError>;

    /// Sets whether a user is not to be answered.
    async fn ban(&self, user_id: i64, banned: bool) -> Result<(), StoreError>;

    /// Everything stored under the user's number: a JSON object with an array of rows for each kind.
    async fn held(&self, user_id: i64) -> Result<Value, StoreError>;

    /// Deletes all of [`held`](Self::held) but a ban, which would otherwise be lifted by asking to be forgotten.
    async fn erase(&self, user_id: i64) -> Result<(), StoreError>;

    /// Notes an unanswered question; asked again, it is counted, and open again if it was resolved. `asker` is the number
    /// of whoever asked, where such numbers are kept.
    async fn note_miss(&self, miss: &Miss, asker: Option<i64>) -> Result<(), StoreError>;

    /// Deletes who asked the unanswered questions; the questions stay.
    async fn erase_askers(&self) -> Result<(), StoreError>;

    /// Notes that a quote was chosen from inline results.
    async fn note_chosen(&self, quote: &str) -> Result<(), StoreError>;

    /// How often it was.
    async fn chosen(&self, quote: &str) -> Result<u32, StoreError>;
}

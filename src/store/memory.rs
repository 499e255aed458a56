//! What is remembered of conversations.
//!
//! The bodies of contexts, screens and quotes are text that only their owner (the dialogue) reads. What has expired is
//! never handed out and soon deleted.

use async_trait::async_trait;

use super::StoreError;

/// How long a screen can be continued, milliseconds: 30 days.
pub const SCREEN_MS: i64 = 30 * 24 * 3_600_000;

/// Somebody in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Who {
    /// The chat; negative for groups.
    pub chat_id: i64,
    /// The user.
    pub user_id: i64,
}

/// What is remembered of somebody in a chat. Has no `Debug`: their question may be in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Code of the language they chose.
    pub lang: Option<String>,
    /// What their next question may continue.
    pub context: Option<String>,
}

/// A message of the bot that can be continued.
#[derive(Clone, PartialEq, Eq)]
pub struct Screen {
    /// Its name in callback data.
    pub key: String,
    /// Where it is, and who asked.
    pub who: Who,
    /// The message it answers, if it answers one.
    pub asked_id: Option<i64>,
    /// The message it is, once sent.
    pub message_id: Option<i64>,
    /// What it shows.
    pub body: String,
}

/// Where the message of a new screen is in the reply to an update, so that it can be found when it has been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The update replied to.
    pub update_id: i64,
    /// Number of the message in the reply, from 0 (as in [`Inbox::sent`](super::Inbox::sent)).
    pub part: u32,
}

/// A quote as it was when it was shown first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptQuote {
    /// The quote's id.
    pub id: String,
    /// What is known of it.
    pub body: String,
    /// When it was kept, milliseconds since 1970-01-01 UTC.
    pub kept_at_ms: i64,
}

/// Whether an answer helped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Key of the screen.
    pub screen: String,
    /// Who says so.
    pub user_id: i64,
    /// Whether it helped.
    pub good: bool,
    /// Why it did not.
    pub reason: Option<String>,
    /// The quote looked at.
    pub quote_id: Option<String>,
}

impl Vote {
    /// The vote with the question that was answered, to be kept without the voter if the answer did not help.
    pub fn on(self, question: Option<String>) -> Note {
        Note::Vote { vote: self, question }
    }
}

/// A question to be passed on to those who look after the articles. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Wish {
    /// Key of the screen that said no.
    pub screen: String,
    /// The question.
    pub question: String,
    /// Why there was no answer.
    pub reason: String,
    /// Code of the asker's language.
    pub lang: String,
    /// Who wants to hear when there is an answer.
    pub hear_back: Option<Who>,
}

/// Something to remember.
#[derive(Clone, PartialEq, Eq)]
pub enum Note {
    /// Somebody chose a language.
    Lang {
        /// Who.
        user_id: i64,
        /// Its code.
        lang: String,
    },
    /// What somebody's next question may continue; replaces what was there. `None` forgets it.
    Context {
        /// Who.
        who: Who,
        /// What.
        body: Option<String>,
        /// Until when, milliseconds since 1970-01-01 UTC.
        expires_at_ms: i64,
    },
    /// A screen that is about to be sent, or shows something else from now on (then its message is kept).
    Screen {
        /// The screen.
        screen: Screen,
        /// Where its message will be.
        origin: Origin,
    },
    /// A quote that is shown; the first wording stays.
    Quote(KeptQuote),
    /// A vote; replaces the same user's earlier one on that screen.
    Vote {
        /// The vote.
        vote: Vote,
        /// The question that was answered, if at hand: kept, apart from the voter, while the answer did not help.
        question: Option<String>,
    },
    /// A question to pass on; replaces the same screen's earlier one.
    Wish(Wish),
}

/// Conversations. Every method that changes something returns only after the change is on disk.
#[async_trait]
pub trait Memory: Send + Sync + 'static {
    /// What is remembered of somebody.
    async fn person(&self, who: Who) -> Result<Person, StoreError>;

    /// The screen with this key.
    async fn screen(&self, key: &str) -> Result<Option<Screen>, StoreError>;

    /// The screen that is this message of the bot.
    async fn screen_at(&self, chat_id: i64, message_id: i64) -> Result<Option<Screen>, StoreError>;

    /// The screen that answers this message.
    async fn screen_for(&self, chat_id: i64, asked_id: i64) -> Result<Option<Screen>, StoreError>;

    /// Those of the quotes that were kept.
    async fn quotes(&self, ids: &[String]) -> Result<Vec<KeptQuote>, StoreError>;

    /// Whether somebody has voted on a screen, and how.
    async fn vote(&self, screen: &str, user_id: i64) -> Result<Option<Vote>, StoreError>;

    /// Remembers, all or nothing.
    async fn note(&self, notes: Vec<Note>) -> Result<(), StoreError>;

    /// Questions passed on whose askers want to hear of an answer; at most 1,000.
    async fn waiting(&self) -> Result<Vec<Wish>, StoreError>;

    /// The asker of a question passed on has heard, or is about to: who it was is forgotten.
    async fn granted(&self, screen: &str) -> Result<(), StoreError>;

    /// Everything about a user as JSON values by table, for the user to see.
    async fn all_about(&self, user_id: i64) -> Result<serde_json::Value, StoreError>;

    /// Deletes everything about a user; questions they passed on stay, without them.
    async fn forget(&self, user_id: i64) -> Result<(), StoreError>;
}

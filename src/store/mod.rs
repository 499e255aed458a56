//! What must survive a crash.
//!
//! The trait says what is promised, the backends ([`sqlite`]) keep it. An update is *accepted* once it is committed
//! here; only then may Telegram be told to forget it. It stays pending until [`Inbox::finish`]; whatever is pending at
//! a start is worked off again, so a question survives `kill -9` at any point. Nothing here knows of teloxide, of
//! what an update means or of how it is answered.

use async_trait::async_trait;

pub mod curators;
pub mod memory;
pub mod people;
pub mod sqlite;
pub mod subscriptions;

pub use curators::Curators;
pub use memory::Memory;
pub use people::People;
pub use subscriptions::Subscriptions;

/// Everything that is remembered, in one place.
pub trait Store: Inbox + Memory + People + Subscriptions + Curators {}

impl<T: Inbox + Memory + People + Subscriptions + Curators> Store for T {}

/// An update as it came from Telegram.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUpdate {
    /// Telegram's `update_id`, unique for a bot.
    pub update_id: i64,
    /// The chat whose order must be kept; 0 for updates without a chat.
    pub chat_id: i64,
    /// The update's JSON.
    pub raw: String,
}

/// An accepted update that is not finished. The text of it is loaded only when its turn comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Telegram's `update_id`.
    pub update_id: i64,
    /// The chat whose order must be kept; 0 for updates without a chat.
    pub chat_id: i64,
    /// When it was accepted, milliseconds since 1970-01-01 UTC.
    pub accepted_at_ms: i64,
    /// How often a worker has begun to work on it before (see [`Inbox::begin`]).
    pub attempts: u32,
    /// How many messages of its reply are known to have been sent.
    pub parts_sent: u32,
}

/// How an update ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Replied to, or nothing was to be said.
    Done,
    /// Given up after too many attempts, or the chat is gone.
    Dead,
}

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database file cannot be opened or created.
    #[error("cannot open the database {path}: {reason}; check that the folder exists, is writable and has free space")]
    Open {
        /// The file.
        path: String,
        /// The cause.
        reason: String,
    },
    /// A statement failed.
    #[error("the database failed: {0}; check free space and permissions of the data folder")]
    Failed(String),
    /// The update is unknown or finished.
    #[error("update {0} is not pending")]
    NotPending(i64),
}

/// Updates accepted from Telegram, at least until they are answered.
///
/// Every method that changes something returns only after the change is on disk.
#[async_trait]
pub trait Inbox: Send + Sync + 'static {
    /// Commits the updates in one transaction, all or none, and returns those that were not known before, in order.
    /// Finished updates are known for 48 hours, twice as long as Telegram may deliver them again.
    async fn accept(&self, updates: Vec<NewUpdate>) -> Result<Vec<Pending>, StoreError>;

    /// The offset for the next poll: one past the highest `update_id` accepted. `None` when there was none, or none for
    /// six days: after a week without updates Telegram begins a new sequence, perhaps a lower one, and the old offset
    /// would confirm its updates unseen. So ask before every poll; with `None` poll without an offset.
    async fn next_offset(&self) -> Result<Option<i64>, StoreError>;

    /// Everything accepted and not finished, by `update_id`.
    async fn pending(&self) -> Result<Vec<Pending>, StoreError>;

    /// The JSON of a pending update, `None` when it is finished or unknown.
    async fn load(&self, update_id: i64) -> Result<Option<String>, StoreError>;

    /// Notes that a message of the reply is about to be sent (counts an attempt). This and the next two fail with
    /// [`StoreError::NotPending`] when the update is unknown or finished.
    async fn begin(&self, update_id: i64) -> Result<(), StoreError>;

    /// Notes that message number `part` (from 0) of the reply was accepted by Telegram.
    async fn sent(&self, update_id: i64, part: u32, message_id: i64) -> Result<(), StoreError>;

    /// Ends the update and deletes its text.
    async fn finish(&self, update_id: i64, outcome: Outcome) -> Result<(), StoreError>;

    /// Fails when nothing can be written (for readiness checks).
    async fn check(&self) -> Result<(), StoreError>;
}

//! Who wants to hear of new articles, and what they have been told.

use async_trait::async_trait;

use super::StoreError;
use crate::locale::Locale;

/// When a subscriber is told: every day at an hour of their own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    /// The hour, 0 to 23, on their clock.
    pub hour: u8,
    /// What their clock is ahead of UTC, in minutes, -720 to 840.
    pub offset_min: i32,
}

/// What somebody is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Number of the row.
    pub id: i64,
    /// The subscriber.
    pub user_id: i64,
    /// English name of the region; empty: any.
    pub region: String,
    /// `directions`, `partners`, `programmes` or words; empty: any.
    pub topic: String,
    /// `None`: at once.
    pub daily: Option<Daily>,
}

/// A version of an article: its id and the hash of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The article's id.
    pub article: String,
    /// SHA-256 of its text, hexadecimal.
    pub version: String,
}

/// Something to tell a subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The subscriber.
    pub user_id: i64,
    /// The article.
    pub article: Version,
    /// The topic of the subscription that it fits.
    pub topic: String,
    /// When it is to be sent, milliseconds since 1970-01-01 UTC.
    pub due_at_ms: i64,
    /// The subscriber's language.
    pub lang: Locale,
}

/// Subscriptions and what follows from them.
#[async_trait]
pub trait Subscriptions: Send + Sync + 'static {
    /// Adds a subscription (once) and remembers the language to write in.
    async fn subscribe(&self, user_id: i64, lang: Locale, region: &str, topic: &str) -> Result<(), StoreError>;

    /// Removes one of the user's subscriptions; with it, what waits to be sent when it was the last one.
    async fn unsubscribe(&self, user_id: i64, id: i64) -> Result<(), StoreError>;

    /// Sets when a subscriber is told, and moves what waits to be sent to `due_at_ms`.
    async fn set_daily(&self, user_id: i64, daily: Option<Daily>, due_at_ms: i64) -> Result<(), StoreError>;

    /// A user's subscriptions, oldest first.
    async fn subscriptions_of(&self, user_id: i64) -> Result<Vec<Subscription>, StoreError>;

    /// Everybody's.
    async fn all_subscriptions(&self) -> Result<Vec<Subscription>, StoreError>;

    /// The articles known from the last time.
    async fn known_articles(&self) -> Result<Vec<Version>, StoreError>;

    /// In one transaction: these are the known articles now, and these notices wait to be sent (but for versions a
    /// subscriber has been told of or is going to be told of).
    async fn announce(&self, articles: &[Version], notices: &[Notice]) -> Result<(), StoreError>;

    /// Notices due at `now_ms`, those of one user together, at most `limit`.
    async fn due(&self, now_ms: i64, limit: u32) -> Result<Vec<Notice>, StoreError>;

    /// When the next notice is due.
    async fn next_due_at_ms(&self) -> Result<Option<i64>, StoreError>;

    /// Notes that these are being sent: after a crash they are not sent again.
    async fn begin_notices(&self, notices: &[Notice]) -> Result<(), StoreError>;

    /// Notes that these are sent, or are not to be.
    async fn finish_notices(&self, notices: &[Notice]) -> Result<(), StoreError>;

    /// Notes that these were certainly not sent; they are due again at `due_at_ms`.
    async fn put_off_notices(&self, notices: &[Notice], due_at_ms: i64) -> Result<(), StoreError>;
}

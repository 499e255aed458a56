//! What this module lets its owner choose.

use std::time::Duration;

use url::Url;

use super::Token;

/// Settings of the Telegram side.
#[derive(Debug, Clone)]
pub struct Options {
    /// The bot's token.
    pub token: Token,
    /// Address of the Bot API server without token, `https://api.telegram.org` by default.
    pub api_url: Url,
    /// How many questions are answered at the same time, at least 1.
    pub workers: usize,
    /// How long one poll may wait for updates, in seconds, 0 to 50.
    pub poll_timeout_s: u32,
    /// How fast replies may go out.
    pub limits: Limits,
    /// An answer that takes longer is announced by "typing…"; 500 ms by default.
    pub typing_after: Duration,
    /// Address of our own reader, without `/` at its end, for links to the cards of quotes; `None` for no such links.
    pub public_url: Option<String>,
    /// The time for what is said: milliseconds since 1970-01-01 UTC.
    pub clock: fn() -> i64,
}

impl Options {
    /// The defaults for `token`: Telegram's own server, 4 workers, polls of 30 s.
    pub fn new(token: Token) -> Self {
        let api_url = Url::parse("https://api.telegram.org").expect("a constant address");
        Self {
            token,
            api_url,
            workers: 4,
            poll_timeout_s: 30,
            limits: Limits::default(),
            typing_after: Duration::from_millis(500),
            public_url: None,
            clock: super::health::now_ms,
        }
    }
}

/// Sending limits. The defaults stay under what Telegram documents: about 30 messages a second overall, one a second
/// in a chat with short bursts, 20 a minute in a group (core.telegram.org/bots/faq, "My bot is hitting limits").
/// A zero counts as 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Messages a second over all chats.
    pub per_second: u32,
    /// Messages a second in one private chat.
    pub chat_per_second: u32,
    /// Messages that may go to a private chat at once before that pace holds.
    pub chat_burst: u32,
    /// Messages a minute in one group; at most two of them at once.
    pub group_per_minute: u32,
    /// Requests under way at the same time.
    pub in_flight: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_second: 25, chat_per_second: 1, chat_burst: 3, group_per_minute: 18, in_flight: 32 }
    }
}

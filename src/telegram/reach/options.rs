//! Who may use the bot, how much, and what is noted.

use std::fmt;
use std::str::FromStr;

/// Who is answered. Administrators always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Everybody.
    #[default]
    Open,
    /// Users and groups that are listed.
    List,
    /// Those listed, and whoever opened the invitation link.
    Invite,
}

impl FromStr for Access {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        match s {
            "open" => Ok(Self::Open),
            "list" => Ok(Self::List),
            "invite" => Ok(Self::Invite),
            _ => Err(format!("'{s}' is no way to let people in; write open, list or invite")),
        }
    }
}

/// The code of the invitation link. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteCode(String);

impl InviteCode {
    /// The code.
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteCode(hidden)")
    }
}

impl FromStr for InviteCode {
    type Err = String;

    /// 8 to 60 of `A-Z`, `a-z`, `0-9`, `_`, `-`: with its prefix it must fit into the 64 characters of a deep link
    /// (core.telegram.org/bots/features#deep-linking).
    fn from_str(s: &str) -> Result<Self, String> {
        let fits = (8..=60).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
        fits.then(|| Self(s.to_owned())).ok_or_else(|| "write 8 to 60 of A-Z, a-z, 0-9, _ and -".to_owned())
    }
}

/// Settings of this module.
#[derive(Debug, Clone)]
pub struct Options {
    /// User ids of the administrators.
    pub admins: Vec<i64>,
    /// Who is answered.
    pub access: Access,
    /// Ids of users and groups that are answered unless everybody is.
    pub allowed: Vec<i64>,
    /// The code of the invitation link.
    pub invite: Option<InviteCode>,
    /// Messages and presses a minute of one user that are answered; the same number may come at once. 0 counts as 1.
    pub user_per_minute: u32,
    /// The same of one chat.
    pub chat_per_minute: u32,
    /// Seconds for which Telegram may show an inline answer again, 0 to 86,400.
    pub inline_cache_s: u32,
    /// Whether it is counted which quotes are chosen in inline mode (@BotFather, `/setinlinefeedback`, must be on).
    pub inline_feedback: bool,
    /// Whether questions without an answer are noted.
    pub miss_log: bool,
    /// Whether the numbers of their askers are noted with them.
    pub log_users: bool,
    /// Whether administrators are sent a digest once a week.
    pub digest: bool,
    /// Whether administrators and sources may add pages of this machine itself; for tests.
    pub fetch_loopback: bool,
    /// Whether commands and descriptions are registered with Telegram at the start.
    pub register: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            admins: Vec::new(),
            access: Access::Open,
            allowed: Vec::new(),
            invite: None,
            user_per_minute: 20,
            chat_per_minute: 40,
            inline_cache_s: 300,
            inline_feedback: false,
            miss_log: true,
            log_users: false,
            digest: true,
            fetch_loopback: false,
            register: true,
        }
    }
}

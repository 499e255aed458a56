//! Settings: one struct, read once, each value with where it came from.
//!
//! A value comes from the command line, else the environment, else the file `.env` in the working folder, else it is
//! the default. [`VARIABLES`] is the one list of what exists; `.env.example` explains each of them, a test compares
//! the two. Nothing outside this module reads the environment.

mod settings;
mod sources;

pub use settings::{Settings, Shown};
pub use sources::{Overrides, Sources};

use crate::domain::PUBLIC_URL;

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// An option of the command line.
    CommandLine,
    /// An environment variable.
    Environment,
    /// The file `.env`.
    File,
    /// Nobody set it.
    Default,
}

impl Source {
    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Source::CommandLine => "command line",
            Source::Environment => "environment",
            Source::File => ".env",
            Source::Default => "default",
        }
    }
}

/// A setting that is wrong, or a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A variable has a value that cannot be used.
    #[error("{name} ({from}): {problem}")]
    Bad {
        /// The variable.
        name: &'static str,
        /// Where the value came from.
        from: &'static str,
        /// What is wrong and what to write; never the value of a secret.
        problem: String,
    },
    /// `.env` has a line that is no setting.
    #[error(".env: {0}; write one NAME=value a line, see .env.example")]
    File(String),
    /// `.env` sets a variable of ours that does not exist.
    #[error(".env: there is no setting {name}; known are: {known}")]
    Unknown {
        /// The variable.
        name: String,
        /// All that exist.
        known: String,
    },
}

/// A variable: its name, its default ("" for none) and whether it must be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Name in the environment and in `.env`.
    pub name: &'static str,
    /// Used when nobody sets it.
    pub default: &'static str,
    /// Whether its value is shown to nobody.
    pub secret: bool,
}

const fn variable(name: &'static str, default: &'static str) -> Variable {
    Variable { name, default, secret: false }
}

/// The bot's token.
pub const TOKEN: Variable = Variable { name: "TELEGRAM_BOT_TOKEN", default: "", secret: true };
/// Address of the Bot API server.
pub const API_URL: Variable = variable("TELEGRAM_API_URL", "https://api.telegram.org");
/// Folder of the articles.
pub const KNOWLEDGE: Variable = variable("POLICYBOT_KNOWLEDGE_DIR", "knowledge");
/// Folder of index and inbox.
pub const DATA: Variable = variable("POLICYBOT_DATA_DIR", "data");
/// How changes in the folder of the articles are noticed.
pub const WATCH: Variable = variable("POLICYBOT_WATCH", "on");
/// Confidence below which the bot is silent.
pub const THRESHOLD: Variable = variable("POLICYBOT_THRESHOLD", "0.5");
/// Questions answered at the same time.
pub const WORKERS: Variable = variable("POLICYBOT_WORKERS", "4");
/// Seconds that one poll may wait.
pub const POLL_TIMEOUT: Variable = variable("POLICYBOT_POLL_TIMEOUT_S", "30");
/// Dictionary of lemmas.
pub const LEMMAS: Variable = variable("POLICYBOT_LEMMAS", "");
/// Address of the health and metrics pages.
pub const WEB: Variable = variable("POLICYBOT_WEB_ADDR", "");
/// Address of the reader.
pub const READER: Variable = variable("POLICYBOT_READER_ADDR", "");
/// Where readers reach our own pages.
pub const PUBLIC: Variable = variable("POLICYBOT_PUBLIC_URL", PUBLIC_URL);
/// Requests of one address a minute that the reader answers.
pub const READER_PER_MINUTE: Variable = variable("POLICYBOT_READER_PER_MINUTE", "240");
/// Proxies before the reader that tell whose requests they pass on.
pub const TRUSTED_PROXIES: Variable = variable("POLICYBOT_TRUSTED_PROXIES", "");
/// Sites whose scripts may read the API.
pub const CORS_ORIGINS: Variable = variable("POLICYBOT_CORS_ORIGINS", "");
/// What is logged.
pub const LOG: Variable = variable("POLICYBOT_LOG", "info");
/// How a line of the log looks.
pub const LOG_FORMAT: Variable = variable("POLICYBOT_LOG_FORMAT", "text");

/// User ids of the administrators.
pub const ADMINS: Variable = variable("POLICYBOT_ADMINS", "");
/// Who is answered.
pub const ACCESS: Variable = variable("POLICYBOT_ACCESS", "open");
/// Ids of users and groups that are answered unless everybody is.
pub const ALLOWED: Variable = variable("POLICYBOT_ALLOWED", "");
/// Code of the invitation link.
pub const INVITE_CODE: Variable = Variable { name: "POLICYBOT_INVITE_CODE", default: "", secret: true };
/// Messages of one user a minute that are answered.
pub const USER_PER_MINUTE: Variable = variable("POLICYBOT_USER_PER_MINUTE", "20");
/// Messages in one group a minute that are answered.
pub const CHAT_PER_MINUTE: Variable = variable("POLICYBOT_CHAT_PER_MINUTE", "40");
/// Seconds for which Telegram may show an inline answer again.
pub const INLINE_CACHE: Variable = variable("POLICYBOT_INLINE_CACHE_S", "300");
/// Whether it is counted which quotes are chosen in inline mode.
pub const INLINE_FEEDBACK: Variable = variable("POLICYBOT_INLINE_FEEDBACK", "off");
/// Whether questions without an answer are noted.
pub const MISS_LOG: Variable = variable("POLICYBOT_MISS_LOG", "on");
/// Whether the numbers of askers are noted with them.
pub const LOG_USERS: Variable = variable("POLICYBOT_LOG_USERS", "off");
/// Whether administrators are sent a digest once a week.
pub const CURATOR_DIGEST: Variable = variable("POLICYBOT_CURATOR_DIGEST", "on");
/// Whether commands and descriptions are registered at the start.
pub const REGISTER: Variable = variable("POLICYBOT_REGISTER", "on");

/// Every variable there is.
pub const VARIABLES: &[Variable] = &[
    TOKEN,
    API_URL,
    KNOWLEDGE,
    DATA,
    THRESHOLD,
    WORKERS,
    POLL_TIMEOUT,
    WATCH,
    LEMMAS,
    WEB,
    READER,
    PUBLIC,
    READER_PER_MINUTE,
    TRUSTED_PROXIES,
    CORS_ORIGINS,
    LOG,
    LOG_FORMAT,
    ADMINS,
    ACCESS,
    ALLOWED,
    INVITE_CODE,
    USER_PER_MINUTE,
    CHAT_PER_MINUTE,
    INLINE_CACHE,
    INLINE_FEEDBACK,
    MISS_LOG,
    LOG_USERS,
    CURATOR_DIGEST,
    REGISTER,
];

#[cfg(test)]
mod tests;

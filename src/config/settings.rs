//! The settings in their types.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use url::Url;

use super::{
    ACCESS, ADMINS, ALLOWED, API_URL, CHAT_PER_MINUTE, CORS_ORIGINS, CURATOR_DIGEST, ConfigError, DATA, INLINE_CACHE,
    INLINE_FEEDBACK, INVITE_CODE, KNOWLEDGE, LEMMAS, LOG, LOG_FORMAT, LOG_USERS, MISS_LOG, POLL_TIMEOUT, PUBLIC,
    READER, READER_PER_MINUTE, REGISTER, Source, Sources, THRESHOLD, TOKEN, TRUSTED_PROXIES, USER_PER_MINUTE,
    VARIABLES, Variable, WATCH, WEB, WORKERS,
};
use crate::telegram::{Token, reach};
use crate::watch;

/// Everything that can be chosen.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bot's token, if set.
    pub token: Option<Token>,
    /// Address of the Bot API server.
    pub api_url: Url,
    /// Folder of the articles.
    pub knowledge: PathBuf,
    /// Folder of index and inbox.
    pub data: PathBuf,
    /// Dictionary of lemmas; none in a build without the feature `lemma`.
    pub lemmas: Option<PathBuf>,
    /// How changes in the folder of the articles are noticed.
    pub watch: watch::Options,
    /// Confidence below which the bot is silent, 0 to 1.
    pub threshold: f32,
    /// Questions answered at the same time, 1 to 64.
    pub workers: usize,
    /// Seconds that one poll may wait, 1 to 50.
    pub poll_timeout_s: u32,
    /// Address of the health and metrics pages; `None` for none.
    pub web: Option<SocketAddr>,
    /// Address of the reader; `None` for none.
    pub reader: Option<SocketAddr>,
    /// Address at which readers reach our own pages, without `/` at its end.
    pub public_url: String,
    /// Whether somebody has set [`public_url`](Self::public_url), so that others can follow it.
    pub is_public: bool,
    /// Requests of one address a minute that the reader answers, 1 to 1,000,000.
    pub reader_per_minute: u32,
    /// Proxies before the reader that tell whose requests they pass on.
    pub trusted_proxies: Vec<IpAddr>,
    /// Sites whose scripts may read the API, `https://host` each, or `*` for all.
    pub cors_origins: Vec<String>,
    /// Who may use the bot in Telegram and how much, inline mode.
    pub reach: reach::Options,
    /// What is logged, in the syntax of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// Whether the log is JSON.
    pub log_json: bool,
    shown: Vec<Shown>,
}

/// One setting as it may be shown to the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The variable.
    pub name: &'static str,
    /// Its value; for a secret only whether it is set.
    pub value: String,
    /// Where it came from.
    pub source: Source,
}

impl Settings {
    /// Reads and checks every setting.
    pub fn new(sources: &Sources) -> Result<Self, ConfigError> {
        let reader = Reader { sources };
        Ok(Self {
            token: reader.optional(TOKEN, |s| s.trim().parse::<Token>().map_err(|e| e.to_string()))?,
            api_url: reader.required(API_URL, api_url)?,
            knowledge: reader.required(KNOWLEDGE, |s| Ok(PathBuf::from(s)))?,
            data: reader.required(DATA, |s| Ok(PathBuf::from(s)))?,
            lemmas: reader.optional(LEMMAS, lemmas)?,
            watch: reader.required(WATCH, watching)?,
            threshold: reader.required(THRESHOLD, |s| number(s, 0.0, 1.0))?,
            workers: reader.required(WORKERS, |s| number(s, 1, 64))?,
            poll_timeout_s: reader.required(POLL_TIMEOUT, |s| number(s, 1, 50))?,
            web: reader.optional(WEB, listener)?,
            reader: reader.optional(READER, listener)?,
            public_url: reader.required(PUBLIC, public_url)?,
            is_public: sources.get(PUBLIC).1 != Source::Default,
            reader_per_minute: reader.required(READER_PER_MINUTE, |s| number(s, 1, 1_000_000))?,
            trusted_proxies: reader.required(TRUSTED_PROXIES, addresses)?,
            cors_origins: reader.required(CORS_ORIGINS, origins)?,
            reach: reader.reach()?,
            log: reader.required(LOG, |s| Ok(s.to_owned()))?,
            log_json: reader.required(LOG_FORMAT, |s| match s.trim() {
                "text" => Ok(false),
                "json" => Ok(true),
                _ => Err(format!("'{s}' is neither text nor json")),
            })?,
            shown: VARIABLES.iter().map(|v| reader.shown(*v)).collect(),
        })
    }

    /// Every setting with its source, secrets hidden.
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }
}

struct Reader<'a> {
    sources: &'a Sources,
}

impl Reader<'_> {
    fn required<T>(&self, variable: Variable, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, ConfigError> {
        let (value, source) = self.sources.get(variable);
        parse(&value).map_err(|problem| ConfigError::Bad { name: variable.name, from: source.name(), problem })
    }

    fn optional<T>(
        &self,
        variable: Variable,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        if self.sources.get(variable).0.is_empty() { Ok(None) } else { self.required(variable, parse).map(Some) }
    }

    fn reach(&self) -> Result<reach::Options, ConfigError> {
        let options = reach::Options {
            admins: self.required(ADMINS, ids)?,
            access: self.required(ACCESS, |s| s.trim().parse())?,
            allowed: self.required(ALLOWED, ids)?,
            invite: self.optional(INVITE_CODE, |s| s.trim().parse())?,
            user_per_minute: self.required(USER_PER_MINUTE, |s| number(s, 1, 10_000))?,
            chat_per_minute: self.required(CHAT_PER_MINUTE, |s| number(s, 1, 10_000))?,
            inline_cache_s: self.required(INLINE_CACHE, |s| number(s, 0, 86_400))?,
            inline_feedback: self.required(INLINE_FEEDBACK, switch)?,
            miss_log: self.required(MISS_LOG, switch)?,
            log_users: self.required(LOG_USERS, switch)?,
            digest: self.required(CURATOR_DIGEST, switch)?,
            register: self.required(REGISTER, switch)?,
            fetch_loopback: false,
        };
        if options.access == reach::Access::Invite && options.invite.is_none() {
            let problem =
                "nobody can be invited without POLICYBOT_INVITE_CODE; set it, or write open or list".to_owned();
            let from = self.sources.get(ACCESS).1.name();
            return Err(ConfigError::Bad { name: ACCESS.name, from, problem });
        }
        Ok(options)
    }

    fn shown(&self, variable: Variable) -> Shown {
        let (value, source) = self.sources.get(variable);
        let value = match (value.is_empty(), variable.secret) {
            (true, _) => "(not set)".to_owned(),
            (false, true) => "(set, hidden)".to_owned(),
            (false, false) => value,
        };
        Shown { name: variable.name, value, source }
    }
}

fn api_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    url.ok_or_else(|| format!("'{text}' is no web address; write for example https://api.telegram.org"))
}

/// A setting that this build could only ignore is an error.
fn lemmas(text: &str) -> Result<PathBuf, String> {
    if cfg!(feature = "lemma") {
        return Ok(PathBuf::from(text));
    }
    Err("this program was built without lemmas; build it with cargo build --release --features lemma, or leave the setting out"
        .to_owned())
}

fn listener(text: &str) -> Result<SocketAddr, String> {
    let address = text.trim().parse();
    address.map_err(|_| format!("'{text}' is no address; write host:port, for example 127.0.0.1:8080"))
}

fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim().trim_end_matches('/');
    let bare = |u: &Url| matches!(u.scheme(), "http" | "https") && u.query().is_none() && u.fragment().is_none();
    let good = Url::parse(text).ok().filter(|u| bare(u) && u.has_host());
    good.map(|_| text.to_owned())
        .ok_or_else(|| format!("'{text}' is no address of a site; write for example https://policybot.example.org"))
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// Addresses of machines, with commas between them.
fn addresses(text: &str) -> Result<Vec<IpAddr>, String> {
    let address = |word: &str| {
        word.parse::<IpAddr>().map_err(|_| {
            format!("'{word}' is no IP address; write them with commas between, for example 127.0.0.1, ::1")
        })
    };
    listed(text).map(address).collect()
}

/// Origins of sites (scheme, host and port), with commas between them, or `*`.
fn origins(text: &str) -> Result<Vec<String>, String> {
    let is_origin = |word: &str| {
        word == "*" || Url::parse(word).is_ok_and(|u| u.has_host() && u.origin().ascii_serialization() == word)
    };
    let origin = |word: &str| match is_origin(word) {
        true => Ok(word.to_owned()),
        false => Err(format!("'{word}' is no origin; write for example https://example.org, or * for all")),
    };
    listed(text).map(origin).collect()
}

fn number<T: FromStr + PartialOrd + std::fmt::Display>(text: &str, least: T, most: T) -> Result<T, String> {
    let number = text.trim().parse::<T>().ok().filter(|n| *n >= least && *n <= most);
    number.ok_or_else(|| format!("'{text}' is not a number from {least} to {most}"))
}

/// Numbers of users (above 0) and groups (below 0), with commas between them.
fn ids(text: &str) -> Result<Vec<i64>, String> {
    let id = |word: &str| {
        word.parse::<i64>()
            .map_err(|_| format!("'{word}' is no number of a user or group; write them with commas between"))
    };
    listed(text).map(id).collect()
}

fn watching(text: &str) -> Result<watch::Options, String> {
    match text.trim() {
        "on" => Ok(watch::Options::default()),
        "poll" => Ok(watch::Options { events: false, ..watch::Options::default() }),
        "off" => Ok(watch::Options { events: false, looks: false, ..watch::Options::default() }),
        _ => Err(format!("'{text}' is no way to watch; write on, poll or off")),
    }
}

fn switch(text: &str) -> Result<bool, String> {
    match text.trim() {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(format!("'{text}' is neither on nor off")),
    }
}

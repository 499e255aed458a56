//! Fetching a document from the web, with a limit on everything.
//!
//! One request is several *hops*: the address given, then each redirect. For every hop the address is checked
//! (`http`/`https`, no password in it), its host's addresses are looked up once and all of them must be public
//! (`address`), and the connection is made to exactly these: a name that changes its address between check and
//! connection leads nowhere. Proxies of the environment are not used, for they would look the name up themselves. The
//! body is read up to a limit before and after decompression, within a time for the whole request, looking names up
//! (`lookup`) included.
//!
//! It knows nothing of formats beyond the media types it lets in.

mod address;
mod body;
mod lookup;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use url::{Host, Url};

/// What a server is told about who asks.
pub const USER_AGENT: &str = concat!("policybot/", env!("CARGO_PKG_VERSION"), " (articles for verbatim quotes)");

/// The limits of a request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body, in bytes after decompression.
    pub bytes: usize,
    /// The time for all hops together.
    pub time: Duration,
    /// The most redirects followed.
    pub redirects: usize,
    /// Whether this machine itself (127.0.0.1, ::1) may be asked; only for tests.
    pub loopback: bool,
}

impl Default for Limits {
    /// 16 MiB, 30 s, 5 redirects, public addresses only.
    fn default() -> Self {
        Self { bytes: 16 * 1024 * 1024, time: Duration::from_secs(30), redirects: 5, loopback: false }
    }
}

/// What is known of an earlier version, so that an unchanged document is not sent again.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Version {
    /// The server's mark of the version.
    pub etag: Option<String>,
    /// When it was changed, in the server's words.
    pub modified: Option<String>,
}

/// A document as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The address it came from in the end.
    pub url: Url,
    /// Its media type with parameters, as the server said.
    pub media: Option<String>,
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
    /// Its version.
    pub version: Version,
}

impl Fetched {
    /// The encoding that the server named.
    pub fn charset(&self) -> Option<&str> {
        let media = self.media.as_deref()?;
        let at = media.to_ascii_lowercase().find("charset=")? + "charset=".len();
        media[at..].split(';').next().map(|c| c.trim().trim_matches('"'))
    }
}

/// Why nothing was fetched. What a message says of the address is what the curator wrote or a server answered.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address cannot be used.
    #[error("'{0}' is no address of the web; write one that begins with https:// or http://")]
    Address(String),
    /// A name leads to an address that is not public.
    #[error("{host} leads to {address}, which is not an address of the public internet; nothing was fetched")]
    NotPublic {
        /// The host of the address.
        host: String,
        /// The address it leads to.
        address: String,
    },
    /// The host has no address.
    #[error("there is no address for {0}; check the name and the network")]
    Unknown(String),
    /// The server did not answer in the expected way.
    #[error("{host} could not be reached ({reason}); try again later")]
    Unreachable {
        /// The host of the address.
        host: String,
        /// What happened.
        reason: String,
    },
    /// The server refused.
    #[error("{host} answered {status}; open the address in a browser and correct it, or try again later")]
    Status {
        /// The host of the address.
        host: String,
        /// Its answer.
        status: u16,
        /// Seconds after which the server wants to be asked again.
        retry_after_s: Option<u64>,
    },
    /// Too many redirects, or one that leads nowhere.
    #[error("{host} redirects {what}; give the address that a browser ends at")]
    Redirect {
        /// The host of the address.
        host: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A limit was passed.
    #[error("the document of {host} is larger than {} MiB; save the part that matters as a file", .limit / (1024 * 1024))]
    TooLarge {
        /// The host of the address.
        host: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The time was up.
    #[error("{host} took longer than {} s; try again later", .limit.as_secs())]
    TooSlow {
        /// The host of the address.
        host: String,
        /// The time that was given.
        limit: Duration,
    },
    /// The body is compressed in a way that is not read.
    #[error("{host} sent a document that is packed in an unknown or broken way ({what}); save it as a file")]
    Packed {
        /// The host of the address.
        host: String,
        /// How it is packed.
        what: String,
    },
}

/// Fetches `url`. `None` when the server says that it has not changed since `known`.
pub fn fetch(url: &str, known: &Version, limits: &Limits) -> Result<Option<Fetched>, FetchError> {
    let started = Instant::now();
    let mut at = Url::parse(url.trim()).map_err(|_| FetchError::Address(url.to_owned()))?;
    at.set_fragment(None);
    for _ in 0..=limits.redirects {
        let left = limits.time.checked_sub(started.elapsed()).filter(|t| !t.is_zero());
        let left = left.ok_or_else(|| FetchError::TooSlow { host: host(&at), limit: limits.time })?;
        let response = hop(&at, known, limits, left)?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let Some(next) = redirect(&at, &response)? else {
            return body::read(at, response, limits, started).map(Some);
        };
        at = next;
    }
    Err(FetchError::Redirect { host: host(&at), what: "again and again" })
}

/// The host for messages.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or("the server").to_owned()
}

/// One request, redirects not followed, within `time`.
fn hop(url: &Url, known: &Version, limits: &Limits, time: Duration) -> Result<Response, FetchError> {
    let unreachable = |e: reqwest::Error| unreachable(url, &e, limits);
    let began = Instant::now();
    let addresses = checked(url, limits, time)?;
    let time = time.saturating_sub(began.elapsed());
    let mut client = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(time)
        .connect_timeout(time.min(Duration::from_secs(10)));
    if let Some(Host::Domain(name)) = url.host() {
        client = client.resolve_to_addrs(name, &addresses);
    }
    let mut request = client.build().map_err(unreachable)?.get(url.clone()).header(ACCEPT_ENCODING, "gzip");
    if let Some(etag) = &known.etag {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(modified) = &known.modified {
        request = request.header(IF_MODIFIED_SINCE, modified);
    }
    request.send().map_err(unreachable)
}

/// The addresses to connect to, every one of them allowed; found within `time`.
fn checked(url: &Url, limits: &Limits, time: Duration) -> Result<Vec<SocketAddr>, FetchError> {
    let plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if !plain || !url.has_host() {
        return Err(FetchError::Address(url.to_string()));
    }
    let asked = url.clone();
    let found = lookup::within(time, move || asked.socket_addrs(|| None));
    let found = found.ok_or_else(|| FetchError::TooSlow { host: host(url), limit: limits.time })?;
    let found = found.map_err(|_| FetchError::Unknown(host(url)))?;
    if found.is_empty() {
        return Err(FetchError::Unknown(host(url)));
    }
    let allowed = |ip| address::is_public(ip) || (limits.loopback && address::is_this_machine(ip));
    match found.iter().find(|a| !allowed(a.ip())) {
        Some(bad) => Err(FetchError::NotPublic { host: host(url), address: bad.ip().to_string() }),
        None => Ok(found),
    }
}

fn unreachable(url: &Url, error: &reqwest::Error, limits: &Limits) -> FetchError {
    if error.is_timeout() {
        return FetchError::TooSlow { host: host(url), limit: limits.time };
    }
    let reason = if error.is_connect() { "no connection" } else { "no proper answer" };
    FetchError::Unreachable { host: host(url), reason: reason.to_owned() }
}

/// Where a redirect leads; nothing when the answer is a document.
fn redirect(url: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    let status = response.status();
    if status.is_success() {
        return Ok(None);
    }
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        let retry = response.headers().get("retry-after").and_then(|v| v.to_str().ok()?.trim().parse().ok());
        return Err(FetchError::Status { host: host(url), status: status.as_u16(), retry_after_s: retry });
    }
    let nowhere = || FetchError::Redirect { host: host(url), what: "to nowhere" };
    let target = response.headers().get(LOCATION).and_then(|v| std::str::from_utf8(v.as_bytes()).ok());
    let next = target.and_then(|t| url.join(t).ok()).ok_or_else(nowhere)?;
    if url.scheme() == "https" && next.scheme() == "http" && url.host() != next.host() {
        return Err(FetchError::Redirect { host: host(url), what: "from https to http of another host" });
    }
    Ok(Some(next))
}

fn header(response: &Response, name: reqwest::header::HeaderName) -> Option<String> {
    response.headers().get(name).and_then(|v| v.to_str().ok()).map(|v| v.chars().take(300).collect())
}

fn version(response: &Response) -> Version {
    Version { etag: header(response, ETAG), modified: header(response, LAST_MODIFIED) }
}

fn media(response: &Response) -> Option<String> {
    header(response, CONTENT_TYPE)
}

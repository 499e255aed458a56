//! Asking hosts politely: one request a second, and `robots.txt` before anything else.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use url::Url;

use super::robots::Robots;
use crate::ingest::fetch::{FetchError, Fetched, Limits, Version, fetch};

/// Fetches for one run.
pub(super) struct Polite {
    limits: Limits,
    pause: Duration,
    asked: HashMap<String, Instant>,
    robots: HashMap<String, Robots>,
}

/// Why something was not fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    /// The site's rules forbid it.
    #[error("the site's robots.txt forbids it")]
    Robots,
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
}

impl Polite {
    pub(super) fn new(limits: Limits, pause: Duration) -> Self {
        Self { limits, pause, asked: HashMap::new(), robots: HashMap::new() }
    }

    /// Fetches when the site allows it; `None` when it has not changed.
    pub(super) fn fetch(&mut self, address: &str, known: &Version) -> Result<Option<Fetched>, Refused> {
        let url = Url::parse(address).map_err(|_| FetchError::Address(address.to_owned()))?;
        let path = url[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
        if !self.robots(&url)?.allows(&path) {
            return Err(Refused::Robots);
        }
        Ok(self.paced(&url, known)?)
    }

    /// The rules of a site. One that has none allows everything; one that cannot say now is left alone.
    fn robots(&mut self, url: &Url) -> Result<Robots, FetchError> {
        let site = url[..url::Position::BeforePath].to_owned();
        if let Some(robots) = self.robots.get(&site) {
            return Ok(robots.clone());
        }
        let address = url.join("/robots.txt").map_err(|_| FetchError::Address(url.to_string()))?;
        let robots = match self.paced(&address, &Version::default()) {
            Ok(Some(found)) => Robots::parse(&String::from_utf8_lossy(&found.bytes)),
            Ok(None) => Robots::default(),
            Err(FetchError::Status { status, .. }) if (400..500).contains(&status) && status != 429 => {
                Robots::default()
            }
            Err(error) => return Err(error),
        };
        self.robots.insert(site, robots.clone());
        Ok(robots)
    }

    fn paced(&mut self, url: &Url, known: &Version) -> Result<Option<Fetched>, FetchError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        if let Some(asked) = self.asked.get(&host) {
            std::thread::sleep(self.pause.saturating_sub(asked.elapsed()));
        }
        let found = fetch(url.as_str(), known, &self.limits);
        self.asked.insert(host, Instant::now());
        found
    }
}

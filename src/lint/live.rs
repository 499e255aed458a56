//! Pages of the web, fetched and read as articles are when they are added.

use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::online::{Page, Pages};
use crate::ingest::adding::Document;
use crate::ingest::fetch::{FetchError, Limits, Version, fetch};

/// Between two requests to one host.
const PACE: Duration = Duration::from_secs(1);

/// The web.
pub struct Live {
    limits: Limits,
    pace: Duration,
    /// When a host may be asked next.
    next: Mutex<HashMap<String, Instant>>,
}

impl Live {
    /// With limits for each request. A host is asked once a second; no pause is made in tests, where this machine may be
    /// asked.
    pub fn new(limits: Limits) -> Self {
        let pace = if limits.loopback { Duration::ZERO } else { PACE };
        Self { limits, pace, next: Mutex::default() }
    }

    /// Waits until the host may be asked.
    fn wait(&self, url: &str) {
        let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let mut next = self.next.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(at) = next.get(&host) {
            thread::sleep(at.saturating_duration_since(Instant::now()));
        }
        next.insert(host, Instant::now() + self.pace);
    }
}

impl Pages for Live {
    fn get(&self, url: &str) -> Page {
        self.wait(url);
        match fetch(url, &Version::default(), &self.limits) {
            Ok(Some(fetched)) => match Document::fetched(url, fetched).and_then(|document| document.words()) {
                Ok(words) => Page::Text(words),
                Err(error) => Page::Unreadable(error.to_string()),
            },
            Ok(None) => Page::Unreadable("the server sends no page".to_owned()),
            Err(FetchError::Status { status: status @ (404 | 410), .. }) => Page::Gone(status.to_string()),
            Err(error) => Page::Unreachable(error.to_string()),
        }
    }
}

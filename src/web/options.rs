//! What can be chosen of the reader.

use std::net::IpAddr;

/// Limits and addresses of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Where readers reach it, without `/` at its end: links to itself are made of it.
    pub public_url: String,
    /// Requests of one address a minute, and at once; more are answered 429.
    pub per_minute: u32,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Origins whose scripts may read the API, or `*`.
    pub cors_origins: Vec<String>,
    /// Connections at the same time; more wait until one ends.
    pub connections: usize,
    /// Questions answered at the same time; more wait.
    pub questions: usize,
    /// A request whose head has not come within this time is cut off. Milliseconds.
    pub head_timeout_ms: u64,
    /// A request that takes longer is answered 503. Milliseconds.
    pub request_timeout_ms: u64,
    /// A connection is cut off after this time, so that nobody keeps one by reading slowly. Milliseconds.
    pub connection_ms: u64,
    /// A request with a larger head is answered 431. Bytes, at least 8192.
    pub head_limit: usize,
    /// A request with a larger body is answered 413. Bytes.
    pub body_limit: usize,
}

impl Options {
    /// Usual limits, for a reader reached at `public_url`.
    pub fn new(public_url: impl Into<String>) -> Self {
        Self {
            public_url: public_url.into(),
            per_minute: 240,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            connections: 512,
            questions: 4,
            head_timeout_ms: 10_000,
            request_timeout_ms: 10_000,
            connection_ms: 120_000,
            head_limit: 16 * 1024,
            body_limit: 16 * 1024,
        }
    }
}

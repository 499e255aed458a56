//! What every request and every response goes through.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::client;
use super::connections::Peer;
use super::site::Site;

/// After so many checks what is known of those who fell silent is dropped.
const SHRINK_EVERY: u32 = 4096;

/// Said with every response. No inline script or style, nothing from elsewhere, no frame around us.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
];

/// Counts the requests of each address.
pub(super) struct Rate {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    trusted: Vec<IpAddr>,
    checked: AtomicU32,
}

impl Rate {
    pub fn new(per_minute: u32, trusted: Vec<IpAddr>) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self { addresses: RateLimiter::keyed(quota), trusted, checked: AtomicU32::new(0) }
    }

    fn allows(&self, request: &Request) -> bool {
        if self.checked.fetch_add(1, Ordering::Relaxed) % SHRINK_EVERY == SHRINK_EVERY - 1 {
            self.addresses.retain_recent();
            self.addresses.shrink_to_fit();
        }
        // Without a peer nobody but a test asks.
        let Some(Peer(peer)) = request.extensions().get::<Peer>() else { return true };
        let address = client::address(peer.ip(), request.headers(), &self.trusted);
        self.addresses.check_key(&client::bucket(address)).is_ok()
    }
}

/// Refuses who asks too much, and adds the headers of safety.
pub(super) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = if site.rate.allows(&request) {
        next.run(request).await
    } else {
        let retry = [(header::RETRY_AFTER, "60"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        (StatusCode::TOO_MANY_REQUESTS, retry, "Too many requests. / Слишком много запросов.\n").into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

//! Style sheet and script: two files, built in.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::visit::Visit;

const STYLE: &str = include_str!("assets/reader.css");
const SCRIPT: &str = include_str!("assets/reader.js");

/// Changes with the files and with the program, so that browsers may keep them for good.
pub(super) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for part in [STYLE, SCRIPT, env!("CARGO_PKG_VERSION")] {
        hash.update(part.as_bytes());
    }
    hash.finalize()[..4].iter().map(|b| format!("{b:02x}")).collect()
});

/// `/assets/…`
pub(super) async fn asset(visit: Visit) -> Response {
    let (media, file) = match visit.rest("/assets/").as_deref() {
        Some("reader.css") => ("text/css; charset=utf-8", STYLE),
        Some("reader.js") => ("text/javascript; charset=utf-8", SCRIPT),
        _ => return super::pages::not_found(&visit),
    };
    let is_this = visit.query("v") == Some(VERSION.as_str());
    let keep = if is_this { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    ([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, keep)], file).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_small_and_asks_nobody() {
        assert!(SCRIPT.len() < 10_000, "{} bytes", SCRIPT.len());
        for word in ["fetch", "XMLHttpRequest", "import", "http:", "https:", "eval", "innerHTML"] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}

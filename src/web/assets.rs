//! Style sheet and scripts, built in.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::visit::Visit;

const STYLE: &str = include_str!("assets/reader.css");
const COPY: &str = include_str!("assets/copy.js");
const MARKS: &str = include_str!("assets/marks.js");

/// Changes with the files and with the program, so that browsers may keep them for good.
pub(super) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for part in [STYLE, COPY, MARKS, env!("CARGO_PKG_VERSION")] {
        hash.update(part.as_bytes());
    }
    hash.finalize()[..4].iter().map(|b| format!("{b:02x}")).collect()
});

/// `/assets/…`
pub(super) async fn asset(visit: Visit) -> Response {
    let (media, file) = match visit.rest("/assets/").as_deref() {
        Some("reader.css") => ("text/css; charset=utf-8", STYLE),
        Some("copy.js") => ("text/javascript; charset=utf-8", COPY),
        Some("marks.js") => ("text/javascript; charset=utf-8", MARKS),
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
    fn the_scripts_are_small_and_ask_nobody() {
        let scripts = [MARKS, COPY].concat();
        assert!(scripts.len() < 10_000, "{} bytes", scripts.len());
        for word in ["fetch", "XMLHttpRequest", "http:", "https:", "eval", "innerHTML"] {
            assert!(!scripts.contains(word), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}

//! The body of an answer, within its limits.

use std::io::Read;
use std::time::Instant;

use flate2::read::MultiGzDecoder;
use reqwest::blocking::Response;
use reqwest::header::CONTENT_ENCODING;
use url::Url;

use super::{FetchError, Fetched, Limits, header, host, media, version};

/// Reads and unpacks.
pub(super) fn read(url: Url, mut response: Response, limits: &Limits, started: Instant) -> Result<Fetched, FetchError> {
    let (media, version) = (media(&response), version(&response));
    let packing = header(&response, CONTENT_ENCODING).unwrap_or_default().trim().to_ascii_lowercase();
    let raw = within(&mut response, &url, limits, started)?;
    let bytes = match packing.as_str() {
        "" | "identity" => raw,
        "gzip" | "x-gzip" => unpacked(&raw, &url, limits)?,
        other => return Err(FetchError::Packed { host: host(&url), what: other.chars().take(20).collect() }),
    };
    // A sitemap is often a packed file, not a packed answer.
    let bytes = if bytes.starts_with(b"\x1f\x8b") { unpacked(&bytes, &url, limits)? } else { bytes };
    Ok(Fetched { url, media, bytes, version })
}

/// All bytes, as long as they are within size and time. The time is looked at between pieces, so a server that sends
/// a byte a second is left, too.
fn within(from: &mut impl Read, url: &Url, limits: &Limits, started: Instant) -> Result<Vec<u8>, FetchError> {
    let (mut all, mut piece) = (Vec::new(), [0; 16 * 1024]);
    loop {
        if started.elapsed() >= limits.time {
            return Err(FetchError::TooSlow { host: host(url), limit: limits.time });
        }
        match from.read(&mut piece) {
            Ok(0) => return Ok(all),
            Ok(n) if all.len() + n > limits.bytes => {
                return Err(FetchError::TooLarge { host: host(url), limit: limits.bytes });
            }
            Ok(n) => all.extend_from_slice(&piece[..n]),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) if started.elapsed() >= limits.time => {
                return Err(FetchError::TooSlow { host: host(url), limit: limits.time });
            }
            Err(_) => {
                let reason = "the document broke off".to_owned();
                return Err(FetchError::Unreachable { host: host(url), reason });
            }
        }
    }
}

/// Unpacks gzip up to the limit: a small file that becomes a huge one stops there.
fn unpacked(raw: &[u8], url: &Url, limits: &Limits) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let read = MultiGzDecoder::new(raw).take(limits.bytes as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > limits.bytes {
        return Err(FetchError::TooLarge { host: host(url), limit: limits.bytes });
    }
    read.map_err(|_| FetchError::Packed { host: host(url), what: "broken gzip".to_owned() })?;
    Ok(bytes)
}

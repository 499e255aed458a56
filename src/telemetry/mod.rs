//! Logs: what happened, never what was said.
//!
//! Lines go to standard error. Should the bot's token ever be part of one, it is blotted out before it is written; a
//! panic is logged by its place only, since its message may hold somebody's words.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::telegram::Token;

/// The filter is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("POLICYBOT_LOG: '{0}' is not understood; write error, warn, info, debug or trace")]
pub struct FilterError(pub String);

/// Starts logging what `filter` lets through (syntax of `EnvFilter`), as `json` or for people. The token is blotted out
/// of every line. A second call in one process changes nothing.
pub fn init(filter: &str, json: bool, token: Option<Token>) -> Result<(), FilterError> {
    let filter = EnvFilter::try_new(filter).map_err(|_| FilterError(filter.to_owned()))?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Redacted { token });
    // Fails only when logging was started before, which is what the caller wants to be the case.
    _ = if json { subscriber.json().try_init() } else { subscriber.try_init() };
    Ok(())
}

/// Logs panics by their place, without their message.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(%place, "a part of the program panicked");
    }));
}

/// Standard error without the token.
struct Redacted {
    token: Option<Token>,
}

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { token: self.token.as_ref() }
    }
}

/// Writes one event: the formatter hands it over whole.
struct Line<'a> {
    token: Option<&'a Token>,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let clean = self.token.map_or_else(|| text.to_string(), |t| t.hide_in(&text));
        io::stderr().lock().write_all(clean.as_bytes()).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}

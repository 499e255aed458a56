//! What administrators are told about the articles, and what they can do about it in the chat.
//!
//! `/status`, `/reindex`, `/lint`, `/coverage` and `/misses` here; a digest once a week and questions that seem to be
//! answered by now come unasked. For everybody else none of it exists.

mod misses;
mod overview;
mod unasked;

use std::sync::Arc;

use super::Desk;
use super::deed::Deed;
use super::request::{Order, Press};
use crate::locale::{Locale, text};
use crate::telegram::worker::Stuck;

pub(in crate::telegram) use unasked::{alarms, digests, propose};

/// The prefix of the data of the buttons here.
pub(super) const PREFIX: &str = "m1:";

/// A source that failed so often in a row that administrators are told, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Its name.
    pub source: String,
    /// Failures in a row.
    pub times: u32,
    /// Why it failed last.
    pub reason: String,
}

/// How the articles are doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Of the articles in service.
    pub generation: String,
    /// Since when they are, milliseconds since 1970-01-01 UTC.
    pub since_ms: i64,
    /// When the folder was read last.
    pub read_ms: i64,
    /// Articles.
    pub articles: usize,
    /// Regions that have some.
    pub regions: usize,
    /// What is wrong with files, a line each.
    pub problems: Vec<String>,
    /// Files whose last good version is in service because the present one cannot be used.
    pub kept: Vec<String>,
    /// Why what was read last is not in service, if it is not.
    pub failure: Option<String>,
}

/// The answer to a command of an administrator; `None` when it is none of these.
pub(super) async fn order(desk: &Arc<Desk>, order: &Order, lang: Locale) -> Result<Option<Vec<Deed>>, Stuck> {
    let deeds = match order.name.as_str() {
        "status" => vec![Deed::say(overview::status(desk, lang).await?)],
        "reindex" => overview::reindex(desk, lang).await?,
        "lint" => overview::lint(desk, lang).await,
        "coverage" => overview::coverage(desk, lang).await,
        "misses" => misses::order(desk, order, lang).await?,
        _ => return Ok(None),
    };
    Ok(Some(deeds))
}

/// A press on one of the buttons here.
pub(super) async fn press(desk: Arc<Desk>, press: Press) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(press.who(), press.lang).await?;
    if !desk.is_admin(press.user_id) {
        return Ok(vec![Deed::Toast { id: press.id, text: Some(text(lang, "curators-only", &[])) }]);
    }
    misses::press(&desk, press, lang).await
}

/// A moment, in milliseconds since 1970-01-01 UTC: `2024-05-31 16:05`.
fn moment(at_ms: i64) -> String {
    let minutes = at_ms.div_euclid(60_000).rem_euclid(24 * 60);
    format!("{} {:02}:{:02}", crate::curate::day(at_ms), minutes / 60, minutes % 60)
}

//! Sources: feeds, sitemaps and pages that are looked at again and again.
//!
//! Flow of one run: `list` reads `knowledge/sources.toml`; for a source that is due, `discover` fetches its feed or
//! sitemap and finds addresses; those that are new, or newer than what was taken in, are fetched and go the way of
//! `policybot add`, without anybody asked: what is doubtful is reported instead of written. `state` keeps in the data
//! folder what was seen, when to look again and how often a source has failed. Every host is asked at most once a
//! second, and only for what its `robots.txt` allows.

mod discover;
mod list;
mod polite;
mod robots;
mod run;
mod state;

pub use discover::addresses;
pub use list::{Kind, Source, list};
pub use run::{Place, Report, check, run};
pub use state::{FAILURES_REPORTED, State, StateError};

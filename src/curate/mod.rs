//! What those who look after the articles are shown: questions without an answer, and what the articles cover.
//!
//! [`misses`] groups the log of unanswered questions, [`coverage`] lays regions against directions of support,
//! [`plot`] draws that, [`csv`] writes tables. Values in, values and text out: nothing is stored or sent here, and no
//! sentence for a chat is worded.

pub mod coverage;
pub mod csv;
pub mod misses;
pub mod plot;

/// A moment, in milliseconds since 1970-01-01 UTC, as a day: `2024-05-31`.
pub fn day(at_ms: i64) -> String {
    let moment = time::OffsetDateTime::from_unix_timestamp(at_ms.div_euclid(1000));
    moment.map_or_else(|_| String::new(), |moment| moment.date().to_string())
}

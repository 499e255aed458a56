//! The time, for what has to be written down with it.

use time::OffsetDateTime;

/// Now, as `YYYY-MM-DDThh:mm:ssZ`.
pub fn now() -> String {
    let now = OffsetDateTime::now_utc();
    let (date, time) = (now.date(), now.time());
    let (hour, minute, second) = time.as_hms();
    format!("{}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", date.year(), u8::from(date.month()), date.day())
}

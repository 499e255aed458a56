//! Whether Telegram is being heard.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// When the last poll succeeded, for a readiness page. Cheap to read and to share.
#[derive(Debug, Default)]
pub struct Health {
    /// Milliseconds since 1970-01-01 UTC, 0 for never.
    polled_at_ms: AtomicI64,
}

impl Health {
    /// Time since the last successful poll, `None` before the first.
    pub fn since_poll(&self) -> Option<Duration> {
        match self.polled_at_ms.load(Ordering::Relaxed) {
            0 => None,
            at => Some(Duration::from_millis(now_ms().saturating_sub(at).max(0).unsigned_abs())),
        }
    }

    pub(super) fn polled(&self) {
        self.polled_at_ms.store(now_ms(), Ordering::Relaxed);
    }
}

/// Milliseconds since 1970-01-01 UTC.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_whether_it_ever_polled() {
        let health = Health::default();
        assert_eq!(health.since_poll(), None);
        health.polled();
        assert!(health.since_poll().is_some());
    }
}

//! How long to wait before trying again.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// The longest wait.
const MAX_S: u32 = 64;

/// 1, 2, 4 … 64 seconds after `failures` failures in a row (from 1), of which a random part up to a half is left out,
/// so that many waiting at once do not come back at once.
pub(super) fn delay(failures: u32) -> Duration {
    jittered(Duration::from_secs(u64::from((1 << failures.saturating_sub(1).min(6)).min(MAX_S))))
}

/// 250, 500, 1000 … milliseconds, jittered: for the next try of one message.
pub(super) fn short_delay(failures: u32) -> Duration {
    jittered(Duration::from_millis(250 << failures.saturating_sub(1).min(4)))
}

fn jittered(full: Duration) -> Duration {
    // The standard library's hasher keys are random; good enough to spread retries.
    let random = RandomState::new().build_hasher().finish();
    full / 2 + (full / 2).mul_f64((random >> 11) as f64 / (1u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_to_a_bound_and_varies_below_it() {
        for (failures, full_s) in [(0, 1), (1, 1), (2, 2), (3, 4), (7, 64), (8, 64), (u32::MAX, 64)] {
            for _ in 0..50 {
                let delay = delay(failures);
                assert!(delay >= Duration::from_secs(full_s) / 2 && delay <= Duration::from_secs(full_s), "{delay:?}");
            }
        }
        let distinct: std::collections::HashSet<_> = (0..10).map(|_| delay(7)).collect();
        assert!(distinct.len() > 1);
    }
}

//! How fast messages may go out, and who has to pause.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use super::Limits;

/// Messages that may go out at once over all chats before the pace holds.
const BURST: u32 = 3;
/// Messages that may go to a group at once: 2 and 18 a minute stay within Telegram's 20.
const GROUP_BURST: u32 = 2;
/// After so many messages the state of chats that fell silent is dropped.
const SHRINK_EVERY: u32 = 1024;
/// So many chats refused within [`TOGETHER`] mean that the bot as a whole is too fast.
const CHATS_TOGETHER: usize = 3;
const TOGETHER: Duration = Duration::from_secs(3);

/// Token buckets: overall, for each private chat, for each group.
pub(super) struct Limiter {
    overall: DefaultDirectRateLimiter,
    chats: DefaultKeyedRateLimiter<i64>,
    groups: DefaultKeyedRateLimiter<i64>,
    /// One waits for the overall bucket at a time, so that the others queue in order instead of all waking up.
    turn: Semaphore,
    clock: DefaultClock,
    passed: AtomicU32,
}

impl Limiter {
    pub fn new(limits: &Limits) -> Self {
        let at_least_1 = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let per_second = |n: u32, burst: u32| Quota::per_second(at_least_1(n)).allow_burst(at_least_1(burst));
        let group = Quota::per_minute(at_least_1(limits.group_per_minute)).allow_burst(at_least_1(GROUP_BURST));
        Self {
            overall: RateLimiter::direct(per_second(limits.per_second, BURST)),
            chats: RateLimiter::keyed(per_second(limits.chat_per_second, limits.chat_burst)),
            groups: RateLimiter::keyed(group),
            turn: Semaphore::new(1),
            clock: DefaultClock::default(),
            passed: AtomicU32::new(0),
        }
    }

    /// Waits until a message may go to `chat_id`, and counts it.
    pub async fn ready(&self, chat_id: i64) {
        // Groups, supergroups and channels have negative ids.
        let pace = if chat_id < 0 { &self.groups } else { &self.chats };
        loop {
            let turn = self.turn.acquire().await;
            // Asked at the head of the queue: counted any earlier, a chat's messages could pile up in the queue and
            // then leave together.
            match pace.check_key(&chat_id) {
                Ok(()) => {
                    self.overall.until_ready().await;
                    break;
                }
                Err(not_until) => {
                    drop(turn);
                    tokio::time::sleep(not_until.wait_time_from(self.clock.now())).await;
                }
            }
        }
        if self.passed.fetch_add(1, Ordering::Relaxed) % SHRINK_EVERY == SHRINK_EVERY - 1 {
            for keyed in [&self.chats, &self.groups] {
                keyed.retain_recent();
                keyed.shrink_to_fit();
            }
        }
    }
}

/// Chats that Telegram told to wait.
#[derive(Default)]
pub(super) struct Pauses(Mutex<Paused>);

#[derive(Default)]
struct Paused {
    chats: HashMap<i64, Pause>,
    all_until: Option<Instant>,
}

struct Pause {
    since: Instant,
    until: Instant,
}

impl Pauses {
    /// Notes a 429 for `chat_id`. When several chats get one together, all pause.
    pub fn refused(&self, chat_id: i64, wait: Duration, now: Instant) {
        let mut paused = self.0.lock().unwrap_or_else(|e| e.into_inner());
        paused.chats.retain(|_, pause| pause.until > now);
        paused.chats.insert(chat_id, Pause { since: now, until: now + wait });
        let together = paused.chats.values().filter(|pause| now.duration_since(pause.since) <= TOGETHER).count();
        if together >= CHATS_TOGETHER {
            paused.all_until = paused.all_until.max(Some(now + wait));
        }
    }

    /// How long `chat_id` still has to wait, `None` when it may go on.
    pub fn wait(&self, chat_id: i64, now: Instant) -> Option<Duration> {
        let paused = self.0.lock().unwrap_or_else(|e| e.into_inner());
        let until = paused.chats.get(&chat_id).map(|pause| pause.until).max(paused.all_until)?;
        until.checked_duration_since(now).filter(|wait| !wait.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn one_refusal_pauses_one_chat() {
        let (pauses, start) = (Pauses::default(), Instant::now());
        pauses.refused(7, 9 * SECOND, start);
        assert_eq!(pauses.wait(7, start + SECOND), Some(8 * SECOND));
        assert_eq!(pauses.wait(8, start + SECOND), None);
        assert_eq!(pauses.wait(7, start + 9 * SECOND), None);
    }

    #[test]
    fn refusals_together_pause_all_and_scattered_ones_do_not() {
        let (pauses, start) = (Pauses::default(), Instant::now());
        for (chat, at) in [(1, 0), (2, 5), (3, 10)] {
            pauses.refused(chat, 60 * SECOND, start + at * SECOND);
        }
        assert_eq!(pauses.wait(9, start + 10 * SECOND), None);
        pauses.refused(4, 60 * SECOND, start + 11 * SECOND);
        pauses.refused(5, 20 * SECOND, start + 12 * SECOND);
        assert_eq!(pauses.wait(9, start + 12 * SECOND), Some(20 * SECOND));
        assert_eq!(pauses.wait(4, start + 12 * SECOND), Some(59 * SECOND));
    }

    #[tokio::test]
    async fn a_burst_passes_and_silent_chats_are_forgotten() {
        let limits = Limits { per_second: 1_000_000, chat_per_second: 1_000_000, ..Limits::default() };
        let limiter = Limiter::new(&limits);
        for chat in 1..=i64::from(SHRINK_EVERY) {
            limiter.ready(chat).await;
        }
        assert!(limiter.chats.len() < 100, "{}", limiter.chats.len());
    }
}

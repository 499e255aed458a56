//! Telegram's documented rates: one message a second in a chat (short bursts pass), thirty a second over all, twenty a
//! minute in a group.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// Messages a chat takes at once before one a second counts.
const BURST: f64 = 3.0;
/// Messages that left in time may arrive a little closer together.
const TOLERANCE: f64 = 0.3;

/// What was sent lately.
pub(super) struct Rates {
    enforced: bool,
    chats: HashMap<i64, (f64, Instant)>,
    groups: HashMap<i64, VecDeque<Instant>>,
    all: VecDeque<Instant>,
    pub(super) violations: Vec<String>,
}

impl Rates {
    pub(super) fn new(enforced: bool) -> Self {
        let (chats, groups) = (HashMap::new(), HashMap::new());
        Self { enforced, chats, groups, all: VecDeque::new(), violations: Vec::new() }
    }

    /// Notes a message; seconds to wait when it is refused.
    pub(super) fn sent(&mut self, chat: i64, now: Instant) -> Option<u64> {
        let (tokens, last) = self.chats.get(&chat).copied().unwrap_or((BURST, now));
        let tokens = (tokens + (now - last).as_secs_f64()).min(BURST);
        let minute = self.groups.entry(chat).or_default();
        let broken = if tokens < 1.0 - TOLERANCE {
            Some(("more than one message a second in chat", 1))
        } else if within(&mut self.all, now, Duration::from_secs(1)) >= 30 {
            Some(("more than 30 messages a second, the last one in chat", 1))
        } else if chat < 0 && within(minute, now, Duration::from_secs(60)) >= 20 {
            Some(("more than 20 messages a minute in group", 40))
        } else {
            None
        };
        if let Some((what, _)) = broken {
            self.violations.push(format!("{what} {chat}"));
        }
        let refused = broken.map(|(_, retry_after)| retry_after).filter(|_| self.enforced);
        if refused.is_none() {
            self.chats.insert(chat, (tokens - 1.0, now));
            minute.push_back(now);
            self.all.push_back(now);
        }
        refused
    }
}

/// How many of the times lie in the window before `now`; older ones are forgotten.
fn within(times: &mut VecDeque<Instant>, now: Instant, window: Duration) -> usize {
    while times.front().is_some_and(|t| now - *t >= window) {
        times.pop_front();
    }
    times.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of the messages (chat, millisecond) are refused.
    fn refused(messages: impl IntoIterator<Item = (i64, u64)>) -> usize {
        let (mut rates, start) = (Rates::new(true), Instant::now());
        let sent = messages.into_iter().map(|(chat, ms)| rates.sent(chat, start + Duration::from_millis(ms)));
        sent.filter(Option::is_some).count()
    }

    #[test]
    fn a_chat_takes_a_burst_of_three_and_then_one_a_second() {
        assert_eq!(refused([(1, 0), (1, 0), (1, 0)]), 0);
        assert_eq!(refused([(1, 0), (1, 0), (1, 0), (1, 100)]), 1);
        assert_eq!(refused((0..60).map(|n| (1, n * 1_000))), 0);
    }

    #[test]
    fn all_chats_together_take_thirty_a_second() {
        assert_eq!(refused((0..30).map(|chat| (chat + 1, 10 * chat as u64))), 0);
        assert_eq!(refused((0..40).map(|chat| (chat + 1, 10 * chat as u64))), 10);
    }

    #[test]
    fn a_group_takes_twenty_a_minute() {
        let messages = |chat| (0..30).map(move |n| (chat, n * 1_000));
        assert_eq!((refused(messages(-5)), refused(messages(5))), (10, 0));
    }
}

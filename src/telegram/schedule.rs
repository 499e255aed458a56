//! Whose turn it is: per chat in order, chats among each other in the order in which they became ready.
//!
//! Pure bookkeeping without clock or tasks. A chat is in one of three states: one of its updates is being worked on,
//! it sleeps until a moment, or it is ready. A sleeping chat holds nothing but the numbers of its updates.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::Instant;

use crate::store::Pending;

/// An update to work off, with what this process already knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Job {
    /// The update; `parts_sent` is kept up to date.
    pub pending: Pending,
    /// How many messages of its reply were noted as begun in this process.
    pub begun: u32,
    /// How often in a row it had to be put off because of failures.
    pub failures: u32,
}

/// All updates that are waiting.
#[derive(Default)]
pub(super) struct Schedule {
    chats: HashMap<i64, Chat>,
    ready: VecDeque<i64>,
    sleeping: BinaryHeap<Reverse<(Instant, i64)>>,
}

#[derive(Default)]
struct Chat {
    waiting: VecDeque<Job>,
}

impl Schedule {
    /// Adds an update behind the others of its chat.
    pub fn push(&mut self, pending: Pending) {
        let chat = self.chats.entry(pending.chat_id).or_insert_with(|| {
            self.ready.push_back(pending.chat_id);
            Chat::default()
        });
        chat.waiting.push_back(Job { pending, begun: pending.parts_sent, failures: 0 });
    }

    /// The next update to work on. Its chat is out of turn until [`done`](Self::done) or [`put_off`](Self::put_off).
    pub fn next(&mut self, now: Instant) -> Option<Job> {
        while let Some(Reverse((at, chat))) = self.sleeping.peek().copied() {
            if at > now {
                break;
            }
            self.sleeping.pop();
            self.ready.push_back(chat);
        }
        while let Some(chat) = self.ready.pop_front() {
            if let Some(job) = self.chats.get_mut(&chat).and_then(|chat| chat.waiting.pop_front()) {
                return Some(job);
            }
        }
        None
    }

    /// The update of this chat that was being worked on is finished.
    pub fn done(&mut self, chat: i64) {
        if self.chats.get(&chat).is_some_and(|c| c.waiting.is_empty()) {
            self.chats.remove(&chat);
        } else {
            self.ready.push_back(chat);
        }
    }

    /// The update that was being worked on has to wait until `at`, and its chat with it.
    pub fn put_off(&mut self, job: Job, at: Instant) {
        let chat = job.pending.chat_id;
        self.chats.entry(chat).or_default().waiting.push_front(job);
        self.sleeping.push(Reverse((at, chat)));
    }

    /// How many updates wait for their turn.
    pub fn depth(&self) -> usize {
        self.chats.values().map(|chat| chat.waiting.len()).sum()
    }

    /// When the first sleeping chat wakes up.
    pub fn wake_at(&self) -> Option<Instant> {
        self.sleeping.peek().map(|Reverse((at, _))| *at)
    }

    /// Whether nothing can be worked on before [`wake_at`](Self::wake_at).
    pub fn is_idle(&self) -> bool {
        self.ready.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn pending(update_id: i64, chat_id: i64) -> Pending {
        Pending { update_id, chat_id, accepted_at_ms: 0, attempts: 0, parts_sent: 0 }
    }

    fn schedule(updates: &[(i64, i64)]) -> Schedule {
        let mut schedule = Schedule::default();
        for (update, chat) in updates {
            schedule.push(pending(*update, *chat));
        }
        schedule
    }

    fn next(schedule: &mut Schedule, now: Instant) -> Option<i64> {
        schedule.next(now).map(|job| job.pending.update_id)
    }

    #[test]
    fn a_chat_in_order_and_one_at_a_time() {
        let now = Instant::now();
        let mut schedule = schedule(&[(1, 10), (2, 10), (3, 20), (4, 10)]);
        assert_eq!(next(&mut schedule, now), Some(1));
        assert_eq!(next(&mut schedule, now), Some(3));
        assert_eq!(next(&mut schedule, now), None);
        schedule.done(10);
        assert_eq!(next(&mut schedule, now), Some(2));
        schedule.push(pending(5, 20));
        schedule.done(20);
        assert_eq!(next(&mut schedule, now), Some(5));
        schedule.done(10);
        assert_eq!(next(&mut schedule, now), Some(4));
        schedule.done(10);
        schedule.done(20);
        assert!(schedule.is_idle() && schedule.chats.is_empty());
    }

    #[test]
    fn a_sleeping_chat_holds_back_nobody_else() {
        let now = Instant::now();
        let later = now + Duration::from_secs(60);
        let mut schedule = schedule(&[(1, 10), (2, 10), (3, 20)]);
        let job = schedule.next(now).expect("a job");
        schedule.put_off(Job { failures: 1, ..job }, later);
        assert_eq!(next(&mut schedule, now), Some(3));
        assert_eq!(next(&mut schedule, now), None);
        assert_eq!(schedule.wake_at(), Some(later));
        let again = schedule.next(later).expect("awake");
        assert_eq!((again.pending.update_id, again.failures), (1, 1));
        assert_eq!(next(&mut schedule, later), None);
        schedule.done(10);
        assert_eq!(next(&mut schedule, later), Some(2));
    }
}

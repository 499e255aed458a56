//! `getUpdates`: the queue, confirmation by offset, long polls, one poller at a time.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::reply::Reply;
use super::server::Shared;
use super::{Options, Request};

/// Updates a call may return at most.
const LIMIT: usize = 100;
/// Telegram waits no longer, in seconds.
const LONGEST_POLL: u64 = 50;
/// Kinds that are not sent unless they were asked for by name.
const ON_DEMAND: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Updates on their way to the bot.
pub(super) struct Queue {
    updates: VecDeque<(i64, Value)>,
    pub(super) next_id: i64,
    /// One past the highest confirmed id, 0 at the start.
    pub(super) confirmed: i64,
    /// Kinds wanted; empty means all but those on demand.
    allowed: Vec<String>,
    /// Counts the polls: only the youngest may wait.
    poll: u64,
    penalty: bool,
    last_poll: Option<(i64, Instant)>,
}

impl Queue {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            updates: VecDeque::new(),
            next_id: options.first_update_id,
            confirmed: 0,
            allowed: Vec::new(),
            poll: 0,
            penalty: options.poll_penalty,
            last_poll: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.updates.len()
    }

    pub(super) fn clear(&mut self) {
        self.updates.clear();
    }

    /// Queues the update, unless its kind is not wanted.
    pub(super) fn push(&mut self, mut update: Value) -> i64 {
        let id = update["update_id"].as_i64().unwrap_or(self.next_id);
        update["update_id"] = json!(id);
        self.next_id = id + 1;
        let kind = update.as_object().and_then(|o| o.keys().find(|k| *k != "update_id").cloned()).unwrap_or_default();
        let wanted = match self.allowed.as_slice() {
            [] => !ON_DEMAND.contains(&kind.as_str()),
            allowed => allowed.contains(&kind),
        };
        if wanted {
            self.updates.push_back((id, update));
        }
        id
    }

    fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            let forgotten = self.updates.len().saturating_sub(keep);
            self.updates.drain(..forgotten);
        } else if offset > 0 {
            self.updates.retain(|(id, _)| *id >= offset);
            self.confirmed = self.confirmed.max(offset);
        }
    }

    fn batch(&self, limit: usize) -> Vec<Value> {
        self.updates.iter().take(limit).map(|(_, update)| update.clone()).collect()
    }

    /// Telegram's answer to hot loops: the same offset again within half a second gets one update, within three seconds
    /// it waits for three.
    fn punish(&mut self, offset: i64, now: Instant) -> (usize, Duration) {
        let last = self.last_poll.replace((offset, now));
        let age = last.filter(|(o, _)| self.penalty && *o == offset).map(|(_, at)| now - at);
        match age {
            Some(age) if age < Duration::from_millis(500) => (1, Duration::ZERO),
            Some(age) if age < Duration::from_secs(3) => (LIMIT, Duration::from_secs(3)),
            _ => (LIMIT, Duration::ZERO),
        }
    }
}

pub(super) async fn get_updates(shared: &Shared, request: &Request) -> Reply {
    let offset = request.param("offset").as_i64().unwrap_or(0);
    let limit = match request.param("limit").as_i64() {
        Some(n @ 1..=100) => n as usize,
        _ => LIMIT,
    };
    let timeout = request.param("timeout").as_u64().unwrap_or(0).min(LONGEST_POLL);
    let mut changes = shared.changes.subscribe();
    let begun = shared.with(|s| {
        if !s.webhook.is_empty() {
            return None;
        }
        let queue = &mut s.queue;
        queue.poll += 1;
        if let Some(kinds) = request.param("allowed_updates").as_array() {
            queue.allowed = kinds.iter().filter_map(|k| k.as_str().map(str::to_owned)).collect();
        }
        let (most, pause) = queue.punish(offset, Instant::now());
        queue.confirm(offset);
        Some((queue.poll, limit.min(most), pause))
    });
    let Some((poll, limit, pause)) = begun else {
        return Reply::error(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
    };
    let earliest = Instant::now() + pause;
    let latest = Instant::now() + pause.max(Duration::from_secs(timeout));
    loop {
        if shared.is_down() {
            return Reply::Cut;
        }
        let (youngest, batch) = shared.read(|s| (s.queue.poll, s.queue.batch(limit)));
        if youngest != poll {
            return Reply::error(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            );
        }
        let now = Instant::now();
        if now >= latest || (!batch.is_empty() && now >= earliest) {
            return Reply::Ok(json!(batch));
        }
        let until = if batch.is_empty() { latest } else { earliest };
        tokio::select! {
            _ = changes.changed() => {}
            () = tokio::time::sleep_until(until) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeating_an_offset_too_soon_is_punished() {
        let mut queue = Queue::new(&Options { poll_penalty: true, ..Options::default() });
        let start = Instant::now();
        let mut poll = |offset, ms| queue.punish(offset, start + Duration::from_millis(ms));
        let free = (LIMIT, Duration::ZERO);
        assert_eq!(poll(1, 0), free);
        assert_eq!(poll(1, 400), (1, Duration::ZERO));
        assert_eq!(poll(1, 2_000), (LIMIT, Duration::from_secs(3)));
        assert_eq!(poll(2, 2_100), free, "another offset");
        assert_eq!(poll(2, 5_200), free, "late enough");
    }
}

//! Receiving: poll, commit, only then ask for more.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{mpsc, watch};

use super::api::{Api, Poll};
use super::error::ApiError;
use super::health::Health;
use super::meter::{self, count};
use super::update::{Me, chat_of};
use super::{ServeError, backoff};
use crate::store::{Inbox, NewUpdate, Pending, StoreError};

/// The kinds of updates asked for. An explicit list: Telegram remembers the last one it was given.
const ALLOWED_UPDATES: &[&str] =
    &["message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member"];
/// So many conflicts in a row mean that the other poller is there to stay.
const CONFLICTS_MAX: u32 = 5;
/// Pause after a batch in which nothing could be read.
const UNREADABLE_PAUSE: Duration = Duration::from_secs(3);
/// Longest timeout Telegram honours, in seconds (telegram-bot-api, `process_get_updates_query`).
const POLL_TIMEOUT_MAX_S: u32 = 50;

/// Receives updates and commits them.
pub(super) struct Poller {
    api: Arc<Api>,
    inbox: Arc<dyn Inbox>,
    health: Arc<Health>,
    timeout_s: u32,
    stopped: watch::Receiver<bool>,
    failures: u32,
    conflicts: u32,
}

impl Poller {
    pub fn new(
        api: Arc<Api>,
        inbox: Arc<dyn Inbox>,
        health: Arc<Health>,
        timeout_s: u32,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let timeout_s = timeout_s.min(POLL_TIMEOUT_MAX_S);
        Self { api, inbox, health, timeout_s, stopped, failures: 0, conflicts: 0 }
    }

    /// Asks Telegram who we are, for as long as it takes; `None` when stopped meanwhile.
    pub async fn introduce(&mut self) -> Result<Option<Me>, ServeError> {
        loop {
            let api = Arc::clone(&self.api);
            match self.unless_stopped(api.me()).await {
                None => return Ok(None),
                Some(Ok(me)) => {
                    self.failures = 0;
                    return Ok(Some(me));
                }
                Some(Err(error)) => self.recover(&error).await?,
            }
        }
    }

    /// Polls until stopped. Every batch is committed before the next poll confirms it, and handed on to `feed`.
    pub async fn run(&mut self, feed: mpsc::UnboundedSender<Vec<Pending>>) -> Result<(), ServeError> {
        while !*self.stopped.borrow() {
            let offset = match self.inbox.next_offset().await {
                Ok(offset) => offset,
                Err(error) => {
                    self.store_failed(&error).await;
                    continue;
                }
            };
            let poll = Poll { offset, timeout: self.timeout_s, allowed_updates: ALLOWED_UPDATES };
            let api = Arc::clone(&self.api);
            match self.unless_stopped(api.poll(&poll)).await {
                None => break,
                Some(Ok(updates)) => self.received(updates, &feed).await,
                Some(Err(error)) => self.recover(&error).await?,
            }
        }
        Ok(())
    }

    async fn received(&mut self, updates: Vec<Value>, feed: &mpsc::UnboundedSender<Vec<Pending>>) {
        self.health.polled();
        self.conflicts = 0;
        let polled = updates.len();
        let new = readable(updates);
        // Unreadable updates only: no offset confirms them, so do not ask for them again in a hot loop.
        let stuck = polled > 0 && new.is_empty();
        match self.inbox.accept(new).await {
            Ok(_) if stuck => self.pause(UNREADABLE_PAUSE).await,
            Ok(accepted) => {
                self.failures = 0;
                metrics::counter!(meter::ACCEPTED).increment(accepted.len() as u64);
                // The worker outlives the poller, unless it failed, and then `serve` ends.
                let _ = feed.send(accepted);
            }
            // Not confirmed, so Telegram will deliver the batch again.
            Err(error) => self.store_failed(&error).await,
        }
    }

    async fn store_failed(&mut self, error: &StoreError) {
        tracing::error!(%error, "updates cannot be stored, will ask for them again");
        self.back_off().await;
    }

    /// Waits as the failure demands, or ends the bot where waiting cannot help.
    async fn recover(&mut self, error: &ApiError) -> Result<(), ServeError> {
        count(meter::POLL_FAILURES);
        self.conflicts = if *error == ApiError::Conflict { self.conflicts + 1 } else { 0 };
        match error {
            ApiError::Unauthorized => return Err(ServeError::Token),
            ApiError::Conflict if self.conflicts >= CONFLICTS_MAX => return Err(ServeError::Conflict),
            ApiError::RetryAfter(wait) => {
                tracing::warn!(%error, "Telegram asks to poll more slowly");
                self.pause(*wait).await;
            }
            _ => {
                tracing::warn!(%error, "polling failed, trying again");
                self.back_off().await;
            }
        }
        Ok(())
    }

    async fn back_off(&mut self) {
        self.failures += 1;
        self.pause(backoff::delay(self.failures)).await;
    }

    async fn pause(&mut self, wait: Duration) {
        let _ = self.unless_stopped(tokio::time::sleep(wait)).await;
    }

    async fn unless_stopped<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            done = work => Some(done),
            _ = self.stopped.wait_for(|stopped| *stopped) => None,
        }
    }
}

/// Those with an id, as the inbox wants them; the others are counted and noted without their content.
fn readable(updates: Vec<Value>) -> Vec<NewUpdate> {
    let mut new = Vec::with_capacity(updates.len());
    for update in updates {
        match update["update_id"].as_i64() {
            Some(update_id) => new.push(NewUpdate { update_id, chat_id: chat_of(&update), raw: update.to_string() }),
            None => {
                count(meter::UNREADABLE);
                tracing::warn!("an update without update_id was skipped");
            }
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unreadable_updates_are_left_out_and_the_others_keep_every_field() {
        let message = json!({"update_id": 7, "message": {"chat": {"id": -5}, "newer": [1]}});
        let updates =
            vec![json!(5), json!({"message": {}}), json!({"update_id": "8"}), message.clone(), json!({"update_id": 9})];
        let new = readable(updates);
        let seen: Vec<_> = new.iter().map(|u| (u.update_id, u.chat_id)).collect();
        assert_eq!(seen, [(7, -5), (9, 0)]);
        assert_eq!(serde_json::from_str::<Value>(&new[0].raw).expect("json"), message);
    }
}

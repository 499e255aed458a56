//! Working off what is in the inbox: handle, render, send, record.
//!
//! A chat has at most one task, so its order is kept; the number of tasks is bounded, and a chat that has to wait long
//! (a 429, a failing connection) gives its task back and sleeps in the [`Schedule`]. Whatever is not finished when the
//! process ends is still pending in the inbox.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dptree::Handler;
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{Id, JoinError, JoinSet};

use super::error::ApiError;
use super::health::now_ms;
use super::meter::{self, count};
use super::outbox::{Outbox, Target, Unsent};
use super::reach::Desk;
use super::render::{OutMessage, render};
use super::schedule::{Job, Schedule};
use super::update::{Incoming, Me, read};
use super::{Answerer, Covers, backoff, tree};
use crate::reply::{self, Reply};
use crate::store::{Inbox, Outcome, Pending, StoreError};

/// Chats being answered at the same time; most of them wait for Telegram or for their pace.
const ACTIVE_MAX: usize = 256;
/// An update is given up when so many processes began to send a message of its reply and none lived to see it sent.
const ATTEMPTS_MAX: u32 = 5;
/// A question older than this is told so instead of being answered out of the blue.
const LATE_AFTER_MS: i64 = 10 * 60 * 1000;

/// Works off single updates.
pub(super) struct Worker {
    inbox: Arc<dyn Inbox>,
    outbox: Arc<Outbox>,
    me: Me,
    desk: Arc<Desk>,
    tree: Handler<'static, Reply>,
    answerer: Answerer,
    covers: Covers,
    cpu: Semaphore,
}

/// What became of a job.
enum Verdict {
    Finished,
    PutOff(Job, Duration),
}

/// Why a job could not be finished now.
#[derive(Debug)]
pub(super) enum Stuck {
    Store(StoreError),
    Send(Unsent),
}

impl From<StoreError> for Stuck {
    fn from(error: StoreError) -> Self {
        Stuck::Store(error)
    }
}

impl From<Unsent> for Stuck {
    fn from(unsent: Unsent) -> Self {
        Stuck::Send(unsent)
    }
}

/// Works off `pending` and whatever comes from `accepted`, until that is closed and everything that can be sent now is.
pub(super) async fn run(
    worker: Arc<Worker>,
    pending: Vec<Pending>,
    mut accepted: mpsc::UnboundedReceiver<Vec<Pending>>,
) {
    let mut schedule = Schedule::default();
    worker.desk.heard(&pending);
    pending.into_iter().for_each(|update| schedule.push(update));
    let mut running = Running::default();
    let mut open = true;
    while open || !running.tasks.is_empty() || !schedule.is_idle() {
        while running.tasks.len() < ACTIVE_MAX
            && let Some(job) = schedule.next(Instant::now())
        {
            running.start(&worker, job);
        }
        let wake_at = schedule.wake_at().filter(|_| open && running.tasks.len() < ACTIVE_MAX);
        tokio::select! {
            batch = accepted.recv(), if open => match batch {
                Some(batch) => {
                    worker.desk.heard(&batch);
                    batch.into_iter().for_each(|update| schedule.push(update));
                }
                None => open = false,
            },
            Some(ended) = running.tasks.join_next_with_id(), if !running.tasks.is_empty() => {
                running.settle(ended, &mut schedule);
            }
            () = sleep_until(wake_at), if wake_at.is_some() => {}
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    if let Some(at) = at {
        tokio::time::sleep_until(at.into()).await;
    }
}

/// The tasks, and which job each has.
#[derive(Default)]
struct Running {
    tasks: JoinSet<Verdict>,
    jobs: HashMap<Id, Job>,
}

impl Running {
    fn start(&mut self, worker: &Arc<Worker>, job: Job) {
        let worker = Arc::clone(worker);
        let task = self.tasks.spawn(async move { worker.work(job).await });
        self.jobs.insert(task.id(), job);
    }

    fn settle(&mut self, ended: Result<(Id, Verdict), JoinError>, schedule: &mut Schedule) {
        let id = match &ended {
            Ok((id, _)) => *id,
            Err(error) => error.id(),
        };
        let Some(job) = self.jobs.remove(&id) else { return };
        match ended {
            Ok((_, Verdict::Finished)) => schedule.done(job.pending.chat_id),
            Ok((_, Verdict::PutOff(job, wait))) => schedule.put_off(job, Instant::now() + wait),
            Err(_) => {
                tracing::error!(update_id = job.pending.update_id, "sending a reply failed inside, trying again later");
                count(meter::PANICS);
                let job = Job { failures: job.failures + 1, ..job };
                schedule.put_off(job, Instant::now() + backoff::delay(job.failures));
            }
        }
    }
}

impl Worker {
    pub fn new(
        inbox: Arc<dyn Inbox>,
        outbox: Arc<Outbox>,
        me: Me,
        answerer: Answerer,
        covers: Covers,
        desk: Arc<Desk>,
        workers: usize,
    ) -> Self {
        Self { inbox, outbox, me, desk, tree: tree::tree(), answerer, covers, cpu: Semaphore::new(workers.max(1)) }
    }

    async fn work(&self, mut job: Job) -> Verdict {
        let update_id = job.pending.update_id;
        let stuck = match self.answer(&mut job).await {
            Ok(outcome) => match self.inbox.finish(update_id, outcome).await {
                Ok(()) => return Verdict::Finished,
                Err(error) => Stuck::Store(error),
            },
            Err(stuck) => stuck,
        };
        if let Stuck::Store(StoreError::NotPending(_)) = stuck {
            return Verdict::Finished;
        }
        job.failures += 1;
        let wait = match stuck {
            Stuck::Send(Unsent::Paused(wait)) => {
                tracing::warn!(update_id, ?wait, "a chat has to wait");
                wait
            }
            Stuck::Send(Unsent::Failing(error) | Unsent::Refused(error)) => {
                tracing::warn!(update_id, %error, "a reply could not be sent, trying again later");
                backoff::delay(job.failures)
            }
            Stuck::Store(error) => {
                tracing::error!(update_id, %error, "the inbox failed, trying again later");
                backoff::delay(job.failures)
            }
        };
        Verdict::PutOff(job, wait)
    }

    async fn answer(&self, job: &mut Job) -> Result<Outcome, Stuck> {
        let Pending { update_id, attempts, parts_sent, .. } = job.pending;
        if attempts.saturating_sub(parts_sent) >= ATTEMPTS_MAX {
            tracing::error!(update_id, attempts, "given up: sending the reply never came to an end");
            count(meter::DEAD);
            return Ok(Outcome::Dead);
        }
        let Some(raw) = self.inbox.load(update_id).await? else { return Ok(Outcome::Done) };
        let update: Value = serde_json::from_str(&raw).unwrap_or_default();
        if let Some(outcome) = self.desk.take(job, &update).await? {
            return Ok(outcome);
        }
        let Some(mut incoming) = read(&update, &self.me) else {
            count(meter::IGNORED);
            return Ok(Outcome::Done);
        };
        let mut target =
            Target { chat_id: incoming.chat_id, thread_id: incoming.thread_id, reply_to: incoming.message_id };
        let assumed = self.desk.adapt(&mut incoming).await?;
        let messages = self.messages(job, incoming, assumed).await;
        match self.send(job, &messages, &mut target).await {
            Ok(()) => Ok(Outcome::Done),
            Err(Stuck::Send(Unsent::Refused(error))) => {
                let gone = error == ApiError::Forbidden;
                tracing::warn!(update_id, gone, %error, "given up: Telegram does not take the reply");
                count(meter::DEAD);
                Ok(Outcome::Dead)
            }
            Err(stuck) => Err(stuck),
        }
    }

    async fn send(&self, job: &mut Job, messages: &[OutMessage], target: &mut Target) -> Result<(), Stuck> {
        let update_id = job.pending.update_id;
        for (part, message) in (0u32..).zip(messages).skip(job.pending.parts_sent as usize) {
            self.outbox.ready(target.chat_id).await?;
            // One attempt for each process that tries, however often it repeats: an outage is no reason to give up.
            if job.begun <= part {
                self.inbox.begin(update_id).await?;
                job.begun = part + 1;
            }
            let message_id = self.outbox.send(target, message).await?;
            job.pending.parts_sent = part + 1;
            job.failures = 0;
            self.inbox.sent(update_id, part, message_id).await?;
        }
        Ok(())
    }

    /// What to send in return. A panic below costs an apology.
    async fn messages(&self, job: &Job, incoming: Incoming, assumed: Option<String>) -> Vec<OutMessage> {
        let (update_id, lang, in_group) = (job.pending.update_id, incoming.lang, incoming.chat_id < 0);
        if is_late(&job.pending, now_ms()) {
            count(meter::LATE);
            return render(&reply::too_late(lang));
        }
        let _permit = self.cpu.acquire().await;
        let (tree, answerer, covers) = (self.tree.clone(), Arc::clone(&self.answerer), Arc::clone(&self.covers));
        let handling = tokio::spawn(async move {
            let reply = tree::dispatch(&tree, Arc::new(incoming), answerer, covers).await;
            let reply = reply.map(|reply| if in_group { reply::brief(reply) } else { reply });
            let reply = reply.map(|reply| reply::assuming(reply, assumed.as_deref()));
            reply.map(|reply| render(&checked(reply))).unwrap_or_default()
        });
        handling.await.unwrap_or_else(|_| {
            tracing::error!(update_id, "a handler panicked, apologising");
            count(meter::PANICS);
            render(&reply::apology(lang))
        })
    }
}

/// Whether the question waited too long; a reply that was begun is brought to its end all the same.
fn is_late(pending: &Pending, now_ms: i64) -> bool {
    pending.parts_sent == 0 && now_ms - pending.accepted_at_ms > LATE_AFTER_MS
}

/// Nothing that cannot be proven verbatim goes out.
fn checked(reply: Reply) -> Reply {
    let (reply, mismatches) = reply::vet(reply);
    for mismatch in mismatches {
        count(meter::QUOTE_MISMATCH);
        tracing::error!(error = %mismatch, "a quote was withheld");
    }
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_late_after_ten_minutes_unless_its_reply_was_begun() {
        let mut pending = Pending { update_id: 1, chat_id: 1, accepted_at_ms: 1_000, attempts: 0, parts_sent: 0 };
        assert!(!is_late(&pending, 601_000) && is_late(&pending, 601_001));
        pending.parts_sent = 1;
        assert!(!is_late(&pending, 601_001));
    }
}

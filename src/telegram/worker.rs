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
use super::outbox::{Delivery, Outbox, Target, Unsent};
use super::reach::{self, Desk, Noting};
use super::render::{self, OutMessage};
use super::schedule::{Job, Schedule};
use super::tree::Moment;
use super::update::{Incoming, Kind, Me, Tap, read};
use super::{Options, backoff, recall, tree};
use crate::dialogue::{Dialogue, Heard, Known, Turn};
use crate::locale::{Locale, text};
use crate::reply::{self, Reply};
use crate::store::memory::{Memory, Note, Screen};
use crate::store::people::ChatSettings;
use crate::store::{Inbox, Outcome, Pending, Store, StoreError};

/// Chats being answered at the same time; most of them wait for Telegram or for their pace.
const ACTIVE_MAX: usize = 256;
/// An update is given up when so many processes began to send a message of its reply and none lived to see it sent.
const ATTEMPTS_MAX: u32 = 5;
/// A question older than this is told so instead of being answered out of the blue.
const LATE_AFTER_MS: i64 = 10 * 60 * 1000;

/// Characters of a notice (Bot API, answerCallbackQuery).
const TOAST_CHARS: usize = 200;

/// Works off single updates.
pub(super) struct Worker {
    inbox: Arc<dyn Inbox>,
    outbox: Arc<Outbox>,
    me: Me,
    desk: Arc<Desk>,
    memory: Arc<dyn Memory>,
    tree: Handler<'static, Turn>,
    dialogue: Dialogue,
    noting: Noting,
    clock: fn() -> i64,
    typing_after: Duration,
    cpu: Semaphore,
}

/// All that is to be done in return for an update.
#[derive(Default)]
struct Answer {
    /// The button to be answered, with what to say.
    tapped: Option<(String, Option<String>)>,
    /// To be remembered before anything is sent.
    before: Vec<Note>,
    /// Messages to send or to replace.
    deliveries: Vec<Delivery>,
    /// To be remembered when all is sent.
    after: Vec<Note>,
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
        metrics::gauge!(meter::DEPTH).set((schedule.depth() + running.tasks.len()) as f64);
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
        store: Arc<dyn Store>,
        outbox: Arc<Outbox>,
        me: Me,
        (dialogue, noting): (Dialogue, Noting),
        desk: Arc<Desk>,
        options: &Options,
    ) -> Self {
        let cpu = Semaphore::new(options.workers.max(1));
        let (inbox, memory) = (Arc::clone(&store) as _, store as _);
        let (clock, typing_after) = (options.clock, options.typing_after);
        Self { inbox, memory, outbox, me, desk, tree: tree::tree(), dialogue, noting, clock, typing_after, cpu }
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
        let chosen = self.desk.chosen(&mut incoming).await?;
        let answer = self.prepare(job, &incoming, &target, &chosen).await?;
        if let (Some((query_id, said)), 0) = (&answer.tapped, parts_sent) {
            self.outbox.answer_tap(query_id, said.clone()).await;
        }
        self.memory.note(answer.before).await?;
        match self.send(job, &answer.deliveries, &mut target).await {
            Ok(()) => {
                self.memory.note(answer.after).await?;
                Ok(Outcome::Done)
            }
            Err(Stuck::Send(Unsent::Refused(error))) => {
                let gone = error == ApiError::Forbidden;
                tracing::warn!(update_id, gone, %error, "given up: Telegram does not take the reply");
                count(meter::DEAD);
                Ok(Outcome::Dead)
            }
            Err(stuck) => Err(stuck),
        }
    }

    async fn send(&self, job: &mut Job, deliveries: &[Delivery], target: &mut Target) -> Result<(), Stuck> {
        let update_id = job.pending.update_id;
        for (part, delivery) in (0u32..).zip(deliveries).skip(job.pending.parts_sent as usize) {
            self.outbox.open(target.chat_id)?;
            // One attempt for each process that tries, however often it repeats: an outage is no reason to give up.
            if job.begun <= part {
                self.inbox.begin(update_id).await?;
                job.begun = part + 1;
            }
            // Last, because the disk lets go of several at once.
            self.outbox.ready(target.chat_id).await?;
            let message_id = self.outbox.send(target, delivery).await?;
            job.pending.parts_sent = part + 1;
            job.failures = 0;
            self.inbox.sent(update_id, part, message_id).await?;
        }
        Ok(())
    }

    /// What to do in return.
    async fn prepare(
        &self,
        job: &Job,
        incoming: &Incoming,
        target: &Target,
        chosen: &ChatSettings,
    ) -> Result<Answer, Stuck> {
        let mut known = recall::known(&*self.memory, incoming).await?;
        reach::apply(chosen, &mut known.person);
        let heard = Arc::new(recall::heard(incoming, &known.person));
        if is_late(&job.pending, now_ms()) {
            count(meter::LATE);
            return Ok(late(incoming, heard.lang));
        }
        let known = Arc::new(known);
        let update_id = job.pending.update_id;
        let stepping = self.step(update_id, Arc::clone(&heard), Arc::clone(&known));
        let turn = self.typing_meanwhile(incoming, target, stepping).await;
        // Only a button and an edit replace a message; a reply to one does not.
        let replaced = known.screen.as_ref().filter(|_| !matches!(incoming.kind, Kind::Line(_) | Kind::Unsupported));
        // What expires does so by the store's clock.
        Ok(compose(incoming, update_id, turn, replaced, now_ms()))
    }

    /// A step of the dialogue. A panic below costs an apology.
    async fn step(&self, update_id: i64, heard: Arc<Heard>, known: Arc<Known>) -> Turn {
        let _permit = self.cpu.acquire().await;
        let dialogue = self.dialogue.clone().about(self.noting.asked_by(heard.who.user_id));
        let (tree, moment) = (self.tree.clone(), Moment((self.clock)()));
        let lang = heard.lang;
        let handling = tokio::spawn(async move {
            tree::dispatch(&tree, heard, known, dialogue, moment).await.map(checked).unwrap_or_default()
        });
        handling.await.unwrap_or_else(|_| {
            tracing::error!(update_id, "a handler panicked, apologising");
            count(meter::PANICS);
            Turn::reply(reply::apology(lang))
        })
    }

    /// Waits for an answer; one that takes long is announced.
    async fn typing_meanwhile(&self, incoming: &Incoming, target: &Target, answer: impl Future<Output = Turn>) -> Turn {
        tokio::pin!(answer);
        tokio::select! {
            turn = &mut answer => return turn,
            () = tokio::time::sleep(self.typing_after) => {}
        }
        if matches!(incoming.kind, Kind::Line(_) | Kind::Edited(_)) {
            self.outbox.typing(target).await;
        }
        answer.await
    }
}

/// What is to be sent and remembered for a turn. `replaced` is the screen whose message may be replaced.
fn compose(incoming: &Incoming, update_id: i64, mut turn: Turn, replaced: Option<&Screen>, now_ms: i64) -> Answer {
    let edits = match &incoming.kind {
        Kind::Tap(_) => Some(incoming.message_id),
        Kind::Edited(_) => replaced.and_then(|screen| i32::try_from(screen.message_id?).ok()),
        Kind::Line(_) | Kind::Unsupported => None,
    };
    // The answer to an edited question takes the place of the first one.
    if let (Kind::Edited(_), Some(_), Some(show)) = (&incoming.kind, edits, turn.shows.first_mut()) {
        show.here = true;
    }
    let mut answer = Answer::default();
    let mut parts = Vec::new();
    for (n, show) in turn.shows.iter().enumerate() {
        let here = replaced.filter(|_| show.here && edits.is_some());
        let key = here.map_or_else(|| recall::key(incoming, update_id, n), |screen| screen.key.clone());
        // One message cannot become two.
        let most = if here.is_some() { 1 } else { render::MESSAGES_MAX };
        let edits = edits.filter(|_| here.is_some());
        answer.deliveries.extend(render::show(show, &key, most).into_iter().map(|message| Delivery { edits, message }));
        // The buttons are under the last one.
        parts.push((key, answer.deliveries.len().saturating_sub(1) as u32));
    }
    answer.before = recall::before(incoming, update_id, &turn, &parts);
    answer.after = recall::after(incoming, &turn, &parts, now_ms);
    if let Kind::Tap(Tap { query_id, .. }) = &incoming.kind {
        answer.tapped = Some((query_id.clone(), turn.toast.map(|said| reply::shorten(&said, TOAST_CHARS))));
    }
    answer
}

fn sending(message: OutMessage) -> Delivery {
    Delivery { edits: None, message }
}

/// A question that waited too long is told so; a button is only released.
fn late(incoming: &Incoming, lang: Locale) -> Answer {
    let tapped = match &incoming.kind {
        Kind::Tap(tap) => Some((tap.query_id.clone(), Some(text(lang, "button-expired", &[])))),
        _ => None,
    };
    let said = render::render(&reply::too_late(lang));
    let deliveries = if tapped.is_some() { Vec::new() } else { said.into_iter().map(sending).collect() };
    Answer { tapped, deliveries, ..Answer::default() }
}

/// Whether the question waited too long; a reply that was begun is brought to its end all the same.
fn is_late(pending: &Pending, now_ms: i64) -> bool {
    pending.parts_sent == 0 && now_ms - pending.accepted_at_ms > LATE_AFTER_MS
}

/// Nothing that cannot be proven verbatim goes out.
fn checked(mut turn: Turn) -> Turn {
    for show in &mut turn.shows {
        let nothing = Reply { lang: show.reply.lang, parts: Vec::new() };
        let (reply, mismatches) = reply::vet(std::mem::replace(&mut show.reply, nothing));
        show.reply = reply;
        for mismatch in mismatches {
            count(meter::QUOTE_MISMATCH);
            tracing::error!(error = %mismatch, "a quote was withheld");
        }
    }
    turn
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

//! The knowledge folder while the bot runs: what changes in it is in service shortly after.
//!
//! ```text
//! Watch::wait ──▶ KnowledgeBase::read ──▶ does it still stir? ──no──▶ snapshot ──▶ Current::swap
//!                        ▲                     │ yes: half a batch is not put into service
//!                        └──────── settle ─────┘
//! ```
//!
//! On a thread of its own, since all of it waits or uses the CPU. Whatever goes wrong leaves the snapshot in service as it
//! is, says so and is tried again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::Context;

use super::{Current, KnowledgeBase, Snapshot};
use crate::ingest::Reading;
use crate::watch::{Bell, Watch, Woken};

/// Readings of one batch; an endless one is put into service as it is.
const READINGS: u32 = 5;
/// Until a failure is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// The thread, and how to reach it.
pub(super) struct Reloading {
    thread: JoinHandle<()>,
    bell: Bell,
}

impl Reloading {
    /// Starts it. `watch` must have been made before the base was read.
    ///
    /// # Errors
    /// When there can be no more threads.
    pub(super) fn start(mut base: KnowledgeBase, current: Arc<Current>, mut watch: Watch) -> anyhow::Result<Self> {
        let bell = watch.bell();
        current.hang(bell.clone());
        tracing::info!(events = watch.hears(), looks = watch.looks(), "the knowledge folder is watched");
        let work = move || {
            loop {
                match watch.wait() {
                    Woken::Stopped => return,
                    woken => {
                        if woken == Woken::Rung {
                            base.forget();
                        }
                        // A file that trips the program must not end what keeps the others up to date.
                        let reloading = AssertUnwindSafe(|| reload(&mut base, &current, &mut watch));
                        if catch_unwind(reloading).is_err() {
                            current.failed("the program tripped over an article; please report this".to_owned());
                        }
                    }
                }
            }
        };
        let thread = thread::Builder::new()
            .name("reload".to_owned())
            .spawn(work)
            .context("cannot watch the knowledge folder")?;
        Ok(Self { thread, bell })
    }

    /// Ends it and waits for that.
    pub(super) fn stop(self) {
        self.bell.stop();
        // A thread that panicked has said so in the log.
        self.thread.join().ok();
    }
}

fn reload(base: &mut KnowledgeBase, current: &Current, watch: &mut Watch) {
    let mut reading = base.read();
    let mut changed = reading.changed;
    for _ in 1..READINGS {
        if !watch.stirs() {
            break;
        }
        watch.settle();
        reading = base.read();
        changed |= reading.changed;
    }
    if !changed && current.upkeep().failure.is_none() {
        return current.looked();
    }
    put_into_service(base, current, reading, watch);
}

fn put_into_service(base: &mut KnowledgeBase, current: &Current, reading: Reading, watch: &Watch) {
    match base.snapshot(reading, |_, _| {}) {
        Ok(snapshot) => {
            report(&snapshot, &current.load());
            current.swap(snapshot);
        }
        Err(error) => {
            tracing::error!(%error, "the articles in service stay as they are; tried again soon");
            current.failed(error.to_string());
            let bell = watch.bell();
            thread::spawn(move || {
                thread::sleep(AGAIN);
                bell.ring();
            });
        }
    }
}

/// What is new in the log.
fn report(new: &Snapshot, old: &Snapshot) {
    for problem in new.problems.iter().filter(|p| !old.problems.contains(p)) {
        if new.kept.contains(&problem.file) {
            tracing::warn!("{problem} (its last good version stays in service)");
        } else {
            tracing::warn!("{problem}");
        }
    }
    let (articles, c) = (new.ask.corpus().articles().len(), new.changes);
    if articles == 0 {
        tracing::warn!("no article is left: questions find nothing until one is put into the knowledge folder");
    }
    tracing::info!(
        generation = %new.generation,
        articles,
        added = c.added,
        changed = c.changed,
        removed = c.removed,
        left_out = new.problems.len(),
        "knowledge reloaded"
    );
}

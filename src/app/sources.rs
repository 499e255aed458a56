//! The sources while the bot runs: what is due is looked at in the background.
//!
//! On a thread of its own, since fetching waits. A lease, a lock on a file in the data folder that ends with its
//! process, keeps `policybot sources run` and the bot from working on the same source at the same time. Articles are only
//! written to the knowledge folder; that they answer is the watcher's work.

use std::fs::{File, OpenOptions, TryLockError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use tokio::sync::mpsc::UnboundedSender;

use super::now;
use crate::config::Settings;
use crate::ingest::fetch::Limits;
use crate::ingest::sources::{Place, Report, Source, State, list, run};
use crate::ingest::{Boilerplate, Problem, lexicon};
use crate::telegram::reach::curators::Failing;

/// Between two looks whether a source is due.
const LOOK: Duration = Duration::from_secs(60);
/// The same in tests, where this machine may be asked.
const LOOK_TEST: Duration = Duration::from_millis(100);
/// Between two requests to one host.
const PAUSE: Duration = Duration::from_secs(1);

/// Somebody else is looking at the sources.
#[derive(Debug, thiserror::Error)]
#[error("another policybot process is looking at the sources; wait until it is done")]
pub struct Busy;

/// The right to look at the sources, for one process at a time.
pub struct Lease {
    _file: File,
}

impl Lease {
    /// Takes it, or says that somebody has it.
    pub fn take(data: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data).with_context(|| format!("cannot make the data folder {}", data.display()))?;
        let path = data.join("sources.lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.with_context(|| format!("cannot write {}; check the folder's permissions", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Busy.into()),
            Err(TryLockError::Error(e)) => Err(e).with_context(|| format!("cannot lock {}", path.display())),
        }
    }
}

/// Seconds since 1970.
pub fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Looks at sources under the lease, one after the other, and keeps what is remembered after each. `report` hears what
/// each gave, `progress` how far one is: documents done, of how many. What is wrong with the list is not told here.
pub fn look(
    settings: &Settings,
    limits: Limits,
    wanted: impl Fn(&Source, &State) -> bool,
    mut progress: impl FnMut(&Source, usize, usize),
    mut report: impl FnMut(&Source, Report),
) -> anyhow::Result<()> {
    let (sources, _) = list(&settings.knowledge);
    if sources.is_empty() {
        return Ok(());
    }
    let _lease = Lease::take(&settings.data)?;
    let folder = settings.knowledge.join("lexicon");
    let ((furniture, _), (lexicon, _)) = (Boilerplate::load(&folder), lexicon::load(&folder));
    let mut state = State::load(&settings.data)?;
    for source in &sources {
        if !wanted(source, &state) {
            continue;
        }
        let (now, pause) = (now(), if limits.loopback { Duration::ZERO } else { PAUSE });
        let place = Place {
            knowledge: &settings.knowledge,
            lexicon: &lexicon,
            furniture: &furniture,
            limits,
            pause,
            now: &now,
            now_s: now_s(),
        };
        let found = run(source, &mut state, &place, |done, all| progress(source, done, all));
        state.save(&settings.data)?;
        report(source, found);
    }
    Ok(())
}

/// The thread, and how to end it.
pub(super) struct Sources {
    thread: JoinHandle<()>,
    stop: mpsc::Sender<()>,
}

impl Sources {
    /// Starts it. `failing` hears of sources that administrators are to be told of.
    pub(super) fn start(settings: &Settings, failing: UnboundedSender<Failing>) -> anyhow::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let settings = settings.clone();
        let limits = Limits { loopback: settings.reach.fetch_loopback, ..Limits::default() };
        let pause = if limits.loopback { LOOK_TEST } else { LOOK };
        let work = move || {
            let mut told = Vec::new();
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(pause) {
                told = complain(&settings, &told);
                // A document that trips the program must not end what looks at the others.
                let looking = AssertUnwindSafe(|| round(&settings, limits, &failing));
                if catch_unwind(looking).is_err() {
                    tracing::error!("the program tripped over a source; please report this");
                }
            }
        };
        let thread = thread::Builder::new().name("sources".to_owned()).spawn(work).context("cannot look at sources")?;
        Ok(Self { thread, stop })
    }

    /// Ends it; a look under way is not waited for, its files are complete or not there.
    pub(super) fn stop(self) {
        drop(self.stop);
        if self.thread.is_finished() {
            // A thread that panicked has said so in the log.
            self.thread.join().ok();
        }
    }
}

/// Says what is wrong with the list of sources, unless it was said before; returns all of it.
fn complain(settings: &Settings, told: &[Problem]) -> Vec<Problem> {
    let (_, problems) = list(&settings.knowledge);
    for problem in problems.iter().filter(|problem| !told.contains(problem)) {
        tracing::warn!("{problem}");
    }
    problems
}

fn round(settings: &Settings, limits: Limits, failing: &UnboundedSender<Failing>) {
    let due = |source: &Source, state: &State| state.is_due(&source.name, now_s());
    let looked = look(
        settings,
        limits,
        due,
        |_, _, _| {},
        |source, report| {
            let (added, updated) = (report.added.len(), report.updated.len());
            tracing::info!(source = source.name, added, updated, unchanged = report.unchanged, "looked at a source");
            for what in &report.left_out {
                tracing::warn!(source = source.name, "not taken in: {what}");
            }
            if let Some(reason) = report.failure {
                tracing::warn!(source = source.name, %reason, "the source failed");
            }
        },
    );
    match looked.and_then(|()| tell(settings, failing)) {
        Err(error) if error.is::<Busy>() => {}
        Err(error) => tracing::error!(error = format!("{error:#}"), "the sources cannot be looked at"),
        Ok(()) => {}
    }
}

/// Tells of sources that keep failing, also when it was the command line that looked at them.
fn tell(settings: &Settings, failing: &UnboundedSender<Failing>) -> anyhow::Result<()> {
    if list(&settings.knowledge).0.is_empty() {
        return Ok(());
    }
    let _lease = Lease::take(&settings.data)?;
    let mut state = State::load(&settings.data)?;
    let new = state.to_be_reported();
    if new.is_empty() {
        return Ok(());
    }
    // Before they are told of: rather never than again and again.
    state.save(&settings.data)?;
    for (source, memory) in new {
        let reason = memory.failure.unwrap_or_default();
        // Nobody listens when the bot is stopping.
        _ = failing.send(Failing { source, times: memory.failures, reason });
    }
    Ok(())
}

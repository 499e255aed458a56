//! Tells that something in a folder has changed and come to rest.
//!
//! ```text
//! events of the operating system ─┐
//! looks at regular intervals      ├──▶ something stirs ──▶ no event, the same look twice, no git at work ──▶ wait()
//! somebody rings                 ─┘
//! ```
//!
//! Events come at once, but not from every file system (network folders, some containers) and not without limit; looks
//! find what they miss. A batch such as `git checkout` is told of once, when it is over: an editor that writes a new
//! file and renames it is no different from one that writes in place. It knows nothing of what the files mean.

mod events;
mod look;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use events::Events;

/// How to watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether the operating system is asked for events; else there are only looks.
    pub events: bool,
    /// Whether it looks by itself at intervals; without looks and events only a bell wakes it.
    pub looks: bool,
    /// How long nothing may stir before it counts as at rest.
    pub quiet: Duration,
    /// The longest time to wait for rest.
    pub patience: Duration,
    /// Between two looks where there are events.
    pub look: Duration,
    /// Between two looks where there are none.
    pub look_alone: Duration,
}

impl Default for Options {
    /// Events, a quarter of a second of quiet, ten seconds of patience; looks every five seconds, or twice a second.
    fn default() -> Self {
        Self {
            events: true,
            looks: true,
            quiet: Duration::from_millis(250),
            patience: Duration::from_secs(10),
            look: Duration::from_secs(5),
            look_alone: Duration::from_millis(500),
        }
    }
}

/// The share of the time that looks may take: one in so many.
const SPARINGLY: u32 = 20;

/// Why [`Watch::wait`] returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// Something changed and is at rest.
    Changed,
    /// Somebody rang.
    Rung,
    /// It is to stop.
    Stopped,
}

enum Signal {
    Stirred,
    Rung,
    Stop,
}

/// Reaches a [`Watch`] from elsewhere.
#[derive(Debug, Clone)]
pub struct Bell(Sender<Signal>);

impl Bell {
    /// Lets the watch return now.
    pub fn ring(&self) {
        // A watch that is gone has nobody to wake.
        self.0.send(Signal::Rung).ok();
    }

    /// Lets the watch end.
    pub fn stop(&self) {
        self.0.send(Signal::Stop).ok();
    }
}

/// Watches a folder and everything in it but hidden files.
pub struct Watch {
    folder: PathBuf,
    options: Options,
    sender: Sender<Signal>,
    received: Receiver<Signal>,
    events: Option<Events>,
    /// What the last look saw.
    seen: u64,
    next_look: Instant,
    stopped: bool,
}

impl Watch {
    /// Begins now: what changes from here on is told. The folder need not exist yet.
    pub fn new(folder: &Path, options: Options) -> Self {
        let (sender, received) = mpsc::channel();
        let mut watch = Self {
            folder: folder.to_owned(),
            options,
            sender,
            received,
            events: None,
            seen: 0,
            next_look: Instant::now(),
            stopped: false,
        };
        watch.listen();
        watch.look();
        watch
    }

    /// A bell for others.
    pub fn bell(&self) -> Bell {
        Bell(self.sender.clone())
    }

    /// Whether events are heard; else there are only looks.
    pub fn hears(&self) -> bool {
        self.events.is_some()
    }

    /// Whether it looks by itself.
    pub fn looks(&self) -> bool {
        self.options.looks
    }

    /// Waits until something changed and is at rest, or somebody rings.
    pub fn wait(&mut self) -> Woken {
        let woken = loop {
            if self.stopped {
                return Woken::Stopped;
            }
            let received = match self.options.looks {
                true => self.received.recv_timeout(self.next_look.saturating_duration_since(Instant::now())),
                false => self.received.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match received {
                Ok(Signal::Stirred) => break Woken::Changed,
                Ok(Signal::Rung) => break Woken::Rung,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Woken::Stopped,
                Err(RecvTimeoutError::Timeout) => {
                    self.listen();
                    if self.look() {
                        break Woken::Changed;
                    }
                }
            }
        };
        self.settle();
        if self.stopped { Woken::Stopped } else { woken }
    }

    /// Waits until nothing stirs, as long as there is patience.
    pub fn settle(&mut self) {
        let began = Instant::now();
        loop {
            let timed_out = match self.received.recv_timeout(self.options.quiet) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => {
                    self.stopped = true;
                    return;
                }
                Ok(_) => false,
                Err(RecvTimeoutError::Timeout) => true,
            };
            let rest = timed_out && !self.look() && !look::is_git_at_work(&self.folder);
            if rest || began.elapsed() >= self.options.patience {
                return;
            }
        }
    }

    /// Whether something changed since [`wait`](Self::wait) or [`settle`](Self::settle) returned: what was read since may
    /// be half of a batch.
    pub fn stirs(&mut self) -> bool {
        let mut stirs = false;
        while let Ok(signal) = self.received.try_recv() {
            match signal {
                Signal::Stirred | Signal::Rung => stirs = true,
                Signal::Stop => self.stopped = true,
            }
        }
        self.look() || stirs
    }

    /// Looks whether anything is different from the last time.
    fn look(&mut self) -> bool {
        let began = Instant::now();
        let now = look::look(&self.folder);
        let interval = if self.hears() { self.options.look } else { self.options.look_alone };
        self.next_look = Instant::now() + interval.max(began.elapsed() * SPARINGLY);
        std::mem::replace(&mut self.seen, now) != now
    }

    /// Asks for events, unless they come already from the folder that is there now.
    fn listen(&mut self) {
        if !self.options.events || self.events.as_ref().is_some_and(|events| events.are_of(&self.folder)) {
            return;
        }
        let sender = self.sender.clone();
        self.events = Events::of(&self.folder, move || {
            // A watch that is gone need not know.
            sender.send(Signal::Stirred).ok();
        });
    }
}

#[cfg(test)]
mod tests;

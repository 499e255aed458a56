//! What short commands do while the bot may be running: they take no lock, and write next to nothing.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use tokio::runtime::Runtime;

use super::snapshot::generation;
use crate::config::Settings;
use crate::curate::misses::{Group, group};
use crate::domain::{Candidate, Corpus, PartialDate};
use crate::engine::{Ask, Options, RetrieveError, Retriever, Search};
use crate::ingest::{Problem, Shelf};
use crate::store::StoreError;
use crate::store::curators::{Counts, LowRating, State};
use crate::store::sqlite::Register;

/// Rows of the log of unanswered questions that are read.
const ROWS: u32 = 10_000;

/// Today, in UTC.
pub fn today() -> PartialDate {
    let now = super::now();
    let day = now.split('T').next().unwrap_or_default();
    // A clock beyond the year 9999 makes no date lie in the future.
    day.parse().or_else(|_| "9999".parse()).unwrap_or_else(|_| unreachable!("a year is a date"))
}

/// Whether a process works in the data folder.
pub fn is_running(data: &Path) -> bool {
    File::open(data.join("lock")).is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// The articles as they are in the folder now.
pub struct Overview {
    /// An engine that knows what they state; it finds no answers.
    pub ask: Ask,
    /// What is wrong with files.
    pub problems: Vec<Problem>,
    /// Their generation, as the bot shows it when it has read them.
    pub generation: String,
}

impl Overview {
    /// Reads them.
    pub fn read(settings: &Settings) -> Self {
        let reading = Shelf::new(&settings.knowledge, &settings.public_url, None).read();
        let corpus = Arc::new(Corpus::new(reading.knowledge.articles));
        let generation = generation(&corpus, &reading.lexicon_sha256);
        let ask = Ask::new(corpus, &reading.knowledge.lexicon, Box::new(Nothing), Options::default());
        Self { ask, problems: reading.knowledge.problems, generation }
    }
}

struct Nothing;

impl Retriever for Nothing {
    fn retrieve(&self, _search: &Search) -> Result<Vec<Candidate>, RetrieveError> {
        Ok(Vec::new())
    }
}

/// What the bot has written down for curators.
pub struct Ledger {
    runtime: Runtime,
    register: Register,
}

impl Ledger {
    /// Opens it.
    ///
    /// # Errors
    /// When there is none yet, or it is of another version.
    pub fn open(settings: &Settings) -> anyhow::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start the runtime")?;
        let register = runtime.block_on(Register::open(&settings.data.join("inbox.sqlite")))?;
        Ok(Self { runtime, register })
    }

    /// The unanswered questions.
    pub fn misses(&self) -> Result<Vec<Group>, StoreError> {
        self.runtime
            .block_on(async { Ok(group(&self.register.misses(ROWS).await?, &self.register.passed_on().await?)) })
    }

    /// Sets what is made of one of them.
    pub fn set_state(&self, question: &Group, state: State) -> Result<(), StoreError> {
        self.runtime.block_on(self.register.set_state(&question.rows, state))
    }

    /// Answers that did not help, newest first.
    pub fn low_ratings(&self) -> Result<Vec<LowRating>, StoreError> {
        self.runtime.block_on(self.register.low_ratings(ROWS))
    }

    /// Numbers for an overview.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.runtime.block_on(self.register.counts())
    }
}

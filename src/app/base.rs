//! The knowledge folder with its index: where snapshots come from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use super::{Lock, Snapshot};
use crate::config::Settings;
use crate::domain::Corpus;
use crate::engine::{Ask, Options};
use crate::index::{Changes, IndexError, Opened, SearchIndex};
use crate::ingest::{Reading, Shelf};

/// Makes snapshots of what is in the knowledge folder. Holds the data folder as long as it or one of its snapshots
/// lives.
pub struct KnowledgeBase {
    dir: PathBuf,
    shelf: Shelf,
    options: Options,
    index: SearchIndex,
    index_dir: PathBuf,
    lock: Arc<Lock>,
    /// The engine made last: the next one need not find out again what it knows.
    last: Option<Arc<Ask>>,
}

impl KnowledgeBase {
    /// Takes the data folder and opens the index in it.
    ///
    /// # Errors
    /// When there is no knowledge folder, when another process has the data folder, or when it cannot be used.
    pub fn open(settings: &Settings) -> anyhow::Result<Self> {
        let dir = settings.knowledge.clone();
        if !dir.is_dir() {
            bail!(
                "there is no knowledge folder {}; run policybot in the project's folder, or name the folder with --knowledge or \
                 POLICYBOT_KNOWLEDGE_DIR",
                dir.display()
            );
        }
        let lock = Arc::new(Lock::take(&settings.data)?);
        let index_dir = settings.data.join("index");
        let index = open_index(&index_dir)?;
        let shelf = Shelf::new(&dir, &settings.public_url, Some(settings.data.join("last-good")));
        let options = Options { threshold: settings.threshold, ..Options::default() };
        Ok(Self { dir, shelf, options, index, index_dir, lock, last: None })
    }

    /// Loads the articles and brings the index up to date, at the first time. `progress` hears of every article indexed:
    /// how many are done, of how many.
    ///
    /// # Errors
    /// When there is no article, or when the index cannot be written.
    pub fn first(&mut self, progress: impl FnMut(usize, usize)) -> anyhow::Result<Snapshot> {
        let reading = self.read();
        let snapshot = self.snapshot(reading, progress)?;
        if snapshot.ask.corpus().articles().is_empty() {
            let problems: String = snapshot.problems.iter().map(|p| format!("\n{p}")).collect();
            bail!(
                "no article could be loaded from {}; put a .md or .txt file with front matter there, see README.md{problems}",
                self.dir.display()
            );
        }
        Ok(snapshot)
    }

    /// Reads what changed in the knowledge folder since the last reading.
    pub fn read(&mut self) -> Reading {
        let reading = self.shelf.read();
        if let Some(reason) = &reading.not_kept {
            tracing::warn!(%reason, "last good versions of articles cannot be kept; check free space and permissions of the data folder");
        }
        reading
    }

    /// Lets the next reading read every file, changed or not.
    pub fn forget(&mut self) {
        self.shelf.forget();
    }

    /// Makes a snapshot of what was read, there may be no article left. Snapshots made before stay as they are.
    ///
    /// # Errors
    /// When the index cannot be written; then the same may be tried again.
    pub fn snapshot(
        &mut self,
        reading: Reading,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Snapshot, IndexError> {
        let corpus = Arc::new(Corpus::new(reading.knowledge.articles.clone()));
        let changes = self.sync(&corpus, &mut progress)?;
        let searcher = self.index.searcher(Arc::clone(&corpus));
        let before = self.last.as_deref();
        let lexicon = &reading.knowledge.lexicon;
        let ask = Arc::new(Ask::after(before, corpus, lexicon, Box::new(searcher), self.options.clone()));
        self.last = Some(Arc::clone(&ask));
        Ok(Snapshot::new(&self.dir, ask, reading, changes, Arc::clone(&self.lock)))
    }

    /// The index may have been deleted or damaged while it was open: then it is opened anew, which builds it again.
    fn sync(&mut self, corpus: &Corpus, progress: &mut impl FnMut(usize, usize)) -> Result<Changes, IndexError> {
        let failed = match self.index.sync(corpus, &mut *progress) {
            Ok(changes) => return Ok(changes),
            Err(error) => error,
        };
        tracing::warn!(error = %failed, "the search index is opened anew");
        self.index = open_index(&self.index_dir)?;
        self.index.sync(corpus, progress)
    }
}

fn open_index(dir: &Path) -> Result<SearchIndex, IndexError> {
    let (index, opened) = SearchIndex::open(dir)?;
    match &opened {
        Opened::Existing => {}
        Opened::Created => tracing::info!("there is no search index yet, it is built"),
        Opened::Rebuilt(reason) => tracing::warn!(%reason, "the search index could not be used and is built anew"),
    }
    Ok(index)
}

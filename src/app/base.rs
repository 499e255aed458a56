//! The knowledge folder with its index: where snapshots come from.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::bail;

use super::{Lock, Snapshot};
use crate::config::Settings;
use crate::domain::Corpus;
use crate::engine::{Ask, Options};
use crate::index::{Opened, SearchIndex};
use crate::ingest::load_knowledge;

/// Makes snapshots of what is in the knowledge folder. Holds the data folder as long as it or one of its snapshots
/// lives.
pub struct KnowledgeBase {
    dir: PathBuf,
    public_url: String,
    options: Options,
    index: SearchIndex,
    lock: Arc<Lock>,
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
        let (index, opened) = SearchIndex::open(&settings.data.join("index"))?;
        match &opened {
            Opened::Existing => {}
            Opened::Created => tracing::info!("there is no search index yet, it is built"),
            Opened::Rebuilt(reason) => tracing::warn!(%reason, "the search index could not be used and is built anew"),
        }
        let options = Options { threshold: settings.threshold, ..Options::default() };
        Ok(Self { dir, public_url: settings.public_url.clone(), options, index, lock })
    }

    /// Loads the articles and brings the index up to date, at the first time. `progress` hears of every article indexed:
    /// how many are done, of how many.
    ///
    /// # Errors
    /// When there is no article, or when the index cannot be written.
    pub fn first(&mut self, progress: impl FnMut(usize, usize)) -> anyhow::Result<Snapshot> {
        let snapshot = self.next(progress)?;
        if snapshot.ask.corpus().articles().is_empty() {
            let problems: String = snapshot.problems.iter().map(|p| format!("\n{p}")).collect();
            bail!(
                "no article could be loaded from {}; put a .md or .txt file with front matter there, see README.md{problems}",
                self.dir.display()
            );
        }
        Ok(snapshot)
    }

    /// The same when there is a snapshot in service already; there may be no article left. Snapshots made before stay as
    /// they are.
    ///
    /// # Errors
    /// When the index cannot be written: then it is as it was.
    pub fn next(&mut self, progress: impl FnMut(usize, usize)) -> anyhow::Result<Snapshot> {
        let knowledge = load_knowledge(&self.dir, &self.public_url);
        let corpus = Arc::new(Corpus::new(knowledge.articles));
        let changes = self.index.sync(&corpus, progress)?;
        let searcher = self.index.searcher(Arc::clone(&corpus));
        let ask = Ask::new(corpus, &knowledge.lexicon, Box::new(searcher), self.options.clone());
        Ok(Snapshot::new(Arc::new(ask), knowledge.problems, knowledge.warnings, changes, Arc::clone(&self.lock)))
    }
}

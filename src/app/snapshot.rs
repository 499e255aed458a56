//! Everything needed to answer, of one generation.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::{KnowledgeBase, Lock};
use crate::config::Settings;
use crate::domain::Corpus;
use crate::engine::Ask;
use crate::index::Changes;
use crate::ingest::{Problem, Reading};
use crate::text::stem::lemmas_sha256;

/// Articles, index and engine that belong together.
pub struct Snapshot {
    /// The engine.
    pub ask: Arc<Ask>,
    /// What is wrong with files in the knowledge folder.
    pub problems: Vec<Problem>,
    /// What was left out of articles that did load.
    pub warnings: Vec<Problem>,
    /// Files, as problems show them, whose last good version answers because the present one cannot be used.
    pub kept: Vec<String>,
    /// Changes with the articles, the lexicon and the lemmas: eight hexadecimal digits made from all of it.
    pub generation: String,
    /// The knowledge folder.
    pub dir: PathBuf,
    /// What indexing did.
    pub changes: Changes,
    /// When it was loaded.
    pub since: SystemTime,
    _lock: Arc<Lock>,
}

impl Snapshot {
    pub(super) fn new(dir: &Path, ask: Arc<Ask>, reading: Reading, changes: Changes, lock: Arc<Lock>) -> Self {
        let generation = generation(ask.corpus(), &reading.lexicon_sha256);
        let Reading { knowledge, kept, .. } = reading;
        Self {
            dir: dir.to_owned(),
            ask,
            problems: knowledge.problems,
            warnings: knowledge.warnings,
            kept,
            generation,
            changes,
            since: SystemTime::now(),
            _lock: lock,
        }
    }
}

/// Loads the articles and brings the index up to date. `progress` hears of every article indexed: how many are done,
/// of how many.
pub fn open(settings: &Settings, progress: impl FnMut(usize, usize)) -> anyhow::Result<Snapshot> {
    KnowledgeBase::open(settings)?.first(progress)
}

/// Changes with everything that is answered from.
pub(super) fn generation(corpus: &Corpus, lexicon_sha256: &[u8; 32]) -> String {
    let mut hash = Sha256::new();
    hash.update(lexicon_sha256);
    if let Some(lemmas) = lemmas_sha256() {
        hash.update(lemmas);
    }
    for article in corpus.articles() {
        hash.update(article.meta.id.0.as_bytes());
        hash.update([0]);
        hash.update(article.text.sha256());
        hash.update(format!("{:?}\0{:?}\0", article.meta, article.notes));
    }
    hash.finalize()[..4].iter().map(|b| format!("{b:02x}")).collect()
}

//! Everything needed to answer, of one generation.

use std::sync::Arc;

use anyhow::bail;
use sha2::{Digest, Sha256};

use super::Lock;
use crate::config::Settings;
use crate::domain::Corpus;
use crate::engine::{Ask, Options};
use crate::index::{Changes, Opened, SearchIndex};
use crate::ingest::{Problem, load_knowledge};

/// Articles, index and engine that belong together.
pub struct Snapshot {
    /// The engine.
    pub ask: Arc<Ask>,
    /// What is wrong with files in the knowledge folder.
    pub problems: Vec<Problem>,
    /// What was left out of articles that did load.
    pub warnings: Vec<Problem>,
    /// Changes with the articles: eight hexadecimal digits made from all ids and hashes.
    pub generation: String,
    /// What indexing did.
    pub changes: Changes,
    _lock: Lock,
}

/// Loads the articles and brings the index up to date. `progress` hears of every article indexed: how many are done,
/// of how many.
pub fn open(settings: &Settings, progress: impl FnMut(usize, usize)) -> anyhow::Result<Snapshot> {
    let dir = &settings.knowledge;
    if !dir.is_dir() {
        bail!(
            "there is no knowledge folder {}; run policybot in the project's folder, or name the folder with --knowledge or \
             POLICYBOT_KNOWLEDGE_DIR",
            dir.display()
        );
    }
    let lock = Lock::take(&settings.data)?;
    let knowledge = load_knowledge(dir, &settings.public_url);
    if knowledge.articles.is_empty() {
        let problems: String = knowledge.problems.iter().map(|p| format!("\n{p}")).collect();
        bail!(
            "no article could be loaded from {}; put a .md or .txt file with front matter there, see README.md{problems}",
            dir.display()
        );
    }
    let corpus = Arc::new(Corpus::new(knowledge.articles));
    let generation = generation(&corpus);
    let (index, opened) = SearchIndex::open(&settings.data.join("index"))?;
    match &opened {
        Opened::Existing => {}
        Opened::Created => tracing::info!("there is no search index yet, it is built"),
        Opened::Rebuilt(reason) => tracing::warn!(%reason, "the search index could not be used and is built anew"),
    }
    let changes = index.sync(&corpus, progress)?;
    let searcher = index.searcher(Arc::clone(&corpus));
    let options = Options { threshold: settings.threshold, ..Options::default() };
    let ask = Arc::new(Ask::new(corpus, &knowledge.lexicon, Box::new(searcher), options));
    Ok(Snapshot { ask, problems: knowledge.problems, warnings: knowledge.warnings, generation, changes, _lock: lock })
}

fn generation(corpus: &Corpus) -> String {
    let mut hash = Sha256::new();
    for article in corpus.articles() {
        hash.update(article.meta.id.0.as_bytes());
        hash.update([0]);
        hash.update(article.text.sha256());
    }
    hash.finalize()[..4].iter().map(|b| format!("{b:02x}")).collect()
}

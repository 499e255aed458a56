//! An engine over articles, as it stands in the bot: the shipped lexicon and page furniture, a search index in memory.

use std::path::Path;
use std::sync::Arc;

use policybot::domain::{Article, Corpus, Lexicon};
use policybot::engine::{Ask, Options};
use policybot::index::SearchIndex;
use policybot::ingest;

/// Over the articles of a folder, with whose reading nothing is wrong.
pub fn over(folder: &Path, options: Options) -> Ask {
    let lexicon = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/lexicon");
    let (furniture, _) = ingest::Boilerplate::load(&lexicon);
    let loaded = ingest::load(folder, &furniture);
    assert_eq!(loaded.problems, []);
    with(loaded.articles, &ingest::lexicon::load(&lexicon).0, options)
}

/// Over the texts of article files.
pub fn on<S: AsRef<str>>(files: &[S]) -> Ask {
    let folder = tempfile::tempdir().expect("a folder");
    for (i, text) in files.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{i}.md")), text.as_ref()).expect("written");
    }
    over(folder.path(), Options::default())
}

/// Over articles and a lexicon that are loaded already.
pub fn with(articles: Vec<Arc<Article>>, lexicon: &Lexicon, options: Options) -> Ask {
    let corpus = Arc::new(Corpus::new(articles));
    let index = SearchIndex::in_memory().expect("an index");
    index.sync(&corpus, |_, _| {}).expect("indexed");
    let searcher = index.searcher(Arc::clone(&corpus));
    Ask::new(corpus, lexicon, Box::new(searcher), options)
}

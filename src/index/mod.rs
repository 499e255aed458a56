//! The search index: tantivy on disk, derived from the corpus and never a source of text.
//!
//! [`SearchIndex::open`] opens a folder or builds it anew when it is missing, damaged or of another format;
//! [`SearchIndex::sync`] brings it to a corpus, touching only articles that changed, in one commit;
//! [`SearchIndex::searcher`] gives the engine its [`Retriever`](crate::engine::Retriever) over exactly that corpus.
//! Words reach it through `text::words` and `text::stem`, as the question's do; with another dictionary of lemmas every
//! article counts as changed. It hands back which passages may answer, never what they say, and may be deleted at any
//! time.

mod analyzer;
mod best;
mod folder;
pub mod plain;
mod schema;
mod searcher;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use schema::Fields;
use sha2::{Digest, Sha256};
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{Index, IndexReader, IndexWriter, TantivyDocument, Term};

use crate::domain::{Article, Corpus};
use crate::text::stem::lemmas_sha256;
pub use folder::Opened;
pub use searcher::Searcher;

/// Memory for one batch of documents, bytes (tantivy wants at least 15 MB).
const WRITER_BYTES: usize = 32_000_000;

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The folder cannot be used.
    #[error("cannot use the index folder {path}: {reason}; check that it exists, is writable and has free space")]
    Folder {
        /// The folder.
        path: String,
        /// The cause.
        reason: String,
    },
    /// The index itself failed.
    #[error("the search index failed: {0}; delete the index folder, it is built anew from the articles")]
    Tantivy(#[from] tantivy::TantivyError),
}

/// What a [`SearchIndex::sync`] did, in articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// New ones, indexed.
    pub added: usize,
    /// Changed ones, indexed again.
    pub changed: usize,
    /// Gone ones, removed.
    pub removed: usize,
    /// Left alone.
    pub unchanged: usize,
}

/// An index, on disk or in memory.
pub struct SearchIndex {
    index: Index,
    reader: IndexReader,
    fields: Fields,
}

impl SearchIndex {
    /// Opens the index in a folder, building an empty one when there is none that can be used.
    pub fn open(dir: &Path) -> Result<(Self, Opened), IndexError> {
        let (index, opened) = folder::open(dir)?;
        Ok((Self::over(index)?, opened))
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<Self, IndexError> {
        Self::over(Index::create_in_ram(schema::schema().0))
    }

    fn over(index: Index) -> Result<Self, IndexError> {
        analyzer::register(&index);
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, fields: schema::schema().1 })
    }

    /// Brings the index to the corpus in one commit. `progress` hears of every article indexed: how many are done, of
    /// how many.
    pub fn sync(&self, corpus: &Corpus, mut progress: impl FnMut(usize, usize)) -> Result<Changes, IndexError> {
        let mut ledger = self.ledger()?;
        let mut changes = Changes::default();
        let mut todo: Vec<(&Article, String)> = Vec::new();
        for article in corpus.articles() {
            let digest = digest(article);
            match ledger.remove(&article.meta.id.0) {
                Some(known) if known == digest => changes.unchanged += 1,
                Some(_) => {
                    changes.changed += 1;
                    todo.push((article, digest));
                }
                None => {
                    changes.added += 1;
                    todo.push((article, digest));
                }
            }
        }
        changes.removed = ledger.len();
        if !todo.is_empty() || !ledger.is_empty() {
            let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
            let stale = ledger.keys().map(String::as_str).chain(todo.iter().map(|(a, _)| a.meta.id.0.as_str()));
            stale.for_each(|id| _ = writer.delete_term(Term::from_field_text(self.fields.id, id)));
            for (done, (article, digest)) in todo.iter().enumerate() {
                self.add(&writer, article, digest)?;
                progress(done + 1, todo.len());
            }
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(folder::FORMAT);
            commit.commit()?;
            writer.wait_merging_threads()?;
            self.reader.reload()?;
        }
        Ok(changes)
    }

    fn add(&self, writer: &IndexWriter, article: &Article, digest: &str) -> Result<(), IndexError> {
        for document in self.fields.documents(article, digest) {
            writer.add_document(document)?;
        }
        Ok(())
    }

    /// Digest of every indexed article, by id.
    fn ledger(&self) -> Result<HashMap<String, String>, IndexError> {
        let searcher = self.reader.searcher();
        let whole = Term::from_field_u64(self.fields.passage, schema::WHOLE);
        let articles = TermQuery::new(whole, IndexRecordOption::Basic);
        let mut out = HashMap::new();
        for address in searcher.search(&articles, &DocSetCollector)? {
            let document: TantivyDocument = searcher.doc(address)?;
            let text = |field| document.get_first(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
            out.insert(text(self.fields.id), text(self.fields.digest));
        }
        Ok(out)
    }

    /// A retriever over the corpus that was synced last.
    pub fn searcher(&self, corpus: Arc<Corpus>) -> Searcher {
        Searcher::new(self.reader.searcher(), self.fields, &corpus)
    }
}

/// Names the version of an article: everything that is indexed goes in.
fn digest(article: &Article) -> String {
    let mut hash = Sha256::new();
    let m = &article.meta;
    let date = m.date.to_string();
    let head = [m.id.0.as_str(), &m.title, &m.url, &m.region, m.lang.code(), &date];
    let more = m.tags.iter().chain(&m.speaker).chain(&m.publisher).map(String::as_str);
    for part in head.into_iter().chain(more) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    // The text was hashed when it was frozen.
    hash.update(article.text.sha256());
    for passage in &article.passages {
        hash.update((passage.span.start as u64).to_be_bytes());
        hash.update((passage.span.end as u64).to_be_bytes());
    }
    // Other lemmas, other stems.
    if let Some(lemmas) = lemmas_sha256() {
        hash.update(lemmas);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests;

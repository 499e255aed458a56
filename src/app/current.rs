//! The snapshot in service, which a newer one may replace at any time.
//!
//! Whoever answers takes the snapshot once and keeps it for that answer; a swap is one pointer, so nobody waits and nobody
//! sees parts of two generations. The old snapshot goes when its last user does.

use std::sync::Arc;

use arc_swap::ArcSwap;
use async_trait::async_trait;
use tokio::sync::watch;

use super::Snapshot;
use crate::dialogue::{Knowledge, Named, Place};
use crate::domain::{Answer, Article, ArticleId, Citation, Lang, Question, Quote, Span};
use crate::engine::RetrieveError;
use crate::engine::news::Interest;
use crate::reply::Coverage;
use crate::telegram::Library;

/// Holds the snapshot in service.
pub struct Current {
    snapshot: ArcSwap<Snapshot>,
    /// How often it was replaced.
    swaps: watch::Sender<u64>,
}

impl Current {
    /// Puts a first snapshot into service.
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot: ArcSwap::from_pointee(snapshot), swaps: watch::Sender::new(0) }
    }

    /// The snapshot in service. To be taken once for everything that belongs together.
    pub fn load(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts another one into service: whoever asks from now on gets it.
    pub fn swap(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
        self.swaps.send_modify(|swaps| *swaps += 1);
    }

    /// How often the snapshot was replaced, and news of every time.
    pub fn swaps(&self) -> watch::Receiver<u64> {
        self.swaps.subscribe()
    }
}

impl Knowledge for Current {
    fn pinned(&self) -> Option<Arc<dyn Knowledge>> {
        Some(Arc::clone(&self.load().ask) as _)
    }

    fn ask(&self, question: &Question) -> Result<Answer, RetrieveError> {
        self.load().ask.ask(question)
    }

    fn coverage(&self, lang: Lang) -> Coverage {
        self.load().ask.coverage(lang)
    }

    fn articles(&self) -> Vec<Arc<Article>> {
        Knowledge::articles(&*self.load().ask)
    }

    fn article(&self, id: &ArticleId) -> Option<Arc<Article>> {
        self.load().ask.article(id)
    }

    fn places(&self, lang: Lang) -> Vec<Place> {
        Knowledge::places(&*self.load().ask, lang)
    }

    fn named(&self, words: &str, lang: Lang) -> Named {
        self.load().ask.named(words, lang)
    }

    fn matched(&self, question: &Question, quote: &Quote) -> Vec<Span> {
        Knowledge::matched(&*self.load().ask, question, quote)
    }
}

#[async_trait]
impl Library for Current {
    fn pinned(&self) -> Option<Arc<dyn Library>> {
        Some(self.load() as _)
    }

    async fn renewed(&self, known: &str) {
        let mut swaps = self.swaps();
        while self.load().generation == known {
            // The sender lives as long as we do.
            _ = swaps.changed().await;
        }
    }

    fn generation(&self) -> String {
        self.load().generation()
    }

    fn articles(&self) -> Vec<(String, String)> {
        Library::articles(&*self.load())
    }

    fn regions(&self, lang: Lang) -> Vec<(String, String)> {
        self.load().regions(lang)
    }

    fn region_name(&self, region: &str, lang: Lang) -> String {
        self.load().region_name(region, lang)
    }

    fn interest(&self, words: &str, lang: Lang) -> Interest {
        self.load().interest(words, lang)
    }

    fn news(&self, article: &str, interest: &Interest) -> Option<Citation> {
        self.load().news(article, interest)
    }
}

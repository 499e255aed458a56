//! The snapshot in service, which a newer one may replace at any time.
//!
//! Whoever answers takes the snapshot once and keeps it for that answer; a swap is one pointer, so nobody waits and nobody
//! sees parts of two generations. The old snapshot goes when its last user does.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use async_trait::async_trait;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;

use super::Snapshot;
use crate::curate::coverage::Grid;
use crate::dialogue::{Knowledge, Named, Place};
use crate::domain::{Answer, Article, ArticleId, Citation, Lang, Question, Quote, Span};
use crate::engine::RetrieveError;
use crate::engine::news::Interest;
use crate::ingest::adding::{AddError, Document, Proposal, Wishes};
use crate::reply::Coverage;
use crate::telegram::Library;
use crate::telegram::reach::curators::{Failing, Status};
use crate::watch::Bell;

/// How long an administrator waits for a reading that was asked for.
const REREAD_PATIENCE: Duration = Duration::from_secs(30);

/// Holds the snapshot in service.
pub struct Current {
    snapshot: ArcSwap<Snapshot>,
    /// How often it was replaced.
    swaps: watch::Sender<u64>,
    upkeep: Mutex<Upkeep>,
    /// How often the knowledge folder was read.
    readings: watch::Sender<u64>,
    /// Asks for a reading.
    bell: OnceLock<Bell>,
    /// Sources that administrators are to be told of: where they are put, and where they are taken.
    failing: (UnboundedSender<Failing>, tokio::sync::Mutex<UnboundedReceiver<Failing>>),
}

/// How the snapshot in service is kept up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upkeep {
    /// When the snapshot in service was put there.
    pub since: SystemTime,
    /// When the knowledge folder was read last.
    pub read: SystemTime,
    /// Why the articles read last are not in service, if they are not.
    pub failure: Option<String>,
}

impl Current {
    /// Puts a first snapshot into service.
    pub fn new(snapshot: Snapshot) -> Self {
        let now = SystemTime::now();
        let (failing, failed) = mpsc::unbounded_channel();
        let upkeep = Mutex::new(Upkeep { since: now, read: now, failure: None });
        Self {
            snapshot: ArcSwap::from_pointee(snapshot),
            swaps: watch::Sender::new(0),
            upkeep,
            readings: watch::Sender::new(0),
            bell: OnceLock::new(),
            failing: (failing, tokio::sync::Mutex::new(failed)),
        }
    }

    /// The snapshot in service. To be taken once for everything that belongs together.
    pub fn load(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Puts another one into service: whoever asks from now on gets it.
    pub fn swap(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
        let now = SystemTime::now();
        self.note(|upkeep| *upkeep = Upkeep { since: now, read: now, failure: None });
        self.swaps.send_modify(|swaps| *swaps += 1);
    }

    /// How it is kept up to date.
    pub fn upkeep(&self) -> Upkeep {
        self.upkeep.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }

    /// Lets readings be asked for.
    pub(super) fn hang(&self, bell: Bell) {
        // There is one bell in a life.
        self.bell.set(bell).ok();
    }

    /// Notes that the knowledge folder was read and there was nothing new.
    pub(super) fn looked(&self) {
        self.note(|upkeep| upkeep.read = SystemTime::now());
    }

    /// Notes that what was read could not be put into service.
    pub(super) fn failed(&self, reason: String) {
        self.note(|upkeep| (upkeep.read, upkeep.failure) = (SystemTime::now(), Some(reason)));
    }

    fn note(&self, change: impl FnOnce(&mut Upkeep)) {
        change(&mut self.upkeep.lock().unwrap_or_else(|e| e.into_inner()));
        self.readings.send_modify(|readings| *readings += 1);
    }

    /// Where failing sources are told of.
    pub(super) fn failing(&self) -> UnboundedSender<Failing> {
        self.failing.0.clone()
    }

    /// How often the snapshot was replaced, and news of every time.
    pub fn swaps(&self) -> watch::Receiver<u64> {
        self.swaps.subscribe()
    }
}

fn ms(at: SystemTime) -> i64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
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

    async fn failing(&self) -> Failing {
        match self.failing.1.lock().await.recv().await {
            Some(failing) => failing,
            // We hold a sender ourselves.
            None => std::future::pending().await,
        }
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

    fn status(&self) -> Status {
        let upkeep = self.upkeep();
        let (since_ms, read_ms) = (ms(upkeep.since), ms(upkeep.read));
        Status { since_ms, read_ms, failure: upkeep.failure, ..self.load().status() }
    }

    async fn reread(&self) -> bool {
        let Some(bell) = self.bell.get() else { return false };
        let mut readings = self.readings.subscribe();
        readings.mark_unchanged();
        bell.ring();
        tokio::time::timeout(REREAD_PATIENCE, readings.changed()).await.is_ok_and(|told| told.is_ok())
    }

    fn lint(&self) -> Vec<String> {
        Library::lint(&*self.load())
    }

    fn coverage(&self, lang: Lang) -> Grid {
        Library::coverage(&*self.load(), lang)
    }

    fn propose(&self, document: Document, wishes: &Wishes) -> Result<Proposal, AddError> {
        self.load().propose(document, wishes)
    }

    fn take_in(&self, proposal: &Proposal) -> Result<(), AddError> {
        self.load().take_in(proposal)
    }

    fn news(&self, article: &str, interest: &Interest) -> Option<Citation> {
        self.load().news(article, interest)
    }
}

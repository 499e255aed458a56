//! What the handlers share.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;

use super::Options;
use super::guard::Rate;
use super::routes::Reader;
use super::shelf::Shelf;
use crate::dialogue::state::Kept;
use crate::domain::{Answer, Citation, Question, Quote};
use crate::reply;
use crate::store::memory::{KeptQuote, Note};

/// The reader, running.
pub(super) struct Site {
    pub options: Options,
    pub rate: Rate,
    reader: Reader,
    shelf: Mutex<Option<Arc<Shelf>>>,
    room: Semaphore,
}

/// A question could not be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failed;

impl Site {
    pub fn new(reader: Reader, options: Options) -> Self {
        let rate = Rate::new(options.per_minute, options.trusted_proxies.clone());
        let room = Semaphore::new(options.questions);
        Self { options, rate, reader, shelf: Mutex::new(None), room }
    }

    /// The articles as they are now.
    pub fn shelf(&self) -> Arc<Shelf> {
        let edition = (self.reader.current)();
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        match &*shelf {
            Some(known) if known.is_of(&edition) => Arc::clone(known),
            _ => Arc::clone(shelf.insert(Arc::new(Shelf::new(edition)))),
        }
    }

    /// Works on the CPU apart from the connections, a few at a time.
    pub async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Failed> {
        let _place = self.room.acquire().await.map_err(|_| Failed)?;
        tokio::task::spawn_blocking(job).await.map_err(|_| Failed)
    }

    /// Answers a question: every quote compared with its article's hash, and kept, so that its card outlives changes.
    pub async fn ask(&self, shelf: &Arc<Shelf>, question: Question) -> Result<(Answer, Duration), Failed> {
        let ask = Arc::clone(&shelf.ask);
        let answered = self.work(move || {
            let began = std::time::Instant::now();
            let answer = ask.ask(&question).ok()?;
            let is_sound = answer.citations().all(|c| c.quote.verify().is_ok());
            is_sound.then(|| (answer, began.elapsed()))
        });
        let (answer, elapsed) = answered.await?.ok_or(Failed)?;
        reply::counted(&answer, elapsed, "reader");
        self.keep(answer.citations().map(|citation| &citation.quote)).await;
        Ok((answer, elapsed))
    }

    /// What was kept of a quote; nothing without a store.
    pub async fn kept(&self, id: &str) -> Option<(Kept, i64)> {
        let memory = self.reader.memory.as_ref()?;
        let row = match memory.quotes(&[id.to_owned()]).await {
            Ok(rows) => rows.into_iter().next()?,
            Err(error) => {
                tracing::warn!(%error, "a kept quote could not be read");
                return None;
            }
        };
        Some((serde_json::from_str(&row.body).ok()?, row.kept_at_ms))
    }

    /// Keeps quotes as they are now; the first wording stays.
    pub async fn keep(&self, quotes: impl Iterator<Item = &Quote>) {
        let Some(memory) = self.reader.memory.as_ref() else { return };
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let kept_at_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        let note = |quote: &Quote| {
            let body = serde_json::to_string(&Kept::of(quote)).ok()?;
            Some(Note::Quote(KeptQuote { id: quote.id().to_string(), body, kept_at_ms }))
        };
        let notes: Vec<Note> = quotes.filter_map(note).collect();
        if !notes.is_empty()
            && let Err(error) = memory.note(notes).await
        {
            tracing::warn!(%error, "quotes could not be kept");
        }
    }

    /// The card of a quote.
    pub fn card(&self, id: &str) -> String {
        format!("{}/q/{id}", self.options.public_url)
    }
}

/// The words of a citation's quote, on its article's page of ours.
pub(super) fn in_article(citation: &Citation) -> String {
    let quote = &citation.quote;
    format!("{}?q={}#quote", quote.article().meta.id.page(""), quote.id())
}

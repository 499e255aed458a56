//! What was asked: counted, and noted where it went unanswered.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::dialogue::{Knowledge, Named, Place};
use crate::domain::{Answer, AnswerKind, Article, ArticleId, Lang, Question, Quote, Span};
use crate::engine::RetrieveError;
use crate::reply::{Coverage, counted, shorten};
use crate::store::Store;
use crate::store::people::Miss;

/// Characters of a question that are kept.
const QUESTION_CHARS: usize = 300;
/// Misses that may wait to be written; further ones are not noted.
const QUEUE: usize = 1024;

/// The same knowledge, which counts what it is asked and, with a store, notes what it could not answer; and the task that
/// writes the notes. It ends when the last copy of the knowledge is gone.
pub(in crate::telegram) fn noting(
    knowledge: Arc<dyn Knowledge>,
    store: Option<Arc<dyn Store>>,
) -> (Arc<dyn Knowledge>, JoinHandle<()>) {
    let (misses, mut received) = mpsc::channel::<Miss>(QUEUE);
    let writing = tokio::spawn(async move {
        let Some(store) = store else { return };
        while let Some(miss) = received.recv().await {
            if let Err(error) = store.note_miss(&miss).await {
                tracing::error!(%error, "an unanswered question could not be noted");
            }
        }
    });
    (Arc::new(Noting { knowledge, misses }), writing)
}

struct Noting {
    knowledge: Arc<dyn Knowledge>,
    misses: mpsc::Sender<Miss>,
}

impl Knowledge for Noting {
    fn pinned(&self) -> Option<Arc<dyn Knowledge>> {
        let knowledge = self.knowledge.pinned()?;
        Some(Arc::new(Self { knowledge, misses: self.misses.clone() }))
    }

    fn ask(&self, question: &Question) -> Result<Answer, RetrieveError> {
        let began = Instant::now();
        let answer = self.knowledge.ask(question)?;
        counted(&answer, began.elapsed(), "telegram");
        if let AnswerKind::Abstention(silence) = &answer.kind
            && silence.small_talk.is_none()
        {
            let words = question.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let miss = Miss {
                lang: answer.lang,
                reason: silence.reason.code().to_owned(),
                region: silence.region.clone().unwrap_or_default(),
                question: shorten(&words, QUESTION_CHARS),
            };
            // A full queue, or none: the log is for counting, answering comes first.
            self.misses.try_send(miss).ok();
        }
        Ok(answer)
    }

    fn look(&self, question: &Question) -> Result<Answer, RetrieveError> {
        self.knowledge.look(question)
    }

    fn coverage(&self, lang: Lang) -> Coverage {
        self.knowledge.coverage(lang)
    }

    fn articles(&self) -> Vec<Arc<Article>> {
        self.knowledge.articles()
    }

    fn article(&self, id: &ArticleId) -> Option<Arc<Article>> {
        self.knowledge.article(id)
    }

    fn places(&self, lang: Lang) -> Vec<Place> {
        self.knowledge.places(lang)
    }

    fn named(&self, words: &str, lang: Lang) -> Named {
        self.knowledge.named(words, lang)
    }

    fn matched(&self, question: &Question, quote: &Quote) -> Vec<Span> {
        self.knowledge.matched(question, quote)
    }
}

//! What was asked: counted, and noted where it went unanswered.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Options;
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

/// The same knowledge, which counts what it is asked and, with a store, notes what it could not answer (as `options` say);
/// and the task that writes the notes. It ends when the last copy of the knowledge is gone.
pub(in crate::telegram) fn noting(
    knowledge: Arc<dyn Knowledge>,
    store: Arc<dyn Store>,
    options: &Options,
) -> (Noting, JoinHandle<()>) {
    let (misses, mut received) = mpsc::channel::<(Miss, Option<i64>)>(QUEUE);
    let (noted, with_askers) = (options.miss_log, options.log_users);
    let writing = tokio::spawn(async move {
        // Nobody's number stays once it is not to be kept any more.
        if !(noted && with_askers)
            && let Err(error) = store.erase_askers().await
        {
            tracing::error!(%error, "the askers of unanswered questions could not be deleted");
        }
        if !noted {
            return;
        }
        while let Some((miss, asker)) = received.recv().await {
            if let Err(error) = store.note_miss(&miss, asker.filter(|_| with_askers)).await {
                tracing::error!(%error, "an unanswered question could not be noted");
            }
        }
    });
    (Noting { knowledge, asker: None, misses }, writing)
}

/// Knowledge that notes what it could not answer.
#[derive(Clone)]
pub(in crate::telegram) struct Noting {
    knowledge: Arc<dyn Knowledge>,
    asker: Option<i64>,
    misses: mpsc::Sender<(Miss, Option<i64>)>,
}

impl Noting {
    /// The same, asked by a user.
    pub(in crate::telegram) fn asked_by(&self, user_id: i64) -> Arc<dyn Knowledge> {
        Arc::new(Self { asker: Some(user_id), ..self.clone() })
    }
}

impl Knowledge for Noting {
    fn pinned(&self) -> Option<Arc<dyn Knowledge>> {
        let knowledge = self.knowledge.pinned()?;
        Some(Arc::new(Self { knowledge, ..self.clone() }))
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
            self.misses.try_send((miss, self.asker)).ok();
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

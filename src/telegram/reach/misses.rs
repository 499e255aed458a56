//! Which questions went unanswered.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::domain::{AnswerKind, Question};
use crate::reply::shorten;
use crate::store::Store;
use crate::store::people::Miss;
use crate::telegram::Answerer;

/// Characters of a question that are kept.
const QUESTION_CHARS: usize = 300;
/// Misses that may wait to be written; further ones are not noted.
const QUEUE: usize = 1024;

/// The same answerer, which notes what it could not answer, and the task that writes the notes; it ends when the last copy
/// of the answerer is gone.
pub(in crate::telegram) fn noting(answerer: Answerer, store: Arc<dyn Store>) -> (Answerer, JoinHandle<()>) {
    let (send, mut received) = mpsc::channel::<Miss>(QUEUE);
    let writing = tokio::spawn(async move {
        while let Some(miss) = received.recv().await {
            if let Err(error) = store.note_miss(&miss).await {
                tracing::error!(%error, "an unanswered question could not be noted");
            }
        }
    });
    let noting = move |question: &Question| {
        let answer = answerer(question)?;
        if let AnswerKind::Abstention(silence) = &answer.kind {
            let words = question.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let miss = Miss {
                lang: answer.lang,
                reason: silence.reason.code().to_owned(),
                region: silence.region.clone().unwrap_or_default(),
                question: shorten(&words, QUESTION_CHARS),
            };
            // A full queue: the log is for counting, answering comes first.
            send.try_send(miss).ok();
        }
        Ok(answer)
    };
    (Arc::new(noting), writing)
}

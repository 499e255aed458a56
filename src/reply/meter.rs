//! Counting answers, without what was asked.

use std::time::Duration;

use crate::domain::{Answer, AnswerKind};

/// Questions answered, by kind of answer, language, outcome (`answered`, or the reason for silence) and way in.
const QUESTIONS: &str = "policybot_questions_total";
/// How long answers took, seconds, by way in.
const SECONDS: &str = "policybot_answer_seconds";
/// Questions that the sources do not answer.
const MISSES: &str = "policybot_misses_total";

/// Counts an answer that somebody got; `via` is the way in: `telegram`, `reader`, `mcp`.
pub fn counted(answer: &Answer, elapsed: Duration, via: &'static str) {
    let (kind, outcome) = match &answer.kind {
        AnswerKind::Quotes(_) => ("quotes", "answered"),
        AnswerKind::List(_) => ("list", "answered"),
        AnswerKind::Abstention(silence) if silence.small_talk.is_some() => ("talk", "answered"),
        AnswerKind::Abstention(silence) => ("abstention", silence.reason.code()),
    };
    let labels = [("kind", kind), ("lang", answer.lang.code()), ("outcome", outcome), ("via", via)];
    metrics::counter!(QUESTIONS, &labels).increment(1);
    metrics::histogram!(SECONDS, "via" => via).record(elapsed.as_secs_f64());
    if kind == "abstention" {
        metrics::counter!(MISSES, "reason" => outcome).increment(1);
    }
}

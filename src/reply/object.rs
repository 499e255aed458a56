//! An answer as JSON: a stable interface, documented in README.md.

use std::time::Duration;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::{Answer, AnswerKind, Citation};

/// An answer for programs.
#[derive(Serialize)]
pub struct Object<'a> {
    id: &'a RawValue,
    kind: &'static str,
    reason: Option<&'static str>,
    lang: &'static str,
    confidence: f32,
    quotes: Vec<QuoteObject<'a>>,
    elapsed_us: u64,
}

/// A quote of it.
#[derive(Serialize)]
pub struct QuoteObject<'a> {
    id: &'a str,
    text: &'a str,
    url: &'a str,
    link: &'a str,
    title: &'a str,
    region: &'a str,
    date: String,
    lang: &'static str,
    article: &'a str,
    start: usize,
    end: usize,
    score: f32,
    kind: &'static str,
    references: &'a [String],
}

/// The answer to the question with this id, which took so long.
pub fn object<'a>(id: &'a RawValue, answer: &'a Answer, elapsed: Duration) -> Object<'a> {
    let (kind, reason) = match &answer.kind {
        AnswerKind::Quotes(_) => ("quotes", None),
        AnswerKind::List(_) => ("list", None),
        AnswerKind::Abstention(a) => ("abstention", Some(a.reason.code())),
    };
    Object {
        id,
        kind,
        reason,
        lang: answer.lang.code(),
        confidence: answer.confidence,
        quotes: answer.citations().map(quote_object).collect(),
        elapsed_us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
    }
}

/// A quote as it stands in an [`Object`].
pub fn quote_object(citation: &Citation) -> QuoteObject<'_> {
    let (quote, meta) = (&citation.quote, &citation.quote.article().meta);
    QuoteObject {
        id: quote.id().as_str(),
        text: quote.text(),
        url: &meta.url,
        link: &citation.link,
        title: &meta.title,
        region: &meta.region,
        date: meta.date.to_string(),
        lang: meta.lang.code(),
        article: &meta.id.0,
        start: quote.span().start,
        end: quote.span().end,
        score: citation.score,
        kind: meta.kind.code(),
        references: &meta.references,
    }
}

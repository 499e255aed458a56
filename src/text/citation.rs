//! From a span of an article to a [`Citation`]: the one place where the link to a quote is made.
//!
//! The link opens the page of [`ArticleMeta::url`](crate::domain::ArticleMeta::url), of a brief that of our own reader, at
//! the quoted words; that of a paged document (PDF) at their page.

use std::sync::{Arc, OnceLock};

use super::fragment::{self, FoldedText};
use crate::domain::{Article, Citation, Quote, Span};

/// The words of a span with the link to them; nothing when the span is no quote of the article. `score` as in
/// [`Citation::score`].
pub fn cite(article: &Arc<Article>, span: Span, score: f32) -> Option<Citation> {
    cite_in(article, &OnceLock::new(), span, score)
}

/// [`cite`] with a place for the article's folded text, for all of its quotes; it is folded when the first needs it.
pub fn cite_in(article: &Arc<Article>, folded: &OnceLock<FoldedText>, span: Span, score: f32) -> Option<Citation> {
    let quote = Quote::cut(article, span).ok()?;
    let (url, text) = (&article.meta.url, article.text.as_str());
    let link = match article.page(span) {
        // Viewers of paged documents know no text directives, but they open at a page (RFC 8118).
        Some(page) => format!("{}#page={page}", url.split('#').next().unwrap_or_default()),
        None => fragment::link_in(url, text, folded.get_or_init(|| FoldedText::of(text)), span),
    };
    Some(Citation { quote, link, score })
}

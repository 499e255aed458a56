//! The card of a quote: its words, where they stand, and how to cite them. It never moves.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::cards::{Card, CardState, card};
use super::super::citing::{bibtex, markdown, plain};
use super::super::image::image;
use super::super::shelf::Shelf;
use super::super::site::{Site, in_article};
use super::super::visit::Visit;
use super::frame::Frame;
use super::text::{Run, runs};
use super::{html, not_found, page_now};
use crate::domain::{Article, Citation, Lang, Span};
use crate::lint::drift::PageNow;
use crate::locale::{Locale, text};
use crate::reply;

/// Paragraphs before and after the quote's own.
const AROUND: usize = 1;
/// Words of the quote in a preview, in characters.
const PREVIEW_CHARS: usize = 280;

#[derive(Template)]
#[template(path = "quote.html")]
struct QuotePage {
    frame: Frame,
    id: String,
    text: String,
    lang: Lang,
    speaker: String,
    title: String,
    details: String,
    link: String,
    here: Option<String>,
    image: String,
    status: String,
    status_class: &'static str,
    source: Option<String>,
    source_class: &'static str,
    context: Vec<Vec<Run>>,
    formats: [Format; 3],
}

/// A way to cite.
struct Format {
    id: &'static str,
    name: String,
    text: String,
}

/// `/q/<id>`
pub(in crate::web) async fn quote(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let Some(rest) = visit.rest("/q/") else { return not_found(&visit) };
    if let Some(id) = rest.strip_suffix("/image.png") {
        return match card(&site, &shelf, id).await {
            Some(card) => image(&site, &shelf, &visit, &card).await,
            None => not_found(&visit),
        };
    }
    match card(&site, &shelf, &rest).await {
        Some(card) => html(&visit, &page(&site, &shelf, &visit, &card)),
        None => not_found(&visit),
    }
}

fn page(site: &Site, shelf: &Shelf, visit: &Visit, card: &Card) -> QuotePage {
    let (lang, citation) = (visit.lang, &card.citation);
    let (words, meta) = (citation.quote.text(), &citation.quote.article().meta);
    let id = citation.quote.id().to_string();
    let source = shelf.drift.of(citation.quote.article());
    let is_live = card.state == CardState::Live;
    let address = site.card(&card.id);
    let title = format!("{} · {}", reply::shorten(&meta.title, 100), meta.region);
    let format = |id, name, text| Format { id, name, text };
    QuotePage {
        frame: Frame::new(visit, &site.options.public_url, title, reply::shorten(words, PREVIEW_CHARS)),
        id,
        text: words.to_owned(),
        lang: meta.lang,
        speaker: meta.speaker.as_ref().map(|name| format!("{name} · ")).unwrap_or_default(),
        title: meta.title.clone(),
        details: reply::details(lang, meta),
        link: citation.link.clone(),
        here: is_live.then(|| in_article(citation)),
        image: format!("{address}/image.png"),
        status: status(lang, card),
        status_class: if is_live { "meta" } else { "notice" },
        source: source.map(|(page, day)| page_now(lang, page, day)),
        source_class: if source.is_none_or(|(page, _)| page == PageNow::Unchanged) { "meta" } else { "notice" },
        context: if is_live { context(citation) } else { Vec::new() },
        formats: [
            format("cite-plain", text(lang, "reader-cite-plain", &[]), plain(lang, citation, &address)),
            format("cite-markdown", "Markdown".to_owned(), markdown(lang, citation, &address)),
            format("cite-bibtex", "BibTeX".to_owned(), bibtex(citation, &address)),
        ],
    }
}

/// What has become of the words since they were shown first.
fn status(lang: Locale, card: &Card) -> String {
    let hash: String = card.article_sha256.chars().take(16).collect();
    let shown = card.kept_on.map(|date| reply::date(lang, date)).unwrap_or_default();
    let args = [("date", (&shown).into()), ("hash", (&hash).into())];
    match card.state {
        CardState::Live if card.kept_on.is_none() => text(lang, "reader-card-live", &[("hash", (&hash).into())]),
        CardState::Live if card.article_is_same => text(lang, "card-same", &args),
        CardState::Live => text(lang, "card-edited", &args),
        CardState::Changed => text(lang, "card-changed", &args),
        CardState::Gone => text(lang, "card-gone", &args),
    }
}

/// The paragraphs around, with the quote set off.
fn context(citation: &Citation) -> Vec<Vec<Run>> {
    let (article, span): (&Article, Span) = (citation.quote.article(), citation.quote.span());
    let around = article.passages.iter().enumerate().filter(|(_, p)| p.span.overlaps(span)).map(|(at, _)| at);
    let (first, last) = (around.clone().min().unwrap_or(0), around.max().unwrap_or(0));
    let shown = first.saturating_sub(AROUND)..(last + AROUND + 1).min(article.passages.len());
    article.passages[shown].iter().map(|passage| runs(article, passage.span, Some(span))).collect()
}

//! The start page: a question, its answer, and what there is to read.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::shelf::{Region, Shelf};
use super::super::site::{Site, in_article};
use super::super::visit::Visit;
use super::frame::Frame;
use super::{html, lasting, unavailable};
use crate::dialogue::Knowledge;
use crate::domain::{Article, Lang, Question};
use crate::locale::{Locale, text};
use crate::reply::{self, Cited, Part};

/// Articles on the start page.
const NEWEST: usize = 8;
/// Questions offered.
const EXAMPLES: usize = 3;
/// Longer questions are cut, in characters: nobody types them.
pub(in crate::web) const QUESTION_CHARS: usize = 1_000;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    coverage: String,
    question: String,
    found: Option<Vec<Shown>>,
    examples: Vec<String>,
    shelf: Arc<Shelf>,
    newest: Vec<Entry>,
}

/// Part of an answer.
pub(super) enum Shown {
    /// Our own words.
    Say(String),
    /// A headline of ours.
    Title(String),
    /// Questions that have answers.
    Examples(Vec<String>),
    /// A quote.
    Quote(QuoteView),
}

/// A quote among others.
pub(super) struct QuoteView {
    pub names: String,
    pub text: String,
    pub lang: Lang,
    pub title: String,
    pub details: String,
    pub link: String,
    pub here: String,
    pub card: String,
}

/// An article among others.
pub(super) struct Entry {
    pub page: String,
    pub title: String,
    pub lang: Lang,
    pub details: String,
}

/// `/`, with `?q=…` the answer to a question.
pub(in crate::web) async fn home(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let question: String = visit.query("q").unwrap_or_default().trim().chars().take(QUESTION_CHARS).collect();
    if question.is_empty() {
        return lasting(&visit, &shelf, "", || page(&site, &shelf, &visit, question, None));
    }
    let asked = Question { lang: Some(visit.lang.lang()), ..Question::new(question.clone()) };
    let Ok((answer, _)) = site.ask(&shelf, asked).await else { return unavailable(&visit) };
    let parts = reply::answer(&answer).parts.into_iter().map(|part| shown(visit.lang, part)).collect();
    html(&visit, &page(&site, &shelf, &visit, question, Some(parts)))
}

fn page(site: &Site, shelf: &Arc<Shelf>, visit: &Visit, question: String, found: Option<Vec<Shown>>) -> HomePage {
    let coverage = shelf.ask.coverage(visit.lang.lang());
    let title = text(visit.lang, "reader-title", &[]);
    HomePage {
        frame: Frame::new(visit, &site.options.public_url, title, text(visit.lang, "reader-promise", &[])),
        coverage: reply::covered(visit.lang, &coverage),
        question,
        found,
        examples: coverage.examples.into_iter().take(EXAMPLES).collect(),
        newest: shelf.newest.iter().take(NEWEST).map(|article| entry(visit.lang, article)).collect(),
        shelf: Arc::clone(shelf),
    }
}

impl HomePage {
    fn regions(&self) -> &[Region] {
        &self.shelf.regions
    }
}

pub(super) fn entry(lang: Locale, article: &Article) -> Entry {
    let meta = &article.meta;
    let details = reply::details(lang, meta);
    Entry { page: meta.id.page(""), title: meta.title.clone(), lang: meta.lang, details }
}

fn shown(lang: Locale, part: Part) -> Shown {
    match part {
        Part::Say(said) => Shown::Say(said),
        Part::Title(said) => Shown::Title(said),
        Part::Entry(entry) => Shown::Say(format!("{} · {}", entry.title, entry.details)),
        Part::Examples(questions) => Shown::Examples(questions),
        Part::Cited(cited) => Shown::Quote(view(lang, &cited)),
    }
}

pub(super) fn view(lang: Locale, cited: &Cited) -> QuoteView {
    let (quote, meta) = (&cited.citation.quote, &cited.citation.quote.article().meta);
    QuoteView {
        names: cited.names.join(", "),
        text: quote.text().to_owned(),
        lang: meta.lang,
        title: meta.title.clone(),
        details: reply::details(lang, meta),
        link: cited.citation.link.clone(),
        here: in_article(&cited.citation),
        card: format!("/q/{}", quote.id()),
    }
}

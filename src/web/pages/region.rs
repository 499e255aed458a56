//! A region: what its articles state on each topic, and the articles.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::shelf::{Region, Shelf};
use super::super::site::{Failed, Site};
use super::super::visit::Visit;
use super::frame::Frame;
use super::home::{Entry, QuoteView, entry, view};
use super::{lasting, not_found, unavailable};
use crate::domain::{AnswerKind, Question, Topic};
use crate::locale::{Locale, text};
use crate::reply::{self, Cited};

#[derive(Template)]
#[template(path = "region.html")]
struct RegionPage {
    frame: Frame,
    name: String,
    coverage: String,
    lists: Vec<List>,
    articles: Vec<Entry>,
}

/// What is stated on a topic.
struct List {
    id: &'static str,
    title: String,
    intro: String,
    quotes: Vec<QuoteView>,
}

/// `/regions/<slug>`, and its feed.
pub(in crate::web) async fn region(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let Some(rest) = visit.rest("/regions/") else { return not_found(&visit) };
    if let Some(region) = rest.strip_suffix("/feed.atom").and_then(|slug| shelf.region(slug)) {
        return super::super::feeds::of_region(&site, &shelf, &visit, region);
    }
    let Some(region) = shelf.region(&rest) else { return not_found(&visit) };
    let Ok(lists) = lists(&site, &shelf, region, visit.lang).await else { return unavailable(&visit) };
    lasting(&visit, &shelf, "", || page(&site, &visit, region, lists))
}

fn page(site: &Site, visit: &Visit, region: &Region, lists: Vec<List>) -> RegionPage {
    let name = region.name(visit.lang.lang()).to_owned();
    let dates = region.articles.iter().map(|article| article.meta.date);
    let date = |date| reply::date(visit.lang, date);
    let (first, last) = (dates.clone().min().map(date).unwrap_or_default(), dates.max().map(date).unwrap_or_default());
    let coverage = if first == last {
        text(visit.lang, "reader-coverage-once", &[("n", region.articles.len().into()), ("date", (&last).into())])
    } else {
        let args = [("n", region.articles.len().into()), ("first", (&first).into()), ("last", (&last).into())];
        text(visit.lang, "reader-coverage", &args)
    };
    let mut frame = Frame::new(visit, &site.options.public_url, name.clone(), coverage.clone());
    frame.feed = format!("/regions/{}/feed.atom", region.slug);
    let articles = region.articles.iter().map(|article| entry(visit.lang, article)).collect();
    RegionPage { frame, name, coverage, lists, articles }
}

/// The lists, asked for as a reader would.
async fn lists(site: &Site, shelf: &Arc<Shelf>, region: &Region, lang: Locale) -> Result<Vec<List>, Failed> {
    let about = [("region", region.name(lang.lang()).into())];
    let topics = [
        (
            Topic::Directions,
            "directions",
            text(lang, "reader-directions", &[]),
            text(lang, "example-directions", &about),
        ),
        (
            Topic::Programmes,
            "programmes",
            text(lang, "reader-programmes", &[]),
            text(lang, "example-programmes", &about),
        ),
        (Topic::Partners, "partners", text(lang, "reader-partners", &[]), text(lang, "example-partners", &about)),
    ];
    let ask = Arc::clone(&shelf.ask);
    let answers = site.work(move || {
        topics.map(|(topic, id, title, words)| {
            let answer = ask.ask(&Question { lang: Some(lang.lang()), ..Question::new(words) }).ok();
            let list = answer.and_then(|answer| match answer.kind {
                AnswerKind::List(list) if list.topic == topic => Some(list),
                _ => None,
            });
            (id, title, list)
        })
    });
    let list = |(id, title, list): (&'static str, String, Option<crate::domain::StatementList>)| {
        let Some(list) = list else { return List { id, title, intro: String::new(), quotes: Vec::new() } };
        let sound = list.statements.iter().filter(|s| s.citation.quote.verify().is_ok());
        let quotes: Vec<QuoteView> = sound.map(|s| view(lang, &Cited::alone(lang, &s.names, &s.citation))).collect();
        let intro = reply::list_intro(lang, list.topic, quotes.len(), list.announced);
        List { id, title, intro, quotes }
    };
    Ok(answers.await?.into_iter().map(list).collect())
}

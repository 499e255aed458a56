//! An article, to be read and to be printed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::shelf::Shelf;
use super::super::site::Site;
use super::super::visit::Visit;
use super::frame::Frame;
use super::text::{Block, BlockKind, blocks};
use super::{lasting, not_found, page_now};
use crate::domain::{Article, ArticleKind, Lang, Span};
use crate::locale::{Locale, text};
use crate::reply;

/// Behind an article's address: its printable version.
const PRINT: &str = "/print";

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    frame: Frame,
    lang: Lang,
    title: Option<Block>,
    blocks: Vec<Block>,
    details: String,
    region: Option<String>,
    print: String,
    facts: Vec<(String, String)>,
    origin: String,
    sources: Vec<String>,
}

#[derive(Template)]
#[template(path = "print.html")]
struct PrintPage {
    frame: Frame,
    lang: Lang,
    title: Option<Block>,
    blocks: Vec<Block>,
    details: String,
    page: String,
    back: String,
    facts: Vec<(String, String)>,
    origin: String,
    sources: Vec<String>,
}

/// `/a/<article>` and `/a/<article>/print`, with `?q=<quote>` set off in it.
pub(in crate::web) async fn article(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let Some(rest) = visit.rest("/a/") else { return not_found(&visit) };
    let of_print = || shelf.article(rest.strip_suffix(PRINT)?);
    let (article, print) = match shelf.article(&rest) {
        Some(article) => (article, false),
        None => match of_print() {
            Some(article) => (article, true),
            None => return not_found(&visit),
        },
    };
    // Looking for a quote may mean to hash every sentence, once for a generation.
    let (at, wanted) = (Arc::clone(&shelf), visit.query("q").map(str::to_owned));
    let quote = site.work(move || at.quote(&wanted?)).await.ok().flatten();
    let span = quote.map(|c| c.quote).filter(|q| q.article().meta.id == article.meta.id).map(|q| q.span());
    let marked = span.map(|span| format!("-{}-{}", span.start, span.end)).unwrap_or_default();
    if print {
        lasting(&visit, &shelf, &marked, || print_page(&site, &shelf, &visit, &article, span))
    } else {
        lasting(&visit, &shelf, &marked, || page(&site, &shelf, &visit, &article, span))
    }
}

fn page(site: &Site, shelf: &Shelf, visit: &Visit, article: &Article, mark: Option<Span>) -> ArticlePage {
    let (title, blocks) = titled(blocks(article, mark));
    let local = article.meta.id.page("");
    let query = visit.query("q").filter(|_| mark.is_some()).map(|q| format!("?q={q}")).unwrap_or_default();
    ArticlePage {
        frame: frame(site, visit, article),
        lang: article.meta.lang,
        title,
        blocks,
        details: reply::details(visit.lang, &article.meta),
        region: shelf.region_of(article).map(|region| region.slug.clone()),
        print: format!("{local}{PRINT}{query}"),
        facts: facts(visit.lang, shelf, article),
        origin: origin(visit.lang, article),
        sources: sources(article),
    }
}

fn print_page(site: &Site, shelf: &Shelf, visit: &Visit, article: &Article, mark: Option<Span>) -> PrintPage {
    let (title, blocks) = titled(blocks(article, mark));
    PrintPage {
        frame: frame(site, visit, article),
        lang: article.meta.lang,
        title,
        blocks,
        details: reply::details(visit.lang, &article.meta),
        page: article.meta.id.page(&site.options.public_url),
        back: article.meta.id.page(""),
        facts: facts(visit.lang, shelf, article),
        origin: origin(visit.lang, article),
        sources: sources(article),
    }
}

fn frame(site: &Site, visit: &Visit, article: &Article) -> Frame {
    let description = reply::details(visit.lang, &article.meta);
    Frame::new(visit, &site.options.public_url, article.meta.title.clone(), description)
}

/// The title apart from the rest, where the text begins with it.
fn titled(mut blocks: Vec<Block>) -> (Option<Block>, Vec<Block>) {
    let has_title = blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
    let title = has_title.then(|| blocks.remove(0));
    (title, blocks)
}

/// What is known of where the text comes from: term and value.
fn facts(lang: Locale, shelf: &Shelf, article: &Article) -> Vec<(String, String)> {
    let meta = &article.meta;
    let mut facts = Vec::new();
    facts.extend(meta.publisher.clone().map(|name| (text(lang, "reader-publisher", &[]), name)));
    facts.extend(meta.speaker.clone().map(|name| (text(lang, "reader-speaker", &[]), name)));
    facts.push((text(lang, "reader-date", &[]), reply::date(lang, meta.date)));
    facts.extend(meta.fetched.clone().map(|when| (text(lang, "reader-fetched", &[]), when)));
    let page = shelf.drift.of(article).map(|(page, day)| page_now(lang, page, day));
    facts.extend(page.map(|said| (text(lang, "reader-page-now", &[]), said)));
    facts.push((text(lang, "reader-hash", &[]), article.text.sha256_hex()));
    facts
}

/// What the addresses of [`sources`] are.
fn origin(lang: Locale, article: &Article) -> String {
    match article.meta.kind {
        ArticleKind::Article => text(lang, "reader-source", &[]),
        ArticleKind::Brief => text(lang, "reader-based-on", &[]),
    }
}

/// Where the words stand; of a brief, where what it says is stated.
fn sources(article: &Article) -> Vec<String> {
    match article.meta.kind {
        ArticleKind::Article => vec![article.meta.url.clone()],
        ArticleKind::Brief => article.meta.references.clone(),
    }
}

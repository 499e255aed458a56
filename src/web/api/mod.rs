//! The reader for programs: JSON, described by the document at `/api/openapi.json`. Errors are problem details
//! (RFC 9457).

mod objects;
mod problem;

use std::sync::Arc;
use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

pub(super) use objects::{ArticleObject, RegionObject};
pub(super) use problem::problems;

use super::cards::card;
use super::feeds::unless_known;
use super::pages::QUESTION_CHARS;
use super::shelf::Shelf;
use super::site::Site;
use super::visit::Visit;
use crate::domain::{Article, Lang, Question};
use crate::locale::text;
use crate::reply;
use problem::problem;

/// Articles in one response, at most and unless told.
const MOST: usize = 100;
const USUAL: usize = 50;
/// No page begins behind so many.
const FARTHEST: usize = 1_000_000_000;

static OPENAPI: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("openapi.json")).unwrap_or(Value::Null));

/// `GET /api/ask?q=…&context=…&lang=…`
pub(super) async fn ask(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let question = match question(&visit) {
        Ok(question) => question,
        Err(refused) => return *refused,
    };
    let shelf = site.shelf();
    match site.ask(&shelf, question).await {
        Ok((answer, elapsed)) => ok(&reply::object(RawValue::NULL, &answer, elapsed)),
        Err(_) => problem(StatusCode::SERVICE_UNAVAILABLE, text(visit.lang, "apology", &[])),
    }
}

fn question(visit: &Visit) -> Result<Question, Box<Response>> {
    let refuse = |said: String| Box::new(problem(StatusCode::BAD_REQUEST, said));
    let words = visit.query("q").map(str::trim).unwrap_or_default();
    if words.is_empty() {
        return Err(refuse(text(visit.lang, "problem-no-question", &[])));
    }
    let context = visit.query("context").map(str::trim).filter(|context| !context.is_empty());
    if words.chars().count().max(context.map_or(0, |c| c.chars().count())) > QUESTION_CHARS {
        return Err(refuse(text(visit.lang, "problem-long-question", &[("n", QUESTION_CHARS.into())])));
    }
    let lang = match visit.query("lang") {
        None => None,
        Some(code) => match code.parse::<Lang>() {
            Ok(lang) => Some(lang),
            Err(_) => return Err(refuse(text(visit.lang, "problem-lang", &[]))),
        },
    };
    let previous = context.map(|context| Box::new(Question::new(context)));
    Ok(Question { text: words.to_owned(), lang, previous })
}

/// `GET /api/articles?region=…&limit=…&offset=…`
pub(super) async fn articles(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let number = |name: &str, usual: usize, least: usize, most: usize| match visit.query(name) {
        None => Some(usual),
        Some(value) => value.parse().ok().filter(|n| (least..=most).contains(n)),
    };
    let (Some(limit), Some(offset)) = (number("limit", USUAL, 1, MOST), number("offset", 0, 0, FARTHEST)) else {
        return problem(StatusCode::BAD_REQUEST, text(visit.lang, "problem-page", &[("n", MOST.into())]));
    };
    let all = match visit.query("region") {
        None => &shelf.newest,
        Some(slug) => match shelf.region(slug) {
            Some(region) => &region.articles,
            None => return problem(StatusCode::NOT_FOUND, text(visit.lang, "problem-no-region", &[])),
        },
    };
    let object = |article: &Arc<Article>| ArticleObject::of(article, &site.options.public_url);
    let page: Vec<ArticleObject> = all.iter().skip(offset).take(limit).map(object).collect();
    lasting(&visit, &shelf, || json!({ "total": all.len(), "offset": offset, "articles": page }))
}

/// `GET /api/articles/<id>`
pub(super) async fn article(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    match visit.rest("/api/articles/").and_then(|id| shelf.article(&id)) {
        Some(article) => {
            lasting(&visit, &shelf, || ArticleObject::whole(&article, &site.options.public_url, &shelf.drift))
        }
        None => problem(StatusCode::NOT_FOUND, text(visit.lang, "problem-no-article", &[])),
    }
}

/// `GET /api/quotes/<id>`
pub(super) async fn quote(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let found = match visit.rest("/api/quotes/") {
        Some(id) => card(&site, &shelf, &id).await,
        None => None,
    };
    let Some(card) = found else {
        return problem(StatusCode::NOT_FOUND, text(visit.lang, "problem-no-quote", &[]));
    };
    let mut object = serde_json::to_value(reply::quote_object(&card.citation)).unwrap_or_default();
    object["id"] = card.id.as_str().into();
    object["state"] = card.state.code().into();
    object["kept"] = card.kept_on.map(|date| date.to_string()).into();
    object["article_sha256"] = card.article_sha256.as_str().into();
    object["card"] = site.card(&card.id).into();
    ok(&object)
}

/// `GET /api/regions`
pub(super) async fn regions(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let object = |region| RegionObject::of(region, &site.options.public_url);
    lasting(&visit, &shelf, || json!({ "regions": shelf.regions.iter().map(object).collect::<Vec<_>>() }))
}

/// `GET /api/openapi.json`
pub(super) async fn openapi(State(site): State<Arc<Site>>) -> Response {
    let mut document = OPENAPI.clone();
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    document["servers"] = json!([{ "url": site.options.public_url }]);
    ok(&document)
}

fn ok(value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(body) => {
            let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
            (headers, body).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What stays as it is while the articles do.
fn lasting<T: Serialize>(visit: &Visit, shelf: &Shelf, value: impl FnOnce() -> T) -> Response {
    unless_known(visit, shelf, env!("CARGO_PKG_VERSION"), || ok(&value()))
}

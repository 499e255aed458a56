//! Pages for people.
//!
//! A handler looks things up on the shelf and fills a template of `templates/`. What a visitor's browser already has is
//! not sent again: a page changes with the articles, with the program and with the language, nothing else.

mod article;
mod frame;
mod home;
mod quote;
mod region;
mod text;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub(super) use article::article;
pub(super) use home::{QUESTION_CHARS, home};
pub(super) use quote::quote;
pub(super) use region::region;

use super::shelf::Shelf;
use super::visit::{COOKIE, Visit};
use crate::domain::PartialDate;
use crate::lint::drift::PageNow;
use crate::locale::{Locale, text};
use crate::reply;
use frame::Frame;

/// Says that a page is not there, or went wrong.
#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    frame: Frame,
    said: String,
}

/// Any other address.
pub(super) async fn nowhere(visit: Visit) -> Response {
    not_found(&visit)
}

/// 404.
pub(super) fn not_found(visit: &Visit) -> Response {
    let said = text(visit.lang, "reader-not-found-text", &[]);
    fault(visit, StatusCode::NOT_FOUND, text(visit.lang, "reader-not-found", &[]), said)
}

/// 503: the engine failed, or is too busy.
fn unavailable(visit: &Visit) -> Response {
    let said = text(visit.lang, "apology", &[]);
    fault(visit, StatusCode::SERVICE_UNAVAILABLE, text(visit.lang, "reader-failed", &[]), said)
}

fn fault(visit: &Visit, status: StatusCode, title: String, said: String) -> Response {
    let frame = Frame::new(visit, "", title, said.clone());
    (status, html(visit, &FaultPage { frame, said })).into_response()
}

/// What the last look at an article's source page found, on a day.
fn page_now(lang: Locale, page: PageNow, day: PartialDate) -> String {
    let date = reply::date(lang, day);
    let date = ("date", (&date).into());
    match page {
        PageNow::Unchanged => text(lang, "reader-page-unchanged", &[date]),
        PageNow::Changed { lost } => text(lang, "reader-page-changed", &[date, ("n", lost.into())]),
        PageNow::Gone => text(lang, "reader-page-gone", &[date]),
    }
}

/// A page that is made anew every time.
fn html(visit: &Visit, page: &impl Template) -> Response {
    // Only an own `Display` could fail, and there is none in the templates.
    let Ok(body) = page.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = (
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_LANGUAGE, visit.lang.code()),
            (header::VARY, "accept-language, cookie"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response();
    if visit.chosen {
        let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", visit.lang);
        response.headers_mut().extend(HeaderValue::from_str(&cookie).ok().map(|value| (header::SET_COOKIE, value)));
    }
    response
}

/// A page that stays as it is while the articles do. `more` is what else it depends on.
fn lasting<P: Template>(visit: &Visit, shelf: &Shelf, more: &str, page: impl FnOnce() -> P) -> Response {
    let tag = format!("{}-{}{more}", visit.lang, super::assets::VERSION.as_str());
    super::feeds::unless_known(visit, shelf, &tag, || html(visit, &page()))
}

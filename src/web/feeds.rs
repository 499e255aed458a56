//! For feed readers and search engines; and what is not sent twice.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use time::OffsetDateTime;

use super::shelf::{Region, Shelf};
use super::site::Site;
use super::visit::Visit;
use crate::domain::{Article, PartialDate};
use crate::locale::text;
use crate::reply;

/// Articles in a feed.
const ENTRIES: usize = 50;
/// Characters of an article in a feed.
const SUMMARY_CHARS: usize = 400;

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    lang: &'static str,
    title: String,
    own: String,
    page: String,
    updated: String,
    entries: Vec<FeedEntry>,
}

struct FeedEntry {
    title: String,
    page: String,
    source: String,
    author: String,
    region: String,
    updated: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    pages: Vec<String>,
}

/// `/feed.atom`
pub(super) async fn all(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let shelf = site.shelf();
    let title = text(visit.lang, "reader-title", &[]);
    feed(&site, &shelf, &visit, &shelf.newest, title, "/")
}

/// `/regions/<slug>/feed.atom`
pub(super) fn of_region(site: &Site, shelf: &Shelf, visit: &Visit, region: &Region) -> Response {
    let title = format!("{} · {}", text(visit.lang, "reader-brand", &[]), region.name(visit.lang.lang()));
    feed(site, shelf, visit, &region.articles, title, &format!("/regions/{}", region.slug))
}

fn feed(site: &Site, shelf: &Shelf, visit: &Visit, articles: &[Arc<Article>], title: String, page: &str) -> Response {
    let base = &site.options.public_url;
    unless_known(visit, shelf, visit.lang.code(), || {
        let entries = articles.iter().take(ENTRIES).map(|article| entry(visit, base, article)).collect();
        let newest = articles.iter().map(|article| moment(article.meta.date)).max();
        let feed = Feed {
            lang: visit.lang.code(),
            title,
            own: format!("{base}{}", visit.path),
            page: format!("{base}{page}"),
            updated: newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
            entries,
        };
        xml("application/atom+xml; charset=utf-8", &feed)
    })
}

fn entry(visit: &Visit, base: &str, article: &Article) -> FeedEntry {
    let meta = &article.meta;
    let author = meta.speaker.as_ref().or(meta.publisher.as_ref()).unwrap_or(&meta.region);
    let title_in_text = article.passages.first().filter(|p| p.kind == crate::domain::PassageKind::Heading);
    let from = title_in_text.map_or(0, |passage| passage.span.end);
    let summary = article.text.as_str()[from..].split_whitespace().collect::<Vec<_>>().join(" ");
    FeedEntry {
        title: legal(&meta.title),
        page: meta.id.page(base),
        source: legal(&meta.url),
        author: legal(author),
        region: legal(&reply::details(visit.lang, meta)),
        updated: moment(meta.date),
        summary: legal(&reply::shorten(&summary, SUMMARY_CHARS)),
    }
}

/// `/sitemap.xml`
pub(super) async fn sitemap(State(site): State<Arc<Site>>, visit: Visit) -> Response {
    let (shelf, base) = (site.shelf(), &site.options.public_url);
    unless_known(&visit, &shelf, "", || {
        let mut pages = vec![format!("{base}/")];
        pages.extend(shelf.regions.iter().map(|region| format!("{base}/regions/{}", region.slug)));
        pages.extend(shelf.newest.iter().map(|article| article.meta.id.page(base)));
        xml("application/xml; charset=utf-8", &Sitemap { pages })
    })
}

/// `/robots.txt`: all but answers, which are endless, and printable versions, which stand elsewhere.
pub(super) async fn robots(State(site): State<Arc<Site>>) -> Response {
    let rules = "User-agent: *\nDisallow: /*?q=\nDisallow: /api/\nDisallow: /a/*/print\n";
    let body = format!("{rules}Sitemap: {}/sitemap.xml\n", site.options.public_url);
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

fn xml(media: &'static str, template: &impl Template) -> Response {
    match template.render() {
        Ok(body) => ([(header::CONTENT_TYPE, media), (header::VARY, "accept-language, cookie")], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Without the characters that XML 1.0 cannot hold, even escaped.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// The beginning of a day, month or year as a moment (RFC 3339).
fn moment(date: PartialDate) -> String {
    let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
    format!("{:04}-{month:02}-{day:02}T00:00:00Z", date.year())
}

/// The response with its `ETag` and `Last-Modified`, or 304 when the visitor has it already. `tag` is what it depends on
/// besides the articles.
pub(super) fn unless_known(visit: &Visit, shelf: &Shelf, tag: &str, make: impl FnOnce() -> Response) -> Response {
    let etag = format!("W/\"{}-{tag}\"", shelf.generation);
    let modified = http_date(shelf.since);
    let known = match (&visit.known, &visit.since) {
        (Some(tags), _) => tags.split(',').any(|tag| tag.trim() == etag || tag.trim() == "*"),
        // What was sent with this date is ours, byte for byte.
        (None, Some(since)) => *since == modified && !visit.chosen,
        (None, None) => false,
    };
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { make() };
    if response.status().is_success() || known {
        let headers = response.headers_mut();
        for (name, value) in [(header::ETAG, etag), (header::LAST_MODIFIED, modified)] {
            headers.extend(HeaderValue::from_str(&value).ok().map(|value| (name, value)));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

/// RFC 9110's date.
fn http_date(at: SystemTime) -> String {
    let seconds = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let moment = i64::try_from(seconds).ok().and_then(|s| OffsetDateTime::from_unix_timestamp(s).ok());
    let moment = moment.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (weekday, month) = (moment.weekday().to_string(), moment.month().to_string());
    let (hour, minute, second) = moment.to_hms();
    let (day, year) = (moment.day(), moment.year());
    format!("{weekday:.3}, {day:02} {month:.3} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_the_forms_of_atom_and_http() {
        assert_eq!(moment("2020-11".parse().expect("a date")), "2020-11-01T00:00:00Z");
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(legal("a\u{0}b\u{b}c\u{ffff}\n<&"), "abc\n<&");
    }
}

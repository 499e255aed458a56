//! What a request says of its reader: language, query, what is already known.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use percent_encoding::percent_decode_str;

use crate::locale::Locale;

/// Name of the cookie that keeps a chosen language.
pub(super) const COOKIE: &str = "lang";

/// A request, read.
pub(super) struct Visit {
    /// Language of our own words.
    pub lang: Locale,
    /// Set when the address chooses the language, to be remembered.
    pub chosen: bool,
    /// The path, still percent-encoded.
    pub path: String,
    query: HashMap<String, String>,
    /// `If-None-Match`.
    pub known: Option<String>,
    /// `If-Modified-Since`.
    pub since: Option<String>,
}

impl Visit {
    /// A parameter of the query; the first of several.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// What follows `prefix` in the path, decoded; `None` when it is no UTF-8 or empty.
    pub fn rest(&self, prefix: &str) -> Option<String> {
        let rest = self.path.strip_prefix(prefix)?;
        let decoded = percent_decode_str(rest).decode_utf8().ok()?;
        (!decoded.is_empty()).then(|| decoded.into_owned())
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let pairs = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let mut query = HashMap::new();
        for (name, value) in pairs {
            query.entry(name.into_owned()).or_insert_with(|| value.into_owned());
        }
        let asked = query.get("lang").and_then(|code| code.parse().ok());
        let field = |name: HeaderName| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        Ok(Self {
            lang: asked.or_else(|| remembered(&parts.headers)).unwrap_or_else(|| accepted(&parts.headers)),
            chosen: asked.is_some(),
            path: parts.uri.path().to_owned(),
            known: field(header::IF_NONE_MATCH),
            since: field(header::IF_MODIFIED_SINCE),
            query,
        })
    }
}

fn remembered(headers: &HeaderMap) -> Option<Locale> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| match pair.trim().split_once('=')? {
        (COOKIE, code) => code.parse().ok(),
        _ => None,
    })
}

/// The language of ours that `Accept-Language` likes best; the default one when it likes none.
fn accepted(headers: &HeaderMap) -> Locale {
    let line = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (Locale::default(), 0.0);
    for range in line.split(',') {
        let mut fields = range.split(';').map(str::trim);
        let tag = fields.next().unwrap_or_default().to_ascii_lowercase();
        let quality = fields.find_map(|f| f.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or_default();
        if let Some(lang) = Locale::all().find(|lang| lang.code() == primary)
            && quality > best.1
        {
            best = (lang, quality);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(accept: &str, cookie: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().expect("a value"));
        headers.insert(header::COOKIE, cookie.parse().expect("a value"));
        remembered(&headers).unwrap_or_else(|| accepted(&headers)).code()
    }

    #[test]
    fn the_best_liked_language_is_spoken_unless_another_was_chosen() {
        assert_eq!(lang("ru-RU,ru;q=0.9,en;q=0.8", ""), "ru");
        assert_eq!(lang("de, ru;q=0.4, en-GB;q=0.7", ""), "en");
        assert_eq!(lang("fr", ""), "en");
        assert_eq!(lang("en;q=0, ru;q=zzz", ""), "ru");
        assert_eq!(lang("ru", "a=b; lang=en"), "en");
        assert_eq!(lang("ru", "lang=xx"), "ru");
    }
}

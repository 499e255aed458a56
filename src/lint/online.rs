//! Whether the pages the articles come from are there, and still say what is quoted of them.

use std::collections::BTreeMap;

use super::Filed;
use super::finding::{Finding, Level};
use super::rules::{line_of, line_with};
use crate::domain::{ArticleKind, PassageKind, Span};
use crate::reply::shorten;

/// Characters of a sentence that is named.
const NAMED_CHARS: usize = 80;

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Its readable text.
    Text(String),
    /// It is there but its text cannot be told, for the reason given.
    Unreadable(String),
    /// It is not there any more, for the reason given.
    Gone(String),
    /// It cannot be reached now, for the reason given.
    Unreachable(String),
}

/// Fetches pages.
pub trait Pages {
    /// The page at an address. May take a while.
    fn get(&self, url: &str) -> Page;
}

/// Looks at the page of every article, each once.
pub(super) fn check(filed: &[Filed], pages: &dyn Pages, mut done: impl FnMut(usize, usize)) -> Vec<Finding> {
    let mut by_url: BTreeMap<&str, Vec<&Filed>> = BTreeMap::new();
    for one in filed {
        let meta = &one.article.meta;
        // The words of a brief stand on our own page; it only leans on others.
        let leans: Vec<&String> =
            if meta.kind == ArticleKind::Brief { meta.references.iter().collect() } else { vec![&meta.url] };
        leans.into_iter().for_each(|url| by_url.entry(url).or_default().push(one));
    }
    let (mut out, all) = (Vec::new(), by_url.len());
    for (n, (url, articles)) in by_url.into_iter().enumerate() {
        let page = pages.get(url);
        out.extend(articles.iter().filter_map(|filed| judge(filed, url, &page)));
        done(n + 1, all);
    }
    out
}

fn judge(filed: &Filed, url: &str, page: &Page) -> Option<Finding> {
    let brief = filed.article.meta.kind == ArticleKind::Brief;
    let (level, what, remedy) = match page {
        Page::Text(_) | Page::Unreadable(_) if brief => return None,
        Page::Text(text) => drift(filed, text)?,
        Page::Gone(why) => {
            let remedy = "find where it has moved to and write that address, or one of an archive";
            (Level::Error, format!("the page {url} is gone ({why})"), remedy)
        }
        Page::Unreachable(why) => (Level::Warning, format!("the page cannot be reached ({why})"), "try again later"),
        Page::Unreadable(why) => {
            let remedy = "open it and see whether it still says the same";
            (Level::Warning, format!("the page cannot be compared ({why})"), remedy)
        }
    };
    let line = if brief { line_with(&filed.file, url) } else { line_of(&filed.file, "url") };
    Some(Finding { file: filed.file.clone(), line, level, what, remedy: remedy.to_owned() })
}

/// Sentences that do not stand on the page any more: links to them open the page, but select nothing.
fn drift(filed: &Filed, page: &str) -> Option<(Level, String, &'static str)> {
    let page = bare(page);
    let article = &filed.article;
    let passages = article.passages.iter().filter(|passage| passage.kind != PassageKind::Heading);
    let all: Vec<Span> = passages.flat_map(|passage| passage.sentences.iter().copied()).collect();
    let lost: Vec<Span> = all.iter().copied().filter(|span| !page.contains(&bare(article.slice(*span)))).collect();
    let first = shorten(article.slice(*lost.first()?), NAMED_CHARS);
    let what = format!("{} of {} sentences no longer stand on the page, first: {first}", lost.len(), all.len());
    let level = if lost.len() * 2 > all.len() { Level::Error } else { Level::Warning };
    Some((level, what, "add the article anew (policybot add URL), or give it the address of an archived copy"))
}

/// Letters and digits alone: quotes, dashes and spaces change with every redesign of a page.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

//! Whether the pages the articles come from are there, and still say what is quoted of them.

use std::collections::BTreeMap;

use super::Filed;
use super::drift::PageNow;
use super::finding::{Finding, Level};
use super::rules::{line_of, line_with};
use crate::domain::{Article, PassageKind, Span};
use crate::reply::shorten;

/// Characters of a sentence that is named.
const NAMED_CHARS: usize = 80;

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Its readable text.
    Text(String),
    /// It is there but its text cannot be told, for the reason given; a remedy may stand behind `; `.
    Unreadable(String),
    /// It is not there any more, for the reason given.
    Gone(String),
    /// It cannot be reached now, for the reason given; a remedy may stand behind `; `.
    Unreachable(String),
}

/// Fetches pages.
pub trait Pages {
    /// The page at an address. May take a while.
    fn get(&self, url: &str) -> Page;
}

/// Looks at the page of every article, each once. `note` hears what became of the page of an article.
pub(super) fn check(
    filed: &[Filed],
    pages: &dyn Pages,
    mut note: impl FnMut(&Article, PageNow),
    mut done: impl FnMut(usize, usize),
) -> Vec<Finding> {
    let mut by_url: BTreeMap<&str, Vec<&Filed>> = BTreeMap::new();
    for one in filed {
        let meta = &one.article.meta;
        // The words of a brief stand on our own page; it only leans on others.
        let leans: Vec<&String> = if one.is_brief() { meta.references.iter().collect() } else { vec![&meta.url] };
        leans.into_iter().for_each(|url| by_url.entry(url).or_default().push(one));
    }
    let (mut out, all) = (Vec::new(), by_url.len());
    for (n, (url, articles)) in by_url.into_iter().enumerate() {
        let page = pages.get(url);
        for filed in articles {
            let lost = Lost::of(filed, &page);
            if let Some(now) = page_now(filed, &page, lost.as_ref()) {
                note(&filed.article, now);
            }
            out.extend(judge(filed, url, &page, lost.as_ref()));
        }
        done(n + 1, all);
    }
    out
}

/// What is known of the page by which an article stands or falls; nothing when it could not be read. A brief has none.
fn page_now(filed: &Filed, page: &Page, lost: Option<&Lost>) -> Option<PageNow> {
    match page {
        _ if filed.is_brief() => None,
        Page::Text(_) => Some(lost.map_or(PageNow::Unchanged, |lost| PageNow::Changed { lost: lost.sentences })),
        Page::Gone(_) => Some(PageNow::Gone),
        Page::Unreadable(_) | Page::Unreachable(_) => None,
    }
}

fn judge(filed: &Filed, url: &str, page: &Page, lost: Option<&Lost>) -> Option<Finding> {
    let brief = filed.is_brief();
    let (level, what, remedy) = match page {
        Page::Text(_) | Page::Unreadable(_) if brief => return None,
        Page::Text(_) => lost?.said(),
        Page::Gone(why) => {
            let remedy = "find where it has moved to and write that address, or one of an archive";
            (Level::Error, format!("the page {url} is gone ({why})"), remedy)
        }
        Page::Unreachable(why) => {
            let (why, remedy) = why.split_once("; ").unwrap_or((why, "try again later"));
            (Level::Warning, format!("the page cannot be reached ({why})"), remedy)
        }
        Page::Unreadable(why) => {
            let (why, remedy) = why.split_once("; ").unwrap_or((why, "open it and see whether it still says the same"));
            (Level::Warning, format!("the page cannot be compared ({why})"), remedy)
        }
    };
    let line = if brief { line_with(&filed.file, url) } else { line_of(&filed.file, "url") };
    Some(Finding { file: filed.file.clone(), line, level, what, remedy: remedy.to_owned() })
}

/// Sentences that do not stand on the page any more: links to them open the page, but select nothing.
struct Lost {
    /// How many, at least 1.
    sentences: usize,
    /// Of how many.
    all: usize,
    /// The first one, or its beginning.
    first: String,
}

impl Lost {
    /// `None` when all stand there, when there is no text to look in, and of a brief.
    fn of(filed: &Filed, page: &Page) -> Option<Self> {
        let Page::Text(text) = page else { return None };
        if filed.is_brief() {
            return None;
        }
        let (page, article) = (bare(text), &filed.article);
        let passages = article.passages.iter().filter(|passage| passage.kind != PassageKind::Heading);
        let all: Vec<Span> = passages.flat_map(|passage| passage.sentences.iter().copied()).collect();
        let lost: Vec<Span> = all.iter().copied().filter(|span| !page.contains(&bare(article.slice(*span)))).collect();
        let first = shorten(article.slice(*lost.first()?), NAMED_CHARS);
        Some(Self { sentences: lost.len(), all: all.len(), first })
    }

    fn said(&self) -> (Level, String, &'static str) {
        let Self { sentences, all, first } = self;
        let what = format!("{sentences} of {all} sentences no longer stand on the page, first: {first}");
        let level = if sentences * 2 > *all { Level::Error } else { Level::Warning };
        (level, what, "add the article anew (policybot add URL), or give it the address of an archived copy")
    }
}

/// Letters and digits alone: quotes, dashes and spaces change with every redesign of a page.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

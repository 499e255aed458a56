//! `sources.toml`: which sources there are.

use std::path::Path;

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use crate::domain::Lang;
use crate::ingest::Problem;
use crate::ingest::toml_file::{self, TomlFile};

/// The file in the knowledge folder.
const FILE: &str = "sources.toml";

/// What a source's address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// RSS, Atom or a JSON feed.
    Feed,
    /// A sitemap or an index of sitemaps.
    Sitemap,
    /// One page, which changes.
    Page,
}

/// One source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name in commands and messages; unique.
    pub name: String,
    /// What its address leads to.
    pub kind: Kind,
    /// Its address.
    pub url: String,
    /// Region of its articles; guessed for each of them where it is not set.
    pub region: Option<String>,
    /// Language of its articles; guessed where it is not set.
    pub lang: Option<Lang>,
    /// Hours between two looks, 1 to 8760.
    pub interval_h: u32,
    /// The most documents fetched in one run, 1 to 1000.
    pub most: usize,
    include: Vec<Regex>,
    exclude: Vec<Regex>,
}

impl Source {
    /// Whether a document of this address is wanted.
    pub fn wants(&self, url: &str) -> bool {
        let included = self.include.is_empty() || self.include.iter().any(|p| p.is_match(url));
        included && !self.exclude.iter().any(|p| p.is_match(url))
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: Spanned<String>,
    kind: Kind,
    url: Spanned<String>,
    region: Option<String>,
    lang: Option<Spanned<String>>,
    #[serde(default)]
    include: Vec<Spanned<String>>,
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    interval_h: Option<Spanned<u32>>,
    most: Option<Spanned<usize>>,
}

/// The sources of the folder `knowledge`; none when it has no `sources.toml`. A bad entry is left out and told.
pub fn list(knowledge: &Path) -> (Vec<Source>, Vec<Problem>) {
    if !knowledge.join(FILE).exists() {
        return (Vec::new(), Vec::new());
    }
    let file: TomlFile<File> = match toml_file::read(knowledge, FILE) {
        Ok(file) => file,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let (mut sources, mut problems): (Vec<Source>, Vec<Problem>) = (Vec::new(), Vec::new());
    for row in &file.values.source {
        match source(&file, row, &sources) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    (sources, problems)
}

fn source(file: &TomlFile<File>, row: &Row, others: &[Source]) -> Result<Source, Problem> {
    let bad = |at: usize, what: &str, remedy: &str| Err(file.problem(at, what, remedy));
    let (name, at) = (row.name.get_ref(), row.name.span().start);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return bad(at, "a source's name must be made of a-z, 0-9 and -", "rename it");
    }
    if others.iter().any(|o| o.name == *name) {
        return bad(at, &format!("there are two sources '{name}'"), "rename one of them");
    }
    if !Url::parse(row.url.get_ref()).is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.has_host()) {
        return bad(row.url.span().start, "this is no web address", "begin it with https:// or http://");
    }
    let lang = match &row.lang {
        Some(lang) => match lang.get_ref().parse() {
            Ok(lang) => Some(lang),
            Err(_) => return bad(lang.span().start, "this is no language of the bot", "write en or ru"),
        },
        None => None,
    };
    let interval_h = row.interval_h.as_ref().map_or(24, |n| *n.get_ref());
    let most = row.most.as_ref().map_or(20, |n| *n.get_ref());
    if !(1..=8_760).contains(&interval_h) {
        return bad(at, "interval_h must be from 1 to 8760 hours", "correct it");
    }
    if !(1..=1_000).contains(&most) {
        return bad(at, "most must be from 1 to 1000 documents a run", "correct it");
    }
    Ok(Source {
        name: name.clone(),
        kind: row.kind,
        url: row.url.get_ref().clone(),
        region: row.region.clone(),
        lang,
        interval_h,
        most,
        include: patterns(file, &row.include)?,
        exclude: patterns(file, &row.exclude)?,
    })
}

fn patterns(file: &TomlFile<File>, given: &[Spanned<String>]) -> Result<Vec<Regex>, Problem> {
    let pattern = |p: &Spanned<String>| {
        let wrong =
            |_| file.problem(p.span().start, "not a regular expression", "correct it (syntax of the Rust crate regex)");
        Regex::new(p.get_ref()).map_err(wrong)
    };
    given.iter().map(pattern).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> (Vec<Source>, Vec<String>) {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join(FILE), toml).expect("written");
        let (sources, problems) = list(dir.path());
        (sources, problems.iter().map(|p| format!("{}: {}", p.line, p.what)).collect())
    }

    #[test]
    fn good_sources_are_read_and_bad_ones_told_with_their_lines() {
        let (sources, problems) = read(
            "[[source]]\nname = 'a'\nkind = 'feed'\nurl = 'https://a.ru/rss'\ninclude = ['/news/']\nexclude = ['photo']\n\
             [[source]]\nname = 'a'\nkind = 'page'\nurl = 'https://a.ru'\n\
             [[source]]\nname = 'b'\nkind = 'page'\nurl = 'ftp://a.ru'\n\
             [[source]]\nname = 'c'\nkind = 'page'\nurl = 'https://a.ru'\ninclude = ['(']\n\
             [[source]]\nname = 'D'\nkind = 'page'\nurl = 'https://a.ru'\n",
        );
        assert_eq!(sources.len(), 1);
        let source = &sources[0];
        assert_eq!((source.kind, source.interval_h, source.most), (Kind::Feed, 24, 20));
        assert!(source.wants("https://a.ru/news/1") && !source.wants("https://a.ru/x"));
        assert!(!source.wants("https://a.ru/news/photo"));
        let lines: Vec<&str> = problems.iter().filter_map(|p| p.split(':').next()).collect();
        assert_eq!(lines, ["8", "14", "19", "21"], "{problems:?}");
        assert!(list(Path::new("/nowhere")).0.is_empty());
    }
}

//! Checks of single articles, and of the lexicon as a whole.

use std::collections::HashMap;
use std::path::Path;

use super::Filed;
use super::finding::{Finding, Level};
use crate::domain::{Lexicon, PartialDate, Region};
use crate::text::language;
use crate::text::words::{fold, words};

/// An article with fewer words has hardly anything to quote.
const FEW_WORDS: usize = 12;

/// The lexicon's regions: every name, folded, with the English one.
pub(super) type Regions = HashMap<String, String>;

/// All of them.
pub(super) fn regions(lexicon: &Lexicon) -> Regions {
    let named = |region: &Region| {
        region.names().map(|name| (fold(name), region.en.clone())).collect::<Vec<_>>()
    };
    lexicon.regions.iter().flat_map(named).collect()
}

/// What is wrong with an article that could be read.
pub(super) fn article(filed: &Filed, regions: &Regions, today: PartialDate) -> Vec<Finding> {
    let (article, meta) = (&filed.article, &filed.article.meta);
    let mut out = Vec::new();
    let mut find = |key: &str, level, what: String, remedy: &str| {
        let line = line_of(&filed.file, key);
        out.push(Finding { file: filed.file.clone(), line, level, what, remedy: remedy.to_owned() });
    };
    if meta.date > today {
        let what = format!("the date {} lies in the future", meta.date);
        find("date", Level::Error, what, "write the day of publication");
    }
    if !regions.contains_key(&fold(&meta.region)) {
        let what = format!("the region '{}' is not in the lexicon", meta.region);
        find("region", Level::Warning, what, "correct it, or add it to lexicon/regions.toml");
    }
    let text = article.text.as_str();
    if let Some(lang) = language::detect(text).filter(|lang| *lang != meta.lang) {
        let what = format!("the text is marked as '{}' but most of its letters say '{lang}'", meta.lang);
        find("lang", Level::Error, what, &format!("write lang: {lang}"));
    }
    if words(text).len() < FEW_WORDS {
        find(
            "title",
            Level::Warning,
            "the article has hardly any text".to_owned(),
            "add the article's words, or remove the file",
        );
    }
    out
}

/// Names that stand for things of two kinds.
pub(super) fn lexicon(dir: &Path, lexicon: &Lexicon) -> Vec<Finding> {
    let file = dir.join("lexicon/institutions.toml").to_string_lossy().replace('\\', "/");
    let regions = regions(lexicon);
    let aliases = lexicon.institutions.iter().flat_map(|i| i.aliases.iter().map(|alias| (alias, &i.name)));
    let conflicts = aliases.filter_map(|(alias, name)| Some((alias, name, regions.get(&fold(alias))?)));
    conflicts
        .map(|(alias, name, region)| Finding {
            line: line_with(&file, alias),
            file: file.clone(),
            level: Level::Warning,
            what: format!("'{alias}' means the institution '{name}' and the region '{region}'"),
            remedy: "keep it where it belongs and remove it from the other".to_owned(),
        })
        .collect()
}

/// The line on which a key of the front matter stands, 1 when it is nowhere.
pub(super) fn line_of(file: &str, key: &str) -> usize {
    let names = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
    position(file, names)
}

/// The first line that has the words, 1 when there is none.
pub(super) fn line_with(file: &str, words: &str) -> usize {
    position(file, |line| line.contains(words))
}

fn position(file: &str, is: impl Fn(&str) -> bool) -> usize {
    let content = std::fs::read(file).unwrap_or_default();
    String::from_utf8_lossy(&content).lines().position(is).map_or(1, |at| at + 1)
}

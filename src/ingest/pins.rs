//! What a curator decides by hand: `pins.toml` pins words of an article to questions, and blocks articles or words from
//! being quoted. What does not fit the articles is a [`Problem`] and has no effect.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::Problem;
use super::toml_file::{self, TomlFile};
use crate::domain::{Article, Block, FrozenText, Pin};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Pins {
    #[serde(default)]
    pin: Vec<PinRow>,
    #[serde(default)]
    block: Vec<BlockRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinRow {
    article: Spanned<String>,
    quote: Spanned<String>,
    questions: Spanned<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockRow {
    article: Spanned<String>,
    quote: Option<Spanned<String>>,
    reason: Spanned<String>,
}

/// What the file gave.
#[derive(Default)]
pub(super) struct Decided {
    /// Words pinned to questions.
    pub pins: Vec<Pin>,
    /// What is not quoted.
    pub blocks: Vec<Block>,
    /// Entries without effect.
    pub problems: Vec<Problem>,
    /// Entries that may not be as they were meant.
    pub warnings: Vec<Problem>,
}

/// Reads `dir/pins.toml` and checks it against the articles. A missing file has no pins.
pub(super) fn load(dir: &Path, articles: &[Arc<Article>]) -> Decided {
    let file = match toml_file::read::<Pins>(dir, "pins.toml") {
        Ok(file) => file,
        Err(problem) => return Decided { problems: vec![problem], ..Decided::default() },
    };
    let mut check = Check { file: &file, articles, problems: Vec::new(), warnings: Vec::new() };
    let pins = file.values.pin.iter().filter_map(|row| check.pin(row)).collect();
    let blocks = file.values.block.iter().filter_map(|row| check.block(row)).collect();
    Decided { pins, blocks, problems: check.problems, warnings: check.warnings }
}

struct Check<'a> {
    file: &'a TomlFile<Pins>,
    articles: &'a [Arc<Article>],
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Check<'_> {
    fn pin(&mut self, row: &PinRow) -> Option<Pin> {
        let quote = self.quote(&row.article, Some(&row.quote))?.unwrap_or_default();
        let questions = row.questions.get_ref();
        if questions.is_empty() || questions.iter().any(|q| q.trim().is_empty()) {
            let remedy = "write the wordings that the quote answers: questions = [\"…\"]";
            return self.wrong(row.questions.span().start, "a pin without a question".to_owned(), remedy);
        }
        self.doubt(row, &quote);
        Some(Pin { article: row.article.get_ref().clone(), quote, questions: questions.clone() })
    }

    /// A pin shows one place; a block holds for all of them.
    fn doubt(&mut self, row: &PinRow, quote: &str) {
        let id = row.article.get_ref();
        let articles = self.articles.iter().filter(|a| a.meta.id.0 == *id);
        let times: usize = articles.map(|a| a.text.as_str().matches(quote).count()).sum();
        if times > 1 {
            let what = format!("these words stand in article '{id}' {times} times, and the first place is quoted");
            let remedy = "copy more of the words around those that are meant";
            self.warnings.push(self.file.problem(row.quote.span().start, what, remedy));
        }
    }

    fn block(&mut self, row: &BlockRow) -> Option<Block> {
        let quote = self.quote(&row.article, row.quote.as_ref())?;
        if row.reason.get_ref().trim().is_empty() {
            let remedy = "say in reason why it must not be quoted";
            return self.wrong(row.reason.span().start, "a block without a reason".to_owned(), remedy);
        }
        Some(Block { article: row.article.get_ref().clone(), quote })
    }

    /// The words, in the form that articles have, if the article exists and holds them.
    fn quote(&mut self, id: &Spanned<String>, quote: Option<&Spanned<String>>) -> Option<Option<String>> {
        let Some(article) = self.articles.iter().find(|a| a.meta.id.0 == *id.get_ref()) else {
            let what = format!("there is no article '{}'", id.get_ref());
            return self.wrong(
                id.span().start,
                what,
                "write the id of an article (its path below the folder, without .md)",
            );
        };
        let Some(quote) = quote else { return Some(None) };
        let words = FrozenText::freeze(quote.get_ref()).as_str().to_owned();
        if words.trim().is_empty() || !article.text.as_str().contains(&words) {
            let what = format!("these words do not stand in article '{}'", id.get_ref());
            return self.wrong(quote.span().start, what, "copy them from the article, letter by letter");
        }
        Some(Some(words))
    }

    fn wrong<T>(&mut self, at: usize, what: String, remedy: &str) -> Option<T> {
        self.problems.push(self.file.problem(at, what, remedy));
        None
    }
}

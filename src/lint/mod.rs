//! Checks a knowledge folder: everything that keeps articles from being found, read or trusted.
//!
//! What the readers of the files complain of are errors; `rules` looks at each article that could be read, `twins` at
//! all of them together, [`online`] at the pages they come from ([`live`] fetches them, [`drift`] remembers what was found). Every
//! complaint is a [`Finding`] with file, line and remedy. It changes nothing in the folder, and no network is used but
//! through the [`Pages`](online::Pages) it is given.
//!
//! A further check is a function from what is known to findings, called in [`check`].

pub mod drift;
pub mod finding;
pub mod live;
pub mod online;
mod rules;
mod twins;

use std::path::Path;
use std::sync::Arc;

use crate::domain::{Article, ArticleKind, PUBLIC_URL, PartialDate};
use crate::ingest::{Problem, Shelf};
use drift::Drift;
pub use finding::{Finding, Format, Level, printed};

/// An article with the file it stands in.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The file, as in findings; it can be opened.
    pub file: String,
    /// What it gave.
    pub article: Arc<Article>,
}

impl Filed {
    /// Whether its words are ours: they stand on no page but our own.
    fn is_brief(&self) -> bool {
        self.article.meta.kind == ArticleKind::Brief
    }
}

/// Checks the folder `dir` without any network. `today` tells which dates lie in the future.
pub fn check(dir: &Path, today: PartialDate) -> Vec<Finding> {
    let mut shelf = Shelf::new(dir, PUBLIC_URL, None);
    let knowledge = shelf.read().knowledge;
    let mut findings: Vec<Finding> = knowledge.problems.into_iter().map(|p| of(p, Level::Error)).collect();
    findings.extend(knowledge.warnings.into_iter().map(|p| of(p, Level::Warning)));
    let filed = filed(&shelf);
    let regions = rules::regions(&knowledge.lexicon);
    findings.extend(filed.iter().flat_map(|filed| rules::article(filed, &regions, today)));
    findings.extend(rules::lexicon(dir, &knowledge.lexicon));
    findings.extend(twins::find(&filed));
    findings.sort();
    findings
}

/// Compares the articles of the folder `dir` with the pages they come from. `done` hears of every page: how many are
/// done, of how many. `drift` learns what was found `today`; of a page that could not be read it keeps what it knew.
pub fn check_online(
    dir: &Path,
    pages: &dyn online::Pages,
    today: PartialDate,
    drift: &mut Drift,
    done: impl FnMut(usize, usize),
) -> Vec<Finding> {
    let mut shelf = Shelf::new(dir, PUBLIC_URL, None);
    shelf.read();
    let filed = filed(&shelf);
    drift.only(filed.iter().map(|filed| &*filed.article));
    let note = |article: &Article, page| drift.note(article, page, today);
    let mut findings = online::check(&filed, pages, note, done);
    findings.sort();
    findings
}

fn filed(shelf: &Shelf) -> Vec<Filed> {
    let mut all: Vec<Filed> =
        shelf.files().map(|(file, article)| Filed { file: file.to_owned(), article: Arc::clone(article) }).collect();
    all.sort_by(|a, b| a.file.cmp(&b.file));
    all
}

fn of(problem: Problem, level: Level) -> Finding {
    let Problem { file, line, what, remedy } = problem;
    Finding { file, line, level, what, remedy }
}

#[cfg(test)]
mod tests;

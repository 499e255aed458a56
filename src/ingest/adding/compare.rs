//! How much two texts have in common: what an update changes, and what is a reprint.

use std::collections::HashSet;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::domain::Article;
use crate::text::words::words;

/// Words in a shingle.
const SHINGLE: usize = 5;
/// A text with fewer shingles is too short to tell.
const LEAST: usize = 30;
/// Texts that share this part of all their shingles are the same report.
const SAME: f64 = 0.7;
/// The part of their numbers that must be shared as well: last year's report differs in them.
const SAME_NUMBERS: f64 = 0.9;

/// What tells whether two texts are the same report.
#[derive(Debug, Clone, Default)]
pub(super) struct Shingles {
    runs: FxHashSet<u64>,
    numbers: FxHashSet<String>,
}

impl Shingles {
    pub(super) fn of(text: &str) -> Self {
        let folded: Vec<String> = words(text).into_iter().map(|w| w.folded).collect();
        let runs = folded.windows(SHINGLE).map(|run| FxBuildHasher.hash_one(run));
        let numbers = folded.iter().filter(|w| w.contains(|c: char| c.is_ascii_digit())).cloned();
        Self { runs: runs.collect(), numbers: numbers.collect() }
    }

    /// Whether the two are the same report, slightly changed.
    pub(super) fn is_reprint_of(&self, other: &Self) -> bool {
        let enough = self.runs.len().min(other.runs.len()) >= LEAST;
        enough && shared(&self.runs, &other.runs) >= SAME && shared(&self.numbers, &other.numbers) >= SAME_NUMBERS
    }
}

/// The part of all elements that both have.
fn shared<T: Eq + std::hash::Hash>(a: &FxHashSet<T>, b: &FxHashSet<T>) -> f64 {
    let both = a.intersection(b).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 1.0 } else { both as f64 / all as f64 }
}

/// Sentences that an update adds and removes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the order of the new text.
    pub added: Vec<String>,
    /// In the order of the old text.
    pub removed: Vec<String>,
}

impl Difference {
    /// From one version to the next.
    pub(super) fn between(old: &Article, new: &Article) -> Self {
        let all = |article: &Article| -> Vec<String> {
            article.passages.iter().flat_map(|p| &p.sentences).map(|s| article.slice(*s).to_owned()).collect()
        };
        let (old, new) = (all(old), all(new));
        let only = |of: &[String], not: &[String]| {
            let not: HashSet<&String> = not.iter().collect();
            of.iter().filter(|s| !not.contains(s)).cloned().collect()
        };
        Self { added: only(&new, &old), removed: only(&old, &new) }
    }

    /// Whether no sentence is added or removed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reprint_is_told_from_next_years_report() {
        let text: String = (0..60).map(|i| format!("The region names measure w{i}x of support. ")).collect();
        let report = format!("{text} In 2020 there were 40 residents.");
        let reprint = format!("As reported. {report} Photo: press service.");
        let next = report.replace("2020", "2021").replace("40", "52");
        let of = |t: &str| Shingles::of(t);
        assert!(of(&reprint).is_reprint_of(&of(&report)));
        assert!(!of(&next.replace('w', "v")).is_reprint_of(&of(&report)));
        assert!(!of("too short").is_reprint_of(&of("too short")));
        let with_numbers = "Five residents of forty two zones got help from the fund of the region this time. ";
        let long = |year: &str| {
            format!(
                "{with_numbers}{} in {year} with {year}1 and {year}2",
                "a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd ee ff gg"
            )
        };
        assert!(of(&long("2020")).is_reprint_of(&of(&long("2020"))));
        assert!(!of(&long("2020")).is_reprint_of(&of(&long("2021"))));
    }
}

//! Articles that say nearly the same: reprints, copies.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::Filed;
use super::finding::{Finding, Level};
use super::rules::line_of;
use crate::text::words::words;

/// Words of a shingle.
const SHINGLE: usize = 5;
/// The smallest shingles of each article, by which those worth comparing are found.
const SKETCH: usize = 48;
/// Sketches of articles that are compared have so many in common.
const SHARED: usize = 8;
/// Share of the shorter article's shingles that must be in the longer one.
const SAME: f64 = 0.8;

/// Every article that has most of its words in common with one before it.
pub(super) fn find(filed: &[Filed]) -> Vec<Finding> {
    let shingles: Vec<HashSet<u64>> = filed.iter().map(|filed| shingles(filed.article.text.as_str())).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut out = Vec::new();
    for (at, own) in shingles.iter().enumerate() {
        let mut sketch: Vec<u64> = own.iter().copied().collect();
        sketch.sort_unstable();
        sketch.truncate(SKETCH);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for shingle in &sketch {
            let held = holders.entry(*shingle).or_default();
            held.iter().for_each(|other| *shared.entry(*other).or_default() += 1);
            held.push(at);
        }
        let enough = SHARED.min(sketch.len().max(1));
        let candidates = shared.into_iter().filter(|(_, n)| *n >= enough).map(|(other, _)| other);
        let likeness = |other: usize| (alike(own, &shingles[other]), other);
        let best = candidates.map(likeness).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((share, other)) = best.filter(|(share, _)| *share >= SAME) {
            out.push(finding(&filed[at], &filed[other], share));
        }
    }
    out
}

fn finding(one: &Filed, other: &Filed, share: f64) -> Finding {
    Finding {
        file: one.file.clone(),
        line: line_of(&one.file, "title"),
        level: Level::Warning,
        what: format!("{:.0} % of the text stands in {}, too", share * 100.0, other.file),
        remedy: "keep the earliest source and remove the other".to_owned(),
    }
}

/// Hashes of all runs of words; a text shorter than one run is one shingle.
fn shingles(text: &str) -> HashSet<u64> {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    let hash = |run: &[String]| {
        let mut hash = DefaultHasher::new();
        run.hash(&mut hash);
        hash.finish()
    };
    if words.len() < SHINGLE { HashSet::from([hash(&words)]) } else { words.windows(SHINGLE).map(hash).collect() }
}

/// Share of the smaller set that is in the other.
fn alike(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    a.intersection(b).count() as f64 / a.len().min(b.len()).max(1) as f64
}

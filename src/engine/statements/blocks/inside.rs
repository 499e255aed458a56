//! Series inside a sentence, found by what stands between their parts.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{Reading, beside, rule};
use super::{Shape, is_of_figures};

/// A series inside a sentence.
pub(super) struct Inside {
    /// How it is told to be one.
    pub shape: Shape,
    /// Where it begins.
    pub at: usize,
    /// How many things it enumerates.
    pub items: u32,
}

/// Parts with a mark each: "(a) …, (b) …", "1) …, 2) …".
static MARKS: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)(?:^|\s)\(?(?:[1-9]|[a-fа-е])\)\s"));
/// Three things between commas.
static THREE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)[^,.;:()]{2,80}, (?:[^,.;:()]{2,80}, )*[^,.;:()]{2,80},? (?:and|or|и|или|а также|as well as) [^,.;:()]{2,}|[^,.;:()]{2,60}(?:, [^,.;:()]{2,60}){3,}",
    )
});

/// The series of a sentence, if it holds one.
pub(super) fn inside(reading: &Reading<'_>, text: &str) -> Option<Inside> {
    let semicolons: Vec<usize> =
        text.match_indices("; ").map(|m| m.0).chain(text.trim_end().ends_with(';').then_some(text.len())).collect();
    let colon = |end: usize| text[..end].find(": ").map_or(0, |c| c + 2);
    if text.matches(" | ").count() >= 4 {
        let shape = if is_of_figures(text) { Shape::Series } else { Shape::Listed };
        return Some(Inside { shape, at: 0, items: 1 + text.matches(" | ").count() as u32 / 2 });
    }
    if let Some(first) = semicolons.first() {
        let at = colon(*first);
        if semicolons.len() >= 2 || at > 0 {
            let shape = if semicolons.len() >= 2 { Shape::Marked } else { Shape::Colon };
            return Some(Inside { shape, at, items: semicolons.len() as u32 + 1 });
        }
    }
    let marks: Vec<usize> = MARKS.find_iter(text).map(|m| m.start()).collect();
    if marks.len() >= 2 {
        return Some(Inside { shape: Shape::Marked, at: marks[0], items: marks.len() as u32 });
    }
    let at = colon(text.len());
    let parts = if at > 0 { BETWEEN.find_iter(&text[at..]).count() + 1 } else { 0 };
    if parts >= 2 {
        return Some(Inside { shape: Shape::Colon, at, items: parts as u32 });
    }
    if let Some(found) = THREE.find(text) {
        return Some(Inside { shape: Shape::Series, at: 0, items: found.as_str().matches(", ").count() as u32 + 1 });
    }
    if PAIR.is_match(text) {
        return Some(Inside { shape: Shape::Colon, at: 0, items: 2 });
    }
    let words = text.split_whitespace().count();
    let run_on = words >= RUN_ON && text.trim_end().ends_with(char::is_alphabetic);
    (run_on || beside::side_by_side(reading.institutions, text)).then_some(Inside {
        shape: Shape::Series,
        at: 0,
        items: 2,
    })
}

/// "Two companies – A and B – left", «Ещё два – А и Б – признаны поисковыми».
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\b(?:two|both|два|две|двое|оба|обе)\b[^.;:–—,]{0,60}(?:\s[–—-]|:|,)\s[^.;:–—]{3,80}\s(?:and|и)\s")
});
/// Words of a paragraph without a full stop that may be a list that lost its lines.
const RUN_ON: usize = 8;
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i),\s+(?:and\s+|и\s+)?|\s(?:and|и|а также)\s"));

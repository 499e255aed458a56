//! Names that stand side by side in a sentence: who is enumerated there.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{ADJECTIVE, Institutions, Name};
use super::rule;
use crate::domain::Span;

/// Whether two names stand side by side as members of an enumeration.
pub fn side_by_side(institutions: &Institutions, text: &str) -> bool {
    institutions.names(text).windows(2).any(|two| are_beside(text, two))
}

/// The longest run of names of a text that stand side by side; empty when no two do.
pub fn chain<'n>(text: &str, names: &'n [Name]) -> &'n [Name] {
    let mut best: &[Name] = &[];
    let mut from = 0;
    while from < names.len() {
        let run = 1 + names[from..].windows(2).take_while(|two| are_beside(text, two)).count();
        if run >= 2 && run > best.len() && !is_one_title(text, &names[from..from + run]) {
            best = &names[from..from + run];
        }
        from += run;
    }
    best
}

/// "Ministry of Agriculture and Food", "the Fund (TIF; «Innovation Fund»)": one body, not two.
fn is_one_title(text: &str, run: &[Name]) -> bool {
    let [first, second] = run else { return false };
    let words = |n: &Name| n.span.of(text).unwrap_or("");
    let of = [" of ", " for ", " по "].iter().any(|of| words(first).contains(of));
    let adjective = !words(first).contains(' ') && ADJECTIVE.iter().any(|end| words(first).ends_with(end));
    let one_word = !words(second).contains(' ') && !words(second).chars().skip(1).any(char::is_uppercase);
    let bracketed = text[..first.span.start].trim_end_matches(['«', '“', '"']).ends_with('(');
    bracketed || (adjective && !one_word) || (of && one_word && !words(second).starts_with(['«', '“', '"']))
}

fn are_beside(text: &str, two: &[Name]) -> bool {
    let gap = &text[two[0].span.end..two[1].span.start];
    gap.len() <= 40 && ITEM.is_match(gap) && !gap.contains(['.', ':'])
}

static ITEM: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i),\s*(?:and|or|а также|и|или)\s+|\s+(?:and|as well as|or|и|а также|или)\s+|[,;]\s*"));

/// A clause that says more of what stands before it.
pub(super) static RELATIVE: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)\b(?:that|which|whose|whom|where|when|котор\w+|чь[ия]\w*|где|когда)\b"));

static DASH: LazyLock<Regex> = LazyLock::new(|| rule(r"\S\s+[–—-]\s"));

/// The names of an enumeration at the beginning of `text`. Items without a name end it, except before the first name.
pub fn enumeration(institutions: &Institutions, text: &str) -> Vec<Name> {
    let names = institutions.names(text);
    let protected = |at: usize| names.iter().any(|n| n.span.start < at && at < n.span.end);
    // A dash ends it: what follows is said of it, or who says it.
    let dash = DASH.find_iter(text).map(|m| m.start()).find(|at| !protected(*at));
    let text = &text[..dash.unwrap_or(text.len())];
    let mut out: Vec<Name> = Vec::new();
    let (mut start, mut skipped) = (0, false);
    let mut borders: Vec<(usize, usize)> =
        ITEM.find_iter(text).map(|m| (m.start(), m.end())).filter(|b| !protected(b.0)).collect();
    borders.push((text.len(), text.len()));
    for (index, (end, next)) in borders.into_iter().enumerate() {
        let item = Span::new(start, end);
        match names.iter().find(|n| item.contains(n.span)) {
            // A name deep inside an item is not what the item is about.
            Some(name) if text[item.start..name.span.start].split_whitespace().count() <= 5 => {
                // "the taxes that residents of the Alabuga zone pay".
                if RELATIVE.is_match(&text[item.start..name.span.start]) {
                    break;
                }
                out.push(name.clone());
                let rest = text[name.span.end..end].split_whitespace().count();
                if rest > 4 {
                    break;
                }
            }
            None if out.is_empty() && index < 2 => {}
            // "Acme, a maker of pumps, and Borealis".
            None if !skipped && text[start..end].split_whitespace().count() <= 4 => skipped = true,
            _ => break,
        }
        start = next;
    }
    out
}

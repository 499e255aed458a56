//! Enumerations inside a sentence, and how many things a text announces.

use std::sync::LazyLock;

use regex::Regex;

use super::places::counts;
use super::rule;
use crate::domain::Span;

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\s*;\s*(?:and\s+|и\s+|а также\s+)?|,\s+(?:and|и|а также|or|или)\s+|,\s+|\s+(?:and|и|а также)\s+")
});

/// Words of an item of an enumeration by commas, at the most: more are clauses.
const WORDS: usize = 9;

/// The things that a text enumerates, as bytes of it: the parts of its beginning, as long as they are short.
pub(super) fn pieces(text: &str) -> Vec<Span> {
    let whole = text.split_terminator(['.', '!', '?']).next().unwrap_or(text);
    let by_semicolon = whole.contains(';');
    let borders = |m: regex::Match<'_>| (m.start(), m.end());
    let mut cuts: Vec<(usize, usize)> = match by_semicolon {
        true => whole.match_indices(';').map(|(i, mark)| (i, i + mark.len())).collect(),
        false => BETWEEN.find_iter(whole).map(borders).collect(),
    };
    cuts.push((whole.len(), whole.len()));
    let mut out = Vec::new();
    let mut start = 0;
    for (end, next) in cuts {
        let piece = &whole[start..end];
        if piece.chars().any(char::is_alphabetic) {
            if !by_semicolon && piece.split_whitespace().count() > WORDS {
                break;
            }
            out.push(Span::new(start, end));
        }
        start = next;
    }
    out
}

/// What a sentence that counts says after its ordinal.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\s[–—-]\s+(?:это\s+)?|\b(?:is|are|was|стал[аио]?|это|является)\s+|^[^,:]{3,30}[,:]\s+")
});
/// What ends a title.
static ENDS: LazyLock<Regex> = LazyLock::new(|| rule(r"[,.;:|!?(]|\s[–—-]\s|[”»]"));
/// Words of a title.
const TITLE: usize = 12;

/// What the sentence of one direction or measure is about, as bytes of it.
pub(super) fn title(text: &str) -> Span {
    let start = if counts(text) { BEHIND.find(text).map_or(0, |m| m.end()) } else { 0 };
    let start = start + text[start..].find(char::is_alphanumeric).unwrap_or(0);
    let end = ENDS.find(&text[start..]).map_or(text.len(), |m| start + m.start());
    let words = text[start..end].split_inclusive(char::is_whitespace).take(TITLE).map(str::len).sum::<usize>();
    Span::new(start, start + words)
}

/// A span without white space, quotation marks and punctuation at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '%' | '№');
    let words = &text[span.start..span.end];
    let start = words.find(inside).unwrap_or(words.len());
    let end = words.rfind(inside).map_or(start, |i| i + words[i..].chars().next().map_or(0, char::len_utf8));
    Span::new(span.start + start, span.start + end.max(start))
}

/// How many things a text enumerates.
pub(super) fn parts(text: &str) -> u32 {
    pieces(text).len() as u32
}

pub(super) const NUMBER: &str = r"(two|three|four|five|six|seven|eight|nine|ten|два|две|двух|двум|три|трех|тр[её]х|тр[её]м|четыре|четыр[её]х|четыр[её]м|пять|пяти|шесть|шести|семь|семи|восемь|восьми|девять|девяти|десять|десяти|\d{1,2})";

/// A pattern that reads how many of a noun are announced.
pub(super) fn announcing(noun: &str) -> Regex {
    rule(&format!(r"(?i)\b{NUMBER}\s+(?:[\w-]+\s+){{0,3}}?{noun}\b"))
}

/// The number of a sentence that says nothing else: "There are three.", «Их три».
pub(super) fn bare_number(text: &str) -> Option<u32> {
    static BARE: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{NUMBER}\b")));
    announced(&BARE, text)
        .filter(|_| text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count() <= 4)
}

/// The number that an announcing pattern finds, 2 to 30.
pub(super) fn announced(pattern: &Regex, text: &str) -> Option<u32> {
    let word = pattern.captures(text)?.get(1)?.as_str().to_lowercase();
    const WORDS: [(&str, &str, u32); 9] = [
        ("two", "дв", 2),
        ("three", "тр", 3),
        ("four", "четыр", 4),
        ("five", "пят", 5),
        ("six", "шест", 6),
        ("seven", "сем", 7),
        ("eight", "вос", 8),
        ("nine", "девят", 9),
        ("ten", "десят", 10),
    ];
    let spelt = WORDS.iter().find(|(en, ru, _)| word == *en || word.starts_with(ru)).map(|w| w.2);
    spelt.or_else(|| word.parse().ok()).filter(|n| (2..=30).contains(n))
}

//! Things that are told sentence by sentence: after a number of them, or beginning alike.

use std::sync::LazyLock;

use regex::Regex;

use super::super::enumerated::{NUMBER, announced};
use super::super::{Line, rule};
use super::{Block, NEAR, Outline, Shape, first_body, tells};

/// A number of things: "four kinds of loans", «пять совместных работ»; no sums, shares and dates.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| rule(&format!(r"(?i)(?:^|[\s(]){NUMBER}\s+(?:[\w-]+\s+){{0,3}}?\p{{L}}{{3,}}")));
static UNITS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W*\w+\s+(?:млрд|млн|тыс|миллион|миллиард|руб|процент|год|лет\b|мес|дн|час|человек|раз|\w*метр|га\b|км\b|кв|mln|bn|million|billion|thousand|per ?cent|percent|years?|months?|weeks?|days?|hours?|times|euros?|pounds|dollars|hectares|km\b|sq|января|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|january|february|march|april|may\b|june|july|august|september|october|november|december)",
    )
});

/// How many things a text announces.
pub(super) fn number(text: &str) -> Option<u32> {
    let found = NUMBERED.find(text)?;
    if UNITS.is_match(found.as_str()) { None } else { announced(&NUMBERED, text) }
}

/// A sentence that tells one of several things: it begins with a name in quotation marks, a number or a label.
static TELLS: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"^\W*(?:[«“\x22‘][^»”\x22’]{2,60}[»”\x22’]|\d{1,2}[.)]\s)|^[^,.:;–—]{2,60}\s[–—-]\s|^[^,.;:]{2,40}:\s")
});

/// Sentences after a number that tell as many things, or three that begin alike.
pub(super) fn told_below(outline: &Outline<'_, '_>, at: usize) -> Option<Block> {
    let reading = outline.reading;
    let line = &reading.lines[at];
    if !tells(line) {
        return None;
    }
    let number = number(line.text).map(|n| n as usize);
    let before = at.checked_sub(1).map(|b| &reading.lines[b]).filter(|b| b.passage == line.passage);
    let goes_on = before.is_some_and(|b| TELLS.is_match(b.text));
    let below = reading.lines[at + 1..].iter().take_while(|l| l.passage == line.passage);
    let mut told: Vec<&Line<'_>> = below.take_while(|l| TELLS.is_match(l.text)).take(number.unwrap_or(MOST)).collect();
    let enough = match number {
        Some(_) => told.len() >= 2,
        None => told.len() >= 2 && !goes_on && TOLD.is_match(line.text),
    };
    if !enough {
        return None;
    }
    if number.is_none() {
        told.insert(0, line);
    }
    let bodies = told.iter().filter_map(|l| first_body(reading, l, if l.span == line.span { LED } else { NEAR }));
    let shape = if number.is_some() { Shape::Counted } else { Shape::Sections };
    Some(outline.of_sentences(at, shape, &told, bodies.collect()))
}

/// Sentences that begin alike, at the most.
const MOST: usize = 20;
/// Bytes of the words that lead up to the first thing told.
const LED: usize = 160;
/// A sentence that tells one thing, be it behind the words that lead up to it.
static TOLD: LazyLock<Regex> = LazyLock::new(|| rule(r"^[^.;]{2,120}\s[–—-]\s|[^.;]{2,80}:\s"));

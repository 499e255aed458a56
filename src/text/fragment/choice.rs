//! Which directives are worth trying for a quote, best first.
//!
//! Few words are sturdy: a page may differ from the article somewhere in the middle of a sentence (a footnote mark, an
//! advertisement), and every Cyrillic letter costs six bytes of the address. Too few words may also stand in a menu of
//! the page, which the article does not show. Hence short quotes whole, long ones by four words at each end, and
//! context only where it is needed. White space here is what separates words for a browser, thus not U+202F, which
//! Unicode's word rules (UAX #29) join with the digits around it.

use super::page::ignored;
use crate::domain::Span;

/// A directive whose parts are still pieces of the article, each without white space at its ends and within one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Directive<'a> {
    /// Words right before the quote.
    pub prefix: Option<&'a str>,
    /// The quote, or its first words.
    pub start: &'a str,
    /// The quote's last words.
    pub end: Option<&'a str>,
    /// Words right after the quote.
    pub suffix: Option<&'a str>,
}

/// A quote of up to this many words is spelled out.
const WHOLE_WORDS: usize = 10;
/// How many words stand for each end of a longer quote.
const END_WORDS: [usize; 4] = [4, 8, 16, 32];
/// Shorter quotes, in characters, get context even where the article has them only once: a menu may have them too.
const LONE_CHARS: usize = 20;
/// How many words of context are tried first; then twice as many, and so on.
const CONTEXT_WORDS: usize = 3;

/// The directives that select `quote` (a span of `text` without white space at its ends) at least here, best first:
/// those with little context before those with more (but see [`LONE_CHARS`]). Parts longer than `room` bytes are left out.
pub(super) fn candidates(text: &str, quote: Span, room: usize) -> impl Iterator<Item = Directive<'_>> {
    let forms = forms(&text[quote.start..quote.end], room);
    let lone = text[quote.start..quote.end].chars().take(LONE_CHARS).count() < LONE_CHARS;
    let alone = |yes: bool| yes.then_some((None, None)).into_iter();
    // Most quotes need none: it is not even looked for before.
    let contexts = std::iter::once_with(move || contexts(&text[..quote.start], &text[quote.end..], room)).flatten();
    let contexts = alone(!lone).chain(contexts).chain(alone(lone));
    let (needs_prefix, needs_suffix) = (cuts_word(text, quote.start), cuts_word(text, quote.end));
    contexts
        .filter(move |(prefix, suffix)| (prefix.is_some() || !needs_prefix) && (suffix.is_some() || !needs_suffix))
        .flat_map(move |(prefix, suffix)| {
            forms.clone().map(move |(start, end)| Directive { prefix, start, end, suffix })
        })
}

/// The quote as `start` or as `start` and `end`.
fn forms(quote: &str, room: usize) -> impl Iterator<Item = (&str, Option<&str>)> + Clone {
    let (first, last) = (first_block(quote), last_block(quote));
    let one_block = first.len() == quote.len();
    let words = words(quote).take(2 * END_WORDS[3]).count();
    let whole = (one_block && quote.len() < room).then_some((quote, None));
    let ranges = END_WORDS.into_iter().filter(move |n| !one_block || 2 * n <= words);
    let ranges = ranges.map(move |n| (first_words(first, n), Some(last_words(last, n))));
    let (before, behind) = if words <= WHOLE_WORDS { (whole, None) } else { (None, whole) };
    before.into_iter().chain(ranges).chain(behind)
}

/// Words before a quote and behind it.
type Context<'a> = (Option<&'a str>, Option<&'a str>);

/// Growing context: more and more words before, after, and on both sides.
fn contexts<'a>(before: &'a str, after: &'a str, room: usize) -> impl Iterator<Item = Context<'a>> {
    let (left, right) = (last_block(before), first_block(after));
    // Words of the quote's own block come first: between two blocks a page may show something else.
    let left_is_far = before[before.trim_end().len()..].contains('\n');
    let mut words = Some(CONTEXT_WORDS);
    let grow = move || {
        let n = words?;
        let (prefix, suffix) = (last_words(left, n), first_words(right, n));
        let complete = prefix.len() == left.len() && suffix.len() == right.len();
        words = (!complete && prefix.len().max(suffix.len()) < room).then_some(2 * n);
        let sides = (non_empty(prefix), non_empty(suffix));
        let mut single = [(sides.0, None), (None, sides.1)];
        if left_is_far {
            single.reverse();
        }
        Some(single.into_iter().chain([sides]).filter(|sides| *sides != (None, None)))
    };
    std::iter::from_fn(grow).flatten()
}

fn non_empty(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}

/// Whether a word may go on across byte `at`: neither side is known to end words by Unicode's word rules (UAX #29).
/// Where in doubt, context is added, which lifts the draft's condition at that end.
fn cuts_word(text: &str, at: usize) -> bool {
    match (text[..at].chars().next_back(), text[at..].chars().next()) {
        (Some(before), Some(after)) => ignored(after) || !(ends_words(before) || ends_words(after)),
        _ => false,
    }
}

fn ends_words(c: char) -> bool {
    separates(c) || matches!(c, '(' | ')' | '[' | ']' | '“' | '”' | '„' | '«' | '»' | '–' | '—' | '!' | '?' | '…')
}

fn separates(c: char) -> bool {
    c.is_whitespace() && c != '\u{202f}'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(separates).filter(|word| !word.is_empty())
}

/// The first `n` words of a text without white space in front.
fn first_words(text: &str, n: usize) -> &str {
    let mut rest = text;
    for _ in 0..n {
        rest = rest.trim_start_matches(separates);
        rest = rest.trim_start_matches(|c| !separates(c));
    }
    &text[..text.len() - rest.len()]
}

/// The last `n` words of a text without white space behind.
fn last_words(text: &str, n: usize) -> &str {
    let mut rest = text;
    for _ in 0..n {
        rest = rest.trim_end_matches(separates);
        rest = rest.trim_end_matches(|c| !separates(c));
    }
    &text[rest.len()..]
}

/// Stands between the cells of a table row; each cell is a block of the page.
const CELL: &str = " | ";

/// The first block of the text, trimmed; of a text that begins with white space or a cell border the one behind it.
fn first_block(text: &str) -> &str {
    let text = text.trim_start();
    let text = text.strip_prefix(CELL.trim_start()).unwrap_or(text).trim_start();
    let line = text.split('\n').next().unwrap_or(text);
    line.split(CELL).next().unwrap_or(line).trim_end()
}

/// The last block of the text, trimmed.
fn last_block(text: &str) -> &str {
    let text = text.trim_end();
    let text = text.strip_suffix(CELL.trim_end()).unwrap_or(text).trim_end();
    let line = text.rsplit('\n').next().unwrap_or(text);
    line.rsplit(CELL).next().unwrap_or(line).trim_start()
}

//! The article as a browser's search sees it, and what a directive selects there.
//!
//! Everything errs to one side: what is folded together here is at least what any browser holds to be equal, so a
//! directive that is unambiguous here is so on the page. For the same reason finds inside words count, although the draft
//! passes over them: browsers disagree where words end (Chromium takes the border of an inline tag for one), and a few
//! words of context more cost little.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::choice::Directive;
use crate::domain::Span;

/// A text as a browser's search sees it, folded once for all links into it.
#[derive(Debug)]
pub struct FoldedText {
    folded: String,
    /// Bytes of the text before each of its lines, and of the folded text.
    lines: Vec<(usize, usize)>,
}

impl FoldedText {
    /// Folds a text whose lines are blocks of a page.
    pub fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let (mut lines, mut at) = (Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            lines.push((at, folded.len()));
            fold_into(&mut folded, line);
            at += line.len();
        }
        Self { folded, lines }
    }

    /// Where a span of the text stands in the folded one.
    fn place(&self, text: &str, span: Span) -> Range<usize> {
        let line = self.lines.partition_point(|l| l.0 <= span.start).saturating_sub(1);
        let (from, before) = self.lines.get(line).copied().unwrap_or_default();
        // What stands before decides whether a space counts.
        let last = self.folded[..before].chars().next_back();
        let mut here: String = last.into_iter().collect();
        let outside = here.len();
        fold_into(&mut here, &text[from..span.start]);
        let start = here.len();
        fold_into(&mut here, &text[span.start..span.end]);
        before + start - outside..before + here.len() - outside
    }
}

/// A folded text with the place of the quote in it.
pub(super) struct Page<'a> {
    folded: &'a str,
    quote: Range<usize>,
}

impl<'a> Page<'a> {
    /// The page of a text with a quote at `quote`.
    pub fn new(text: &str, folded: &'a FoldedText, quote: Span) -> Self {
        Self { quote: folded.place(text, quote), folded: &folded.folded }
    }

    /// Whether the directive selects the quote and nothing else.
    pub fn selects(&self, directive: &Directive<'_>) -> bool {
        let parts = Parts {
            prefix: directive.prefix.map(fold),
            start: fold(directive.start),
            end: directive.end.map(fold),
            suffix: directive.suffix.map(fold),
        };
        let all = [parts.prefix.as_deref(), Some(parts.start.as_str()), parts.end.as_deref(), parts.suffix.as_deref()];
        // Invisible characters alone match everywhere.
        all.iter().flatten().all(|part| !part.is_empty())
            && Search { text: self.folded }.first(&parts) == Some(self.quote.clone())
    }
}

/// A directive's parts, folded.
struct Parts {
    prefix: Option<String>,
    start: String,
    end: Option<String>,
    suffix: Option<String>,
}

struct Search<'a> {
    text: &'a str,
}

impl Search<'_> {
    /// What the draft calls *find a range from a text directive*, without its conditions on words.
    fn first(&self, parts: &Parts) -> Option<Range<usize>> {
        let mut from = 0;
        loop {
            let head = self.find(parts.prefix.as_deref().unwrap_or(&parts.start), from)?;
            from = self.next_char(head.start);
            let start = match &parts.prefix {
                None => Some(head),
                Some(_) => self.at(&parts.start, self.skip_spaces(head.end)),
            };
            let Some(start) = start else { continue };
            match &parts.end {
                // The draft never gives up a start once an `end` is asked for. It would go on to ends that the suffix
                // follows; here the first must do, then overlapping finds need no thought.
                Some(end) => {
                    let end = self.find(end, start.end)?.end;
                    return self.is_followed(end, parts).then_some(start.start..end);
                }
                None if self.is_followed(start.end, parts) => return Some(start),
                None => {}
            }
        }
    }

    fn is_followed(&self, at: usize, parts: &Parts) -> bool {
        parts.suffix.as_deref().is_none_or(|suffix| self.at(suffix, self.skip_spaces(at)).is_some())
    }

    fn find(&self, part: &str, from: usize) -> Option<Range<usize>> {
        self.text[from..].find(part).map(|at| from + at..from + at + part.len())
    }

    fn at(&self, part: &str, at: usize) -> Option<Range<usize>> {
        self.text[at..].starts_with(part).then(|| at..at + part.len())
    }

    fn skip_spaces(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start().len()
    }

    fn next_char(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().map_or(1, char::len_utf8)
    }
}

fn fold(part: &str) -> String {
    let mut folded = String::with_capacity(part.len());
    fold_into(&mut folded, part);
    folded
}

/// Appends `text` in the form in which equal means "equal at the primary level": compatibility decomposition, without
/// marks and invisible characters, lower case, quotation marks straight, white space single, `\n` between blocks.
fn fold_into(out: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let plain = plain_len(rest);
        out.push_str(&rest[..plain]);
        let mut chars = rest[plain..].chars();
        let Some(c) = chars.next() else { return };
        rest = chars.as_str();
        match c {
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() => push_space(out, c == '\n'),
            '|' if out.ends_with([' ', '\n']) && chars.next().is_none_or(char::is_whitespace) => push_space(out, true),
            'Й' => out.push('й'),
            'А'..='Я' => out.extend(c.to_lowercase()),
            '‘' | '’' | '‚' | '‛' | '׳' => out.push('\''),
            '“' | '”' | '„' | '‟' | '״' => out.push('"'),
            c if c.is_ascii() => out.push(c),
            c => decompose_compatible(c, |part| {
                if !ignored(part) {
                    out.extend(part.to_lowercase());
                }
            }),
        }
    }
}

/// Bytes at the beginning that are words in lower case with single spaces between, taken over as they are: most of a text.
fn plain_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let letter = |at: usize| match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'a'..=b'z' | b'0'..=b'9'), _) => 1,
        // «а» to «п», «р» to «я» in UTF-8.
        (Some(0xd0), Some(0xb0..=0xbf)) | (Some(0xd1), Some(0x80..=0x8f)) => 2,
        _ => 0,
    };
    let mut at = 0;
    loop {
        let len = letter(at);
        let space = len == 0 && at > 0 && bytes.get(at) == Some(&b' ') && letter(at + 1) > 0;
        match (len, space) {
            (0, false) => return at,
            (0, true) => at += 1,
            _ => at += len,
        }
    }
}

fn push_space(out: &mut String, border: bool) {
    if out.ends_with(' ') && border {
        out.pop();
    }
    match out.as_bytes().last() {
        Some(b'\n') => {}
        _ if border => out.push('\n'),
        Some(b' ') => {}
        _ => out.push(' '),
    }
}

/// Whether searches pass over the character: marks, soft hyphens, zero-width characters, direction and variant marks.
pub(super) fn ignored(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

//! Lines that were UTF-8, were read as a one-byte encoding and saved again: «РўРѕРјСЃРє», "Ð¢Ð¾Ð¼ÑÐº", "donâ€™t".
//!
//! Written back in the wrong encoding such a line is valid UTF-8 again, which no other line of letters is: a Russian or
//! accented letter would stand alone where UTF-8 wants a pair. So the repair cannot touch what was right.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use super::statistics::likeness;
use crate::ingest::problem::Fault;
use crate::text::words::is_cyrillic;

/// So many lines are named one by one.
const NAMED: usize = 3;

/// The text with such lines put right; what was done, and what could not be, is added to `notes`.
pub(super) fn repaired(text: String, notes: &mut Vec<Fault>) -> String {
    if text.lines().all(is_sound) {
        return text;
    }
    let (mut out, mut right, mut wrong) = (String::with_capacity(text.len()), Vec::new(), Vec::new());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        match Some(line).filter(|l| !is_sound(l)).map(restored) {
            Some(Some(restored)) => {
                right.push(i + 1);
                out.push_str(&restored);
            }
            other => {
                wrong.extend(other.map(|_| i + 1));
                out.push_str(line);
            }
        }
    }
    let lines = |lines: &[usize]| {
        let named: Vec<String> = lines.iter().take(NAMED).map(usize::to_string).collect();
        let more = lines.len().saturating_sub(NAMED);
        named.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    };
    if let Some(first) = right.first() {
        let what = format!("garbled letters (UTF-8 read as something else) were put right on line {}", lines(&right));
        notes.push(Fault::new(*first, what, "compare with the source and save the right text"));
    }
    if let Some(first) = wrong.first() {
        let what = format!("letters look garbled on line {} and could not be put right", lines(&wrong));
        notes.push(Fault::new(*first, what, "get the text anew from its source"));
    }
    out
}

/// Whether a line has no sign of the mistake: at least two of the pairs it makes of Russian letters, or one of those
/// it makes of dashes and quotation marks.
fn is_sound(line: &str) -> bool {
    if line.is_ascii() {
        return true;
    }
    let mut pairs = 0;
    for (c, next) in line.chars().zip(line.chars().skip(1)) {
        pairs += match (c, next) {
            ('â', '€') | ('в', '‚' | 'Ђ') => 2,
            ('Ð' | 'Ñ', n) if !n.is_ascii() => 1,
            ('Р' | 'С', n)
                if !n.is_ascii()
                    && !matches!(n, 'А'..='я' | 'ё' | 'Ё' | '»' | '—' | '–' | '”' | '“' | '…' | '\u{a0}') =>
            {
                1
            }
            ('Ã' | 'Â', '\u{80}'..='\u{bf}') => 1,
            _ => 0,
        };
    }
    pairs < 2
}

fn restored(line: &str) -> Option<String> {
    [WINDOWS_1251, WINDOWS_1252].into_iter().find_map(|encoding| through(line, encoding))
}

fn through(line: &str, encoding: &'static Encoding) -> Option<String> {
    let (bytes, _, unmappable) = encoding.encode(line);
    let text = std::str::from_utf8(&bytes).ok().filter(|_| !unmappable)?;
    let gained = text.chars().filter(|c| is_cyrillic(*c) || matches!(c, 'À'..='ÿ' | '\u{2010}'..='\u{2044}')).count();
    (text.len() < line.len() && gained > 0 && likeness(text) > likeness(line)).then(|| text.to_owned())
}

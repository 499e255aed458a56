//! What Telegram's servers make of a text before they store it.

use super::html::Mark;

/// The text as stored, with the marks at their new places; marks that cover nothing but white space are gone.
pub(super) fn clean(text: &str, marks: Vec<Mark>) -> (String, Vec<Mark>) {
    let mut out = String::with_capacity(text.len());
    // Where each byte of `text` went in `out`.
    let mut moved = vec![0; text.len() + 1];
    for (at, c) in text.char_indices() {
        moved[at..at + c.len_utf8()].fill(out.len());
        if let Some(c) = replaced(c, text[at + c.len_utf8()..].chars().find(|next| replaced(*next, None).is_some())) {
            out.push(c);
        }
    }
    moved[text.len()] = out.len();

    let blank = [' ', '\n'];
    let trimmed_end = out.trim_end_matches(blank).len();
    let trimmed_start = out.len() - out.trim_start_matches(blank).len();
    let (start, end) = (trimmed_start.min(trimmed_end), trimmed_end);
    let place = |at: usize| moved[at].clamp(start, end) - start;
    let stored = out[start..end].to_owned();
    let marks = marks.into_iter().map(|m| Mark { start: place(m.start), end: place(m.end), ..m });
    let marks = marks.filter(|m| !stored[m.start..m.end].trim_matches(blank).is_empty()).collect();
    (stored, marks)
}

/// What a character becomes, `None` when it is dropped. `next` is the character that will follow it.
fn replaced(c: char, next: Option<char>) -> Option<char> {
    const MARKS: [char; 2] = ['\u{200e}', '\u{200f}'];
    const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
    match c {
        '\n' => Some(c),
        '\r' | '\u{2028}'..='\u{202e}' | '\u{30a}' | '\u{333}' | '\u{33f}' => None,
        '\0'..' ' => Some(' '),
        // Of a run of direction marks the last one stays.
        _ if MARKS.contains(&c) && next.is_some_and(|n| MARKS.contains(&n)) => Some(ZERO_WIDTH_NON_JOINER),
        _ => Some(c),
    }
}

//! Stops: the punctuation that may end a sentence, and pairs of quotation marks and brackets.

/// A run of sentence-ending punctuation with what belongs to it. Positions count characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// First character of the run.
    pub start: usize,
    /// One past the closing quotation marks, brackets and footnote marks after the run.
    pub end: usize,
    /// Which punctuation it is.
    pub kind: Kind,
    /// Whether a quotation mark closes after the run.
    pub closes_quote: bool,
}

/// The kinds of stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One full stop.
    Dot,
    /// `…` or several full stops.
    Ellipsis,
    /// Any run with `!` or `?`.
    Mark,
}

/// Whether a run of stops can begin with `c`.
pub(super) fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '−')
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '“' | '”' | '„' | '‟' | '"' | '‘' | '’' | '\'' | '‹' | '›')
}

/// Whether `c` can open what follows: quotation marks and brackets.
pub(super) fn is_opener(c: char) -> bool {
    matches!(c, '«' | '“' | '„' | '"' | '‘' | '\'' | '‹' | '(' | '[' | '{' | '¿' | '¡')
}

impl Stop {
    /// Reads the stop that begins at `start`. `pairs` holds, for each opening mark, where it closes.
    pub(super) fn read(chars: &[char], pairs: &Pairs, start: usize) -> Self {
        let run = chars[start..].iter().take_while(|c| is_terminal(**c)).count();
        let marks = &chars[start..start + run];
        let kind = match marks {
            ['.'] => Kind::Dot,
            _ if marks.iter().any(|c| matches!(c, '!' | '?')) => Kind::Mark,
            _ => Kind::Ellipsis,
        };
        let mut stop = Self { start, end: start + run, kind, closes_quote: false };
        stop.take_closers(chars, pairs);
        stop
    }

    fn take_closers(&mut self, chars: &[char], pairs: &Pairs) {
        while let Some(&c) = chars.get(self.end) {
            if let Some(len) = footnote(&chars[self.end..]) {
                self.end += len;
            } else if is_terminal(c) || closes(chars, pairs, self.end) {
                self.closes_quote |= is_quote(c);
                self.end += 1;
            } else {
                break;
            }
        }
        // A footnote mark set off by a space still belongs to the sentence before.
        let spaces = chars[self.end..].iter().take_while(|c| c.is_whitespace()).count();
        if let Some(len) = footnote(&chars[self.end + spaces..]) {
            self.end += spaces + len;
        }
    }

    /// Whether the run stands alone in brackets, as in `[…]` or `(!)`.
    pub(super) fn is_bracketed(&self, chars: &[char]) -> bool {
        self.start > 0 && matches!(chars[self.start - 1], '(' | '[' | '<') && self.end > self.start
    }
}

/// Length of a footnote mark `[12]` at the start of `chars`.
fn footnote(chars: &[char]) -> Option<usize> {
    let digits = chars.get(1..)?.iter().take_while(|c| c.is_ascii_digit()).count();
    (chars[0] == '[' && (1..=3).contains(&digits) && chars.get(1 + digits) == Some(&']')).then_some(digits + 2)
}

fn closes(chars: &[char], pairs: &Pairs, at: usize) -> bool {
    let open_after = chars.get(at + 1).is_some_and(|c| c.is_alphanumeric());
    match chars[at] {
        ')' | ']' | '}' | '»' | '”' | '›' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => true,
        '"' | '“' => pairs.is_close(at) || (pairs.close_of(at).is_none() && !open_after),
        '’' | '\'' => !open_after,
        _ => false,
    }
}

/// Which quotation marks and brackets belong together.
pub(super) struct Pairs {
    /// For an opening mark: one more than the position of its closing mark; 0 for everything else.
    close: Vec<usize>,
    closing: Vec<bool>,
}

impl Pairs {
    /// Matches the marks of a paragraph; those that do not match stay single.
    pub(super) fn new(chars: &[char]) -> Self {
        let mut pairs = Self { close: vec![0; chars.len()], closing: vec![false; chars.len()] };
        let mut open: Vec<usize> = Vec::new();
        for (i, &c) in chars.iter().enumerate() {
            let top = open.last().map(|&o| chars[o]);
            let tight = i > 0 && !chars[i - 1].is_whitespace();
            match c {
                '»' | ')' | ']' | '”' | '“' | '"' if closes_with(top, c) && (c != '"' || tight) => {
                    if let Some(o) = open.pop() {
                        pairs.close[o] = i + 1;
                        pairs.closing[i] = true;
                    }
                }
                '«' | '(' | '[' | '“' | '„' => open.push(i),
                '"' if chars.get(i + 1).is_some_and(|n| !n.is_whitespace()) => open.push(i),
                _ => {}
            }
        }
        pairs
    }

    /// Where the mark that opens at `at` closes.
    pub(super) fn close_of(&self, at: usize) -> Option<usize> {
        self.close[at].checked_sub(1)
    }

    fn is_close(&self, at: usize) -> bool {
        self.closing[at]
    }
}

fn closes_with(open: Option<char>, close: char) -> bool {
    matches!(
        (open, close),
        (Some('«'), '»')
            | (Some('('), ')')
            | (Some('['), ']')
            | (Some('“' | '„'), '”')
            | (Some('„'), '“')
            | (Some('"'), '"')
    )
}

//! The walk over a paragraph that decides at each stop whether a sentence ends there.

use super::LONG_CHARS;
use super::abbreviations::{Abbreviation, classify, is_name_suffix, is_roman, starts_sentences};
use super::names::{is_inflected, is_surname};
use super::stop::{Kind, Pairs, Stop, is_dash, is_opener, is_quote, is_terminal};
use crate::domain::{Lang, Span};

/// Titles in quotation marks up to this many characters are not split inside: «Наука. Технологии. Производство».
const TITLE_CHARS: usize = 80;
/// Brackets inside a sentence up to this many characters are not split inside.
const ASIDE_CHARS: usize = 200;
/// How far back and ahead a word is read, in characters.
const WORD_CHARS: usize = 40;

/// Reads one paragraph. All positions count characters.
pub(super) struct Splitter {
    chars: Vec<char>,
    /// Byte offset of each character, and one more: the length of the text.
    bytes: Vec<usize>,
    pairs: Pairs,
    lang: Lang,
}

/// What follows a stop.
struct Next {
    /// A dash stands first.
    dash: bool,
    /// The quotation mark or bracket in front of the first word.
    opener: Option<char>,
    /// Position of the first character of the first word.
    at: usize,
    first: char,
    /// Whether white space separates it from the stop.
    spaced: bool,
}

impl Splitter {
    pub(super) fn new(text: &str, lang: Lang) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let bytes = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        Self { pairs: Pairs::new(&chars), chars, bytes, lang }
    }

    pub(super) fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        let (mut start, mut i, mut shield, mut words) = (self.skip_space(0), 0, 0, false);
        while let Some(&c) = self.chars.get(i) {
            if is_terminal(c) {
                let stop = Stop::read(&self.chars, &self.pairs, i);
                if words && stop.end >= shield && self.is_border(start, &stop) {
                    self.push(&mut spans, start, stop.end);
                    (start, words) = (self.skip_space(stop.end), false);
                }
                i = stop.end;
            } else {
                shield = shield.max(self.shield(i, words));
                words |= c.is_alphanumeric();
                i += 1;
            }
        }
        let end = self.chars.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
        if start < end {
            self.push(&mut spans, start, end);
        }
        spans
    }

    /// Adds a sentence, a very long one in parts that end with a semicolon.
    fn push(&self, spans: &mut Vec<Span>, mut start: usize, end: usize) {
        while end - start > LONG_CHARS {
            let ends_part = |i: &usize| self.chars[*i - 1] == ';' && self.chars[*i].is_whitespace();
            let Some(cut) = (start + 1..start + LONG_CHARS).rev().find(ends_part) else { break };
            spans.push(self.span(start, cut));
            start = self.skip_space(cut);
        }
        spans.push(self.span(start, end));
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.bytes[start], self.bytes[end])
    }

    /// Up to where no border may lie, if the character opens a short title or an aside inside a sentence.
    fn shield(&self, at: usize, inside: bool) -> usize {
        let Some(close) = self.pairs.close_of(at).filter(|close| inside || self.is_title(at, *close)) else { return 0 };
        let limit = if is_quote(self.chars[at]) && !self.announces_speech(at) { TITLE_CHARS } else { ASIDE_CHARS };
        let speech = is_quote(self.chars[at]) && self.announces_speech(at);
        if speech || close - at > limit { 0 } else { close + 1 }
    }

    /// Whether a title in quotation marks begins a sentence: «Наука. Технологии» — так называется форум.
    fn is_title(&self, open: usize, close: usize) -> bool {
        let after = self.skip_space(close + 1);
        let dash = after > close + 1 && self.chars.get(after).is_some_and(|c| is_dash(*c));
        is_quote(self.chars[open]) && dash && !is_terminal(self.chars[close - 1]) && self.chars[close - 1] != ','
    }

    /// Whether the quotation mark follows a colon (in English also a comma): somebody speaks.
    fn announces_speech(&self, at: usize) -> bool {
        match self.chars[..at].iter().rev().take(WORD_CHARS).find(|c| !c.is_whitespace()) {
            Some(':') => true,
            Some(',') => self.lang == Lang::En,
            _ => false,
        }
    }

    fn is_border(&self, start: usize, stop: &Stop) -> bool {
        let Some(next) = self.next(stop.end) else { return false };
        let numbers = |dot| self.is_item_number(start, dot) || self.is_label(start, dot);
        if stop.is_bracketed(&self.chars) || (stop.kind == Kind::Dot && numbers(stop.start)) {
            return false;
        }
        let abbreviation = if stop.kind == Kind::Dot && stop.end == stop.start + 1 {
            self.abbreviation(start, stop.start)
        } else {
            Abbreviation::None
        };
        if stop.kind == Kind::Mark && stop.closes_quote && self.names_speaker(next.at) {
            return false;
        }
        if next.dash && (stop.closes_quote || abbreviation != Abbreviation::None) {
            return false;
        }
        if !next.spaced && !self.is_missing_space(stop, &next) {
            return false;
        }
        self.can_follow(stop, &next, abbreviation)
    }

    /// Whether "Mr. Smith said" begins here, which goes on with the words just quoted.
    fn names_speaker(&self, at: usize) -> bool {
        let ahead: String = self.chars[at..].iter().take(3 * WORD_CHARS).collect();
        let mut words = ahead.split_whitespace();
        let titled = words.next().is_some_and(|w| matches!(w, "Mr." | "Mrs." | "Ms." | "Dr." | "Prof." | "Gov."));
        let said =
            |w: &str| matches!(w.trim_end_matches([',', '.', ':']), "said" | "asked" | "added" | "noted" | "replied");
        titled && words.next().is_some_and(|w| w.starts_with(char::is_uppercase)) && words.take(2).any(said)
    }

    /// Whether what follows can begin a sentence after this stop.
    fn can_follow(&self, stop: &Stop, next: &Next, abbreviation: Abbreviation) -> bool {
        let c = next.first;
        if c.is_uppercase() || self.is_camel(next.at) {
            let bracket = next.opener == Some('(');
            return abbreviation == Abbreviation::None
                || (!bracket && self.ends_before_capital(stop, next, abbreviation));
        }
        if c.is_lowercase() {
            // Only a lower-case title in quotation marks opens a sentence: «умный город» — лишь имя.
            let title = next.opener.is_some_and(is_quote) && !next.dash;
            return title && stop.kind == Kind::Dot && abbreviation == Abbreviation::None;
        }
        let may_start = c.is_alphanumeric() || !matches!(c, ',' | ';' | ':' | '|' | '/' | '\\' | '=' | '<' | '>' | '%');
        may_start && !is_closing(c) && matches!(abbreviation, Abbreviation::None | Abbreviation::Ends)
    }

    /// Whether the initials before the stop stand behind a surname («Жвачкин С. А.», "Petrov A. B.") and the next word
    /// is none: then a sentence ends with them.
    fn ends_name(&self, stop: &Stop, next: &str) -> bool {
        let mut at = stop.start;
        let mut initials = 0;
        loop {
            let letter = self.word_before(at, char::is_alphabetic);
            if letter.chars().count() != 1 || !letter.chars().all(char::is_uppercase) {
                break;
            }
            initials += 1;
            at = self.back_over(at - 1, |c| c.is_whitespace());
            if at == 0 || self.chars[at - 1] != '.' {
                break;
            }
            at -= 1;
        }
        initials > 0 && is_surname(&self.word_before(at, char::is_alphabetic)) && !is_surname(next)
    }

    fn ends_before_capital(&self, stop: &Stop, next: &Next, abbreviation: Abbreviation) -> bool {
        let word = self.word_at(next.at);
        let initial = word.chars().count() == 1 && self.chars.get(next.at + 1) == Some(&'.');
        let lower = word.to_lowercase();
        match abbreviation {
            Abbreviation::Joins => false,
            Abbreviation::Names => !initial && (starts_sentences(&lower) || self.ends_name(stop, &word)),
            // «долл. США»
            _ => !matches!(lower.as_str(), "сша" | "рф"),
        }
    }

    fn abbreviation(&self, start: usize, dot: usize) -> Abbreviation {
        let word = self.word_before(dot, |c| c.is_alphabetic() || c == '-');
        let mut at = dot - word.chars().count();
        let glued = at > start && matches!(self.chars[at - 1], '/' | '0'..='9');
        let letter = word.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
        // 1980s., Гбит/с., and in a Russian text c. after a formula are whole words.
        if (glued && (word.is_ascii() || self.chars[at - 1] == '/')) || (letter && self.lang == Lang::Ru) {
            return Abbreviation::None;
        }
        at = self.back_over(at, |c| c.is_whitespace());
        at = self.back_over(at, |c| c == '.');
        at = self.back_over(at, |c| c.is_whitespace());
        let before = self.word_before(at, |c| c.is_alphanumeric() || c == '-').to_lowercase();
        match classify(word.trim_start_matches('-'), &before) {
            Abbreviation::Year if self.is_date_phrase(start, dot) => Abbreviation::Names,
            // "No." without a number is a word.
            Abbreviation::Unit if word.is_ascii() && !self.digit_follows(dot + 1) => Abbreviation::None,
            other => other,
        }
    }

    fn digit_follows(&self, at: usize) -> bool {
        self.chars.get(self.skip_space(at)).is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether the sentence so far only tells when: «В 2020 г.», «12 ноября 2020 г.», «В конце XIX в.».
    fn is_date_phrase(&self, start: usize, dot: usize) -> bool {
        if dot - start > 2 * WORD_CHARS {
            return false;
        }
        let phrase: String = self.chars[start..dot].iter().collect::<String>().to_lowercase();
        let mut words = phrase.split_whitespace();
        let opens = |w: &str| {
            w.starts_with(|c: char| c.is_ascii_digit())
                || matches!(w, "в" | "во" | "к" | "с" | "со" | "до" | "за" | "по" | "на" | "от" | "около" | "только")
        };
        words.next().is_some_and(opens) && words.count() < 5
    }

    /// Whether only the number of an item stands before the dot: `1.`, `2.3.`, `IV.`, `a.`; after a colon or a
    /// semicolon also inside a sentence.
    fn is_item_number(&self, start: usize, dot: usize) -> bool {
        let from = (start..dot).take(3).find(|i| self.chars[*i].is_alphanumeric()).unwrap_or(start);
        let number = |s: &[char]| {
            let digits = s.iter().all(|c| c.is_ascii_digit() || *c == '.');
            let short = s.split(|c| *c == '.').all(|part| part.len() <= 3);
            (digits && short) || (s.len() == 1 && s[0].is_alphabetic()) || is_roman(&s.iter().collect::<String>())
        };
        if dot - from <= 9 && number(&self.chars[from..dot]) {
            return true;
        }
        let digits = self.back_over(dot, |c| c.is_ascii_digit());
        let before = self.back_over(digits, |c| c.is_whitespace());
        (1..=3).contains(&(dot - digits)) && before > 0 && matches!(self.chars[before - 1], ':' | ';')
    }

    /// Whether the paragraph has so far only what it is called and its number: "Step 2. Apply by May."
    fn is_label(&self, start: usize, dot: usize) -> bool {
        let digits = self.back_over(dot, |c| c.is_ascii_digit());
        let word = self.word_before(digits.saturating_sub(1), char::is_alphabetic);
        let length = word.chars().count();
        (1..=2).contains(&(dot - digits))
            && start == self.skip_space(0)
            && length >= 3
            && digits == start + length + 1
            && self.chars[digits - 1] == ' '
            && word.starts_with(char::is_uppercase)
    }

    /// Whether a sentence begins right after the stop, without a space: «2020 года.Об этом», but not `tomsk.gov.Ru`.
    fn is_missing_space(&self, stop: &Stop, next: &Next) -> bool {
        let Some(&before) = stop.start.checked_sub(1).and_then(|i| self.chars.get(i)) else { return false };
        let word = self.word_at(next.at);
        let lower = word.to_lowercase();
        let tail = next.at + word.chars().count();
        let prior = self.word_before(stop.start, char::is_alphabetic);
        let site = is_name_suffix(&prior) && prior.is_ascii() && !word.is_ascii() && next.first.is_uppercase();
        if site && self.chars.get(tail).is_some_and(|c| c.is_whitespace()) {
            return true;
        }
        if !next.first.is_uppercase() || is_name_suffix(&lower) || self.in_address(stop.start) {
            return false;
        }
        let ends_well = self.chars.get(tail).is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '»'));
        let starts = starts_sentences(&lower) && ends_well;
        let cyrillic = !word.is_ascii();
        match before {
            c if c.is_lowercase() => {
                let plain = prior.chars().count() > 1 && prior.chars().all(char::is_lowercase);
                let inflected = is_inflected(&prior) && cyrillic && ends_well;
                starts || stop.kind == Kind::Mark || (plain && (cyrillic || ends_well)) || inflected
            }
            c if c.is_ascii_digit() => {
                starts || (cyrillic && self.chars.get(next.at + 1).is_some_and(|c| c.is_lowercase()))
            }
            c => c == '%' || is_closing(c),
        }
    }

    /// Whether the stop is inside a web or mail address or a path.
    fn in_address(&self, at: usize) -> bool {
        let from = self.chars[..at].iter().rev().take(2 * WORD_CHARS).take_while(|c| !c.is_whitespace()).count();
        let to = self.chars[at..].iter().take(WORD_CHARS).take_while(|c| !c.is_whitespace()).count();
        let token: String = self.chars[at - from..at + to].iter().collect();
        token.contains(['@', '/', '\\', '_']) || token.starts_with("www.")
    }

    fn next(&self, end: usize) -> Option<Next> {
        let mut at = self.skip_space(end);
        let spaced = at > end;
        let mut dash = false;
        while let Some(&c) = self.chars.get(at).filter(|c| is_dash(**c)) {
            let loose = spaced || c != '-' || self.chars.get(at + 1).is_some_and(|n| n.is_whitespace());
            if !loose {
                return None;
            }
            dash = true;
            at = self.skip_space(at + 1);
        }
        let mut opener = None;
        while let Some(&c) = self.chars.get(at).filter(|c| is_opener(**c)) {
            opener = opener.or(Some(c));
            at += 1;
        }
        let first = *self.chars.get(at)?;
        Some(Next { dash, opener, at, first, spaced: spaced || dash })
    }

    /// Whether a name such as iPhone or eBay begins here.
    fn is_camel(&self, at: usize) -> bool {
        self.chars[at].is_ascii_lowercase() && self.chars.get(at + 1).is_some_and(|c| c.is_ascii_uppercase())
    }

    fn skip_space(&self, from: usize) -> usize {
        from + self.chars[from..].iter().take_while(|c| c.is_whitespace()).count()
    }

    /// The first position of the run of `accept`ed characters that ends before `end`.
    fn back_over(&self, end: usize, accept: impl Fn(char) -> bool) -> usize {
        end - self.chars[..end].iter().rev().take(WORD_CHARS).take_while(|c| accept(**c)).count()
    }

    fn word_before(&self, end: usize, accept: impl Fn(char) -> bool) -> String {
        self.chars[self.back_over(end, accept)..end].iter().collect()
    }

    fn word_at(&self, start: usize) -> String {
        self.chars[start..].iter().take(WORD_CHARS).take_while(|c| c.is_alphanumeric()).collect()
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | ')' | ']' | '}' | '"' | '›')
}

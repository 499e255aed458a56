//! Words and the form in which they are compared.
//!
//! A word is a run of letters, digits and underscores. Soft hyphens, zero-width characters and stress marks inside it
//! belong to it and vanish in the folded form; so do case, the difference between ё and е, and the marks of Latin letters
//! ("réseau" is "reseau"). Letters of the wrong alphabet that look right («Сouncil» with a Cyrillic С) are put right. A
//! number with its thousands set apart ("12 500", "12,500") is one word, `12500`; «млн» and "mln" are the words they stand
//! for.

use unicode_normalization::char::decompose_canonical;

use crate::domain::Span;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded form: lower case, ё as е, without invisible characters. Never empty.
    pub folded: String,
    /// Where it stands in the text, in bytes.
    pub span: Span,
    /// Whether it begins with a capital letter.
    pub capital: bool,
}

impl Word {
    /// Whether it begins with a capital within a text, like a name: at the beginning every word has one.
    pub fn is_capital_inside(&self) -> bool {
        self.capital && self.span.start > 0
    }
}

/// The words of `text`, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices() {
        match (start, is_word(c)) {
            (None, true) => start = Some(i),
            (Some(s), false) if !is_invisible(c) => {
                push(text, s, i, &mut out);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        push(text, s, text.len(), &mut out);
    }
    join_thousands(text, &mut out);
    out
}

/// Makes one word of the groups of digits that a number is written in.
fn join_thousands(text: &str, words: &mut Vec<Word>) {
    let digits = |w: &Word, most: std::ops::RangeInclusive<usize>| {
        most.contains(&w.folded.len()) && w.folded.bytes().all(|b| b.is_ascii_digit())
    };
    let mut i = 0;
    while i + 1 < words.len() {
        let (one, next) = (&words[i], &words[i + 1]);
        let between = &text[one.span.end..next.span.start];
        let begins = one.folded.len() > 3 && one.span.end - one.span.start > one.folded.len() || digits(one, 1..=3);
        let joins = matches!(between, " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | ",");
        if joins && begins && one.folded != "0" && digits(one, 1..=12) && digits(next, 3..=3) {
            let folded = format!("{}{}", one.folded, next.folded);
            words[i] = Word { folded, span: Span::new(one.span.start, next.span.end), capital: false };
            words.remove(i + 1);
        } else {
            i += 1;
        }
    }
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Word>) {
    let raw = text[start..end].trim_end_matches(is_invisible);
    let folded = spelt_out(fold(raw));
    if !folded.is_empty() {
        let capital = raw.starts_with(char::is_uppercase);
        out.push(Word { folded, span: Span::new(start, start + raw.len()), capital });
    }
}

/// Short forms of numerals, and what they are short for.
const SHORT: [(&str, &str); 8] = [
    ("млн", "миллион"),
    ("млрд", "миллиард"),
    ("трлн", "триллион"),
    ("тыс", "тысяч"),
    ("mln", "million"),
    ("mn", "million"),
    ("bln", "billion"),
    ("bn", "billion"),
];

fn spelt_out(word: String) -> String {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| (*long).to_owned())
}

fn is_word(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | '_') || c.is_alphanumeric()
}

/// Whether the character is a letter; faster for Russian ones than what the standard library asks its tables.
pub fn is_letter(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я') || c.is_alphabetic()
}

/// Characters inside a word that a reader does not see as part of it.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// The form in which words are compared.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().filter(|c| !is_invisible(*c)) {
        if c.is_ascii() || matches!(c, 'а'..='я') {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase().filter(|c| !is_invisible(*c)).map(plain));
        }
    }
    unmix(out)
}

/// A letter without its marks, as people type it: ё as е, é as e.
fn plain(c: char) -> char {
    match c {
        'ё' => 'е',
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            let mut base = c;
            decompose_canonical(c, |part| {
                if part.is_ascii_alphabetic() {
                    base = part;
                }
            });
            base
        }
        _ => c,
    }
}

/// Latin letters and the Cyrillic ones that look the same, in lower case.
const LOOKALIKES: [(char, char); 12] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// Brings a word of mixed alphabets into the one that most of its tell-tale letters have.
fn unmix(word: String) -> String {
    let latin = word.chars().filter(char::is_ascii_lowercase).count();
    let cyrillic = word.chars().filter(|c| is_cyrillic(*c)).count();
    if latin == 0 || cyrillic == 0 {
        return word;
    }
    let own = |c: char, cyr: bool| !LOOKALIKES.iter().any(|(l, r)| c == if cyr { *r } else { *l });
    let sure = |cyr: bool| {
        word.chars().filter(|c| if cyr { is_cyrillic(*c) } else { c.is_ascii_lowercase() } && own(*c, cyr)).count()
    };
    let to_cyrillic = (sure(true), cyrillic) > (sure(false), latin);
    let swap = |c: char| {
        let pair = LOOKALIKES.iter().find(|(l, r)| c == if to_cyrillic { *l } else { *r });
        pair.map_or(c, |(l, r)| if to_cyrillic { *r } else { *l })
    };
    word.chars().map(swap).collect()
}

/// Whether the character is a lower- or upper-case Cyrillic letter.
pub fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.folded).collect()
    }

    #[test]
    fn folds_case_yo_and_what_nobody_sees() {
        assert_eq!(folded("Партнёры: «Га\u{ad}зпром», за\u{301}ём"), ["партнеры", "газпром", "заем"]);
    }

    #[test]
    fn mends_lookalike_letters() {
        assert_eq!(folded("Сouncil соuntry Томсk"), ["council", "country", "томск"]);
    }

    #[test]
    fn numbers_are_one_word_however_they_are_written() {
        assert_eq!(
            folded("12 500 рублей, 12,500 jobs, 1\u{a0}250\u{a0}000 млн"),
            ["12500", "рублей", "12500", "jobs", "1250000", "миллион"]
        );
        assert_eq!(
            folded("в 2020 500 фирм, 8,9 млрд, 0,125, 15 20"),
            ["в", "2020", "500", "фирм", "8", "9", "миллиард", "0", "125", "15", "20"]
        );
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "U-NOVUS, 66\u{a0}billion";
        let spans: Vec<&str> = words(text).iter().map(|w| &text[w.span.start..w.span.end]).collect();
        assert_eq!(spans, ["U", "NOVUS", "66", "billion"]);
    }

    proptest::proptest! {
        #[test]
        fn spans_are_in_order_on_character_borders(text in "\\PC{0,40}") {
            let mut last = 0;
            for word in words(&text) {
                proptest::prop_assert!(word.span.start >= last && word.span.of(&text).is_some());
                proptest::prop_assert!(!word.folded.is_empty());
                last = word.span.end;
            }
        }
    }
}

//! What a link with a text directive selects, by the letter of the draft "URL Fragment Text Directives"
//! (<https://wicg.github.io/scroll-to-text-fragment/>). Slow, plain, and written without a look at `text::fragment`.
//!
//! A page is a list of blocks, each the text of one block as a browser shows it ([`shown`]).

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// A directive as it stands in a link, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDirective {
    pub prefix: Option<String>,
    pub start: String,
    pub end: Option<String>,
    pub suffix: Option<String>,
}

impl TextDirective {
    /// The only directive of the link; `None` when it has none. Panics when it breaks the draft's grammar.
    pub fn of_link(link: &str) -> Option<Self> {
        let (_, directive) = link.split_once(":~:")?;
        let value = directive.strip_prefix("text=").expect("a text directive");
        assert!(value.is_ascii() && !value.contains(['&', '#', ' ']), "not encoded: {value}");
        let mut terms: Vec<&str> = value.split(',').collect();
        let prefix = terms[0].strip_suffix('-').map(decode);
        if prefix.is_some() {
            terms.remove(0);
        }
        let suffix = terms.last().and_then(|term| term.strip_prefix('-')).map(decode);
        if suffix.is_some() {
            terms.pop();
        }
        assert!((1..=2).contains(&terms.len()), "one or two terms: {value}");
        Some(Self { prefix, start: decode(terms[0]), end: terms.get(1).map(|term| decode(term)), suffix })
    }
}

fn decode(term: &str) -> String {
    assert!(!term.is_empty() && !term.contains('-'), "bad term '{term}'");
    percent_decode_str(term).decode_utf8().expect("UTF-8").into_owned()
}

/// The text of a block as a browser shows it: runs of ordinary white space are one space, none at the ends.
pub fn shown(block: &str) -> String {
    block.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How letters are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Primary level, words not cut: the draft.
    Draft,
    /// Moreover curly quotation marks equal straight ones: Chromium.
    Chromium,
    /// Moreover runs of any white space are one space and words may be cut: the most any browser could confuse.
    Loosest,
}

/// A letter that takes part in comparison.
#[derive(Debug, Clone, Copy)]
struct Letter {
    folded: char,
    /// Byte in the block where its character begins.
    byte: usize,
}

struct Block {
    letters: Vec<Letter>,
    word_borders: BTreeSet<usize>,
    len: usize,
}

/// A place: number of a block, number of a letter in it. The end of a block equals the begin of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub block: usize,
    pub letter: usize,
}

/// What is selected: from its first letter to behind its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    pub start: Place,
    pub end: Place,
}

/// A page to search.
pub struct Document {
    blocks: Vec<Block>,
    comparison: Comparison,
}

impl Document {
    pub fn new(blocks: &[String], comparison: Comparison) -> Self {
        let blocks = blocks.iter().map(|text| Block {
            letters: letters(text, comparison),
            word_borders: text.split_word_bound_indices().map(|(at, _)| at).chain([0, text.len()]).collect(),
            len: text.len(),
        });
        Self { blocks: blocks.collect(), comparison }
    }

    /// The selection from one place to another, each the number of a block and a byte in its text.
    pub fn selection(&self, start: (usize, usize), end: (usize, usize)) -> Selection {
        let place = |(block, byte): (usize, usize)| {
            let letter = self.blocks[block].letters.iter().filter(|letter| letter.byte < byte).count();
            Place { block, letter }
        };
        Selection { start: place(start), end: place(end) }
    }

    /// "Find a range from a text directive".
    pub fn find(&self, directive: &TextDirective) -> Option<Selection> {
        let mut search = Place { block: 0, letter: 0 };
        let exact = directive.end.is_none();
        let start_ends_word = !exact || directive.suffix.is_none();
        loop {
            let found = if let Some(prefix) = &directive.prefix {
                let before = self.find_string(prefix, search, true, false)?;
                search = self.after(before.start);
                let next = self.next_non_whitespace(before.end)?;
                let found = self.find_string(&directive.start, next, false, start_ends_word)?;
                if found.start != next {
                    continue;
                }
                found
            } else {
                let found = self.find_string(&directive.start, search, true, start_ends_word)?;
                search = self.after(found.start);
                found
            };
            let mut end = found.end;
            loop {
                if let Some(words) = &directive.end {
                    end = self.find_string(words, end, true, directive.suffix.is_none())?.end;
                }
                let Some(suffix) = &directive.suffix else { return Some(Selection { start: found.start, end }) };
                let next = self.next_non_whitespace(end)?;
                if self.find_string(suffix, next, false, true)?.start == next {
                    return Some(Selection { start: found.start, end });
                }
                if exact {
                    break;
                }
            }
        }
    }

    /// "Find a string in range": within one block, at or behind `from`.
    fn find_string(&self, query: &str, from: Place, starts_word: bool, ends_word: bool) -> Option<Selection> {
        let query: Vec<char> = letters(query, self.comparison).iter().map(|l| l.folded).collect();
        assert!(!query.is_empty(), "a term without letters");
        for (number, block) in self.blocks.iter().enumerate().skip(from.block) {
            let first = if number == from.block { from.letter } else { 0 };
            for (at, window) in block.letters.windows(query.len()).enumerate().skip(first) {
                let end = at + query.len();
                if window.iter().map(|l| l.folded).eq(query.iter().copied())
                    && (!starts_word || self.is_word_border(block, at))
                    && (!ends_word || self.is_word_border(block, end))
                {
                    let place = |letter| Place { block: number, letter };
                    return Some(Selection { start: place(at), end: place(end) });
                }
            }
        }
        None
    }

    fn is_word_border(&self, block: &Block, letter: usize) -> bool {
        self.comparison == Comparison::Loosest
            || block.word_borders.contains(&block.letters.get(letter).map_or(block.len, |l| l.byte))
    }

    /// "The first boundary point after".
    fn after(&self, place: Place) -> Place {
        Place { letter: place.letter + 1, ..place }
    }

    /// "Next non-whitespace position".
    fn next_non_whitespace(&self, mut place: Place) -> Option<Place> {
        loop {
            match self.blocks.get(place.block)?.letters.get(place.letter) {
                None => place = Place { block: place.block + 1, letter: 0 },
                Some(letter) if letter.folded.is_whitespace() => place.letter += 1,
                Some(_) => return Some(place),
            }
        }
    }
}

/// What is left of a text at the primary level of collation: base letters without case.
fn letters(text: &str, comparison: Comparison) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    for (byte, c) in text.char_indices() {
        // The only Cyrillic letter in common use whose mark makes it another letter.
        let bases: Vec<char> = match c {
            'й' | 'Й' => vec!['й'],
            _ => c.nfkd().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect(),
        };
        for base in bases {
            let folded = match base {
                '“' | '”' if comparison != Comparison::Draft => '"',
                '‘' | '’' if comparison != Comparison::Draft => '\'',
                base => base,
            };
            let repeated = folded == ' ' && out.last().is_some_and(|last| last.folded == ' ');
            if !(repeated && comparison == Comparison::Loosest) {
                out.push(Letter { folded, byte });
            }
        }
    }
    out
}

fn is_invisible(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}')
}

mod tests {
    use super::*;

    fn select(blocks: &[&str], value: &str) -> Option<String> {
        let shown: Vec<String> = blocks.iter().map(|block| shown(block)).collect();
        let document = Document::new(&shown, Comparison::Draft);
        let found = document.find(&TextDirective::of_link(&format!("u#:~:text={value}")).expect("directive"))?;
        let byte = |place: Place| document.blocks[place.block].letters.get(place.letter).map(|l| l.byte);
        let (start, end) = (byte(found.start).unwrap_or(0), byte(found.end));
        let from = found.start.block;
        Some(if from == found.end.block {
            shown[from][start..end.unwrap_or(shown[from].len())].to_owned()
        } else {
            format!(
                "{}…{}",
                &shown[from][start..],
                &shown[found.end.block][..end.unwrap_or(shown[found.end.block].len())]
            )
        })
    }

    /// The same cases were shown to Chromium 156, which highlighted the same.
    #[test]
    fn the_resolver_agrees_with_chromium() {
        let select = |blocks: &[&str], value: &str| select(blocks, value).unwrap_or_default();
        assert_eq!(select(&["One two. Four five."], "FOUR%20five."), "Four five.");
        assert_eq!(select(&["Four\u{a0}five six."], "Four%20five"), "Four\u{a0}five");
        assert_eq!(select(&["One.\u{a0} Two three."], "One.%20Two"), "");
        assert_eq!(select(&["One.\u{a0} Two three."], "One.%20%20Two"), "One.\u{a0} Two");
        assert_eq!(select(&["One.  Two three."], "One.%20Two"), "One. Two");
        assert_eq!(select(&["It is.", "Bb.\u{a0} It is. Cc"], "Bb.-,It%20is."), "It is.");
        assert_eq!(select(&["It is.", "It is not. It is.", "Zz"], "It%20is.,-Zz"), "It is.");
        assert_eq!(select(&["One two. Deve\u{ad}lop ment."], "Develop%20ment."), "Deve\u{ad}lop ment.");
        assert_eq!(select(&["“Four” it"], "%22Four%22"), "");
        assert_eq!(select(&["Партнёр наш."], "%D0%9F%D0%B0%D1%80%D1%82%D0%BD%D0%B5%D1%80"), "Партнёр");
        assert_eq!(select(&["Май"], "%D0%9C%D0%B0%D0%B8"), "");
        assert_eq!(select(&["Unbelievable thing"], "believable"), "");
        assert_eq!(select(&["Unbelievable thing"], "Un-,believable"), "believable");
        assert_eq!(
            select(&["One two. Four five six.", "Aa. Four bb seven."], "Four,seven."),
            "Four five six.…Aa. Four bb seven."
        );
        assert_eq!(select(&["One. Four x six. y six. Aa."], "Four,six.,-Aa."), "Four x six. y six.");
        assert_eq!(select(&["Area 5 m² ok. Five m2 ok."], "m2%20ok."), "m² ok.");
        assert_eq!(select(&["xna na na. Bb."], "na%20na."), "na na.");
    }
}

//! Links that open a page at the quoted words.
//!
//! A *text directive* at the end of an address, `#:~:text=[prefix-,]start[,end][,-suffix]`, makes a browser look for
//! words on the page, scroll to them and highlight them. The rules are those of the draft "URL Fragment Text
//! Directives" (<https://wicg.github.io/scroll-to-text-fragment/>); the sections that matter here, in short:
//!
//! - *Syntax*: `start` alone is found as it stands; with `end`, everything from `start` to the next `end` is meant;
//!   `prefix` and `suffix` must stand right before and after, and are not highlighted. Each part is percent-encoded
//!   UTF-8; `-`, `,` and `&` are syntax and must be encoded.
//! - *Finding Ranges in a Document*: the first place that fits is taken, so a directive is good when nothing **before**
//!   the quote fits it. Each part lies within one block (paragraph, list item, table cell); between the parts any white
//!   space and block borders may stand, so a range may run over several blocks. Letters are compared at the primary
//!   level of Unicode collation: case, accents and invisible characters make no difference.
//! - *Word Boundaries*: the outer ends of `prefix`+`start` and `end`+`suffix` must not cut a word.
//!
//! The draft leaves white space open. Measured in Chromium 156: the page counts as it is shown, so runs of ordinary
//! spaces are one space; a non-breaking (or thin) space equals a space but never merges with its neighbours, hence it is
//! kept in the directive; soft hyphens and zero-width characters may stand there or not; curly quotation marks equal
//! straight ones.
//!
//! Flow: [`link`] lists candidates from the shortest and sturdiest to the longest (`choice`) and takes the first that
//! selects exactly the quote on the article's text as a page shows it (`page`) and keeps the link shorter than
//! [`MAX_LINK_BYTES`]. When there is none (the same words stand earlier with the same words around them, or the address
//! is too long) the plain address is the answer. Nothing here knows of articles, HTTP or HTML.

mod choice;
mod page;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use self::choice::{Directive, candidates};
pub use self::page::FoldedText;
use self::page::Page;
use crate::domain::Span;

/// A link is shorter than this, in bytes: longer ones are cut or refused by mail programs, proxies and older browsers,
/// and Telegram promises nothing beyond.
pub const MAX_LINK_BYTES: usize = 2048;

/// Everything is encoded but letters, digits, `.`, `_` and `~` (RFC 3986 *unreserved*, less the hyphen, which is syntax).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// Separates the directive from an ordinary fragment.
const DELIMITER: &str = ":~:";

/// The address `url` with a text directive that selects exactly `span` (bytes) of the article `text`, whose lines are
/// blocks of the page, as are the cells of table rows (`a | b`).
///
/// An ordinary fragment of `url` is kept, a directive it already has is replaced, all else stays byte for byte. When no
/// directive can select the span alone, or the span is blank or outside the text, the answer is `url` as it is.
///
/// ```
/// use policybot::domain::Span;
/// use policybot::text::fragment::link;
///
/// let text = "Grants are paid. Loans are cheaper now.";
/// assert_eq!(link("http://x.ru/a#top", text, Span::new(17, 39)), "http://x.ru/a#top:~:text=Loans%20are%20cheaper%20now.");
/// ```
pub fn link(url: &str, text: &str, span: Span) -> String {
    link_in(url, text, &FoldedText::of(text), span)
}

/// [`link`] into a text that has been folded before.
pub fn link_in(url: &str, text: &str, folded: &FoldedText, span: Span) -> String {
    let base = url.split(DELIMITER).next().unwrap_or(url);
    let hash = if base.contains('#') { "" } else { "#" };
    let head = format!("{base}{hash}{DELIMITER}text=");
    let room = MAX_LINK_BYTES.saturating_sub(head.len());
    best_directive(text, folded, span, room).map_or_else(|| url.to_owned(), |directive| head + &directive)
}

/// The first candidate that selects the span and is shorter than `room` bytes.
fn best_directive(text: &str, folded: &FoldedText, span: Span, room: usize) -> Option<String> {
    let quote = trim(text, span)?;
    let page = Page::new(text, folded, quote);
    candidates(text, quote, room).find_map(|directive| {
        let encoded = encode(&directive);
        (encoded.len() < room && page.selects(&directive)).then_some(encoded)
    })
}

/// The span without white space at its ends; `None` when nothing is left or it does not fit the text.
fn trim(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text)?;
    let start = span.start + (words.len() - words.trim_start().len());
    let quote = Span::new(start, start + words.trim().len());
    (!quote.is_empty()).then_some(quote)
}

fn encode(directive: &Directive<'_>) -> String {
    let mut out = String::new();
    if let Some(prefix) = directive.prefix {
        out += &encode_words(prefix);
        out += "-,";
    }
    out += &encode_words(directive.start);
    if let Some(end) = directive.end {
        out.push(',');
        out += &encode_words(end);
    }
    if let Some(suffix) = directive.suffix {
        out += ",-";
        out += &encode_words(suffix);
    }
    out
}

/// Percent-encodes words the way a page shows them: runs of ordinary white space are one space.
fn encode_words(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            c if !c.is_ascii_whitespace() => shown.push(c),
            _ if shown.ends_with(' ') => {}
            _ => shown.push(' '),
        }
    }
    utf8_percent_encode(&shown, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The directive for the only (or last) occurrence of `quote` in `text`.
    fn directive(text: &str, quote: &str) -> String {
        let start = text.rfind(quote).expect("quote in text");
        let link = link("http://x/", text, Span::new(start, start + quote.len()));
        link.strip_prefix("http://x/").expect("same address").trim_start_matches("#:~:text=").to_owned()
    }

    #[test]
    fn parts_are_percent_encoded_as_the_page_shows_them() {
        for (quote, expected) in [
            ("A, b & c-d.", "A%2C%20b%20%26%20c%2Dd."),
            ("a\u{a0} b  c\td", "a%C2%A0%20b%20c%20d"),
            ("“Да” – ё", "%E2%80%9C%D0%94%D0%B0%E2%80%9D%20%E2%80%93%20%D1%91"),
            ("50%? #1+1=2/~_!:", "50%25%3F%20%231%2B1%3D2%2F~_%21%3A"),
            ("(№ 5)", "%28%E2%84%96%205%29"),
            ("AZaz09._~", "AZaz09._~"),
            ("🚀", "%F0%9F%9A%80"),
        ] {
            assert_eq!(directive(quote, quote), expected, "{quote}");
        }
    }

    #[test]
    fn quotes_of_a_few_words_stand_whole_shorter_ones_with_context() {
        assert_eq!(directive("One two. Three four five six.", "Three four five six."), "Three%20four%20five%20six.");
        assert_eq!(directive("He came. He said so. Yes. No.", "Yes."), "He%20said%20so.-,Yes.");
        assert_eq!(directive("He came.\n\nYes. She did so. No.", "Yes."), "Yes.,-She%20did%20so.");
    }

    #[test]
    fn long_quotes_are_ranges_of_their_first_and_last_words() {
        let text = "Before. a b c d e f g h i j k l m n o p. After.";
        assert_eq!(directive(text, "a b c d e f g h i j k l m n o p."), "a%20b%20c%20d,m%20n%20o%20p.");
        assert_eq!(
            directive("It is so.\n\nTwo three four.\n\nFour", "It is so.\n\nTwo three four."),
            "It%20is%20so.,Two%20three%20four."
        );
        assert_eq!(
            directive("North | five tons | 12 % of all", "North | five tons | 12 % of all"),
            "North,12%20%25%20of%20all"
        );
    }

    #[test]
    fn an_earlier_twin_needs_context_the_first_does_not() {
        let text = "It will be paid in May. He said so. It will be paid in May. She did.";
        assert_eq!(directive(text, "It will be paid in May."), "He%20said%20so.-,It%20will%20be%20paid%20in%20May.");
        assert_eq!(link("u", text, Span::new(0, 23)), "u#:~:text=It%20will%20be%20paid%20in%20May.");
        let marks = "YES, it will be seen!\n\nYés, it will be seen! She did not";
        assert_eq!(
            directive(marks, "Yés, it will be seen!"),
            "Y%C3%A9s%2C%20it%20will%20be%20seen%21,-She%20did%20not"
        );
    }

    #[test]
    fn words_cut_by_the_quote_are_completed_by_context() {
        let text = "One two.Three four will come.Five six.";
        assert_eq!(directive(text, "Three four will come."), "One%20two.-,Three%20four%20will%20come.,-Five%20six.");
    }

    #[test]
    fn what_no_directive_can_tell_apart_gets_the_plain_address() {
        let twins = "Same.\n\nYes.\n\nSame.\n\nYes.\n\nSame.\n\nYes.\n\nSame.";
        assert_eq!(link("http://x/#p", twins, Span::new(22, 26)), "http://x/#p");
        for span in [Span::new(0, 0), Span::new(5, 6), Span::new(0, 99), Span::new(4, 2)] {
            assert_eq!(link("http://x/", twins, span), "http://x/", "{span:?}");
        }
        assert_eq!(link("http://x/", "ё", Span::new(0, 1)), "http://x/");
    }

    #[test]
    fn addresses_stay_as_they_are() {
        for (url, expected) in [
            ("http://x/a?b=c&d=%20", "http://x/a?b=c&d=%20#:~:text=Yes."),
            ("http://x/a#", "http://x/a#:~:text=Yes."),
            ("http://x/a#part", "http://x/a#part:~:text=Yes."),
            ("http://x/a#part:~:text=old", "http://x/a#part:~:text=Yes."),
            ("http://пример.рф/Путь", "http://пример.рф/Путь#:~:text=Yes."),
        ] {
            assert_eq!(link(url, "Yes.", Span::new(0, 4)), expected);
        }
    }

    #[test]
    fn links_stay_below_the_limit() {
        let word = "ж".repeat(170);
        let text = format!("{word} {word}");
        let (plain, link) = ("http://x/", |span| link("http://x/", &text, span));
        assert_eq!(link(Span::new(0, text.len())), plain);
        assert_eq!(link(Span::new(0, word.len())).len(), plain.len() + "#:~:text=".len() + 6 * 170);
        assert_eq!(super::link(&"u".repeat(2040), "Yes.", Span::new(0, 4)), "u".repeat(2040));
    }
}

//! What the bot says, before anybody decides how it looks.
//!
//! An [`Answer`](crate::domain::Answer) becomes a [`Reply`]: typed parts in reading order, the bot's own words apart
//! from the sources'. Telegram and the terminal show the same reply, each in its own dress. The wording is chosen
//! here, the words themselves live in [`locale`](crate::locale).
//!
//! Before a reply leaves the house it goes through [`vet`], which takes out every quote that cannot be proven to be
//! verbatim. Nothing here knows of HTML, of message limits or of networks.

use std::fmt;

use crate::domain::{Citation, Span};
use crate::locale::Locale;

mod answer;
mod command;
mod greet;
mod meter;
mod object;
mod plain;
mod vet;
mod words;

pub use answer::{answer, assumption, completed, list_intro, nothing_about, offers_help, refusal};
pub use command::{Line, Said, command};
pub use greet::{Coverage, apology, covered, too_late};
pub use meter::counted;
pub use object::{Object, QuoteObject, object, quote_object};
pub use plain::plain;
pub use vet::vet;
pub use words::{age, date, dated, details, enumeration, shorten};

/// Everything said in return for one message.
#[derive(Clone, PartialEq)]
pub struct Reply {
    /// Language of the bot's own words.
    pub lang: Locale,
    /// The parts, in reading order.
    pub parts: Vec<Part>,
}

/// One part of a reply.
#[derive(Clone, PartialEq)]
pub enum Part {
    /// The bot's own words: plain text, to be shown so that it cannot be taken for a quote.
    Say(String),
    /// Questions the asker may send as they are.
    Examples(Vec<String>),
    /// A source's words.
    Cited(Cited),
    /// A headline in the bot's own words.
    Title(String),
    /// Something that has an address: an article, a card.
    Entry(Entry),
}

/// A line with an address behind its title.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// What else is said of it; may be empty.
    pub details: String,
}

/// A quote with what is shown around it.
#[derive(Clone, PartialEq)]
pub struct Cited {
    /// What the quote names, in its own words, to stand above it; may be empty.
    pub names: Vec<String>,
    /// The quote with its source and link.
    pub citation: Citation,
    /// Region, date and, where it differs from the asker's, the language: to stand after the title. Empty when the
    /// source is named further down, for several quotes at once.
    pub details: String,
    /// Whose words the article mainly reports, to stand before the title.
    pub speaker: Option<String>,
    /// Words to be set off, as byte ranges of the quote's text, in order, not overlapping.
    pub marks: Vec<Span>,
    /// Its number among several.
    pub number: Option<u32>,
    /// Address of its page in our own reader, to stand after the source where no button leads there.
    pub page: Option<String>,
}

impl Cited {
    /// A quote by itself: with names, title, region and date, and nothing else around it.
    pub fn alone(lang: Locale, names: &[String], citation: &Citation) -> Self {
        let details = details(lang, &citation.quote.article().meta);
        let (names, citation) = (names.to_vec(), citation.clone());
        Self { names, citation, details, speaker: None, marks: Vec::new(), number: None, page: None }
    }
}

impl Reply {
    /// A reply that only says something.
    pub fn say(lang: Locale, text: impl Into<String>) -> Self {
        Self { lang, parts: vec![Part::Say(text.into())] }
    }

    /// The quotes, in order.
    pub fn cited(&self) -> impl Iterator<Item = &Cited> {
        self.parts.iter().filter_map(|part| match part {
            Part::Cited(cited) => Some(cited),
            _ => None,
        })
    }
}

/// Prints no text: the asker's words may be in it.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} parts, {} quotes)", self.lang, self.parts.len(), self.cited().count())
    }
}

#[cfg(test)]
mod tests;

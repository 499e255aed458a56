//! What is remembered between two messages, in the form in which it is stored: JSON.
//!
//! A state of an older version that cannot be read any more counts as none.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{Article, ArticleId, ArticleKind, ArticleMeta, Citation, FrozenText, Quote, Span};
use crate::locale::Locale;
use crate::text::citation::cite;

/// How long a question can be followed up, milliseconds: 30 minutes.
pub const CONTEXT_MS: i64 = 30 * 60_000;

/// What the next question of somebody in a chat may continue. Has no `Debug`: their words are in it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The last question that was answered, with what it took over itself.
    pub asked: Option<Asked>,
    /// Key of the screen that answered it.
    pub screen: Option<String>,
    /// When a message without words was last told how to ask, milliseconds since 1970-01-01 UTC.
    #[serde(default)]
    pub hinted_at_ms: i64,
}

/// A question.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its words.
    pub text: String,
    /// The question it continued.
    pub previous: Option<Box<Asked>>,
}

/// What a message of the bot shows: enough to show more of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Lines that its buttons say for the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Code of the language it is in.
    pub lang: String,
    /// The rest.
    pub kind: BodyKind,
}

/// Kinds of messages that have more to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyKind {
    /// Nothing more.
    #[default]
    Plain,
    /// Quotes.
    Quotes(Shown),
    /// No answer.
    Silence {
        /// Code of the reason.
        reason: String,
        /// What was said.
        said: Vec<String>,
        /// The question, where a button had asked it: then it stands in no message of the user.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<String>,
    },
    /// The regions.
    Regions,
    /// The card of a region.
    Region(String),
    /// The newest articles, of one region or of all.
    Latest(Option<String>),
    /// The sources.
    Sources,
    /// Regions side by side: their names.
    Compared(String),
}

/// An answer made of quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The quotes, best first or in the order of the list.
    pub quotes: Vec<Shot>,
    /// Set when it is a list.
    pub list: Option<Listed>,
    /// What was taken over from the question before, for display.
    pub carried: Option<String>,
    /// What is said of regions that were asked for, too, and have nothing to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// How many quotes of an answer that is no list belong side by side.
    #[serde(default)]
    pub together: u16,
    /// The page that "more" shows next.
    #[serde(default)]
    pub next: u16,
}

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// `directions`, `partners` or `programmes`.
    pub topic: String,
    /// As in [`StatementList`](crate::domain::StatementList).
    pub announced: Option<(u32, u32)>,
}

/// One quote of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    /// Id of the quote.
    pub id: String,
    /// What it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Words to be set off: start and end in bytes of the quote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(u32, u32)>,
}

impl Shot {
    /// The words to be set off.
    pub fn marks(&self) -> Vec<Span> {
        self.marks.iter().map(|(start, end)| Span::new(*start as usize, *end as usize)).collect()
    }
}

/// A quote as it was when it was shown first, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Id of the article.
    pub article: String,
    /// The quoted words.
    pub text: String,
    /// SHA-256 of them, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the article's text at that time, hexadecimal.
    pub article_sha256: String,
    /// How often the words stand in the article before this place.
    pub nth: usize,
    /// Of the article, as in the front matter.
    pub title: String,
    /// Of the article.
    pub url: String,
    /// Set for a brief: the pages that state what it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub references: Option<Vec<String>>,
    /// Of the article.
    pub region: String,
    /// Code of the article's language.
    pub lang: String,
    /// Of the article.
    pub date: String,
    /// Of the article.
    pub speaker: Option<String>,
}

impl Kept {
    /// What is to be kept of a quote.
    pub fn of(quote: &Quote) -> Self {
        let (article, text) = (quote.article(), quote.text());
        let meta = &article.meta;
        Self {
            article: meta.id.0.clone(),
            text: text.to_owned(),
            sha256: hex(sha256(text)),
            article_sha256: article.text.sha256_hex(),
            nth: article.text.as_str()[..quote.span().start].matches(text).count(),
            title: meta.title.clone(),
            url: meta.url.clone(),
            references: (meta.kind == ArticleKind::Brief).then(|| meta.references.clone()),
            region: meta.region.clone(),
            lang: meta.lang.code().to_owned(),
            date: meta.date.to_string(),
            speaker: meta.speaker.clone(),
        }
    }

    /// The quote in today's article, when its words still stand there.
    pub fn find(&self, article: &Arc<Article>) -> Option<Citation> {
        let (start, words) = article.text.as_str().match_indices(&self.text).nth(self.nth)?;
        cite(article, Span::new(start, start + words.len()), 0.0)
    }

    /// The stored words as a quote of an article that has nothing else, with the hash they were stored with.
    pub fn restore(&self) -> Option<Citation> {
        let meta = ArticleMeta {
            id: ArticleId(self.article.clone()),
            title: self.title.clone(),
            kind: if self.references.is_some() { ArticleKind::Brief } else { ArticleKind::Article },
            url: self.url.clone(),
            references: self.references.clone().unwrap_or_default(),
            region: self.region.clone(),
            lang: self.lang.parse().unwrap_or_default(),
            date: self.date.parse().ok()?,
            publisher: None,
            speaker: self.speaker.clone(),
            tags: Vec::new(),
            fetched: None,
        };
        let text = FrozenText::restore(self.text.clone(), unhex(&self.sha256)?);
        let article = Arc::new(Article { meta, text, passages: Vec::new(), notes: Vec::new() });
        let quote = Quote::cut(&article, Span::new(0, self.text.len())).ok()?;
        Some(Citation { quote, link: self.url.clone(), score: 0.0 })
    }
}

fn sha256(text: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).into()
}

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let byte = |i: usize| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    bytes?.try_into().ok()
}

impl Body {
    /// Nothing but lines that its buttons say.
    pub fn saying(lang: Locale, says: Vec<String>) -> Self {
        Self { says, lang: lang.code().to_owned(), kind: BodyKind::Plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Arc<Article> {
        let kept = Kept {
            article: "a".into(),
            text: "x".into(),
            sha256: hex(sha256("x")),
            article_sha256: String::new(),
            nth: 0,
            title: "T".into(),
            url: "https://example.org/".into(),
            references: None,
            region: "R".into(),
            lang: "ru".into(),
            date: "2020-11".into(),
            speaker: None,
        };
        let meta = kept.restore().expect("a quote").quote.article().meta.clone();
        Arc::new(Article { meta, text: FrozenText::freeze(text), passages: Vec::new(), notes: Vec::new() })
    }

    #[test]
    fn a_kept_quote_is_found_again_where_it_moved_to_and_as_the_same_of_equal_ones() {
        let before = article("One. Two. One. Two.");
        let quote = Quote::cut(&before, Span::new(10, 14)).expect("a quote");
        let kept = Kept::of(&quote);
        let moved = kept.find(&article("New. One. Two. One!\nOne. Two.")).expect("found");
        assert_eq!((moved.quote.id(), moved.quote.span().start), (quote.id(), 20));
        assert!(kept.find(&article("One. Two.")).is_none());
    }

    #[test]
    fn a_kept_quote_stands_for_itself_when_the_article_is_gone() {
        let before = article("One. Two.");
        let kept = Kept::of(&Quote::cut(&before, Span::new(5, 9)).expect("a quote"));
        let restored = kept.restore().expect("a quote");
        assert_eq!((restored.quote.text(), restored.quote.verify()), ("Two.", Ok(())));
        let forged = Kept { text: "Two!".into(), ..kept };
        assert!(forged.restore().expect("a quote").quote.verify().is_err());
    }
}

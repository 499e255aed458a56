//! Quotes: words that are certainly in the source.

use std::fmt;
use std::sync::Arc;

use memchr::memmem;
use sha2::{Digest, Sha256};

use super::{Article, Span};

/// Identifies a quote for ever: 16 characters of `a-z2-7`, the first 80 bits of a SHA-256 (RFC 4648 base32) over the
/// article's id, the quoted words and how often these words occurred before in the article. Edits elsewhere in the
/// article do not change it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteId(String);

impl QuoteId {
    fn of(article: &Article, span: Span, text: &str) -> Self {
        let before = occurrences(&article.text.as_str().as_bytes()[..span.start], text.as_bytes());
        let mut hash = Sha256::new();
        for part in [article.meta.id.0.as_bytes(), text.as_bytes(), before.to_string().as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let bits = digest[..10].iter().fold(0u128, |n, b| n << 8 | u128::from(*b));
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        Self((0..16).rev().map(|i| char::from(ALPHABET[(bits >> (5 * i)) as usize & 31])).collect())
    }

    /// The 16 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How often words occur in a text, overlaps left out. A search is set up anew for each quote; that for a few bytes is so
/// at once, that for all of a quote takes longer than to look for them.
fn occurrences(text: &[u8], words: &[u8]) -> usize {
    const BEGINNING: usize = 16;
    let beginning = memmem::Finder::new(&words[..words.len().min(BEGINNING)]);
    let (mut count, mut from) = (0, 0);
    while let Some(at) = beginning.find(&text[from..]) {
        let whole = text[from + at..].starts_with(words);
        count += usize::from(whole);
        from += at + if whole { words.len() } else { 1 };
    }
    count
}

impl fmt::Display for QuoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why nothing was quoted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// The span is empty, outside the text or cuts a character.
    #[error("bytes {}..{} are no quote of article '{article}'", span.start, span.end)]
    BadSpan {
        /// The article's id.
        article: String,
        /// The span.
        span: Span,
    },
    /// The article's text is not the one that was hashed.
    #[error("the text of article '{article}' does not match its recorded SHA-256; rebuild the index")]
    Changed {
        /// The article's id.
        article: String,
    },
}

/// The verbatim text of one span of one article. There is no other way to make one than [`Quote::cut`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    article: Arc<Article>,
    span: Span,
    id: QuoteId,
}

impl Quote {
    /// Cuts `span` out of `article`.
    pub fn cut(article: &Arc<Article>, span: Span) -> Result<Self, QuoteError> {
        let bad = || QuoteError::BadSpan { article: article.meta.id.0.clone(), span };
        let text = span.of(article.text.as_str()).filter(|t| !t.trim().is_empty()).ok_or_else(bad)?;
        Ok(Self { id: QuoteId::of(article, span, text), article: Arc::clone(article), span })
    }

    /// The quoted words, byte for byte those of the article.
    pub fn text(&self) -> &str {
        self.article.slice(self.span)
    }

    /// Compares the article's text with its recorded hash; nothing may be sent when this fails.
    pub fn verify(&self) -> Result<(), QuoteError> {
        if self.article.text.is_intact() {
            Ok(())
        } else {
            Err(QuoteError::Changed { article: self.article.meta.id.0.clone() })
        }
    }

    /// The article it was cut from.
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Where it stands in the article's frozen text, in bytes.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Its stable id.
    pub fn id(&self) -> &QuoteId {
        &self.id
    }
}

/// A quote with where it comes from and how to get there.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The words.
    pub quote: Quote,
    /// The address of the page that has the words, with a text directive that selects them (`#:~:text=`).
    pub link: String,
    /// How well it answers, higher is better; comparable within one answer only.
    pub score: f32,
}

impl Citation {
    /// Plain address of the page that has the words.
    pub fn url(&self) -> &str {
        &self.quote.article().meta.url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_do_not_overlap_and_are_whole() {
        let count = |text: &str, words: &str| occurrences(text.as_bytes(), words.as_bytes());
        assert_eq!((count("aaaa", "aa"), count("abab", "aba"), count("", "a")), (2, 1, 0));
        let (quote, like) = ("The fund pays half the cost.", "The fund pays half of it.");
        assert_eq!(count(&format!("{quote} {like} {quote}{quote}"), quote), 3);
    }
}

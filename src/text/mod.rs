//! Strings in, spans and words out.
//!
//! Everything that is true of text alone: words and how they are folded ([`words`]), stems ([`stem`], by lemmas of a
//! dictionary with the feature `lemma`), [`sentences`],
//! script and language ([`language`]), keyboard layouts ([`layout`]), how names sound in two alphabets ([`sound`]),
//! Russian in Latin letters ([`translit`]), words typed in a hurry ([`careless`]),
//! links to words of a page ([`fragment`]), names in addresses ([`slug`]). The index and the question go through the same
//! functions, a quote through none of them. Nothing here knows of queries or any engine; of articles, only [`citation`]
//! does, which makes the link to a quote.

pub mod careless;
pub mod citation;
pub mod family;
pub mod fragment;
pub mod language;
pub mod layout;
#[cfg(feature = "lemma")]
pub mod lemma;
pub mod sentences;
pub mod slug;
pub mod sound;
pub mod stem;
pub mod stopwords;
pub mod translit;
pub mod words;

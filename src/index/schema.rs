//! Fields and documents.

use sha2::{Digest, Sha256};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::analyzer::{STEMS, WORDS};
use crate::domain::Article;

/// Stands for the number of a passage in documents of whole articles.
pub const WHOLE: u64 = 0;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Article id.
    pub id: Field,
    /// Version of the article (articles only).
    pub digest: Field,
    /// Language code.
    pub lang: Field,
    /// Region as in the front matter.
    pub region: Field,
    /// Text in stems.
    pub stems: Field,
    /// Text in folded words.
    pub words: Field,
    /// Title, region and tags in stems.
    pub title: Field,
    /// [`key`] of the article id.
    pub article: Field,
    /// Number of the passage in its article, from 1; [`WHOLE`] for the article itself.
    pub passage: Field,
}

/// The schema with its fields.
pub fn schema() -> (Schema, Fields) {
    let mut b = Schema::builder();
    let text = |analyzer: &str| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(analyzer).set_index_option(IndexRecordOption::WithFreqs);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        id: b.add_text_field("id", STRING | STORED),
        digest: b.add_text_field("digest", STORED),
        lang: b.add_text_field("lang", STRING),
        region: b.add_text_field("region", STRING),
        stems: b.add_text_field("stems", text(STEMS)),
        words: b.add_text_field("words", text(WORDS)),
        title: b.add_text_field("title", text(STEMS)),
        article: b.add_u64_field("article", FAST),
        passage: b.add_u64_field("passage", FAST | INDEXED),
    };
    (b.build(), fields)
}

/// The first 64 bits of the SHA-256 of an article id: short enough for a column.
pub fn key(id: &str) -> u64 {
    Sha256::digest(id.as_bytes())[..8].iter().fold(0, |n, b| n << 8 | u64::from(*b))
}

impl Fields {
    /// The documents of an article: itself, and its passages.
    pub fn documents(&self, article: &Article, digest: &str) -> impl Iterator<Item = TantivyDocument> {
        let meta = &article.meta;
        let title = [meta.title.as_str(), &meta.region].into_iter().chain(meta.tags.iter().map(String::as_str));
        let title = title.collect::<Vec<_>>().join(" ");
        let base = move |number: u64, text: &str| {
            let mut d = TantivyDocument::default();
            d.add_text(self.id, &meta.id.0);
            d.add_text(self.lang, meta.lang.code());
            d.add_text(self.region, &meta.region);
            d.add_text(self.stems, text);
            d.add_text(self.title, &title);
            d.add_u64(self.article, key(&meta.id.0));
            d.add_u64(self.passage, number);
            d
        };
        let mut whole = base(WHOLE, article.text.as_str());
        whole.add_text(self.digest, digest);
        let passages = article.passages.iter().enumerate().map(move |(i, p)| {
            let mut d = base(i as u64 + 1, article.slice(p.span));
            d.add_text(self.words, article.slice(p.span));
            d
        });
        std::iter::once(whole).chain(passages)
    }
}

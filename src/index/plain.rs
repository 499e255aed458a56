//! Plain full-text search over passages, as anybody would set it up: what the engine is measured against.

use std::collections::BTreeSet;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenStream;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use super::{IndexError, WRITER_BYTES, analyzer};
use crate::domain::{Corpus, PassageId};

/// Name of the column with the passage's number.
const NUMBER: &str = "number";

/// How words are made terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// tantivy's default: split at what is no letter or digit, lower case.
    Default,
    /// The words that the bot's own index has, folded.
    Words,
    /// Their stems.
    Stems,
}

/// tantivy's BM25 with its default settings over the passages of one corpus, in memory. Nothing is weighed, filtered,
/// repaired or translated.
pub struct PlainSearch {
    index: Index,
    searcher: Searcher,
    text: Field,
}

impl PlainSearch {
    /// Indexes the passages of a corpus.
    pub fn new(corpus: &Corpus, analysis: Analysis) -> Result<Self, IndexError> {
        let tokenizer = match analysis {
            Analysis::Default => "default",
            Analysis::Words => analyzer::WORDS,
            Analysis::Stems => analyzer::STEMS,
        };
        let terms = TextFieldIndexing::default().set_tokenizer(tokenizer);
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(terms));
        let number = schema.add_u64_field(NUMBER, FAST);
        let index = Index::create_in_ram(schema.build());
        analyzer::register(&index);
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for id in (0..corpus.len() as u32).map(PassageId) {
            let mut document = TantivyDocument::default();
            document.add_text(text, corpus.article_of(id).slice(corpus.passage(id).span));
            document.add_u64(number, u64::from(id.0));
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let searcher = index.reader()?.searcher();
        Ok(Self { index, searcher, text })
    }

    /// The different terms of a text, in alphabetical order.
    pub fn terms(&self, text: &str) -> Result<BTreeSet<String>, IndexError> {
        let mut analyzer = self.index.tokenizer_for_field(self.text)?;
        let mut stream = analyzer.token_stream(text);
        let mut out = BTreeSet::new();
        while stream.advance() {
            out.insert(stream.token().text.clone());
        }
        Ok(out)
    }

    /// The passages with any of the question's terms, best first, at most `limit` (at least 1).
    pub fn search(&self, question: &str, limit: usize) -> Result<Vec<PassageId>, IndexError> {
        let term = |text: &String| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(self.text, text), IndexRecordOption::WithFreqs))
        };
        let query = BooleanQuery::union(self.terms(question)?.iter().map(term).collect());
        let found = self.searcher.search(&query, &TopDocs::with_limit(limit.max(1)).order_by_score())?;
        let number = |address: tantivy::DocAddress| -> Result<PassageId, IndexError> {
            let column = self.searcher.segment_reader(address.segment_ord).fast_fields().u64(NUMBER)?;
            Ok(PassageId(column.first(address.doc_id).unwrap_or_default() as u32))
        };
        found.into_iter().map(|(_, address)| number(address)).collect()
    }
}

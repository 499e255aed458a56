//! Finds candidate passages.

use std::collections::{HashMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Term};

use super::schema::{self, Fields, key};
use crate::domain::{Candidate, Corpus, PassageId};
use crate::engine::{RetrieveError, Retriever, Search};

/// What a word in the title counts, against one in the text.
const TITLE: f32 = 0.5;
/// Passages of one article that come on top: in reading order from its beginning.
const PASSAGES_OF_ARTICLE: usize = 40;

/// One state of the index with the corpus it was made from.
pub struct Searcher {
    searcher: tantivy::Searcher,
    fields: Fields,
    /// Passage numbers of each article, by the key of its id.
    articles: HashMap<u64, std::ops::Range<u32>>,
    /// Of each segment the columns of article and passage, opened once: every candidate is looked up in them. What fails
    /// there is told to whoever searches.
    columns: tantivy::Result<Vec<[Column<u64>; 2]>>,
}

impl Searcher {
    pub(super) fn new(searcher: tantivy::Searcher, fields: Fields, corpus: &Corpus) -> Self {
        let mut articles = HashMap::new();
        let mut first = 0;
        for article in corpus.articles() {
            let end = first + article.passages.len() as u32;
            articles.insert(key(&article.meta.id.0), first..end);
            first = end;
        }
        let open = |segment: &tantivy::SegmentReader| {
            Ok([segment.fast_fields().u64("article")?, segment.fast_fields().u64("passage")?])
        };
        let columns = searcher.segment_readers().iter().map(open).collect();
        Self { searcher, fields, articles, columns }
    }

    fn top(&self, kind: &str, search: &Search, limit: usize) -> tantivy::Result<Vec<(f32, u64, u64)>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let query = self.query(kind, search);
        let found = self.searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        let columns = self.columns.as_ref().map_err(Clone::clone)?;
        let numbered = |(score, address): (f32, DocAddress)| {
            let number = |column: &Column<u64>| column.first(address.doc_id).unwrap_or(0);
            let [article, passage] = &columns[address.segment_ord as usize];
            (score, number(article), number(passage))
        };
        Ok(found.into_iter().map(numbered).collect())
    }

    fn query(&self, kind: &str, search: &Search) -> BooleanQuery {
        let f = &self.fields;
        let term = |field: Field, text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
        };
        let filter = |query: Box<dyn Query>| -> (Occur, Box<dyn Query>) {
            (Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0)))
        };
        let weighed = |field: Field, (text, weight): &(String, f32), factor: f32| -> (Occur, Box<dyn Query>) {
            (Occur::Should, Box::new(BoostQuery::new(term(field, text), weight * factor)))
        };
        let stems = search.stems.iter().flat_map(|s| [weighed(f.stems, s, 1.0), weighed(f.title, s, TITLE)]);
        let words = search.words.iter().map(|w| weighed(f.words, w, 1.0));
        let text: Box<dyn Query> = Box::new(BooleanQuery::new(stems.chain(words).collect()));
        let mut clauses =
            vec![(Occur::Must, text), filter(term(f.kind, kind)), filter(term(f.lang, search.lang.code()))];
        if !search.regions.is_empty() {
            let any = search.regions.iter().map(|r| (Occur::Should, term(f.region, r))).collect();
            clauses.push(filter(Box::new(BooleanQuery::new(any))));
        }
        BooleanQuery::new(clauses)
    }
}

impl Retriever for Searcher {
    fn retrieve(&self, search: &Search) -> Result<Vec<Candidate>, RetrieveError> {
        if search.stems.is_empty() && search.words.is_empty() {
            return Ok(Vec::new());
        }
        let failed = |e: tantivy::TantivyError| RetrieveError(e.to_string());
        let mut seen = HashSet::new();
        let mut out = Vec::new();
        for (score, article, passage) in self.top(schema::PASSAGE, search, search.passages).map_err(failed)? {
            let range = self.articles.get(&article).filter(|r| passage < r.len() as u64);
            if let Some(id) = range.map(|r| PassageId(r.start + passage as u32)).filter(|id| seen.insert(*id)) {
                out.push(Candidate { passage: id, score });
            }
        }
        for (_, article, _) in self.top(schema::ARTICLE, search, search.articles).map_err(failed)? {
            let passages =
                self.articles.get(&article).cloned().unwrap_or_default().take(PASSAGES_OF_ARTICLE).map(PassageId);
            out.extend(passages.filter(|id| seen.insert(*id)).map(|passage| Candidate { passage, score: 0.0 }));
        }
        Ok(out)
    }
}

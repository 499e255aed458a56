//! Finds candidate passages.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::best::{Columns, best};
use super::schema::{Fields, key};
use crate::domain::{Candidate, Corpus, Lang, PassageId};
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
    articles: FxHashMap<u64, std::ops::Range<u32>>,
    /// The language of all articles, if it is one: then nothing need be told apart by it.
    only: Option<Lang>,
    /// The columns of each segment, opened once. What fails there is told to whoever searches.
    columns: tantivy::Result<Vec<Columns>>,
}

impl Searcher {
    pub(super) fn new(searcher: tantivy::Searcher, fields: Fields, corpus: &Corpus) -> Self {
        let mut articles = FxHashMap::default();
        let mut first = 0;
        for article in corpus.articles() {
            let end = first + article.passages.len() as u32;
            articles.insert(key(&article.meta.id.0), first..end);
            first = end;
        }
        let mut languages = corpus.articles().iter().map(|article| article.meta.lang);
        let one = languages.next();
        let only = one.filter(|one| languages.all(|lang| lang == *one));
        let columns = searcher.segment_readers().iter().map(Columns::open).collect();
        Self { searcher, fields, articles, only, columns }
    }

    fn query(&self, search: &Search) -> BooleanQuery {
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
        let text = BooleanQuery::new(stems.chain(words).collect());
        let mut filters = Vec::new();
        if self.only != Some(search.lang) {
            filters.push(filter(term(f.lang, search.lang.code())));
        }
        if !search.regions.is_empty() {
            let any = search.regions.iter().map(|r| (Occur::Should, term(f.region, r))).collect();
            filters.push(filter(Box::new(BooleanQuery::new(any))));
        }
        if filters.is_empty() {
            return text;
        }
        filters.insert(0, (Occur::Must, Box::new(text)));
        BooleanQuery::new(filters)
    }

    fn find(&self, search: &Search) -> tantivy::Result<Vec<Candidate>> {
        let columns = self.columns.as_ref().map_err(Clone::clone)?;
        let found = best(&self.searcher, columns, &self.query(search), [search.passages, search.articles])?;
        let mut seen = FxHashSet::default();
        let mut out = Vec::new();
        for one in found.passages {
            let range = self.articles.get(&one.article).filter(|r| (1..=r.len() as u64).contains(&one.passage));
            if let Some(id) = range.map(|r| PassageId(r.start + one.passage as u32 - 1)).filter(|id| seen.insert(*id)) {
                out.push(Candidate { passage: id, score: one.score });
            }
        }
        for one in found.articles {
            let all = self.articles.get(&one.article).cloned().unwrap_or_default();
            let passages = all.take(PASSAGES_OF_ARTICLE).map(PassageId).filter(|id| seen.insert(*id));
            out.extend(passages.map(|passage| Candidate { passage, score: 0.0 }));
        }
        Ok(out)
    }
}

impl Retriever for Searcher {
    fn retrieve(&self, search: &Search) -> Result<Vec<Candidate>, RetrieveError> {
        if search.stems.is_empty() && search.words.is_empty() {
            return Ok(Vec::new());
        }
        self.find(search).map_err(|e| RetrieveError(e.to_string()))
    }
}

//! Collects the best passages and the best articles of one search: two searches would look up and score every word twice.

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{Collector, ComparableDoc, SegmentCollector, TopNComputer};
use tantivy::columnar::Column;
use tantivy::query::BooleanQuery;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::WHOLE;

/// Columns of one segment.
#[derive(Clone)]
pub(super) struct Columns {
    /// See [`Fields::article`](super::schema::Fields::article).
    article: Column<u64>,
    /// See [`Fields::passage`](super::schema::Fields::passage).
    passage: Column<u64>,
}

impl Columns {
    /// Opens the columns of a segment.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let open = |name: &str| segment.fast_fields().u64(name);
        Ok(Self { article: open("article")?, passage: open("passage")? })
    }
}

/// A document that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// BM25.
    pub score: Score,
    /// See [`Fields::article`](super::schema::Fields::article).
    pub article: u64,
    /// See [`Fields::passage`](super::schema::Fields::passage).
    pub passage: u64,
}

/// What was found, best first; with equal scores in the order of the index.
#[derive(Debug, Default)]
pub(super) struct Best {
    /// Passages.
    pub passages: Vec<Found>,
    /// Articles.
    pub articles: Vec<Found>,
}

/// Keeps so many passages and articles.
struct Keep<'c> {
    columns: &'c [Columns],
    passages: usize,
    articles: usize,
}

/// The best that a query finds: at most so many passages and articles. `columns` are those of the
/// searcher's segments, in their order.
pub(super) fn best(
    searcher: &tantivy::Searcher,
    columns: &[Columns],
    query: &BooleanQuery,
    [passages, articles]: [usize; 2],
) -> tantivy::Result<Best> {
    searcher.search(query, &Keep { columns, passages, articles })
}

type Top = TopNComputer<Score, DocId, NaturalComparator>;

struct OfSegment {
    columns: Columns,
    passages: Top,
    articles: Top,
}

impl Collector for Keep<'_> {
    type Fruit = Best;
    type Child = OfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<OfSegment> {
        let columns = self.columns[segment as usize].clone();
        let top = |most| Top::new_with_comparator(most, NaturalComparator);
        Ok(OfSegment { columns, passages: top(self.passages), articles: top(self.articles) })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Best>) -> tantivy::Result<Best> {
        let mut out = Best::default();
        for mut segment in segments {
            out.passages.append(&mut segment.passages);
            out.articles.append(&mut segment.articles);
        }
        for (found, most) in [(&mut out.passages, self.passages), (&mut out.articles, self.articles)] {
            found.sort_by(|a, b| b.score.total_cmp(&a.score));
            found.truncate(most);
        }
        Ok(out)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Best;

    fn collect(&mut self, doc: DocId, score: Score) {
        let top = if self.columns.passage.first(doc) == Some(WHOLE) { &mut self.articles } else { &mut self.passages };
        top.push(score, doc);
    }

    fn harvest(self) -> Best {
        let Columns { article, passage } = &self.columns;
        let number = |column: &Column<u64>, doc| column.first(doc).unwrap_or(WHOLE);
        let found = |ComparableDoc { sort_key, doc }: ComparableDoc<Score, DocId>| Found {
            score: sort_key,
            article: number(article, doc),
            passage: number(passage, doc),
        };
        let of = |top: Top| top.into_sorted_vec().into_iter().map(found).collect();
        Best { passages: of(self.passages), articles: of(self.articles) }
    }
}

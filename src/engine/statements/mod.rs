//! Statements that sources make on the topics of lists, found once for a corpus by general patterns and the lexicon.
//!
//! A statement is a sentence (or a list item) that names a direction of support, a partner, a programme or a resident.
//! First the structure is found, whatever it speaks of (`series`): lists below a lead, sentences that count "first,
//! second" (`places`), sections, paragraphs with a label, answers to a question of an interview. Then `directions`,
//! `programmes` and `partners` (by the wordings in `relations`) say which of it, and which single sentences
//! (`enumerated`), belong to their topic; [`names`] finds names and `beside` those that are enumerated, `bodies`
//! tells organisations from persons and authorities, `notes` put right what a curator says is wrong. What is found here is only where to cut: the
//! quote is cut from the article at answer time.

pub mod again;
mod beside;
pub mod blocks;
mod bodies;
mod directions;
mod enumerated;
pub mod names;
mod notes;
mod partners;
mod places;
mod programmes;
mod relations;
mod series;

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use self::blocks::Block;
use self::names::{Institutions, Name};
use self::series::Series;
use super::rule::narrowed;
use crate::domain::{Article, Corpus, PassageKind, Span, Topic};

/// A statement in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it speaks of.
    pub topic: Topic,
    /// Bytes of the sentence or item in the article's text.
    pub span: Span,
    /// Number of its passage in the article.
    pub passage: usize,
    /// Bytes of the names in it.
    pub names: Vec<Span>,
    /// What the names are joined by: the same for all names of one institution.
    pub keys: Vec<String>,
    /// Bytes of the sentence or heading that leads up to it and to its likes: they are one list.
    pub lead: Option<Span>,
}

/// How many things an article announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// What it counts.
    pub topic: Topic,
    /// How many it says there are.
    pub announced: u32,
    /// How many it goes on to name.
    pub described: u32,
}

/// What one article states.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// The statements in the order of the text.
    pub found: Vec<Found>,
    /// Whatever the text enumerates.
    pub blocks: Vec<Block>,
    /// Announced counts.
    pub announced: Vec<Announced>,
    /// Keys of partners that are said to be partners no more.
    pub gone: Vec<String>,
    /// Names that the article's curator gives, by their keys.
    pub renamed: Vec<(String, String)>,
}

impl Stated {
    /// Adds a statement, unless the sentence is known to make one on that topic.
    fn add(&mut self, topic: Topic, line: &Line<'_>, names: Vec<Name>, lead: Option<Span>) {
        if DENIES.is_match(line.text) || self.found.iter().any(|f| f.topic == topic && f.span == line.span) {
            return;
        }
        let at = line.span.start;
        let spans = names.iter().map(|n| Span::new(n.span.start + at, n.span.end + at)).collect();
        let keys = names.into_iter().map(|n| n.key).collect();
        self.found.push(Found { topic, span: line.span, passage: line.passage, names: spans, keys, lead });
    }
}

/// A sentence that says no: what it names is not there.
static DENIES: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)^[\W_]*(?:нет|no|none|never|никаких|никогда)\b\s*[,.:;—–-]"));

/// A sentence with what stands around it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its words.
    pub text: &'a str,
    /// Bytes in the article.
    pub span: Span,
    /// What its passage is.
    pub kind: PassageKind,
    /// Number of the passage in the article.
    pub passage: usize,
    /// Whether it is the first sentence of its passage.
    pub first: bool,
    /// The heading it stands under, as a number of a line.
    pub heading: Option<usize>,
}

/// What the three topics read.
struct Reading<'a> {
    lines: Vec<Line<'a>>,
    series: Vec<Series>,
    institutions: &'a Institutions,
    /// Stems of the region's name.
    region: HashSet<String>,
}

impl<'a> Reading<'a> {
    fn lead(&self, series: &Series) -> Option<Span> {
        series.leads.first().map(|l| self.lines[*l].span)
    }

    /// Whether a span is the row of a table that says what its columns are: it states nothing.
    fn is_head_row(&self, span: Span) -> bool {
        let leads = self.series.iter().flat_map(|s| self.leads(s));
        leads.into_iter().any(|l| l.kind == PassageKind::TableRow && l.span.overlaps(span))
    }

    /// The headings and introductions of a series, nearest first.
    fn leads<'s>(&'s self, series: &'s Series) -> impl Iterator<Item = &'s Line<'a>> {
        series.leads.iter().map(|l| &self.lines[*l])
    }

    /// The sentence before a line.
    fn before(&self, line: &Line<'_>) -> Option<&Line<'a>> {
        let at = self.lines.partition_point(|l| l.span < line.span);
        at.checked_sub(1).map(|i| &self.lines[i])
    }

    /// The sentence after a line.
    fn after(&self, line: &Line<'_>) -> Option<&Line<'a>> {
        self.lines.get(self.lines.partition_point(|l| l.span <= line.span))
    }

    /// Words of the heading above a line.
    fn heading(&self, line: &Line<'_>) -> &'a str {
        line.heading.map_or("", |h| self.lines[h].text)
    }
}

/// What every article of the corpus states, by position in the corpus. `known` may tell what one states that was read
/// before.
pub fn find(
    corpus: &Corpus,
    institutions: &Institutions,
    known: impl Fn(&Arc<Article>) -> Option<Arc<Stated>>,
) -> Vec<Arc<Stated>> {
    let stated = |article| known(article).unwrap_or_else(|| Arc::new(in_article(article, institutions)));
    corpus.articles().iter().map(stated).collect()
}

/// What one article states.
pub fn in_article(article: &Article, institutions: &Institutions) -> Stated {
    let lines = lines(article);
    let region = crate::text::stem::stems(&article.meta.region).into_iter().collect();
    let reading = Reading { series: series::find(&lines), lines, institutions, region };
    let mut out = Stated::default();
    directions::find(&reading, &mut out);
    partners::find(&reading, &mut out);
    programmes::find(&reading, &mut out);
    out.found.retain(|f| !reading.is_head_row(f.span));
    out.blocks = blocks::find(&reading);
    notes::apply(article, institutions, &mut out);
    out.found.sort_by_key(|f| f.span);
    out
}

/// The words of a statement's sentence that say which direction, as bytes of it: what it enumerates, what stands behind
/// its ordinal, or its beginning.
pub fn titles(text: &str) -> Vec<Span> {
    let items = directions::items(text);
    let items = if items.is_empty() { vec![enumerated::title(text)] } else { items };
    items.into_iter().map(|item| enumerated::trimmed(text, item)).filter(|item| item.start < item.end).collect()
}

/// Whether a heading introduces names, not directions.
fn speaks_of_names(heading: &str) -> bool {
    relations::PARTNERS.heads(heading) || relations::RESIDENTS.heads(heading)
}

static THREE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)[^,.;:()]{2,60}, (?:[^,.;:()]{2,60}, )*[^,.;:()]{2,60},? (?:and|и|а также) [^,.;:()]{2,}|:[^.:]*;[^.:]*;|;[^.;]*;",
    )
});

/// Whether a text enumerates: two names side by side, or, where not only `names` are asked for, three things.
pub fn enumerates(institutions: &Institutions, text: &str, names: bool) -> bool {
    (!names && THREE.is_match(text)) || beside::side_by_side(institutions, text)
}

fn lines(article: &Article) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut heading = None;
    for (passage, p) in article.passages.iter().enumerate() {
        for (i, span) in p.sentences.iter().enumerate() {
            let text = article.slice(*span);
            out.push(Line { text, span: *span, kind: p.kind, passage, first: i == 0, heading });
        }
        if p.kind == PassageKind::Heading {
            heading = out.len().checked_sub(1);
        }
    }
    out
}

/// Compiles a pattern of this module's constants.
fn rule(pattern: &str) -> Regex {
    // The patterns are constants, compiled by the tests of their modules.
    Regex::new(&narrowed(pattern)).unwrap_or_else(|e| panic!("{pattern}: {e}"))
}

#[cfg(test)]
pub(super) mod tests;

//! What a curator decided by hand: quotes pinned to questions, and what must not be quoted.
//!
//! A pinned quote answers questions that have the words of a pinned wording in the same order, whatever their endings and
//! stop words. A block holds for every quote that touches it, of answers, lists and news alike.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::domain::{Article, Citation, Corpus, Lexicon, Span};
use crate::text::citation;
use crate::text::fragment::FoldedText;
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::words;

/// How sure a pinned quote is.
pub const PINNED: f32 = 1.0;

/// Pins and blocks over one corpus.
#[derive(Debug, Default)]
pub struct Curated {
    /// Article (by its position) and span of the quotes pinned to a wording.
    pins: FxHashMap<Vec<String>, Vec<(usize, Span)>>,
    /// What is blocked, by the article's id; a whole article is one span over all.
    blocks: FxHashMap<String, Vec<Span>>,
    /// The folded texts of articles that have been quoted, by the article's id.
    folded: FxHashMap<String, OnceLock<FoldedText>>,
}

impl Curated {
    /// Finds the words of the lexicon's pins and blocks in the corpus; what is not there has no effect.
    pub fn new(lexicon: &Lexicon, corpus: &Corpus) -> Self {
        let folded = corpus.articles().iter().map(|a| (a.meta.id.0.clone(), OnceLock::new())).collect();
        let mut out = Self { folded, ..Self::default() };
        let at = |id: &str| corpus.articles().iter().position(|a| a.meta.id.0 == id);
        for pin in &lexicon.pins {
            let found = at(&pin.article).and_then(|i| Some((i, place(&corpus.articles()[i], &pin.quote)?)));
            for wording in found.iter().flat_map(|_| &pin.questions) {
                out.pins.entry(key(wording)).or_default().extend(found);
            }
        }
        for block in &lexicon.blocks {
            let Some(article) = at(&block.article).map(|i| &corpus.articles()[i]) else { continue };
            let text = article.text.as_str();
            // Without words it is the whole article; words are blocked wherever they stand.
            let words = block.quote.as_deref().unwrap_or(text);
            let spans = text.match_indices(words).map(|(at, found)| Span::new(at, at + found.len()));
            out.blocks.entry(block.article.clone()).or_default().extend(spans);
        }
        out
    }

    /// The quotes pinned to a question.
    pub fn pinned(&self, corpus: &Corpus, question: &str) -> Vec<Citation> {
        let found = if self.pins.is_empty() { None } else { self.pins.get(&key(question)) };
        let cite = |(article, span): &(usize, Span)| self.cite(&corpus.articles()[*article], *span, PINNED);
        found.into_iter().flatten().filter_map(cite).collect()
    }

    /// The words of a span with their link, unless they are blocked.
    pub fn cite(&self, article: &Arc<Article>, span: Span, score: f32) -> Option<Citation> {
        let blocked = self.blocks.get(&article.meta.id.0).into_iter().flatten().any(|b| b.overlaps(span));
        if blocked {
            return None;
        }
        match self.folded.get(&article.meta.id.0) {
            Some(folded) => citation::cite_in(article, folded, span, score),
            None => citation::cite(article, span, score),
        }
    }
}

fn place(article: &Article, quote: &str) -> Option<Span> {
    article.text.as_str().find(quote).map(|start| Span::new(start, start + quote.len()))
}

/// A wording without stop words and endings; of one that has nothing else, all stems.
fn key(question: &str) -> Vec<String> {
    let all = words(question);
    let telling = all.iter().filter(|w| !is_stop(&w.folded)).map(|w| stem(&w.folded).into_owned()).collect::<Vec<_>>();
    if telling.is_empty() { all.iter().map(|w| stem(&w.folded).into_owned()).collect() } else { telling }
}

//! The block of text that a question for several things asks for.
//!
//! Blocks are found by their form when the corpus is read ([`super::statements::blocks`]). Here it is weighed how well
//! what a block says it is a list of fits the question.

use super::ask::{Ask, Found};
use super::context::{self, flag};
use super::lexis::lang_index;
use super::prepared::{Prepared, Soft, bits};
use super::query::{MOST_TERMS, Query, Wanted};
use super::sieve::Sieve;
use super::signals::leans_back;
use super::statements::blocks::{Block, asks_for_what_is_gone};
use super::windows::{self, Window};
use crate::domain::{Kind, Lang, PassageId, Span, Topic};
use crate::text::words::words;

/// What speaks for a block, each with its weight. The weights were fitted so that the block that holds the whole list
/// comes first (listwise logistic, no weight of the wrong sign), on the tuning half of the evaluation set and practice
/// questions of the same kind.
const WEIGHTS: [(&str, f32); 11] = [
    // The best quote that touches it, as a share of the best of all.
    ("window", 2.46),
    // Share of the question said in its lead.
    ("lead", 2.50),
    // Share of the question meant there by synonyms only.
    ("lead_soft", 0.78),
    // What exactly is asked for, in lead or heading.
    ("focus", 0.78),
    // Whether it is a list by more than commas.
    ("strong", 1.06),
    // Whether lead or heading speak of the topic of the list asked for.
    ("topic", 1.84),
    // Names where names are asked for.
    ("names", 1.54),
    // How many things it lists.
    ("many", 0.90),
    // What is gone, where that is asked for.
    ("gone", 2.36),
    // Terms that must be met, where they are asked for.
    ("condition", 1.09),
    // Share of the words that the article does not speak of anyway, said or meant in lead, heading or items.
    ("local", 3.21),
];
type Features = [f32; WEIGHTS.len()];

/// A block that may be the answer.
#[derive(Debug, Clone)]
pub struct Fitting<'a> {
    /// Position of its article in the corpus.
    pub article: usize,
    /// The block.
    pub block: &'a Block,
    /// How well it fits: about 5 may be right, 8 most likely is.
    pub score: f32,
    /// The best score of a quote that touches it, as a share of the best of all.
    pub window: f32,
    /// Whether it says what is gone, as the question asks.
    pub gone: bool,
    /// Whether its lead or heading says a word of the question or speaks of the topic asked for.
    pub speaks: bool,
}

impl Fitting<'_> {
    /// What is to be quoted, in the order of the text: the sentence before comes along with one that leans on it.
    pub fn quotes(&self, ask: &Ask) -> Vec<Span> {
        let mut out: Vec<Span> = self.block.quotes.iter().map(|(span, _)| *span).collect();
        let article = &ask.corpus.articles()[self.article];
        let both = self.block.before.zip(out.first()).map(|(before, first)| Span::new(before.start, first.end));
        if let Some(both) = both.filter(|b| windows::fits(article.slice(*b)) && leans(article.slice(out[0]))) {
            out[0] = both;
        }
        out
    }
}

/// Whether a sentence begins with a word that points back.
fn leans(text: &str) -> bool {
    words(text).first().is_some_and(|w| leans_back(&w.folded))
}

/// Whatever a question wants of a list.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// The topic asked for.
    pub topic: Option<Topic>,
    /// Whether names are.
    pub names: bool,
}

/// The blocks that fit a question, best first, of the articles that its quotes come from.
pub fn fitting<'a>(ask: &'a Ask, query: &Query, found: &Found, sieve: &Sieve<'_>, wish: Wish) -> Vec<Fitting<'a>> {
    let mut articles: Vec<usize> = found.windows.iter().map(|w| ask.corpus.article_index(w.passage)).collect();
    articles.sort_unstable();
    articles.dedup();
    let prepared = [Lang::En, Lang::Ru].map(|lang| {
        let spoken = articles.iter().any(|i| ask.lexis.articles[*i].lang == lang);
        spoken.then(|| Prepared::new(query, &ask.lexis, &ask.senses, &ask.grams, lang))
    });
    let ranker = ask.ranker(true);
    let gone = asks_for_what_is_gone(&query.folded);
    let condition = query.wanted == Wanted::Condition || query.kinds.has(Kind::Condition);
    let mut out = Vec::new();
    for article in articles.into_iter().filter(|i| sieve.allows_article(*i)) {
        let Some(prepared) = &prepared[lang_index(ask.lexis.articles[article].lang)] else { continue };
        let of = context::Article::of(&ranker, prepared, article);
        let windows = found.windows.iter().filter(|w| ask.corpus.article_index(w.passage) == article).collect();
        let best = found.windows.first().map_or(0.0, |w| w.score);
        let passages = ask.corpus.passages_of(article).collect();
        let view = View { ask, prepared, article, of, passages, windows, best, wish, gone, condition };
        let allowed = |b: &&Block| b.quotes.iter().all(|(span, _)| sieve.allows_statement(article, *span));
        out.extend(ask.stated[article].blocks.iter().filter(allowed).map(|block| view.weigh(block)));
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score));
    out
}

/// One article as a question sees it.
struct View<'a, 'q> {
    ask: &'a Ask,
    prepared: &'q Prepared<'q>,
    article: usize,
    of: context::Article,
    /// Its passages.
    passages: Vec<PassageId>,
    /// Its quotes.
    windows: Vec<&'q Window>,
    /// Score of the best quote of all.
    best: f32,
    wish: Wish,
    /// Whether the question asks for what is no longer there, and for terms.
    gone: bool,
    condition: bool,
}

/// Terms said and terms meant by synonyms.
#[derive(Clone, Copy)]
struct Held {
    said: u64,
    soft: Soft,
}

impl<'a> View<'a, '_> {
    fn weigh(&self, block: &'a Block) -> Fitting<'a> {
        let lead = self.held(block.lead);
        let heading = block.heading.map_or(Held::NOTHING, |s| self.held(s));
        let before = block.before.map_or(Held::NOTHING, |s| self.held(s));
        let items = block.quotes.iter().map(|(s, _)| self.held(*s)).fold(Held::NOTHING, Held::and);
        let all = self.prepared.content;
        let mass = |t: usize| self.prepared.mass(t);
        let total = bits(all).map(mass).sum::<f32>().max(f32::MIN_POSITIVE);
        let said = bits(lead.said & all).map(mass).sum::<f32>() / total;
        let meant = context::meant(&lead.soft, all & !lead.said) / total;
        let topic = self.wish.topic.is_some_and(|topic| block.topics[topic as usize]);
        let window = self.window(block);
        let features: Features = [
            window,
            said,
            meant,
            self.focus(&lead.and(heading), &before.and(items)),
            flag(block.shape.is_strong()),
            flag(topic),
            self.names(block),
            (block.items.min(MANY) as f32).ln() / 2.0,
            match (self.gone, block.gone) {
                (true, true) => 1.0,
                (true, false) => -0.5,
                (false, true) => -1.0,
                (false, false) => 0.0,
            },
            flag(self.condition && self.states_terms(block.lead)),
            self.local(&lead.and(heading).and(before).and(items)),
        ];
        let score = features.iter().zip(&WEIGHTS).map(|(f, (_, w))| f * w).sum();
        let near = lead.and(heading).and(before);
        let about = bits(all).any(|t| near.said >> t & 1 == 1 || near.soft[t] > 0.0);
        Fitting { article: self.article, block, score, window, gone: self.gone && block.gone, speaks: topic || about }
    }

    fn window(&self, block: &Block) -> f32 {
        let touches = |w: &&&Window| block.lead.overlaps(w.span) || block.quotes.iter().any(|q| q.0.overlaps(w.span));
        let own = self.windows.iter().filter(touches).map(|w| w.score).fold(0.0, f32::max);
        if self.best > 0.0 { own / self.best } else { 0.0 }
    }

    fn focus(&self, near: &Held, else_there: &Held) -> f32 {
        self.prepared.query.focus.map_or(0.5, |t| match () {
            () if near.said >> t & 1 == 1 => 1.0,
            () if near.soft[t] > 0.0 => 0.8,
            () if else_there.said >> t & 1 == 1 || else_there.soft[t] > 0.0 => 0.6,
            () => 0.0,
        })
    }

    fn names(&self, block: &Block) -> f32 {
        let who = self.prepared.query.wanted == Wanted::Who;
        match (self.wish.names && !self.condition, !block.bodies.is_empty(), block.names) {
            (true, true, _) => 1.0,
            (true, false, true) if who => 0.7,
            (true, false, _) => -1.0,
            (false, false, false) => 0.0,
            (false, ..) => -0.5,
        }
    }

    fn local(&self, near: &Held) -> f32 {
        let local = self.prepared.content & !self.of.topic;
        let held = |t: usize| if near.said >> t & 1 == 1 { self.prepared.mass(t) } else { near.soft[t] };
        let total = bits(local).map(|t| self.prepared.mass(t)).sum::<f32>();
        if total > 0.0 { bits(local).map(held).sum::<f32>() / total } else { 0.5 }
    }

    fn states_terms(&self, span: Span) -> bool {
        self.sentence(span).is_some_and(|s| self.ask.senses.cues(s, Kind::Condition) > 0)
    }

    /// Number of the sentence that holds a span.
    fn sentence(&self, span: Span) -> Option<usize> {
        let (corpus, lexis) = (&self.ask.corpus, &self.ask.lexis);
        let after = self.passages.partition_point(|p| corpus.passage(*p).span.start <= span.start);
        let numbers = lexis.sentence_numbers(self.passages[after.checked_sub(1)?]);
        numbers.into_iter().find(|s| lexis.sentences[*s].span.contains(Span::new(span.start, span.start + 1)))
    }

    /// Terms of the question in a sentence or a part of one.
    fn held(&self, span: Span) -> Held {
        let lexis = &self.ask.lexis;
        let Some(sentence) = self.sentence(span) else { return Held::NOTHING };
        let mut soft = [0.0; MOST_TERMS];
        self.prepared.soften(&self.ask.senses, sentence, &mut soft);
        let tokens = lexis.sentences[sentence].tokens.clone();
        let starts = &lexis.start[tokens.start as usize..tokens.end as usize];
        let end = tokens.start + starts.partition_point(|start| (*start as usize) < span.end) as u32;
        Held { said: self.prepared.terms_among(lexis, tokens.start..end), soft }
    }
}

/// More things than these speak for a block no more.
const MANY: u32 = 8;

impl Held {
    const NOTHING: Self = Self { said: 0, soft: [0.0; MOST_TERMS] };

    fn and(mut self, other: Self) -> Self {
        self.said |= other.said;
        self.soft.iter_mut().zip(&other.soft).for_each(|(a, b)| *a = a.max(*b));
        self
    }
}

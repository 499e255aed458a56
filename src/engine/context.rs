//! What a window is worth beyond its own words: what its article is about anyway, what its neighbours say, what it means,
//! and whether it holds what the question asks for.
//!
//! Words of the question that stand in the title or the first paragraph are the topic of the whole article: every
//! sentence of it speaks of them without naming them. The others are *local*: the sentence that answers says them, or
//! means them.

use super::rank::{Hit, Prepared, Ranked, Ranker, Soft, bits, terms_of};
use super::signals::Signal;
use crate::domain::{Kind, PassageId, PassageKind};

/// What is known of an article whose windows compete.
#[derive(Debug, Clone)]
pub struct Article {
    /// Position in the corpus.
    pub index: usize,
    /// Content terms of its title and first paragraph.
    pub topic: u64,
    /// Weight × idf of the content terms that are not its topic; 0 when there are none.
    pub local: f32,
    /// 1 for the newest of the articles, 1/2 for the next, and so on.
    pub newest: f32,
}

/// The articles of the candidates.
pub fn articles(ranker: &Ranker<'_>, prepared: [Option<&Prepared<'_>>; 2], ranked: &[Ranked]) -> Vec<Article> {
    let mut out: Vec<Article> = Vec::new();
    for candidate in ranked {
        let index = ranker.corpus.article_index(candidate.passage);
        if out.iter().any(|a| a.index == index) {
            continue;
        }
        if let Some(prepared) = prepared[super::lexis::lang_index(ranker.lexis.articles[index].lang)] {
            let topic = content(prepared) & topic(ranker, prepared, index);
            let local = bits(content(prepared) & !topic).map(|t| prepared.mass(t)).sum();
            out.push(Article { index, topic, local, newest: 0.0 });
        }
    }
    let date = |a: &Article| ranker.corpus.articles()[a.index].meta.date;
    let dates: Vec<_> = out.iter().map(date).collect();
    for (article, mine) in out.iter_mut().zip(&dates) {
        article.newest = 1.0 / (1.0 + dates.iter().filter(|d| *d > mine).count() as f32);
    }
    out
}

/// The content terms, as bits.
pub fn content(prepared: &Prepared<'_>) -> u64 {
    prepared.query.content().fold(0, |m, (t, _)| m | 1 << t)
}

fn topic(ranker: &Ranker<'_>, prepared: &Prepared<'_>, article: usize) -> u64 {
    let title = prepared.among(&ranker.lexis.articles[article].title);
    let lead = lead(ranker, article).map_or(0, |id| {
        let tokens = ranker.lexis.passages[id.index()].tokens.clone();
        terms_of(&prepared.hits(ranker.lexis, tokens))
    });
    title | lead
}

/// The first paragraph of an article.
pub fn lead(ranker: &Ranker<'_>, article: usize) -> Option<PassageId> {
    ranker.corpus.passages_of(article).find(|id| ranker.lexis.passages[id.index()].kind != PassageKind::Heading)
}

/// What some sentences mean of the question, by synonyms.
pub fn soft(ranker: &Ranker<'_>, prepared: &Prepared<'_>, sentences: std::ops::Range<usize>) -> Soft {
    let mut out = [0.0; super::rank::MOST_TERMS];
    sentences.for_each(|s| prepared.soften(ranker.senses, s, &mut out));
    out
}

/// Sum of what is meant among the given terms.
pub fn meant(soft: &Soft, terms: u64) -> f32 {
    bits(terms).map(|t| soft[t]).sum()
}

/// How well sentences hold what the question asks for, 0 to 1: the mean over the kinds it is of.
pub fn fits_kind(ranker: &Ranker<'_>, prepared: &Prepared<'_>, sentences: std::ops::Range<usize>) -> f32 {
    let kinds = prepared.query.kinds;
    let n = kinds.iter().count();
    if n == 0 {
        return 0.0;
    }
    kinds.iter().map(|kind| holds(ranker, prepared, sentences.clone(), kind)).sum::<f32>() / n as f32
}

fn holds(ranker: &Ranker<'_>, prepared: &Prepared<'_>, sentences: std::ops::Range<usize>, kind: Kind) -> f32 {
    let lexis = ranker.lexis;
    let cues: u32 = sentences.clone().map(|s| ranker.senses.cues(s, kind)).sum();
    let cued = cues.min(2) as f32 / 2.0;
    let tokens = lexis.sentences[sentences.start].tokens.start..lexis.sentences[sentences.end - 1].tokens.end;
    let is_new = |t: &u32| prepared.surface_term(lexis.surface[*t as usize]).is_none();
    let signal = |t: u32| lexis.signals[lexis.surface[t as usize] as usize];
    let best = |of: &dyn Fn(Signal) -> f32| tokens.clone().filter(is_new).map(|t| of(signal(t))).fold(0.0, f32::max);
    let begins = |t: u32| lexis.sentences[sentences.clone()].iter().any(|s| s.tokens.start == t);
    let name = || tokens.clone().filter(is_new).any(|t| lexis.capital[t as usize] && !begins(t));
    match kind {
        Kind::When => (0.8 * best(&Signal::when) + 0.3 * cued).min(1.0),
        Kind::Amount => best(&Signal::count) * (0.4 + 0.6 * cued.min(0.5) * 2.0),
        Kind::Count => best(&Signal::count),
        Kind::Who | Kind::Where => 0.5 * f32::from(u8::from(name())) + 0.5 * cued,
        Kind::Condition | Kind::Why | Kind::Definition | Kind::Status | Kind::How => cued,
    }
}

/// Whether a sentence (by its number in the corpus) is a question.
pub fn is_question(ranker: &Ranker<'_>, passage: PassageId, sentence: usize) -> bool {
    let text = ranker.corpus.article_of(passage).slice(ranker.lexis.sentences[sentence].span);
    text.trim_end_matches(|c: char| c.is_whitespace() || "»”\"'’)".contains(c)).ends_with('?')
}

/// Tokens between a number and what it counts.
const BESIDE: u32 = 3;

/// Where a number is asked for: whether a number stands beside a content word of the question. 0 or 1.
pub fn counted(ranker: &Ranker<'_>, prepared: &Prepared<'_>, hits: &[Hit], tokens: &std::ops::Range<u32>) -> f32 {
    let kinds = prepared.query.kinds;
    if !kinds.has(Kind::Count) && !kinds.has(Kind::Amount) {
        return 0.0;
    }
    let lexis = ranker.lexis;
    let is_number = |t: u32| {
        let surface = lexis.surface[t as usize];
        lexis.signals[surface as usize].count() >= 0.7 && prepared.surface_term(surface).is_none()
    };
    let near = |h: &Hit| {
        let around = h.token.saturating_sub(BESIDE).max(tokens.start)..(h.token + BESIDE + 1).min(tokens.end);
        prepared.query.terms[h.term].is_content() && around.into_iter().any(is_number)
    };
    f32::from(u8::from(hits.iter().any(near)))
}

//! What a window is worth beyond its own words: what its article is about anyway, what its neighbours say, what it means,
//! and whether it holds what the question asks for.
//!
//! Words of the question that stand in the title or the first paragraph are the topic of the whole article: every
//! sentence of it speaks of them without naming them. The others are *local*: the sentence that answers says them, or
//! means them.

use std::ops::Range;

use super::lexis::lang_index;
use super::prepared::{Hit, Prepared, Soft, bits};
use super::query::MOST_TERMS;
use super::rank::{Ranked, Ranker};
use super::senses::Kinds;
use crate::domain::{Kind, PassageId, PassageKind};

/// A feature that something has or has not: 1 or 0.
pub fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// What is known of an article whose windows compete.
#[derive(Debug, Clone)]
pub struct Article {
    /// Position in the corpus.
    pub index: usize,
    /// Its first paragraph.
    pub lead: Option<PassageId>,
    /// Terms of its title.
    pub title: u64,
    /// Content terms of its title and first paragraph.
    pub topic: u64,
    /// Weight × idf of the content terms that are not its topic; 0 when there are none.
    pub local: f32,
    /// The question's names that it holds anywhere: its other sentences speak of them, too.
    pub names: u64,
    /// 1 for the newest of the articles, 1/2 for the next, and so on.
    pub newest: f32,
    /// Share of the question's names that any of the articles is about which this one is about; 1/2 where it has none.
    pub anchor: f32,
}

impl Article {
    /// The article at a position in the corpus, as if there were no other.
    pub fn of(ranker: &Ranker<'_>, prepared: &Prepared<'_>, index: usize) -> Self {
        let is_text = |id: &PassageId| ranker.lexis.passages[id.index()].kind != PassageKind::Heading;
        let lead = ranker.corpus.passages_of(index).find(is_text);
        let title = prepared.among(&ranker.lexis.articles[index].title);
        let topic = prepared.content & (title | lead.map_or(0, |id| prepared.terms_in(ranker.lexis, id)));
        let local = bits(prepared.content & !topic).map(|t| prepared.mass(t)).sum();
        let names = prepared.terms_of_article(ranker.lexis, index, prepared.query.proper());
        Self { index, lead, title, topic, local, names, newest: 1.0, anchor: 0.5 }
    }
}

/// The articles of the candidates.
pub fn articles(ranker: &Ranker<'_>, prepared: [Option<&Prepared<'_>>; 2], ranked: &[Ranked]) -> Vec<Article> {
    let mut out: Vec<Article> = Vec::new();
    for candidate in ranked {
        let index = ranker.corpus.article_index(candidate.passage);
        let prepared = prepared[lang_index(ranker.lexis.articles[index].lang)];
        if let Some(prepared) = prepared.filter(|_| !out.iter().any(|a| a.index == index)) {
            out.push(Article::of(ranker, prepared, index));
        }
    }
    let date = |a: &Article| ranker.corpus.articles()[a.index].meta.date;
    let dates: Vec<_> = out.iter().map(date).collect();
    for (article, mine) in out.iter_mut().zip(&dates) {
        article.newest = 1.0 / (1.0 + dates.iter().filter(|d| *d > mine).count() as f32);
    }
    let of = |a: &Article| prepared[lang_index(ranker.lexis.articles[a.index].lang)];
    let names = prepared.iter().flatten().next().map_or(0, |p| p.query.proper());
    let all = names & out.iter().fold(0, |all, a| all | a.topic);
    for article in &mut out {
        let Some(prepared) = of(article).filter(|_| all != 0) else { continue };
        let mass = |terms: u64| bits(terms).map(|t| prepared.mass(t)).sum::<f32>();
        let (mine, total) = (mass(article.topic & names), mass(all));
        article.anchor = if total > 0.0 { mine / total } else { 0.5 };
    }
    out
}

/// What some sentences mean of the question, by synonyms.
pub fn soft(ranker: &Ranker<'_>, prepared: &Prepared<'_>, sentences: impl Iterator<Item = usize>) -> Soft {
    let mut out = [0.0; MOST_TERMS];
    sentences.for_each(|s| prepared.soften(ranker.senses, s, &mut out));
    out
}

/// The terms that are meant, as bits.
pub fn terms_meant(soft: &Soft) -> u64 {
    soft.iter().enumerate().fold(0, |all, (t, mass)| all | u64::from(*mass > 0.0) << t)
}

/// Sum of what is meant among the given terms.
pub fn meant(soft: &Soft, terms: u64) -> f32 {
    bits(terms).map(|t| soft[t]).sum()
}

/// What sentences say beyond the question: of words that are words of it nothing counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct News {
    /// How well a word can be part of an answer to *when*, 0 to 1.
    pub when: f32,
    /// How well a word can be part of an answer to *how much*, 0 to 1.
    pub count: f32,
    /// Whether a word is written like a name.
    pub name: bool,
    /// Cues of answers to each kind that the question is of.
    cues: [u8; Kind::ALL.len()],
}

impl News {
    /// Of a sentence, by its number in the corpus.
    pub fn of(ranker: &Ranker<'_>, prepared: &Prepared<'_>, sentence: usize) -> Self {
        let (lexis, mut out) = (ranker.lexis, Self::default());
        let tokens = lexis.sentences[sentence].tokens.clone();
        for token in tokens.clone() {
            let surface = lexis.surface[token as usize];
            if prepared.surface_term(surface).is_none() {
                let signal = lexis.signals[surface as usize];
                out.when = out.when.max(signal.when());
                out.count = out.count.max(signal.count());
                out.name |= lexis.capital[token as usize] && token > tokens.start;
            }
        }
        for kind in prepared.query.kinds.iter() {
            out.cues[kind as usize] = ranker.senses.cues(sentence, kind) as u8;
        }
        out
    }

    /// Of these sentences and others.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.when = self.when.max(other.when);
        self.count = self.count.max(other.count);
        self.name |= other.name;
        self.cues.iter_mut().zip(other.cues).for_each(|(a, b)| *a += b);
        self
    }

    /// How well they hold what the question asks for, 0 to 1: the mean over the kinds it is of.
    pub fn fits(&self, kinds: Kinds) -> f32 {
        let n = kinds.iter().count();
        if n == 0 { 0.0 } else { kinds.iter().map(|kind| self.holds(kind)).sum::<f32>() / n as f32 }
    }

    fn holds(&self, kind: Kind) -> f32 {
        let cued = f32::from(self.cues[kind as usize].min(2)) / 2.0;
        match kind {
            Kind::When => (0.8 * self.when + 0.3 * cued).min(1.0),
            Kind::Amount => self.count * (0.4 + 0.6 * cued.min(0.5) * 2.0),
            Kind::Count => self.count,
            Kind::Duration | Kind::Area | Kind::Share | Kind::People => 0.5 * self.count + 0.5 * cued.min(0.5) * 2.0,
            Kind::Who | Kind::Where => 0.5 * flag(self.name) + 0.5 * cued,
            Kind::Condition | Kind::Why | Kind::Definition | Kind::Status | Kind::How => cued,
        }
    }
}

/// The passage right above one of the same article, if it puts the question that this one answers.
pub fn question_above(ranker: &Ranker<'_>, passage: PassageId) -> Option<PassageId> {
    let above = passage.0.checked_sub(1).map(PassageId)?;
    let asks = ranker.lexis.passages[above.index()].asks;
    (asks && ranker.corpus.article_index(above) == ranker.corpus.article_index(passage)).then_some(above)
}

/// Tokens between a number and what it counts.
const BESIDE: u32 = 3;

/// Where a number is asked for: whether a number stands beside a content word of the question. 0 or 1.
pub fn counted(ranker: &Ranker<'_>, prepared: &Prepared<'_>, hits: &[Hit], tokens: &Range<u32>) -> f32 {
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
    flag(hits.iter().any(near))
}

//! Orders candidate passages by a weighted sum of features, each between 0 and about 1.
//!
//! All features are computed from the analysed corpus, so the order does not depend on how a candidate was found.

use rustc_hash::FxHashMap;

use super::grams::{Grams, QuestionGrams};
use super::lexis::{Lexis, PassageWords, Sentence, judged, lang_index};
use super::marks::Marks;
use super::query::{Query, TermView};
use super::senses::Senses;
use super::weights::{PASSAGE, Weights};
use crate::domain::{Corpus, Lang, PassageId};

/// Feature values in the order of [`PASSAGE`].
pub type Features = [f32; PASSAGE.len()];

/// BM25 for short passages: little saturation, little length normalisation (fitted).
const K1: f32 = 0.6;
const B: f32 = 0.4;
/// BM25 for whole articles (the usual values).
const ARTICLE_K1: f32 = 1.2;
const ARTICLE_B: f32 = 0.75;
/// Tokens of a usual sentence.
pub const USUAL_SENTENCE: f32 = 25.0;
/// Tokens between two words of the question that still count as near.
const NEAR: u32 = 12;

/// Terms of a query, at the most.
pub const MOST_TERMS: usize = 64;
/// With fewer sentences than this, a group's rarity is judged as if there were this many.
const LEAST_SENTENCES: f32 = 500.0;

/// Added to the score of passages from the year that the question names: the same programme runs in several years.
const OF_THE_YEAR: f32 = 4.0;

/// A passage with its score.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// Which passage.
    pub passage: PassageId,
    /// Weighted sum of the features.
    pub score: f32,
    /// The features.
    pub features: Features,
    /// Its words that are words of the question.
    pub hits: Vec<Hit>,
}

/// A token that is a word of the question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Position of the term in the query.
    pub term: usize,
    /// Token number.
    pub token: u32,
    /// How surely the token is that word: 1 for the very stem.
    pub similarity: f32,
}

/// The query prepared for the texts of one language.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The query.
    pub query: &'a Query,
    /// Its character runs.
    pub grams: QuestionGrams,
    /// Sum of weight × idf.
    pub total: f32,
    /// The terms that carry the meaning, as bits.
    pub content: u64,
    /// Index of the language.
    lang: usize,
    stems: FxHashMap<u32, Vec<(usize, f32)>>,
    surfaces: FxHashMap<u32, usize>,
    /// The keys of both.
    marked_stems: Marks,
    marked_surfaces: Marks,
    pairs: FxHashMap<(u32, u32), f32>,
    /// For a group of synonyms the terms in it, each with what it weighs when only the group is met.
    groups: FxHashMap<u16, Vec<(usize, f32)>>,
}

/// What terms weigh in a text that holds only synonyms of them, by position in the query.
pub type Soft = [f32; MOST_TERMS];

impl<'a> Prepared<'a> {
    /// Prepares the query.
    pub fn new(query: &'a Query, lexis: &Lexis, senses: &Senses, grams: &Grams, lang: Lang) -> Self {
        let lang = lang_index(lang);
        let mut stems: FxHashMap<u32, Vec<(usize, f32)>> = FxHashMap::default();
        let mut surfaces = FxHashMap::default();
        for (i, term) in query.terms.iter().enumerate() {
            for (stem, similarity) in &term.views[lang].stems {
                stems.entry(*stem).or_default().push((i, *similarity));
            }
            surfaces.extend(term.surface.map(|s| (s, i)));
        }
        let n = judged(lexis.passages_in[lang]);
        let grams = grams.of_question(lexis, query.content().map(|(_, t)| t.word.as_str()), n);
        let sentences = (lexis.sentences.len() as f32).max(LEAST_SENTENCES);
        let mut groups: FxHashMap<u16, Vec<(usize, f32)>> = FxHashMap::default();
        for (i, term) in query.terms.iter().enumerate() {
            for group in &term.groups {
                let rarity = super::grams::idf(sentences, senses.df(*group) as f32);
                groups.entry(*group).or_default().push((i, term.weight * rarity.min(term.views[lang].idf)));
            }
        }
        let marked_stems = Marks::new(lexis.stems.strings().len(), stems.keys().copied());
        let marked_surfaces = Marks::new(lexis.surfaces.strings().len(), surfaces.keys().copied());
        let (total, pairs) = (query.total(lang), pairs(query, lang));
        let content = query.content().fold(0, |m, (t, _)| m | 1 << t);
        Self { query, grams, total, content, lang, stems, surfaces, marked_stems, marked_surfaces, pairs, groups }
    }

    /// Adds to `soft` what a sentence holds of the question by synonyms.
    pub fn soften(&self, senses: &Senses, sentence: usize, soft: &mut Soft) {
        if self.groups.is_empty() {
            return;
        }
        for group in senses.groups(sentence) {
            for (term, mass) in self.groups.get(group).into_iter().flatten() {
                soft[*term] = soft[*term].max(*mass);
            }
        }
    }

    /// A term in the texts of this language.
    pub fn view(&self, term: usize) -> &TermView {
        &self.query.terms[term].views[self.lang]
    }

    /// Weight × idf of a term.
    pub fn mass(&self, term: usize) -> f32 {
        self.query.terms[term].weight * self.view(term).idf
    }

    /// Sum of weight × idf of a set of terms, as a share of the whole question.
    pub fn share(&self, terms: u64) -> f32 {
        bits(terms).map(|t| self.mass(t)).sum::<f32>() / self.total
    }

    /// Term that the folded word of a token is, in exactly this form.
    pub fn surface_term(&self, surface: u32) -> Option<usize> {
        if self.marked_surfaces.has(surface) { self.surfaces.get(&surface).copied() } else { None }
    }

    /// The tokens of a range that are words of the question.
    pub fn hits(&self, lexis: &Lexis, tokens: std::ops::Range<u32>) -> Vec<Hit> {
        let mut out = Vec::new();
        for token in tokens {
            let stem = lexis.stem_at(token);
            if !self.marked_stems.has(stem) {
                continue;
            }
            for (term, similarity) in self.stems.get(&stem).into_iter().flatten() {
                out.push(Hit { term: *term, token, similarity: *similarity });
            }
        }
        out
    }

    /// Terms in a passage.
    pub fn terms_in(&self, lexis: &Lexis, passage: PassageId) -> u64 {
        terms_of(&self.hits(lexis, lexis.passages[passage.index()].tokens.clone()))
    }

    /// Terms with a stem in a sorted list.
    pub fn among(&self, sorted: &[u32]) -> u64 {
        let in_list = |t: &usize| self.view(*t).stems.iter().any(|s| sorted.binary_search(&s.0).is_ok());
        (0..self.query.terms.len()).filter(in_list).fold(0, |m, t| m | 1 << t)
    }

    /// Weight of the question's neighbouring pairs that stand side by side among the hits.
    pub fn phrase(&self, lexis: &Lexis, hits: &[Hit]) -> f32 {
        let mut found: Vec<(u32, u32)> = Vec::new();
        for two in hits.windows(2).filter(|w| w[1].token == w[0].token + 1) {
            let pair = (lexis.stem_at(two[0].token), lexis.stem_at(two[1].token));
            if self.pairs.contains_key(&pair) && !found.contains(&pair) {
                found.push(pair);
            }
        }
        found.iter().map(|p| self.pairs[p]).sum::<f32>() / self.total
    }

    /// How near each other the question's neighbouring words stand among the hits.
    pub fn proximity(&self, hits: &[Hit]) -> f32 {
        let mut sum = 0.0;
        let present = terms_of(hits);
        let there = |t: &usize| self.mass(*t) > 0.0;
        let sequence: Vec<usize> = self.query.sequence.iter().copied().filter(there).collect();
        for two in sequence.windows(2).filter(|w| w[0] != w[1]) {
            if present >> two[0] & present >> two[1] & 1 == 0 {
                continue;
            }
            let of = |t: usize| hits.iter().filter(move |h| h.term == t).map(|h| h.token);
            let distance = of(two[0]).flat_map(|a| of(two[1]).map(move |b| a.abs_diff(b))).min().unwrap_or(0);
            if (1..=NEAR).contains(&distance) {
                sum += self.view(two[0]).idf.min(self.view(two[1]).idf) / (distance as f32).sqrt();
            }
        }
        sum / self.total
    }
}

/// Exact neighbouring pairs of the question with their mean weight.
fn pairs(query: &Query, lang: usize) -> FxHashMap<(u32, u32), f32> {
    let mut out = FxHashMap::default();
    for two in query.sequence.windows(2) {
        let (a, b) = (&query.terms[two[0]], &query.terms[two[1]]);
        let weight = (a.weight * a.views[lang].idf + b.weight * b.views[lang].idf) / 2.0;
        for (x, sx) in a.views[lang].stems.iter().take(3) {
            for (y, sy) in b.views[lang].stems.iter().take(3) {
                out.insert((*x, *y), weight * sx * sy);
            }
        }
    }
    out
}

/// The terms among some hits, as bits.
pub fn terms_of(hits: &[Hit]) -> u64 {
    hits.iter().fold(0, |m, h| m | 1 << h.term)
}

/// The positions of the set bits.
pub fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(bit)
    })
}

/// The hits inside a range of tokens (hits are in the order of tokens).
pub fn inside<'h>(hits: &'h [Hit], tokens: &std::ops::Range<u32>) -> &'h [Hit] {
    let from = hits.partition_point(|h| h.token < tokens.start);
    let to = hits.partition_point(|h| h.token < tokens.end);
    &hits[from..to]
}

/// BM25 of a sum of similarities against a length.
pub fn saturate(tf: f32, k1: f32, b: f32, len: f32) -> f32 {
    tf * (k1 + 1.0) / (tf + k1 * (1.0 - b + b * len))
}

/// What was found out while ranking the candidates of one query.
#[derive(Default)]
struct Known {
    /// Score and title terms by article.
    articles: FxHashMap<usize, (f32, u64)>,
    /// Terms by passage.
    terms: FxHashMap<PassageId, u64>,
}

/// The ranking stage over one corpus.
#[derive(Debug, Clone, Copy)]
pub struct Ranker<'a> {
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The corpus in words.
    pub lexis: &'a Lexis,
    /// What its sentences mean.
    pub senses: &'a Senses,
    /// The weights.
    pub weights: &'a Weights,
    /// Whether the candidates are all there is to say about a region: then also those without a word of the question
    /// count, as their neighbours or synonyms may speak for them.
    pub whole: bool,
}

impl Ranker<'_> {
    /// Scores the candidates and orders them, best first; equal scores in the order of the corpus.
    pub fn rank(&self, prepared: &Prepared<'_>, candidates: impl Iterator<Item = PassageId>) -> Vec<Ranked> {
        let mut known = Known::default();
        let mut out: Vec<Ranked> =
            candidates.map(|id| self.score(prepared, id, &mut known)).filter(|r| self.whole || r.score > 0.0).collect();
        out.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        out
    }

    fn score(&self, prepared: &Prepared<'_>, id: PassageId, known: &mut Known) -> Ranked {
        let words = &self.lexis.passages[id.index()];
        let hits = prepared.hits(self.lexis, words.tokens.clone());
        let features = self.features(prepared, id, &hits, known);
        let own = self.corpus.article_of(id).meta.lang == prepared.query.lang;
        let weights = if own { &self.weights.passage } else { &self.weights.cross };
        let score: f32 = features.iter().zip(weights).map(|(f, w)| f * w).sum();
        let score = score + if self.is_of_year(prepared.query, id) { OF_THE_YEAR } else { 0.0 };
        Ranked { passage: id, score, features, hits }
    }

    /// Whether the question names the year of the passage's article.
    fn is_of_year(&self, query: &Query, id: PassageId) -> bool {
        let year = self.corpus.article_of(id).meta.date.year();
        query.terms.iter().any(|t| t.word.parse() == Ok(year))
    }

    fn features(&self, prepared: &Prepared<'_>, id: PassageId, hits: &[Hit], known: &mut Known) -> Features {
        let words = &self.lexis.passages[id.index()];
        let present = terms_of(hits);
        let len = words.tokens.len() as f32 / self.lexis.mean_len;
        let bm25: f32 = bits(present).map(|t| prepared.mass(t) * saturate(frequency(hits, t), K1, B, len)).sum();
        let (sentence, dense, pair, proximity, grams) = self.sentences(prepared, id, hits);
        let index = self.corpus.article_index(id);
        let (article, title) = *known
            .articles
            .entry(index)
            .or_insert_with(|| (self.article(prepared, id), prepared.among(&self.lexis.articles[index].title)));
        known.terms.insert(id, present);
        [
            bm25 / prepared.total,
            self.surface(prepared, words, len),
            prepared.phrase(self.lexis, hits),
            sentence,
            article,
            prepared.share(title | words.heading.map_or(0, |h| prepared.terms_in(self.lexis, h))),
            self.near(prepared, id, present, known),
            dense,
            pair,
            proximity,
            grams,
            names(prepared, present),
        ]
    }

    /// BM25 over the words exactly as asked.
    fn surface(&self, prepared: &Prepared<'_>, words: &PassageWords, len: f32) -> f32 {
        let mut tf: FxHashMap<u32, f32> = FxHashMap::default();
        for token in words.tokens.clone() {
            let surface = self.lexis.surface[token as usize];
            if prepared.surface_term(surface).is_some() {
                *tf.entry(surface).or_default() += 1.0;
            }
        }
        let n = judged(self.lexis.passages_in[prepared.lang]);
        let mut counts: Vec<(u32, f32)> = tf.into_iter().collect();
        counts.sort_unstable_by_key(|c| c.0);
        let score = |(surface, tf): (u32, f32)| {
            let weight = prepared.surface_term(surface).map_or(0.0, |t| prepared.query.terms[t].weight);
            weight * super::grams::idf(n, self.lexis.surface_df[surface as usize] as f32) * saturate(tf, K1, B, len)
        };
        counts.into_iter().map(score).sum::<f32>() / prepared.total
    }

    /// BM25 of the article as one document.
    fn article(&self, prepared: &Prepared<'_>, id: PassageId) -> f32 {
        let article = &self.lexis.articles[self.corpus.article_index(id)];
        let len = article.len as f32 / self.lexis.mean_article_len;
        let score = |(i, term): (usize, &super::query::Term)| {
            let tf: f32 = prepared.view(i).stems.iter().map(|(stem, s)| s * article.count(*stem) as f32).sum();
            if tf > 0.0 {
                term.weight * prepared.view(i).article_idf * saturate(tf, ARTICLE_K1, ARTICLE_B, len)
            } else {
                0.0
            }
        };
        prepared.query.terms.iter().enumerate().map(score).sum::<f32>() / prepared.total
    }

    /// What only the neighbouring passages hold.
    fn near(&self, prepared: &Prepared<'_>, id: PassageId, present: u64, known: &mut Known) -> f32 {
        let article = self.corpus.article_index(id);
        let neighbours = [id.0.checked_sub(1), Some(id.0 + 1)].into_iter().flatten().map(PassageId);
        let same = neighbours.filter(|n| n.index() < self.corpus.len() && self.corpus.article_index(*n) == article);
        let share = |n: PassageId| {
            let there = *known.terms.entry(n).or_insert_with(|| prepared.terms_in(self.lexis, n));
            prepared.share(there & !present)
        };
        same.map(share).sum::<f32>() / 2.0
    }

    /// Best sentence: coverage, length-normalised coverage, coverage of two adjacent ones, proximity, character runs.
    fn sentences(&self, prepared: &Prepared<'_>, id: PassageId, hits: &[Hit]) -> (f32, f32, f32, f32, f32) {
        let (mut sentence, mut dense, mut pair, mut proximity, mut grams) = (0f32, 0f32, 0f32, 0f32, 0f32);
        let mut before = 0;
        for s in self.lexis.sentences_of(id) {
            let inside = inside(hits, &s.tokens);
            let present = terms_of(inside);
            let share = prepared.share(present);
            sentence = sentence.max(share);
            dense = dense.max(share * 2.2 / (1.0 + 1.2 * (0.4 + 0.6 * s.tokens.len() as f32 / USUAL_SENTENCE)));
            pair = pair.max(prepared.share(present | before));
            proximity = proximity.max(prepared.proximity(inside));
            grams = grams.max(self.gram_share(prepared, s));
            before = present;
        }
        (sentence, dense, pair, proximity, grams)
    }

    /// Character runs of the question in a sentence.
    pub fn gram_share(&self, prepared: &Prepared<'_>, sentence: &Sentence) -> f32 {
        let tokens = sentence.tokens.start as usize..sentence.tokens.end as usize;
        prepared.grams.weight(self.lexis.surface[tokens].iter().fold(0, |m, s| m | prepared.grams.mask(*s)))
    }
}

/// How often a term occurs, by similarity.
pub fn frequency(hits: &[Hit], term: usize) -> f32 {
    hits.iter().filter(|h| h.term == term).map(|h| h.similarity).sum()
}

/// Share of the question's names and numbers that are present; 0.7 when it has none.
pub fn names(prepared: &Prepared<'_>, present: u64) -> f32 {
    let is_name = |t: &super::query::Term| t.weight > 0.0 && (t.name || t.word.starts_with(|c: char| c.is_numeric()));
    let all: Vec<usize> = (0..prepared.query.terms.len()).filter(|t| is_name(&prepared.query.terms[*t])).collect();
    let idf = |t: &usize| prepared.view(*t).idf;
    let total: f32 = all.iter().map(idf).sum();
    if total <= 0.0 {
        return 0.7;
    }
    all.iter().filter(|t| present >> **t & 1 == 1).map(idf).sum::<f32>() / total
}

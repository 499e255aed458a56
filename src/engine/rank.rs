//! Orders candidate passages by a weighted sum of features, each between 0 and about 1.
//!
//! All features are computed from the analysed corpus, so the order does not depend on how a candidate was found.

use rustc_hash::FxHashMap;

use super::aims::{Aims, Tellings};
use super::editions::Editions;
use super::lexis::{Lexis, Sentence, judged};
use super::prepared::{Hit, Met, Prepared, bits, frequency, hits, inside, terms_of};
use super::query::{MOST_TERMS, Query};
use super::senses::Senses;
use super::weights::{PASSAGE, Weights};
use crate::domain::{Corpus, PassageId};

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
    /// What its sentences share with the question beyond stems.
    pub forms: Vec<Forms>,
}

/// What a sentence shares with a question beyond stems, as bits.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forms {
    /// Terms in exactly the form asked for.
    pub exact: u64,
    /// Character runs.
    pub grams: u128,
}

impl Forms {
    /// What either of two shares.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { exact: self.exact | other.exact, grams: self.grams | other.grams }
    }
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
    /// What questions are after.
    pub aims: &'a Aims,
    /// What its sentences tell of it.
    pub tellings: &'a Tellings,
    /// Which articles later ones replace.
    pub editions: &'a Editions,
    /// The weights.
    pub weights: &'a Weights,
    /// Whether the candidates are all there is to say about a region: then also those without a word of the question
    /// count, as their neighbours or synonyms may speak for them.
    pub whole: bool,
}

impl Ranker<'_> {
    /// Scores the candidates and orders them, best first; equal scores in the order of the corpus.
    pub fn rank(&self, prepared: &Prepared<'_>, candidates: impl Iterator<Item = PassageId>) -> Vec<Ranked> {
        let meet = |id: PassageId| {
            let tokens = &self.lexis.passages[id.index()].tokens;
            let mut met = Vec::with_capacity(tokens.len());
            met.extend(prepared.meet(self.lexis, tokens.clone()));
            (id, hits(&met), met)
        };
        let all: Vec<_> = candidates.map(meet).collect();
        // Neighbours are mostly candidates themselves.
        let terms = all.iter().map(|(id, hits, _)| (*id, terms_of(hits))).collect();
        let mut known = Known { terms, ..Known::default() };
        let scored = all.into_iter().map(|(id, hits, met)| self.score(prepared, id, &met, hits, &mut known));
        let mut out: Vec<Ranked> = scored.filter(|r| self.whole || r.score > 0.0).collect();
        out.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        out
    }

    /// Scores a passage, given what of it is anything to the question.
    fn score(
        &self,
        prepared: &Prepared<'_>,
        id: PassageId,
        met: &[(u32, &Met)],
        hits: Vec<Hit>,
        known: &mut Known,
    ) -> Ranked {
        let forms = self.forms(id, met);
        let features = self.features(prepared, id, met, &hits, &forms, known);
        let own = self.corpus.article_of(id).meta.lang == prepared.query.lang;
        let weights = if own { &self.weights.passage } else { &self.weights.cross };
        let score: f32 = features.iter().zip(weights).map(|(f, w)| f * w).sum();
        let score = score + if self.is_of_year(prepared.query, id) { OF_THE_YEAR } else { 0.0 };
        Ranked { passage: id, score, features, hits, forms }
    }

    /// Whether the question names the year of the passage's article.
    fn is_of_year(&self, query: &Query, id: PassageId) -> bool {
        let year = self.corpus.article_of(id).meta.date.year();
        query.terms.iter().any(|t| t.word.parse() == Ok(year))
    }

    /// What the sentences of a passage share with the question beyond stems.
    fn forms(&self, id: PassageId, mut met: &[(u32, &Met)]) -> Vec<Forms> {
        let of = |s: &Sentence| {
            let (here, rest) = met.split_at(met.partition_point(|m| m.0 < s.tokens.end));
            met = rest;
            let one = |m: &(u32, &Met)| Forms { exact: m.1.exact.map_or(0, |t| 1 << t), grams: m.1.grams };
            here.iter().map(one).fold(Forms::default(), Forms::or)
        };
        self.lexis.sentences_of(id).iter().map(of).collect()
    }

    fn features(
        &self,
        prepared: &Prepared<'_>,
        id: PassageId,
        met: &[(u32, &Met)],
        hits: &[Hit],
        forms: &[Forms],
        known: &mut Known,
    ) -> Features {
        let words = &self.lexis.passages[id.index()];
        let present = terms_of(hits);
        let len = words.tokens.len() as f32 / self.lexis.mean_len;
        let bm25: f32 = bits(present).map(|t| prepared.mass(t) * saturate(frequency(hits, t), K1, B, len)).sum();
        let (sentence, dense, pair, proximity, grams) = self.sentences(prepared, id, hits, forms);
        let index = self.corpus.article_index(id);
        let (article, title) = *known
            .articles
            .entry(index)
            .or_insert_with(|| (self.article(prepared, id), prepared.among(&self.lexis.articles[index].title)));
        [
            bm25 / prepared.total,
            self.surface(prepared, met, len),
            prepared.phrase(self.lexis, hits),
            sentence,
            article,
            prepared.share(title | prepared.terms_above(self.lexis, id)),
            self.near(prepared, id, present, known),
            dense,
            pair,
            proximity,
            grams,
            prepared.named(present),
        ]
    }

    /// BM25 over the words exactly as asked.
    fn surface(&self, prepared: &Prepared<'_>, met: &[(u32, &Met)], len: f32) -> f32 {
        let n = judged(self.lexis.passages_in[prepared.lang]);
        let mut tf = [0.0; MOST_TERMS];
        met.iter().filter_map(|m| m.1.exact).for_each(|t| tf[t] += 1.0);
        let score = |(surface, t): &(u32, usize)| {
            let rarity = super::grams::idf(n, self.lexis.surface_df[*surface as usize] as f32);
            prepared.query.terms[*t].weight * rarity * saturate(tf[*t], K1, B, len)
        };
        prepared.surfaces().iter().filter(|(_, t)| tf[*t] > 0.0).map(score).sum::<f32>() / prepared.total
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
    fn sentences(
        &self,
        prepared: &Prepared<'_>,
        id: PassageId,
        hits: &[Hit],
        forms: &[Forms],
    ) -> (f32, f32, f32, f32, f32) {
        let (mut sentence, mut dense, mut pair, mut proximity, mut grams) = (0f32, 0f32, 0f32, 0f32, 0f32);
        let mut before = 0;
        for (s, forms) in self.lexis.sentences_of(id).iter().zip(forms) {
            let inside = inside(hits, &s.tokens);
            let present = terms_of(inside);
            let share = prepared.share(present);
            sentence = sentence.max(share);
            dense = dense.max(share * 2.2 / (1.0 + 1.2 * (0.4 + 0.6 * s.tokens.len() as f32 / USUAL_SENTENCE)));
            pair = pair.max(prepared.share(present | before));
            proximity = proximity.max(prepared.proximity(inside));
            grams = grams.max(prepared.grams.weight(forms.grams));
            before = present;
        }
        (sentence, dense, pair, proximity, grams)
    }
}

//! A query made ready for the texts of one language: which tokens are words of it, and what they weigh there.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::grams::{Grams, QuestionGrams, idf};
use super::lexis::{Lexis, judged, judged_sentences, lang_index};
use super::marks::Marks;
use super::query::{MOST_TERMS, Query, Term, TermView};
use super::senses::Senses;
use crate::domain::{Lang, PassageId};

/// Tokens between two words of the question that still count as near.
const NEAR: u32 = 12;
/// Folded words of a corpus that share a run of characters with a question: there are hundreds.
const USUALLY_MET: usize = 1_000;

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

/// What a folded word of the corpus is to the question.
#[derive(Debug, Default)]
pub struct Met {
    /// The terms that it stands for, and how surely.
    pub terms: Vec<(usize, f32)>,
    /// The term that it is in exactly this form.
    pub exact: Option<usize>,
    /// The character runs that it shares with the question, as bits.
    pub grams: u128,
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
    pub lang: usize,
    /// What folded words of the corpus are to the question.
    met: FxHashMap<u32, Met>,
    /// The keys of `met`.
    marked: Marks,
    /// Folded words in exactly the form asked for, in order, each with its term.
    surfaces: Vec<(u32, usize)>,
    /// Weight × idf of each term.
    masses: Vec<f32>,
    /// The terms that are names or numbers, as bits, and the sum of their idf.
    names: (u64, f32),
    /// The plain terms, as bits, and the sum of their idf.
    plain: (u64, f32),
    /// The question's neighbouring words that weigh anything, the same word twice left out.
    neighbours: Vec<(usize, usize)>,
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
        let mut met: FxHashMap<u32, Met> = FxHashMap::with_capacity_and_hasher(USUALLY_MET, FxBuildHasher);
        let mut surfaces = Vec::new();
        for (i, term) in query.terms.iter().enumerate() {
            for (stem, similarity) in &term.views[lang].stems {
                for surface in lexis.surfaces_of(*stem) {
                    met.entry(*surface).or_default().terms.push((i, *similarity));
                }
            }
            if let Some(surface) = term.surface {
                met.entry(surface).or_default().exact = Some(i);
                surfaces.push((surface, i));
            }
        }
        surfaces.sort_unstable();
        let n = judged(lexis.passages_in[lang]);
        let words = query.content().map(|(_, t)| t.word.as_str());
        let grams = grams.of_question(lexis, words, n, |word, run| met.entry(word).or_default().grams |= run);
        let sentences = judged_sentences(lexis.sentences.len());
        let mut groups: FxHashMap<u16, Vec<(usize, f32)>> = FxHashMap::default();
        for (i, term) in query.terms.iter().enumerate() {
            for group in &term.groups {
                let rarity = idf(sentences, senses.df(*group) as f32);
                groups.entry(*group).or_default().push((i, term.weight * rarity.min(term.views[lang].idf)));
            }
        }
        let marked = Marks::new(lexis.surfaces.strings().len(), met.keys().copied());
        let (total, pairs) = (query.total(lang), pairs(query, lang));
        let content = query.content_terms();
        let masses: Vec<f32> = query.terms.iter().map(|t| t.weight * t.views[lang].idf).collect();
        let is_name = |t: &Term| t.weight > 0.0 && (t.name || t.word.starts_with(|c: char| c.is_numeric()));
        let names = query.terms.iter().enumerate().filter(|(_, t)| is_name(t));
        let names = names.fold((0, 0.0), |(all, sum), (i, t)| (all | 1 << i, sum + t.views[lang].idf));
        let plain = query.plain();
        let plain = (plain, bits(plain).map(|t| query.terms[t].views[lang].idf).sum());
        let sequence: Vec<usize> = query.sequence.iter().copied().filter(|t| masses[*t] > 0.0).collect();
        let neighbours = sequence.windows(2).filter(|w| w[0] != w[1]).map(|w| (w[0], w[1])).collect();
        Self {
            query,
            grams,
            total,
            content,
            lang,
            met,
            marked,
            surfaces,
            masses,
            names,
            plain,
            neighbours,
            pairs,
            groups,
        }
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
        self.masses[term]
    }

    /// Sum of weight × idf of a set of terms, as a share of the whole question.
    pub fn share(&self, terms: u64) -> f32 {
        bits(terms).map(|t| self.mass(t)).sum::<f32>() / self.total
    }

    /// Share of the question's names and numbers that are present; 0.7 when it has none.
    pub fn named(&self, present: u64) -> f32 {
        let (names, total) = self.names;
        if total > 0.0 { bits(names & present).map(|t| self.view(t).idf).sum::<f32>() / total } else { 0.7 }
    }

    /// Share, by rarity, of the question's plain words that are among some terms: no names, no numbers. Names tell what an
    /// article is about, these what is asked of it.
    pub fn plain(&self, terms: u64) -> f32 {
        let (plain, total) = self.plain;
        if plain == 0 { 0.0 } else { bits(plain & terms).map(|t| self.view(t).idf).sum::<f32>() / total.max(1e-6) }
    }

    /// Term that the folded word of a token is, in exactly this form.
    pub fn surface_term(&self, surface: u32) -> Option<usize> {
        if self.marked.has(surface) { self.met.get(&surface).and_then(|m| m.exact) } else { None }
    }

    /// Folded words in exactly the form asked for, in order, each with its term.
    pub fn surfaces(&self) -> &[(u32, usize)] {
        &self.surfaces
    }

    /// The tokens of a range that are anything to the question.
    pub fn meet<'p>(&'p self, lexis: &'p Lexis, tokens: Range<u32>) -> impl Iterator<Item = (u32, &'p Met)> {
        let surfaces = &lexis.surface[tokens.start as usize..tokens.end as usize];
        let marked = tokens.zip(surfaces).filter(|(_, surface)| self.marked.has(**surface));
        marked.filter_map(|(token, surface)| Some((token, self.met.get(surface)?)))
    }

    /// Terms among the tokens of a range.
    pub fn terms_among(&self, lexis: &Lexis, tokens: Range<u32>) -> u64 {
        let terms = self.meet(lexis, tokens).flat_map(|(_, met)| &met.terms);
        terms.fold(0, |all, (term, _)| all | 1 << term)
    }

    /// Terms in a passage.
    pub fn terms_in(&self, lexis: &Lexis, passage: PassageId) -> u64 {
        self.terms_among(lexis, lexis.passages[passage.index()].tokens.clone())
    }

    /// Terms in what stands above a passage and tells what it is about: its heading, and what introduces its list or table.
    pub fn terms_above(&self, lexis: &Lexis, passage: PassageId) -> u64 {
        let words = &lexis.passages[passage.index()];
        let intro = words.intro.and_then(|id| lexis.sentences_of(id).last()).map(|s| s.tokens.clone());
        let intro = intro.map_or(0, |tokens| self.terms_among(lexis, tokens));
        words.heading.map_or(0, |h| self.terms_in(lexis, h)) | intro
    }

    /// Which of some terms the text of an article holds.
    pub fn terms_of_article(&self, lexis: &Lexis, article: usize, among: u64) -> u64 {
        let words = &lexis.articles[article];
        let held = |t: &usize| self.view(*t).stems.iter().any(|s| words.count(s.0) > 0);
        bits(among).filter(held).fold(0, |m, t| m | 1 << t)
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
        if present.count_ones() < 2 {
            return sum;
        }
        for (one, next) in self.neighbours.iter().copied() {
            if present >> one & present >> next & 1 == 0 {
                continue;
            }
            let of = |t: usize| hits.iter().filter(move |h| h.term == t).map(|h| h.token);
            let distance = of(one).flat_map(|a| of(next).map(move |b| a.abs_diff(b))).min().unwrap_or(0);
            if (1..=NEAR).contains(&distance) {
                sum += self.view(one).idf.min(self.view(next).idf) / (distance as f32).sqrt();
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

/// The hits among the tokens met.
pub fn hits(met: &[(u32, &Met)]) -> Vec<Hit> {
    let mut out = Vec::with_capacity(met.len());
    for (token, met) in met {
        out.extend(met.terms.iter().map(|(term, similarity)| Hit {
            term: *term,
            token: *token,
            similarity: *similarity,
        }));
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
pub fn inside<'h>(hits: &'h [Hit], tokens: &Range<u32>) -> &'h [Hit] {
    let from = hits.partition_point(|h| h.token < tokens.start);
    let to = hits.partition_point(|h| h.token < tokens.end);
    &hits[from..to]
}

/// How often a term occurs, by similarity.
pub fn frequency(hits: &[Hit], term: usize) -> f32 {
    hits.iter().filter(|h| h.term == term).map(|h| h.similarity).sum()
}

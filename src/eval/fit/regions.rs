//! Fits the weights for questions that name a region with articles.
//!
//! What must stay unanswered are the questions of the sets that the region's articles do not answer. Questions whose
//! answer is taken out of the articles are no substitute: what was said around the answer is left, and the fit learns
//! from them to distrust what good answers look like.

use super::{
    Candidates, Pair, Scope, ascend, asked, evidence_signs, found, is_right, logistic, options, window_signs, windows,
};
use crate::domain::Lexicon;
use crate::engine::weights::{EVIDENCE, WINDOW, Weights};
use crate::eval::EvalError;
use crate::eval::run::engine;

/// Penalty on squared weights of windows, against fitting noise.
const PENALTY: f64 = 0.02;
/// The same of the evidence, of which the sets have fewer examples: with less, the fit leaps from one change to the next.
const CAUTION: f64 = 0.01;
/// Share of the answerable questions that may stay unanswered: where the confidence is a half. More silence there would
/// silence more of what is answered than of what is not.
const MISSED: f64 = 0.05;

/// Fits the weights of the windows of regions.
pub fn fit_windows(pairs: &[Pair<'_>], lexicon: &Lexicon, weights: &mut Weights) -> Result<(), EvalError> {
    let (mut rows, mut sets) = (Vec::new(), Vec::new());
    for (set, pair) in pairs.iter().enumerate() {
        rows.extend(windows(pair, lexicon, weights, Scope::Regions)?);
        sets.resize(rows.len(), set);
    }
    if !rows.is_empty() {
        let alike = counts(&sets);
        weights.region_window = ascend(&rows, |row| alike[row], window_signs(), &[0.0; WINDOW.len()], PENALTY);
    }
    Ok(())
}

/// Fits the two tables of the evidence of regions, with the windows as they are.
pub fn fit_confidence(pairs: &[Pair<'_>], lexicon: &Lexicon, weights: &mut Weights) -> Result<(), EvalError> {
    let (mut answered, mut right, mut sets) = (Vec::new(), Vec::new(), Vec::new());
    for (set, pair) in pairs.iter().enumerate() {
        evidence(pair, lexicon, weights, &mut answered, &mut right)?;
        sets.resize(answered.len(), set);
    }
    if answered.is_empty() {
        return Ok(());
    }
    let alike = counts(&sets);
    (weights.region_right, weights.region_right_bias) = logistic(&right, |row| alike[row], evidence_signs(), CAUTION);
    let kinds: Vec<_> = sets.iter().zip(&answered).map(|(set, row)| (*set, row.1)).collect();
    let alike = counts(&kinds);
    (weights.region_evidence, weights.region_bias) = logistic(&answered, |row| alike[row], evidence_signs(), CAUTION);
    weights.region_bias = heard(&answered, &alike, &weights.region_evidence).unwrap_or(weights.region_bias);
    Ok(())
}

/// How much each row counts when those of one kind count as much together as those of another, however many they are:
/// sets, and in them what is answered and what is not.
fn counts<K: PartialEq>(kinds: &[K]) -> Vec<f64> {
    let alike = |kind: &K| kinds.iter().filter(|k| *k == kind).count();
    kinds.iter().map(|kind| 1.0 / alike(kind) as f64).collect()
}

/// The bias under which no more than [`MISSED`] of the answerable rows stay below a confidence of a half.
fn heard(rows: &Candidates<{ EVIDENCE.len() }>, counts: &[f64], weights: &[f32; EVIDENCE.len()]) -> Option<f32> {
    let answerable = rows.iter().zip(counts).filter(|(row, _)| row.1);
    let sum = |row: &[f32; EVIDENCE.len()]| row.iter().zip(weights).map(|(e, w)| e * w).sum::<f32>();
    let mut sums: Vec<(f32, f64)> = answerable.map(|(row, count)| (sum(&row.0), *count)).collect();
    sums.sort_by(|a, b| a.0.total_cmp(&b.0));
    let least = MISSED * sums.iter().map(|s| s.1).sum::<f64>();
    let mut below = 0.0;
    let found = sums.iter().find(|(_, count)| {
        below += count;
        below > least
    });
    found.map(|(sum, _)| -sum)
}

/// The evidence for each question, with whether the articles answer it, and whether the first quote does.
fn evidence(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    answered: &mut Candidates<{ EVIDENCE.len() }>,
    right: &mut Candidates<{ EVIDENCE.len() }>,
) -> Result<(), EvalError> {
    let ask = engine(pair.texts.corpus(None), lexicon, options(weights))?;
    for (question, q) in asked(pair) {
        if let Some((found, _)) = found(&ask, &question, Scope::Regions)? {
            answered.push((found.sure.evidence, q.answerable));
            let first = found.windows.first();
            right.push((found.sure.evidence, q.answerable && first.is_some_and(|w| is_right(pair, &ask, q, w))));
        }
    }
    Ok(())
}

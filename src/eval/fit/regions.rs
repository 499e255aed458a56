//! Fits the weights for questions that name a region with articles.
//!
//! What must stay unanswered are the questions of the sets that the region's articles do not answer. Questions whose
//! answer is taken out of the articles are no substitute: what was said around the answer is left, and the fit learns
//! from them to distrust what good answers look like.

use super::{Candidates, Pair, Scope, ascend, asked, evidence_signs, found, logistic, options, window_signs, windows};
use crate::domain::Lexicon;
use crate::engine::weights::{EVIDENCE, WINDOW, Weights};
use crate::eval::EvalError;
use crate::eval::run::engine;

/// Penalty on squared weights of windows, against fitting noise.
const PENALTY: f64 = 0.02;
/// The same of the evidence, of which the sets have fewer examples: with less, the fit leaps from one change to the next.
const CAUTION: f64 = 0.005;
/// How often a question that the region's articles do not answer counts: there are fewer of them.
const UNANSWERABLE: usize = 4;
/// Share of the answerable questions that may stay unanswered: where the confidence is a half. More silence there would
/// silence more of what is answered than of what is not.
const MISSED: f64 = 0.03;

/// Fits the two tables of regions.
pub fn fit(pairs: &[Pair<'_>], lexicon: &Lexicon, weights: &mut Weights) -> Result<(), EvalError> {
    let mut rows = Vec::new();
    for pair in pairs {
        rows.extend(windows(pair, lexicon, weights, Scope::Regions)?);
    }
    if rows.is_empty() {
        return Ok(());
    }
    weights.region_window = ascend(&rows, window_signs(), &[0.0; WINDOW.len()], PENALTY);
    let mut rows = Vec::new();
    for pair in pairs {
        evidence(pair, lexicon, weights, &mut rows)?;
    }
    (weights.region_evidence, weights.region_bias) = logistic(&rows, evidence_signs(), CAUTION);
    weights.region_bias = heard(&rows, &weights.region_evidence).unwrap_or(weights.region_bias);
    Ok(())
}

/// The bias under which no more than [`MISSED`] of the answerable rows stay below a confidence of a half.
fn heard(rows: &Candidates<{ EVIDENCE.len() }>, weights: &[f32; EVIDENCE.len()]) -> Option<f32> {
    let answerable = rows.iter().filter(|row| row.1).map(|row| &row.0);
    let mut sums: Vec<f32> = answerable.map(|row| row.iter().zip(weights).map(|(e, w)| e * w).sum()).collect();
    sums.sort_by(f32::total_cmp);
    crate::eval::measure::quantile(&sums, MISSED).map(|sum| -sum)
}

fn evidence(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    rows: &mut Candidates<{ EVIDENCE.len() }>,
) -> Result<(), EvalError> {
    let ask = engine(pair.texts.corpus(None), lexicon, options(weights))?;
    for (question, q) in asked(pair) {
        if let Some((found, _)) = found(&ask, &question, Scope::Regions)? {
            let times = if q.answerable { 1 } else { UNANSWERABLE };
            rows.extend(std::iter::repeat_n((found.evidence, q.answerable), times));
        }
    }
    Ok(())
}

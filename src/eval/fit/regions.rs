//! Fits the weights for questions that name a region with articles.
//!
//! What must stay unanswered is made from the answerable questions: each is asked of another region's articles, with its
//! article missing, and with the very passages missing that answer it.

use std::sync::Arc;

use super::{
    Candidates, Pair, Scope, UNANSWERABLE, ascend, asked, evidence_signs, logistic, options, window_signs, windows,
};
use crate::domain::{Article, Corpus, Lexicon};
use crate::engine::Ask;
use crate::engine::query::Query;
use crate::engine::weights::{EVIDENCE, Weights};
use crate::eval::EvalError;
use crate::eval::measure::holds;
use crate::eval::questions::Asked;
use crate::eval::run::engine;

/// Penalty on the squared distance from the weights of windows anywhere.
const LOYALTY: f64 = 0.01;
/// How often an answerable question counts: there are more unanswerable ones made from it.
const ANSWERABLE: usize = 4;
/// Other regions each question is asked of.
const STRANGERS: usize = 3;
/// Share of the questions that a region's articles do not speak of at all which may be answered nevertheless: where the
/// confidence is a half.
const ALARMS: f64 = 0.14;

/// Fits the two tables of regions.
pub fn fit(pairs: &[Pair<'_>], lexicon: &Lexicon, weights: &mut Weights) -> Result<(), EvalError> {
    let mut rows = Vec::new();
    for pair in pairs {
        rows.extend(windows(pair, lexicon, weights, Scope::Regions)?);
    }
    if rows.is_empty() {
        return Ok(());
    }
    weights.region_window = ascend(&rows, window_signs(), &weights.region_window.clone(), LOYALTY);
    let (mut rows, mut absent) = (Vec::new(), Vec::new());
    for pair in pairs {
        evidence(pair, lexicon, weights, &mut rows, &mut absent)?;
    }
    (weights.region_evidence, weights.region_bias) = logistic(&rows, evidence_signs());
    weights.region_bias = quiet(&absent, &weights.region_evidence).unwrap_or(weights.region_bias);
    Ok(())
}

/// The bias under which no more than [`ALARMS`] of the rows reach a confidence of a half.
fn quiet(rows: &[[f32; EVIDENCE.len()]], weights: &[f32; EVIDENCE.len()]) -> Option<f32> {
    let mut sums: Vec<f32> = rows.iter().map(|row| row.iter().zip(weights).map(|(e, w)| e * w).sum()).collect();
    sums.sort_by(f32::total_cmp);
    crate::eval::measure::quantile(&sums, 1.0 - ALARMS).map(|sum| -sum)
}

fn evidence(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    rows: &mut Candidates<{ EVIDENCE.len() }>,
    absent: &mut Vec<[f32; EVIDENCE.len()]>,
) -> Result<(), EvalError> {
    let articles = &pair.texts.articles;
    let build = |list: Vec<Arc<Article>>| engine(Arc::new(Corpus::new(list)), lexicon, options(weights));
    let all = build(articles.clone())?;
    for (question, q) in asked(pair) {
        let query = all.understand(&question);
        let own = all.spellings(&query);
        if own.is_empty() {
            continue;
        }
        let mut add = |ask: &Ask, query: &Query, regions: &[String], yes: bool, times: usize| -> Result<_, EvalError> {
            let found = ask.find(query, regions)?;
            rows.extend(std::iter::repeat_n((found.evidence, yes), times));
            Ok(found.evidence)
        };
        let Some(id) = &q.article else {
            let evidence = add(&all, &query, &own, false, UNANSWERABLE)?;
            absent.extend(std::iter::repeat_n(evidence, UNANSWERABLE));
            continue;
        };
        add(&all, &query, &own, true, ANSWERABLE)?;
        for stranger in strangers(articles, &own).take(STRANGERS) {
            absent.push(add(&all, &query, std::slice::from_ref(stranger), false, 1)?);
        }
        let mine = articles.iter().filter(|a| own.contains(&a.meta.region));
        let without = mine.map(|a| if a.meta.id == *id { silenced(a, q) } else { Arc::clone(a) });
        let without = build(without.collect())?;
        add(&without, &without.understand(&question), &own, false, 1)?;
    }
    Ok(())
}

/// Regions of articles after those of the given one.
fn strangers<'a>(articles: &'a [Arc<Article>], own: &'a [String]) -> impl Iterator<Item = &'a String> {
    let home = articles.iter().position(|a| own.contains(&a.meta.region)).unwrap_or(0);
    let around = articles.iter().cycle().skip(home).take(articles.len());
    let mut last: Option<&String> = None;
    around.map(|a| &a.meta.region).filter(move |region| {
        let fresh = !own.contains(region) && last != Some(region);
        last = Some(region);
        fresh
    })
}

/// The article without the passages that answer.
fn silenced(article: &Arc<Article>, q: &Asked) -> Arc<Article> {
    let mut out = Article::clone(article);
    out.passages.retain(|p| !holds(article.slice(p.span), &q.gold));
    Arc::new(out)
}

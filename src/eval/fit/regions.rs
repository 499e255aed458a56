//! Fits the weights for questions that name a region with articles.
//!
//! What must stay unanswered is made from the answerable questions: each is asked of another region's articles, with its
//! article missing, and with the very passages missing that answer it.

use std::sync::Arc;

use super::{Candidates, Pair, UNANSWERABLE, ascend, asked, crosses, evidence_signs, logistic, options, window_signs};
use crate::domain::{Article, Corpus, Lexicon, Question};
use crate::engine::Ask;
use crate::engine::query::Query;
use crate::engine::weights::{EVIDENCE, WINDOW, Weights};
use crate::engine::windows::Window;
use crate::eval::EvalError;
use crate::eval::measure::holds;
use crate::eval::questions::Asked;
use crate::eval::run::engine;

/// Penalty on the squared distance from the weights of windows anywhere.
const LOYALTY: f64 = 0.01;
/// How often an answerable question counts: there are more unanswerable ones made from it.
const ANSWERABLE: usize = 4;
/// Other regions each question is asked of.
const STRANGERS: usize = 2;

/// Fits the two tables of regions.
pub fn fit(pairs: &[Pair<'_>], lexicon: &Lexicon, weights: &mut Weights) -> Result<(), EvalError> {
    let mut rows = Vec::new();
    for pair in pairs {
        rows.extend(windows(pair, lexicon, weights, true)?);
    }
    if rows.is_empty() {
        return Ok(());
    }
    weights.region_window = ascend(&rows, window_signs(), &weights.region_window.clone(), LOYALTY);
    let mut rows = Vec::new();
    for pair in pairs {
        evidence(pair, lexicon, weights, &mut rows)?;
    }
    (weights.region_evidence, weights.region_bias) = logistic(&rows, evidence_signs());
    Ok(())
}

/// Windows of every answerable question: of those that name regions in these, or of all in the whole corpus.
pub(super) fn windows(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    in_regions: bool,
) -> Result<Vec<Candidates<{ WINDOW.len() }>>, EvalError> {
    let ask = engine(pair.texts.corpus(None), lexicon, options(weights))?;
    let mut out = Vec::new();
    for (question, q) in asked(pair).filter(|(_, q)| q.article.is_some()) {
        let query = ask.understand(&question);
        let regions = if in_regions { ask.spellings(&query) } else { Vec::new() };
        if in_regions && regions.is_empty() {
            continue;
        }
        let right = |w: &Window| {
            let article = ask.corpus().article_of(w.passage);
            q.article.as_ref() == Some(&article.meta.id) && holds(article.slice(w.span), &q.gold)
        };
        out.push(ask.find(&query, &regions)?.windows.iter().map(|w| (w.features, right(w))).collect());
    }
    Ok(out)
}

/// Evidence for questions asked of the whole corpus, as if they named no region, with and without their article.
pub(super) fn evidence_anywhere(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    own: &mut Candidates<{ EVIDENCE.len() }>,
    cross: &mut Candidates<{ EVIDENCE.len() }>,
) -> Result<(), EvalError> {
    let all = engine(pair.texts.corpus(None), lexicon, options(weights))?;
    let mut add = |ask: &Ask, question: &Question, yes: bool, times: usize| -> Result<(), EvalError> {
        let query = ask.understand(question);
        let found = ask.find(&query, &[])?;
        let rows = if crosses(ask, found.ranked.first(), query.lang) { &mut *cross } else { &mut *own };
        rows.extend(std::iter::repeat_n((found.evidence, yes), times));
        Ok(())
    };
    for (question, q) in asked(pair) {
        add(&all, &question, q.article.is_some(), if q.article.is_some() { 1 } else { UNANSWERABLE })?;
    }
    for article in &pair.texts.articles {
        let id = &article.meta.id;
        let mine: Vec<_> = asked(pair).filter(|(_, q)| q.article.as_ref() == Some(id)).collect();
        if !mine.is_empty() {
            let rest = engine(pair.texts.corpus(Some(id)), lexicon, options(weights))?;
            mine.iter().try_for_each(|(question, _)| add(&rest, question, false, 1))?;
        }
    }
    Ok(())
}

fn evidence(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    rows: &mut Candidates<{ EVIDENCE.len() }>,
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
        let mut add =
            |ask: &Ask, query: &Query, regions: &[String], yes: bool, times: usize| -> Result<(), EvalError> {
                let found = ask.find(query, regions)?;
                rows.extend(std::iter::repeat_n((found.evidence, yes), times));
                Ok(())
            };
        let Some(id) = &q.article else {
            add(&all, &query, &own, false, UNANSWERABLE)?;
            continue;
        };
        add(&all, &query, &own, true, ANSWERABLE)?;
        for stranger in strangers(articles, &own).take(STRANGERS) {
            add(&all, &query, std::slice::from_ref(stranger), false, 1)?;
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

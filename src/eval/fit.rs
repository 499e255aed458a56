//! Fits the engine's weights on question sets: maximum likelihood, the same result every time.
//!
//! In the order of the stages, each on the outcome of the one before: passages and windows by a softmax over the
//! candidates of a question (the right ones should come first), the confidence by logistic regression of questions
//! with their article against the same questions without it, in corpora of many articles and of one.

use std::sync::Arc;

use super::EvalError;
use super::measure::holds;
use super::noise::{Noise, damage};
use super::questions::{Asked, Part, QuestionSet};
use super::run::{engine, engine_after};
use crate::domain::{Article, Corpus, Lang, Lexicon, Question};
use crate::engine::ask::Found;
use crate::engine::rank::Ranked;
use crate::engine::weights::{EVIDENCE, OF_QUESTION, PASSAGE, WINDOW, Weights};
use crate::engine::windows::Window;
use crate::engine::{Ask, Options};

pub mod regions;

/// Steps of gradient ascent.
const STEPS: usize = 400;
/// Penalty on squared weights (where there is a start: on the squared distance from it), against fitting noise.
const PENALTY: f64 = 1e-3;
/// The same for the stages that start from weights fitted on more data than one pair of sets.
const LOYALTY: f64 = 0.02;

/// Standard deviation that a feature of the confidence counts as having, at least: what is hardly ever there must not gain
/// a weight that decides alone.
const LEAST_SPREAD: f64 = 0.1;

/// A question's candidates: features, and whether each is right.
type Candidates<const N: usize> = Vec<([f32; N], bool)>;

/// Questions in one language on texts in the same or the other.
pub struct Pair<'a> {
    /// The questions.
    pub questions: &'a QuestionSet,
    /// The texts.
    pub texts: &'a QuestionSet,
    /// Which of the questions may be used.
    pub part: Part,
    /// Whether they may be damaged for more of them, and asked in corpora of one article: for sets whose questions
    /// are all clean and all answerable.
    pub stretch: bool,
}

/// Window features that speak against a window, and those that may do either; all others speak for it.
const AGAINST_WINDOW: [&str; 2] = ["question", "outdated"];
const EITHER_WINDOW: [&str; 6] = ["lead", "length", "first", "pair", "item", "names_said"];
/// The same for the evidence.
const AGAINST_EVIDENCE: [&str; 16] = [
    "absent",
    "untyped_aim",
    "things_unheard",
    "thing_missing",
    "things_absent",
    "name_absent",
    "unsaid_here",
    "unsaid_word_here",
    "untyped",
    "lacking",
    "unknown",
    "guessed",
    "missing",
    "missing_in_article",
    "unmatched",
    "unmatched_in_article",
];
const EITHER_EVIDENCE: [&str; 4] = ["length", "locals", "region", "cross"];

/// Which side of 0 each weight may lie on: 1, −1 or 0 for both. What speaks for a candidate must not count against it,
/// whatever a small sample says.
fn signs<const N: usize>(names: &[&str; N], against: &[&str], either: &[&str]) -> [i8; N] {
    names.map(|name| match name {
        _ if against.contains(&name) => -1,
        _ if either.contains(&name) => 0,
        _ => 1,
    })
}

fn window_signs() -> [i8; WINDOW.len()] {
    signs(&WINDOW, &AGAINST_WINDOW, &EITHER_WINDOW)
}

fn evidence_signs() -> [i8; EVIDENCE.len()] {
    let mut out = signs(&EVIDENCE, &AGAINST_EVIDENCE, &EITHER_EVIDENCE);
    out[OF_QUESTION..].fill(0);
    out
}

/// How often the unanswerable questions of a set count: they are few beside the answerable ones.
const UNANSWERABLE: usize = 6;

/// Fits all weights on the sets; `start` is where the passages and windows start from. `regional` are sets whose
/// questions name regions: the weights for these come from them alone.
pub fn fit(
    pairs: &[Pair<'_>],
    regional: &[Pair<'_>],
    lexicon: &Lexicon,
    start: &Weights,
) -> Result<Weights, EvalError> {
    let mut weights = start.clone();
    let (mut own, mut cross) = (Vec::new(), Vec::new());
    for pair in pairs {
        passages(pair, lexicon, &weights, &mut own, &mut cross)?;
    }
    weights.passage = ascend(&own, |_| 1.0, [1; PASSAGE.len()], &start.passage, LOYALTY);
    weights.cross = ascend(&cross, |_| 1.0, [1; PASSAGE.len()], &start.cross, PENALTY);
    // Asked of the whole corpus, the regional questions are like those that name no region.
    let all = || pairs.iter().map(|p| (p, Scope::Named)).chain(regional.iter().map(|p| (p, Scope::Everywhere)));
    let mut rows = Vec::new();
    for (pair, scope) in all() {
        rows.extend(windows(pair, lexicon, &weights, scope)?);
    }
    weights.window = ascend(&rows, |_| 1.0, window_signs(), &start.window, LOYALTY);
    let (mut own, mut cross) = (Vec::new(), Vec::new());
    for (pair, scope) in all() {
        evidence(pair, lexicon, &weights, scope, &mut own, &mut cross)?;
    }
    (weights.evidence, weights.bias) = logistic(&own, |_| 1.0, evidence_signs(), PENALTY);
    (weights.cross_evidence, weights.cross_bias) = logistic(&cross, |_| 1.0, evidence_signs(), PENALTY);
    regions::fit_windows(regional, lexicon, &mut weights)?;
    regions::fit_confidence(regional, lexicon, &mut weights)?;
    Ok(weights)
}

fn options(weights: &Weights) -> Options {
    Options { threshold: 0.0, weights: weights.clone(), ..Options::default() }
}

/// Every question of a pair, clean and, if it may be stretched, with typos.
fn asked<'a>(pair: &'a Pair<'_>) -> impl Iterator<Item = (Question, &'a Asked)> {
    let noises: &[Noise] = if pair.stretch { &[Noise::None, Noise::Typo] } else { &[Noise::None] };
    let all = pair.questions.part(pair.part);
    noises.iter().flat_map(move |noise| {
        let seed = |i: usize| 90_001 + 31 * i as u64;
        all.clone().into_iter().enumerate().map(move |(i, q)| (q.put(damage(&q.text, *noise, seed(i))), q))
    })
}

/// Where a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In the articles of the regions it names, if it names any.
    Named,
    /// The same, and not at all when it names none.
    Regions,
    /// In all articles, whatever it names.
    Everywhere,
}

/// What is found for a question, and its language; `None` when it is not asked.
fn found(ask: &Ask, question: &Question, scope: Scope) -> Result<Option<(Found, Lang)>, EvalError> {
    let query = ask.understand(question);
    let regions = if scope == Scope::Everywhere { Vec::new() } else { ask.spellings(&query) };
    if scope == Scope::Regions && regions.is_empty() {
        return Ok(None);
    }
    Ok(Some((ask.find(&query, &regions)?, query.lang)))
}

/// Whether a passage is in another language than the question; not when there is none.
fn crosses(ask: &Ask, ranked: Option<&Ranked>, asked_in: Lang) -> bool {
    ranked.is_some_and(|r| ask.corpus().article_of(r.passage).meta.lang != asked_in)
}

fn passages(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    own: &mut Vec<Candidates<{ PASSAGE.len() }>>,
    cross: &mut Vec<Candidates<{ PASSAGE.len() }>>,
) -> Result<(), EvalError> {
    let ask = engine(pair.texts.corpus(None), lexicon, options(weights))?;
    for (question, q) in asked(pair) {
        let Some((found, lang)) = found(&ask, &question, Scope::Named)? else { continue };
        let rows: Candidates<_> =
            found.ranked.iter().map(|r| (r.features, q.is_answered_by(ask.corpus(), r.passage))).collect();
        let right = found.ranked.iter().zip(&rows).find(|(_, row)| row.1).map(|(r, _)| r);
        if crosses(&ask, right, lang) { &mut *cross } else { &mut *own }.push(rows);
    }
    Ok(())
}

fn windows(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    scope: Scope,
) -> Result<Vec<Candidates<{ WINDOW.len() }>>, EvalError> {
    let ask = engine(pair.texts.corpus(None), lexicon, options(weights))?;
    let mut out = Vec::new();
    for (question, q) in asked(pair) {
        let Some((found, _)) = found(&ask, &question, scope)? else { continue };
        out.push(found.windows.iter().map(|w| (w.features, is_right(pair, &ask, q, w))).collect());
    }
    Ok(out)
}

/// Whether a window answers a question.
fn is_right(pair: &Pair<'_>, ask: &Ask, asked: &Asked, window: &Window) -> bool {
    let gold = &pair.texts.questions[asked.number].gold;
    let said = ask.corpus().article_of(window.passage).slice(window.span);
    asked.is_answered_by(ask.corpus(), window.passage) && holds(said, gold)
}

/// Evidence for questions with and without their article.
fn evidence(
    pair: &Pair<'_>,
    lexicon: &Lexicon,
    weights: &Weights,
    scope: Scope,
    own: &mut Candidates<{ EVIDENCE.len() }>,
    cross: &mut Candidates<{ EVIDENCE.len() }>,
) -> Result<(), EvalError> {
    let articles = &pair.texts.articles;
    let all = engine(Arc::new(Corpus::new(articles.clone())), lexicon, options(weights))?;
    let build =
        |list: Vec<Arc<Article>>| engine_after(Some(&all), Arc::new(Corpus::new(list)), lexicon, options(weights));
    let mut add = |ask: &Ask, question: &Question, answerable: bool, times: usize| -> Result<(), EvalError> {
        let Some((found, lang)) = found(ask, question, scope)? else { return Ok(()) };
        let rows = if crosses(ask, found.ranked.first(), lang) { &mut *cross } else { &mut *own };
        rows.extend(std::iter::repeat_n((found.sure.evidence, answerable), times));
        Ok(())
    };
    for (question, _) in asked(pair).filter(|(_, q)| q.article.is_none()) {
        add(&all, &question, false, UNANSWERABLE)?;
    }
    for (i, article) in articles.iter().enumerate() {
        let mine: Vec<_> = asked(pair).filter(|(_, q)| q.article.as_ref() == Some(&article.meta.id)).collect();
        if mine.is_empty() {
            continue;
        }
        let rest = build(articles.iter().filter(|a| a.meta.id != article.meta.id).cloned().collect())?;
        let mut corpora = vec![(&all, true), (&rest, false)];
        let alone = build(vec![Arc::clone(article)])?;
        let stranger = build(vec![Arc::clone(&articles[(i + 1) % articles.len()])])?;
        if pair.stretch {
            corpora.extend([(&alone, true), (&stranger, false)]);
        }
        for (question, _) in &mine {
            for (ask, answerable) in &corpora {
                add(ask, question, *answerable, 1)?;
            }
        }
    }
    Ok(())
}

/// Weights under which the right candidates come first, by the likelihood of a softmax. Columns are scaled to their
/// spread while climbing. `counts` tells how much each question counts; `signs` keep weights on their side of 0; `penalty`
/// holds them near `start`.
fn ascend<const N: usize>(
    questions: &[Candidates<N>],
    counts: impl Fn(usize) -> f64,
    signs: [i8; N],
    start: &[f32; N],
    penalty: f64,
) -> [f32; N] {
    let tells = |q: &Candidates<N>| q.iter().any(|c| c.1) && q.iter().any(|c| !c.1);
    let useful: Vec<(&Candidates<N>, f64)> =
        questions.iter().enumerate().filter(|(_, q)| tells(q)).map(|(i, q)| (q, counts(i))).collect();
    let total = useful.iter().map(|q| q.1).sum::<f64>().max(1e-9);
    let spread = spread(useful.iter().flat_map(|q| q.0.iter().map(|c| &c.0)));
    let home: [f64; N] = std::array::from_fn(|i| f64::from(start[i]) * spread[i]);
    let gradient = |w: &[f64; N]| {
        let mut g = [0.0; N];
        for (candidates, count) in &useful {
            let scores: Vec<f64> = candidates.iter().map(|(f, _)| dot(w, f, &spread)).collect();
            let top = scores.iter().copied().fold(f64::MIN, f64::max);
            let odds: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
            let (all, right) = candidates
                .iter()
                .zip(&odds)
                .fold((0.0, 0.0), |(a, r), ((_, ok), o)| (a + o, if *ok { r + o } else { r }));
            for ((f, ok), o) in candidates.iter().zip(&odds) {
                let pull = count * (if *ok { o / right.max(1e-12) } else { 0.0 } - o / all);
                (0..N).for_each(|i| g[i] += pull * f64::from(f[i]) / spread[i]);
            }
        }
        (0..N).for_each(|i| g[i] = g[i] / total - penalty * (w[i] - home[i]));
        g
    };
    let scaled = climb(home, signs, gradient);
    std::array::from_fn(|i| (scaled[i] / spread[i]) as f32)
}

/// Logistic regression: weights and bias. `counts` tells how much each row counts.
fn logistic<const N: usize>(
    rows: &Candidates<N>,
    counts: impl Fn(usize) -> f64,
    signs: [i8; N],
    penalty: f64,
) -> ([f32; N], f32) {
    let spread = spread(rows.iter().map(|r| &r.0)).map(|s| s.max(LEAST_SPREAD));
    let counts: Vec<f64> = (0..rows.len()).map(counts).collect();
    let all = counts.iter().sum::<f64>().max(1e-9);
    let mut bias = 0.0;
    let mut weights = [0.0; N];
    // The bias is climbed by hand beside the weights: it has no spread.
    for round in 0..6 {
        let gradient = |w: &[f64; N]| {
            let mut g = [0.0; N];
            for ((f, yes), count) in rows.iter().zip(&counts) {
                let error = count * (f64::from(u8::from(*yes)) - sigmoid(dot(w, f, &spread) + bias));
                (0..N).for_each(|i| g[i] += error * f64::from(f[i]) / spread[i]);
            }
            (0..N).for_each(|i| g[i] = g[i] / all - penalty * w[i]);
            g
        };
        weights = climb(weights, signs, gradient);
        for _ in 0..(40 * (round + 1)) {
            let error =
                |(f, yes): &([f32; N], bool)| f64::from(u8::from(*yes)) - sigmoid(dot(&weights, f, &spread) + bias);
            bias += 4.0 * rows.iter().zip(&counts).map(|(row, count)| count * error(row)).sum::<f64>() / all;
        }
    }
    (std::array::from_fn(|i| (weights[i] / spread[i]) as f32), bias as f32)
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn dot<const N: usize>(w: &[f64; N], f: &[f32; N], spread: &[f64; N]) -> f64 {
    (0..N).map(|i| w[i] * f64::from(f[i]) / spread[i]).sum()
}

/// Standard deviation of each column; 1 for constant ones.
fn spread<'a, const N: usize>(rows: impl Iterator<Item = &'a [f32; N]>) -> [f64; N] {
    let (mut n, mut sum, mut squares) = (0.0f64, [0.0f64; N], [0.0f64; N]);
    for row in rows {
        n += 1.0;
        for i in 0..N {
            sum[i] += f64::from(row[i]);
            squares[i] += f64::from(row[i]).powi(2);
        }
    }
    std::array::from_fn(|i| {
        let variance = squares[i] / n.max(1.0) - (sum[i] / n.max(1.0)).powi(2);
        if variance > 1e-9 { variance.sqrt() } else { 1.0 }
    })
}

/// Adam (Kingma and Ba 2015, the usual constants), upwards.
fn climb<const N: usize>(mut w: [f64; N], signs: [i8; N], gradient: impl Fn(&[f64; N]) -> [f64; N]) -> [f64; N] {
    let (mut m, mut v) = ([0.0; N], [0.0; N]);
    for step in 1..=STEPS {
        let g = gradient(&w);
        for i in 0..N {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            let (m, v) = (m[i] / (1.0 - 0.9f64.powi(step as i32)), v[i] / (1.0 - 0.999f64.powi(step as i32)));
            w[i] += 0.05 * m / (v.sqrt() + 1e-8);
            w[i] = match signs[i] {
                1 => w[i].max(0.0),
                -1 => w[i].min(0.0),
                _ => w[i],
            };
        }
    }
    w
}

/// The weights as a file.
pub fn to_toml(weights: &Weights) -> String {
    let mut out = String::new();
    let mut table = |name: &str, names: &[&str], values: &[f32], bias: Option<f32>| {
        out += &format!("\n[{name}]\n");
        names.iter().zip(values).for_each(|(n, v)| out += &format!("{n} = {v:.3}\n"));
        bias.iter().for_each(|b| out += &format!("bias = {b:.3}\n"));
    };
    table("passage", &PASSAGE, &weights.passage, None);
    table("cross", &PASSAGE, &weights.cross, None);
    table("window", &WINDOW, &weights.window, None);
    table("region_window", &WINDOW, &weights.region_window, None);
    table("evidence", &EVIDENCE, &weights.evidence, Some(weights.bias));
    table("cross_evidence", &EVIDENCE, &weights.cross_evidence, Some(weights.cross_bias));
    table("region_evidence", &EVIDENCE, &weights.region_evidence, Some(weights.region_bias));
    table("region_right", &EVIDENCE, &weights.region_right, Some(weights.region_right_bias));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feature_that_tells_gets_the_weight() {
        let question = |right: f32| vec![([right, 0.3], true), ([1.0 - right, 0.4], false), ([0.1, 0.2], false)];
        let weights = ascend(&[question(0.9), question(0.8)], |_| 1.0, [1; 2], &[0.5; 2], PENALTY);
        assert!(weights[0] > 1.0 && weights[1] < weights[0] / 2.0, "{weights:?}");
        let rows = vec![([0.9, 0.5], true), ([0.8, 0.4], true), ([0.2, 0.5], false), ([0.1, 0.4], false)];
        let (weights, bias) = logistic(&rows, |_| 1.0, [0; 2], PENALTY);
        let says = |x: f32| weights[0] * x + weights[1] * 0.45 + bias > 0.0;
        assert!(says(0.85) && !says(0.15), "{weights:?} {bias}");
    }
}

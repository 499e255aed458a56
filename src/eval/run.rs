//! One run: every question asked, everything measured.

use std::sync::Arc;
use std::time::Instant;

use super::EvalError;
use super::measure::{Retrieval, auroc, holds, precision_at_95, quantile, retrieval};
use super::noise::{Noise, damage};
use super::questions::{Asked, Part, QuestionSet};
use crate::domain::{Corpus, Lexicon, Question};
use crate::engine::{Ask, Options};
use crate::index::SearchIndex;

/// What to run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which questions.
    pub part: Part,
    /// What is done to them.
    pub noise: Noise,
    /// Seed of the noise.
    pub seed: u64,
    /// Whether to ask each question again without its article, to judge the confidence.
    pub leave_out: bool,
    /// Engine settings; the threshold is not applied to quotes.
    pub options: Options,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Questions asked.
    pub questions: usize,
    /// Passages.
    pub retrieval: Retrieval,
    /// Share with an accepted string in the first quote.
    pub quote_1: f64,
    /// Share with one in any of the up to three quotes.
    pub quote_3: f64,
    /// Confidence against unanswerable questions: area under the curve, and precision at 95 % recall.
    pub silence: Option<(f64, f64)>,
    /// Median and 99th percentile of a whole answer, microseconds.
    pub latency_us: (u64, u64),
    /// Questions whose first quote does not answer: question, accepted strings, quote.
    pub misses: Vec<(String, String, String)>,
}

/// An engine over a corpus, index in memory.
pub fn engine(corpus: Arc<Corpus>, lexicon: &Lexicon, options: Options) -> Result<Ask, EvalError> {
    let index = SearchIndex::in_memory()?;
    index.sync(&corpus, |_, _| {})?;
    let searcher = index.searcher(Arc::clone(&corpus));
    Ok(Ask::new(corpus, lexicon, Box::new(searcher), options))
}

/// Asks the questions of one set on the articles of another (the same set, or its translation).
pub fn run(questions: &QuestionSet, texts: &QuestionSet, lexicon: &Lexicon, plan: &Plan) -> Result<Report, EvalError> {
    let open = Options { threshold: 0.0, ..plan.options.clone() };
    let ask = engine(texts.corpus(None), lexicon, open.clone())?;
    let asked = questions.part(plan.part);
    let damaged: Vec<String> = asked
        .iter()
        .enumerate()
        .map(|(i, q)| damage(&q.text, plan.noise, plan.seed.wrapping_add(i as u64 * 7919)))
        .collect();
    let mut report = Report { questions: asked.len(), ..Report::default() };
    let (mut ranks, mut times, mut confidences) = (Vec::new(), Vec::new(), Vec::new());
    for (q, text) in asked.iter().zip(&damaged) {
        let question = Question::new(text.clone());
        ranks.push(rank_of(&ask, &question, q)?);
        let started = Instant::now();
        let answer = ask.ask(&question)?;
        times.push(started.elapsed().as_micros() as u64);
        confidences.push(answer.confidence);
        // The sets are parallel: the same number is the same question in the language of the texts.
        let accepted = texts.questions[q.number].gold.as_slice();
        let quotes: Vec<&str> = answer.citations().map(|c| c.quote.text()).collect();
        if quotes.first().is_some_and(|t| holds(t, accepted)) {
            report.quote_1 += 1.0;
        } else {
            let first = quotes.first().copied().unwrap_or_default().to_owned();
            report.misses.push((text.clone(), accepted.join(" | "), first));
        }
        report.quote_3 += f64::from(u8::from(quotes.iter().take(3).any(|t| holds(t, accepted))));
    }
    report.retrieval = retrieval(&ranks);
    report.quote_1 /= asked.len().max(1) as f64;
    report.quote_3 /= asked.len().max(1) as f64;
    times.sort_unstable();
    report.latency_us = (quantile(&times, 0.5), quantile(&times, 0.99));
    if plan.leave_out {
        let without = left_out(&asked, &damaged, texts, lexicon, &open)?;
        report.silence = Some((auroc(&confidences, &without), precision_at_95(&confidences, &without)));
    }
    Ok(report)
}

fn rank_of(ask: &Ask, question: &Question, q: &Asked) -> Result<Option<usize>, EvalError> {
    Ok(ask.passages(question)?.iter().position(|p| q.is_answered_by(ask.corpus(), *p)))
}

/// Confidence in each question when its article is missing.
fn left_out(
    asked: &[&Asked],
    damaged: &[String],
    texts: &QuestionSet,
    lexicon: &Lexicon,
    options: &Options,
) -> Result<Vec<f32>, EvalError> {
    let mut out = Vec::new();
    for article in &texts.articles {
        let id = &article.meta.id;
        let mine: Vec<&String> =
            asked.iter().zip(damaged).filter(|(q, _)| q.article.as_ref() == Some(id)).map(|(_, t)| t).collect();
        if !mine.is_empty() {
            let ask = engine(texts.corpus(Some(id)), lexicon, options.clone())?;
            for text in mine {
                out.push(ask.ask(&Question::new(text.clone()))?.confidence);
            }
        }
    }
    Ok(out)
}

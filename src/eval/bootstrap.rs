//! Bootstrap intervals: how far a figure would move on other questions of the same kind.
//!
//! Percentile bootstrap (Efron 1979). Questions on one article hang together (one article that is hard to read fails
//! all of its questions), so articles are drawn, not questions: with an article come all of its questions. A question
//! without an article is drawn alone. Drawing questions would give narrower intervals that hold for these articles only.

use std::collections::HashMap;

use super::measure::quantile;
use super::outcome::Outcome;
use super::random::Random;

/// Samples drawn.
pub const SAMPLES: usize = 1000;
/// Always the same draws for the same questions.
const SEED: u64 = 1;
/// What lies outside the interval on either side: 95 % lie inside.
const TAIL: f64 = 0.025;

/// Samples of the questions, as positions.
#[derive(Debug, Clone)]
pub struct Samples(Vec<Vec<usize>>);

impl Samples {
    /// Draws as many articles as the questions have, with replacement, [`SAMPLES`] times.
    pub fn draw(outcomes: &[&Outcome<'_>]) -> Self {
        let clusters = clusters(outcomes);
        let mut random = Random::new(SEED);
        let one =
            |_| (0..clusters.len()).flat_map(|_| clusters[random.below(clusters.len())].iter().copied()).collect();
        Self((0..SAMPLES).map(one).collect())
    }

    /// The interval of a figure, from its value on every sample; samples on which it has none are left out.
    pub fn interval(&self, figure: impl Fn(&[usize]) -> Option<f64>) -> Option<(f64, f64)> {
        let mut values: Vec<f64> = self.0.iter().filter_map(|sample| figure(sample)).collect();
        values.sort_by(f64::total_cmp);
        quantile(&values, TAIL).zip(quantile(&values, 1.0 - TAIL))
    }
}

/// Positions of the questions that hang together.
fn clusters(outcomes: &[&Outcome<'_>]) -> Vec<Vec<usize>> {
    let mut of_article: HashMap<&str, usize> = HashMap::new();
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (position, outcome) in outcomes.iter().enumerate() {
        let next = out.len();
        let cluster = outcome.asked.article.as_ref().map_or(next, |id| *of_article.entry(&id.0).or_insert(next));
        if cluster == next {
            out.push(Vec::new());
        }
        out[cluster].push(position);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::outcome::tests::asked;

    fn interval(articles: &[Option<&str>], values: &[f64]) -> (f64, f64) {
        let asked: Vec<_> = articles.iter().map(|a| asked(*a)).collect();
        let outcomes: Vec<_> = asked.iter().map(|a| Outcome::new(a, String::new())).collect();
        let mean = |sample: &[usize]| Some(sample.iter().map(|i| values[*i]).sum::<f64>() / sample.len() as f64);
        Samples::draw(&outcomes.iter().collect::<Vec<_>>()).interval(mean).expect("an interval")
    }

    #[test]
    fn the_interval_is_always_the_same_and_holds_the_spread() {
        assert_eq!(interval(&[None; 4], &[0.7; 4]), (0.7, 0.7));
        // A hundred fair coins: standard error 0.05, so about 0.4 to 0.6.
        let coins: Vec<f64> = (0..100).map(|i| f64::from(i % 2)).collect();
        let (low, high) = interval(&[None; 100], &coins);
        assert!((low - 0.4).abs() < 0.02 && (high - 0.6).abs() < 0.02, "{low} {high}");
        assert_eq!(interval(&[None; 100], &coins), (low, high));
    }

    #[test]
    fn questions_of_one_article_are_drawn_together() {
        // Two articles, all right and all wrong: a quarter of the samples has only the one, a quarter only the other.
        let articles: Vec<_> = (0..100).map(|i| Some(if i < 50 { "a" } else { "b" })).collect();
        let values: Vec<f64> = (0..100).map(|i| f64::from(i < 50)).collect();
        assert_eq!(interval(&articles, &values), (0.0, 1.0));
    }
}

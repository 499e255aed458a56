//! The measures: plain functions of ranked lists.

/// Retrieval with one right passage a question, means over all questions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Retrieval {
    /// Share with the right passage first.
    pub recall_1: f64,
    /// … among the first three.
    pub recall_3: f64,
    /// … among the first ten.
    pub recall_10: f64,
    /// Mean reciprocal rank, ten deep.
    pub mrr_10: f64,
    /// Normalised discounted cumulative gain, ten deep.
    pub ndcg_10: f64,
}

/// From the rank of the right passage (from 0) of every question, `None` when it was not found.
pub fn retrieval(ranks: &[Option<usize>]) -> Retrieval {
    let n = ranks.len().max(1) as f64;
    let mean = |f: &dyn Fn(usize) -> f64| ranks.iter().flatten().filter(|r| **r < 10).map(|r| f(*r)).sum::<f64>() / n;
    let within = |k: usize| mean(&|r| if r < k { 1.0 } else { 0.0 });
    Retrieval {
        recall_1: within(1),
        recall_3: within(3),
        recall_10: within(10),
        mrr_10: mean(&|r| 1.0 / (r as f64 + 1.0)),
        ndcg_10: mean(&|r| 1.0 / (r as f64 + 2.0).log2()),
    }
}

/// Whether an accepted string stands inside the quote, ignoring case.
pub fn holds(quote: &str, gold: &[String]) -> bool {
    let quote = quote.to_lowercase();
    gold.iter().any(|g| quote.contains(&g.trim().to_lowercase()))
}

/// Probability that an answerable question is given more confidence than an unanswerable one (ties count half).
pub fn auroc(answerable: &[f32], unanswerable: &[f32]) -> f64 {
    let wins = |a: &f32| -> f64 {
        let one = |b: &f32| {
            if a > b {
                1.0
            } else if a == b {
                0.5
            } else {
                0.0
            }
        };
        unanswerable.iter().map(one).sum()
    };
    let pairs = (answerable.len() * unanswerable.len()).max(1);
    answerable.iter().map(wins).sum::<f64>() / pairs as f64
}

/// Share of answerable questions among the answered ones, at the threshold that answers 95 % of the answerable.
pub fn precision_at_95(answerable: &[f32], unanswerable: &[f32]) -> f64 {
    let mut sorted = answerable.to_vec();
    sorted.sort_by(f32::total_cmp);
    let Some(threshold) = sorted.get(sorted.len() / 20) else { return 0.0 };
    let answered = |list: &[f32]| list.iter().filter(|c| *c >= threshold).count() as f64;
    answered(answerable) / (answered(answerable) + answered(unanswerable))
}

/// The value below which `share` of the sorted times lie.
pub fn quantile(sorted: &[u64], share: f64) -> u64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_become_means() {
        let r = retrieval(&[Some(0), Some(2), None, Some(12)]);
        assert_eq!((r.recall_1, r.recall_3, r.recall_10), (0.25, 0.5, 0.5));
        assert!((r.mrr_10 - (1.0 + 1.0 / 3.0) / 4.0).abs() < 1e-9 && (r.ndcg_10 - 1.5 / 4.0).abs() < 1e-9);
    }

    #[test]
    fn confidence_is_judged_by_pairs() {
        assert_eq!(auroc(&[0.9, 0.5], &[0.5, 0.1]), 0.875);
        assert_eq!(precision_at_95(&[0.9, 0.8], &[0.85, 0.1]), 2.0 / 3.0);
    }
}

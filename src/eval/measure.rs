//! The measures: plain functions of ranks, strings and confidences.

/// Normalised discounted cumulative gain of one question: `ranks` (from 0) of the right passages found within `depth`,
/// of `right` ones in all.
pub fn ndcg(ranks: &[usize], right: usize, depth: usize) -> f64 {
    let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let ideal: f64 = (0..right.min(depth)).map(gain).sum();
    let found: f64 = ranks.iter().filter(|r| **r < depth).map(|r| gain(*r)).sum();
    if ideal > 0.0 { found / ideal } else { 0.0 }
}

/// Whether an accepted string stands inside the quote, ignoring case.
pub fn holds(quote: &str, gold: &[String]) -> bool {
    let quote = quote.to_lowercase();
    gold.iter().any(|g| quote.contains(&g.trim().to_lowercase()))
}

/// Probability that an answerable question is given more confidence than an unanswerable one (ties count half); `None`
/// when there are none of either.
pub fn auroc(answerable: &[f32], unanswerable: &[f32]) -> Option<f64> {
    let pairs = answerable.len() * unanswerable.len();
    let mut sorted = unanswerable.to_vec();
    sorted.sort_by(f32::total_cmp);
    let below = |a: &f32| {
        let (less, no_more) = (sorted.partition_point(|b| b < a), sorted.partition_point(|b| b <= a));
        (less + no_more) as f64 / 2.0
    };
    (pairs > 0).then(|| answerable.iter().map(below).sum::<f64>() / pairs as f64)
}

/// Share of answerable questions among the answered ones, at the threshold that answers 95 % of the answerable.
pub fn precision_at_95(answerable: &[f32], unanswerable: &[f32]) -> Option<f64> {
    let mut sorted = answerable.to_vec();
    sorted.sort_by(f32::total_cmp);
    let threshold = sorted.get(sorted.len() / 20)?;
    let answered = |list: &[f32]| list.iter().filter(|c| *c >= threshold).count() as f64;
    Some(answered(answerable) / (answered(answerable) + answered(unanswerable)))
}

/// The largest share of questions that some threshold answers with at most `error` of the answered ones wrong. A
/// question is its confidence and whether its answer is wrong, `None` where no threshold makes it answered.
pub fn answered_at(error: f64, questions: &[(f32, Option<bool>)]) -> Option<f64> {
    let mut said: Vec<(f32, bool)> = questions.iter().filter_map(|(c, wrong)| wrong.map(|w| (*c, w))).collect();
    said.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut best, mut wrong) = (0, 0);
    for (i, (confidence, is_wrong)) in said.iter().enumerate() {
        wrong += usize::from(*is_wrong);
        // A threshold cannot part equal confidences.
        let parts = said.get(i + 1).is_none_or(|next| next.0 < *confidence);
        if parts && wrong as f64 <= error * (i + 1) as f64 {
            best = i + 1;
        }
    }
    (!questions.is_empty()).then(|| best as f64 / questions.len() as f64)
}

/// The value below which `share` of the sorted ones lie.
pub fn quantile<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gain_falls_with_the_rank_and_counts_every_right_passage() {
        assert_eq!(ndcg(&[0], 1, 10), 1.0);
        assert!((ndcg(&[2], 1, 10) - 0.5).abs() < 1e-12, "1 / log2(4)");
        assert_eq!(ndcg(&[10], 1, 10), 0.0);
        assert_eq!(ndcg(&[], 0, 10), 0.0);
        // Two right ones, found first and third: (1 + 1/2) / (1 + 1/log2(3)).
        assert!((ndcg(&[0, 2], 2, 10) - 0.919_720_789).abs() < 1e-8);
    }

    #[test]
    fn case_does_not_count_in_strings() {
        let gold = ["Ёлки".to_owned(), " five million ".to_owned()];
        assert!(holds("и ЁЛКИ", &gold) && holds("Five million roubles", &gold) && !holds("елки", &gold));
    }

    #[test]
    fn confidence_is_judged_by_pairs() {
        // Won: .9 against both, .5 against .1; .5 against .5 counts half.
        assert_eq!(auroc(&[0.9, 0.5], &[0.5, 0.1]), Some(0.875));
        assert_eq!(auroc(&[0.9], &[]), None);
        assert_eq!(precision_at_95(&[0.9, 0.8], &[0.85, 0.1]), Some(2.0 / 3.0));
        assert_eq!(precision_at_95(&[], &[0.1]), None);
    }

    #[test]
    fn more_is_answered_where_more_errors_are_allowed() {
        let said = |c: f32, wrong: bool| (c, Some(wrong));
        let questions = [said(0.9, false), said(0.8, false), said(0.7, true), said(0.6, false), (0.5, None)];
        assert_eq!(answered_at(0.0, &questions), Some(0.4));
        assert_eq!(answered_at(0.25, &questions), Some(0.8), "one of four is wrong");
        let tied = [said(0.9, false), said(0.9, true)];
        assert_eq!(answered_at(0.05, &tied), Some(0.0), "no threshold tells them apart");
        assert_eq!(answered_at(0.05, &[]), None);
    }

    #[test]
    fn quantiles_are_of_the_values_given() {
        assert_eq!((quantile(&[1, 2, 3, 4, 5], 0.5), quantile(&[1, 2, 3], 0.99)), (Some(3), Some(3)));
        assert_eq!(quantile::<u64>(&[], 0.5), None);
    }
}

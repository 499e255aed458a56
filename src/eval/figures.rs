//! From outcomes to figures: every measure in one table.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::bootstrap::Samples;
use super::measure::{answered_at, auroc, ndcg, precision_at_95};
use super::outcome::{DEPTH, Outcome, Passages, QUOTES};

/// Wrong first quotes among the answered questions at which the answered share is measured.
const ERROR: f64 = 0.05;

/// One thing that is measured.
pub struct Measure {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Whether a smaller value is better.
    pub lower_is_better: bool,
    how: How,
}

/// What an outcome adds to numerator and denominator; `None` when it does not count.
type Part = Option<(f64, f64)>;

/// How a measure is computed.
enum How {
    /// Sum of the numerators by that of the denominators, from 0 to 1.
    Ratio(fn(&Outcome<'_>) -> Part),
    /// The same where anything but 1 is an error of the program, so that no interval allows for less.
    Promise(fn(&Outcome<'_>) -> Part),
    /// Sum of the numerators.
    Sum(fn(&Outcome<'_>) -> Part),
    /// From all outcomes together.
    Whole(fn(&[&Outcome<'_>]) -> Option<f64>),
}

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, serde::Deserialize)]
pub struct Figure {
    /// The value.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Figures with the keys of their measures, in the order of [`MEASURES`].
#[derive(Debug, Clone, Default)]
pub struct Figures(pub Vec<(&'static str, Figure)>);

const fn measure(key: &'static str, name: &'static str, how: How) -> Measure {
    Measure { key, name, lower_is_better: false, how }
}

const fn fault(key: &'static str, name: &'static str, how: How) -> Measure {
    Measure { key, name, lower_is_better: true, how }
}

/// All measures, in the order of the report.
pub const MEASURES: [Measure; 24] = [
    measure("recall_1", "right passage first (recall@1)", How::Ratio(|o| found(o, 1))),
    measure("recall_3", "recall@3", How::Ratio(|o| found(o, 3))),
    measure("recall_10", "recall@10", How::Ratio(|o| found(o, DEPTH))),
    measure(
        "mrr_10",
        "MRR@10",
        How::Ratio(|o| passages(o, |p| p.ranks.first().map_or(0.0, |r| 1.0 / (*r as f64 + 1.0)))),
    ),
    measure("ndcg_10", "nDCG@10", How::Ratio(|o| passages(o, |p| ndcg(&p.ranks, p.right, DEPTH)))),
    measure("quote_1", "answer in the first quote", How::Ratio(|o| answerable(o, o.answers_within(1)))),
    measure("quote_3", "answer in the first three", How::Ratio(|o| answerable(o, o.answers_within(QUOTES)))),
    measure("article_1", "first quote from the right article", How::Ratio(right_article)),
    measure("list_items", "items of lists given", How::Ratio(|o| list(o).map(|_| (items_given(o), 1.0)))),
    measure("lists_complete", "lists complete", How::Ratio(|o| list(o).map(|_| (share(o.missing().is_empty()), 1.0)))),
    measure("lists_as_lists", "lists given as lists", How::Ratio(|o| list(o).map(|_| (share(o.is_list), 1.0)))),
    fault("list_wrong", "wrong items in lists", How::Ratio(wrong_items)),
    fault("lists_unasked", "lists given where none is asked for", How::Ratio(unasked_list)),
    fault("wrong_region", "quotes of a wrong region, number", How::Sum(wrong_regions)),
    measure("answered", "answerable answered", How::Ratio(|o| answerable(o, o.answered))),
    measure("silent", "unanswerable left unanswered", How::Ratio(|o| unanswerable(o, !o.answered))),
    measure("reason", "… with the right reason", How::Ratio(right_reason)),
    measure("auroc", "AUROC of the confidence", How::Whole(confidence)),
    measure("answered_5", "answered at 5 % wrong first quotes, by certainty", How::Whole(answered_at_error)),
    measure("left_out_silent", "article missing: left unanswered", How::Ratio(left_out_silent)),
    measure("left_out_auroc", "article missing: AUROC", How::Whole(|all| with_left_out(all, auroc))),
    measure(
        "left_out_precision",
        "article missing: precision at 95 % answered",
        How::Whole(|all| with_left_out(all, precision_at_95)),
    ),
    measure("exact", "quotes that are exact", How::Promise(exact)),
    measure("faultless", "questions without any fault", How::Ratio(|o| Some((share(o.faults().is_empty()), 1.0)))),
];

fn share(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn passages(o: &Outcome<'_>, value: fn(&Passages) -> f64) -> Part {
    o.passages.as_ref().map(|p| (value(p), 1.0))
}

fn found(o: &Outcome<'_>, k: usize) -> Part {
    o.passages.as_ref().map(|p| (share(p.ranks.iter().any(|r| *r < k)), 1.0))
}

fn answerable(o: &Outcome<'_>, yes: bool) -> Part {
    o.asked.answerable.then(|| (share(yes), 1.0))
}

fn unanswerable(o: &Outcome<'_>, yes: bool) -> Part {
    (!o.asked.answerable).then(|| (share(yes), 1.0))
}

fn right_article(o: &Outcome<'_>) -> Part {
    // A set need not say which article it is.
    let right = o.asked.article.as_ref()?;
    answerable(o, o.said.first().is_some_and(|s| s.article == *right))
}

fn list(o: &Outcome<'_>) -> Option<usize> {
    Some(o.asked.list.len()).filter(|n| *n > 0)
}

fn items_given(o: &Outcome<'_>) -> f64 {
    1.0 - o.missing().len() as f64 / o.asked.list.len().max(1) as f64
}

fn wrong_items(o: &Outcome<'_>) -> Part {
    list(o).filter(|_| o.is_list).map(|_| (o.strangers().count() as f64, o.said.len() as f64))
}

fn unasked_list(o: &Outcome<'_>) -> Part {
    (o.asked.answerable && o.asked.list.is_empty()).then(|| (share(o.is_list), 1.0))
}

fn wrong_regions(o: &Outcome<'_>) -> Part {
    o.asked.region.as_ref().map(|_| (o.said.iter().filter(|s| s.wrong_region).count() as f64, 1.0))
}

fn right_reason(o: &Outcome<'_>) -> Part {
    o.asked.reason.and_then(|reason| unanswerable(o, o.silence == Some(reason)))
}

fn left_out_silent(o: &Outcome<'_>) -> Part {
    o.left_out.map(|l| (share(!l.answered), 1.0))
}

fn exact(o: &Outcome<'_>) -> Part {
    Some((o.said.iter().filter(|s| s.exact).count() as f64, o.said.len() as f64))
}

fn confidence(all: &[&Outcome<'_>]) -> Option<f64> {
    let of =
        |answerable| all.iter().filter(|o| o.asked.answerable == answerable).map(|o| o.confidence).collect::<Vec<_>>();
    auroc(&of(true), &of(false))
}

fn answered_at_error(all: &[&Outcome<'_>]) -> Option<f64> {
    let questions: Vec<_> = all.iter().map(|o| (o.certainty, o.wrong_if_said)).collect();
    answered_at(ERROR, &questions)
}

fn with_left_out(all: &[&Outcome<'_>], judge: fn(&[f32], &[f32]) -> Option<f64>) -> Option<f64> {
    let both: Vec<_> = all.iter().filter_map(|o| o.left_out.map(|l| (o.confidence, l.confidence))).collect();
    let (with, without): (Vec<f32>, Vec<f32>) = both.into_iter().unzip();
    judge(&with, &without)
}

impl Figures {
    /// All measures that the outcomes allow.
    pub fn of(outcomes: &[&Outcome<'_>]) -> Self {
        let samples = Samples::draw(outcomes);
        Self(MEASURES.iter().filter_map(|m| Some((m.key, m.figure(outcomes, &samples)?))).collect())
    }

    /// The figure of a measure.
    pub fn get(&self, key: &str) -> Option<Figure> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, figure)| *figure)
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, figure) in &self.0 {
            map.serialize_entry(key, figure)?;
        }
        map.end()
    }
}

impl Measure {
    /// The measure of that key.
    pub fn named(key: &str) -> Option<&'static Measure> {
        static ALL: [Measure; MEASURES.len()] = MEASURES;
        ALL.iter().find(|m| m.key == key)
    }

    /// Whether it is a number of things, not a share.
    pub fn is_number(&self) -> bool {
        matches!(self.how, How::Sum(_))
    }

    fn figure(&self, outcomes: &[&Outcome<'_>], samples: &Samples) -> Option<Figure> {
        let all: Vec<usize> = (0..outcomes.len()).collect();
        let (value, interval) = match self.how {
            How::Ratio(part) | How::Promise(part) | How::Sum(part) => {
                let parts: Vec<Part> = outcomes.iter().map(|o| part(o)).collect();
                let value = |sample: &[usize]| self.combine(sample.iter().filter_map(|i| parts[*i]));
                let interval = samples.interval(value);
                (value(&all), interval.map(|i| self.at_the_ends(i, parts.iter().flatten().map(|p| p.1).sum())))
            }
            How::Whole(whole) => {
                let value = |sample: &[usize]| whole(&sample.iter().map(|i| outcomes[*i]).collect::<Vec<_>>());
                (value(&all), samples.interval(value))
            }
        };
        value.zip(interval).map(|(value, (low, high))| Figure { value, low, high }.rounded())
    }

    /// Samples of what is always right are always right, however few there are; so where an interval has no width at 0
    /// or 1 it is given that of the rule of three: 3 / n (Hanley, Lippman-Hand 1983).
    fn at_the_ends(&self, (low, high): (f64, f64), n: f64) -> (f64, f64) {
        match self.how {
            How::Ratio(_) if high <= 0.0 => (low, (3.0 / n).min(1.0)),
            How::Ratio(_) if low >= 1.0 => ((1.0 - 3.0 / n).max(0.0), high),
            _ => (low, high),
        }
    }

    fn combine(&self, parts: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
        let (above, below) = parts.fold((0.0, 0.0), |(a, b), (n, d)| (a + n, b + d));
        (below > 0.0).then(|| if self.is_number() { above } else { above / below })
    }
}

impl Figure {
    /// To four digits after the point, in which figures are printed and compared.
    fn rounded(self) -> Self {
        let round = |x: f64| (x * 1e4).round() / 1e4;
        Self { value: round(self.value), low: round(self.low), high: round(self.high) }
    }
}

#[cfg(test)]
mod tests;

//! The figures that must not be lost: a file of them, kept in the repository, and the comparison with it.
//!
//! It holds, by run and group, the figures of [`Report`] with their intervals: all questions, and those of each
//! language, in their articles' language and in the other. A figure is worse when it lies beyond the interval that was
//! measured then.

use std::collections::BTreeMap;
use std::path::Path;

use super::EvalError;
use super::figures::{Figure, Measure};
use super::report::{Group, Report};

/// Groups that are held; classes have too few questions.
const HELD: [&str; 3] = ["all", "lang", "cross"];

/// Figures by the key of their measure.
type Figures = BTreeMap<String, Figure>;

/// The content of the file: figures by run and group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Baseline(BTreeMap<String, BTreeMap<String, Figures>>);

/// A figure that changed beyond its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The group and the measure, for people.
    pub what: String,
    /// The figure of the baseline.
    pub then: Figure,
    /// The value now; `None` when it is not measured any more.
    pub now: Option<f64>,
    /// Whether it is worse.
    pub is_worse: bool,
}

impl Baseline {
    /// Reads a file. One that is not there is empty.
    pub fn read(path: &Path) -> Result<Self, EvalError> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let remedy = "restore the file, or delete it and write it with --raise";
        let text = super::read_text(path)?;
        serde_json::from_str(&text).map(Self).map_err(|e| EvalError::json(path, 0, &e, remedy))
    }

    /// Puts the figures of a report in the place of what the file says of the same run.
    pub fn raise(&mut self, report: &Report) {
        let figures = |g: &Group| g.figures.0.iter().map(|(key, f)| ((*key).to_owned(), *f)).collect();
        let groups = held(report).map(|group| (group.title(), figures(group))).collect();
        self.0.insert(report.run.clone(), groups);
    }

    /// What changed beyond its interval, worse or better; `None` when the file says nothing of this run.
    pub fn compare(&self, report: &Report) -> Option<Vec<Change>> {
        let mut out = Vec::new();
        for (group, figures) in self.0.get(&report.run)? {
            let now = held(report).find(|g| g.title() == *group);
            for (key, then) in figures {
                let now = now.and_then(|g| g.figures.get(key)).map(|f| f.value);
                let measure = Measure::named(key);
                let lower_is_better = measure.is_some_and(|m| m.lower_is_better);
                let (below, above) = (now.is_none_or(|n| n < then.low), now.is_some_and(|n| n > then.high));
                if below || above {
                    let what = format!("{group}: {}", measure.map_or(key.as_str(), |m| m.name));
                    let is_worse = now.is_none() || below != lower_is_better;
                    out.push(Change { what, then: *then, now, is_worse });
                }
            }
        }
        Some(out)
    }

    /// The file: one figure a line, always in the same order.
    pub fn to_json(&self) -> String {
        let block = |open: &str, indent: usize, lines: Vec<String>| {
            let space = " ".repeat(indent);
            let inner: Vec<String> = lines.iter().map(|l| format!("{space}  {l}")).collect();
            format!("{open}{{\n{}\n{space}}}", inner.join(",\n"))
        };
        let figure = |(key, f): (&String, &Figure)| {
            format!("{key:?}: {{\"value\": {}, \"low\": {}, \"high\": {}}}", f.value, f.low, f.high)
        };
        let group = |(name, figures): (&String, &Figures)| {
            block(&format!("{name:?}: "), 4, figures.iter().map(figure).collect())
        };
        let run = |(name, groups): (&String, &BTreeMap<String, Figures>)| {
            block(&format!("{name:?}: "), 2, groups.iter().map(group).collect())
        };
        let mut out = block("", 0, self.0.iter().map(run).collect());
        out.push('\n');
        out
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Figure { value, low, high } = self.then;
        match self.now {
            Some(now) => write!(f, "{} went from {value} ({low} to {high}) to {now}", self.what),
            None => write!(f, "{} was {value} and is not measured any more", self.what),
        }
    }
}

fn held(report: &Report) -> impl Iterator<Item = &Group> {
    report.groups.iter().filter(|g| HELD.contains(&g.by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::figures::Figures;
    use crate::eval::report::Latency;

    fn report(figures: &[(&'static str, f64, f64, f64)]) -> Report {
        let figures =
            figures.iter().map(|(key, value, low, high)| (*key, Figure { value: *value, low: *low, high: *high }));
        let group =
            |by, name: &str| Group { by, name: name.into(), questions: 9, figures: Figures(figures.clone().collect()) };
        let groups = vec![group("all", "all"), group("class", "who"), group("lang", "ru")];
        Report { run: "set".into(), groups, peers: vec![], misses: None, latency_us: Latency { p50: 1, p99: 2 } }
    }

    #[test]
    fn what_is_written_is_read_again_and_holds_no_classes() {
        let mut baseline = Baseline::default();
        baseline.raise(&report(&[("quote_1", 0.5, 0.4, 0.6), ("wrong_region", 0.0, 0.0, 0.0)]));
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("baseline.json");
        assert_eq!(Baseline::read(&path).expect("not there yet"), Baseline::default());
        std::fs::write(&path, baseline.to_json()).expect("written");
        assert_eq!(Baseline::read(&path).expect("a baseline"), baseline);
        assert!(
            baseline.to_json().contains("\"lang ru\"") && !baseline.to_json().contains("who"),
            "{}",
            baseline.to_json()
        );
        std::fs::write(&path, "{\n\"set\": 1}").expect("written");
        let error = Baseline::read(&path).expect_err("no baseline").to_string();
        assert!(error.contains("baseline.json:2: ") && error.ends_with("with --raise"), "{error}");
    }

    #[test]
    fn only_what_leaves_the_interval_is_a_change() {
        let mut baseline = Baseline::default();
        baseline.raise(&report(&[("quote_1", 0.5, 0.4, 0.6), ("wrong_region", 1.0, 0.0, 2.0)]));
        let compare = |quotes, regions| {
            let now = report(&[("quote_1", quotes, 0.0, 1.0), ("wrong_region", regions, 0.0, 9.0)]);
            let changes = baseline.compare(&now).expect("the same run").into_iter();
            changes.filter(|c| c.what.starts_with("all")).map(|c| (c.now, c.is_worse)).collect::<Vec<_>>()
        };
        assert_eq!(compare(0.4, 2.0), []);
        assert_eq!(compare(0.39, 3.0), [(Some(0.39), true), (Some(3.0), true)]);
        assert_eq!(compare(0.61, 0.0), [(Some(0.61), false)]);
        let gone = baseline.compare(&report(&[("quote_1", 0.5, 0.4, 0.6)])).expect("the same run");
        assert_eq!(gone[0].to_string(), "all: quotes of a wrong region, number was 1 and is not measured any more");
        assert_eq!(Baseline::default().compare(&report(&[])), None);
    }
}

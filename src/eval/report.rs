//! The figures of a run, overall and by what the set says of its questions.

use serde::Serialize;

use super::figures::Figures;
use super::measure::quantile;
use super::outcome::Outcome;

/// Everything that is reported. It is the same for two runs, but for the latency.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What was run, in a few words: file, part, noise.
    pub run: String,
    /// All questions, then by class, language, style and cross.
    pub groups: Vec<Group>,
    /// Plain searches on the same questions and passages.
    pub peers: Vec<Group>,
    /// Every question with a fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misses: Option<Vec<Miss>>,
    /// Time for an answer.
    pub latency_us: Latency,
}

/// Figures of some of the questions.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// What they were chosen by: `all`, `class`, `lang`, `style`, `cross`; of a plain search, `peer`.
    pub by: &'static str,
    /// What they have in common; of a plain search, its name.
    pub name: String,
    /// How many they are.
    pub questions: usize,
    /// Their figures.
    pub figures: Figures,
}

/// Time for a whole answer, microseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Latency {
    /// Median.
    pub p50: u64,
    /// 99th percentile.
    pub p99: u64,
}

/// A question with a fault.
#[derive(Debug, Clone, Serialize)]
pub struct Miss {
    /// Its name in the set.
    pub id: String,
    /// Its class.
    pub class: Option<String>,
    /// The words it was asked in.
    pub question: String,
    /// What it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// What is wrong.
    pub faults: Vec<&'static str>,
    /// Accepted strings; of a list, the items that are missing; of an unanswerable question, the reason.
    pub expected: Vec<String>,
    /// What was quoted: of a list, what holds no item; else all quotes, best first.
    pub quoted: Vec<String>,
    /// The reason given for silence.
    pub silence: Option<&'static str>,
    /// How sure the engine was.
    pub confidence: f32,
}

/// What questions are told apart by.
type Key = fn(&Outcome<'_>) -> Option<String>;

const KEYS: [(&str, Key); 4] = [
    ("class", |o| o.asked.class.clone()),
    ("lang", |o| Some(o.asked.lang.to_string())),
    ("style", |o| o.asked.style.clone()),
    ("cross", |o| Some(if o.asked.cross { "yes" } else { "no" }.to_owned())),
];

/// All questions, then every group, in the order in which they first occur.
pub fn groups(outcomes: &[Outcome<'_>]) -> Vec<Group> {
    let mut out = vec![group("all", "all".to_owned(), outcomes.iter().collect())];
    for (by, key) in KEYS {
        let mut names: Vec<String> = Vec::new();
        for name in outcomes.iter().filter_map(key) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        // A group that has all of the questions says nothing new.
        if names.len() > 1 {
            let of = |name: &String| outcomes.iter().filter(|o| key(o).as_ref() == Some(name)).collect();
            out.extend(names.iter().map(|name| group(by, name.clone(), of(name))));
        }
    }
    out
}

/// The figures of some questions.
pub fn group(by: &'static str, name: String, outcomes: Vec<&Outcome<'_>>) -> Group {
    Group { by, name, questions: outcomes.len(), figures: Figures::of(&outcomes) }
}

/// Median and 99th percentile over the questions.
pub fn latency(outcomes: &[Outcome<'_>]) -> Latency {
    let mut times: Vec<u64> = outcomes.iter().map(|o| o.micros).collect();
    times.sort_unstable();
    let at = |share| quantile(&times, share).unwrap_or_default();
    Latency { p50: at(0.5), p99: at(0.99) }
}

/// Every question with a fault, in file order.
pub fn misses(outcomes: &[Outcome<'_>]) -> Vec<Miss> {
    outcomes.iter().filter(|o| !o.faults().is_empty()).map(miss).collect()
}

fn miss(outcome: &Outcome<'_>) -> Miss {
    let asked = outcome.asked;
    let owned = |strings: Vec<&str>| strings.into_iter().map(str::to_owned).collect();
    let quoted = |said: &mut dyn Iterator<Item = &super::outcome::Said>| said.map(|s| s.text.clone()).collect();
    Miss {
        id: asked.id.clone(),
        class: asked.class.clone(),
        question: outcome.text.clone(),
        context: asked.context.clone(),
        faults: outcome.faults(),
        expected: match asked.reason {
            Some(reason) if !asked.answerable => vec![format!("silence: {}", reason.code())],
            _ if asked.list.is_empty() => asked.gold.clone(),
            _ => owned(outcome.missing()),
        },
        quoted: if outcome.is_list && !asked.list.is_empty() {
            quoted(&mut outcome.strangers())
        } else {
            quoted(&mut outcome.said.iter())
        },
        silence: outcome.silence.map(|r| r.code()),
        confidence: outcome.confidence,
    }
}

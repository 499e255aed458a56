//! The figures of a run, overall and by what the set says of its questions.

use serde::Serialize;

use super::figures::Figures;
use super::measure::quantile;
use super::outcome::{Outcome, Said};

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

impl Group {
    /// What it is called in tables: `all`, `class who`, `lang ru`.
    pub fn title(&self) -> String {
        if self.by == "all" { self.name.clone() } else { format!("{} {}", self.by, self.name) }
    }
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
    /// What was quoted, best first.
    pub quoted: Vec<Quoted>,
    /// The reason given for silence.
    pub silence: Option<&'static str>,
    /// How sure the engine was.
    pub confidence: f32,
}

/// A quote of a question with a fault.
#[derive(Debug, Clone, Serialize)]
pub struct Quoted {
    /// Id of its article.
    pub article: String,
    /// Its words.
    pub text: String,
    /// What is wrong with this very quote: `wrong region`, or `no item` of the list asked for.
    pub fault: Option<&'static str>,
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
    Miss {
        id: asked.id.clone(),
        class: asked.class.clone(),
        question: outcome.text.clone(),
        context: asked.context.clone(),
        faults: outcome.faults(),
        expected: match asked.reason {
            Some(reason) if !asked.answerable => vec![format!("silence: {}", reason.code())],
            _ if asked.list.is_empty() => asked.gold.clone(),
            _ => outcome.missing().into_iter().map(str::to_owned).collect(),
        },
        quoted: outcome.said.iter().map(|said| quoted(outcome, said)).collect(),
        silence: outcome.silence.map(|r| r.code()),
        confidence: outcome.confidence,
    }
}

fn quoted(outcome: &Outcome<'_>, said: &Said) -> Quoted {
    let is_stranger = outcome.is_list && !outcome.asked.list.is_empty() && said.items.is_empty();
    let fault = match (said.wrong_region, is_stranger) {
        (true, _) => Some("wrong region"),
        (false, true) => Some("no item"),
        (false, false) => None,
    };
    Quoted { article: said.article.0.clone(), text: said.text.clone(), fault }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ArticleId, Lang, Reason};
    use crate::eval::outcome::tests::asked;
    use crate::eval::questions::Asked;

    #[test]
    fn questions_are_grouped_by_what_the_set_says_of_them() {
        let who = Asked { class: Some("who".into()), ..asked(Some("a")) };
        let date = Asked { class: Some("date".into()), lang: Lang::Ru, ..asked(Some("a")) };
        let outcomes = [&date, &who, &date].map(|q| Outcome::new(q, "?".into()));
        let found: Vec<_> = groups(&outcomes).into_iter().map(|g| (g.by, g.name, g.questions)).collect();
        let expected =
            [("all", "all", 3), ("class", "date", 2), ("class", "who", 1), ("lang", "ru", 2), ("lang", "en", 1)];
        assert_eq!(found, expected.map(|(by, name, n)| (by, name.to_owned(), n)), "cross and style tell nothing apart");
    }

    #[test]
    fn a_miss_says_what_is_missing_and_what_is_wrong() {
        let list = ["one", "two"].map(str::to_owned).to_vec();
        let question = Asked { gold: list.clone(), list, ..asked(Some("a")) };
        let said = ["one", "three"].map(|text| Said::new(text, &ArticleId("a".into()), &question)).to_vec();
        let never = asked(None);
        let outcomes = [
            Outcome { said, is_list: true, answered: true, ..Outcome::new(&question, "which?".into()) },
            Outcome { silence: Some(Reason::Region), ..Outcome::new(&never, "who?".into()) },
            Outcome { silence: Some(Reason::Topic), ..Outcome::new(&never, "what?".into()) },
        ];
        let misses = misses(&outcomes);
        assert_eq!(misses.len(), 2);
        assert_eq!((misses[0].question.as_str(), misses[0].expected.as_slice()), ("which?", &["two".to_owned()][..]));
        assert_eq!(misses[0].quoted.iter().map(|q| q.fault).collect::<Vec<_>>(), [None, Some("no item")]);
        assert_eq!((misses[1].expected[0].as_str(), misses[1].silence), ("silence: topic", Some("region")));
    }
}

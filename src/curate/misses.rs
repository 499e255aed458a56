//! Unanswered questions, those that say the same put together.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{csv, day};
use crate::domain::Lang;
use crate::store::curators::{Missed, PassedOn, State};
use crate::store::people::Miss;
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::words;

/// Questions that say the same. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Group {
    /// Six hexadecimal digits made from the normalised question: the same as long as its words are.
    pub id: String,
    /// The wording used most.
    pub question: String,
    /// How often it was asked.
    pub count: u32,
    /// In which languages, how often.
    pub langs: Vec<(Lang, u32)>,
    /// Codes of the reasons why there was no answer.
    pub reasons: Vec<String>,
    /// The regions named, as understood.
    pub regions: Vec<String>,
    /// How many passed it on to the curators.
    pub passed_on: u32,
    /// How many of them wait for an answer.
    pub waiting: u32,
    /// When it was asked first, milliseconds since 1970-01-01 UTC.
    pub first_at_ms: i64,
    /// When it was asked last.
    pub last_at_ms: i64,
    /// What curators have made of it.
    pub state: State,
    /// Whether it seems to have an answer by now.
    pub proposed: bool,
    /// The numbers of those who asked, smallest first; none unless the operator keeps them.
    pub askers: Vec<i64>,
    /// Its rows in the log.
    pub rows: Vec<Miss>,
}

/// Puts the rows of the log together. Those that were passed on and asked most often come first.
pub fn group(misses: &[Missed], passed_on: &[PassedOn]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    // The wording used most comes first, as the store gives them.
    for missed in misses {
        let key = normalised(&missed.miss.question);
        let at = *places.entry(key).or_insert_with_key(|key| {
            groups.push(Group::new(key, missed));
            groups.len() - 1
        });
        groups[at].add(missed);
    }
    for wish in passed_on {
        if let Some(at) = places.get(&normalised(&wish.question)) {
            groups[*at].passed_on += 1;
            groups[*at].waiting += u32::from(wish.waits);
        }
    }
    groups.sort_by_key(|g| (std::cmp::Reverse((g.count + g.passed_on, g.last_at_ms)), g.id.clone()));
    groups
}

/// The words that carry the meaning, as stems, in order.
fn normalised(question: &str) -> String {
    let words = words(question);
    let some = words.iter().any(|word| !is_stop(&word.folded));
    let kept = words.iter().filter(|word| !some || !is_stop(&word.folded));
    kept.map(|word| stem(&word.folded)).collect::<Vec<_>>().join(" ")
}

impl Group {
    fn new(key: &str, first: &Missed) -> Self {
        Self {
            id: Sha256::digest(key.as_bytes())[..3].iter().map(|b| format!("{b:02x}")).collect(),
            question: first.miss.question.clone(),
            count: 0,
            langs: Vec::new(),
            reasons: Vec::new(),
            regions: Vec::new(),
            passed_on: 0,
            waiting: 0,
            first_at_ms: i64::MAX,
            last_at_ms: i64::MIN,
            state: State::Resolved,
            proposed: false,
            askers: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn add(&mut self, missed: &Missed) {
        let Missed { miss, count, .. } = missed;
        self.count += count;
        match self.langs.iter_mut().find(|(lang, _)| *lang == miss.lang) {
            Some((_, n)) => *n += count,
            None => self.langs.push((miss.lang, *count)),
        }
        for (all, one) in [(&mut self.reasons, &miss.reason), (&mut self.regions, &miss.region)] {
            if !one.is_empty() && !all.contains(one) {
                all.push(one.clone());
            }
        }
        self.first_at_ms = self.first_at_ms.min(missed.first_at_ms);
        self.last_at_ms = self.last_at_ms.max(missed.last_at_ms);
        // Ignored is the question, whatever its wording; resolved only what was.
        self.state = match (self.state, missed.state) {
            (State::Ignored, _) | (_, State::Ignored) => State::Ignored,
            (State::Open, _) | (_, State::Open) => State::Open,
            (State::Resolved, State::Resolved) => State::Resolved,
        };
        self.proposed |= missed.proposed_at_ms.is_some();
        self.askers.extend(&missed.askers);
        self.askers.sort_unstable();
        self.askers.dedup();
        self.rows.push(miss.clone());
    }
}

/// All of it as a table.
pub fn to_csv(groups: &[Group]) -> String {
    let head = [
        "id",
        "state",
        "answered_now",
        "count",
        "passed_on",
        "waiting",
        "languages",
        "reasons",
        "regions",
        "first",
        "last",
        "question",
        "askers",
    ];
    let mut out = csv::row(head);
    for group in groups {
        let langs: Vec<String> = group.langs.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
        out += &csv::row([
            group.id.as_str(),
            group.state.code(),
            if group.proposed { "yes" } else { "no" },
            &group.count.to_string(),
            &group.passed_on.to_string(),
            &group.waiting.to_string(),
            &langs.join("; "),
            &group.reasons.join("; "),
            &group.regions.join("; "),
            &day(group.first_at_ms),
            &day(group.last_at_ms),
            &group.question,
            &group.askers.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
        ]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed(question: &str, lang: Lang, count: u32, state: State) -> Missed {
        let miss = Miss { lang, reason: "topic".into(), region: "Tver Region".into(), question: question.into() };
        Missed {
            miss,
            count,
            first_at_ms: 86_400_000,
            last_at_ms: 172_800_000,
            state,
            proposed_at_ms: None,
            askers: vec![i64::from(count), 1],
        }
    }

    #[test]
    fn questions_that_say_the_same_are_one() {
        let log = [
            missed("what grants are there in tver?", Lang::En, 3, State::Open),
            missed("какие гранты есть в твери", Lang::Ru, 4, State::Open),
            missed("grants, tver!", Lang::En, 2, State::Resolved),
            missed("partners of tver", Lang::En, 1, State::Ignored),
        ];
        let wish = |question: &str, waits| PassedOn { question: question.into(), waits };
        let groups = group(&log, &[wish("Grant in Tver", true), wish("Grants Tver", false), wish("other", true)]);
        let shown: Vec<_> = groups.iter().map(|g| (&*g.question, g.count, g.passed_on, g.waiting, g.state)).collect();
        assert_eq!(
            shown,
            [
                ("what grants are there in tver?", 5, 2, 1, State::Open),
                ("какие гранты есть в твери", 4, 0, 0, State::Open),
                ("partners of tver", 1, 0, 0, State::Ignored),
            ]
        );
        assert!(groups[0].langs == [(Lang::En, 5)] && groups[0].rows.len() == 2);
        let csv = to_csv(&groups);
        let line = format!(
            "{},open,no,5,2,1,en 5,topic,Tver Region,1970-01-02,1970-01-03,what grants are there in tver?,1 2 3\r\n",
            groups[0].id
        );
        assert!(csv.contains(&line), "{csv}");
    }
}

//! Making the transducer from pairs in any order.
//!
//! It must be built in the order of its keys. The pairs are sorted in runs of a fixed size, each run is made a
//! transducer of its own at once, and these are merged: so memory holds one run of pairs, never all of them.

use std::borrow::Cow;
use std::collections::HashMap;

use fst::map::OpBuilder;
use fst::{Map, MapBuilder, Streamer};
use sha2::{Digest, Sha256};

use super::{Lemmas, Rule};
use crate::text::stem::snowball;

/// Pairs that are sorted at once; few in tests, so that they need not make many for several runs.
pub(super) const RUN: usize = if cfg!(test) { 1 << 8 } else { 1 << 18 };
/// Stands for the rule of a form that has the stem of its lemma. Such a form is kept until all pairs are there, since a
/// later lemma of it must not count.
const SAME: u64 = 0;

/// Takes pairs, makes a dictionary.
#[derive(Default)]
pub(super) struct Builder {
    run: Run,
    /// Earlier ones first.
    runs: Vec<Map<Vec<u8>>>,
    rules: HashMap<Rule, u64>,
    left_out: usize,
}

/// Forms with the numbers of their rules, as they come.
#[derive(Default)]
struct Run {
    /// All forms, one behind the other.
    text: String,
    /// Where each form begins and ends, and its rule.
    forms: Vec<(usize, usize, u64)>,
}

impl Builder {
    /// Takes a folded form with its folded lemma.
    pub fn add(&mut self, form: &str, lemma: &str) {
        let (own, stem) = (snowball(form), snowball(lemma));
        let number = if own == stem { SAME } else { self.number(form, stem) };
        self.run.push(form, number);
        if self.run.forms.len() == RUN {
            self.runs.push(self.run.take());
        }
    }

    /// Counts a pair that is of no use.
    pub fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// The number of the rule that makes the stem of the form.
    fn number(&mut self, form: &str, stem: Cow<'_, str>) -> u64 {
        let alike: usize = form.chars().zip(stem.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let rule = Rule { cut: form.len() - alike, add: stem[alike..].into() };
        let next = SAME + 1 + self.rules.len() as u64;
        *self.rules.entry(rule).or_insert(next)
    }

    /// Merges all runs.
    pub fn finish(mut self) -> Lemmas {
        if !self.run.forms.is_empty() {
            self.runs.push(self.run.take());
        }
        let mut rules = vec![Rule { cut: 0, add: "".into() }; self.rules.len() + 1];
        for (rule, number) in self.rules {
            rules[number as usize] = rule;
        }
        let mut hash = Sha256::new();
        let mut out = MapBuilder::memory();
        let mut merged = self.runs.iter().collect::<OpBuilder<'_>>().union();
        while let Some((form, found)) = merged.next() {
            // The run that came first has the line that stands first.
            let number = found.iter().min_by_key(|f| f.index).map_or(SAME, |f| f.value);
            if number == SAME {
                continue;
            }
            insert(&mut out, form, number);
            let rule = &rules[number as usize];
            // No UTF-8 has the byte that ends a part.
            [form, b"\xff", &rule.cut.to_be_bytes(), rule.add.as_bytes(), b"\xff"].iter().for_each(|p| hash.update(p));
        }
        Lemmas { forms: out.into_map(), rules, sha256: hash.finalize().into(), left_out: self.left_out }
    }
}

impl Run {
    fn push(&mut self, form: &str, number: u64) {
        let begin = self.text.len();
        self.text.push_str(form);
        self.forms.push((begin, self.text.len(), number));
    }

    /// A transducer of what it has; it is empty then.
    fn take(&mut self) -> Map<Vec<u8>> {
        let text = &self.text;
        let form = |&(begin, end, _): &(usize, usize, u64)| &text[begin..end];
        // Equal forms stay in the order of their lines, of which the first is kept.
        self.forms.sort_by(|a, b| form(a).cmp(form(b)));
        self.forms.dedup_by(|later, first| form(later) == form(first));
        let mut out = MapBuilder::memory();
        for entry in &self.forms {
            insert(&mut out, form(entry).as_bytes(), entry.2);
        }
        self.forms.clear();
        self.text.clear();
        out.into_map()
    }
}

fn insert(out: &mut MapBuilder<Vec<u8>>, form: &[u8], number: u64) {
    out.insert(form, number).unwrap_or_else(|e| unreachable!("forms are sorted, memory can be written: {e}"));
}

//! What questions are after in particular, and which sentences tell it in other words.
//!
//! The lexicon's aims are finer than kinds of questions: "how old may the company be", "who decides". A question has the
//! aims whose wordings stand in it. A sentence tells an aim by phrases that sources use for it; the rarer they are in the
//! corpus, the more they say. Found once for a corpus.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::grams::idf;
use super::lexis::{Lexis, judged_sentences};
use super::marks::Marks;
use super::phrasebook::Phrasebook;
use super::query::{Aim, Query};
use super::senses::{question_words, telling};
use crate::domain::Lexicon;
use crate::text::stem::stems;
use crate::text::words::words;

/// Phrases of one aim in a window that count.
const PHRASES: usize = 3;
/// A phrase in more than this share of the sentences says nothing.
const TOO_COMMON: f32 = 0.035;
/// Sum of the weights of the phrases that tell an aim surely: then the question's words for it count as meant.
const SURELY: f32 = 1.2;
/// The rarity of a phrase that counts as much as any can (natural logarithm): once in some 4,500 sentences.
const RAREST: f32 = 8.0;

/// The aims of a lexicon.
#[derive(Debug, Default)]
pub struct Aims {
    names: Vec<String>,
    /// How they are asked for, by their numbers.
    asked: Phrasebook,
    /// How sources tell them: phrases by numbers of their own.
    told: Phrasebook<u32>,
    /// The aims that each of these phrases tells, and the phrases that tell each aim.
    of_phrase: Vec<Vec<u16>>,
    phrases: Vec<Vec<u32>>,
}

impl Aims {
    /// Indexes the lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut out = Self::default();
        let mut numbers: FxHashMap<Vec<String>, u32> = FxHashMap::default();
        for (aim, entry) in lexicon.aims.iter().enumerate() {
            for phrase in &entry.question {
                out.asked.add_words(question_words(&words(phrase)), aim as u16);
            }
            for phrase in &entry.answer {
                let stems = stems(phrase);
                let number = *numbers.entry(stems.clone()).or_insert_with(|| {
                    out.told.add_words(stems, out.of_phrase.len() as u32);
                    out.of_phrase.push(Vec::new());
                    out.of_phrase.len() as u32 - 1
                });
                let aims = &mut out.of_phrase[number as usize];
                if aims.last() != Some(&(aim as u16)) {
                    aims.push(aim as u16);
                }
            }
            out.names.push(entry.name.clone());
            out.phrases.push(Vec::new());
        }
        for (phrase, aims) in out.of_phrase.iter().enumerate() {
            aims.iter().for_each(|aim| out.phrases[usize::from(*aim)].push(phrase as u32));
        }
        out
    }

    /// The name of an aim.
    pub fn name(&self, number: u16) -> &str {
        self.names.get(usize::from(number)).map_or("", String::as_str)
    }

    /// What a question, given by [`question_words`], is after by its wording, each with the words that tell so: in the order of the lexicon.
    pub fn of(&self, question: &[String]) -> BTreeMap<u16, Vec<Range<usize>>> {
        let mut out: BTreeMap<u16, Vec<Range<usize>>> = BTreeMap::new();
        telling(&self.asked, question).into_iter().for_each(|(number, at)| out.entry(number).or_default().push(at));
        out
    }
}

/// The phrases in all sentences of a corpus.
#[derive(Debug, Default)]
pub struct Tellings {
    /// Where the phrases of each sentence begin in the list of all.
    first: Vec<u32>,
    phrases: Vec<u32>,
    /// How much each phrase says, 0 to 1, by its rarity.
    weights: Vec<f32>,
}

impl Tellings {
    /// Finds them.
    pub fn build(lexis: &Lexis, aims: &Aims) -> Self {
        let mut out = Self::default();
        let mut df = vec![0u32; aims.of_phrase.len()];
        for sentence in &lexis.sentences {
            let stems = lexis.stems_of(sentence);
            let mut found = Vec::new();
            (0..stems.len()).for_each(|i| aims.told.at(&stems[i..], |phrase, _| found.push(phrase)));
            found.sort_unstable();
            found.dedup();
            found.iter().for_each(|phrase| df[*phrase as usize] += 1);
            out.first.push(out.phrases.len() as u32);
            out.phrases.extend(found);
        }
        let all = judged_sentences(lexis.sentences.len());
        let weight = |df: u32| {
            let df = df as f32;
            if df > TOO_COMMON * all { 0.0 } else { (idf(all, df) / RAREST).min(1.0) }
        };
        out.weights = df.into_iter().map(weight).collect();
        out
    }

    fn of(&self, sentence: usize) -> &[u32] {
        let end = self.first.get(sentence + 1).map_or(self.phrases.len(), |first| *first as usize);
        &self.phrases[self.first[sentence] as usize..end]
    }

    /// Makes ready to find what sentences tell of what a question is after.
    pub fn listen<'a>(&'a self, aims: &'a Aims, query: &'a Query) -> Listener<'a> {
        let phrases = query.aims.iter().flat_map(|aim| &aims.phrases[usize::from(aim.number)]).copied();
        let telling = Marks::new(if query.aims.is_empty() { 0 } else { aims.of_phrase.len() }, phrases);
        Listener { tellings: self, aims, query, telling, total: query.aims.iter().map(weight).sum() }
    }
}

/// Hears what sentences tell of what one question is after.
#[derive(Debug)]
pub struct Listener<'a> {
    tellings: &'a Tellings,
    aims: &'a Aims,
    query: &'a Query,
    /// The phrases that tell any of its aims.
    telling: Marks,
    /// What all aims of the question weigh.
    total: f32,
}

impl Listener<'_> {
    /// What neighbouring sentences, given by their numbers in the corpus, tell.
    pub fn hear(&self, sentences: Range<usize>) -> Told {
        let mut out = Told::default();
        let mut phrases =
            sentences.flat_map(|s| self.tellings.of(s)).copied().filter(|p| self.telling.has(*p)).peekable();
        if phrases.peek().is_none() {
            return out;
        }
        let mut phrases: Vec<u32> = phrases.collect();
        phrases.sort_unstable();
        phrases.dedup();
        for aim in &self.query.aims {
            let mut said = [0.0f32; PHRASES];
            for phrase in phrases.iter().filter(|p| self.aims.of_phrase[**p as usize].contains(&aim.number)) {
                let weight = self.tellings.weights[*phrase as usize];
                if let Some(least) = said.iter_mut().min_by(|a, b| a.total_cmp(b)).filter(|least| **least < weight) {
                    *least = weight;
                }
            }
            let sum: f32 = said.iter().sum();
            if sum > 0.0 {
                out.share += weight(aim);
                out.said += weight(aim) * sum / PHRASES as f32;
                if sum >= SURELY {
                    out.terms |= aim.terms;
                }
            }
        }
        out.share /= self.total;
        out.said /= self.total;
        out
    }
}

/// What an aim of a question counts: the more words tell of it, the less it can be there by chance.
fn weight(aim: &Aim) -> f32 {
    f32::from(aim.words).powi(2)
}

/// What sentences tell of what a question is after.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told {
    /// Share of the aims that are told at all.
    pub share: f32,
    /// How many rare phrases tell them, 0 to 1.
    pub said: f32,
    /// The terms of the question that speak of these aims, as bits.
    pub terms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Aim, Lexicon};

    fn aims() -> Aims {
        let aim = |name: &str, question: &[&str], answer: &[&str]| Aim {
            name: name.to_owned(),
            question: question.iter().map(|w| (*w).to_owned()).collect(),
            answer: answer.iter().map(|w| (*w).to_owned()).collect(),
        };
        Aims::new(&Lexicon {
            aims: vec![
                aim("finished", &["when will it be finished", "finished", "достроят"], &["handover", "сдача", "due"]),
                aim("approved", &["approve", "who approved"], &["green light", "endorsed", "due"]),
            ],
            ..Lexicon::default()
        })
    }

    #[test]
    fn a_question_has_the_aims_whose_wordings_stand_in_it() {
        let aims = aims();
        let of = |question: &str| {
            let found = aims.of(&question_words(&words(question)));
            let places = |at: Vec<Range<usize>>| at.into_iter().map(|r| (r.start, r.end)).collect::<Vec<_>>();
            found.into_iter().map(|(number, at)| (aims.name(number).to_owned(), places(at))).collect::<Vec<_>>()
        };
        assert_eq!(of("When will it be finished?"), [("finished".to_owned(), vec![(0, 5)])]);
        assert_eq!(of("Who approved the park?"), [("approved".to_owned(), vec![(0, 2)])]);
        assert_eq!(of("Когда достроят?"), [("finished".to_owned(), vec![(1, 2)])]);
        assert_eq!(of("What is the park?"), []);
    }

    #[test]
    fn a_phrase_tells_all_aims_that_it_is_given_for() {
        let aims = aims();
        let due = aims.phrases[0].iter().find(|p| aims.phrases[1].contains(p)).expect("one of both");
        assert_eq!(aims.of_phrase[*due as usize], [0, 1]);
        assert_eq!(aims.phrases.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3]);
    }
}

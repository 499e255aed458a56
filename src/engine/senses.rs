//! What sentences mean beyond their words: the lexicon's groups of synonyms and the cues of answers in each.
//!
//! A question word and a sentence that share a group may speak of the same thing in other words, or in the other
//! language. Found once for a corpus.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::lexis::Lexis;
use super::phrasebook::Phrasebook;
use crate::domain::{Kind, Lexicon};
use crate::text::stem::stem;
use crate::text::words::{Word, words};

/// Kinds of questions as bits, by their position in [`Kind::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(pub u16);

impl Kinds {
    /// Whether the kind is among them.
    pub fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u16 & 1 == 1
    }

    /// Whether any of some kinds is among them.
    pub fn has_any(self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| self.has(*kind))
    }

    /// These and one more.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    /// These without some.
    #[must_use]
    pub fn but(self, kinds: &[Kind]) -> Self {
        Self(kinds.iter().fold(self.0, |all, kind| all & !(1 << *kind as u16)))
    }

    /// All of them, in order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |k| self.has(*k))
    }
}

/// The synonyms and cues of a lexicon.
#[derive(Debug, Default)]
pub struct Meanings {
    groups: Phrasebook,
    /// Stems of light words.
    light: FxHashSet<String>,
    questions: Phrasebook,
    answers: Phrasebook,
}

impl Meanings {
    /// Indexes the lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let light = lexicon.light.iter().flat_map(|word| words(word)).map(|w| stem(&w.folded).into_owned()).collect();
        let mut out = Self { light, ..Self::default() };
        for (number, group) in lexicon.synonyms.iter().enumerate() {
            group.iter().for_each(|member| out.groups.add(member, number as u16));
        }
        for cue in &lexicon.cues {
            for phrase in &cue.question {
                out.questions.add_words(question_words(&words(phrase)), cue.kind as u16);
            }
            cue.answer.iter().for_each(|phrase| out.answers.add(phrase, cue.kind as u16));
        }
        out
    }

    /// Whether a word with this stem is among the synonyms.
    pub fn knows(&self, stem: &str) -> bool {
        self.groups.knows(stem)
    }

    /// Whether a word with this stem says little: a verb or a general word, which an answer may leave unsaid.
    pub fn is_light(&self, stem: &str) -> bool {
        self.light.contains(stem)
    }

    /// For every word of a question, given by its stems, the groups it belongs to; of a word in none, those of its root.
    pub fn groups<S: AsRef<str>>(&self, stems: &[S]) -> Vec<Vec<u16>> {
        let mut out = self.groups.of(stems);
        for (groups, stem) in out.iter_mut().zip(stems).filter(|(groups, _)| groups.is_empty()) {
            groups.extend(self.groups.of_family(stem.as_ref()));
        }
        out
    }

    /// The kinds a question, given by [`question_words`], is of, by its wording: of phrases one within the other the longer tells ("how many people").
    pub fn asked(&self, question: &[String]) -> Kinds {
        let all = Kinds(telling(&self.questions, question).into_iter().fold(0, |kinds, (kind, _)| kinds | 1 << kind));
        // A number of something in particular is asked for in words that also ask for any number.
        let particular = [Kind::Duration, Kind::Area, Kind::Share, Kind::People].into_iter().any(|k| all.has(k));
        let all = if particular { all.but(&[Kind::Amount, Kind::Count]) } else { all };
        // "What is" and «ли» begin questions of other kinds too.
        let telling = all.but(&[Kind::Definition, Kind::Status]);
        if telling == Kinds::default() { all } else { telling }
    }
}

/// The numbers of the phrases in a question, given by [`question_words`], with their places, those within a longer one left out.
pub(super) fn telling(book: &Phrasebook, question: &[String]) -> Vec<(u16, Range<usize>)> {
    let mut found: Vec<(usize, usize, u16)> = Vec::new();
    for from in 0..question.len() {
        book.at(&question[from..], |number, len| found.push((from, from + len, number)));
    }
    let within = |a: &(usize, usize, u16), b: &(usize, usize, u16)| a.0 >= b.0 && a.1 <= b.1 && b.1 - b.0 > a.1 - a.0;
    let tells = |one: &&(usize, usize, u16)| !found.iter().any(|other| within(one, other));
    found.iter().filter(tells).map(|f| (f.2, f.0..f.1)).collect()
}

/// Words as the wording of questions is compared: short ones by their letters («как» is not «какой», though the stems
/// are the same), the others by their stems.
pub fn question_words(words: &[Word]) -> Vec<String> {
    const SHORT: usize = 4;
    let is_short = |w: &Word| w.folded.chars().count() <= SHORT;
    words.iter().map(|w| if is_short(w) { format!("{}=", w.folded) } else { stem(&w.folded).into_owned() }).collect()
}

/// What one sentence means.
#[derive(Debug, Clone, Default)]
pub struct Sense {
    /// Where its groups begin in the list of all.
    first: u32,
    /// How many different kinds' cues it holds, each with how many (at most 3): two bits a kind.
    cues: u32,
}

/// The senses of all sentences.
#[derive(Debug, Default)]
pub struct Senses {
    sentences: Vec<Sense>,
    groups: Vec<u16>,
    /// Number of sentences with each group.
    df: Vec<u32>,
}

impl Senses {
    /// Finds the senses of a corpus.
    pub fn build(lexis: &Lexis, meanings: &Meanings) -> Self {
        let mut out = Self::default();
        for sentence in &lexis.sentences {
            let stems = lexis.stems_of(sentence);
            let first = out.groups.len();
            let (mut found, mut cues) = (Vec::new(), 0u32);
            for i in 0..stems.len() {
                meanings.groups.at(&stems[i..], |group, _| found.push(group));
                meanings.answers.at(&stems[i..], |kind, _| {
                    if cues >> (2 * kind) & 3 < 3 {
                        cues += 1 << (2 * kind);
                    }
                });
            }
            found.sort_unstable();
            found.dedup();
            for group in &found {
                if out.df.len() <= usize::from(*group) {
                    out.df.resize(usize::from(*group) + 1, 0);
                }
                out.df[usize::from(*group)] += 1;
            }
            out.groups.extend(found);
            out.sentences.push(Sense { first: first as u32, cues });
        }
        out
    }

    /// Groups of a sentence.
    pub fn groups(&self, sentence: usize) -> &[u16] {
        let end = self.sentences.get(sentence + 1).map_or(self.groups.len(), |s| s.first as usize);
        &self.groups[self.sentences[sentence].first as usize..end]
    }

    /// How many cues of answers to a kind of question a sentence holds, at most 3.
    pub fn cues(&self, sentence: usize, kind: Kind) -> u32 {
        self.sentences[sentence].cues >> (2 * kind as u32) & 3
    }

    /// Number of sentences with the group.
    pub fn df(&self, group: u16) -> u32 {
        self.df.get(usize::from(group)).copied().unwrap_or(0)
    }
}

//! Words of one language in the texts of the other: by the glossary, and names by their sound.
//!
//! The glossary holds words and phrases. A phrase of the question stands for the words of its translation: place by
//! place where both have as many words, else every word of it for every word.

use rustc_hash::FxHashMap;

use super::lexis::Lexis;
use super::spelling::{Alternatives, Spelling, keep};
use crate::domain::{GlossaryEntry, Lang};
use crate::text::family::root;
use crate::text::stem::{stem, stems};
use crate::text::stopwords::is_stop;
use crate::text::words::is_cyrillic;

/// How far a translation from the glossary is trusted; the very word is 1.
const TRANSLATION: f32 = 0.9;
/// The same for the head of the phrase that an abbreviation stands for, and for the abbreviation of a phrase.
const ABBREVIATION: f32 = 0.8;
/// How alike a word that is not written like a name must sound to one of the other language.
const LOAN: f32 = 0.7;
/// The same for the translation of another word of the same root.
const TRANSLATION_OF_FAMILY: f32 = 0.75;
/// Different stems that may stand for one word.
const MOST: usize = 6;

/// A phrase and what stands for each of its words in the other language.
#[derive(Debug)]
struct Phrase {
    stems: Vec<String>,
    meant: Vec<Vec<String>>,
}

/// The glossary by stems.
#[derive(Debug, Default)]
pub struct Bridge {
    words: FxHashMap<String, Vec<String>>,
    /// Phrases of two words and more, by their first stem.
    phrases: FxHashMap<String, Vec<Phrase>>,
    /// For the stem of an abbreviation the heads of the phrases it stands for, in the same language.
    heads: FxHashMap<String, Vec<String>>,
    /// Phrases by their first stem, each with its abbreviation in the same language.
    abbreviated: FxHashMap<String, Vec<(Vec<String>, String)>>,
    /// Stems of `words` by their root, in order.
    by_root: FxHashMap<String, Vec<String>>,
}

impl Bridge {
    /// Indexes a glossary: everything English of an entry goes with everything Russian of it.
    pub fn new(glossary: &[GlossaryEntry]) -> Self {
        let mut out = Self::default();
        for entry in glossary {
            for (en, ru) in entry.en.iter().flat_map(|en| entry.ru.iter().map(move |ru| (en, ru))) {
                out.add(en, ru, Lang::Ru);
                out.add(ru, en, Lang::En);
            }
            out.abbreviate(&entry.en, Lang::En);
            out.abbreviate(&entry.ru, Lang::Ru);
        }
        for stem in out.words.keys() {
            if let Some(root) = root(stem) {
                out.by_root.entry(root).or_default().push(stem.clone());
            }
        }
        out.by_root.values_mut().for_each(|all| all.sort_unstable());
        out
    }

    /// Translations of a word: its own, else those of words of the same root («водородный» by «водород»).
    fn meant_by(&self, stem: &str) -> (Vec<&String>, f32) {
        if let Some(own) = self.words.get(stem) {
            return (own.iter().collect(), TRANSLATION);
        }
        let family = root(stem).and_then(|r| self.by_root.get(&r));
        (family.into_iter().flatten().flat_map(|s| &self.words[s]).collect(), TRANSLATION_OF_FAMILY)
    }

    /// Notes which of the words and phrases of one language are abbreviations of the others.
    fn abbreviate(&mut self, all: &[String], lang: Lang) {
        for short in all.iter().filter(|w| is_abbreviation(w)) {
            let [short] = &stems(short)[..] else { continue };
            for phrase in all.iter().filter(|p| p.contains(' ')) {
                let (long, head) = (stems(phrase), stem(head(phrase, lang)).into_owned());
                self.heads.entry(short.clone()).or_default().push(head);
                self.abbreviated.entry(long[0].clone()).or_default().push((long, short.clone()));
            }
        }
    }

    /// For every word of a question, what stands for it in the texts of its own language: for an abbreviation the heads of
    /// what it is short for, for the words of a phrase its abbreviation.
    pub fn abbreviations(&self, question: &[String]) -> Vec<Vec<String>> {
        let mut out: Vec<Vec<String>> =
            question.iter().map(|stem| self.heads.get(stem).cloned().unwrap_or_default()).collect();
        for i in 0..question.len() {
            let here = self.abbreviated.get(&question[i]).into_iter().flatten();
            for (long, short) in here.filter(|(long, _)| question[i..].starts_with(long)) {
                out[i..i + long.len()].iter_mut().for_each(|place| place.push(short.clone()));
            }
        }
        out
    }

    /// The stems among `others` that the texts know.
    pub fn known(lexis: &Lexis, others: &[String]) -> Alternatives {
        let known = others.iter().filter_map(|stem| lexis.stems.get(stem));
        let mut out: Alternatives = Vec::new();
        for id in known.filter(|id| lexis.stem_df[*id as usize] > 0) {
            if !out.iter().any(|o| o.0 == id) {
                out.push((id, ABBREVIATION));
            }
        }
        out
    }

    fn add(&mut self, from: &str, to: &str, lang: Lang) {
        let to = if is_abbreviation(from) { head(to, lang) } else { to };
        let (from, to) = (stems(from), stems(to));
        if from.is_empty() || to.is_empty() {
            return;
        }
        if let ([from], [to]) = (&from[..], &to[..]) {
            let list = self.words.entry(from.clone()).or_default();
            if !list.contains(to) {
                list.push(to.clone());
            }
            return;
        }
        // Stop words translate nothing: «налог на имущество» is no "on".
        let telling: Vec<String> = to.iter().filter(|stem| !is_stop(stem)).cloned().collect();
        let place = |i: usize| if from.len() == to.len() { vec![to[i].clone()] } else { telling.clone() };
        let meant = (0..from.len()).map(place).collect();
        self.phrases.entry(from[0].clone()).or_default().push(Phrase { stems: from, meant });
    }

    /// For every word of a question, the stems that phrases of the glossary put for it.
    pub fn phrases(&self, question: &[String]) -> Vec<Vec<String>> {
        let mut out = vec![Vec::new(); question.len()];
        for i in 0..question.len() {
            let here = self.phrases.get(&question[i]).into_iter().flatten();
            for phrase in here.filter(|p| question[i..].starts_with(&p.stems)) {
                for (place, meant) in out[i..].iter_mut().zip(&phrase.meant) {
                    place.extend(meant.iter().cloned());
                }
            }
        }
        out
    }

    /// Stems of the corpus that stand for a word of the other language. `meant` are stems put for it by phrases; `sounds`
    /// tells whether it may be a name or a loan, found by its sound where it has no translation, and `name` that it is
    /// written like a name, which may be a word with a translation, too.
    pub fn translate(
        &self,
        lexis: &Lexis,
        spelling: &Spelling,
        word: &str,
        meant: &[String],
        sounds: bool,
        name: bool,
    ) -> Alternatives {
        let stem = stem(word);
        let mut out: Alternatives = Vec::new();
        let (translations, trust) = self.meant_by(&stem);
        let phrases = meant.iter().map(|other| (other, TRANSLATION));
        for (other, trust) in translations.into_iter().map(|other| (other, trust)).chain(phrases) {
            let known = lexis.stems.get(other).filter(|id| lexis.stem_df[*id as usize] > 0);
            if let Some(id) = known.filter(|id| !out.iter().any(|o| o.0 == *id)) {
                out.push((id, trust));
            }
        }
        if name || (out.is_empty() && sounds) {
            for (id, similarity) in heard(spelling, word, &stem) {
                if (name || similarity >= LOAN) && !out.iter().any(|o| o.0 == id) {
                    out.push((id, similarity));
                }
            }
        }
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keep(out, 0.25, MOST)
    }

    /// Whether the glossary has the stem as an abbreviation of something general (ОЭЗ, НОЦ).
    pub fn is_short(&self, stem: &str) -> bool {
        self.heads.contains_key(stem)
    }

    /// Whether the glossary has the stem.
    pub fn knows(&self, stem: &str) -> bool {
        self.words.contains_key(stem) || self.phrases.contains_key(stem)
    }
}

/// Whether a word of the glossary is an abbreviation: of capitals only.
fn is_abbreviation(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// The word of a phrase that says what it is: in Russian the first that is no adjective («экономическая зона», «фонд
/// развития»), in English the last before any "of" ("economic zone", "chamber of commerce").
fn head(phrase: &str, lang: Lang) -> &str {
    const ADJECTIVES: [&str; 5] = ["ый", "ий", "ая", "ое", "ые"];
    let mut words = phrase.split_whitespace();
    let found = match lang {
        Lang::Ru => words.find(|w| !ADJECTIVES.iter().any(|end| w.ends_with(end))),
        Lang::En => words.take_while(|w| *w != "of").last(),
    };
    found.unwrap_or(phrase)
}

/// What sounds like the word or like its stem: a stemmer may cut a name («Песков») as if it were an inflected word.
fn heard(spelling: &Spelling, word: &str, stem: &str) -> Alternatives {
    let mut out = spelling.sounds_like(stem);
    if word != stem {
        for (id, similarity) in spelling.sounds_like(word) {
            match out.iter_mut().find(|o| o.0 == id) {
                Some(known) => known.1 = known.1.max(similarity),
                None => out.push((id, similarity)),
            }
        }
    }
    out
}

/// The language a stem's letters belong to, `None` for numbers.
pub fn script_of(stem: &str) -> Option<Lang> {
    let first = stem.chars().find(|c| c.is_alphabetic())?;
    Some(if is_cyrillic(first) { Lang::Ru } else { Lang::En })
}

//! Names at home in one region: «Иннополис» stands in articles on Tatarstan only, so a question about it is about
//! Tatarstan, though it does not say so.

use super::bridge::script_of;
use super::lexis::{Lexis, lang_index};
use super::query::{Query, Term};
use super::regions::Regions;
use crate::domain::{Corpus, RegionId};

/// Characters of a stem that is taken for a name, at least.
const LEAST: usize = 3;
/// How surely a stem must be the word asked for: as typed, as heard in the other alphabet, or one typo away; of a word
/// that is not written like a name, more surely.
const SURE: f32 = 0.7;
const SURE_OF_OTHERS: f32 = 0.85;

/// What stems are names, and where they are at home.
#[derive(Debug, Default)]
pub struct Homes {
    /// By stem: the only region whose articles hold it, if it is written like a name.
    home: Vec<Option<RegionId>>,
    /// By stem: whether it is written like a name.
    name: Vec<bool>,
}

/// What is known of a stem while the corpus is read.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    home: Option<usize>,
    elsewhere: bool,
    capital: u32,
    lower: u32,
}

impl Use {
    /// One more use in articles of `home`; `inside` a sentence a capital tells a name.
    fn add(&mut self, home: Option<usize>, capital: bool, inside: bool) {
        self.elsewhere |= home.is_none() || self.home.is_some_and(|h| Some(h) != home);
        self.home = home;
        self.capital += u32::from(capital && inside);
        self.lower += u32::from(!capital);
    }
}

impl Homes {
    /// Reads a corpus.
    pub fn build(corpus: &Corpus, lexis: &Lexis, regions: &Regions) -> Self {
        let all: Vec<RegionId> = regions.covered().collect();
        let mut uses = vec![Use::default(); lexis.stems.strings().len()];
        for (index, article) in corpus.articles().iter().enumerate() {
            let home = all.iter().position(|id| regions.spellings(*id).contains(&article.meta.region));
            for sentence in corpus.passages_of(index).flat_map(|id| lexis.sentences_of(id)) {
                for token in sentence.tokens.clone() {
                    let inside = token > sentence.tokens.start;
                    uses[lexis.stem_at(token) as usize].add(home, lexis.capital[token as usize], inside);
                }
            }
        }
        let name = |(stem, seen): (usize, &Use)| {
            let long = lexis.stems.name(stem as u32).chars().filter(|c| c.is_alphabetic()).count() >= LEAST;
            let home = seen.home.filter(|_| long && !seen.elsewhere && seen.capital > seen.lower)?;
            Some(all[home])
        };
        Self {
            home: uses.iter().enumerate().map(name).collect(),
            name: uses.iter().map(|seen| seen.capital > seen.lower).collect(),
        }
    }

    /// Whether a stem, by its number, is written like a name.
    pub fn is_name(&self, stem: u32) -> bool {
        self.name.get(stem as usize).copied().unwrap_or_default()
    }

    /// The regions that names in a question are at home in.
    pub fn of(&self, query: &Query, lexis: &Lexis) -> Vec<RegionId> {
        let mut out: Vec<RegionId> = Vec::new();
        for term in query.terms.iter().filter(|t| t.is_content()) {
            out.extend(self.home(term, lexis).filter(|id| !out.contains(id)));
        }
        out
    }

    /// Whether a word is a name at home in one region: of a place, a park or a programme there.
    pub fn is_at_home(&self, term: &Term, lexis: &Lexis) -> bool {
        self.home(term, lexis).is_some()
    }

    fn home(&self, term: &Term, lexis: &Lexis) -> Option<RegionId> {
        let held = |lang: usize| lexis.passages_in[lang] > 0;
        // A name that the texts have as typed is no word to be translated ("BIND"), but may be heard as another name.
        let typed = script_of(&term.word).and_then(|lang| term.views[lang_index(lang)].stems.first());
        let is_typed = typed.is_some_and(|s| s.1 >= 1.0 && self.home[s.0 as usize].is_some());
        let mut found = None;
        for lang in [crate::domain::Lang::En, crate::domain::Lang::Ru].map(lang_index).into_iter().filter(|l| held(*l))
        {
            let sure = if term.name { SURE } else { SURE_OF_OTHERS };
            let may_be_meant = |s: &&(u32, f32)| s.1 >= sure && (!is_typed || self.is_name(s.0));
            for (stem, _) in term.views[lang].stems.iter().filter(may_be_meant) {
                let home = self.home[*stem as usize]?;
                if found.is_some_and(|f| f != home) {
                    return None;
                }
                found = Some(home);
            }
        }
        found
    }
}

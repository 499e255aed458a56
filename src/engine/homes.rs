//! Names at home in one region: «Иннополис» stands in articles on Tatarstan only, so a question about it is about
//! Tatarstan, though it does not say so.
//!
//! A name of several words («Первый прототип») is known by the pairs of neighbouring words within it: each of the words may
//! be an ordinary one that articles of all regions use.

use rustc_hash::FxHashMap;

use super::bridge::{Bridge, script_of};
use super::lexis::{Lexis, Sentence, lang_index};
use super::query::{Query, Term};
use super::regions::Regions;
use crate::domain::{Corpus, Lang, RegionId};
use crate::text::stopwords::is_stop;

/// Characters of a stem that is taken for a name, at least.
const LEAST: usize = 3;
/// How surely a stem must be the word asked for: as typed, as heard in the other alphabet, or one typo away; of a word
/// that is not written like a name, more surely.
const SURE: f32 = 0.7;
const SURE_OF_OTHERS: f32 = 0.85;
/// How surely a stem is the very name in the other alphabet.
const SAME: f32 = 0.95;
/// Words of a name within quotation marks, at the most: what is longer is speech.
const LONGEST: usize = 6;
const OPENING: [char; 5] = ['«', '“', '„', '"', '‘'];
const CLOSING: [char; 6] = ['»', '”', '“', '"', '’', '‘'];

/// What stems are names, and where they are at home.
#[derive(Debug, Default)]
pub struct Homes {
    /// By stem: the only region whose articles hold it, if it is written like a name.
    home: Vec<Option<RegionId>>,
    /// By stem: the only region whose articles write it like a name, though others may have it as a word.
    as_name: Vec<Option<RegionId>>,
    /// By the stems of two neighbouring words of a name: the only region whose articles have it.
    pairs: FxHashMap<(u32, u32), RegionId>,
    /// By stem: whether it is written like a name.
    name: Vec<bool>,
    /// By article: its region.
    of_article: Vec<Option<RegionId>>,
}

/// In whose articles something is used.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    home: Option<RegionId>,
    elsewhere: bool,
}

impl Used {
    /// One more use in articles of `home`.
    fn add(&mut self, home: Option<RegionId>) {
        self.elsewhere |= home.is_none() || self.home.is_some_and(|h| Some(h) != home);
        self.home = home;
    }

    /// The only region.
    fn only(self) -> Option<RegionId> {
        self.home.filter(|_| !self.elsewhere)
    }
}

/// What is known of a stem while the corpus is read.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    any: Used,
    as_name: Used,
    capital: u32,
    lower: u32,
}

impl Use {
    /// One more use in articles of `home`; `inside` a sentence a capital tells a name.
    fn add(&mut self, home: Option<RegionId>, capital: bool, inside: bool) {
        self.any.add(home);
        if capital && inside {
            self.as_name.add(home);
            self.capital += 1;
        }
        self.lower += u32::from(!capital);
    }
}

impl Homes {
    /// Reads a corpus. An abbreviation that `bridge` knows is written in capitals wherever it stands: it is at home nowhere.
    pub fn build(corpus: &Corpus, lexis: &Lexis, regions: &Regions, bridge: &Bridge) -> Self {
        let all: Vec<RegionId> = regions.covered().collect();
        let mut uses = vec![Use::default(); lexis.stems.strings().len()];
        let mut pairs: FxHashMap<(u32, u32), Used> = FxHashMap::default();
        let stop: Vec<bool> = lexis.surfaces.strings().iter().map(|word| is_stop(word)).collect();
        let mut of_article = Vec::new();
        for (index, article) in corpus.articles().iter().enumerate() {
            let home = all.iter().copied().find(|id| regions.spellings(*id).contains(&article.meta.region));
            of_article.push(home);
            for sentence in corpus.passages_of(index).flat_map(|id| lexis.sentences_of(id)) {
                for token in sentence.tokens.clone() {
                    let inside = token > sentence.tokens.start;
                    uses[lexis.stem_at(token) as usize].add(home, lexis.capital[token as usize], inside);
                }
                for name in names(lexis, article.text.as_str(), sentence) {
                    let said = name.into_iter().filter(|t| !stop[lexis.surface[*t as usize] as usize]);
                    let stems: Vec<u32> = said.map(|token| lexis.stem_at(token)).collect();
                    stems.windows(2).for_each(|two| pairs.entry((two[0], two[1])).or_default().add(home));
                }
            }
        }
        let may_be_name = |stem: usize| {
            let stem = lexis.stems.name(stem as u32);
            stem.chars().filter(|c| c.is_alphabetic()).count() >= LEAST && !bridge.is_short(stem)
        };
        let homes = |of: &dyn Fn(&Use) -> Option<RegionId>| {
            uses.iter().enumerate().map(|(stem, seen)| of(seen).filter(|_| may_be_name(stem))).collect()
        };
        Self {
            home: homes(&|seen| seen.any.only().filter(|_| seen.capital > seen.lower)),
            as_name: homes(&|seen| seen.as_name.only()),
            name: uses.iter().map(|seen| seen.capital > seen.lower).collect(),
            pairs: pairs.into_iter().filter_map(|(two, used)| Some((two, used.only()?))).collect(),
            of_article,
        }
    }

    /// Whether a stem, by its number, is written like a name.
    pub fn is_name(&self, stem: u32) -> bool {
        self.name.get(stem as usize).copied().unwrap_or_default()
    }

    /// The regions that names in a question are at home in: names of one word tell it best, then those of several, then
    /// words that only this region's articles write like a name, as the question does, then all its names together.
    pub fn of(&self, query: &Query, lexis: &Lexis) -> Vec<RegionId> {
        let terms = || query.terms.iter().filter(|t| t.is_content());
        let mut out: Vec<RegionId> = terms().filter_map(|term| self.home(term, lexis)).collect();
        if out.is_empty() {
            out = self.of_pairs(query);
        }
        if out.is_empty() {
            out = terms().filter(|term| term.name).filter_map(|term| self.home_as_name(term)).collect();
        }
        if out.is_empty() {
            out.extend(self.of_all_names(query, lexis));
        }
        let mut regions = Vec::new();
        for id in out {
            if !regions.contains(&id) {
                regions.push(id);
            }
        }
        regions
    }

    /// Where the question's names of several words are at home.
    fn of_pairs(&self, query: &Query) -> Vec<RegionId> {
        let said: Vec<&Term> =
            query.sequence.iter().map(|t| &query.terms[*t]).filter(|term| !is_stop(&term.word)).collect();
        let mut out = Vec::new();
        for two in said.windows(2) {
            for lang in [Lang::En, Lang::Ru].map(lang_index) {
                for (a, surely) in &two[0].views[lang].stems {
                    for (b, as_surely) in &two[1].views[lang].stems {
                        let home = self.pairs.get(&(*a, *b)).filter(|_| surely * as_surely >= SURE);
                        out.extend(home.copied());
                    }
                }
            }
        }
        out
    }

    /// The only region that has an article with all the names of a question.
    fn of_all_names(&self, query: &Query, lexis: &Lexis) -> Option<RegionId> {
        let names: Vec<&Term> = query.terms.iter().filter(|t| t.is_content() && t.proper).collect();
        let holds = |index: usize| {
            let article = &lexis.articles[index];
            let said = |t: &&Term| {
                let mut stems = t.views[lang_index(article.lang)].stems.iter();
                stems.any(|(stem, surely)| *surely >= SURE_OF_OTHERS && article.count(*stem) > 0)
            };
            names.iter().all(said)
        };
        let mut used = Used::default();
        for index in (0..self.of_article.len()).filter(|i| names.len() > 1 && holds(*i)) {
            used.add(self.of_article[index]);
        }
        used.only()
    }

    /// Whether a word is a name at home in one region: of a place, a park or a programme there.
    pub fn is_at_home(&self, term: &Term, lexis: &Lexis) -> bool {
        self.home(term, lexis).is_some()
    }

    fn home(&self, term: &Term, lexis: &Lexis) -> Option<RegionId> {
        let held = |lang: usize| lexis.passages_in[lang] > 0;
        // A name that the texts have as typed is no word to be translated ("BIND"), but may be heard as another name.
        let typed = typed(term).and_then(|stem| self.home[stem as usize]);
        let mut used = Used::default();
        for lang in [Lang::En, Lang::Ru].map(lang_index).into_iter().filter(|l| held(*l)) {
            let sure = if term.name { SURE } else { SURE_OF_OTHERS };
            let may_be_meant = |s: &&(u32, f32)| s.1 >= sure && (typed.is_none() || self.is_name(s.0));
            for (stem, how_surely) in term.views[lang].stems.iter().filter(may_be_meant) {
                let home = self.home[*stem as usize];
                // What only resembles it does not count against the very name.
                if typed.is_some() && home != typed && *how_surely < SAME {
                    continue;
                }
                used.add(home);
            }
        }
        used.only()
    }

    /// Where a word is at home that is written like a name in the articles of one region only.
    fn home_as_name(&self, term: &Term) -> Option<RegionId> {
        typed(term).and_then(|stem| self.as_name[stem as usize])
    }
}

/// The stem of a word that the texts hold as typed.
fn typed(term: &Term) -> Option<u32> {
    let view = script_of(&term.word).map(|lang| &term.views[lang_index(lang)])?;
    view.stems.first().filter(|s| s.1 >= 1.0).map(|s| s.0)
}

/// The names of several words in a sentence, as tokens: what stands within quotation marks, and neighbours with capitals.
fn names(lexis: &Lexis, text: &str, sentence: &Sentence) -> Vec<Vec<u32>> {
    let start = |token: u32| lexis.start[token as usize] as usize;
    let end = |token: u32| if token + 1 < sentence.tokens.end { start(token + 1) } else { sentence.span.end };
    // What stands behind a token, before the next.
    let behind = |token: u32| text[start(token)..end(token)].trim_start_matches(char::is_alphanumeric);
    let mut out = Vec::new();
    let (mut quoted, mut capital): (Option<Vec<u32>>, Vec<u32>) = (None, Vec::new());
    for token in sentence.tokens.clone() {
        if text[..start(token)].ends_with(OPENING) {
            quoted = Some(Vec::new());
        }
        let behind = behind(token);
        if let Some(name) = &mut quoted {
            name.push(token);
            if behind.contains(CLOSING) {
                out.extend(quoted.take());
            } else if name.len() == LONGEST {
                quoted = None;
            }
        }
        if lexis.capital[token as usize] {
            capital.push(token);
        }
        let goes_on = lexis.capital[token as usize] && !behind.contains(|c: char| !c.is_whitespace() && c != '-');
        if !goes_on && !capital.is_empty() {
            out.push(std::mem::take(&mut capital));
        }
    }
    out.push(capital);
    out.retain(|name| name.len() > 1);
    out
}

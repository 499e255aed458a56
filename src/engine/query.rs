//! What is searched for: the question in the terms of the corpus.

use super::filters::Filters;
use super::senses::Kinds;
use super::spelling::Alternatives;
use super::topics::Many;
use super::typed::Typed;
use crate::domain::{Assumption, Lang, RegionId, SmallTalk, Topic};

/// What kind of thing the asker wants to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// Anything.
    What,
    /// A date or a time.
    When,
    /// A number or an amount.
    Count,
    /// A cause or a purpose.
    Why,
    /// A person or an organisation.
    Who,
    /// A place.
    Where,
    /// Terms: who may have it, what must be done for it.
    Condition,
    /// What something is.
    Definition,
    /// Whether something is so.
    YesNo,
}

impl Wanted {
    /// Whether the weights were fitted with this kind told apart from [`What`](Self::What).
    pub const fn has_signal(self) -> bool {
        matches!(self, Self::When | Self::Count | Self::Why | Self::Who | Self::Where)
    }
}

/// Words behind which stands what a question is about.
const ABOUT: [&str; 9] = ["about", "regarding", "concerning", "о", "об", "обо", "про", "насчет", "касательно"];

/// Different words of a question that count: sets of them are kept as bits.
pub const MOST_TERMS: usize = 64;

/// One word of the question.
#[derive(Debug, Clone)]
pub struct Term {
    /// The folded word.
    pub word: String,
    /// Number of the word among the corpus's folded words.
    pub surface: Option<u32>,
    /// How much of the question's meaning it carries: 1 for a content word, less for a stop word or a region.
    pub weight: f32,
    /// Whether it looks like a name: capitalised inside the question.
    pub name: bool,
    /// Whether it is one: so written, or so written by the texts.
    pub proper: bool,
    /// Whether it names a thing that is asked about: a word that the lexicon knows, and neither a name nor a light word.
    pub thing: bool,
    /// Whether it is a verb or a general word, which an answer may leave unsaid.
    pub general: bool,
    /// Groups of synonyms it belongs to; none for words that carry no meaning.
    pub groups: Vec<u16>,
    /// What it is in the texts of each language, by [`lang_index`](super::lexis::lang_index).
    pub views: [TermView; 2],
}

/// A term as it stands in the texts of one language.
#[derive(Debug, Clone, Default)]
pub struct TermView {
    /// Stems that stand for it; empty when the texts do not know the word.
    pub stems: Alternatives,
    /// Inverse document frequency over the passages of that language (natural logarithm), lowered for guesses.
    pub idf: f32,
    /// The same over articles, for the article as one document.
    pub article_idf: f32,
}

impl TermView {
    /// Whether the texts hold the very word.
    pub fn is_sure(&self) -> bool {
        self.stems.first().is_some_and(|s| s.1 >= 1.0)
    }

    /// The stems that stand for the word so surely that they rule something out or in.
    pub fn surely(&self) -> impl Iterator<Item = u32> {
        self.stems.iter().filter(|s| s.1 >= SURELY).map(|s| s.0)
    }
}

/// How surely a stem must stand for a word to rule something out or in.
const SURELY: f32 = 0.7;

/// The regions a question names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Regions that have articles.
    pub covered: Vec<RegionId>,
    /// Names of regions that have none, as to be displayed.
    pub uncovered: Vec<String>,
    /// Stems of the uncovered regions' names, to look for mentions of them.
    pub uncovered_stems: Vec<String>,
    /// The covered regions by the words that name them: regions that share a name are together.
    pub apart: Vec<Vec<RegionId>>,
    /// Whether several regions are asked about side by side.
    pub compared: bool,
}

impl Named {
    /// Whether it names more than one region, with articles or without.
    pub fn is_several(&self) -> bool {
        self.apart.len() + self.uncovered.len() > 1 && !self.apart.is_empty()
    }

    /// Notes the regions that one name stands for.
    pub fn note_apart(&mut self, ids: Vec<RegionId>) {
        let new: Vec<RegionId> = ids.into_iter().filter(|id| !self.covered.contains(id)).collect();
        if !new.is_empty() {
            self.covered.extend(&new);
            self.apart.push(new);
        }
    }

    /// Whether the question names regions and none of them has an article.
    pub fn only_uncovered(&self) -> bool {
        self.covered.is_empty() && !self.uncovered.is_empty()
    }
}

/// A particular thing that a question is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// Number of the lexicon's aim.
    pub number: u16,
    /// The terms of the question that tell so, as bits: a sentence that tells the aim means them.
    pub terms: u64,
    /// Words of the longest wording that tells so.
    pub words: u8,
}

/// A question understood.
#[derive(Debug, Clone)]
pub struct Query {
    /// The text that was understood, repaired if need be.
    pub text: String,
    /// Its folded words joined by single spaces.
    pub folded: String,
    /// Language of the question.
    pub lang: Lang,
    /// The different words, in order of first occurrence.
    pub terms: Vec<Term>,
    /// All words in order, as positions in `terms`.
    pub sequence: Vec<usize>,
    /// What is wanted.
    pub wanted: Wanted,
    /// How the question is put.
    pub manner: Typed,
    /// What an answer must hold, by the wording of the question.
    pub kinds: Kinds,
    /// What it is after, in the order of the lexicon's aims.
    pub aims: Vec<Aim>,
    /// The word that says what exactly is asked for, as a position in `terms`: "residents" in "how many residents are
    /// there in the zone".
    pub focus: Option<usize>,
    /// Set when the asker wants a complete list.
    pub list: Option<Topic>,
    /// Set when several things of whatever kind may be wanted.
    pub many: Option<Many>,
    /// What is said instead of a question, if nothing is asked that a source could answer.
    pub small_talk: Option<SmallTalk>,
    /// Regions named.
    pub regions: Named,
    /// What is ruled out.
    pub filters: Filters,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
}

impl Query {
    /// Sum of weight × idf in the texts of a language; never 0.
    pub fn total(&self, lang: usize) -> f32 {
        let sum: f32 = self.terms.iter().map(|t| t.weight * t.views[lang].idf).sum();
        if sum > 0.0 { sum } else { 1.0 }
    }

    /// Whether it asks for several things for certain.
    pub fn asks_for_several(&self) -> bool {
        self.list.is_some() || self.many.is_some_and(|m| m.certain)
    }

    /// Whether any word carries meaning beyond stop words and names of regions.
    pub fn has_content(&self) -> bool {
        self.terms.iter().any(Term::is_content)
    }

    /// The terms that carry the meaning and are names, as bits.
    pub fn proper(&self) -> u64 {
        self.those(|t| t.is_content() && t.proper)
    }

    /// The terms that carry the meaning and are neither names nor numbers, as bits.
    pub fn plain(&self) -> u64 {
        let is_plain = |t: &Term| !t.proper && !t.word.chars().all(char::is_numeric);
        self.content().filter(|(_, t)| is_plain(t)).fold(0, |all, (i, _)| all | 1 << i)
    }

    /// The terms that carry the meaning and are neither names nor numbers nor what is asked about, as bits: people who do not
    /// know the words of the source use many.
    pub fn others(&self) -> u64 {
        self.those(|t| t.is_content() && !t.thing && !t.proper && !t.word.starts_with(char::is_numeric))
    }

    /// The terms that name what is asked about, as bits.
    pub fn things(&self) -> u64 {
        self.those(|t| t.thing)
    }

    /// The terms of [`content`](Self::content), as bits.
    pub fn content_terms(&self) -> u64 {
        self.content().fold(0, |all, (i, _)| all | 1 << i)
    }

    /// The terms behind "about" that are more than general words, as bits.
    pub fn behind_about(&self) -> u64 {
        let about = self.sequence.iter().rposition(|t| ABOUT.contains(&self.terms[*t].word.as_str()));
        let behind = about.map_or(0, |at| self.sequence[at..].iter().fold(0, |all, t| all | 1 << t));
        behind & self.telling()
    }

    /// Where it is asked what somebody says: the terms that may be their name, as bits.
    pub fn speaker(&self) -> u64 {
        let says = |t: &Term| SAYING.iter().any(|verb| t.word.starts_with(verb));
        if self.wanted != Wanted::Who && self.terms.iter().any(says) {
            self.those(|t| t.is_content() && t.name && !says(t))
        } else {
            0
        }
    }

    /// The terms that carry the meaning and are more than general words, as bits.
    pub fn telling(&self) -> u64 {
        self.those(|t| t.is_content() && !t.general)
    }

    /// All terms, as bits.
    pub fn all_terms(&self) -> u64 {
        self.those(|_| true)
    }

    fn those(&self, are: impl Fn(&Term) -> bool) -> u64 {
        self.terms.iter().enumerate().filter(|(_, t)| are(t)).fold(0, |all, (i, _)| all | 1 << i)
    }

    /// The words that carry the meaning, with their positions in `terms`; all of them when none does.
    pub fn content(&self) -> impl Iterator<Item = (usize, &Term)> {
        let any = self.has_content();
        self.terms.iter().enumerate().filter(move |(_, t)| t.is_content() || !any)
    }
}

/// Beginnings of verbs that ask for what somebody says.
const SAYING: [&str; 7] = ["say", "said", "told", "сказал", "говор", "рассказал", "заявил"];

impl Term {
    /// Whether it carries meaning.
    pub fn is_content(&self) -> bool {
        self.weight >= 0.5
    }
}

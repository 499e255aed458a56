//! Question → [`Query`].
//!
//! A wrong keyboard layout is undone first, when the other reading is made of clearly more known words. Then every word
//! becomes a [`Term`] with what stands for it in the texts of each language: the very stem, else stems within a typo's
//! reach, in the other language its translations or what sounds like it.

mod ruled;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::aims::Aims;
use super::bridge::{Bridge, script_of};
use super::compare;
use super::families::Families;
use super::filters::{self, Taken};
use super::grams::idf;
use super::homes::Homes;
use super::intent;
use super::lexis::{Lexis, judged, lang_index};
use super::query::{Aim, MOST_TERMS, Query, Term, TermView, Wanted};
use super::regions::{Held, Regions};
use super::repair;
use super::senses::{Kinds, Meanings, question_words};
use super::signals::Signal;
use super::small_talk::{small_talk, without_courtesies};
use super::spelling::{Alternatives, Spelling};
use super::topics;
use super::typed::Typed;
use crate::domain::{Assumption, Kind, Lang, Question};
use crate::text::family::root;
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::{Word, is_cyrillic, words};
use crate::text::{careless, language, layout};

/// Weight of a stop word, and of a word that names the region: they are met everywhere in the right articles.
const LIGHT: f32 = 0.1;
/// Letters of the shortest word that is taken for a typo of another: with one wrong of three anything is near.
const LEAST_TYPO: usize = 4;
/// Words after which a question says what it asks for.
const QUESTION_WORDS: [&str; 36] = [
    "what",
    "which",
    "how",
    "who",
    "whom",
    "whose",
    "when",
    "where",
    "why",
    "is",
    "are",
    "does",
    "do",
    "какой",
    "какая",
    "какое",
    "какие",
    "каких",
    "какую",
    "каким",
    "какими",
    "какого",
    "каков",
    "какова",
    "каковы",
    "сколько",
    "кто",
    "кого",
    "кому",
    "кем",
    "когда",
    "где",
    "куда",
    "почему",
    "есть",
    "чем",
];
/// Bytes of a question that are read (a border is kept): nobody asks at greater length.
const MOST_BYTES: usize = 4_000;

/// What understanding needs to know of the corpus.
#[derive(Debug)]
pub struct Understanding<'a> {
    /// The corpus in words.
    pub lexis: &'a Lexis,
    /// Typos and sounds.
    pub spelling: &'a Spelling,
    /// Words of one root.
    pub families: &'a Families,
    /// Translations.
    pub bridge: &'a Bridge,
    /// Regions.
    pub regions: &'a Regions,
    /// Names.
    pub homes: &'a Homes,
    /// Synonyms and cues.
    pub meanings: &'a Meanings,
    /// What questions are after.
    pub aims: &'a Aims,
}

/// A word as it was said.
struct Said<'a> {
    /// Folded.
    word: &'a str,
    stem: &'a str,
    /// Whether it is a stop word.
    stop: bool,
    /// Whether it is written like a name.
    name: bool,
    /// Stems of what it is short for, and of what is short for it.
    short: &'a [String],
}

impl Understanding<'_> {
    /// Reads a question.
    pub fn read(&self, question: &Question) -> Query {
        let taken = filters::take(without_courtesies(clip(question.text.trim())));
        let here = self.known_share(&words(&taken.text));
        let other = self.other_layout(&taken.text, here).or_else(|| self.other_alphabet(&taken.text, here));
        match other.or_else(|| repair::torn(self, &taken.text)) {
            Some(text) => self.reread(question, &text, taken.without),
            None => self.read_as(question, taken, Vec::new()),
        }
    }

    /// Reads a question as if it had another text; words with a minus have been taken out of it.
    pub fn reread(&self, question: &Question, text: &str, without: Vec<String>) -> Query {
        let assumptions = vec![Assumption::Reread(text.to_owned())];
        self.read_as(question, Taken { without, ..filters::take(text) }, assumptions)
    }

    fn read_as(&self, question: &Question, taken: Taken, mut assumptions: Vec<Assumption>) -> Query {
        let text = taken.text.clone();
        let all = careless::asked(&text);
        let lang = language::detect(&text).or(question.lang).unwrap_or_default();
        let stems: Vec<String> = all.iter().map(|w| self.lexis.stem_of(&w.folded).into_owned()).collect();
        let signals: Vec<Signal> = all.iter().map(|w| self.lexis.signal_of(&w.folded)).collect();
        let mut mentions = self.regions.find(&all, &stems, lang_index(lang), |s| self.held(s));
        let folded = all.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" ");
        let (mut terms, sequence) = self.terms(&all, &stems, &mentions.words);
        mentions.named.compared |= mentions.named.is_several() && compare::compares(&folded);
        if mentions.named.compared {
            terms.iter_mut().filter(|t| compare::is_about_comparing(&t.word)).for_each(|t| t.weight = LIGHT);
        }
        if assumptions.is_empty() {
            assumptions.extend(self.corrected(&text, &all, &terms, &sequence));
        }
        let wanted = intent::wanted(&folded);
        let list = intent::list(&folded, wanted);
        if let Some(years) = taken.years.filter(|y| y.are_many() && list.is_none()) {
            self.mean_years(years, &mut terms);
        }
        let wording = question_words(&all);
        Query {
            wanted,
            kinds: self.kinds(&wording, wanted),
            aims: self.after(&wording, &terms, &sequence),
            manner: Typed::manner(&all, &signals),
            focus: focus(&terms, &sequence),
            list,
            many: topics::many(&folded, wanted),
            small_talk: small_talk(&super::compose::folded(&text)),
            text,
            folded,
            lang,
            terms,
            sequence,
            regions: mentions.named,
            filters: self.filters(&taken),
            assumptions,
        }
    }

    /// What it is after. A name says nothing of that, whatever it means as a word ("the Seed grant").
    fn after(&self, wording: &[String], terms: &[Term], sequence: &[usize]) -> Vec<Aim> {
        let is_name = |word: usize| sequence.get(word).is_some_and(|t| terms[*t].name);
        let aim = |(number, mut at): (u16, Vec<Range<usize>>)| {
            at.retain(|words| !words.clone().all(is_name));
            let words = at.iter().map(Range::len).max().unwrap_or(0).min(usize::from(u8::MAX)) as u8;
            let terms = at.into_iter().flatten().filter_map(|word| sequence.get(word)).fold(0, |all, t| all | 1 << t);
            (words > 0).then_some(Aim { number, terms, words })
        };
        self.aims.of(wording).into_iter().filter_map(aim).collect()
    }

    /// What an answer must hold.
    fn kinds(&self, wording: &[String], wanted: Wanted) -> Kinds {
        let kinds = self.meanings.asked(wording);
        match wanted {
            Wanted::When => kinds.with(Kind::When),
            Wanted::Count if kinds == Kinds::default() => kinds.with(Kind::Count),
            Wanted::Who => kinds.with(Kind::Who),
            Wanted::Where => kinds.with(Kind::Where),
            Wanted::Why => kinds.with(Kind::Why),
            Wanted::Condition => kinds.with(Kind::Condition),
            Wanted::Definition if kinds == Kinds::default() => kinds.with(Kind::Definition),
            Wanted::What | Wanted::Count | Wanted::Definition | Wanted::YesNo => kinds,
        }
    }

    /// How the texts hold a stem.
    fn held(&self, stem: &str) -> Held {
        match self.lexis.stems.get(stem).filter(|id| self.lexis.stem_df[*id as usize] > 0) {
            None if self.is_in_lexicon(stem) || self.meanings.is_light(stem) => Held::InLexicon,
            None => Held::Nowhere,
            Some(id) if self.homes.is_name(id) => Held::AsName,
            Some(_) => Held::AsWord,
        }
    }

    /// Whether the glossary or the synonyms have the stem.
    pub(super) fn is_in_lexicon(&self, stem: &str) -> bool {
        self.bridge.knows(stem) || self.meanings.knows(stem)
    }

    /// Whether a text has the stem.
    pub(super) fn is_known(&self, stem: &str) -> bool {
        self.lexis.stems.get(stem).is_some_and(|id| self.lexis.stem_df[id as usize] > 0)
    }

    fn terms(&self, all: &[Word], stems: &[String], region_words: &[usize]) -> (Vec<Term>, Vec<usize>) {
        let mut terms: Vec<Term> = Vec::new();
        let mut sequence = Vec::new();
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        let (meant, short) = (self.bridge.phrases(stems), self.bridge.abbreviations(stems));
        let groups = self.meanings.groups(stems);
        for (i, word) in all.iter().enumerate() {
            let stem = stems[i].clone();
            if let Some(known) = seen.get(&stem) {
                sequence.push(*known);
                continue;
            }
            if terms.len() == MOST_TERMS {
                break;
            }
            let stop = is_stop(&word.folded);
            let light = stop || region_words.contains(&i) || is_beside_a_year(all, i) || is_of_how(all, i);
            seen.insert(stem.clone(), terms.len());
            sequence.push(terms.len());
            let name = word.is_capital_inside();
            let said = Said { word: &word.folded, stem: &stem, stop, name, short: &short[i] };
            let views = [Lang::En, Lang::Ru].map(|lang| self.view(&said, lang, &meant[i]));
            let best = views.iter().filter_map(|v| v.stems.first());
            let general = self.meanings.is_light(&stem);
            let proper = name || best.into_iter().any(|(stem, _)| self.homes.is_name(*stem));
            terms.push(Term {
                surface: self.lexis.surfaces.get(&word.folded),
                weight: if light { LIGHT } else { 1.0 },
                name,
                proper,
                thing: !light && !proper && !groups[i].is_empty() && !general,
                general,
                groups: if light { Vec::new() } else { groups[i].clone() },
                views,
                word: word.folded.clone(),
            });
        }
        (terms, sequence)
    }

    /// A word in the texts of a language.
    fn view(&self, said: &Said<'_>, lang: Lang, meant: &[String]) -> TermView {
        let passages = self.lexis.passages_in[lang_index(lang)];
        if passages == 0 {
            return TermView::default();
        }
        self.view_of(self.stand_ins(said, lang, meant), lang)
    }

    /// What stands for a word in the texts of a language, with how rare it is there.
    fn view_of(&self, stems: Alternatives, lang: Lang) -> TermView {
        let passages = self.lexis.passages_in[lang_index(lang)];
        let (n, articles) = (judged(passages), self.lexis.articles.len() as f32);
        let best = stems.first().map_or(1.0, |s| s.1);
        let sum = |df: &[u32]| stems.iter().map(|s| df[s.0 as usize]).sum::<u32>() as f32;
        TermView {
            idf: idf(n, sum(&self.lexis.stem_df).min(n)) * best,
            article_idf: idf(articles, sum(&self.lexis.article_df).min(articles)),
            stems,
        }
    }

    fn stand_ins(&self, said: &Said<'_>, lang: Lang, meant: &[String]) -> Alternatives {
        let Said { word, stem, stop, name, short } = *said;
        let foreign = script_of(stem).is_some_and(|script| script != lang);
        let known = |stem: &str| self.lexis.stems.get(stem).filter(|id| self.lexis.stem_df[*id as usize] > 0);
        let declined = uninflected(word).and_then(|w| known(&crate::text::stem::stem(w)));
        let exact = known(stem).or(declined);
        if foreign {
            let mut out: Alternatives = exact.map(|id| (id, 1.0)).into_iter().collect();
            if !stop {
                // A word that the lexicon knows is none that only its sound could tell.
                let sounds = name || !self.is_in_lexicon(stem);
                out.extend(self.bridge.translate(self.lexis, self.spelling, word, meant, sounds, name));
            }
            return out;
        }
        let mut out: Alternatives = exact.map(|id| (id, 1.0)).into_iter().collect();
        if !stop {
            // The texts may have the word in cases of which the stemmer makes another stem.
            let nominative = || is_long(word).then(|| known(word)).flatten();
            let others = [declined, nominative()].into_iter().flatten().filter(|id| exact != Some(*id));
            out.extend(others.map(|id| (id, DECLINED)));
            out.extend(Bridge::known(self.lexis, short));
            out.extend(self.families.of(self.lexis, stem));
        }
        // A word that the lexicon knows is no typo, though the texts lack it.
        let long = word.chars().count() >= LEAST_TYPO;
        if out.is_empty() && !stop && long && !self.is_in_lexicon(stem) {
            out = self.spelling.typos(self.lexis, stem);
        }
        out
    }

    /// The question as typed on the other keyboard layout, when that makes clearly more sense. `here` is the share of its
    /// words that are known as they are.
    fn other_layout(&self, typed: &str, here: f32) -> Option<String> {
        if here >= 0.7 {
            return None;
        }
        let other = self.swapped(typed)?;
        (self.known_share(&words(&other)) > here + 0.2).then_some(other)
    }

    /// The question in Cyrillic letters, when it is clearly Russian in Latin ones: hardly a word is English.
    fn other_alphabet(&self, typed: &str, here: f32) -> Option<String> {
        let russian = if here < 0.5 { repair::from_latin(self, typed)? } else { return None };
        (self.known_share(&words(&russian)) > here + 0.3).then_some(russian)
    }

    /// The question as typed on the other keyboard layout; words that are known as they are stay.
    pub(super) fn swapped(&self, typed: &str) -> Option<String> {
        let swap = if language::detect(typed)? == Lang::Ru { layout::to_english } else { layout::to_russian };
        let keep = |chunk: &str| {
            let (mine, theirs) = (words(chunk), words(&swap(chunk)));
            let known = |w: &Word| self.lexis.surfaces.get(&w.folded).is_some();
            mine.first().is_some_and(|w| w.folded.chars().count() > 2)
                && mine.iter().all(known)
                && !theirs.iter().any(known)
        };
        // A question mark was meant, whichever layout has it on the key.
        let swap_words = |chunk: &str| match chunk.strip_suffix('?') {
            Some(word) => swap(word) + "?",
            None => swap(chunk),
        };
        let reread = typed.split_whitespace().map(|c| if keep(c) { c.to_owned() } else { swap_words(c) });
        Some(reread.collect::<Vec<_>>().join(" "))
    }

    /// Share of the words that some text, list or lexicon knows.
    pub(super) fn known_share(&self, all: &[Word]) -> f32 {
        let long: Vec<&Word> = all.iter().filter(|w| w.folded.chars().count() > 1).collect();
        let known = long.iter().filter(|w| self.is_word(&w.folded));
        if long.is_empty() { 0.0 } else { known.count() as f32 / long.len() as f32 }
    }

    /// The question in the words it was searched for, when typos were guessed at.
    fn corrected(&self, text: &str, all: &[Word], terms: &[Term], sequence: &[usize]) -> Option<Assumption> {
        let mut out = text.to_owned();
        let mut changed = false;
        for (word, term) in all.iter().zip(sequence).rev() {
            let term = &terms[*term];
            let view = script_of(&term.word).map(|script| &term.views[lang_index(script)]);
            let guess = view.and_then(|v| v.stems.first()).filter(|s| s.1 < 1.0 && term.is_content());
            // A word of the same family is no typo, nor is what an abbreviation is short for.
            let typed = stem(&term.word);
            let short = self.bridge.abbreviations(&[typed.clone().into_owned()]).remove(0);
            let is_typo = |s: &&(u32, f32)| {
                let name = self.lexis.stems.name(s.0);
                !short.iter().any(|head| head == name) && root(name).is_none_or(|r| Some(r) != root(&typed))
            };
            let guess = guess.filter(is_typo);
            if let Some((stem, _)) = guess {
                let usual = self.lexis.usual[*stem as usize];
                out.replace_range(word.span.start..word.span.end, self.lexis.surfaces.name(usual));
                changed = true;
            }
        }
        changed.then_some(Assumption::Reread(out))
    }
}

/// Whether a word only calls the number beside it a year.
fn is_beside_a_year(all: &[Word], i: usize) -> bool {
    let is_year = |w: &Word| w.folded.len() == 4 && w.folded.bytes().all(|b| b.is_ascii_digit());
    let beside = [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|j| all.get(j));
    beside.into_iter().any(is_year) && ["год", "year", "г"].contains(&stem(&all[i].folded).as_ref())
}

/// Whether a word only makes "how" a question for a size or a time: "how large", «как долго».
fn is_of_how(all: &[Word], i: usize) -> bool {
    const ENGLISH: [&str; 16] = [
        "large", "big", "great", "small", "long", "short", "high", "tall", "deep", "wide", "far", "old", "fast",
        "quickly", "soon", "often",
    ];
    const RUSSIAN: [&str; 9] = ["долго", "часто", "быстро", "скоро", "далеко", "давно", "велик", "велика", "велики"];
    let word = all[i].folded.as_str();
    let before = i.checked_sub(1).map_or("", |i| all[i].folded.as_str());
    match before {
        "how" => ENGLISH.contains(&word),
        "как" | "насколько" => RUSSIAN.contains(&word),
        _ => false,
    }
}

/// How surely another stem of the same word stands for it.
const DECLINED: f32 = 0.95;

/// A Russian word without the ending of a case: the stemmer makes «посе» of «посев», but «посев» of «посеве».
fn uninflected(word: &str) -> Option<&str> {
    let rest = ["ом", "е", "а", "у"].iter().find_map(|ending| word.strip_suffix(ending))?;
    let ends_in_consonant = rest.ends_with(|c| is_cyrillic(c) && !"аеиоуыэюяйь".contains(c));
    (ends_in_consonant && is_long(rest)).then_some(rest)
}

/// Whether a word is long enough that letters at its end can be told from its stem.
fn is_long(word: &str) -> bool {
    const LEAST: usize = 5;
    word.chars().count() >= LEAST
}

/// The first word that carries meaning after the first question word, else the first of all.
fn focus(terms: &[Term], sequence: &[usize]) -> Option<usize> {
    let asks = sequence.iter().position(|t| QUESTION_WORDS.contains(&terms[*t].word.as_str())).unwrap_or(0);
    sequence[asks..].iter().copied().find(|t| terms[*t].is_content())
}

/// The beginning of a text, on a character border.
fn clip(text: &str) -> &str {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|i| text.is_char_boundary(*i));
    &text[..end.unwrap_or(0)]
}

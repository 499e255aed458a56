//! Follow-up questions: what a question leaves unsaid is taken from the one before it.
//!
//! "And partners?" has a topic and lacks the region; «а в Новосибирске?» has a region and lacks all else; "who decides
//! on them?" has words of its own and leans on those before. What the new question says itself always wins: a question
//! that names its region and its subject is left as it is.

use std::sync::LazyLock;

use regex::Regex;

use super::lexis::lang_index;
use super::query::{Aim, MOST_TERMS, Query, Term, Wanted};
use super::regions::Regions;
use super::senses::Kinds;
use crate::domain::{Assumption, TakenOver};
use crate::text::stopwords::is_stop;
use crate::text::words::words;

/// Weight of a stop word beside words taken over: "until when?" says little, but that it says.
const LIGHT: f32 = 0.4;
/// A question with fewer words of its own leans on the one before, whatever its wording.
const FEW: usize = 2;

/// Wordings that point back.
static POINTS_BACK: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(and|also|what about|how about|but|or|so|then|а|и|но|ну|или|тогда)\b|\b(it|its|they|them|their|theirs|there|these|those|this|that|he|she|his|her|him|too|also|else|instead|afterwards|same|он|она|оно|они|его|ее|их|ей|ему|им|ими|нем|ней|нее|нему|них|ним|ними|там|туда|оттуда|этот|эта|это|эти|этого|этой|этих|этом|этим|этому|эту|тот|того|той|тех|том|тем|также|тоже|же)\b";
    // A constant of this file, exercised by its tests.
    Regex::new(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}"))
});

/// Completes a question from the one before it; `None` when it lacks nothing that the other has.
pub fn complete(query: &Query, before: &Query, regions: &Regions) -> Option<Query> {
    if query.small_talk.is_some() || before.small_talk.is_some() {
        return None;
    }
    let bare = !has_words(query) && query.list.is_none();
    let lacks_region = query.regions.covered.is_empty() && query.regions.uncovered.is_empty();
    let leans = query.list.is_none() && lacks_region && leans_back(query);
    let mut out = query.clone();
    if lacks_region {
        out.regions = before.regions.clone();
    }
    if bare {
        out.wanted = if query.wanted == Wanted::What { before.wanted } else { query.wanted };
        if query.aims.is_empty() {
            // The words that told so are numbered otherwise here.
            out.aims = before.aims.iter().map(|aim| Aim { terms: 0, ..*aim }).collect();
        }
        out.kinds = if query.kinds == Kinds::default() { before.kinds } else { query.kinds };
        out.list = before.list.filter(|_| query.wanted == Wanted::What);
    }
    let words = if bare || leans { take(&mut out, before) } else { Vec::new() };
    if out.regions == query.regions && words.is_empty() && out.list == query.list {
        return None;
    }
    let name = |id: &crate::domain::RegionId| regions.name(*id, lang_index(query.lang)).to_owned();
    let regions = out.regions.covered.iter().map(name).chain(out.regions.uncovered.iter().cloned()).collect();
    let said = TakenOver { regions, topic: out.list, words: if out.list.is_some() { Vec::new() } else { words } };
    out.assumptions.push(Assumption::TakenOver(said));
    Some(out)
}

/// Whether a word of it carries meaning.
fn has_words(query: &Query) -> bool {
    query.terms.iter().any(is_own)
}

fn is_own(term: &Term) -> bool {
    term.is_content() && !is_stop(&term.word)
}

/// Whether the question cannot stand alone: it points back, or has hardly a word of its own.
pub fn leans_back(query: &Query) -> bool {
    POINTS_BACK.is_match(&query.folded) || query.terms.iter().filter(|t| is_own(t)).count() < FEW
}

/// Puts the words that carry the meaning of the question before into the query, and returns them as written there.
fn take(out: &mut Query, before: &Query) -> Vec<String> {
    let written = words(&before.text);
    let mut taken = Vec::new();
    for term in out.terms.iter_mut().filter(|t| is_stop(&t.word)) {
        term.weight = LIGHT;
    }
    for term in before.terms.iter().filter(|t| is_own(t)) {
        let said = out.terms.iter().any(|own| own.word == term.word || same_stem(own, term));
        if said || out.terms.len() >= MOST_TERMS {
            continue;
        }
        out.sequence.push(out.terms.len());
        out.terms.push(term.clone());
        let word = written.iter().find(|w| w.folded == term.word);
        taken.push(word.map_or(term.word.clone(), |w| before.text[w.span.start..w.span.end].to_owned()));
    }
    taken
}

fn same_stem(a: &Term, b: &Term) -> bool {
    let first = |t: &Term, lang: usize| t.views[lang].stems.first().filter(|s| s.1 >= 1.0).map(|s| s.0);
    (0..2).any(|lang| first(a, lang).is_some() && first(a, lang) == first(b, lang))
}

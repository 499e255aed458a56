//! Looking for the names of regions in the words of a question.

use super::super::compare;
use super::names::{Form, Guard, Part, differ_by_a_vowel, is_before_places, is_called_after, likeness};
use super::{Mentions, Regions};
use crate::domain::RegionId;
use crate::text::stopwords::is_stop;
use crate::text::words::{Word, is_cyrillic};

/// Letters of a stem that is looked for mistyped, at least.
const SHORTEST_SLIP: usize = 6;
/// Letters of one that is no ordinary word, wherever it stands.
const LONG_SLIP: usize = 8;

/// Likeness of a word that sounds just like a name.
const SAME: f32 = 0.99;

/// How the texts hold a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Not at all.
    Nowhere,
    /// Not at all, but the lexicon has it as a word.
    InLexicon,
    /// Mostly with a capital inside a sentence.
    AsName,
    /// As a word like others.
    AsWord,
}

impl Regions {
    /// Finds the regions that the words of a question, with their stems, name. `is_known` tells whether the texts hold a
    /// stem.
    pub fn find(&self, question: &[Word], stems: &[String], lang: usize, held: impl Fn(&str) -> Held) -> Mentions {
        let is_known = |stem: &str| held(stem) != Held::Nowhere;
        let mut out = Mentions::default();
        let mut i = 0;
        while i < stems.len() {
            let (len, ids) = self.longest(question, stems, i);
            if len == 0 {
                i += 1;
                continue;
            }
            self.note(&ids, &stems[i..i + len], lang, &mut out);
            out.spots.push(i);
            out.words.extend(i..i + len);
            i += len;
        }
        if out.named.covered.is_empty() {
            self.guess(question, stems, &held, &mut out);
        }
        if out.named.covered.is_empty() && out.named.uncovered.is_empty() {
            self.guess_slips(question, stems, lang, &is_known, &mut out);
        }
        self.take_kinds(stems, &mut out);
        out.named.compared = self.are_joined(question, &mut out);
        if out.named.covered.is_empty() && out.named.uncovered.is_empty() {
            self.unheard_of(question, stems, &held, &mut out);
        }
        out
    }

    /// Longest form that begins at the word `at`, with the regions that have it.
    fn longest(&self, words: &[Word], stems: &[String], at: usize) -> (usize, Vec<u32>) {
        let mut best: (usize, Vec<u32>) = (0, Vec::new());
        // «кому» is no form of «Коми».
        if is_stop(&words[at].folded) && !words[at].is_capital_inside() {
            return best;
        }
        for id in self.by_stem.get(&stems[at]).into_iter().flatten() {
            for Form { parts, guard } in &self.entries[*id as usize].forms {
                let len = parts.len();
                let stems_fit = at + len <= stems.len() && parts.iter().zip(&stems[at..]).all(|(p, s)| p.stem == *s);
                let fits = || parts.iter().zip(&words[at..]).all(|(p, w)| p.fits(&w.folded));
                if stems_fit && len >= best.0 && fits() && self.counts(*guard, parts, words, stems, at) {
                    if len > best.0 {
                        best = (len, Vec::new());
                    }
                    if !best.1.contains(id) {
                        best.1.push(*id);
                    }
                }
            }
        }
        best
    }

    /// Whether a name that is another word, too, counts where it stands: beside "region" or "city" it always does.
    fn counts(&self, guard: Guard, parts: &[Part], words: &[Word], stems: &[String], at: usize) -> bool {
        let beside = [at.checked_sub(1), Some(at + parts.len())];
        let called = |i: usize| stems.get(i).is_some_and(|s| self.kinds.contains(s));
        guard.allows(parts, words, at) || beside.into_iter().flatten().any(called)
    }

    /// Notes regions that share a name: those with articles if any, else the first.
    fn note(&self, ids: &[u32], stems: &[String], lang: usize, out: &mut Mentions) {
        let covered: Vec<RegionId> =
            ids.iter().filter(|i| !self.entries[**i as usize].spellings.is_empty()).map(|i| RegionId(*i)).collect();
        if covered.is_empty() {
            let name = self.entries[ids[0] as usize].names[lang].clone();
            if !out.named.uncovered.contains(&name) {
                out.named.uncovered.push(name);
            }
            // Sources may call it by any of its names, in either language; only a word that alone is a name tells.
            let telling = |form: &Form| {
                let mut own = form.parts.iter().filter(|p| !is_stop(&p.folded) && !self.kinds.contains(&p.stem));
                own.next().filter(|_| own.next().is_none()).map(|p| p.stem.clone())
            };
            out.named
                .uncovered_stems
                .extend(ids.iter().flat_map(|i| &self.entries[*i as usize].forms).filter_map(telling));
            let typed = stems.iter().filter(|s| !is_stop(s) && !self.kinds.contains(s));
            out.named.uncovered_stems.extend(typed.cloned());
        } else {
            out.named.note_apart(covered);
        }
    }

    /// Regions with articles, mistyped or heard: only words that nothing else explains are taken for them.
    fn guess(&self, question: &[Word], stems: &[String], held: &impl Fn(&str) -> Held, out: &mut Mentions) {
        for (i, (word, s)) in question.iter().zip(stems).enumerate() {
            let len = s.chars().count();
            if len < 4 || out.words.contains(&i) || is_stop(&word.folded) || self.kinds.contains(s) {
                continue;
            }
            let called_region = i + 1 < stems.len() && self.kinds.contains(&stems[i + 1]);
            let called_after = |id: RegionId| self.single_names(id).any(|name| is_called_after(s, name));
            // What the texts know is something else, unless it sounds like a region's very name in the other alphabet.
            let held = held(s);
            let known = matches!(held, Held::AsName | Held::AsWord) && !self.covered().any(called_after);
            if !called_region && (held == Held::InLexicon || known && held == Held::AsWord) {
                continue;
            }
            let may_be = |name: &&Part| !known || name.is_cyrillic() != s.starts_with(is_cyrillic);
            let least = if known { SAME } else { 0.0 };
            let likeness = |id: RegionId| {
                let names = self.single_names(id).filter(may_be);
                names
                    .filter_map(|name| likeness(word, s, name, called_region))
                    .filter(|a| *a >= least)
                    .fold(0.0, f32::max)
            };
            let alike: Vec<(RegionId, f32)> = self.covered().map(|id| (id, likeness(id))).collect();
            // Of near-namesakes only the nearest is meant.
            let best = alike.iter().map(|a| a.1).fold(f32::MIN_POSITIVE, f32::max);
            let nearest = alike.into_iter().filter(|a| a.1 >= best).map(|a| a.0);
            let named: Vec<RegionId> = nearest.filter(|id| !out.named.covered.contains(id)).collect();
            if !named.is_empty() {
                out.words.push(i);
                out.spots.push(i);
                out.named.note_apart(named);
            }
        }
    }

    /// The names of a region that are one word and need no other beside them.
    fn single_names(&self, id: RegionId) -> impl Iterator<Item = &Part> {
        let single = |f: &&Form| f.guard == Guard::Free && f.parts.len() == 1 && f.parts[0].stem.chars().count() >= 4;
        self.entries[id.0 as usize].forms.iter().filter(single).map(|f| &f.parts[0])
    }

    /// Regions without articles, mistyped by one letter, by a word that nothing else explains: after "in", beside "region",
    /// or long.
    fn guess_slips(
        &self,
        question: &[Word],
        stems: &[String],
        lang: usize,
        is_known: &impl Fn(&str) -> bool,
        out: &mut Mentions,
    ) {
        for (i, (word, s)) in question.iter().zip(stems).enumerate() {
            let called = stems.get(i + 1).is_some_and(|s| self.kinds.contains(s));
            let len = s.chars().count();
            let place = called || len >= LONG_SLIP || i > 0 && is_before_places(&question[i - 1].folded);
            if !place || len < SHORTEST_SLIP || is_stop(&word.folded) || is_known(s) {
                continue;
            }
            let meant = slips(s).flat_map(|slip| self.by_slip.get(&slip).into_iter().flatten());
            let mut ids: Vec<u32> = meant
                .filter(|(_, p)| likeness(word, s, p, called).is_some() || differ_by_a_vowel(s, &p.stem))
                .map(|(id, p)| stems.get(i + 1).and_then(|kind| self.called(&p.stem, kind)).unwrap_or(*id))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            // What could be two regions is none.
            if let [_] = ids[..] {
                self.note(&ids, std::slice::from_ref(s), lang, out);
                out.words.push(i);
                out.spots.push(i);
                return;
            }
        }
    }

    /// The region with the full name `name kind`: «Московская область» is not «Москва».
    fn called(&self, name: &str, kind: &str) -> Option<u32> {
        let full = |f: &Form| matches!(f.parts.as_slice(), [a, b] if a.stem == name && b.stem == kind);
        self.by_stem.get(name)?.iter().copied().find(|id| self.entries[*id as usize].forms.iter().any(full))
    }

    /// Makes the names of a region findable when they are mistyped.
    pub(super) fn note_slips(&mut self, id: u32) {
        for form in &self.entries[id as usize].forms {
            if let (Guard::Free, [name]) = (form.guard, form.parts.as_slice())
                && name.stem.chars().count() >= SHORTEST_SLIP
            {
                for slip in slips(&name.stem) {
                    self.by_slip.entry(slip).or_default().push((id, name.clone()));
                }
            }
        }
    }

    /// The word "region" beside a region's name belongs to the name.
    fn take_kinds(&self, stems: &[String], out: &mut Mentions) {
        let beside: Vec<usize> = (0..stems.len())
            .filter(|i| self.kinds.contains(&stems[*i]) && !out.words.contains(i))
            .filter(|i| out.words.contains(&(i + 1)) || (*i > 0 && out.words.contains(&(i - 1))))
            .collect();
        out.words.extend(beside);
    }

    /// Whether the names of different regions follow one another with nothing but "and" between them.
    fn are_joined(&self, question: &[Word], out: &mut Mentions) -> bool {
        out.spots.sort_unstable();
        let between = |a: usize, b: usize| (a + 1..b).filter(|i| !out.words.contains(i)).map(|i| &question[i]);
        out.named.apart.len() + out.named.uncovered.len() > 1
            && out.spots.windows(2).all(|two| between(two[0], two[1]).all(|w| compare::joins(&w.folded)))
    }

    /// Something called a region that nobody knows.
    fn unheard_of(&self, question: &[Word], stems: &[String], held: &impl Fn(&str) -> Held, out: &mut Mentions) {
        // A name in the texts may be that of a neighbour, however it is typed; a word is none without a capital.
        let is_word = |stem: &str| held(stem) == Held::AsWord;
        for i in (0..stems.len()).filter(|i| self.telling.contains(&stems[*i])) {
            let before = i.checked_sub(1);
            let after = (i + 1 < stems.len()).then_some(i + 1);
            let after_of = (i + 2 < stems.len() && stems[i + 1] == "of").then_some(i + 2);
            for j in [before, after_of, after].into_iter().flatten() {
                let (word, s) = (&question[j], &stems[j]);
                let named = j > 0 && word.capital;
                if is_stop(&word.folded) || self.kinds.contains(s) || s.chars().count() < 3 || (!named && is_word(s)) {
                    continue;
                }
                if named || (Some(j) == before && !is_word(s)) {
                    out.named.uncovered.push(word.folded.clone());
                    out.named.uncovered_stems.push(s.clone());
                    out.words.extend([i, j]);
                    return;
                }
            }
        }
    }
}

/// A stem, and all that is left of it when one letter is taken out. Two stems that are one slip apart share one.
fn slips(stem: &str) -> impl Iterator<Item = String> {
    let without = |(at, c): (usize, char)| format!("{}{}", &stem[..at], &stem[at + c.len_utf8()..]);
    std::iter::once(stem.to_owned()).chain(stem.char_indices().map(without))
}

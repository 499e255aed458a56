//! Which regions a question names, and which of them have articles.
//!
//! A region is known by the stems of its names: the full name ("Tomsk Region") and its core without the words that
//! only say what kind of place it is ("Tomsk"). Names come from the lexicon and from the articles themselves, so a
//! region nobody put into the lexicon is found too, in the other alphabet by its sound. A region that neither knows is
//! still seen as one when it is called one ("Narnia Region", «Тридевятая область»).

use rustc_hash::FxHashMap;

use super::compare;
use super::query::Named;
use crate::domain::{Corpus, Lexicon, RegionId};
use crate::text::sound;
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::{Word, is_cyrillic, words};

/// Words that say what kind of place a name belongs to.
const KINDS: [&str; 33] = [
    "region",
    "oblast",
    "krai",
    "kray",
    "territory",
    "republic",
    "autonomous",
    "okrug",
    "district",
    "province",
    "state",
    "county",
    "prefecture",
    "voivodeship",
    "canton",
    "city",
    "area",
    "область",
    "край",
    "республика",
    "автономный",
    "округ",
    "район",
    "провинция",
    "штат",
    "город",
    "губерния",
    "регион",
    "земля",
    "префектура",
    "воеводство",
    "кантон",
    "обл",
];

/// Kinds that make the word beside them a region even if nothing else is known of it.
const TELLING: [&str; 17] = [
    "county",
    "district",
    "territory",
    "region",
    "oblast",
    "krai",
    "republic",
    "okrug",
    "province",
    "prefecture",
    "voivodeship",
    "область",
    "край",
    "республика",
    "округ",
    "провинция",
    "губерния",
];

/// How alike a word must sound to a region's name in the other alphabet.
const SAME_SOUND: f32 = 0.84;
/// The same for a word that is called a region ("Lebyazhye Region" for «Лебяженская область»).
const SAME_SOUND_CALLED: f32 = 0.72;
/// Letters that must be left of a name without the ending of an adjective.
const SHORTEST_ROOT: usize = 5;

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    stem: String,
    folded: String,
}

impl Part {
    fn of(word: &Word) -> Self {
        Self { stem: stem(&word.folded).into_owned(), folded: word.folded.clone() }
    }

    /// Whether a word with the same stem can be a form of this one: the stem of a short name («Коми», «Токио») may be
    /// that of quite another word, so all but its last letter must be there.
    fn fits(&self, word: &str) -> bool {
        let len = self.folded.chars().count();
        len > 5 || word.chars().zip(self.folded.chars()).take_while(|(a, b)| a == b).count() + 1 >= len
    }
}

#[derive(Debug)]
struct Entry {
    /// English and Russian name, for display.
    names: [String; 2],
    /// All names, word by word.
    forms: Vec<Vec<Part>>,
    /// How its articles spell it in their front matter.
    spellings: Vec<String>,
}

impl Entry {
    /// Whether a word is the name that the region's is made of: «Самара» of «Самарская область».
    fn is_called_after(&self, stem: &str) -> bool {
        self.forms.iter().any(|f| f.len() == 1 && root(&f[0].stem) == stem && root(&f[0].stem) != f[0].stem)
    }
}

/// All regions known.
#[derive(Debug, Default)]
pub struct Regions {
    entries: Vec<Entry>,
    /// Entries by the first stem of a form.
    by_stem: FxHashMap<String, Vec<u32>>,
    kinds: Vec<String>,
    telling: Vec<String>,
}

/// What a question says of regions.
#[derive(Debug, Default)]
pub struct Mentions {
    /// The regions.
    pub named: Named,
    /// Positions of the words that name them.
    pub words: Vec<usize>,
    /// Where each name begins.
    spots: Vec<usize>,
}

impl Regions {
    /// The lexicon's regions and those of the corpus.
    pub fn new(lexicon: &Lexicon, corpus: &Corpus) -> Self {
        let stems = |list: &[&str]| list.iter().map(|w| stem(w).into_owned()).collect();
        let mut out = Self { kinds: stems(&KINDS), telling: stems(&TELLING), ..Self::default() };
        for region in &lexicon.regions {
            let names = [&region.en, &region.ru].into_iter().chain(&region.aliases).map(String::as_str);
            out.add([region.en.clone(), region.ru.clone()], names);
        }
        for article in corpus.articles() {
            out.cover(&article.meta.region);
        }
        out
    }

    fn add<'a>(&mut self, names: [String; 2], all: impl Iterator<Item = &'a str>) -> u32 {
        let mut forms: Vec<Vec<Part>> = Vec::new();
        for name in all {
            let full: Vec<Part> = words(name).iter().map(Part::of).collect();
            let core = self.core(name);
            forms.extend(cases(&core));
            forms.extend([full, core].into_iter().filter(|f| !f.is_empty()));
        }
        forms.sort_unstable();
        forms.dedup();
        let id = self.entries.len() as u32;
        for form in &forms {
            let list = self.by_stem.entry(form[0].stem.clone()).or_default();
            if !list.contains(&id) {
                list.push(id);
            }
        }
        self.entries.push(Entry { names, forms, spellings: Vec::new() });
        id
    }

    /// A name without what only says the kind of place.
    fn core(&self, name: &str) -> Vec<Part> {
        let parts = words(name).into_iter().filter(|w| !is_stop(&w.folded)).map(|w| Part::of(&w));
        parts.filter(|p| !self.kinds.contains(&p.stem)).collect()
    }

    fn cover(&mut self, spelling: &str) {
        if spelling.trim().is_empty() {
            return;
        }
        let full: Vec<Part> = words(spelling).iter().map(Part::of).collect();
        let core = self.core(spelling);
        let same = |a: &[Part], b: &[Part]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.stem == b.stem);
        let known = |forms: &[Vec<Part>], form: &[Part]| forms.iter().any(|f| same(f, form));
        let by_full = self.entries.iter().position(|e| known(&e.forms, &full));
        let found = by_full.or_else(|| self.entries.iter().position(|e| !core.is_empty() && known(&e.forms, &core)));
        let id = match found {
            Some(i) => i,
            None => self.add([spelling.to_owned(), spelling.to_owned()], std::iter::once(spelling)) as usize,
        };
        let spellings = &mut self.entries[id].spellings;
        if !spellings.iter().any(|s| s == spelling) {
            spellings.push(spelling.to_owned());
        }
    }

    /// How the articles of a region spell it in their front matter.
    pub fn spellings(&self, id: RegionId) -> &[String] {
        &self.entries[id.0 as usize].spellings
    }

    /// Name for display; `lang` is a language's index (English 0, Russian 1).
    pub fn name(&self, id: RegionId, lang: usize) -> &str {
        &self.entries[id.0 as usize].names[lang]
    }

    /// The region with this English or Russian name, or spelled so by its articles.
    pub fn named(&self, name: &str) -> Option<RegionId> {
        let is = |e: &Entry| e.names.iter().chain(&e.spellings).any(|n| n == name);
        self.entries.iter().position(is).map(|i| RegionId(i as u32))
    }

    /// Whether some region's name begins with the stem.
    pub fn knows(&self, stem: &str) -> bool {
        self.by_stem.contains_key(stem)
    }

    /// The regions that have articles.
    pub fn covered(&self) -> impl Iterator<Item = RegionId> + '_ {
        let with = self.entries.iter().enumerate().filter(|(_, e)| !e.spellings.is_empty());
        with.map(|(i, _)| RegionId(i as u32))
    }

    /// Finds the regions that the words of a question name. `is_known` tells whether the texts hold a stem.
    pub fn find(&self, question: &[Word], lang: usize, is_known: impl Fn(&str) -> bool) -> Mentions {
        let stems: Vec<String> = question.iter().map(|w| stem(&w.folded).into_owned()).collect();
        let mut out = Mentions::default();
        let mut i = 0;
        while i < stems.len() {
            let (len, ids) = self.longest(&question[i..], &stems[i..]);
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
            self.guess(question, &stems, &is_known, &mut out);
        }
        self.take_kinds(&stems, &mut out);
        out.named.compared = self.are_joined(question, &mut out);
        if out.named.covered.is_empty() && out.named.uncovered.is_empty() {
            self.unheard_of(question, &stems, &is_known, &mut out);
        }
        out
    }

    /// Longest form at the beginning of `stems`, with the regions that have it.
    fn longest(&self, words: &[Word], stems: &[String]) -> (usize, Vec<u32>) {
        let mut best: (usize, Vec<u32>) = (0, Vec::new());
        // «кому» is no form of «Коми».
        if is_stop(&words[0].folded) && !(words[0].capital && words[0].span.start > 0) {
            return best;
        }
        for id in self.by_stem.get(&stems[0]).into_iter().flatten() {
            for form in &self.entries[*id as usize].forms {
                let stems_fit = form.len() <= stems.len() && form.iter().zip(stems).all(|(f, s)| f.stem == *s);
                if stems_fit && form.len() >= best.0 && form.iter().zip(words).all(|(f, w)| f.fits(&w.folded)) {
                    if form.len() > best.0 {
                        best = (form.len(), Vec::new());
                    }
                    if !best.1.contains(id) {
                        best.1.push(*id);
                    }
                }
            }
        }
        best
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
            let telling = |form: &Vec<Part>| {
                let mut own = form.iter().filter(|p| !is_stop(&p.folded) && !self.kinds.contains(&p.stem));
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
    fn guess(&self, question: &[Word], stems: &[String], is_known: &impl Fn(&str) -> bool, out: &mut Mentions) {
        for (i, (word, s)) in question.iter().zip(stems).enumerate() {
            let len = s.chars().count();
            if len < 4 || out.words.contains(&i) || is_stop(&word.folded) || self.kinds.contains(s) {
                continue;
            }
            let is_town = self.covered().any(|id| self.entries[id.0 as usize].is_called_after(s));
            if is_known(s) && !is_town {
                continue;
            }
            let called_region = i + 1 < stems.len() && self.kinds.contains(&stems[i + 1]);
            let likeness = |id: RegionId| {
                let single = self.entries[id.0 as usize].forms.iter().filter(|f| f.len() == 1);
                let long = single.filter(|f| f[0].stem.chars().count() >= 4);
                long.filter_map(|f| likeness(word, s, &f[0], called_region)).fold(0.0, f32::max)
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
    fn unheard_of(&self, question: &[Word], stems: &[String], is_known: &impl Fn(&str) -> bool, out: &mut Mentions) {
        for i in (0..stems.len()).filter(|i| self.telling.contains(&stems[*i])) {
            let before = i.checked_sub(1);
            let after = (i + 1 < stems.len()).then_some(i + 1);
            let after_of = (i + 2 < stems.len() && stems[i + 1] == "of").then_some(i + 2);
            for j in [before, after_of, after].into_iter().flatten() {
                let (word, s) = (&question[j], &stems[j]);
                let named = j > 0 && word.capital;
                if is_stop(&word.folded) || self.kinds.contains(s) || s.chars().count() < 3 || (!named && is_known(s)) {
                    continue;
                }
                if named || (Some(j) == before && !is_known(s)) {
                    out.named.uncovered.push(word.folded.clone());
                    out.named.uncovered_stems.push(s.clone());
                    out.words.extend([i, j]);
                    return;
                }
            }
        }
    }
}

/// A single Russian name in the cases whose stem the stemmer makes another one («Татарстан», «Татарстане»).
fn cases(core: &[Part]) -> impl Iterator<Item = Vec<Part>> {
    const ENDINGS: [&str; 4] = ["е", "а", "у", "ом"];
    let single = match core {
        [one] if one.folded.ends_with(|c| is_cyrillic(c) && !"аеиоуыэюяйь".contains(c)) => Some(one.clone()),
        _ => None,
    };
    single.into_iter().flat_map(|name| {
        let inflected = ENDINGS.map(|ending| stem(&format!("{}{ending}", name.folded)).into_owned());
        inflected
            .into_iter()
            .filter(|s| *s != name.stem)
            .map(|stem| vec![Part { stem, folded: name.folded.clone() }])
            .collect::<Vec<_>>()
    })
}

/// How well a word that names no known place can be this region's name, mistyped or in the other alphabet, up to 1;
/// `None` when it cannot.
///
/// A namesake is not a typo: the first letter must be right, and of a word that is called a region ("Walden County") no
/// letter may be another one, only missing, doubled or swapped.
fn likeness(word: &Word, stem: &str, name: &Part, called_region: bool) -> Option<f32> {
    let same_alphabet = name.stem.starts_with(is_cyrillic) == stem.starts_with(is_cyrillic);
    if root(stem) == root(&name.stem) {
        return Some(1.0);
    }
    if !same_alphabet {
        let heard = |a: &str, b: &str| sound::similarity(&sound::key(a), &sound::key(b));
        let alike = heard(root(stem), root(&name.stem)).max(heard(&word.folded, &name.folded));
        return Some(alike).filter(|a| *a >= if called_region { SAME_SOUND_CALLED } else { SAME_SOUND });
    }
    let len = stem.chars().count();
    let slips = strsim::osa_distance(stem, &name.stem);
    let exchanged = len == name.stem.chars().count() && sorted(stem) != sorted(&name.stem);
    let same = stem.chars().next() == name.stem.chars().next()
        && slips <= if len < 10 { 1 } else { 2 }
        && !(called_region && exchanged);
    same.then(|| 1.0 - slips as f32 / (len as f32 + 1.0))
}

fn sorted(s: &str) -> Vec<char> {
    let mut out: Vec<char> = s.chars().collect();
    out.sort_unstable();
    out
}

/// A name without the ending that makes an adjective of it: «светлоборск» (from Светлоборская) and «светлобор».
fn root(stem: &str) -> &str {
    let cut = ["ск", "ski", "sky", "sk"].iter().find_map(|ending| stem.strip_suffix(ending));
    cut.filter(|rest| rest.chars().count() >= SHORTEST_ROOT).unwrap_or(stem)
}

//! Which regions a question names, and which of them have articles.
//!
//! A region is known by the stems of its names: the full name ("Tomsk Region") and its core without the words that
//! only say what kind of place it is ("Tomsk"). Names come from the lexicon and from the articles themselves, so a
//! region nobody put into the lexicon is found too, in the other alphabet by its sound. A region that neither knows is
//! still seen as one when it is called one ("Narnia Region", «Тридевятая область»).
//!
//! `names` makes forms of names, `find` looks for them in a question.

mod find;
mod names;

pub use self::find::Held;

use rustc_hash::FxHashMap;

use self::names::{Form, Guard, KINDS, Part, TELLING, cases, in_latin};
use super::query::Named;
use crate::domain::{Corpus, Lexicon, Region, RegionId};
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::words;

#[derive(Debug)]
struct Entry {
    /// English and Russian name, for display.
    names: [String; 2],
    /// All names, word by word.
    forms: Vec<Form>,
    /// How its articles spell it in their front matter.
    spellings: Vec<String>,
}

/// All regions known.
#[derive(Debug, Default)]
pub struct Regions {
    entries: Vec<Entry>,
    /// Entries by the first stem of a form.
    by_stem: FxHashMap<String, Vec<u32>>,
    /// Single names of the lexicon by what is left of their stem when one letter is taken out.
    by_slip: FxHashMap<String, Vec<(u32, Part)>>,
    /// Regions of the lexicon by the stems of the names it gives them.
    own_names: FxHashMap<Vec<String>, String>,
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

/// The names that always count, as the lexicon gives them.
fn explicit(region: &Region) -> impl Iterator<Item = &str> {
    region.sure_names().map(String::as_str)
}

fn stems_of(name: &str) -> Vec<String> {
    words(name).iter().map(|w| Part::of(w).stem).collect()
}

impl Regions {
    /// The lexicon's regions and those of the corpus.
    pub fn new(lexicon: &Lexicon, corpus: &Corpus) -> Self {
        let stems = |list: &[&str]| list.iter().map(|w| stem(w).into_owned()).collect();
        let mut out = Self { kinds: stems(&KINDS), telling: stems(&TELLING), ..Self::default() };
        for region in &lexicon.regions {
            for name in explicit(region) {
                out.own_names.entry(stems_of(name)).or_insert_with(|| region.en.clone());
            }
        }
        for region in &lexicon.regions {
            let shared = lexicon.shared_names.iter().filter(|s| s.regions.contains(&region.en)).map(|s| &s.name);
            let forms = out.forms(region, shared.map(String::as_str));
            let id = out.add([region.en.clone(), region.ru.clone()], forms);
            out.note_slips(id);
        }
        for article in corpus.articles() {
            out.cover(&article.meta.region);
        }
        out
    }

    /// All ways to name a region of the lexicon.
    fn forms<'a>(&self, region: &'a Region, shared: impl Iterator<Item = &'a str>) -> Vec<Form> {
        let mut forms: Vec<Form> = explicit(region).chain(shared).flat_map(|name| self.forms_of(name)).collect();
        // "Moscow" alone is the city, though it is what "Moscow Region" is without its kind.
        forms.retain(|f| {
            let stems: Vec<String> = f.parts.iter().map(|p| p.stem.clone()).collect();
            self.own_names.get(&stems).is_none_or(|owner| *owner == region.en)
        });
        forms.extend(in_latin(&self.core(&region.ru)).map(|parts| Form { parts, guard: Guard::Free }));
        for (names, guard) in [(&region.capitals, Guard::Capital), (&region.people, Guard::Place)] {
            let guarded = |name: &String| {
                let full: Vec<Part> = words(name).iter().map(Part::of).collect();
                cases(&full).chain([full.clone()]).map(|parts| Form { parts, guard }).collect::<Vec<_>>()
            };
            forms.extend(names.iter().flat_map(guarded));
        }
        // "Vladimir" is guarded though it is what "Vladimir Region" is without its kind.
        let guarded: Vec<Vec<Part>> =
            forms.iter().filter(|f| f.guard != Guard::Free).map(|f| f.parts.clone()).collect();
        forms.retain(|f| f.guard != Guard::Free || !guarded.contains(&f.parts));
        forms
    }

    /// All ways to say one name that always counts.
    fn forms_of(&self, name: &str) -> Vec<Form> {
        let full: Vec<Part> = words(name).iter().map(Part::of).collect();
        let core = self.core(name);
        cases(&core).chain([full, core.clone()]).map(|parts| Form { parts, guard: Guard::Free }).collect()
    }

    fn add(&mut self, names: [String; 2], mut forms: Vec<Form>) -> u32 {
        forms.retain(|f| !f.parts.is_empty());
        forms.sort_unstable();
        forms.dedup();
        let id = self.entries.len() as u32;
        for form in &forms {
            let list = self.by_stem.entry(form.parts[0].stem.clone()).or_default();
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
        let known = |forms: &[Form], parts: &[Part]| forms.iter().any(|f| same(&f.parts, parts));
        let by_full = self.entries.iter().position(|e| known(&e.forms, &full));
        let found = by_full.or_else(|| self.entries.iter().position(|e| !core.is_empty() && known(&e.forms, &core)));
        let id = match found {
            Some(i) => i,
            None => self.add([spelling.to_owned(), spelling.to_owned()], self.forms_of(spelling)) as usize,
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
}

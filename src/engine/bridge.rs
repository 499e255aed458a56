//! Words of one language in the texts of the other: by the glossary, and names by their sound.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lexis::Lexis;
use super::spelling::{Alternatives, Spelling, keep};
use crate::domain::{GlossaryEntry, Lang};
use crate::text::stem::stems;
use crate::text::words::is_cyrillic;

/// How far a translation from the glossary is trusted; the very word is 1.
const TRANSLATION: f32 = 0.9;

/// The glossary by stems.
#[derive(Debug, Default)]
pub struct Bridge {
    translations: FxHashMap<String, Vec<String>>,
}

impl Bridge {
    /// Indexes a glossary: every single English word of an entry goes with every single Russian word of it.
    pub fn new(glossary: &[GlossaryEntry]) -> Self {
        let mut translations: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        for entry in glossary {
            let (en, ru) = (single_stems(&entry.en), single_stems(&entry.ru));
            for (a, b) in en.iter().flat_map(|a| ru.iter().map(move |b| (a, b))) {
                translations.entry(a.clone()).or_default().insert(b.clone());
                translations.entry(b.clone()).or_default().insert(a.clone());
            }
        }
        let sorted = |set: FxHashSet<String>| {
            let mut list: Vec<String> = set.into_iter().collect();
            list.sort_unstable();
            list
        };
        Self { translations: translations.into_iter().map(|(k, v)| (k, sorted(v))).collect() }
    }

    /// Stems of the corpus that stand for a stem of the other language.
    pub fn translate(&self, lexis: &Lexis, spelling: &Spelling, stem: &str) -> Alternatives {
        let mut out: Alternatives = Vec::new();
        for other in self.translations.get(stem).into_iter().flatten() {
            if let Some(id) = lexis.stems.get(other).filter(|id| lexis.stem_df[*id as usize] > 0) {
                out.push((id, TRANSLATION));
            }
        }
        if out.is_empty() {
            out = spelling.sounds_like(stem);
        }
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keep(out, 0.25, 6)
    }

    /// Whether the glossary has the stem.
    pub fn knows(&self, stem: &str) -> bool {
        self.translations.contains_key(stem)
    }
}

fn single_stems(words: &[String]) -> Vec<String> {
    words.iter().map(|w| stems(w)).filter(|s| s.len() == 1).flatten().collect()
}

/// The language a stem's letters belong to, `None` for numbers.
pub fn script_of(stem: &str) -> Option<Lang> {
    let first = stem.chars().find(|c| c.is_alphabetic())?;
    Some(if is_cyrillic(first) { Lang::Ru } else { Lang::En })
}

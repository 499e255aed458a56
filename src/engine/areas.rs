//! Directions of support that regions have in common (the lexicon's `areas`): which of them a statement speaks of.

use rustc_hash::FxHashMap;

use super::statements::names::forms;
use crate::domain::Area;
use crate::text::words::words;

/// The areas by the words that tell of them.
#[derive(Debug, Default)]
pub struct Areas {
    names: Vec<[String; 2]>,
    /// By the first stem of a word or phrase: all its stems, and the number of the area.
    by_stem: FxHashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Areas {
    /// Indexes the lexicon's areas.
    pub fn new(areas: &[Area]) -> Self {
        let mut out = Self::default();
        for (n, area) in areas.iter().enumerate() {
            out.names.push([area.en.clone(), area.ru.clone()]);
            for word in &area.words {
                let form = forms(word, &words(word));
                if let Some(first) = form.first() {
                    out.by_stem.entry(first.clone()).or_default().push((form, n));
                }
            }
        }
        out
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of an area in a language, given as its index.
    pub fn name(&self, area: usize, lang: usize) -> &str {
        &self.names[area][lang]
    }

    /// The areas of which a text holds a word, in order.
    pub fn of(&self, text: &str) -> Vec<usize> {
        let stems = forms(text, &words(text));
        let mut out: Vec<usize> = (0..stems.len())
            .flat_map(|at| {
                let here = self.by_stem.get(&stems[at]).into_iter().flatten();
                here.filter(|(form, _)| stems[at..].starts_with(form)).map(|(_, area)| *area).collect::<Vec<_>>()
            })
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

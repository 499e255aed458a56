//! Stems of the corpus by their root: a question may ask when something is *founded* and the text tell of its *founding*.

use rustc_hash::FxHashMap;

use super::lexis::Lexis;
use super::spelling::Alternatives;
use crate::text::family::root;

/// How surely a word of the same family stands for the word; the very word is 1.
const SAME_FAMILY: f32 = 0.65;
/// Other words of a family that stand for one.
const MOST: usize = 4;

/// The families of a corpus.
#[derive(Debug, Default)]
pub struct Families(FxHashMap<String, Vec<u32>>);

impl Families {
    /// Finds the families.
    pub fn build(lexis: &Lexis) -> Self {
        let mut out: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (id, stem) in lexis.stems.strings().iter().enumerate().filter(|(id, _)| lexis.stem_df[*id] > 0) {
            if let Some(root) = root(stem) {
                out.entry(root).or_default().push(id as u32);
            }
        }
        out.values_mut().for_each(|all| all.sort_by_key(|id| std::cmp::Reverse(lexis.stem_df[*id as usize])));
        Self(out)
    }

    /// The corpus's other stems of a stem's family, the most frequent ones first.
    pub fn of(&self, lexis: &Lexis, stem: &str) -> Alternatives {
        let all = root(stem).and_then(|root| self.0.get(&root));
        let others = all.into_iter().flatten().filter(|id| lexis.stems.name(**id) != stem);
        others.take(MOST).map(|id| (*id, SAME_FAMILY)).collect()
    }
}

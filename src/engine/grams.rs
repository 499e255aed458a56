//! Runs of four characters, with word borders: words that share many of them are forms of each other or typos.

use rustc_hash::FxHashMap;

use super::lexis::Lexis;

/// Four characters packed into 64 bits.
type Gram = u64;

/// Which folded words hold which runs.
#[derive(Debug, Default)]
pub struct Grams {
    holders: FxHashMap<Gram, Vec<u32>>,
}

/// A run held by more words than this says nothing and is skipped.
const TOO_COMMON: usize = 300;

/// The runs of a question, weighed.
#[derive(Debug, Default)]
pub struct QuestionGrams {
    /// Weight of each run; they add up to 1.
    weights: Vec<f32>,
}

impl Grams {
    /// Indexes the vocabulary.
    pub fn build(lexis: &Lexis) -> Self {
        let mut holders: FxHashMap<Gram, Vec<u32>> = FxHashMap::default();
        for (id, word) in lexis.surfaces.strings().iter().enumerate() {
            for gram in grams(word) {
                holders.entry(gram).or_default().push(id as u32);
            }
        }
        Self { holders }
    }

    /// Weighs the runs of the words by how rare they are among `n` passages; `held` is told of every folded word of the
    /// corpus that shares a run which of them it shares, as a bit. At most 128 runs count.
    pub fn of_question<'a>(
        &self,
        lexis: &Lexis,
        words: impl Iterator<Item = &'a str>,
        n: f32,
        mut held: impl FnMut(u32, u128),
    ) -> QuestionGrams {
        let mut out = QuestionGrams::default();
        let mut all: Vec<Gram> = words.flat_map(grams).collect();
        all.sort_unstable();
        all.dedup();
        for (bit, gram) in all.into_iter().take(128).enumerate() {
            let holders = self.holders.get(&gram).map_or(&[][..], Vec::as_slice);
            let df: u32 = holders.iter().map(|w| lexis.surface_df[*w as usize]).sum();
            out.weights.push(idf(n, (df as f32).min(n)));
            if holders.len() <= TOO_COMMON {
                holders.iter().for_each(|word| held(*word, 1 << bit));
            }
        }
        let total: f32 = out.weights.iter().sum();
        out.weights.iter_mut().for_each(|w| *w /= total.max(f32::MIN_POSITIVE));
        out
    }
}

impl QuestionGrams {
    /// Weight of a set of runs, 0 to 1.
    pub fn weight(&self, mut mask: u128) -> f32 {
        let mut sum = 0.0;
        while mask != 0 {
            sum += self.weights[mask.trailing_zeros() as usize];
            mask &= mask - 1;
        }
        sum
    }
}

/// Inverse document frequency (Robertson and Spärck Jones, with the +1 of Lucene), natural logarithm.
pub fn idf(n: f32, df: f32) -> f32 {
    (1.0 + (n - df + 0.5).max(0.5) / (df + 0.5)).ln()
}

fn grams(word: &str) -> Vec<Gram> {
    let chars: Vec<u64> =
        std::iter::once('^').chain(word.chars()).chain(std::iter::once('$')).map(|c| c as u64 & 0xffff).collect();
    let pack = |w: &[u64]| w.iter().fold(0, |n, c| n << 16 | c);
    if chars.len() <= 4 { vec![pack(&chars)] } else { chars.windows(4).map(pack).collect() }
}

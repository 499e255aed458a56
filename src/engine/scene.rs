//! How rare the words of a question are among the sentences that compete for it.
//!
//! In the articles of one region the words of its programmes and places are everywhere; what only one sentence says, or
//! means by a synonym, tells it from the others, however common the word is elsewhere.

use super::grams::idf;
use super::prepared::{Soft, bits, inside, terms_of};
use super::query::MOST_TERMS;
use super::rank::{Ranked, Ranker};

/// The rarity of every term of a question among the competing sentences of one language.
#[derive(Debug, Clone)]
pub struct Scene {
    /// By position in the query: inverse document frequency over the sentences (natural logarithm); 0 for terms that no
    /// sentence says or means.
    rarity: [f32; MOST_TERMS],
    /// Sum of it.
    total: f32,
}

impl Scene {
    /// Of the candidates, each with what its sentences mean; `content` are the terms that carry the meaning.
    pub fn of<'a>(
        ranker: &Ranker<'_>,
        content: u64,
        candidates: impl Iterator<Item = (&'a Ranked, &'a [Soft])>,
    ) -> Self {
        let (mut sentences, mut with) = (0u32, [0u32; MOST_TERMS]);
        for (candidate, soft) in candidates {
            for (sentence, soft) in ranker.lexis.sentences_of(candidate.passage).iter().zip(soft) {
                let said = terms_of(inside(&candidate.hits, &sentence.tokens));
                sentences += 1;
                bits(content).filter(|t| said >> t & 1 == 1 || soft[*t] > 0.0).for_each(|t| with[t] += 1);
            }
        }
        let mut rarity = [0.0; MOST_TERMS];
        for t in bits(content).filter(|t| with[*t] > 0) {
            rarity[t] = idf(sentences as f32, with[t] as f32);
        }
        Self { rarity, total: rarity.iter().sum::<f32>().max(1e-6) }
    }

    /// Rarity of the terms as a share of that of all terms that any sentence holds, 0 to 1.
    pub fn share(&self, terms: u64) -> f32 {
        bits(terms).map(|t| self.rarity[t]).sum::<f32>() / self.total
    }
}

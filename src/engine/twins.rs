//! Quotes that say the same: reprints, and the same thing with other figures in another year.

use std::collections::BTreeSet;

use crate::domain::{Citation, Quote};
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::words;

/// Share of their different words that two quotes have in common when one is a reprint of the other.
const REPRINT: f32 = 0.9;
/// The same for quotes that speak of the same thing.
const SAME_THING: f32 = 0.5;
/// Words that must be there before two quotes are called alike.
const LEAST: usize = 4;

/// A quote's stems and its numbers.
struct Gist {
    stems: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Gist {
    fn of(quote: &Quote) -> Self {
        let all = words(quote.text()).into_iter().filter(|w| !is_stop(&w.folded));
        let (numbers, words): (Vec<_>, Vec<_>) = all.partition(|w| w.folded.contains(|c: char| c.is_ascii_digit()));
        let stems = words.iter().map(|w| stem(&w.folded).into_owned()).collect();
        Self { stems, numbers: numbers.into_iter().map(|w| w.folded).collect() }
    }

    fn share(&self, other: &Self) -> f32 {
        let both = self.stems.intersection(&other.stems).count();
        if both < LEAST { 0.0 } else { both as f32 / self.stems.union(&other.stems).count() as f32 }
    }
}

/// Whether two quotes are the same words but for little: punctuation, endings, a word in ten. All numbers are the same.
pub fn is_reprint(a: &Quote, b: &Quote) -> bool {
    let (a, b) = (Gist::of(a), Gist::of(b));
    a.numbers == b.numbers && a.share(&b) >= REPRINT
}

/// Of quotes from one region that say the same thing with other figures, the newest comes first.
pub fn newest_first(quotes: &mut [Citation]) {
    let gists: Vec<Gist> = quotes.iter().map(|c| Gist::of(&c.quote)).collect();
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    for i in 0..order.len() {
        for j in i + 1..order.len() {
            let (a, b) = (order[i], order[j]);
            let meta = |n: usize| &quotes[n].quote.article().meta;
            let same = meta(a).region == meta(b).region && gists[a].share(&gists[b]) >= SAME_THING;
            let differ = gists[a].numbers != gists[b].numbers && !gists[a].numbers.is_empty();
            if same && differ && !gists[b].numbers.is_empty() && meta(b).date > meta(a).date {
                order.swap(i, j);
            }
        }
    }
    let sorted: Vec<Citation> = order
        .iter()
        .zip(quotes.iter())
        .map(|(from, place)| Citation { score: place.score, ..quotes[*from].clone() })
        .collect();
    quotes.clone_from_slice(&sorted);
}

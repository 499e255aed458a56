//! Quotes that say the same: reprints, and the same thing with other figures in another year.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::domain::{Citation, Quote};
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::{Word, words};

/// Share of their different words that two quotes have in common when one is a reprint of the other.
const REPRINT: f32 = 0.9;
/// The same for quotes that speak of the same thing.
const SAME_THING: f32 = 0.5;
/// Words that must be there before two quotes are called alike.
const LEAST: usize = 4;
/// Per cent by which the lengths of reprints differ at the most, in words.
const MOST_APART: usize = 25;

/// A quote's stems and its numbers.
struct Gist {
    stems: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Gist {
    fn of(quote: &Quote) -> Self {
        Self::of_words(words(quote.text()))
    }

    fn of_words(all: Vec<Word>) -> Self {
        let all = all.into_iter().filter(|w| !is_stop(&w.folded));
        let (numbers, words): (Vec<_>, Vec<_>) = all.partition(|w| w.folded.contains(|c: char| c.is_ascii_digit()));
        let stems = words.iter().map(|w| stem(&w.folded).into_owned()).collect();
        Self { stems, numbers: numbers.into_iter().map(|w| w.folded).collect() }
    }

    fn share(&self, other: &Self) -> f32 {
        let both = self.stems.intersection(&other.stems).count();
        if both < LEAST { 0.0 } else { both as f32 / self.stems.union(&other.stems).count() as f32 }
    }
}

/// Whether at least half of the words of one text stand in the other as they are: all but few pairs of quotes are told
/// apart by that, without a look at what the words mean.
fn shares_half(a: &str, b: &str) -> bool {
    let there: FxHashSet<&str> = a.split_ascii_whitespace().collect();
    let (mut all, mut shared) = (0, 0);
    for word in b.split_ascii_whitespace() {
        all += 1;
        shared += usize::from(there.contains(word));
    }
    2 * shared >= all
}

/// Whether two quotes are the same words but for little: punctuation, endings, a word in ten. All numbers are the same.
pub fn is_reprint(a: &Quote, b: &Quote) -> bool {
    if !shares_half(a.text(), b.text()) {
        return false;
    }
    let (a, b) = (words(a.text()), words(b.text()));
    if a.len().abs_diff(b.len()) > MOST_APART * a.len().max(b.len()) / 100 {
        return false;
    }
    if a.iter().map(|w| &w.folded).eq(b.iter().map(|w| &w.folded)) {
        return true;
    }
    let (a, b) = (Gist::of_words(a), Gist::of_words(b));
    a.numbers == b.numbers && a.share(&b) >= REPRINT
}

/// Words of a sentence that is hardly twice the same by chance.
const SENTENCE: usize = 5;

/// Whether quotes of different articles have a sentence in common.
pub fn shares_a_sentence(a: &Quote, b: &Quote) -> bool {
    fn sentences(quote: &Quote) -> impl Iterator<Item = &str> {
        let article = quote.article();
        let all = article.passages.iter().flat_map(|p| &p.sentences).filter(|s| quote.span().contains(**s));
        all.map(|s| article.slice(*s)).filter(|s| s.split_whitespace().count() >= SENTENCE)
    }
    a.article().meta.id != b.article().meta.id && sentences(a).any(|one| sentences(b).any(|other| one == other))
}

/// Of quotes from one region that say the same thing with other figures, the newest comes first.
pub fn newest_first(quotes: &mut [Citation]) {
    let date = |c: &Citation| c.quote.article().meta.date;
    if quotes.is_sorted_by(|a, b| date(a) >= date(b)) {
        return;
    }
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

//! Words and phrases with a number each, found in a text by their stems.

use rustc_hash::FxHashMap;

use crate::text::family::root;
use crate::text::stem::stems;

/// Phrases by the stems of their words, with numbers of a kind.
#[derive(Debug)]
pub struct Phrasebook<N = u16> {
    by_first: FxHashMap<String, Entries<N>>,
    /// Numbers of single words by their root.
    by_root: FxHashMap<String, Vec<N>>,
}

impl<N> Default for Phrasebook<N> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default(), by_root: FxHashMap::default() }
    }
}

/// The phrases that begin with a stem.
#[derive(Debug)]
struct Entries<N> {
    /// Numbers of the stem alone.
    alone: Vec<N>,
    /// Longer phrases by their second stem: thousands of wordings begin like "how" or "who".
    longer: FxHashMap<String, Vec<Entry<N>>>,
}

impl<N> Default for Entries<N> {
    fn default() -> Self {
        Self { alone: Vec::new(), longer: FxHashMap::default() }
    }
}

#[derive(Debug)]
struct Entry<N> {
    /// Stems after the second.
    rest: Vec<String>,
    number: N,
}

impl<N: Copy + PartialEq> Phrasebook<N> {
    /// Adds a word or a phrase under a number; one without any word is ignored.
    pub fn add(&mut self, phrase: &str, number: N) {
        self.add_words(stems(phrase), number);
    }

    /// Adds a phrase in words that have been brought into another form than stems.
    pub fn add_words(&mut self, words: Vec<String>, number: N) {
        let mut stems = words.into_iter();
        if let Some(first) = stems.next() {
            if let Some(root) = root(&first).filter(|_| stems.len() == 0) {
                let numbers = self.by_root.entry(root).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
            let entries = self.by_first.entry(first).or_default();
            match stems.next() {
                None => entries.alone.push(number),
                Some(second) => {
                    entries.longer.entry(second).or_default().push(Entry { rest: stems.collect(), number });
                }
            }
        }
    }

    /// Whether a word or a phrase begins with the stem.
    pub fn knows(&self, stem: &str) -> bool {
        self.by_first.contains_key(stem)
    }

    /// Calls `found` with the number and the length in words of every phrase that begins at the first stem.
    pub fn at<S: AsRef<str>>(&self, stems: &[S], mut found: impl FnMut(N, usize)) {
        let Some((first, rest)) = stems.split_first() else { return };
        let Some(entries) = self.by_first.get(first.as_ref()) else { return };
        entries.alone.iter().for_each(|number| found(*number, 1));
        let Some((second, rest)) = rest.split_first() else { return };
        for entry in entries.longer.get(second.as_ref()).into_iter().flatten() {
            let fits = rest.len() >= entry.rest.len() && entry.rest.iter().zip(rest).all(|(e, s)| e == s.as_ref());
            if fits {
                found(entry.number, entry.rest.len() + 2);
            }
        }
    }

    /// For every word of a text, given by its stems, the numbers of the phrases it is part of.
    pub fn of<S: AsRef<str>>(&self, stems: &[S]) -> Vec<Vec<N>> {
        let mut out = vec![Vec::new(); stems.len()];
        for i in 0..stems.len() {
            self.at(&stems[i..], |number, words| out[i..i + words].iter_mut().for_each(|place| place.push(number)));
        }
        out
    }
}

impl<N> Phrasebook<N> {
    /// The numbers of words with the root of a stem, for one that is in no phrase itself.
    pub fn of_family(&self, stem: &str) -> &[N] {
        root(stem).and_then(|root| self.by_root.get(&root)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_and_phrases_by_their_stems() {
        let mut book: Phrasebook = Phrasebook::default();
        book.add("grant", 1);
        book.add("financial support", 2);
        book.add("мера поддержки", 3);
        assert_eq!(book.of(&stems("grants and financial support")), [vec![1], vec![], vec![2], vec![2]]);
        assert_eq!(book.of(&stems("Меры поддержки")), [vec![3], vec![3]]);
        assert_eq!(book.of(&stems("support financial")), [vec![], vec![]] as [Vec<u16>; 2]);
    }
}

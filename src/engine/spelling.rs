//! Words the corpus does not know, as words it does: typos, and names heard in the other alphabet.

use rustc_hash::FxHashMap;

use super::lexis::Lexis;
use crate::text::sound;
use crate::text::words::{is_cyrillic, is_letter};

/// Stems that may be meant by a word, with a similarity above 0 and up to 1, best first.
pub type Alternatives = Vec<(u32, f32)>;

/// Look-up tables over the stems of a corpus.
#[derive(Debug, Default)]
pub struct Spelling {
    /// Stems of letters only, by length in characters and one letter: the first, the second or the last.
    by_letter: FxHashMap<(usize, Place, char), Vec<u32>>,
    /// The letters of each stem, as bits, by its number.
    letters: Vec<u64>,
    /// How each stem sounds.
    sounds: FxHashMap<u32, Sound>,
    /// Stems by pairs of neighbouring consonants of how they sound; Latin ones apart from Cyrillic ones.
    by_sound: FxHashMap<(bool, [u8; 2]), Vec<u32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    First,
    Second,
    Last,
}

#[derive(Debug)]
struct Sound {
    key: String,
    pairs: usize,
}

/// How alike two sounds must be to be taken for the same name.
const SAME_SOUND: f32 = 0.68;
/// How alike they must be to leave no doubt, as a similarity of [`Alternatives`].
const SURE_SOUND: f32 = 0.7;

/// The letters of a word as bits; those of one alphabet have one each.
fn letter_bits(word: &str) -> u64 {
    word.chars().fold(0, |all, c| all | 1 << (c as u32 & 63))
}

impl Spelling {
    /// Builds the tables.
    pub fn build(lexis: &Lexis) -> Self {
        let mut out = Self::default();
        for (id, stem) in lexis.stems.strings().iter().enumerate() {
            out.letters.push(letter_bits(stem));
            if stem.chars().all(is_letter) {
                out.add(id as u32, stem);
            }
        }
        out
    }

    fn add(&mut self, id: u32, stem: &str) {
        let len = stem.chars().count();
        for (place, letter) in letters(stem) {
            self.by_letter.entry((len, place, letter)).or_default().push(id);
        }
        if len > 2 {
            let key = sound::key(stem);
            let pairs = pairs(&sound::skeleton(&key));
            for pair in &pairs {
                self.by_sound.entry((stem.starts_with(is_cyrillic), *pair)).or_default().push(id);
            }
            self.sounds.insert(id, Sound { key, pairs: pairs.len() });
        }
    }

    /// Stems within one edit or swap of neighbours (two from seven letters on) that share the first, second or last
    /// letter; at most four of nearly the same similarity.
    pub fn typos(&self, lexis: &Lexis, stem: &str) -> Alternatives {
        let len = stem.chars().count();
        if len < 3 || !stem.chars().all(is_letter) {
            return Vec::new();
        }
        let limit = if len < 7 { 1 } else { 2 };
        let mut seen: Vec<u32> = Vec::new();
        for n in len - limit..=len + limit {
            for (place, letter) in letters(stem) {
                seen.extend(self.by_letter.get(&(n, place, letter)).into_iter().flatten());
            }
        }
        seen.sort_unstable();
        seen.dedup();
        let first = stem.chars().next();
        let mine = letter_bits(stem);
        let mut out: Alternatives = Vec::new();
        // An edit exchanges one letter for another at the most: comparing sets is cheaper than counting edits.
        for id in seen.into_iter().filter(|id| (self.letters[*id as usize] ^ mine).count_ones() as usize <= 2 * limit) {
            let other = lexis.stems.name(id);
            let distance = strsim::osa_distance(stem, other);
            if distance <= limit && lexis.stem_df[id as usize] > 0 {
                let longest = len.max(other.chars().count()) as f32;
                let strange = if other.chars().next() == first { 0.0 } else { 0.1 };
                out.push((id, 1.0 - distance as f32 / (longest + 1.0) - strange));
            }
        }
        out.sort_by(|a, b| {
            b.1.total_cmp(&a.1).then(lexis.stem_df[b.0 as usize].cmp(&lexis.stem_df[a.0 as usize])).then(a.0.cmp(&b.0))
        });
        keep(out, 0.08, 4)
    }

    /// Whether a stem is surely one of the other alphabet by its sound ("academpark", «академпарк»).
    pub fn is_heard(&self, stem: &str) -> bool {
        self.sounds_like(stem).first().is_some_and(|best| best.1 >= SURE_SOUND)
    }

    /// Stems of the other alphabet that sound like the stem; at most six.
    pub fn sounds_like(&self, stem: &str) -> Alternatives {
        if stem.chars().count() < 3 || !stem.chars().all(is_letter) {
            return Vec::new();
        }
        let key = sound::key(stem);
        let wanted = pairs(&sound::skeleton(&key));
        let other_alphabet = !stem.starts_with(is_cyrillic);
        let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
        for pair in &wanted {
            for id in self.by_sound.get(&(other_alphabet, *pair)).into_iter().flatten() {
                *shared.entry(*id).or_default() += 1;
            }
        }
        let mut out: Alternatives = Vec::new();
        for (id, n) in shared {
            let other = &self.sounds[&id];
            if 4 * n < wanted.len() + other.pairs || other.key.len().abs_diff(key.len()) > 4 {
                continue;
            }
            let similarity = sound::similarity(&key, &other.key);
            let short = if key.len().min(other.key.len()) <= 4 { 0.1 } else { 0.0 };
            if similarity >= SAME_SOUND + short {
                out.push((id, (similarity - 0.3) / 0.7));
            }
        }
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keep(out, 0.25, 6)
    }
}

/// The best, those within `margin` of it, and no more than `most`.
pub fn keep(mut sorted: Alternatives, margin: f32, most: usize) -> Alternatives {
    if let Some((_, best)) = sorted.first().copied() {
        sorted.retain(|(_, similarity)| *similarity >= best - margin);
        sorted.truncate(most);
    }
    sorted
}

fn letters(stem: &str) -> impl Iterator<Item = (Place, char)> {
    let mut chars = stem.chars();
    let (first, second) = (chars.next(), chars.next());
    let last = stem.chars().next_back();
    [(Place::First, first), (Place::Second, second), (Place::Last, last)].into_iter().filter_map(|(p, c)| Some((p, c?)))
}

fn pairs(skeleton: &str) -> Vec<[u8; 2]> {
    let bytes = skeleton.as_bytes();
    let mut out: Vec<[u8; 2]> = match bytes {
        [] => Vec::new(),
        [one] => vec![[*one, 0]],
        _ => bytes.windows(2).map(|w| [w[0], w[1]]).collect(),
    };
    out.sort_unstable();
    out.dedup();
    out
}

//! Seeded damage to questions.

use super::random::Random;
use crate::text::language;
use crate::text::layout;
use crate::text::stopwords::is_stop;
use crate::text::words::{fold, words};

/// What is done to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// Nothing.
    None,
    /// One random edit in each of two content words of four letters or more.
    Typo,
    /// Typed on the other keyboard layout.
    Layout,
}

impl Noise {
    /// `none`, `typo` or `layout`.
    pub const fn name(self) -> &'static str {
        match self {
            Noise::None => "none",
            Noise::Typo => "typo",
            Noise::Layout => "layout",
        }
    }
}

/// Damages a question. `seed` should differ from question to question.
pub fn damage(question: &str, noise: Noise, seed: u64) -> String {
    match noise {
        Noise::None => question.to_owned(),
        Noise::Layout if language::detect(question) == Some(crate::domain::Lang::Ru) => layout::to_english(question),
        Noise::Layout => layout::to_russian(question),
        Noise::Typo => typos(question, &mut Random::new(seed)),
    }
}

fn typos(question: &str, random: &mut Random) -> String {
    let mut spots: Vec<_> =
        words(question).into_iter().filter(|w| w.folded.chars().count() >= 4 && !is_stop(&w.folded)).collect();
    spots.retain(|w| w.folded.chars().all(char::is_alphabetic));
    while spots.len() > 2 {
        let away = random.below(spots.len());
        spots.remove(away);
    }
    let mut out = question.to_owned();
    for word in spots.iter().rev() {
        let span = word.span.start..word.span.end;
        let edited = edit(&question[span.clone()], random);
        out.replace_range(span, &edited);
    }
    out
}

fn edit(word: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let alphabet: Vec<char> = if fold(word).is_ascii() { ('a'..='z').collect() } else { ('а'..='я').collect() };
    let (at, letter) = (random.below(chars.len()), alphabet[random.below(alphabet.len())]);
    match random.below(4) {
        0 => chars[at] = letter,
        1 => drop(chars.remove(at)),
        2 => chars.insert(at, letter),
        _ => {
            let at = random.below(chars.len() - 1);
            chars.swap(at, at + 1);
        }
    }
    chars.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_damages_the_same_way() {
        let q = "Which directions of support does the region name?";
        let once = damage(q, Noise::Typo, 7);
        assert_ne!(once, q);
        assert_eq!(once, damage(q, Noise::Typo, 7));
        assert_eq!(damage("какие", Noise::Layout, 0), "rfrbt");
    }
}

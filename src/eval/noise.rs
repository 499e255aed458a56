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
    /// Russian in Latin letters, as people without Russian keys type it: everybody spells a little differently. A
    /// question without Russian letters stays as it is, for nobody types English in Russian ones.
    Translit,
}

/// Spellings of Russian letters in Latin ones; where people differ, in several.
const SPELLINGS: [(char, &[&str]); 33] = [
    ('а', &["a"]),
    ('б', &["b"]),
    ('в', &["v"]),
    ('г', &["g"]),
    ('д', &["d"]),
    ('е', &["e"]),
    ('ё', &["e", "yo"]),
    ('ж', &["zh", "j"]),
    ('з', &["z"]),
    ('и', &["i"]),
    ('й', &["y", "j", "i"]),
    ('к', &["k"]),
    ('л', &["l"]),
    ('м', &["m"]),
    ('н', &["n"]),
    ('о', &["o"]),
    ('п', &["p"]),
    ('р', &["r"]),
    ('с', &["s"]),
    ('т', &["t"]),
    ('у', &["u"]),
    ('ф', &["f"]),
    ('х', &["h", "kh"]),
    ('ц', &["c", "ts"]),
    ('ч', &["ch"]),
    ('ш', &["sh"]),
    ('щ', &["sch", "shch"]),
    ('ъ', &["", "'"]),
    ('ы', &["y"]),
    ('ь', &["", "'"]),
    ('э', &["e"]),
    ('ю', &["yu", "ju"]),
    ('я', &["ya", "ja"]),
];

impl Noise {
    /// `none`, `typo`, `layout` or `translit`.
    pub const fn name(self) -> &'static str {
        match self {
            Noise::None => "none",
            Noise::Typo => "typo",
            Noise::Layout => "layout",
            Noise::Translit => "translit",
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
        Noise::Translit => latin(question, &mut Random::new(seed)),
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

/// The question in Latin letters, each letter spelt the same way throughout.
fn latin(question: &str, random: &mut Random) -> String {
    let hand = SPELLINGS.map(|(letter, spellings)| (letter, spellings[random.below(spellings.len())]));
    let mut out = String::with_capacity(question.len());
    for c in question.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        let mut spelt = hand.iter().find(|(letter, _)| *letter == small).map_or("", |(_, spelling)| spelling).chars();
        match spelt.next() {
            Some(first) if c == small => out.push(first),
            Some(first) => out.push(first.to_ascii_uppercase()),
            None if hand.iter().any(|(letter, _)| *letter == small) => {}
            None => out.push(c),
        }
        out.extend(spelt);
    }
    out
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

    #[test]
    fn russian_is_spelt_in_latin_letters_as_people_do() {
        let q = "Какие меры в Томской области?";
        let all: std::collections::BTreeSet<String> = (0..40).map(|seed| damage(q, Noise::Translit, seed)).collect();
        assert!(
            all.contains("Kakie mery v Tomskoy oblasti?") && all.contains("Kakie mery v Tomskoj oblasti?"),
            "{all:?}"
        );
        assert!(damage("Щука", Noise::Translit, 1).starts_with('S'));
        assert_eq!(damage("Which grants?", Noise::Translit, 3), "Which grants?");
    }
}

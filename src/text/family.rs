//! Families of words: «регистрация», «регистрировать» and «регистратор» have three stems and one root; so have "produce",
//! "production" and "producer".
//!
//! What is left of a stem without the suffixes that make a noun, a verb or an adjective of a root. Roots that differ only
//! in their last consonant as Russian changes it («помог-», «помож-») are one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::is_cyrillic;

/// Letters of the shortest root.
const SHORTEST: usize = 4;
/// Suffixes, longer ones before their own endings; several may follow one another.
const RUSSIAN: [&str; 70] = [
    "изирова",
    "изаци",
    "ительн",
    "ительск",
    "ительств",
    "ительниц",
    "тельств",
    "тельн",
    "тельск",
    "тел",
    "ирован",
    "ирова",
    "ированн",
    "ировк",
    "ировщик",
    "аторск",
    "атор",
    "итор",
    "овани",
    "ован",
    "изац",
    "ац",
    "яц",
    "ова",
    "ева",
    "ыва",
    "ива",
    "аци",
    "яци",
    "ици",
    "ци",
    "ическ",
    "ческ",
    "истск",
    "ист",
    "изм",
    "ичн",
    "енческ",
    "ственн",
    "ствен",
    "еств",
    "ств",
    "енност",
    "ност",
    "ост",
    "енн",
    "анн",
    "янн",
    "ени",
    "ани",
    "яни",
    "ени",
    "ник",
    "ниц",
    "ниче",
    "щик",
    "чик",
    "льщик",
    "ск",
    "н",
    "к",
    "ок",
    "ек",
    "ов",
    "ев",
    "а",
    "и",
    "я",
    "е",
    "л",
];
const ENGLISH: [&str; 43] = [
    "ization", "isation", "ational", "ation", "ition", "ative", "itive", "ator", "iti", "ition", "ment", "ship",
    "ness", "ance", "anc", "ence", "enc", "ant", "ent", "able", "abl", "ible", "ibl", "ist", "ism", "ive", "iv", "ion",
    "ize", "ise", "ers", "er", "or", "ing", "al", "ic", "ful", "ed", "th", "at", "e", "i", "y",
];

/// The suffixes by their last letter: every word of every question is held against them.
static BY_LAST: LazyLock<FxHashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut out: FxHashMap<char, Vec<&str>> = FxHashMap::default();
    for suffix in RUSSIAN.into_iter().chain(ENGLISH) {
        out.entry(suffix.chars().next_back().unwrap_or_default()).or_default().push(suffix);
    }
    out
});

/// The root of a stem, in a form that only serves to compare; `None` when it is too short to tell.
pub fn root(stem: &str) -> Option<String> {
    if !stem.chars().all(char::is_alphabetic) {
        return None;
    }
    let russian = stem.starts_with(is_cyrillic);
    let mut rest = stem;
    // Three at the most: «строительный» is «стро-и-тель-н».
    for _ in 0..3 {
        let suffixes = rest.chars().next_back().and_then(|last| BY_LAST.get(&last)).into_iter().flatten();
        let longest = suffixes.filter_map(|s| rest.strip_suffix(s).filter(|r| is_long(r))).min_by_key(|r| r.len());
        match longest {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    if !is_long(rest) {
        return None;
    }
    Some(if russian { alternated(rest) } else { rest.to_owned() })
}

fn is_long(rest: &str) -> bool {
    rest.chars().count() >= SHORTEST
}

/// A root with its last consonant as the first of those it changes with.
fn alternated(root: &str) -> String {
    let mut chars: Vec<char> = root.chars().collect();
    if let [.., 'п' | 'б' | 'в' | 'м' | 'ф', 'л'] = chars[..] {
        chars.pop();
    }
    if let Some(last) = chars.last_mut() {
        *last = match *last {
            'ж' | 'з' | 'д' => 'г',
            'ч' | 'щ' | 'ц' | 'т' => 'к',
            'ш' | 'с' => 'х',
            other => other,
        };
    }
    chars.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::stem::stem;

    fn are_one(words: &[&str]) {
        let roots: Vec<_> = words.iter().map(|w| root(&stem(w))).collect();
        assert!(roots[0].is_some() && roots.iter().all(|r| *r == roots[0]), "{words:?}: {roots:?}");
    }

    #[test]
    fn words_of_one_root_are_one_family() {
        are_one(&["регистрация", "регистрировать", "регистратор"]);
        are_one(&["выплата", "выплатить", "выплачивать"]);
        are_one(&["производство", "производить", "производитель", "производственный"]);
        are_one(&["животноводство", "животновод", "животноводческий"]);
        are_one(&["продление", "продлить"]);
        are_one(&["product", "production", "productive"]);
        are_one(&["investor", "investment", "invest"]);
    }

    #[test]
    fn words_of_other_roots_are_not() {
        for (a, b) in [("завод", "заказ"), ("грант", "гранит"), ("region", "register"), ("компания", "кампус")]
        {
            assert_ne!(root(&stem(a)), root(&stem(b)), "{a} {b}");
        }
        assert_eq!(root("зон"), None);
    }
}

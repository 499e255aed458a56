//! How words sound, spelt the same way for both alphabets: names match across languages by it.
//!
//! [`key`] is a rough common spelling, [`skeleton`] its consonants in a few classes (for looking up candidates),
//! [`similarity`] compares two keys by an edit distance in which vowels and voiced pairs are cheap.

use super::words::is_cyrillic;

const LETTERS: [(char, &str); 32] = [
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "i"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "sh"),
    ('ъ', ""),
    ('ы', "i"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "u"),
    ('я', "a"),
];

/// Groups of Russian letters that English writes as one sound.
const RUSSIAN: [(&str, &str); 10] = [
    ("дж", "ж"),
    ("ия", "и"),
    ("ий", "и"),
    ("ье", "и"),
    ("ьи", "и"),
    ("ей", "е"),
    ("ай", "а"),
    ("эй", "а"),
    ("оу", "о"),
    ("ау", "о"),
];

/// English spellings of sounds, longest first where they overlap. Capitals stand for sounds already decided.
const ENGLISH: [(&str, &str); 24] = [
    ("sch", "S"),
    ("tch", "C"),
    ("tion", "tsi"),
    ("sion", "si"),
    ("ph", "f"),
    ("ght", "t"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "kv"),
    ("x", "ks"),
    ("dge", "Ze"),
    ("j", "Z"),
    ("kh", "h"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "Z"),
    ("ce", "tse"),
    ("ci", "tsi"),
    ("cy", "tsi"),
    ("c", "k"),
    ("w", "v"),
    ("y", "i"),
    ("oo", "u"),
    ("ee", "i"),
];

/// A rough spelling of how a folded word sounds, in Latin letters, without doubled ones.
pub fn key(word: &str) -> String {
    let mut s = word.to_owned();
    if word.starts_with(is_cyrillic) {
        for (from, to) in RUSSIAN {
            s = s.replace(from, to);
        }
        s = s
            .chars()
            .map(|c| LETTERS.iter().find(|(l, _)| *l == c).map_or(c.to_string(), |(_, t)| (*t).to_owned()))
            .collect();
    } else {
        for (from, to) in ENGLISH {
            if s.contains(from) {
                s = s.replace(from, to);
            }
        }
        if s.len() > 3 && s.ends_with('e') {
            s.pop();
        }
        s = s.replace('S', "sh").replace('C', "ch").replace('Z', "zh").replace('q', "k");
    }
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The consonant classes of a key.
pub fn skeleton(key: &str) -> String {
    let s = key.replace("zh", "g").replace("ts", "s").replace("sh", "s").replace("ch", "k");
    let classes = s.chars().filter_map(|c| match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'h' => None,
        'z' => Some('s'),
        'v' => Some('f'),
        c => Some(c),
    });
    let out: String = classes.collect();
    if out.is_empty() { s.chars().take(1).collect() } else { out }
}

/// How alike two keys sound, 1 for the same, 0 or less for unrelated ones.
pub fn similarity(a: &str, b: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len()).max(1) as f32;
    1.0 - distance(&a, &b) / longest
}

fn distance(a: &[char], b: &[char]) -> f32 {
    let mut previous = vec![0.0];
    for c in b {
        previous.push(previous[previous.len() - 1] + gap(*c));
    }
    for x in a {
        let mut row = vec![previous[0] + gap(*x)];
        for (j, y) in b.iter().enumerate() {
            let best = (previous[j] + exchange(*x, *y)).min(previous[j + 1] + gap(*x)).min(row[j] + gap(*y));
            row.push(best);
        }
        previous = row;
    }
    previous[b.len()]
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

fn gap(c: char) -> f32 {
    if is_vowel(c) || c == 'h' { 0.4 } else { 1.0 }
}

fn exchange(a: char, b: char) -> f32 {
    const NEAR: [(char, char); 11] = [
        ('b', 'p'),
        ('d', 't'),
        ('g', 'k'),
        ('s', 'z'),
        ('f', 'v'),
        ('g', 'h'),
        ('h', 'k'),
        ('c', 'k'),
        ('c', 's'),
        ('u', 'v'),
        ('g', 'z'),
    ];
    if a == b {
        0.0
    } else if is_vowel(a) && is_vowel(b) {
        0.3
    } else if NEAR.contains(&(a.min(b), a.max(b))) {
        0.4
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sound_alike_in_both_alphabets() {
        for (en, ru) in [
            ("rosneft", "роснефть"),
            ("skolkovo", "сколково"),
            ("bortnik", "бортник"),
            ("zhvachkin", "жвачкин"),
            ("gazprom", "газпром"),
        ] {
            assert!(similarity(&key(en), &key(ru)) > 0.85, "{en} {ru}: {} {}", key(en), key(ru));
            assert_eq!(skeleton(&key(en)), skeleton(&key(ru)), "{en} {ru}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (en, ru) in [("rosneft", "росатом"), ("tomsk", "омск"), ("skolkovo", "саратов")] {
            assert!(similarity(&key(en), &key(ru)) < 0.85, "{en} {ru}");
        }
    }
}

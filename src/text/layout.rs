//! Text typed on the wrong keyboard layout (ЙЦУКЕН on QWERTY and back).

/// Keys in the same places: Russian layout, then US layout.
const KEYS: [(&str, &str); 3] = [
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"),
    ("?,.\"№", "&?/@#"),
];

/// What the same keys give on the Russian layout.
pub fn to_russian(text: &str) -> String {
    text.chars().map(|c| swap(c, true)).collect()
}

/// What the same keys give on the US layout.
pub fn to_english(text: &str) -> String {
    text.chars().map(|c| swap(c, false)).collect()
}

fn swap(c: char, to_russian: bool) -> char {
    let mut pairs = KEYS.iter().flat_map(|(ru, en)| ru.chars().zip(en.chars()));
    let key = pairs.find(|(ru, en)| c == if to_russian { *en } else { *ru });
    key.map_or(c, |(ru, en)| if to_russian { ru } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_other_layout() {
        assert_eq!(to_russian("rfrbt yfghfdktybz"), "какие направления");
        assert_eq!(to_english("зфкетукы"), "partners");
        assert_eq!(to_english(&to_russian("Who, when?")), "Who, when?");
    }
}

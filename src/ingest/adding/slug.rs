//! Names of files made of titles: `a-z`, `0-9` and hyphens.

use crate::text;

/// The most characters of a slug.
const MOST: usize = 60;

/// The slug of a title, not too long; empty when it has no letter or digit that can be written in Latin.
pub(super) fn slug(title: &str) -> String {
    let mut out = text::slug::slug(title);
    if out.len() > MOST {
        let cut = out[..=MOST].rfind('-').filter(|at| *at > MOST / 2).unwrap_or(MOST);
        out.truncate(cut);
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        for (title, expected) in [
            ("Tomsk Region", "tomsk-region"),
            ("Объявлен конкурс: «Старт-1» — заявки до 5 мая!", "obyavlen-konkurs-start-1-zayavki-do-5-maya"),
            ("../../etc/passwd", "etc-passwd"),
            ("Ёж’s", "ezhs"),
            ("🙂", ""),
            (
                "one two three four five six seven eight nine ten eleven twelve",
                "one-two-three-four-five-six-seven-eight-nine-ten-eleven",
            ),
        ] {
            assert_eq!(slug(title), expected);
        }
        assert_eq!(slug(&"a".repeat(99)).len(), 60);
    }
}

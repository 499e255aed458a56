//! Names of files made of titles: `a-z`, `0-9` and hyphens.

/// The most characters of a slug.
const MOST: usize = 60;

/// The slug of a title; empty when it has no letter or digit that can be written in Latin.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match latin(c) {
            Some(letters) => out.push_str(letters),
            None if c.is_ascii_alphanumeric() => out.push(c),
            None if matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\'' | '’') => {}
            None if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            None => {}
        }
    }
    if out.len() > MOST {
        let cut = out[..=MOST].rfind('-').filter(|at| *at > MOST / 2).unwrap_or(MOST);
        out.truncate(cut);
    }
    out.trim_end_matches('-').to_owned()
}

/// A Russian letter in the Latin letters of passports.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ы' => "y",
        'ь' | 'ъ' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
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

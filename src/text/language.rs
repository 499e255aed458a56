//! The language of a short text.

use super::words::is_cyrillic;
use crate::domain::Lang;

/// Russian when most letters are Cyrillic, English when most are Latin, `None` without letters of either.
pub fn detect(text: &str) -> Option<Lang> {
    let (mut cyrillic, mut latin) = (0, 0);
    for c in text.chars() {
        cyrillic += usize::from(is_cyrillic(c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    (cyrillic + latin > 0).then_some(if cyrillic > latin { Lang::Ru } else { Lang::En })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_by_the_majority_of_letters() {
        assert_eq!(detect("Какие партнёры у Tomsk Hub?"), Some(Lang::Ru));
        assert_eq!(detect("What is «Дом» in Tomsk?"), Some(Lang::En));
        assert_eq!(detect("2020 🙂"), None);
    }
}

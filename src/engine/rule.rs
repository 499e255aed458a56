//! Rules over folded text: words in lower case with single spaces between them.
//!
//! Such rules are long and only say yes or no. So a word's letters are whatever is no space, which keeps the automaton small
//! (Unicode's own class of letters is hundreds of ranges, once for every place where it stands), and nothing is captured,
//! which keeps small what each thread needs to run it. A word's border is a space or an end of the text: Unicode's own would
//! send every Russian text to the slowest of the automata.

use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Rule(Regex);

impl Rule {
    /// Compiles a pattern that is a constant; `\w` stands for anything but a space, `\b` for the borders between.
    pub fn new(pattern: &str) -> Self {
        let words = pattern.replace(r"\w", "[^ ]").replace(r"\b", "(?m:^|$)");
        let config = Regex::config().which_captures(WhichCaptures::None).line_terminator(b' ');
        // The patterns are constants, each exercised by the tests of its module.
        Self(Regex::builder().configure(config).build(&words).unwrap_or_else(|e| panic!("{pattern}: {e}")))
    }

    /// Whether it holds for a folded text.
    pub fn is_match(&self, folded: &str) -> bool {
        self.0.is_match(folded)
    }
}

/// The letters, digits and joiners of our languages, and of names in their neighbours' alphabets: what `\w` stands for in
/// running text. Unicode's own class would be a hundred times as large, in every place where it stands.
const LETTERS: &str = "0-9A-Za-z_À-žА-яЁё";

/// A pattern for running text with a small class of letters for `\w`.
pub(super) fn narrowed(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let (mut chars, mut in_class) = (pattern.chars(), false);
    while let Some(c) = chars.next() {
        match (c, in_class) {
            ('\\', _) => match (chars.next(), in_class) {
                (Some('w'), true) => out.push_str(LETTERS),
                (Some('w'), false) => out.push_str(&format!("[{LETTERS}]")),
                (next, _) => out.extend(std::iter::once(c).chain(next)),
            },
            (_, was) => {
                in_class = (was || c == '[') && c != ']';
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_narrowed_inside_classes_and_outside() {
        let narrow = regex::Regex::new(&narrowed(r"^[\w-]+ \w+\.$")).expect("a pattern");
        assert!(
            narrow.is_match("Île-de-France растёт.") && !narrow.is_match("a b!") && !narrow.is_match("a \u{4e2d}.")
        );
        assert!(Rule::new(r"^\w+ по \w+$").is_match("меры по ё1") && !Rule::new(r"^\w+$").is_match("a b"));
        let border = Rule::new(r"\bкто\b");
        let found = ["кто это", "это кто", "а кто это", "никто", "ктото", "а никто не"].map(|t| border.is_match(t));
        assert_eq!(found, [true, true, true, false, false, false]);
    }
}

//! Rules over folded text: words in lower case with single spaces between them.
//!
//! Such rules are long and only say yes or no. So a word's letters are whatever is no space, which keeps the automaton small
//! (Unicode's own class of letters is hundreds of ranges, once for every place where it stands), and nothing is captured,
//! which keeps small what each thread needs to run it.

use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::WhichCaptures;

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Rule(Regex);

impl Rule {
    /// Compiles a pattern that is a constant; `\w` stands for anything but a space.
    pub fn new(pattern: &str) -> Self {
        let words = pattern.replace(r"\w", "[^ ]");
        let config = Regex::config().which_captures(WhichCaptures::None);
        // The patterns are constants, each exercised by the tests of its module.
        Self(Regex::builder().configure(config).build(&words).unwrap_or_else(|e| panic!("{pattern}: {e}")))
    }

    /// Whether it holds for a folded text.
    pub fn is_match(&self, folded: &str) -> bool {
        self.0.is_match(folded)
    }
}

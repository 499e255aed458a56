//! Page furniture: paragraphs of a web page that are no words of the article ("Printable version", «Поделиться»).
//!
//! The rules are data, `lexicon/boilerplate.toml` in the knowledge folder. A rule must match a whole paragraph, so a
//! sentence that merely mentions a printable version stays.

use std::path::Path;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use toml::Spanned;

use super::Problem;
use super::toml_file::{self, TomlFile};

/// The most characters that one `…` of a phrase stands for: enough for a name, a date or a counter, not for prose.
pub const WILDCARD_CHARS: usize = 120;

/// The rules that tell page furniture. The default has none.
#[derive(Debug, Clone, Default)]
pub struct Boilerplate {
    phrases: Vec<Phrase>,
    patterns: Vec<Regex>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    phrases: Vec<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
}

impl Boilerplate {
    /// Reads `boilerplate.toml` in the folder `lexicon`; for a missing file the shipped one stands in. Good rules are
    /// used even where others of the file are bad.
    pub fn load(lexicon: &Path) -> (Self, Vec<Problem>) {
        let file: TomlFile<File> = match toml_file::read(lexicon, "boilerplate.toml") {
            Ok(file) => file,
            Err(problem) => return (Self::default(), vec![problem]),
        };
        let (mut rules, mut problems) = (Self::default(), Vec::new());
        for source in &file.values.phrases {
            match Phrase::new(source.get_ref()) {
                Ok(phrase) => rules.phrases.push(phrase),
                Err((what, remedy)) => problems.push(file.problem(source.span().start, what, remedy)),
            }
        }
        for source in &file.values.patterns {
            match pattern(source.get_ref()) {
                Ok(pattern) => rules.patterns.push(pattern),
                Err((what, remedy)) => problems.push(file.problem(source.span().start, what, remedy)),
            }
        }
        (rules, problems)
    }

    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.patterns.is_empty()
    }

    /// Whether a whole paragraph is page furniture.
    pub fn matches(&self, paragraph: &str) -> bool {
        let folded = fold(paragraph);
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        self.phrases.iter().any(|p| p.matches(&folded)) || self.patterns.iter().any(|p| p.is_match(&line))
    }
}

type Complaint = (&'static str, &'static str);

/// Lower case, single spaces, е for ё, no punctuation or arrows at the end.
fn fold(s: &str) -> String {
    let line = s.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е");
    line.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '!' | '→' | '»' | '›' | '>'))
        .to_owned()
}

/// The words of a paragraph; what lies between two pieces varies.
#[derive(Debug, Clone)]
struct Phrase {
    pieces: Vec<String>,
    /// The first piece without what may be missing at its end.
    bare: String,
}

impl Phrase {
    fn new(phrase: &str) -> Result<Self, Complaint> {
        if phrase.chars().all(|c| c == '…' || c.is_whitespace()) {
            return Err(("a phrase needs words", "write the words of the paragraph, with … for what varies"));
        }
        let pieces: Vec<String> = fold(phrase).split('…').map(str::to_owned).collect();
        Ok(Self { bare: fold(&pieces[0]), pieces })
    }

    fn matches(&self, folded: &str) -> bool {
        let (first, rest) = match self.pieces.split_first() {
            Some((first, rest)) => (first.as_str(), rest),
            None => return false,
        };
        // "Фото: …" is furniture with nothing after it too.
        let Some(mut left) = folded.strip_prefix(first).or_else(|| (folded == self.bare).then_some("")) else {
            return false;
        };
        let Some((last, middle)) = rest.split_last() else { return left.is_empty() };
        for piece in middle {
            match left.split_once(piece.as_str()) {
                Some((gap, after)) if fits(gap) => left = after,
                _ => return false,
            }
        }
        left.strip_suffix(last.as_str()).is_some_and(fits)
    }
}

fn fits(gap: &str) -> bool {
    gap.chars().count() <= WILDCARD_CHARS
}

fn pattern(pattern: &str) -> Result<Regex, Complaint> {
    let whole = format!("^(?:{pattern})$");
    let built = RegexBuilder::new(&whole).case_insensitive(true).size_limit(1 << 20).build();
    let rule = built.map_err(|_| ("not a regular expression", "correct it (syntax of the Rust crate regex)"))?;
    if rule.is_match("") || rule.is_match(&"Слова of an ordinary paragraph. ".repeat(40)) {
        return Err(("the pattern matches everything", "name the words of the paragraph to leave out"));
    }
    Ok(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(toml: &str) -> (Boilerplate, Vec<String>) {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("boilerplate.toml"), toml).expect("written");
        let (rules, problems) = Boilerplate::load(dir.path());
        (rules, problems.iter().map(|p| p.to_string().replace(&*dir.path().to_string_lossy(), "")).collect())
    }

    #[test]
    fn phrases_match_whole_paragraphs() {
        let (rules, problems) =
            rules("phrases = ['Printable version', 'Фото: …', 'Ещё новости']\npatterns = ['\\d+ views?']");
        assert_eq!(problems, Vec::<String>::new());
        for furniture in
            ["printable  VERSION", "\u{a0}Printable version.", "Фото: Иван Петров", "еще новости", "1 View"]
        {
            assert!(rules.matches(furniture), "{furniture}");
        }
        let prose = format!("Фото: {}", "и слово ".repeat(30));
        for text in ["A printable version is on the site", "Printable version of the law", "12 views differ", &prose] {
            assert!(!rules.matches(text), "{text}");
        }
    }

    #[test]
    fn bad_rules_are_told_with_their_lines_and_good_ones_work() {
        let (rules, problems) = rules("phrases = [\n  'Share',\n  '…',\n  ' ',\n]\npatterns = [\n  '(',\n  '.*',\n]\n");
        let lines: Vec<&str> = problems.iter().map(|p| &p[..p.match_indices(':').nth(1).map_or(0, |m| m.0)]).collect();
        assert_eq!(lines, ["/boilerplate.toml:3", "/boilerplate.toml:4", "/boilerplate.toml:7", "/boilerplate.toml:8"]);
        assert!(rules.matches("Share"));
    }

    #[test]
    fn a_bad_file_gives_no_rules_and_a_missing_one_the_shipped() {
        let (none, problems) = rules("phrase = ['a']");
        assert!(problems[0].starts_with("/boilerplate.toml:1: "), "{problems:?}");
        assert!(!none.matches("a"));
        let missing = Boilerplate::load(Path::new("/nowhere"));
        assert!(missing.1.is_empty() && missing.0.matches("Printable version"));
    }
}

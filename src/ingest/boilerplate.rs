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
    rules: Vec<Regex>,
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
    /// Reads `boilerplate.toml` in the folder `lexicon`; a missing file gives no rules. Good rules are used even where
    /// others of the file are bad.
    pub fn load(lexicon: &Path) -> (Self, Vec<Problem>) {
        let file: TomlFile<File> = match toml_file::read(lexicon, "boilerplate.toml") {
            Ok(file) => file,
            Err(problem) => return (Self::default(), vec![problem]),
        };
        let (mut rules, mut problems) = (Vec::new(), Vec::new());
        let phrases = file.values.phrases.iter().map(|p| (p, phrase(p.get_ref())));
        let patterns = file.values.patterns.iter().map(|p| (p, whole(p.get_ref())));
        for (source, rule) in phrases.chain(patterns) {
            match rule {
                Ok(rule) => rules.push(rule),
                Err((what, remedy)) => problems.push(file.problem(source.span().start, what, remedy)),
            }
        }
        (Self { rules }, problems)
    }

    /// Whether a whole paragraph is page furniture.
    pub fn matches(&self, paragraph: &str) -> bool {
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        !self.rules.is_empty() && self.rules.iter().any(|r| r.is_match(&line))
    }
}

type Complaint = (String, String);

/// A phrase: its words in any case and spacing, `…` for at most [`WILDCARD_CHARS`] characters, any punctuation after.
fn phrase(phrase: &str) -> Result<Regex, Complaint> {
    if phrase.chars().all(|c| c == '…' || c.is_whitespace()) {
        return Err((
            "a phrase needs words".to_owned(),
            "write the words of the paragraph, with … for what varies".to_owned(),
        ));
    }
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let gap = format!(".{{0,{WILDCARD_CHARS}}}");
    let pattern =
        regex::escape(&words.join(" ")).replace('…', &gap).replace(['ё', 'е'], "[её]").replace(['Ё', 'Е'], "[её]");
    build(&format!("^{pattern}[\\s.:!→»›>]*$"))
}

fn whole(pattern: &str) -> Result<Regex, Complaint> {
    build(&format!("^(?:{pattern})$"))
}

fn build(pattern: &str) -> Result<Regex, Complaint> {
    let built = RegexBuilder::new(pattern).case_insensitive(true).size_limit(1 << 20).build();
    let rule = built.map_err(|e| {
        let message = e.to_string();
        let last = message.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
        (format!("not a regular expression: {last}"), "correct it (syntax of the Rust crate regex)".to_owned())
    })?;
    if rule.is_match("") || rule.is_match(&"Слова of an ordinary paragraph. ".repeat(40)) {
        return Err((
            "the rule matches everything".to_owned(),
            "name the words of the paragraph to leave out".to_owned(),
        ));
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
    fn a_bad_or_missing_file_gives_no_rules() {
        let (none, problems) = rules("phrase = ['a']");
        assert!(problems[0].starts_with("/boilerplate.toml:1: "), "{problems:?}");
        assert!(!none.matches("a"));
        let missing = Boilerplate::load(Path::new("/nowhere"));
        assert!(missing.1.is_empty());
    }
}

//! Rust source as tokens with their lines: words, `::` and single characters. Comments and literals are left out.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One file.
pub struct Source {
    /// Its name in messages.
    pub file: String,
    /// Its module inside the crate: `["engine", "ask"]`, `["main"]`, or nothing for the root.
    pub path: Vec<String>,
    /// Whether it is compiled for tests only.
    pub in_test: bool,
    /// What stands in it.
    pub text: String,
}

/// One word or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// From 1.
    pub line: usize,
    /// The word, `::`, or one character.
    pub text: &'a str,
}

impl Source {
    /// A file, known by its name below the source folder.
    pub fn new(file: &str, inside: &str, text: impl Into<String>) -> Self {
        let stem = inside.trim_end_matches(".rs").trim_end_matches("/mod");
        let path = match stem {
            "lib" => Vec::new(),
            _ => stem.split('/').map(str::to_owned).collect(),
        };
        Self { file: file.to_owned(), path, in_test: false, text: text.into() }
    }

    /// Every source below `root/folder`, those marked that a `#[cfg(test)] mod name;` declares.
    pub fn all(root: &Path, folder: &str) -> Vec<Self> {
        let top = root.join(folder);
        let mut files = Vec::new();
        list(&top, &mut files);
        files.sort();
        let read = |file: &PathBuf| {
            let inside = file.strip_prefix(&top).expect("below").to_string_lossy().replace('\\', "/");
            Self::new(&format!("{folder}/{inside}"), &inside, fs::read_to_string(file).expect("UTF-8"))
        };
        let mut sources: Vec<Self> = files.iter().map(read).collect();
        mark_tests(&mut sources);
        sources
    }
}

/// Marks the files that a `#[cfg(test)] mod name;` of another file declares.
pub fn mark_tests(sources: &mut [Source]) {
    let declared: HashSet<Vec<String>> = sources.iter().flat_map(test_files).collect();
    for source in sources {
        source.in_test = declared.iter().any(|module| source.path.starts_with(module));
    }
}

fn test_files(source: &Source) -> Vec<Vec<String>> {
    let tokens = tokens(&source.text);
    let starts = (0..tokens.len()).filter(|i| is_test_only(&tokens[*i..]));
    let names = starts.filter_map(|i| match &tokens[i + TEST_ONLY.len()..] {
        [word, name, end, ..] if word.text == "mod" && end.text == ";" => Some(name.text.to_owned()),
        _ => None,
    });
    names.map(|name| [source.path.clone(), vec![name]].concat()).collect()
}

/// The tokens of `#[cfg(test)]`.
pub const TEST_ONLY: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// Whether an item that is compiled for tests only begins here.
pub fn is_test_only(tokens: &[Token<'_>]) -> bool {
    tokens.len() >= TEST_ONLY.len() && tokens.iter().zip(TEST_ONLY).all(|(token, text)| token.text == text)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The tokens of a source that compiles.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (len, kept) = match literal(rest).or_else(|| comment(rest)) {
            Some(len) => (len, false),
            None if is_word(first) => (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), true),
            None if rest.starts_with("::") => (2, true),
            None => (first.len_utf8(), !first.is_whitespace()),
        };
        if kept {
            out.push(Token { line, text: &rest[..len] });
        }
        line += rest[..len].matches('\n').count();
        at += len;
    }
    out
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Length of the comment that begins here.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let mut depth = 0;
    let mut at = 0;
    while rest.starts_with("/*") && at < rest.len() {
        let here = &rest[at..];
        let (step, change) = match here {
            _ if here.starts_with("/*") => (2, 1),
            _ if here.starts_with("*/") => (2, -1),
            _ => (here.chars().next().map_or(1, char::len_utf8), 0),
        };
        depth += change;
        at += step;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Length of the string or character that begins here. A lifetime is none.
fn literal(rest: &str) -> Option<usize> {
    if let Some(body) = rest.strip_prefix('\'') {
        let mut chars = body.chars();
        let (first, second) = (chars.next()?, chars.next());
        return if first == '\\' || second == Some('\'') { quoted(rest, '\'') } else { None };
    }
    let prefix = rest.find(|c| !is_word(c)).filter(|n| ["", "b", "c", "r", "br", "cr"].contains(&&rest[..*n]))?;
    let body = &rest[prefix..];
    let hashes = body.len() - body.trim_start_matches('#').len();
    match rest[..prefix].ends_with('r') {
        true if body[hashes..].starts_with('"') => {
            let end = format!("\"{}", "#".repeat(hashes));
            let inside = prefix + hashes + 1;
            Some(rest[inside..].find(&end).map_or(rest.len(), |n| inside + n + end.len()))
        }
        false if body.starts_with('"') => quoted(body, '"').map(|n| prefix + n),
        _ => None,
    }
}

/// Length up to the closing `quote`; a backslash takes the next character with it.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let closes = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    end.map(|(i, _)| i + 1)
}

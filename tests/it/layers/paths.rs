//! The paths that a source names: in `use`, in expressions, in attributes.

use super::source::{Source, TEST_ONLY, Token, is_test_only, tokens};

/// A path that is named somewhere.
#[derive(Debug)]
pub struct Used {
    /// Line of the part that tells where the path leads, from 1.
    pub line: usize,
    /// Its parts as written; a macro's name ends with `!`.
    pub names: Vec<String>,
    /// The module right below the crate's root to which it leads, for paths inside the crate.
    pub module: Option<String>,
    /// Whether it stands in code for tests only.
    pub in_test: bool,
}

type Parts<'a> = Vec<Token<'a>>;

/// Every path of a source.
pub fn used(source: &Source) -> Vec<Used> {
    let tokens = tokens(&source.text);
    let mut reader =
        Reader { source, tokens: &tokens, at: 0, depth: 0, modules: Vec::new(), tests_until: None, out: Vec::new() };
    while reader.at < tokens.len() {
        reader.step();
    }
    reader.out
}

struct Reader<'a> {
    source: &'a Source,
    tokens: &'a [Token<'a>],
    at: usize,
    /// Braces open.
    depth: usize,
    /// Modules open in this file, with the depth of their braces.
    modules: Vec<(&'a str, usize)>,
    /// Position of the token that ends the item for tests only.
    tests_until: Option<usize>,
    out: Vec<Used>,
}

impl<'a> Reader<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| t.text)
    }

    fn step(&mut self) {
        if self.tests_until.is_some_and(|end| self.at > end) {
            self.tests_until = None;
        }
        if self.tests_until.is_none() && is_test_only(&self.tokens[self.at..]) {
            self.tests_until = Some(self.end_of_item(self.at + TEST_ONLY.len()));
        }
        match self.text(self.at) {
            "{" => self.depth += 1,
            "}" => {
                self.modules.retain(|(_, depth)| *depth != self.depth);
                self.depth = self.depth.saturating_sub(1);
            }
            "mod" if self.text(self.at + 2) == "{" => {
                self.modules.push((self.text(self.at + 1), self.depth + 1));
                self.at += 1;
            }
            "use" => {
                self.at += 1;
                return self.tree(Vec::new());
            }
            "crate" if self.at > 0 && self.text(self.at - 1) == "extern" => {
                self.at += 1;
                return self.tree(Vec::new());
            }
            text if begins_name(text) => return self.path(),
            _ => {}
        }
        self.at += 1;
    }

    /// Position of the `;` or closing brace that ends the item that begins at `at`.
    fn end_of_item(&self, at: usize) -> usize {
        let mut depth = 0;
        for i in at..self.tokens.len() {
            match self.text(i) {
                "{" => depth += 1,
                "}" if depth == 1 => return i,
                "}" => depth -= 1,
                ";" if depth == 0 => return i,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// A path in an expression, a type or an attribute; names alone are no paths, unless they are macros.
    fn path(&mut self) {
        let mut parts = Parts::new();
        loop {
            parts.push(self.tokens[self.at]);
            self.at += 1;
            if self.text(self.at) != "::" || !begins_name(self.text(self.at + 1)) {
                break;
            }
            self.at += 1;
        }
        let calls_macro = self.text(self.at) == "!" && self.text(self.at + 1) != "=";
        if parts.len() > 1 || calls_macro {
            self.found(&parts, calls_macro);
        }
    }

    /// A tree of `use`, after its beginning `before`.
    fn tree(&mut self, before: Parts<'a>) {
        let mut parts = before;
        loop {
            match self.text(self.at) {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !matches!(self.text(self.at), "}" | "") {
                        self.tree(parts.clone());
                        if self.text(self.at) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "as" => self.at += 2,
                text if text == "*" || begins_name(text) => {
                    parts.push(self.tokens[self.at]);
                    self.at += 1;
                }
                _ => break,
            }
        }
        if !parts.is_empty() {
            self.found(&parts, false);
        }
    }

    fn found(&mut self, parts: &[Token<'a>], is_macro: bool) {
        let (line, module) = match self.module(parts) {
            Some((token, name)) => (token.line, Some(name)),
            None => (parts[0].line, None),
        };
        let mut names: Vec<String> = parts.iter().map(|t| t.text.to_owned()).collect();
        if let Some(last) = names.last_mut().filter(|_| is_macro) {
            last.push('!');
        }
        self.out.push(Used { line, names, module, in_test: self.source.in_test || self.tests_until.is_some() });
    }

    /// The module below the root to which a path leads, with the token that says so.
    fn module(&self, parts: &[Token<'a>]) -> Option<(Token<'a>, String)> {
        let mut here = self.source.path.clone();
        here.extend(self.modules.iter().map(|(name, _)| (*name).to_owned()));
        match parts[0].text {
            "crate" | "policybot" => here.clear(),
            "self" | "super" => {}
            _ => return None,
        }
        let mut last = parts[0];
        for part in parts {
            match part.text {
                "crate" | "policybot" | "self" => {}
                "super" => _ = here.pop(),
                name => {
                    here.push(name.to_owned());
                    last = *part;
                    break;
                }
            }
            last = *part;
        }
        // The root itself: whoever holds it can go anywhere.
        let first = here.into_iter().next().unwrap_or_else(|| "the whole crate".to_owned());
        Some((last, first))
    }
}

fn begins_name(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

//! Telegram's HTML (`parse_mode=HTML`): text and entities out of the source.

use super::state::utf16_len;

/// A stretch of the text, in bytes, with a meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Type of the message entity.
    pub(super) kind: &'static str,
    /// Address of a link, language of a code block, id of an emoji.
    pub(super) argument: Option<String>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What the source says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) text: String,
    /// Outer before inner, otherwise in order.
    pub(super) marks: Vec<Mark>,
    /// What Telegram accepts and the documentation does not.
    pub(super) noted: Vec<String>,
}

/// Reads the source. The error is Telegram's description, offsets are in bytes.
pub(super) fn parse(source: &str) -> Result<Parsed, String> {
    let mut parser = Parser { source, at: 0, open: Vec::new(), parsed: Parsed::default() };
    while let Some(c) = source[parser.at..].chars().next() {
        match c {
            '<' => parser.tag()?,
            '&' => parser.ampersand(),
            c => {
                if c == '>' {
                    parser.note("unescaped '>'");
                }
                parser.parsed.text.push(c);
                parser.at += c.len_utf8();
            }
        }
    }
    match parser.open.last() {
        Some(open) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag)),
        None => {
            let mut parsed = parser.parsed;
            parsed.marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
            Ok(parsed)
        }
    }
}

struct Open {
    tag: String,
    kind: &'static str,
    argument: Option<String>,
    start: usize,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    open: Vec<Open>,
    parsed: Parsed,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn note(&mut self, what: &str) {
        self.parsed.noted.push(format!("{what} at byte offset {}", self.at));
    }

    fn ampersand(&mut self) {
        match reference(self.rest()) {
            Some((c, len)) => {
                self.parsed.text.push(c);
                self.at += len;
            }
            None => {
                self.note("unescaped '&'");
                self.parsed.text.push('&');
                self.at += 1;
            }
        }
    }

    fn tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        if self.rest().starts_with("</") { self.end_tag(begin) } else { self.start_tag(begin) }
    }

    fn end_tag(&mut self, begin: usize) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        let name = self.rest()[2..].split(|c: char| c.is_ascii_whitespace() || c == '>').next().unwrap_or_default();
        let after = self.rest()[2 + name.len()..].trim_ascii_start();
        if !after.starts_with('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        if !name.is_empty() && name.to_ascii_lowercase() != open.tag {
            let (expected, found) = (&open.tag, name);
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{expected}>\", found \"</{found}>\""
            ));
        }
        self.at = self.source.len() - after.len() + 1;
        self.close(open);
        Ok(())
    }

    fn close(&mut self, open: Open) {
        let Open { kind, argument, start, .. } = open;
        let end = self.parsed.text.len();
        let marks = &mut self.parsed.marks;
        // `<pre><code class="language-…">` is one block of code with a language.
        if kind == "pre"
            && let Some(code) = marks.iter_mut().find(|m| m.kind == "code" && (m.start, m.end) == (start, end))
        {
            code.kind = "pre";
        } else if start < end {
            let argument = if kind == "code" { argument } else { self.default_argument(kind, argument, start) };
            self.parsed.marks.push(Mark { kind, argument, start, end });
        }
    }

    /// A link without an address links to its own text.
    fn default_argument(&self, kind: &str, argument: Option<String>, start: usize) -> Option<String> {
        match argument {
            None if kind == "text_link" => Some(self.parsed.text[start..].to_owned()),
            argument => argument,
        }
    }

    fn start_tag(&mut self, begin: usize) -> Result<(), String> {
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        let rest = &self.rest()[1..];
        let name_len = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').ok_or_else(unclosed)?;
        let tag = rest[..name_len].to_ascii_lowercase();
        let mut kind =
            kind_of(&tag).ok_or_else(|| format!("Unsupported start tag \"{tag}\" at byte offset {begin}"))?;
        self.at += 1 + name_len;
        let mut argument = None;
        while let Some((name, value)) = self.attribute(&tag, begin)? {
            match (tag.as_str(), name.as_str()) {
                ("a", "href") => argument = Some(value).filter(|v| !v.is_empty()),
                ("code", "class") => argument = value.strip_prefix("language-").map(str::to_owned),
                ("span", "class") if value == "tg-spoiler" => argument = Some(String::new()),
                ("blockquote", "expandable") => kind = "expandable_blockquote",
                ("tg-emoji", "emoji-id") | ("tg-time", "unix") => argument = Some(value),
                _ => self.note(&format!("unknown attribute \"{name}\" of tag \"{tag}\"")),
            }
        }
        if tag == "span" && argument.take().is_none() {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.nesting(kind, begin)?;
        let start = self.parsed.text.len();
        self.open.push(Open { tag, kind, argument, start });
        Ok(())
    }

    /// The next attribute of a start tag; after the last one the tag's end is passed.
    fn attribute(&mut self, tag: &str, begin: usize) -> Result<Option<(String, String)>, String> {
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        let rest = self.rest().trim_ascii_start();
        self.at = self.source.len() - rest.len();
        if rest.starts_with('>') {
            self.at += 1;
            return Ok(None);
        }
        let ends_name = |c: char| c.is_ascii_whitespace() || "=>/\"'".contains(c);
        let name = &rest[..rest.find(ends_name).ok_or_else(unclosed)?];
        if name.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
        }
        let after = rest[name.len()..].trim_ascii_start();
        let Some(value) = after.strip_prefix('=') else {
            let found = (name.to_owned(), String::new());
            self.at = self.source.len() - after.len();
            return Ok(Some(found));
        };
        let value = value.trim_ascii_start();
        let name = name.to_owned();
        self.at = self.source.len() - value.len();
        let value = match value.chars().next().ok_or_else(unclosed)? {
            quote @ ('"' | '\'') => self.quoted(quote).ok_or_else(unclosed)?,
            _ => self.token()?,
        };
        if self.rest().is_empty() { Err(unclosed()) } else { Ok(Some((name, value))) }
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        let inside = &self.rest()[1..];
        let raw = &inside[..inside.find(quote)?];
        let (mut value, mut at) = (String::new(), 0);
        while let Some(c) = raw[at..].chars().next() {
            let (c, len) = reference(&raw[at..]).unwrap_or((c, c.len_utf8()));
            value.push(c);
            at += len;
        }
        self.at += raw.len() + 2;
        Some(value)
    }

    fn token(&mut self) -> Result<String, String> {
        let rest = self.rest();
        let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).unwrap_or(rest.len());
        if !rest[len..].starts_with(|c: char| c.is_ascii_whitespace() || c == '>') {
            return Err(format!("Unexpected end of name token at byte offset {}", self.at));
        }
        let token = rest[..len].to_ascii_lowercase();
        self.at += len;
        Ok(token)
    }

    /// What may not stand within what.
    fn nesting(&self, kind: &str, begin: usize) -> Result<(), String> {
        let quote = |k: &str| k == "blockquote" || k == "expandable_blockquote";
        for outer in &self.open {
            let bad = (quote(kind) && (quote(outer.kind) || outer.kind == "text_link"))
                || (kind == "text_link" && outer.kind == "text_link")
                || outer.kind == "code"
                || (outer.kind == "pre" && kind != "code");
            if bad {
                return Err(format!("{kind} can't be nested in {} at byte offset {begin}", outer.kind));
            }
        }
        Ok(())
    }
}

fn kind_of(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "a" => "text_link",
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" | "tg-spoiler" => "spoiler",
        "tg-emoji" => "custom_emoji",
        "tg-time" => "date_time",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

/// The character that a reference at the beginning of `s` stands for, and the reference's length in bytes.
fn reference(s: &str) -> Option<(char, usize)> {
    let body = s.strip_prefix('&')?;
    let (c, len) = if let Some(number) = body.strip_prefix('#') {
        let hex = number.strip_prefix('x');
        let digits = hex.unwrap_or(number);
        let radix = if hex.is_some() { 16 } else { 10 };
        let len = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..len], radix).ok().filter(|n| *n != 0)?;
        (char::from_u32(code)?, s.len() - digits.len() + len)
    } else {
        let len = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
        let c = match &body[..len] {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            _ => return None,
        };
        (c, 1 + len)
    };
    Some((c, len + usize::from(s[len..].starts_with(';'))))
}

/// How many entities Telegram counts: bold and its like are cut at every border of another entity inside them.
pub(super) fn counted(marks: &[Mark]) -> usize {
    let cut = ["bold", "italic", "underline", "strikethrough", "spoiler"];
    let borders: std::collections::BTreeSet<usize> = marks.iter().flat_map(|m| [m.start, m.end]).collect();
    let pieces = |m: &Mark| {
        if cut.contains(&m.kind) { 1 + borders.range(m.start + 1..m.end).count() } else { 1 }
    };
    marks.iter().map(pieces).sum()
}

/// Offset and length in UTF-16 units.
pub(super) fn utf16_range(text: &str, mark: &Mark) -> (usize, usize) {
    (utf16_len(&text[..mark.start]), utf16_len(&text[mark.start..mark.end]))
}

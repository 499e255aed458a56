//! Plain text to blocks.
//!
//! Blank lines part blocks. Inside a block a line break is a soft wrap and becomes a space, except
//! - before a list marker (`-`, `*`, `•`, `–` or `1.`, `1)` and a space) where at least two lines of the block have
//!   one: each such line begins a list item;
//! - where every line is a paragraph of its own: some line of the text has more than 120 characters, so it is not
//!   wrapped at all, or every line of the block but the last ends a sentence and every line begins with a capital.
//!
//! A line that stands alone, is short and ends without a stop is a heading when text follows it.

use super::decode::Decoded;
use super::importer::{Block, Imported, Importer, Input};
use super::problem::Fault;
use crate::domain::PassageKind;

/// A text with a line longer than this many characters is not wrapped.
const WRAPPED_CHARS: usize = 120;
/// A heading has at most this many characters.
const HEADING_CHARS: usize = 100;

/// The plain text importer.
pub(super) struct Plain;

impl Importer for Plain {
    fn import(&self, input: &Input<'_>) -> Result<Imported, Fault> {
        let Decoded { text, notes } = input.text()?;
        Ok(Imported { blocks: paragraphs(&text), left_out: notes, ..Imported::default() })
    }
}

/// The blocks of a text.
pub(super) fn paragraphs(body: &str) -> Vec<Block> {
    let wrapped = body.lines().all(|l| l.chars().count() <= WRAPPED_CHARS);
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in body.lines().chain([""]) {
        if !line.trim().is_empty() {
            lines.push(line.trim());
        } else if !lines.is_empty() {
            add_group(&mut blocks, &lines, wrapped);
            lines.clear();
        }
    }
    mark_headings(&mut blocks);
    blocks
}

fn add_group(blocks: &mut Vec<Block>, lines: &[&str], wrapped: bool) {
    if lines.iter().filter(|l| list_item(l).is_some()).count() >= 2 {
        return add_list(blocks, lines);
    }
    if !wrapped || are_paragraphs(lines) {
        blocks.extend(lines.iter().map(|l| Block::new(PassageKind::Paragraph, *l)));
    } else {
        blocks.push(Block::new(PassageKind::Paragraph, lines.join(" ")));
    }
}

fn add_list(blocks: &mut Vec<Block>, lines: &[&str]) {
    let first = blocks.len();
    for line in lines {
        match (list_item(line), blocks.len() > first) {
            (Some(text), _) => {
                let tight = blocks.len() > first && blocks.last().is_some_and(|b| b.kind == PassageKind::ListItem);
                blocks.push(Block { tight, ..Block::new(PassageKind::ListItem, text) });
            }
            (None, false) => blocks.push(Block::new(PassageKind::Paragraph, *line)),
            (None, true) => {
                if let Some(last) = blocks.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(line);
                }
            }
        }
    }
}

/// The text after a list marker.
fn list_item(line: &str) -> Option<&str> {
    let rest = match line.strip_prefix(['-', '*', '•', '–', '—']) {
        Some(rest) => rest,
        None => {
            let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
            (1..=3).contains(&(line.len() - number.len())).then(|| number.strip_prefix(['.', ')'])).flatten()?
        }
    };
    let text = rest.trim_start();
    (text.len() < rest.len() && !text.is_empty()).then_some(text)
}

fn are_paragraphs(lines: &[&str]) -> bool {
    let begins = |l: &&str| l.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let ends = |l: &&str| l.trim_end_matches(['»', '”', '"', ')']).ends_with(['.', '!', '?', '…', ':', ';']);
    lines.len() > 1 && lines.iter().all(begins) && lines[..lines.len() - 1].iter().all(ends)
}

fn mark_headings(blocks: &mut [Block]) {
    for i in 1..blocks.len() {
        let (before, after) = blocks.split_at_mut(i);
        let (Some(block), Some(next)) = (before.last_mut(), after.first()) else { continue };
        let ends = block.text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '»' | '”' | '"' | ')'));
        let begins = block.text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
        let short = block.text.chars().count() <= HEADING_CHARS && next.text.len() > block.text.len();
        if block.kind == PassageKind::Paragraph && short && ends && begins {
            block.kind = PassageKind::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PassageKind::{Heading, ListItem, Paragraph};

    #[track_caller]
    fn check(body: &str, expected: &[(PassageKind, &str)]) {
        let found: Vec<_> = paragraphs(body).into_iter().map(|b| (b.kind, b.text)).collect();
        assert_eq!(found, expected.iter().map(|(k, t)| (*k, (*t).to_owned())).collect::<Vec<_>>());
    }

    #[test]
    fn a_line_break_is_a_wrap() {
        check(
            "One line\nand another  one.\n\n\u{a0}\nNext.",
            &[(Paragraph, "One line and another  one."), (Paragraph, "Next.")],
        );
    }

    #[test]
    fn lines_that_are_sentences_stay_apart() {
        check(
            "Первая строка.\n«Вторая строка».\nТретья",
            &[(Paragraph, "Первая строка."), (Paragraph, "«Вторая строка»."), (Paragraph, "Третья")],
        );
        let long = format!("{}end.", "word ".repeat(30));
        check(&format!("Head\n{long}\nshort"), &[(Heading, "Head"), (Paragraph, &long), (Paragraph, "short")]);
    }

    #[test]
    fn lists_with_markers() {
        check(
            "Меры:\n– первая,\n  ещё слово\n– вторая",
            &[(Paragraph, "Меры:"), (ListItem, "первая, ещё слово"), (ListItem, "вторая")],
        );
        check("1. One\n2) Two", &[(ListItem, "One"), (ListItem, "Two")]);
        check("It grew\n- said he", &[(Paragraph, "It grew - said he")]);
        check("In\n2020. Then", &[(Paragraph, "In 2020. Then")]);
    }

    #[test]
    fn a_short_line_before_text_is_a_heading() {
        check(
            "Кадры\n\nТретье направление — кадры.",
            &[(Heading, "Кадры"), (Paragraph, "Третье направление — кадры.")],
        );
    }
}

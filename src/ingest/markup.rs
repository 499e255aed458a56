//! Blocks to Markdown that the Markdown importer reads as the same blocks.
//!
//! Every character that could be markup is escaped, so that no word of a document becomes a link, a heading or a list.

use std::fmt::Write;

use super::importer::Block;
use crate::domain::PassageKind;

/// The body of an article file.
pub(super) fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let (mut page, mut bullet, mut i) = (None, '*', 0);
    while let Some(block) = blocks.get(i) {
        if block.page.is_some() && block.page != page {
            page = block.page;
            _ = write!(out, "<!-- page {} -->\n\n", page.unwrap_or_default());
        }
        let run = 1 + blocks[i + 1..].iter().take_while(|b| b.tight && b.kind == block.kind && b.page == page).count();
        let group = &blocks[i..i + run];
        match block.kind {
            PassageKind::Paragraph => _ = write!(out, "{}\n\n", escaped(&block.text)),
            PassageKind::Heading => _ = write!(out, "## {}\n\n", escaped(&block.text)),
            PassageKind::ListItem => {
                // Two lists in a row need different bullets to stay two.
                bullet = if bullet == '-' { '*' } else { '-' };
                for item in group {
                    _ = writeln!(out, "{bullet} {}", escaped(&item.text));
                }
                out.push('\n');
            }
            PassageKind::TableRow => table(group, &mut out),
        }
        i += if matches!(block.kind, PassageKind::ListItem | PassageKind::TableRow) { run } else { 1 };
    }
    out
}

fn table(rows: &[Block], out: &mut String) {
    let cells = |row: &Block| -> Vec<String> { row.text.split(" | ").map(escaped).filter(|c| !c.is_empty()).collect() };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    // Markdown drops cells beyond those of the first row.
    let width = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    for (i, row) in rows.iter().enumerate() {
        let line: String = (0..width).map(|c| format!(" {} |", row.get(c).map_or("", String::as_str))).collect();
        _ = writeln!(out, "|{line}");
        if i == 0 {
            _ = writeln!(out, "|{}", " --- |".repeat(width));
        }
    }
    out.push('\n');
}

/// One line of words that Markdown leaves as they are.
fn escaped(text: &str) -> String {
    let line = text.replace(['\n', '\r', '\0'], " ");
    let line = line.trim_matches([' ', '\t']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(line.len() + 8);
    for (i, c) in line.char_indices() {
        let always = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~');
        let first = i == 0 && matches!(c, '-' | '+' | '=' | ':');
        let number = i == digits && digits > 0 && matches!(c, '.' | ')');
        let entity = c == '&' && line[i..].chars().take(40).any(|c| c == ';');
        if always || first || number || entity {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::importer::{Importer, Input};
    use crate::ingest::markdown::Markdown;

    /// What the importer makes of the blocks' Markdown: kinds, words and pages.
    fn back(blocks: &[Block]) -> Vec<(PassageKind, String, Option<u32>)> {
        let found = Markdown.import(&Input::of(&markdown(blocks))).expect("text");
        assert!(found.left_out.is_empty(), "{:?}\n{}", found.left_out, markdown(blocks));
        found.blocks.into_iter().map(|b| (b.kind, b.text, b.page)).collect()
    }

    #[test]
    fn lists_and_tables_keep_their_shape() {
        let block = |kind, text: &str, tight| Block { tight, page: Some(2), ..Block::new(kind, text) };
        use PassageKind::{Heading, ListItem, TableRow};
        let blocks = [
            block(Heading, "1. First #", false),
            block(ListItem, "a", false),
            block(ListItem, "b", true),
            block(ListItem, "another list", false),
            block(TableRow, "Year | Grants", false),
            block(TableRow, "2020 | 12 | more", true),
            block(TableRow, "a new table", false),
        ];
        let found = Markdown.import(&Input::of(&markdown(&blocks))).expect("text").blocks;
        assert_eq!(found, blocks);
    }

    proptest! {
        #[test]
        fn every_block_comes_back(
            blocks in prop::collection::vec((0..4usize, "[-a-zА-я0-9\\\\`*_\\[\\]<>#|~&;:.()!\"'/ +=\u{a0}]{1,30}", prop::bool::ANY), 1..8)
        ) {
            use PassageKind::{Heading, ListItem, Paragraph, TableRow};
            let kinds = [Paragraph, Heading, ListItem, TableRow];
            let mut page = 1;
            let blocks: Vec<Block> = blocks.into_iter().map(|(kind, text, tight)| {
                page += u32::from(!tight);
                // What has no letter or digit never becomes a passage.
                let text = text.split(['|', ' ']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
                Block { tight, page: Some(page), ..Block::new(kinds[kind], format!("{text}x").trim()) }
            }).collect();
            let expected: Vec<_> = blocks.iter().map(|b| (b.kind, b.text.clone(), b.page)).collect();
            prop_assert_eq!(back(&blocks), expected, "{}", markdown(&blocks));
        }
    }
}

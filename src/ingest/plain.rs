//! Plain text to blocks.
//!
//! Blank lines part blocks. Inside a block a line break is a soft wrap and becomes a space, except
//! - before a list marker (`-`, `*`, `•`, `–` or `1.`, `1)` and a space) where at least two lines of the block have
//!   one: each such line begins a list item;
//! - where every line is a paragraph of its own: some line of the text has more than 120 characters, so it is not
//!   wrapped at all, or every line of the block but the last ends a sentence and every line begins with a capital;
//! - behind a line that ends before it is full, without a stop, where the next begins with a capital: a heading, mostly;
//! - where every line is a row of a table that has lost its marks: cells are parted by ` | `, or lines begin with a
//!   capital and are labels with values ("Rate: 4 %") or end before they are full.

use super::decode::Decoded;
use super::importer::{Block, Imported, Importer, Input};
use super::problem::Fault;
use crate::domain::PassageKind;

/// A text with a line longer than this many characters is not wrapped.
const WRAPPED_CHARS: usize = 120;
/// Fewer lines than this are no table, unless their cells are marked.
const LEAST_ROWS: usize = 3;

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
            lines.push(trimmed(line));
        } else if !lines.is_empty() {
            add_group(&mut blocks, &lines, !wrapped || are_paragraphs(&lines));
            lines.clear();
        }
    }
    blocks
}

/// The blocks of one paragraph of Markdown: its sentences stay together, however they are broken into lines.
pub(super) fn of_markdown(paragraph: &str) -> Vec<Block> {
    let lines: Vec<&str> = paragraph.lines().map(trimmed).filter(|l| !l.is_empty()).collect();
    let mut blocks = Vec::new();
    add_group(&mut blocks, &lines, false);
    blocks
}

fn trimmed(line: &str) -> &str {
    let line = line.trim_matches([' ', '\t', '\r']);
    // The borders of a table's row are none of its cells.
    match line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) {
        Some(cells) if cells.contains(CELLS) => cells.trim(),
        _ => line,
    }
}

/// Adds the blocks of neighbouring lines; `apart` says whether every line is a paragraph if it can be one.
fn add_group(blocks: &mut Vec<Block>, lines: &[&str], apart: bool) {
    if lines.iter().filter(|l| list_item(l).is_some()).count() >= 2 {
        return add_list(blocks, lines);
    }
    if are_rows(lines) {
        // What stands above the first line with cells is what the table is called.
        let first = lines.iter().position(|l| l.contains(CELLS)).unwrap_or(0);
        let (title, rows) = lines.split_at(first);
        blocks.extend(title.iter().map(|l| Block::new(PassageKind::Paragraph, *l)));
        let row = |(i, line): (usize, &&str)| Block { tight: i > 0, ..Block::new(PassageKind::TableRow, *line) };
        blocks.extend(rows.iter().enumerate().map(row));
    } else if apart {
        blocks.extend(lines.iter().map(|l| Block::new(PassageKind::Paragraph, *l)));
    } else {
        let width = width(lines);
        let capital = |l: &str| l.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let parts = lines.chunk_by(|a, b| !(is_early(a, b, width) && capital(b) && !ends(a)));
        blocks.extend(parts.map(|part| Block::new(PassageKind::Paragraph, part.join(" "))));
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
    lines.len() > 1 && lines.iter().all(|l| begins(l)) && lines[..lines.len() - 1].iter().all(|l| ends(l))
}

/// What parts the cells of a row.
const CELLS: &str = " | ";

/// Whether the lines are rows of a table. A line of a wrapped text is left only where the next word has no room.
fn are_rows(lines: &[&str]) -> bool {
    let celled = lines.iter().filter(|l| l.contains(CELLS)).count();
    if celled >= 2 && celled * 2 >= lines.len() {
        return true;
    }
    let width = width(lines);
    let early = lines.windows(2).filter(|w| is_early(w[0], w[1], width)).count();
    let labelled = lines.iter().filter(|l| l.contains(": ")).count();
    lines.len() >= LEAST_ROWS
        && width <= WRAPPED_CHARS
        && lines.iter().all(|l| begins(l))
        && lines.iter().filter(|l| ends(l)).count() * 2 < lines.len()
        && (early * 2 >= lines.len() - 1 || labelled * 2 >= lines.len())
}

/// Characters of the longest line.
fn width(lines: &[&str]) -> usize {
    lines.iter().map(|l| l.chars().count()).max().unwrap_or_default()
}

/// Whether a line is left though the next word has room in it.
fn is_early(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    line.chars().count() + 1 + word.chars().count() <= width
}

/// Whether a line begins like a sentence, a name or a figure.
fn begins(line: &str) -> bool {
    line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// Whether a line ends like a sentence or an introduction.
fn ends(line: &str) -> bool {
    line.trim_end_matches(['»', '”', '"', ')']).ends_with(['.', '!', '?', '…', ':', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use PassageKind::{ListItem, Paragraph, TableRow};

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
        check(&format!("Head\n{long}\nshort"), &[(Paragraph, "Head"), (Paragraph, &long), (Paragraph, "short")]);
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
    fn a_line_that_ends_early_is_a_paragraph() {
        let text =
            "Кто может участвовать\nЗаявку вправе подать юридическое лицо, зарегистрированное в крае.\nСрок – месяц.";
        let of_markdown: Vec<String> = of_markdown(text).into_iter().map(|b| b.text).collect();
        let expected = [
            "Кто может участвовать",
            "Заявку вправе подать юридическое лицо, зарегистрированное в крае. Срок – месяц.",
        ];
        assert_eq!(of_markdown, expected);
    }

    #[test]
    fn rows_of_a_table_without_marks() {
        check(
            "Тип: технопарк\nОснован: 14 мая 2012 года\nПлощадь: 31 400 м²\nДиректор: Вера Полушина",
            &[
                (TableRow, "Тип: технопарк"),
                (TableRow, "Основан: 14 мая 2012 года"),
                (TableRow, "Площадь: 31 400 м²"),
                (TableRow, "Директор: Вера Полушина"),
            ],
        );
        check("Ставка | 4 %\nсрок | до 5 лет", &[(TableRow, "Ставка | 4 %"), (TableRow, "срок | до 5 лет")]);
        check(
            "Резиденты\nКомпания | Штат\nООО «Луч» | 58",
            &[(Paragraph, "Резиденты"), (TableRow, "Компания | Штат"), (TableRow, "ООО «Луч» | 58")],
        );
        let wrapped = "The zone was opened by the governor of\nTomsk Region and by the rectors of\nTomsk State University and of two more";
        check(wrapped, &[(Paragraph, &wrapped.replace('\n', " "))]);
    }
}

//! Headings that a source does not mark: short lines without a stop, above text, a list or a table.

use super::importer::Block;
use crate::domain::PassageKind;

/// A heading that is not marked has at most this many characters.
const MOST_CHARS: usize = 70;

/// Words of a heading above a line that is no sentence but holds figures ("Income tax"), or above another heading.
const LABEL: usize = 5;

/// Makes such paragraphs headings. A line with figures beyond its own number or a year is more likely a row.
pub(super) fn mark(blocks: &mut [Block]) {
    // From the end on: a heading may head headings.
    for i in (1..blocks.len()).rev() {
        let (before, after) = blocks.split_at_mut(i);
        if let (Some(block), Some(next)) = (before.last_mut(), after.first())
            && block.kind == PassageKind::Paragraph
            && heads(&block.text)
            && is_headed(next, &block.text)
        {
            block.kind = PassageKind::Heading;
        }
    }
}

fn heads(line: &str) -> bool {
    let begins = line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let ends = line.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let year = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
    };
    // "2. Staff", "Priority 2. Staff"
    let own_number = |i: usize, word: &str| {
        let digits = word.trim_end_matches(['.', ')']);
        digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && (i == 0 || (i == 1 && digits != word))
    };
    let figures = line.split_whitespace().enumerate().any(|(i, w)| number(w) && !year(w) && !own_number(i, w));
    let name = line.contains(['«', '“', '"']);
    begins && ends && !figures && !name && line.chars().count() <= MOST_CHARS
}

/// Whether a block can stand under a heading.
fn is_headed(block: &Block, heading: &str) -> bool {
    match block.kind {
        PassageKind::Paragraph => {
            let text = block.text.trim_end_matches(['»', '”', '"', ')']);
            let figures = text.contains(|c: char| c.is_ascii_digit()) && heading.split_whitespace().count() <= LABEL;
            text.ends_with(':') || (text.ends_with(['.', '!', '?', '…', ';']) || figures) && text.len() > heading.len()
        }
        PassageKind::ListItem | PassageKind::TableRow => true,
        PassageKind::Heading => heading.split_whitespace().count() <= LABEL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PassageKind::{Heading, ListItem, Paragraph, TableRow};

    #[test]
    fn a_short_line_above_text_is_a_heading() {
        let kinds = |blocks: &[(PassageKind, &str)]| {
            let mut blocks: Vec<Block> = blocks.iter().map(|(kind, text)| Block::new(*kind, *text)).collect();
            mark(&mut blocks);
            blocks.iter().map(|b| b.kind).collect::<Vec<_>>()
        };
        let text = (Paragraph, "Третье направление — кадры.");
        assert_eq!(kinds(&[(Paragraph, "Кадры"), text]), [Heading, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "2. Кадры в 2023 году"), text]), [Heading, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Приоритет 2. Кадры"), text]), [Heading, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Меры"), (ListItem, "займы")]), [Heading, ListItem]);
        assert_eq!(kinds(&[(Paragraph, "Какие расходы"), (Paragraph, "Платим:")]), [Heading, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Приоритеты"), (Paragraph, "Кадры"), text]), [Heading, Heading, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Условия"), (TableRow, "Ставка | 4 %")]), [Heading, TableRow]);
        let figures = (Paragraph, "Периоды 1–6 – ставка 0%");
        assert_eq!(kinds(&[(Paragraph, "Налог на прибыль"), figures]), [Heading, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Завод «Маяк»"), text]), [Paragraph, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Резидентов 61"), text]), [Paragraph, Paragraph]);
        assert_eq!(kinds(&[(Paragraph, "Кадры."), text]), [Paragraph, Paragraph]);
        assert_eq!(kinds(&[text, (Paragraph, "Кадры")]), [Paragraph, Paragraph]);
    }
}

//! Markdown (CommonMark with tables and footnotes) to blocks.
//!
//! Kept: the words of paragraphs, headings, list items, table rows (cells joined by ` | `), quotations, links and
//! indented text. Left out: images, fenced code, comments, footnote marks, and raw HTML blocks, which are reported.
//! Inline tags vanish, their text stays. Lines of one paragraph are joined or kept apart as in plain text. A comment `<!-- page 3 -->` says on which page of its source the text goes on. Nothing is made typographically smarter.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::decode::Decoded;
use super::importer::{Block, Imported, Importer, Input};
use super::plain;
use super::problem::{Fault, line_at};
use crate::domain::PassageKind;

/// The Markdown importer.
pub(super) struct Markdown;

impl Importer for Markdown {
    fn import(&self, input: &Input<'_>) -> Result<Imported, Fault> {
        let Decoded { text: body, notes } = input.text()?;
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        let mut reader = Reader::default();
        reader.found.left_out = notes;
        for (event, range) in Parser::new_ext(&body, options).into_offset_iter() {
            reader.take(event, || line_at(body.as_bytes(), range.start));
        }
        reader.end_block();
        Ok(reader.found)
    }
}

#[derive(Default)]
struct Reader {
    found: Imported,
    text: String,
    kind: Option<PassageKind>,
    /// Depth of open list items.
    items: usize,
    /// Whether the open list item has had its first block.
    item_begun: bool,
    /// Whether the open list is numbered.
    numbered: bool,
    /// Whether the block before belongs to the same list or table.
    tight: bool,
    /// Depth of open images and fenced code.
    muted: usize,
    /// The open HTML block and the line it begins on.
    html: String,
    html_line: usize,
    /// The page of a paged document, told by a comment `<!-- page 3 -->`.
    page: Option<u32>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: impl Fn() -> usize) {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.muted == 0 => self.text.push_str(&text.replace('\n', " ")),
            Event::SoftBreak | Event::HardBreak if self.muted == 0 => self.text.push('\n'),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.text.push('\n'),
            Event::Html(html) => self.html.push_str(&html),
            Event::Rule => self.end_block(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: impl Fn() -> usize) {
        match tag {
            Tag::Paragraph | Tag::CodeBlock(CodeBlockKind::Indented) => self.begin(self.running_kind()),
            Tag::Heading { .. } => self.begin(PassageKind::Heading),
            Tag::TableHead | Tag::TableRow => self.begin(PassageKind::TableRow),
            Tag::List(_) | Tag::Table(_) => {
                self.end_block();
                self.tight &= self.items > 0;
                self.numbered = matches!(tag, Tag::List(Some(_)));
            }
            Tag::Item => {
                self.begin(PassageKind::ListItem);
                self.items += 1;
                self.item_begun = false;
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.end_block(),
            Tag::Image { .. } => self.muted += 1,
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.end_block();
                self.muted += 1;
            }
            Tag::HtmlBlock => {
                self.end_block();
                self.html_line = line();
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => self.text.push_str(CELL_END),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow => self.end_block(),
            TagEnd::Item => {
                self.end_block();
                self.items -= 1;
            }
            TagEnd::List(_) | TagEnd::Table => {
                self.end_block();
                self.tight = self.items > 0;
            }
            TagEnd::Image => self.muted -= 1,
            TagEnd::CodeBlock => {
                self.end_block();
                self.muted = self.muted.saturating_sub(1);
            }
            TagEnd::HtmlBlock => self.report_html(),
            _ => {}
        }
    }

    /// A paragraph is the list item itself where it is the first of an item.
    fn running_kind(&self) -> PassageKind {
        if self.items > 0 && !self.item_begun { PassageKind::ListItem } else { PassageKind::Paragraph }
    }

    fn begin(&mut self, kind: PassageKind) {
        self.end_block();
        self.kind = Some(kind);
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let cells: Vec<&str> = text.split(CELL_END).map(str::trim).filter(|c| !c.is_empty()).collect();
        let kind = self.kind.take().unwrap_or_else(|| self.running_kind());
        if cells.is_empty() {
            return;
        }
        self.item_begun = true;
        if kind == PassageKind::Paragraph && text.contains('\n') {
            let page = self.page;
            self.found.blocks.extend(plain::of_markdown(&text).into_iter().map(|b| Block { page, ..b }));
            self.tight = false;
            return;
        }
        if kind == PassageKind::ListItem
            && let Some((label, below)) = labelled(&text)
        {
            let kind = if self.numbered { PassageKind::Heading } else { PassageKind::ListItem };
            let page = self.page;
            self.found.blocks.push(Block { kind, text: label.to_owned(), tight: self.tight, page });
            self.found.blocks.extend(plain::of_markdown(below).into_iter().map(|b| Block { page, ..b }));
            self.tight = false;
            return;
        }
        let grouped = matches!(kind, PassageKind::ListItem | PassageKind::TableRow);
        let text = if kind == PassageKind::TableRow { cells.join(" | ") } else { text }.replace('\n', " ");
        self.found.blocks.push(Block { kind, text, tight: grouped && self.tight, page: self.page });
        self.tight = grouped;
    }

    fn report_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        if let Some(page) = page_mark(&html) {
            self.page = Some(page);
        } else if !html.trim_start().starts_with("<!--") {
            let fault = Fault::new(self.html_line, "raw HTML is left out", "write this part as Markdown");
            self.found.left_out.push(fault);
        }
    }
}

/// The first line of a list item and what stands below it, where that is text of its own: a sentence longer than the line,
/// which does not end in a stop. Where an item is only broken into lines, the first is the longest.
fn labelled(item: &str) -> Option<(&str, &str)> {
    let (label, below) = item.split_once('\n')?;
    let (label, below) = (label.trim(), below.trim());
    let next = below.lines().next().unwrap_or_default();
    let is_text = next.starts_with(char::is_uppercase) && below.ends_with(['.', '!', '?']);
    let is_label = label.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    (is_label && is_text && next.chars().count() > label.chars().count()).then_some((label, below))
}

/// The page that a comment tells.
fn page_mark(html: &str) -> Option<u32> {
    html.trim().strip_prefix("<!-- page ")?.strip_suffix(" -->")?.parse().ok()
}

/// Ends a table cell inside the text gathered so far; cannot stand in the source, where NUL is refused.
const CELL_END: &str = "\0";

#[cfg(test)]
mod tests {
    use super::*;
    use PassageKind::{Heading, ListItem, Paragraph, TableRow};

    fn import(body: &str) -> Imported {
        Markdown.import(&Input::of(body)).expect("text")
    }

    fn blocks(body: &str) -> Vec<(PassageKind, String)> {
        import(body).blocks.into_iter().map(|b| (b.kind, b.text)).collect()
    }

    #[test]
    fn text_below_the_line_of_an_item_is_not_the_item() {
        let sections =
            "1. What we fund\nWe support projects on peat.\n\n2. Who can apply\nCompanies in the region can.";
        check(
            sections,
            &[
                (Heading, "What we fund"),
                (Paragraph, "We support projects on peat."),
                (Heading, "Who can apply"),
                (Paragraph, "Companies in the region can."),
            ],
        );
        let excluded = "- robots\n- vaccines\nRetail trade is not allowed.";
        check(excluded, &[(ListItem, "robots"), (ListItem, "vaccines"), (Paragraph, "Retail trade is not allowed.")]);
        check("- a grant for companies that\nTomsk pays.", &[(ListItem, "a grant for companies that Tomsk pays.")]);
    }

    #[track_caller]
    fn check(body: &str, expected: &[(PassageKind, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(k, t)| (*k, (*t).to_owned())).collect();
        assert_eq!(blocks(body), expected);
    }

    #[test]
    fn words_stay_and_marks_go() {
        check(
            "# A *head*\n\n\u{a0}“One”  two\n**three** [four](http://x.y \"t\") `5` ![six](s.png)&amp; 7\\*<br>8<b>9</b>.",
            &[(Heading, "A head"), (Paragraph, "\u{a0}“One”  two three four 5 & 7* 89.")],
        );
        check(
            "> Quoted\n> text.\n\nIt's \"as is\" -- ...",
            &[(Paragraph, "Quoted text."), (Paragraph, "It's \"as is\" -- ...")],
        );
    }

    #[test]
    fn lists_and_tables() {
        check(
            "Intro:\n\n- one\n- two\n  - inner\n\n1. first\n\n   more\n\n2. second\n",
            &[
                (Paragraph, "Intro:"),
                (ListItem, "one"),
                (ListItem, "two"),
                (ListItem, "inner"),
                (ListItem, "first"),
                (Paragraph, "more"),
                (ListItem, "second"),
            ],
        );
        check("|a|b|\n|-|-|\n|1||\n|2|3 \\| 4|", &[(TableRow, "a | b"), (TableRow, "1"), (TableRow, "2 | 3 | 4")]);
        let tight: Vec<bool> = import("- a\n- b\n  - c\n- d\n\nText\n").blocks.iter().map(|b| b.tight).collect();
        assert_eq!(tight, [false, true, true, true, false]);
    }

    #[test]
    fn code_html_and_comments_are_left_out_indented_text_is_not() {
        check(
            "A\n\n```\ncode\n```\n\n    indented\n    text\n\nB[^1].\n\n[^1]: Note.",
            &[(Paragraph, "A"), (Paragraph, "indented text "), (Paragraph, "B."), (Paragraph, "Note.")],
        );
        let found = import("A\n\n<!-- no\nword -->\n\n<div>x\ny</div>\n\nB");
        assert_eq!(found.blocks.len(), 2);
        assert_eq!(found.left_out.iter().map(|f| f.line).collect::<Vec<_>>(), [6]);
    }
}

//! A tree of elements to blocks.
//!
//! White space is that of HTML: runs of it are one space, non-breaking spaces stay. A line break `<br>` is one space,
//! two of them part paragraphs, and lines with list markers become a list, as in plain text. A table row is one block,
//! unless its cells hold paragraphs: then the table only arranges the page.

use dom_query::NodeRef;

use crate::domain::PassageKind;
use crate::ingest::importer::Block;
use crate::ingest::plain;

/// Elements without words of the article.
const LEFT_OUT: [&str; 24] = [
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
    "video", "select", "button", "textarea", "input", "nav", "footer", "aside", "dialog", "map", "img", "form",
];
/// Elements that stand inside a line of text; all others begin a block.
const INLINE: [&str; 37] = [
    "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "o:p", "output", "picture", "q", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The blocks of an element, in reading order.
pub(super) fn blocks(root: &NodeRef<'_>) -> Vec<Block> {
    walked(root, false)
}

/// The same without blocks that are mostly links: menus.
pub(super) fn blocks_without_menus(root: &NodeRef<'_>) -> Vec<Block> {
    walked(root, true)
}

fn walked(root: &NodeRef<'_>, no_menus: bool) -> Vec<Block> {
    let mut walk = Walk { no_menus, ..Walk::default() };
    walk.inside(root);
    walk.end(PassageKind::Paragraph);
    walk.blocks
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    /// The open block; `\n` for a line break.
    text: String,
    /// How many characters of it are links, and whether a link is open.
    linked: usize,
    in_link: bool,
    /// Whether the next list item or row follows one of the same list or table.
    tight: bool,
    no_menus: bool,
}

impl Walk {
    fn inside(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.say(&child.text());
            } else if child.is_element() && !is_left_out(&child) {
                self.element(&child, &child.node_name().unwrap_or_default());
            }
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str) {
        match name {
            "br" => self.text.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.block(node, PassageKind::Heading),
            "li" => self.block(node, PassageKind::ListItem),
            "ul" | "ol" | "menu" => {
                self.end(PassageKind::Paragraph);
                self.tight = false;
                self.inside(node);
                self.tight = false;
            }
            "table" => self.table(node),
            "a" => {
                let outer = std::mem::replace(&mut self.in_link, true);
                self.inside(node);
                self.in_link = outer;
            }
            name if INLINE.contains(&name) => self.inside(node),
            _ => self.block(node, PassageKind::Paragraph),
        }
    }

    fn block(&mut self, node: &NodeRef<'_>, kind: PassageKind) {
        // Words of an item that stand before an inner list are the item.
        let outer = if node.ancestors(Some(1)).first().is_some_and(|p| p.has_name("li")) {
            PassageKind::ListItem
        } else {
            PassageKind::Paragraph
        };
        self.end(outer);
        if kind == PassageKind::ListItem {
            for child in node.children_it(false) {
                self.child_of_item(&child);
            }
        } else {
            self.inside(node);
        }
        self.end(kind);
    }

    /// In an item, the first paragraph is the item itself.
    fn child_of_item(&mut self, child: &NodeRef<'_>) {
        if child.is_text() {
            self.say(&child.text());
        } else if child.is_element() && !is_left_out(child) {
            let name = child.node_name().unwrap_or_default();
            if matches!(&*name, "p" | "div") {
                self.end(PassageKind::ListItem);
                self.inside(child);
                self.end(PassageKind::ListItem);
            } else {
                if matches!(&*name, "ul" | "ol" | "menu") {
                    self.end(PassageKind::ListItem);
                }
                self.element(child, &name);
            }
        }
    }

    fn table(&mut self, node: &NodeRef<'_>) {
        self.end(PassageKind::Paragraph);
        self.tight = false;
        let arranges = node.descendants_it().any(|n| {
            let block = ["p", "div", "ul", "ol", "h1", "h2", "h3"].iter().any(|name| n.has_name(name));
            n.has_name("table") || (block && n.text().chars().count() > LONG_CELL_CHARS)
        });
        for row in node.descendants_it().filter(|n| n.has_name("tr") && !arranges) {
            self.row(&row);
        }
        if arranges {
            self.inside(node);
            self.end(PassageKind::Paragraph);
        } else if let Some(caption) = node.descendants_it().find(|n| n.has_name("caption")) {
            self.tight = false;
            self.inside(&caption);
            self.end(PassageKind::Paragraph);
        }
        self.tight = false;
    }

    fn row(&mut self, row: &NodeRef<'_>) {
        let mut cells = Vec::new();
        for cell in row.children_it(false).filter(|c| c.has_name("td") || c.has_name("th")) {
            let words: Vec<String> = blocks(&cell).into_iter().map(|b| b.text).collect();
            cells.push(words.join(" "));
        }
        cells.retain(|c| !c.is_empty());
        if !cells.is_empty() {
            let text = cells.join(" | ");
            self.blocks.push(Block { tight: self.tight, ..Block::new(PassageKind::TableRow, text) });
            self.tight = true;
        }
    }

    fn say(&mut self, text: &str) {
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !space {
                self.text.push(c);
                self.linked += usize::from(self.in_link);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    /// Ends the open block.
    fn end(&mut self, kind: PassageKind) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let letters = text.chars().filter(|c| !matches!(c, ' ' | '\n')).count();
        if text.trim().is_empty() || (self.no_menus && linked * 10 > letters * 7) {
            return;
        }
        if kind == PassageKind::Paragraph && text.contains('\n') {
            self.tight = false;
            return self.blocks.extend(plain::paragraphs(&text));
        }
        let text = text.split(['\n', ' ']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        let item = kind == PassageKind::ListItem;
        self.blocks.push(Block { tight: item && self.tight, ..Block::new(kind, text) });
        self.tight = item;
    }
}

/// A paragraph inside a table cell that is longer than this many characters makes the table an arrangement.
const LONG_CELL_CHARS: usize = 200;

fn is_left_out(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    let style = node.attr("style").map(|s| s.replace(' ', "").to_ascii_lowercase()).unwrap_or_default();
    LEFT_OUT.contains(&&*name)
        || node.has_attr("hidden")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

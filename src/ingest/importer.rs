//! What every importer does: a body in one format becomes blocks of plain text.

use super::problem::Fault;
use crate::domain::PassageKind;

/// A paragraph, heading, list item or table row: the source's words without markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// What it is.
    pub kind: PassageKind,
    /// Its words; no line breaks.
    pub text: String,
    /// Whether it goes on with the list or table of the block before: then one line break parts them, not two.
    pub tight: bool,
}

impl Block {
    pub(super) fn new(kind: PassageKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), tight: false }
    }
}

/// What an importer found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Imported {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// What had to be left out; lines count from the start of the body.
    pub left_out: Vec<Fault>,
}

/// Reads one format.
pub(super) trait Importer {
    /// Makes blocks of a body. Never fails: every text is some Markdown and some plain text.
    fn import(&self, body: &str) -> Imported;
}

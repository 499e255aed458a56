//! What every importer does: a document in one format becomes blocks of plain text.

use super::decode::{self, Decoded};
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
    /// The page of a paged document it begins on, from 1.
    pub page: Option<u32>,
}

impl Block {
    pub(super) fn new(kind: PassageKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), tight: false, page: None }
    }
}

/// A document as it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The encoding that its server named.
    pub charset: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// Text that has been decoded before.
    pub(super) fn of(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), charset: Some("utf-8") }
    }

    /// The document as text.
    pub(super) fn text(&self) -> Result<Decoded, Fault> {
        decode::text(self.bytes, self.charset)
    }
}

/// What a document says of itself; nothing of it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, in any form.
    pub date: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// What an importer found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Imported {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// What had to be left out or put right; lines count from the start of the document.
    pub left_out: Vec<Fault>,
    /// What the document says of itself.
    pub said: Said,
}

/// Reads one format.
pub(super) trait Importer: Sync {
    /// Makes blocks of a document, or says why it cannot be read and what to do. A document without words has no
    /// blocks.
    fn import(&self, input: &Input<'_>) -> Result<Imported, Fault>;
}

//! From a document to an article file: what `policybot add` and the sources do.
//!
//! Flow: a [`Document`] (a file or what was fetched) is read by the importer of its format; `guess` finds what the
//! front matter needs; [`Holdings`] knows the articles that are there. Together they make a [`Proposal`]: the file to be,
//! what would happen to the ones that are there, and what a curator should look at. Nothing is written before
//! [`Proposal::write`], which goes through `disk`: each file is complete or not there.
//!
//! It fetches nothing, asks nobody and knows no clock.

mod compare;
mod disk;
mod draft;
mod guess;
mod head;
mod holdings;
mod proposal;
mod slug;

use std::path::Path;

use super::decode;
use super::fetch::Fetched;
use super::format::Format;
use super::problem::Fault;

pub use compare::Difference;
pub use disk::write_atomically;
pub use holdings::Holdings;
pub use proposal::{Action, Proposal, propose};

/// The largest document that is read, in bytes (32 MiB: a long PDF).
pub const MAX_DOCUMENT_BYTES: u64 = 32 * 1024 * 1024;

/// A document as it came.
#[derive(Debug, Clone)]
pub struct Document {
    /// What to call it in messages: the path or the address.
    pub shown: String,
    /// Its address, when it has one.
    pub url: Option<String>,
    format: Format,
    charset: Option<String>,
    bytes: Vec<u8>,
}

impl Document {
    /// Reads a file.
    pub fn open(path: &Path) -> Result<Self, AddError> {
        let shown = path.display().to_string();
        let fail = |fault: Fault| AddError::Unreadable {
            shown: path.display().to_string(),
            what: fault.what,
            remedy: fault.remedy,
        };
        let bytes = decode::bytes(path, MAX_DOCUMENT_BYTES).map_err(fail)?;
        let format = Format::of(&shown, None, &bytes).ok_or_else(|| AddError::Foreign(shown.clone()))?;
        Ok(Self { shown, url: None, format, charset: None, bytes })
    }

    /// What was fetched from `asked`, the address the curator gave.
    pub fn fetched(asked: &str, fetched: Fetched) -> Result<Self, AddError> {
        let format = Format::of(fetched.url.path(), fetched.media.as_deref(), &fetched.bytes);
        let media = fetched.media.clone().unwrap_or_else(|| "no type".to_owned());
        let format = format.ok_or_else(|| AddError::Media { shown: asked.to_owned(), media })?;
        let charset = fetched.charset().map(str::to_owned);
        Ok(Self { shown: asked.to_owned(), url: Some(fetched.url.to_string()), format, charset, bytes: fetched.bytes })
    }

    /// A file that somebody sent, with its name.
    pub fn sent(name: &str, bytes: Vec<u8>) -> Result<Self, AddError> {
        let format = Format::of(name, None, &bytes).ok_or_else(|| AddError::Foreign(name.to_owned()))?;
        Ok(Self { shown: name.to_owned(), url: None, format, charset: None, bytes })
    }
}

impl Document {
    /// Its words, block by block, as an article would have them.
    pub fn words(&self) -> Result<String, AddError> {
        let input = super::importer::Input { bytes: &self.bytes, charset: self.charset.as_deref() };
        let imported = self.format.importer().and_then(|importer| importer.import(&input));
        let imported = imported.map_err(|fault| AddError::Unreadable {
            shown: self.shown.clone(),
            what: fault.what,
            remedy: fault.remedy,
        })?;
        Ok(imported.blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("\n"))
    }
}

/// What the curator says of an article; it wins over what is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Headline.
    pub title: Option<String>,
    /// Address of the source.
    pub url: Option<String>,
    /// Region, by any of its names.
    pub region: Option<String>,
    /// `en` or `ru`.
    pub lang: Option<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
}

/// Why nothing can be added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The document cannot be read.
    #[error("{shown}: {what}; {remedy}")]
    Unreadable {
        /// Which document.
        shown: String,
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// A file of another format.
    #[error("{0}: not a format that is read; save it as .html, .pdf, .docx, .md or .txt")]
    Foreign(String),
    /// A server sends something that is no text.
    #[error(
        "{shown}: the server sends {media}, which is no document that is read; give the address of the text itself"
    )]
    Media {
        /// Which document.
        shown: String,
        /// The media type.
        media: String,
    },
    /// There are no words.
    #[error(
        "{0}: no text was found (a scan, a page drawn by scripts, or nothing but page furniture); save the text as .md or .txt"
    )]
    NoText(String),
    /// Something of the front matter is neither found nor given.
    #[error("{shown}: no {what} was found; give it with {option}")]
    Missing {
        /// Which document.
        shown: String,
        /// What is missing.
        what: &'static str,
        /// The option that gives it.
        option: &'static str,
    },
    /// What was given for the front matter is wrong.
    #[error("{shown}: {what}")]
    Wrong {
        /// Which document.
        shown: String,
        /// What is wrong, and what to do.
        what: String,
    },
    /// A file would lie outside the knowledge folder.
    #[error("{0} would lie outside the knowledge folder; remove the link that leads there")]
    Outside(String),
    /// A file cannot be written. The ones that were there are untouched.
    #[error(
        "{path} cannot be written ({reason}); nothing was changed; check the disk's space and the folder's permissions"
    )]
    Write {
        /// Which file.
        path: String,
        /// The system's words.
        reason: String,
    },
}

//! Word files to blocks: `undoc` makes Markdown of them, with headings, lists and tables, and the Markdown importer reads
//! that. Pictures are left out.

use undoc::Error;
use undoc::render::{RenderOptions, to_markdown};

use super::guarded;
use super::importer::{Imported, Importer, Input, Said};
use super::markdown::Markdown;
use super::problem::Fault;

/// The DOCX importer.
pub(super) struct Docx;

impl Importer for Docx {
    fn import(&self, input: &Input<'_>) -> Result<Imported, Fault> {
        let bytes = input.bytes.to_vec();
        guarded::run(move || {
            let document = undoc::parse_bytes(&bytes).map_err(|e| fault(&e))?;
            let options = RenderOptions::new().with_images(false);
            let markdown = to_markdown(&document, &options).map_err(|e| fault(&e))?;
            // A date here is when the file was made, not when its words were published: not used.
            let said = Said { title: document.metadata.title.filter(|t| !t.trim().is_empty()), ..Said::default() };
            Ok(Imported { said, ..Markdown.import(&Input::of(&markdown))? })
        })
    }
}

fn fault(error: &Error) -> Fault {
    match error {
        Error::Encrypted => Fault::new(1, "the file is encrypted", "save it without a password"),
        _ => Fault::new(1, "this is no sound Word file of the kind .docx", "open it in Word and save it anew as .docx"),
    }
}

#[cfg(test)]
mod tests;

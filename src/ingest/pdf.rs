//! PDF files with a text layer to blocks; every block knows its page.
//!
//! A page's text is read as plain text. Lines that stand at the top or the bottom of most pages (running titles, page
//! numbers) are left out; a paragraph that goes on over a page break is put together. Refused with the reason: encrypted
//! files, scans without text, and files whose fonts do not say which letters they draw: there the letters' statistics
//! are those of no language.

use pdf_oxide::{Error, PdfDocument};

use super::decode::likeness;
use super::guarded;
use super::importer::{Block, Imported, Importer, Input};
use super::plain;
use super::problem::Fault;
use crate::domain::PassageKind;
use crate::text::words::is_cyrillic;

/// Longer documents are refused.
const MAX_PAGES: usize = 2_000;
/// A text whose letters are less like Russian or accented Latin than this is garbage.
const LIKENESS: f32 = 0.3;
/// So many lines at the top and the bottom of a page can be running titles.
const EDGE_LINES: usize = 2;

/// The PDF importer.
pub(super) struct Pdf;

impl Importer for Pdf {
    fn import(&self, input: &Input<'_>) -> Result<Imported, Fault> {
        let bytes = input.bytes.to_vec();
        let pages = guarded::run(move || pages(bytes))?;
        let all = pages.concat();
        if !all.contains(char::is_alphanumeric) {
            let what = "the file has no text layer: it is a scan or a drawing";
            return Err(Fault::new(1, what, "recognise its text first (for example with ocrmypdf), or type it as .md"));
        }
        if is_garbage(&all) {
            let what = "the file's fonts do not say which letters they draw, so its text cannot be read";
            return Err(Fault::new(
                1,
                what,
                "recognise its text as that of a scan (for example with ocrmypdf --force-ocr)",
            ));
        }
        Ok(Imported { blocks: blocks(&pages), ..Imported::default() })
    }
}

fn pages(bytes: Vec<u8>) -> Result<Vec<String>, Fault> {
    let damaged = |error: Error| match error {
        Error::EncryptedPdf => encrypted(),
        _ => Fault::new(1, "the PDF file is damaged", "save it anew, or save its text as .md"),
    };
    let document = PdfDocument::from_bytes(bytes).map_err(damaged)?;
    let count = document.page_count().map_err(damaged)?;
    if count > MAX_PAGES {
        let what = format!("the file has {count} pages, more than {MAX_PAGES}");
        return Err(Fault::new(1, what, "save the part that matters as a file"));
    }
    let pages: Result<Vec<String>, Error> = (0..count).map(|page| document.extract_text(page)).collect();
    let pages = pages.map_err(damaged)?;
    // An empty password opens many encrypted files; then their text is there.
    if document.is_encrypted() && !pages.iter().any(|p| p.contains(char::is_alphanumeric)) {
        return Err(encrypted());
    }
    Ok(pages)
}

fn encrypted() -> Fault {
    Fault::new(1, "the PDF file is encrypted", "save it without a password")
}

/// Whether the letters are those of no language.
fn is_garbage(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let signs = text.chars().filter(|c| !c.is_whitespace()).count();
    let private = text
        .chars()
        .filter(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}') || c.is_control() && !c.is_whitespace());
    let foreign = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    // Accented capitals in a row and the like: Cyrillic letters drawn by a font that calls them Latin.
    let unlike = foreign * 10 > letters && likeness(text) < LIKENESS;
    unlike
        || private.count() * 10 > signs
        || letters * 2 < signs && foreign * 4 < letters && has_no_vowels(text)
        || !text.chars().any(is_cyrillic) && letters > 100 && has_no_vowels(text)
}

/// Whether Latin words lack vowels, or have nothing else.
fn has_no_vowels(text: &str) -> bool {
    let latin: Vec<char> = text.chars().filter(char::is_ascii_alphabetic).collect();
    let vowels = latin.iter().filter(|c| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).count();
    !(20..65).contains(&(vowels * 100 / latin.len().max(1)))
}

fn blocks(pages: &[String]) -> Vec<Block> {
    let running = running_lines(pages);
    let mut blocks: Vec<Block> = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let text: String = page.lines().filter(|l| !running.contains(&mark(l))).map(|l| format!("{l}\n")).collect();
        let mut found =
            plain::paragraphs(&text).into_iter().map(|b| Block { page: Some(i as u32 + 1), ..b }).peekable();
        if let (Some(last), Some(first)) = (blocks.last_mut(), found.peek())
            && goes_on(last, first)
            && let Some(first) = found.next()
        {
            last.text.push(' ');
            last.text.push_str(&first.text);
        }
        blocks.extend(found);
    }
    blocks
}

/// Whether a paragraph goes on with the next one: no stop at its end, no capital at the start of the other.
fn goes_on(last: &Block, first: &Block) -> bool {
    let both = last.kind == PassageKind::Paragraph && first.kind == PassageKind::Paragraph;
    both && !last.text.trim_end().ends_with(['.', '!', '?', '…', ':', ';', '»', '”', '"'])
        && first.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// A line without its numbers.
fn mark(line: &str) -> String {
    line.chars().filter(|c| c.is_alphabetic()).collect()
}

/// Lines at the edges of at least half of the pages.
fn running_lines(pages: &[String]) -> Vec<String> {
    let edges = |page: &String| -> Vec<String> {
        let lines: Vec<&str> = page.lines().filter(|l| !l.trim().is_empty()).collect();
        let top = lines.iter().take(EDGE_LINES);
        let mut edges: Vec<String> = top.chain(lines.iter().rev().take(EDGE_LINES)).map(|l| mark(l)).collect();
        edges.sort();
        edges.dedup();
        edges
    };
    let mut all: Vec<String> = pages.iter().flat_map(edges).collect();
    all.sort();
    let often = (pages.len() / 2).max(3);
    let runs = all.chunk_by(|a, b| a == b).filter(|run| run.len() >= often);
    runs.map(|run| run[0].clone()).collect()
}

#[cfg(test)]
mod tests;

//! Which importer reads a document: by what its server says, by its first bytes, by its name.

use super::html::Html;
use super::importer::Importer;
use super::markdown::Markdown;
use super::plain::Plain;
use super::problem::Fault;

/// A format of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// CommonMark with tables.
    Markdown,
    /// Text without markup.
    Plain,
    /// A web page.
    Html,
    /// A PDF file; needs the feature `pdf`.
    Pdf,
    /// A Word file since 2007; needs the feature `docx`.
    Docx,
}

impl Format {
    /// The format of a document called `name` that a server calls `media` (`text/html; charset=…`). First bytes that
    /// are unmistakable win over both.
    pub fn of(name: &str, media: Option<&str>, bytes: &[u8]) -> Option<Self> {
        let head = &bytes[..bytes.len().min(1024)];
        if head.windows(5).any(|w| w == b"%PDF-") {
            return Some(Format::Pdf);
        }
        let media = media.map(|m| m.split(';').next().unwrap_or("").trim().to_ascii_lowercase());
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
        let by_name = match extension.as_str() {
            "md" | "markdown" => Some(Format::Markdown),
            "txt" => Some(Format::Plain),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "docx" => Some(Format::Docx),
            "pdf" => Some(Format::Pdf),
            _ => None,
        };
        match media.as_deref() {
            Some("text/html" | "application/xhtml+xml") => Some(Format::Html),
            Some("text/markdown" | "text/x-markdown") => Some(Format::Markdown),
            Some("text/plain") => by_name.filter(|f| *f == Format::Markdown).or(Some(Format::Plain)),
            Some("application/pdf" | "application/x-pdf") => Some(Format::Pdf),
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document") => Some(Format::Docx),
            // Of a server that does not know what it sends, the name is believed.
            None | Some("" | "application/octet-stream" | "application/zip" | "binary/octet-stream") => {
                by_name.or_else(|| looks_like_html(head).then_some(Format::Html))
            }
            Some(_) => None,
        }
    }

    /// The extension of the kept original, without a dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Plain => "txt",
            Format::Html => "html",
            Format::Pdf => "pdf",
            Format::Docx => "docx",
        }
    }

    /// The importer, or what is missing in this build.
    pub(super) fn importer(self) -> Result<&'static dyn Importer, Fault> {
        match self {
            Format::Markdown => Ok(&Markdown),
            Format::Plain => Ok(&Plain),
            Format::Html => Ok(&Html),
            #[cfg(feature = "pdf")]
            Format::Pdf => Ok(&super::pdf::Pdf),
            #[cfg(feature = "docx")]
            Format::Docx => Ok(&super::docx::Docx),
            #[allow(unreachable_patterns)]
            missing => {
                let name = missing.extension();
                let what = format!("this build of policybot does not read {name} files");
                Err(Fault::new(1, what, format!("build it with: cargo build --release --features {name}")))
            }
        }
    }
}

fn looks_like_html(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_then_server_then_name_decide() {
        let cases: [(&str, Option<&str>, &[u8], Option<Format>); 11] = [
            ("a.html", Some("text/html"), b"%PDF-1.7", Some(Format::Pdf)),
            ("a", Some("Text/HTML; charset=utf-8"), b"x", Some(Format::Html)),
            ("a.md", Some("text/plain"), b"x", Some(Format::Markdown)),
            ("a.php", Some("text/plain"), b"x", Some(Format::Plain)),
            ("a.docx", Some("application/octet-stream"), b"PK", Some(Format::Docx)),
            ("a.docx", None, b"PK", Some(Format::Docx)),
            ("a.HTM", None, b"x", Some(Format::Html)),
            ("a", None, b" <!DOCTYPE html>", Some(Format::Html)),
            ("a.html", Some("image/png"), b"x", None),
            ("a.html", Some("application/x-sh"), b"x", None),
            ("a.exe", None, b"MZ", None),
        ];
        for (name, media, bytes, expected) in cases {
            assert_eq!(Format::of(name, media, bytes), expected, "{name} {media:?}");
        }
    }
}

//! Bytes to text, in whatever encoding they came.
//!
//! Flow: a byte order mark decides; else bytes that look like UTF-16 are that; else valid UTF-8 is that (and lines of it
//! that were once decoded wrongly are put right by `mojibake`); else what the server or the page says; else `statistics`
//! of letters choose among the old one-byte encodings. What none fits is refused with advice.

mod mojibake;
mod statistics;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

#[cfg(feature = "pdf")]
pub(super) use statistics::likeness;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::problem::{Fault, line_at};

/// The largest file that is read, in bytes (4 MiB: some 600 printed pages).
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// A text and what had to be done to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without byte order mark; every line ends with `\n`.
    pub text: String,
    /// What a curator should know: the encoding where it is not UTF-8, and lines that were put right.
    pub notes: Vec<Fault>,
}

/// Reads a file as text, see [`text`].
pub(super) fn read(path: &Path) -> Result<Decoded, Fault> {
    text(&bytes(path, MAX_FILE_BYTES)?, None)
}

/// Reads a file of at most `limit` bytes.
pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(|e| unreadable(&e))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    if bytes.len() as u64 > limit {
        let limit = limit / (1024 * 1024);
        return Err(Fault::new(1, format!("the file is larger than {limit} MiB"), "split it into several articles"));
    }
    Ok(bytes)
}

fn unreadable(error: &io::Error) -> Fault {
    let remedy = match error.kind() {
        io::ErrorKind::PermissionDenied => "give the user who runs the bot the right to read it",
        io::ErrorKind::NotFound => "the file or the target of the link is missing; restore or remove it",
        _ => "check the file and the disk",
    };
    Fault::new(1, format!("the file cannot be read ({error})"), remedy)
}

/// Text of bytes. `label` is the encoding that a server or the page itself names. U+2028 and U+2029, which Telegram
/// deletes, become spaces so that no words are glued together.
pub(super) fn text(bytes: &[u8], label: Option<&str>) -> Result<Decoded, Fault> {
    let (text, mut notes) = decoded(bytes, label)?;
    if let Some(at) = text.find('\0') {
        return Err(Fault::new(
            line_at(text.as_bytes(), at),
            "a NUL byte: this is no text file",
            "save the text as UTF-8",
        ));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{2028}', '\u{2029}'], " ");
    let text = mojibake::repaired(text, &mut notes);
    Ok(Decoded { text, notes })
}

fn decoded(bytes: &[u8], label: Option<&str>) -> Result<(String, Vec<Fault>), Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return of(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return of(encoding, bytes);
    }
    let problem = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), Vec::new())),
        Err(problem) => problem,
    };
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Fault::new(line_at(bytes, at), "a NUL byte: this is no text file", "save the text as UTF-8"));
    }
    let named = label.and_then(|l| Encoding::for_label(l.trim().as_bytes())).filter(|e| *e != encoding_rs::UTF_8);
    if let Some(encoding) = named.or_else(|| statistics::encoding(bytes)) {
        return of(encoding, bytes);
    }
    let at = problem.valid_up_to();
    let what = format!("the byte {:#04x} is not UTF-8, and no other encoding fits", bytes[at]);
    let remedy = "save the text as UTF-8: iconv -f ENCODING -t UTF-8 OLD > NEW";
    Err(Fault::new(line_at(bytes, at), what, remedy))
}

fn of(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, Vec<Fault>), Fault> {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        let what = format!("the text breaks the rules of its encoding, {}", encoding.name());
        return Err(Fault::new(1, what, "get the file anew, or save the text as UTF-8"));
    };
    let note =
        Fault::new(1, format!("the text was read as {}", encoding.name()), "if words look wrong, save it as UTF-8");
    let plain = encoding == encoding_rs::UTF_8;
    Ok((text.into_owned(), if plain { Vec::new() } else { vec![note] }))
}

/// UTF-16 shows in one half of its byte pairs: 0 for Latin letters, 4 for Cyrillic ones, 0x20 for dashes and quotes.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs: Vec<[u8; 2]> = bytes.chunks_exact(2).take(4_096).map(|p| [p[0], p[1]]).collect();
    if !bytes.len().is_multiple_of(2) || pairs.is_empty() {
        return None;
    }
    let high = |i: usize| pairs.iter().filter(|p| matches!(p[i], 0 | 4 | 0x20) && !matches!(p[1 - i], 0)).count();
    let most = |n: usize| n * 10 >= pairs.len() * 9;
    let spaces = pairs.iter().filter(|p| **p == [0x20, 0x20]).count();
    // Plain text never has byte pairs with 0 or 4 in a fixed half; spaces alone prove nothing.
    let telling = |i: usize| pairs.iter().filter(|p| matches!(p[i], 0 | 4)).count() * 2 > pairs.len() - spaces;
    match (most(high(1)) && telling(1), most(high(0)) && telling(0)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

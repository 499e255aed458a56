//! Bytes to text: UTF-8 only, with advice for everything else.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::problem::{Fault, line_at};

/// The largest file that is read, in bytes (4 MiB: some 600 printed pages).
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// Reads a file as text, see [`text`].
pub(super) fn read(path: &Path) -> Result<String, Fault> {
    let file = File::open(path).map_err(|e| unreadable(&e))?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES / (1024 * 1024);
        return Err(Fault::new(1, format!("the file is larger than {limit} MiB"), "split it into several articles"));
    }
    text(&bytes)
}

fn unreadable(error: &io::Error) -> Fault {
    let remedy = match error.kind() {
        io::ErrorKind::PermissionDenied => "give the user who runs the bot the right to read it",
        io::ErrorKind::NotFound => "the file or the target of the link is missing; restore or remove it",
        _ => "check the file and the disk",
    };
    Fault::new(1, format!("the file cannot be read ({error})"), remedy)
}

/// UTF-8 text without byte order mark; every line ends with `\n`. U+2028 and U+2029, which Telegram deletes, become
/// spaces so that no words are glued together.
pub(super) fn text(bytes: &[u8]) -> Result<String, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if is_utf16(bytes) {
        return Err(Fault::new(1, "the file is UTF-16, not UTF-8", "convert it: iconv -f UTF-16 -t UTF-8 OLD > NEW"));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Fault::new(line_at(bytes, at), "a NUL byte: this is no text file", "save the text as UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let what = format!("the byte {:#04x} is not UTF-8", bytes[at]);
        // Old Russian files are mostly in Windows-1251, the others in Windows-1252.
        Fault::new(
            line_at(bytes, at),
            what,
            "convert it: iconv -f WINDOWS-1251 -t UTF-8 OLD > NEW (or from WINDOWS-1252)",
        )
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{2028}', '\u{2029}'], " "))
}

fn is_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    // Without the mark: the head begins with dashes, every second byte of which is then zero.
    bytes.starts_with(b"-\0-\0") || bytes.starts_with(b"\0-\0-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_marks_become_uniform() {
        assert_eq!(text(b"\xef\xbb\xbfa\r\nb\rc\n").as_deref(), Ok("a\nb\nc\n"));
        assert_eq!(text("a\u{2028}b".as_bytes()).as_deref(), Ok("a b"));
    }

    #[test]
    fn what_is_no_utf8_text_names_its_line() {
        assert_eq!(text(b"a\nb\n\xcf\xf0").map_err(|f| f.line), Err(3));
        assert_eq!(text(b"a\nb\0").map_err(|f| f.line), Err(2));
        for bytes in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"-\0-\0-\0\n\0"] {
            assert!(text(bytes).is_err_and(|f| f.what.contains("UTF-16")), "{bytes:?}");
        }
    }
}

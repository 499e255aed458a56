//! Text in the one form in which it is stored, hashed, quoted and shown.

use std::fmt;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// A text that Telegram's clean-up leaves as it is, with the SHA-256 of its UTF-8 bytes.
///
/// Telegram's servers rewrite incoming text (TDLib `clean_input_string`, `fix_formatted_text`): control characters and
/// tabs become spaces, carriage returns, U+2028 to U+202E, U+0333, U+033F and U+030A vanish, runs of direction marks
/// are replaced, white space at both ends is trimmed. [`freeze`](Self::freeze) does all of this once, on Unicode NFC,
/// so that afterwards nothing changes any more. Non-breaking and double spaces stay.
#[derive(Clone, PartialEq, Eq)]
pub struct FrozenText {
    text: String,
    sha256: [u8; 32],
}

impl FrozenText {
    /// Brings `raw` into the frozen form and hashes it. Freezing a frozen text changes nothing.
    pub fn freeze(raw: &str) -> Self {
        let mut text = clean(raw);
        loop {
            // Dropping a combining mark can let its neighbours compose, hence the fixed point (two rounds in practice).
            let again = clean(&text);
            if again == text {
                break;
            }
            text = again;
        }
        let sha256 = Sha256::digest(text.as_bytes()).into();
        Self { text, sha256 }
    }

    /// A text with the hash that was recorded when it was frozen, from storage. Nothing is checked here:
    /// [`is_intact`](Self::is_intact) tells whether the two still belong together.
    pub fn restore(text: String, sha256: [u8; 32]) -> Self {
        Self { text, sha256 }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text's UTF-8 bytes, as recorded when it was frozen.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// The hash as 64 lower-case hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        self.sha256.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Whether the text still has the hash it was frozen with.
    pub fn is_intact(&self) -> bool {
        <[u8; 32]>::from(Sha256::digest(self.text.as_bytes())) == self.sha256
    }
}

impl fmt::Debug for FrozenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrozenText({} bytes, {})", self.text.len(), &self.sha256_hex()[..12])
    }
}

fn clean(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.nfc() {
        match c {
            '\r' | '\u{feff}' | '\u{2028}'..='\u{202e}' | '\u{0333}' | '\u{033f}' | '\u{030a}' => {}
            '\n' => out.push(c),
            '\0'..='\u{1f}' => out.push(' '),
            // A single direction mark is left alone by Telegram, a run of them is not.
            '\u{200e}' | '\u{200f}' if out.ends_with(['\u{200e}', '\u{200f}']) => {}
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_spaces_that_matter_and_drops_what_telegram_drops() {
        let frozen = FrozenText::freeze("\u{feff} \ta\u{a0} b\r\nc\u{7}d\u{2028}e x\u{30a}\u{200e}\u{200f}y \n");
        assert_eq!(frozen.as_str(), "a\u{a0} b\nc de x\u{200e}y");
        assert!(frozen.is_intact());
    }

    #[test]
    fn composes() {
        assert_eq!(FrozenText::freeze("и\u{306}, a\u{30a}").as_str(), "й, å");
    }

    #[test]
    fn a_changed_byte_shows() {
        let good = FrozenText::freeze("one two");
        assert!(!FrozenText::restore("one twO".to_owned(), good.sha256()).is_intact());
    }

    proptest::proptest! {
        #[test]
        fn freezing_twice_is_freezing_once(s in "[\\PC\\p{Mn}\u{200e}\u{200f}\u{30a}\u{333}\u{301}a-c \t\r\n\u{2028}\u{a0}]{0,60}") {
            let once = FrozenText::freeze(&s);
            proptest::prop_assert_eq!(FrozenText::freeze(once.as_str()), once);
        }
    }
}

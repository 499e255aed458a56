//! The bot's secret.

use std::fmt;
use std::str::FromStr;

/// A bot token as BotFather gives it: digits, a colon, letters. Printed nowhere: `Debug` and `Display` hide it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// The text is no bot token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is not a bot token; it looks like 123456789:AbCd… (digits, a colon, letters, digits, - and _): \
     copy it from @BotFather, without spaces or quotes"
)]
pub struct TokenError;

impl Token {
    /// The secret itself, for the request address.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl Token {
    /// The text with the secret blotted out, wherever it stands.
    pub fn hide_in(&self, text: &str) -> String {
        text.replace(&self.0, "[token]")
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(s: &str) -> Result<Self, TokenError> {
        let (id, key) = s.split_once(':').ok_or(TokenError)?;
        let id_ok = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
        let key_ok = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if id_ok && key_ok { Ok(Self(s.to_owned())) } else { Err(TokenError) }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tokens_and_hides_them() {
        let token: Token = "123:Ab-_9".parse().expect("token");
        assert_eq!(token.secret(), "123:Ab-_9");
        assert_eq!(format!("{token} {token:?}"), "hidden Token(hidden)");
    }

    #[test]
    fn refuses_what_is_no_token() {
        for s in ["", "123", "123:", ":abc", "x:abc", "123:a b", " 123:abc", "123:abc\n", "123:a/b", "123:яя"] {
            assert_eq!(s.parse::<Token>().err(), Some(TokenError), "{s}");
        }
    }
}

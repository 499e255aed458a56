//! Buttons, and what pressing them means.
//!
//! ```text
//! data   = "v1:" key ":" action          at most 64 bytes (Bot API, InlineKeyboardButton)
//! key    = 1*32( a-z / 0-9 / "-" )       names the screen in the store
//! action = letter *3( number "." )       what to do with it; numbers are absolute, so that pressing twice
//!                                        does no more than pressing once
//! ```

use std::fmt;
use std::str::FromStr;

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Its label.
    pub label: String,
    /// What it does.
    pub press: Press,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Continues the screen it stands under.
    Tap(Action),
    /// Opens an address, or the second one where the first cannot be opened.
    Open(String, String),
    /// Puts words into the clipboard; at most 256 characters.
    Copy(String),
    /// Lets the user choose a chat and puts an inline query into its input field.
    Share(String),
}

/// Rows of buttons.
pub type Keyboard = Vec<Vec<Button>>;

/// How quotes are shown: `whole` pages of as many as fit, or one by one; from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Whether several quotes share a page.
    pub whole: bool,
    /// Number of the page, or of the quote.
    pub at: u16,
}

/// What is to be done with a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Say the n-th line the screen offers, as if it had been typed.
    Say(u16),
    /// Show this part of the quotes.
    Show(View),
    /// Show the n-th quote between the paragraphs around it; the view is where to return.
    Context(u16, View),
    /// Send the card of the n-th quote.
    Card(u16),
    /// It helped.
    Good(View),
    /// It did not help: ask why.
    Bad(View),
    /// Why not: one of [`REASONS`].
    Why(View, u16),
    /// Turn to the n-th page of a list of anything but quotes.
    Page(u16),
    /// Ask again without what was taken over from the question before.
    Drop,
    /// Pass the question on to the curators.
    Wish,
    /// The same, and let the asker know of an answer.
    HearBack,
}

/// Reasons for which an answer did not help, as stored; the labels are `reason-…`.
pub const REASONS: [&str; 4] = ["other-topic", "other-region", "outdated", "unclear"];

impl Button {
    /// A button that continues its screen.
    pub fn tap(label: impl Into<String>, action: Action) -> Self {
        Self { label: label.into(), press: Press::Tap(action) }
    }
}

impl View {
    /// As two numbers.
    fn numbers(self) -> [u16; 2] {
        [u16::from(self.whole), self.at]
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with = |view: View| format!("{}.{}", view.numbers()[0], view.at);
        match *self {
            Action::Say(n) => write!(f, "s{n}"),
            Action::Show(view) => write!(f, "v{}", with(view)),
            Action::Context(n, view) => write!(f, "x{n}.{}", with(view)),
            Action::Card(n) => write!(f, "c{n}"),
            Action::Good(view) => write!(f, "g{}", with(view)),
            Action::Bad(view) => write!(f, "b{}", with(view)),
            Action::Why(view, n) => write!(f, "y{n}.{}", with(view)),
            Action::Page(n) => write!(f, "p{n}"),
            Action::Drop => f.write_str("d"),
            Action::Wish => f.write_str("w"),
            Action::HearBack => f.write_str("h"),
        }
    }
}

/// No action that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such action")]
pub struct NoAction;

impl FromStr for Action {
    type Err = NoAction;

    fn from_str(s: &str) -> Result<Self, NoAction> {
        let letter = s.chars().next().ok_or(NoAction)?;
        let rest = &s[letter.len_utf8()..];
        let numbers = rest.split('.').filter(|n| !n.is_empty()).map(|n| n.parse().map_err(|_| NoAction));
        let numbers: Vec<u16> = numbers.collect::<Result<_, _>>()?;
        let view = |whole: u16, at: u16| View { whole: whole == 1, at };
        Ok(match (letter, numbers.as_slice()) {
            ('s', &[n]) => Action::Say(n),
            ('v', &[w, at]) => Action::Show(view(w, at)),
            ('x', &[n, w, at]) => Action::Context(n, view(w, at)),
            ('c', &[n]) => Action::Card(n),
            ('g', &[w, at]) => Action::Good(view(w, at)),
            ('b', &[w, at]) => Action::Bad(view(w, at)),
            ('y', &[n, w, at]) => Action::Why(view(w, at), n),
            ('p', &[n]) => Action::Page(n),
            ('d', []) => Action::Drop,
            ('w', []) => Action::Wish,
            ('h', []) => Action::HearBack,
            _ => return Err(NoAction),
        })
    }
}

/// Callback data for an action on the screen called `key`.
pub fn data(key: &str, action: Action) -> String {
    format!("v1:{key}:{action}")
}

/// Key and action of callback data; `None` for data of another version or program.
pub fn read(data: &str) -> Option<(&str, Action)> {
    let (key, action) = data.strip_prefix("v1:")?.split_once(':')?;
    Some((key, action.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_survives_the_way_through_a_button() {
        let view = View { whole: true, at: u16::MAX };
        let key = "a".repeat(32);
        for action in [
            Action::Say(3),
            Action::Show(view),
            Action::Context(u16::MAX, view),
            Action::Card(0),
            Action::Good(View { whole: false, at: 2 }),
            Action::Bad(view),
            Action::Why(view, u16::MAX),
            Action::Page(7),
            Action::Drop,
            Action::Wish,
            Action::HearBack,
        ] {
            let data = data(&key, action);
            assert!(data.len() <= 64, "{data}");
            assert_eq!(read(&data), Some((key.as_str(), action)));
        }
    }

    #[test]
    fn foreign_data_is_refused() {
        for data in ["", "v1:", "v0:k:s1", "v1:k:s", "v1:k:s1.2", "v1:k:z1", "v1:k:s99999", "v1:k:é", "hello"] {
            assert_eq!(read(data), None, "{data}");
        }
    }
}

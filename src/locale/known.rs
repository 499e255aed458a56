//! The languages the bot can speak: one for every folder of `locales/`.
//!
//! Not to be taken for [`Lang`], the languages of articles and questions. A language of the bot that no article is in has
//! one of those beside it, in which it asks the engine and names regions.

use std::fmt;
use std::str::FromStr;

use crate::domain::Lang;

/// Code and texts of every language, the one for everybody first; written by the build script.
pub(super) static FOLDERS: &[(&str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language of the bot's own words. The default is English.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Locale(usize);

/// No language of the bot has this code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bot does not speak this language")]
pub struct UnknownLocale;

impl Locale {
    /// Every language, the default one first, the others by their code.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..FOLDERS.len()).map(Self)
    }

    /// The one for a language tag such as `ru-RU` (IETF BCP 47; its first part decides), else the default.
    pub fn of(tag: &str) -> Self {
        let first = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        first.parse().unwrap_or_default()
    }

    /// Its code, the name of its folder: two letters (ISO 639-1).
    pub fn code(self) -> &'static str {
        FOLDERS[self.0].0
    }

    /// The language of questions and articles that goes with it: the same if there is one, else English.
    pub fn lang(self) -> Lang {
        self.code().parse().unwrap_or_default()
    }

    /// In which language to reply to a question in `lang`: in this one as far as it goes with it.
    pub fn replying(self, lang: Lang) -> Self {
        if self.lang() == lang { self } else { lang.into() }
    }

    /// Its place in [`FOLDERS`].
    pub(super) fn index(self) -> usize {
        self.0
    }
}

impl From<Lang> for Locale {
    fn from(lang: Lang) -> Self {
        lang.code().parse().unwrap_or_default()
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(code: &str) -> Result<Self, UnknownLocale> {
        FOLDERS.iter().position(|folder| folder.0 == code).map(Self).ok_or(UnknownLocale)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

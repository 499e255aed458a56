//! What the bot covers, and what it says when it cannot answer at all.

use super::Reply;
use super::words::{date, enumeration};
use crate::domain::PartialDate;
use crate::locale::{Locale, text};

/// What the bot can speak of at the moment, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Names of the regions covered, for display, most important first.
    pub regions: Vec<String>,
    /// Number of articles.
    pub articles: usize,
    /// Date of the newest article.
    pub newest: Option<PartialDate>,
    /// Questions the sources do answer.
    pub examples: Vec<String>,
}

/// Something failed inside.
pub fn apology(lang: Locale) -> Reply {
    Reply::say(lang, text(lang, "apology", &[]))
}

/// The question waited so long that an answer would come out of the blue.
pub fn too_late(lang: Locale) -> Reply {
    Reply::say(lang, text(lang, "too-late", &[]))
}

/// What the bot knows now: how many articles, about which regions, how new.
pub fn covered(lang: Locale, coverage: &Coverage) -> String {
    if coverage.articles == 0 {
        return text(lang, "start-empty", &[]);
    }
    let names = enumeration(lang, &coverage.regions);
    let counts = [
        ("articles", coverage.articles.into()),
        ("regions", coverage.regions.len().into()),
        ("names", (&names).into()),
    ];
    let mut said = text(lang, "start-covers", &counts);
    if let Some(newest) = coverage.newest {
        said.push(' ');
        said.push_str(&text(lang, "start-newest", &[("date", (&date(lang, newest)).into())]));
    }
    said
}

//! Small pieces of wording.

use crate::domain::{ArticleMeta, Lang, PartialDate};
use crate::locale::text;

/// How many regions or examples are named at most in one sentence.
const NAMED_MAX: usize = 10;

/// `text` itself, or its first `max_chars - 1` characters and an ellipsis. For titles, names and echoes of the asker's
/// words; never for a quote.
pub fn shorten(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A date in words: `2020`, `November 2020`, `12 ноября 2020`.
pub(super) fn date(lang: Lang, date: PartialDate) -> String {
    let year = date.year().to_string();
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => {
            let args = [("day", u32::from(day).into()), ("month", u32::from(month).into()), ("year", (&year).into())];
            text(lang, "date-day", &args)
        }
        (Some(month), None) => {
            text(lang, "date-month", &[("month", u32::from(month).into()), ("year", (&year).into())])
        }
        (None, _) => year,
    }
}

/// What stands after the title of a source: region, date, and the language where it is not the asker's.
pub fn details(lang: Lang, meta: &ArticleMeta) -> String {
    let mut details = format!("{} · {}", shorten(&meta.region, 100), date(lang, meta.date));
    if meta.lang != lang {
        let language = match meta.lang {
            Lang::En => text(lang, "source-in-en", &[]),
            Lang::Ru => text(lang, "source-in-ru", &[]),
        };
        details.push_str(" · ");
        details.push_str(&language);
    }
    details
}

/// `A, B, C`, or the first ten `and N more`.
pub(super) fn enumeration(lang: Lang, names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED_MAX).map(|name| shorten(name, 100)).collect();
    let joined = shown.join(", ");
    match names.len().saturating_sub(NAMED_MAX) {
        0 => joined,
        n => text(lang, "and-more", &[("names", (&joined).into()), ("n", n.into())]),
    }
}

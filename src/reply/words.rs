//! Small pieces of wording.

use crate::domain::{ArticleKind, ArticleMeta, Lang, PartialDate};
use crate::locale::{Locale, text};

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
pub fn date(lang: Locale, date: PartialDate) -> String {
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

/// How long ago a date is at `now_ms` (milliseconds since 1970-01-01 UTC): `this month`, `7 months ago`, `6 лет назад`.
pub fn age(lang: Locale, date: PartialDate, now_ms: i64) -> String {
    let now = time::OffsetDateTime::from_unix_timestamp(now_ms / 1000).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let years = now.year() - i32::from(date.year());
    let months = date.month().map(|month| years * 12 + i32::from(u8::from(now.month())) - i32::from(month));
    let count = |n: i32| [("n", u32::try_from(n).unwrap_or(0).into())];
    match months {
        None if years <= 0 => text(lang, "age-year", &[]),
        None => text(lang, "age-years", &count(years)),
        Some(..=0) => text(lang, "age-month", &[]),
        Some(months @ 1..12) => text(lang, "age-months", &count(months)),
        Some(months) => text(lang, "age-years", &count(months / 12)),
    }
}

/// What stands after the title of a source: region, date, the language where it is not the asker's, and that it is a
/// brief.
pub fn details(lang: Locale, meta: &ArticleMeta) -> String {
    dated(lang, meta, &date(lang, meta.date))
}

/// The same with the date in words of the caller's choice.
pub fn dated(lang: Locale, meta: &ArticleMeta, date: &str) -> String {
    let mut details = format!("{} · {date}", shorten(&meta.region, 100));
    if Locale::from(meta.lang) != lang {
        let language = match meta.lang {
            Lang::En => text(lang, "source-in-en", &[]),
            Lang::Ru => text(lang, "source-in-ru", &[]),
        };
        details.push_str(" · ");
        details.push_str(&language);
    }
    if meta.kind == ArticleKind::Brief {
        details.push_str(" · ");
        details.push_str(&text(lang, "source-brief", &[("n", meta.references.len().into())]));
    }
    details
}

/// `A, B, C`, or the first ten `and N more`.
pub fn enumeration(lang: Locale, names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED_MAX).map(|name| shorten(name, 100)).collect();
    let joined = shown.join(", ");
    match names.len().saturating_sub(NAMED_MAX) {
        0 => joined,
        n => text(lang, "and-more", &[("names", (&joined).into()), ("n", n.into())]),
    }
}

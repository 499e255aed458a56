//! The card of one quote: a link to it that lives as long as the bot.

use super::keyboard::{Button, Keyboard, Press};
use super::quotes::{Found, open};
use super::state::{Body, BodyKind, Kept, Shot, Shown};
use super::{Show, Talk, Turn};
use crate::domain::{Citation, PartialDate};
use crate::locale::{Locale, text};
use crate::reply::{self, Cited, Entry, Part, Reply};

/// Longest text a button may copy (Bot API, CopyTextButton: 256 characters), in UTF-16 units: safe however it is counted.
const COPY_UTF16: usize = 256;
/// Room for title and region below which neither could be told from it.
const COPY_LEAST_UTF16: usize = 20;
/// Characters of a hash that are shown.
const HASH_CHARS: usize = 16;

impl Talk<'_> {
    /// `/start q_ID`: the card of a quote, in the language of the one who follows the link.
    pub(super) fn card(&self, id: &str) -> Turn {
        self.card_in(self.lang, id)
    }

    /// The card as a message of its own.
    pub(super) fn card_in(&self, lang: Locale, id: &str) -> Turn {
        let (found, kept) = self.find(id);
        let (Some(citation), Some(kept)) = (found.citation(), kept) else {
            return Turn::say(lang, text(lang, "card-unknown", &[]));
        };
        let parts = self.card_parts(lang, id, &found, citation, &kept);
        let keyboard = self.card_keyboard(lang, id, citation);
        let shown =
            Shown { quotes: vec![Shot { id: id.to_owned(), names: vec![], marks: vec![] }], ..Shown::default() };
        let body = Body { says: Vec::new(), lang: lang.code().to_owned(), kind: BodyKind::Quotes(shown) };
        Turn::show(Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) })
    }

    fn card_parts(&self, lang: Locale, id: &str, found: &Found, citation: &Citation, kept: &Kept) -> Vec<Part> {
        let quote = Part::Cited(Cited {
            names: Vec::new(),
            citation: citation.clone(),
            details: self.details(lang, citation),
            speaker: self.speaker(lang, citation),
            marks: Vec::new(),
            number: None,
            page: None,
        });
        let hash = &kept.article_sha256[..kept.article_sha256.len().min(HASH_CHARS)];
        let shown_on = day(self.kept_at(id)).map(|date| reply::date(lang, date)).unwrap_or_default();
        let args = [("date", (&shown_on).into()), ("hash", hash.into())];
        let article_is_same = citation.quote.article().text.sha256_hex() == kept.article_sha256;
        let status = match found {
            Found::Live(_) if article_is_same => text(lang, "card-same", &args),
            Found::Live(_) => text(lang, "card-edited", &args),
            Found::Changed(_) => text(lang, "card-changed", &args),
            Found::Gone(_) | Found::Unknown => text(lang, "card-gone", &args),
        };
        let mut parts = vec![Part::Title(text(lang, "card-title", &[])), quote, Part::Say(status)];
        if let Some(link) = self.card_link(id) {
            let title = link.trim_start_matches("https://").to_owned();
            parts.push(Part::Entry(Entry { title, url: link, details: String::new() }));
        }
        parts
    }

    fn card_keyboard(&self, lang: Locale, id: &str, citation: &Citation) -> Keyboard {
        let share = Button { label: text(lang, "share", &[]), press: Press::Share(format!("q_{id}")) };
        let copied = citation_line(lang, citation, self.card_link(id).as_deref());
        let copy = Button { label: text(lang, "copy-citation", &[]), press: Press::Copy(copied) };
        let mut openers = vec![open(&text(lang, "open-quote", &[]), citation)];
        openers.extend(self.page(lang, id));
        vec![openers, vec![share, copy]]
    }

    fn kept_at(&self, id: &str) -> i64 {
        self.known.kept.iter().find(|kept| kept.id == id).map_or(self.now_ms, |kept| kept.kept_at_ms)
    }

    /// The link that reopens the card.
    fn card_link(&self, id: &str) -> Option<String> {
        Some(format!("https://t.me/{}?start=q_{id}", self.dialogue.username.as_ref()?))
    }
}

/// A line to cite by: title, region, date and address, shortened in this order until it fits. Never the quote itself:
/// it would have to be cut.
fn citation_line(lang: Locale, citation: &Citation, link: Option<&str>) -> String {
    let meta = &citation.quote.article().meta;
    let tail = format!(", {}, {}", reply::date(lang, meta.date), link.unwrap_or(&meta.url));
    let room = COPY_UTF16.saturating_sub(len_utf16(&tail));
    if room < COPY_LEAST_UTF16 {
        return fitting(&format!("{}, {}", meta.title, reply::date(lang, meta.date)), COPY_UTF16);
    }
    let region = format!(", {}", reply::shorten(&meta.region, 60));
    let title = fitting(&meta.title, room.saturating_sub(len_utf16(&region)).max(COPY_LEAST_UTF16 / 2));
    fitting(&format!("{title}{region}"), room) + &tail
}

fn len_utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text, shortened to so many UTF-16 units.
fn fitting(text: &str, max_utf16: usize) -> String {
    let shorter = (0..=max_utf16).rev().map(|chars| reply::shorten(text, chars));
    shorter.into_iter().find(|short| len_utf16(short) <= max_utf16).unwrap_or_default()
}

/// The day of a moment in milliseconds since 1970-01-01 UTC.
fn day(ms: i64) -> Option<PartialDate> {
    let moment = time::OffsetDateTime::from_unix_timestamp(ms / 1000).ok()?;
    format!("{:04}-{:02}-{:02}", moment.year(), u8::from(moment.month()), moment.day()).parse().ok()
}

//! A reply as Telegram messages.
//!
//! Every part becomes a unit of HTML that is never cut; units are packed into messages in order. A quote is a
//! blockquote with its names above it and a line with title (linked), region and date below it, and a button that opens
//! the source at the words. Limits are Telegram's with a margin: 4,096 characters, counted here as UTF-16 units, and 100
//! entities (core.telegram.org/bots/api#sendmessage; TDLib `MAX_USER_ENTITY_COUNT`).

use url::{Host, Url};

use super::html::{escape, escape_attribute, len_utf16, to_plain};
use crate::domain::{Citation, Lang};
use crate::locale::text;
use crate::reply::{Cited, Part, Reply, shorten};

/// Visible UTF-16 units of a message.
pub const LEN_UTF16_MAX: usize = 3_900;
/// Entities of a message.
pub const ENTITIES_MAX: usize = 80;
/// Messages of a reply; what does not fit is counted in the last one.
pub const MESSAGES_MAX: usize = 4;
/// Quotes, and so buttons, of a message.
pub const QUOTES_MAX: usize = 10;
/// Bytes of an address in a link or button; longer ones may be refused.
const URL_BYTES_MAX: usize = 2_047;
/// Bytes of all addresses on a message's buttons, so that the keyboard is not "too long".
const KEYBOARD_BYTES_MAX: usize = 6_000;
/// Room kept for the line that says how much was left out.
const NOTE_UTF16: usize = 200;
/// Quotes longer than this many characters are folded.
const FOLD_CHARS: usize = 600;
/// Bounds of everything that is not a quote, in characters.
const SAY_CHARS: usize = 1_800;
const NAMES_CHARS: usize = 400;
const TITLE_CHARS: usize = 200;
const EXAMPLE_CHARS: usize = 200;
const EXAMPLES_MAX: usize = 5;
/// Between units.
const GAP: &str = "\n\n";

/// A message ready to send.
#[derive(Clone, PartialEq, Eq)]
pub struct OutMessage {
    /// Text in Telegram's HTML.
    pub html: String,
    /// Buttons, one a row.
    pub buttons: Vec<Button>,
}

/// A button that opens an address.
#[derive(Clone, PartialEq, Eq)]
pub struct Button {
    /// Label.
    pub text: String,
    /// Address, http or https.
    pub url: Url,
}

impl OutMessage {
    /// The same words without markup and buttons; the addresses follow as text as far as there is room.
    pub fn to_plain(&self) -> String {
        let mut plain = to_plain(&self.html);
        for button in &self.buttons {
            if len_utf16(&plain) + button.url.as_str().len() < LEN_UTF16_MAX {
                plain.push('\n');
                plain.push_str(button.url.as_str());
            }
        }
        plain
    }
}

/// A piece that stays whole.
struct Unit {
    html: String,
    len_utf16: usize,
    entities: usize,
    quotes: usize,
    button: Option<Button>,
}

/// Turns a reply into at most [`MESSAGES_MAX`] messages.
pub fn render(reply: &Reply) -> Vec<OutMessage> {
    let numbered = reply.cited().count() > 1;
    let mut packing = Packing { drafts: Vec::new(), left_out: 0 };
    let mut number = 0;
    for part in &reply.parts {
        packing.add(match part {
            Part::Say(said) => Unit::words(&escape(&shorten(said, SAY_CHARS)), 0),
            Part::Examples(questions) => examples(questions),
            Part::Cited(cited) => {
                number += 1;
                quote(reply.lang, cited, numbered.then_some(number))
            }
        });
    }
    packing.finish(reply.lang)
}

impl Unit {
    fn words(html: &str, entities: usize) -> Self {
        Self { len_utf16: len_utf16(&to_plain(html)), html: html.to_owned(), entities, quotes: 0, button: None }
    }
}

/// Tapping code copies it, so an example can be sent at once.
fn examples(questions: &[String]) -> Unit {
    let shown = questions.iter().take(EXAMPLES_MAX);
    let lines: Vec<_> = shown.map(|q| format!("• <code>{}</code>", escape(&shorten(q, EXAMPLE_CHARS)))).collect();
    Unit::words(&lines.join("\n"), lines.len())
}

fn quote(lang: Lang, cited: &Cited, number: Option<u32>) -> Unit {
    let words = cited.citation.quote.text();
    let url = address(&cited.citation);
    let source = source(cited, number, url.as_ref());
    let fold = if words.chars().count() > FOLD_CHARS { " expandable" } else { "" };
    let mut html = String::new();
    if !cited.names.is_empty() {
        html = format!("<b>{}</b>\n", escape(&shorten(&cited.names.join(", "), NAMES_CHARS)));
    }
    html.push_str(&format!("<blockquote{fold}>{}</blockquote>\n{source}", escape(words)));
    let mut unit = Unit::words(&html, 3);
    if unit.len_utf16 > LEN_UTF16_MAX - NOTE_UTF16 {
        unit = Unit::words(&format!("{}\n{source}", escape(&text(lang, "quote-too-long", &[]))), 1);
    }
    let label = match number {
        Some(n) => text(lang, "open-quote-n", &[("n", n.into())]),
        None => text(lang, "open-quote", &[]),
    };
    unit.quotes = 1;
    unit.button = url.map(|url| Button { text: label, url });
    unit
}

/// The line under a quote.
fn source(cited: &Cited, number: Option<u32>, url: Option<&Url>) -> String {
    let title = escape(&shorten(&cited.citation.quote.article().meta.title, TITLE_CHARS));
    let title = match url {
        Some(url) => format!("<a href=\"{}\">{title}</a>", escape_attribute(url.as_str())),
        None => title,
    };
    let number = number.map(|n| format!("{n}. ")).unwrap_or_default();
    format!("{number}{title} · {}", escape(&shorten(&cited.details, TITLE_CHARS)))
}

/// The address at the quoted words, else the plain one, else none: Telegram silently drops links it does not like, and
/// refuses such buttons.
fn address(citation: &Citation) -> Option<Url> {
    [citation.link.as_str(), citation.url()].into_iter().find_map(|link| Url::parse(link).ok().filter(acceptable))
}

fn acceptable(url: &Url) -> bool {
    let dotted = match url.host() {
        Some(Host::Domain(name)) => name.contains('.') && !name.ends_with('.'),
        Some(Host::Ipv4(_)) => true,
        _ => false,
    };
    dotted && matches!(url.scheme(), "http" | "https") && url.as_str().len() <= URL_BYTES_MAX
}

/// Messages being filled.
struct Packing {
    drafts: Vec<Draft>,
    left_out: usize,
}

#[derive(Default)]
struct Draft {
    html: String,
    len_utf16: usize,
    entities: usize,
    quotes: usize,
    buttons: Vec<Button>,
}

impl Packing {
    fn add(&mut self, unit: Unit) {
        // Telegram refuses messages without a visible character.
        if to_plain(&unit.html).trim().is_empty() {
            return;
        }
        let last = self.drafts.len() == MESSAGES_MAX;
        // Once something is left out, all that follows is: the order of the sources is kept.
        if self.left_out > 0 {
            self.left_out += unit.quotes;
            return;
        }
        match self.drafts.last_mut() {
            Some(draft) if draft.fits(&unit, last) => draft.add(unit),
            _ if last => self.left_out += unit.quotes,
            _ => {
                let mut draft = Draft::default();
                draft.add(unit);
                self.drafts.push(draft);
            }
        }
    }

    fn finish(mut self, lang: Lang) -> Vec<OutMessage> {
        if let (Some(draft), 1..) = (self.drafts.last_mut(), self.left_out) {
            draft.add(Unit::words(&escape(&text(lang, "left-out", &[("n", self.left_out.into())])), 0));
        }
        self.drafts.into_iter().map(|draft| OutMessage { html: draft.html, buttons: draft.buttons }).collect()
    }
}

impl Draft {
    fn fits(&self, unit: &Unit, last: bool) -> bool {
        let room = LEN_UTF16_MAX - if last { NOTE_UTF16 } else { 0 };
        self.len_utf16 + GAP.len() + unit.len_utf16 <= room
            && self.entities + unit.entities <= ENTITIES_MAX
            && self.quotes + unit.quotes <= QUOTES_MAX
    }

    fn add(&mut self, unit: Unit) {
        if !self.html.is_empty() {
            self.html.push_str(GAP);
            self.len_utf16 += GAP.len();
        }
        self.html.push_str(&unit.html);
        self.len_utf16 += unit.len_utf16;
        self.entities += unit.entities;
        self.quotes += unit.quotes;
        let bytes = |buttons: &[Button]| buttons.iter().map(|b| b.url.as_str().len()).sum::<usize>();
        self.buttons.extend(unit.button.filter(|b| bytes(&self.buttons) + b.url.as_str().len() <= KEYBOARD_BYTES_MAX));
    }
}

#[cfg(test)]
mod tests;

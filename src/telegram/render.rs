//! A reply as Telegram messages.
//!
//! Every part becomes a unit of HTML that is never cut; units are packed into messages in order. A quote is a
//! blockquote with its names above it and a line with title (linked), region and date below it; words in it may be set
//! bold, which is formatting only: the text stays what it is. [`render`] gives every quote a button that opens the source
//! at the words, [`show`] puts the dialogue's own buttons under the last message. Limits are Telegram's with a margin: 4,096 characters, counted here as UTF-16 units, and 100
//! entities (core.telegram.org/bots/api#sendmessage; TDLib `MAX_USER_ENTITY_COUNT`).

use url::{Host, Url};

use super::html::{escape, escape_attribute, len_utf16, to_plain};
use crate::dialogue::Show;
use crate::dialogue::keyboard::{self, Press};
use crate::domain::{Citation, Span};
use crate::locale::{Locale, text};
use crate::reply::{Cited, Entry, Part, Reply, shorten};

/// Visible UTF-16 units of a message.
pub const LEN_UTF16_MAX: usize = 3_900;
/// Entities of a message.
pub const ENTITIES_MAX: usize = 80;
/// Messages of a reply; what does not fit is counted in the last one.
pub const MESSAGES_MAX: usize = 2;
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
/// Characters of a button's label.
const LABEL_CHARS: usize = 60;
/// Between units.
const GAP: &str = "\n\n";

/// A message ready to send.
#[derive(Clone, PartialEq, Eq)]
pub struct OutMessage {
    /// Text in Telegram's HTML.
    pub html: String,
    /// Rows of buttons.
    pub rows: Vec<Vec<Button>>,
}

/// A button.
#[derive(Clone, PartialEq, Eq)]
pub struct Button {
    /// Label.
    pub text: String,
    /// What it does.
    pub does: Does,
}

/// What a button does.
#[derive(Clone, PartialEq, Eq)]
pub enum Does {
    /// Opens an address, http or https.
    Open(Url),
    /// Sends this back, 1 to 64 bytes.
    Tell(String),
    /// Copies words, 1 to 256 characters.
    Copy(String),
    /// Puts an inline query into the input field of a chat the user chooses.
    Share(String),
}

impl Button {
    fn url(&self) -> Option<&Url> {
        match &self.does {
            Does::Open(url) => Some(url),
            _ => None,
        }
    }
}

impl OutMessage {
    /// The same words without markup and buttons; the addresses follow as text as far as there is room.
    pub fn to_plain(&self) -> String {
        let mut plain = to_plain(&self.html);
        for url in self.rows.iter().flatten().filter_map(Button::url) {
            if len_utf16(&plain) + url.as_str().len() < LEN_UTF16_MAX {
                plain.push('\n');
                plain.push_str(url.as_str());
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

/// Turns a reply into at most [`MESSAGES_MAX`] messages, with a button that opens it for every quote.
pub fn render(reply: &Reply) -> Vec<OutMessage> {
    let mut packing = Packing { drafts: Vec::new(), most: MESSAGES_MAX, left_out: 0, openers: true };
    reply.parts.iter().for_each(|part| packing.add(unit(reply.lang, part)));
    packing.finish(reply.lang)
}

/// A button that opens an address of ours; `None` where no user could reach that.
pub fn opener(label: String, address: &str) -> Option<Button> {
    Some(Button { text: label, does: Does::Open(openable([address])?) })
}

/// Turns what the dialogue shows into at most `most` messages, its buttons under the last; `key` names the screen in
/// what they send back.
pub fn show(show: &Show, key: &str, most: usize) -> Vec<OutMessage> {
    let mut packing = Packing { drafts: Vec::new(), most, left_out: 0, openers: false };
    show.reply.parts.iter().for_each(|part| packing.add(unit(show.reply.lang, part)));
    let mut messages = packing.finish(show.reply.lang);
    if let Some(last) = messages.last_mut() {
        last.rows = rows(&show.keyboard, key);
    }
    messages
}

fn unit(lang: Locale, part: &Part) -> Unit {
    match part {
        Part::Say(said) => Unit::words(&escape(&shorten(said, SAY_CHARS)), 0),
        Part::Examples(questions) => examples(questions),
        Part::Title(title) => Unit::words(&format!("<b>{}</b>", escape(&shorten(title, TITLE_CHARS))), 1),
        Part::Entry(entry) => Unit::words(&linked(entry), 1),
        Part::Cited(cited) => quote(lang, cited),
    }
}

/// Buttons that Telegram would not take are left out.
fn rows(keyboard: &keyboard::Keyboard, key: &str) -> Vec<Vec<Button>> {
    let mut bytes = 0;
    let mut button = |button: &keyboard::Button| {
        let does = match &button.press {
            Press::Tap(action) => Does::Tell(keyboard::data(key, *action)),
            Press::Open(link, plain) => Does::Open(openable([link, plain])?),
            Press::Copy(words) => Does::Copy(words.clone()),
            Press::Share(query) => Does::Share(query.clone()),
        };
        bytes += if let Does::Open(url) = &does { url.as_str().len() } else { 0 };
        (bytes <= KEYBOARD_BYTES_MAX).then(|| Button { text: shorten(&button.label, LABEL_CHARS), does })
    };
    let rows = keyboard.iter().map(|row| row.iter().filter_map(&mut button).collect());
    rows.filter(|row: &Vec<Button>| !row.is_empty()).collect()
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

/// A title with its address behind it.
fn linked(entry: &Entry) -> String {
    let title = escape(&shorten(&entry.title, TITLE_CHARS));
    let title = match openable([&entry.url]) {
        Some(url) => format!("<a href=\"{}\">{title}</a>", escape_attribute(url.as_str())),
        None => title,
    };
    let details = escape(&shorten(&entry.details, TITLE_CHARS));
    if details.is_empty() { title } else { format!("{title} · {details}") }
}

fn quote(lang: Locale, cited: &Cited) -> Unit {
    let words = cited.citation.quote.text();
    let url = address(&cited.citation);
    let source = source(cited, url.as_ref());
    let fold = if words.chars().count() > FOLD_CHARS { " expandable" } else { "" };
    let head = head(cited);
    let page = page(lang, cited);
    let lines: Vec<&str> = [source.as_str(), &page].into_iter().filter(|said| !said.is_empty()).collect();
    let below = if lines.is_empty() { String::new() } else { format!("\n{}", lines.join(" · ")) };
    let html = format!("{head}<blockquote{fold}>{}</blockquote>{below}", marked(words, &cited.marks));
    // Telegram cuts formatting where it begins or ends inside other formatting.
    let mut unit = Unit::words(&html, 4 + 2 * cited.marks.len());
    if unit.len_utf16 > LEN_UTF16_MAX - NOTE_UTF16 {
        let named = Cited { details: cited.details.clone(), ..cited.clone() };
        let source = self::source(&named, url.as_ref());
        unit = Unit::words(&format!("{}\n{source}", escape(&text(lang, "quote-too-long", &[]))), 1);
    }
    let label = match cited.number {
        Some(n) => text(lang, "open-quote-n", &[("n", n.into())]),
        None => text(lang, "open-quote", &[]),
    };
    unit.quotes = 1;
    unit.button = url.map(|url| Button { text: label, does: Does::Open(url) });
    unit
}

/// Number and names above a quote.
fn head(cited: &Cited) -> String {
    let number = cited.number.map(|n| format!("{n}."));
    let names = Some(cited.names.join(", ")).filter(|names| !names.is_empty());
    let names = names.map(|names| format!("<b>{}</b>", escape(&shorten(&names, NAMES_CHARS))));
    let head: Vec<String> = number.into_iter().chain(names).collect();
    if head.is_empty() { String::new() } else { head.join(" ") + "\n" }
}

/// The words with some of them bold.
fn marked(words: &str, marks: &[Span]) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(bold)) = (words.get(at..mark.start), mark.of(words).filter(|w| !w.is_empty())) else {
            continue;
        };
        out.push_str(&escape(before));
        out.push_str(&format!("<b>{}</b>", escape(bold)));
        at = mark.end;
    }
    out + &escape(words.get(at..).unwrap_or_default())
}

/// The lines under a quote: speaker, title, details. Empty when the source is named further down.
fn source(cited: &Cited, url: Option<&Url>) -> String {
    if cited.details.is_empty() {
        return String::new();
    }
    let speaker = cited.speaker.as_ref().map(|said| escape(&shorten(said, TITLE_CHARS)) + "\n").unwrap_or_default();
    let title = escape(&shorten(&cited.citation.quote.article().meta.title, TITLE_CHARS));
    let title = match url {
        Some(url) => format!("<a href=\"{}\">{title}</a>", escape_attribute(url.as_str())),
        None => title,
    };
    format!("{speaker}{title} · {}", escape(&shorten(&cited.details, TITLE_CHARS)))
}

/// A link to the quote's page; empty without one that a user can reach.
fn page(lang: Locale, cited: &Cited) -> String {
    let link =
        |url: Url| format!("<a href=\"{}\">{}</a>", escape_attribute(url.as_str()), text(lang, "open-page", &[]));
    cited.page.as_ref().and_then(|page| openable([page])).map(link).unwrap_or_default()
}

/// The address at the quoted words, else the plain one, else none: Telegram silently drops links it does not like, and
/// refuses such buttons.
fn address(citation: &Citation) -> Option<Url> {
    openable([citation.link.as_str(), citation.url()])
}

/// The first address that Telegram would take and a user can reach: the page of a brief is on this machine alone until
/// the reader has a public address.
fn openable<'a>(links: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>) -> Option<Url> {
    links.into_iter().find_map(|link| Url::parse(link.as_ref()).ok().filter(acceptable))
}

fn acceptable(url: &Url) -> bool {
    let dotted = match url.host() {
        Some(Host::Domain(name)) => name.contains('.') && !name.ends_with('.'),
        Some(Host::Ipv4(ip)) => !ip.is_loopback() && !ip.is_unspecified(),
        _ => false,
    };
    dotted && matches!(url.scheme(), "http" | "https") && url.as_str().len() <= URL_BYTES_MAX
}

/// Messages being filled.
struct Packing {
    drafts: Vec<Draft>,
    /// How many there may be.
    most: usize,
    left_out: usize,
    /// Whether quotes bring a button of their own.
    openers: bool,
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
        let unit = Unit { button: unit.button.filter(|_| self.openers), ..unit };
        // Telegram refuses messages without a visible character.
        if to_plain(&unit.html).trim().is_empty() {
            return;
        }
        let last = self.drafts.len() == self.most;
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

    fn finish(mut self, lang: Locale) -> Vec<OutMessage> {
        if let (Some(draft), 1..) = (self.drafts.last_mut(), self.left_out) {
            draft.add(Unit::words(&escape(&text(lang, "left-out", &[("n", self.left_out.into())])), 0));
        }
        let rows = |buttons: Vec<Button>| buttons.into_iter().map(|button| vec![button]).collect();
        self.drafts.into_iter().map(|draft| OutMessage { html: draft.html, rows: rows(draft.buttons) }).collect()
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
        let bytes = |b: &Button| b.url().map_or(0, |url| url.as_str().len());
        let taken: usize = self.buttons.iter().map(bytes).sum();
        self.buttons.extend(unit.button.filter(|b| taken + bytes(b) <= KEYBOARD_BYTES_MAX));
    }
}

#[cfg(test)]
mod tests;

//! Quotes on the screen: pages of them, one by one, between their neighbours.

use std::ops::Range;
use std::sync::Arc;

use super::Talk;
use super::keyboard::{Action, Button, Keyboard, Press, REASONS, View};
use super::state::{Kept, Shot, Shown};
use crate::domain::{Article, ArticleId, Citation, Span, Topic};
use crate::locale::{Locale, text};
use crate::reply::{self, Cited, Part};
use crate::text::citation::cite;

/// Characters of quotes on one page; a single quote may be longer.
const PAGE_CHARS: usize = 2_000;
/// Quotes on one page of a list.
const PAGE_QUOTES: usize = 5;
/// Characters of a context: quote and the paragraphs around it.
const CONTEXT_CHARS: usize = 3_000;
/// Words set off in one quote.
const MARKS: usize = 12;

/// A quote, with what has become of its source.
pub(super) enum Found {
    /// Its words stand in the article.
    Live(Citation),
    /// The article is there and the words are not: the wording it had.
    Changed(Citation),
    /// The article is gone: the wording it had.
    Gone(Citation),
    /// Nothing is known of it.
    Unknown,
}

impl Found {
    pub(super) fn citation(&self) -> Option<&Citation> {
        match self {
            Found::Live(citation) | Found::Changed(citation) | Found::Gone(citation) => Some(citation),
            Found::Unknown => None,
        }
    }
}

impl Talk<'_> {
    /// A quote by its id: today's article if its words still stand there, else the stored wording.
    pub(super) fn find(&self, id: &str) -> (Found, Option<Kept>) {
        let row = self.known.kept.iter().find(|k| k.id == id);
        let Some(kept) = row.and_then(|k| serde_json::from_str::<Kept>(&k.body).ok()) else {
            return (Found::Unknown, None);
        };
        let article = self.knowledge().article(&ArticleId(kept.article.clone()));
        let live = article.as_ref().and_then(|article| kept.find(article));
        let found = match (live, article, kept.restore()) {
            (Some(citation), ..) => Found::Live(citation),
            (None, Some(_), Some(citation)) => Found::Changed(citation),
            (None, None, Some(citation)) => Found::Gone(citation),
            (None, _, None) => Found::Unknown,
        };
        (found, Some(kept))
    }

    /// Title, region, date and age of a source.
    pub(super) fn details(&self, lang: Locale, citation: &Citation) -> String {
        let meta = &citation.quote.article().meta;
        let (date, age) = (reply::date(lang, meta.date), reply::age(lang, meta.date, self.now_ms));
        reply::dated(lang, meta, &format!("{date} · {age}"))
    }

    /// A button that opens the quote's page in our own reader, where others can reach that.
    pub(super) fn page(&self, lang: Locale, id: &str) -> Option<Button> {
        let url = self.page_address(id)?;
        Some(Button { label: text(lang, "open-page", &[]), press: Press::Open(url.clone(), url) })
    }

    /// Where the quote's page in our own reader is, where others can reach that.
    pub(super) fn page_address(&self, id: &str) -> Option<String> {
        Some(format!("{}/q/{id}", self.dialogue.public_url.as_ref()?))
    }

    /// Whose words the article mainly reports.
    pub(super) fn speaker(&self, lang: Locale, citation: &Citation) -> Option<String> {
        let speaker = citation.quote.article().meta.speaker.as_deref()?;
        Some(text(lang, "speaker", &[("name", (&reply::shorten(speaker, 150)).into())]))
    }
}

/// The quotes of an answer.
pub(super) struct Gallery<'a> {
    talk: &'a Talk<'a>,
    lang: Locale,
    shown: &'a Shown,
    found: Vec<Found>,
}

impl<'a> Gallery<'a> {
    /// `live` are citations at hand; the others are looked for.
    pub(super) fn new(talk: &'a Talk<'a>, lang: Locale, shown: &'a Shown, live: &[Citation]) -> Self {
        let find = |shot: &Shot| match live.iter().find(|c| c.quote.id().as_str() == shot.id) {
            Some(citation) => Found::Live(citation.clone()),
            None => talk.find(&shot.id).0,
        };
        Self { talk, lang, shown, found: shown.quotes.iter().map(find).collect() }
    }

    /// Numbers of the quotes on each page. The best quote of an answer stands alone, but for comparisons; in groups, so
    /// does each of a list.
    pub(super) fn pages(&self) -> Vec<Range<usize>> {
        let together = if self.shown.list.is_some() { PAGE_QUOTES } else { usize::from(self.shown.together) };
        let together = if self.talk.heard.private { together } else { 1 };
        let mut pages: Vec<Range<usize>> = Vec::new();
        let mut room = 0;
        for (n, found) in self.found.iter().enumerate() {
            let chars = found.citation().map_or(0, |c| c.quote.text().chars().count());
            let most = if self.shown.list.is_some() || pages.len() < 2 { together } else { 1 };
            match pages.last_mut() {
                Some(page) if page.len() < most && chars <= room => {
                    page.end = n + 1;
                    room -= chars;
                }
                _ => {
                    pages.push(n..n + 1);
                    room = PAGE_CHARS.saturating_sub(chars);
                }
            }
        }
        pages
    }

    /// One view of the quotes with its buttons; `None` when there is none.
    pub(super) fn view(&self, view: View) -> Option<(Vec<Part>, Keyboard)> {
        let at = usize::from(view.at);
        let range = if view.whole { self.pages().get(at)?.clone() } else { at..at + 1 };
        let mut parts = Vec::new();
        if let Some(carried) = &self.shown.carried {
            parts.push(Part::Say(text(self.lang, "carried", &[("what", carried.into())])));
        }
        parts.extend(self.intro().map(Part::Say));
        for n in range.clone() {
            let found = self.found.get(n)?;
            let last = n + 1 == range.end || !self.same_source(n, n + 1);
            let several = range.len() > 1 || (self.shown.list.is_some() && self.found.len() > 1);
            let number = several.then_some(n as u32 + 1);
            match found.citation() {
                Some(citation) => parts.push(self.cited(&self.shown.quotes[n], citation, number, last)),
                None => parts.push(Part::Say(text(self.lang, "quote-lost", &[]))),
            }
            parts.extend(self.what_became(found).map(Part::Say));
        }
        parts.extend(self.shown.missing.iter().filter(|_| at == 0).cloned().map(Part::Say));
        Some((parts, self.keyboard(view, range)))
    }

    fn intro(&self) -> Option<String> {
        let list = self.shown.list.as_ref()?;
        Some(reply::list_intro(self.lang, Topic::of_code(&list.topic)?, self.found.len(), list.announced))
    }

    fn same_source(&self, a: usize, b: usize) -> bool {
        let source = |n: usize| self.found.get(n)?.citation().map(|c| &c.quote.article().meta.id);
        source(a) == source(b)
    }

    fn what_became(&self, found: &Found) -> Option<String> {
        match found {
            Found::Changed(_) => Some(text(self.lang, "source-changed", &[])),
            Found::Gone(_) => Some(text(self.lang, "source-gone", &[])),
            Found::Live(_) | Found::Unknown => None,
        }
    }

    fn cited(&self, shot: &Shot, citation: &Citation, number: Option<u32>, with_source: bool) -> Part {
        let lang = self.lang;
        Part::Cited(Cited {
            names: shot.names.clone(),
            citation: citation.clone(),
            details: if with_source { self.talk.details(lang, citation) } else { String::new() },
            speaker: if with_source { self.talk.speaker(lang, citation) } else { None },
            marks: joined(citation.quote.text(), &shot.marks()),
            number,
            // One quote has a button for it.
            page: number.and_then(|_| self.talk.page_address(&shot.id)),
        })
    }

    // --- buttons ---

    fn keyboard(&self, view: View, range: Range<usize>) -> Keyboard {
        let mut rows: Keyboard = Vec::new();
        if let Some(carried) = &self.shown.carried {
            let label = text(self.lang, "drop-carried", &[("what", (&reply::shorten(carried, 40)).into())]);
            rows.push(vec![Button::tap(label, Action::Drop)]);
        }
        rows.push(self.openers(&range));
        let one = range.len() == 1;
        let mut row = Vec::new();
        if one && matches!(self.found.get(range.start), Some(Found::Live(_))) {
            row.push(Button::tap(text(self.lang, "context", &[]), Action::Context(range.start as u16, view)));
        }
        row.extend(self.next(view, &range));
        rows.push(row);
        if self.pages().iter().any(|page| page.len() > 1) {
            rows.push(vec![self.switch(view, &range)]);
        }
        let mut row = Vec::new();
        if one {
            row.push(Button::tap(text(self.lang, "card", &[]), Action::Card(range.start as u16)));
        }
        row.extend([Button::tap("👍", Action::Good(view)), Button::tap("👎", Action::Bad(view))]);
        rows.push(row);
        rows.retain(|row| !row.is_empty());
        rows
    }

    fn openers(&self, range: &Range<usize>) -> Vec<Button> {
        let label = |n: usize| match range.len() {
            1 => text(self.lang, "open-quote", &[]),
            _ => text(self.lang, "open-n", &[("n", (n + 1).into())]),
        };
        let open = |n: usize| open(&label(n), self.found.get(n)?.citation()?).into();
        let page = || self.talk.page(self.lang, &self.shown.quotes.get(range.start)?.id);
        let page = (range.len() == 1).then(page).flatten();
        range.clone().filter_map(open).chain(page).collect()
    }

    /// To the next page, from the last to the first.
    fn next(&self, view: View, range: &Range<usize>) -> Option<Button> {
        let count = if view.whole { self.pages().len() } else { self.found.len() };
        if count < 2 {
            return None;
        }
        let at = (usize::from(view.at) + 1) % count;
        let position = match range.len() {
            1 => format!("{}/{}", range.start + 1, self.found.len()),
            _ => format!("{}–{}/{}", range.start + 1, range.end, self.found.len()),
        };
        let about = [("position", (&position).into())];
        let label = if at == 0 { text(self.lang, "to-first", &about) } else { text(self.lang, "more", &about) };
        Some(Button::tap(label, Action::Show(View { at: at as u16, ..view })))
    }

    /// From the list to its quotes one by one, and back.
    fn switch(&self, view: View, range: &Range<usize>) -> Button {
        if view.whole {
            let one = View { whole: false, at: range.start as u16 };
            return Button::tap(text(self.lang, "one-by-one", &[]), Action::Show(one));
        }
        let page = self.pages().iter().position(|page| page.contains(&range.start)).unwrap_or(0);
        Button::tap(text(self.lang, "back-to-list", &[]), Action::Show(View { whole: true, at: page as u16 }))
    }

    /// The same view, asking why it did not help.
    pub(super) fn reasons(&self, view: View) -> Option<(Vec<Part>, Keyboard)> {
        let (parts, _) = self.view(view)?;
        let labels = [
            text(self.lang, "reason-other-topic", &[]),
            text(self.lang, "reason-other-region", &[]),
            text(self.lang, "reason-outdated", &[]),
            text(self.lang, "reason-unclear", &[]),
        ];
        debug_assert_eq!(labels.len(), REASONS.len());
        let reason = |(n, label): (u16, String)| vec![Button::tap(label, Action::Why(view, n))];
        let mut keyboard: Keyboard = (0..).zip(labels).map(reason).collect();
        keyboard.push(vec![Button::tap(text(self.lang, "back", &[]), Action::Show(view))]);
        Some((parts, keyboard))
    }

    /// The id of the quote a view begins with.
    pub(super) fn first_id(&self, view: View) -> Option<&str> {
        let at = usize::from(view.at);
        let n = if view.whole { self.pages().get(at)?.start } else { at };
        self.shown.quotes.get(n).map(|shot| shot.id.as_str())
    }

    // --- context ---

    /// A quote with the paragraphs before and after it, as one quote in which the words are set off.
    pub(super) fn context(&self, n: usize, back: View) -> Option<(Vec<Part>, Keyboard)> {
        let Found::Live(citation) = self.found.get(n)? else { return None };
        let (article, span) = (citation.quote.article(), citation.quote.span());
        let around = around(article, span);
        let wide = cite(article, around, 0.0)?;
        let start = span.start - around.start;
        let part = Part::Cited(Cited {
            names: Vec::new(),
            details: self.talk.details(self.lang, citation),
            speaker: self.talk.speaker(self.lang, citation),
            marks: vec![Span::new(start, start + span.len())],
            number: None,
            page: None,
            citation: Citation { link: citation.link.clone(), ..wide },
        });
        let parts = vec![Part::Say(text(self.lang, "context-intro", &[])), part];
        let keyboard = vec![
            vec![open(&text(self.lang, "open-quote", &[]), citation)],
            vec![Button::tap(text(self.lang, "back", &[]), Action::Show(back))],
        ];
        Some((parts, keyboard))
    }
}

/// The paragraphs of a quote with one before and one after, as far as they are not too long.
fn around(article: &Arc<Article>, span: Span) -> Span {
    let touched: Vec<usize> =
        (0..article.passages.len()).filter(|i| article.passages[*i].span.overlaps(span)).collect();
    let (Some(first), Some(last)) = (touched.first(), touched.last()) else { return span };
    let passage = |i: usize| article.passages.get(i).map(|p| p.span);
    let own =
        Span::new(article.passages[*first].span.start.min(span.start), article.passages[*last].span.end.max(span.end));
    let before = first.checked_sub(1).and_then(passage).map_or(own.start, |p| p.start);
    let after = passage(last + 1).map_or(own.end, |p| p.end);
    let fits = |s: &Span| article.slice(*s).chars().count() <= CONTEXT_CHARS;
    let choices = [Span::new(before, after), Span::new(before, own.end), Span::new(own.start, after), own];
    choices.into_iter().find(fits).unwrap_or(span)
}

/// A button that opens the source at the words.
pub(super) fn open(label: &str, citation: &Citation) -> Button {
    Button { label: label.to_owned(), press: Press::Open(citation.link.clone(), citation.url().to_owned()) }
}

/// Neighbouring words with nothing but a space between them become one; at most [`MARKS`], and only if they fit.
fn joined(text: &str, marks: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for mark in marks.iter().filter(|m| m.of(text).is_some_and(|words| !words.is_empty())) {
        match out.last_mut() {
            Some(last) if mark.start < last.end => {}
            Some(last) if text.get(last.end..mark.start).is_some_and(|gap| gap == " ") => last.end = mark.end,
            _ => out.push(*mark),
        }
    }
    out.truncate(MARKS);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_side_by_side_are_set_off_together() {
        let marks = [Span::new(0, 3), Span::new(4, 7), Span::new(9, 11), Span::new(50, 60)];
        assert_eq!(joined("one two, é x", &marks), [Span::new(0, 7), Span::new(9, 11)]);
        assert!(joined("é", &[Span::new(0, 1)]).is_empty(), "half a character");
    }
}

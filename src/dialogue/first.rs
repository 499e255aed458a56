//! First contact: greeting, help, language, and messages that are no questions.

use super::browse::newest;
use super::keyboard::{Action, Button, Keyboard};
use super::state::Context;
use super::{Show, Talk, Turn};
use crate::domain::Question;
use crate::locale::{Locale, text};
use crate::reply::{self, Part, Reply};
use crate::store::memory::Note;

/// A message without words is told how to ask at most once in so many milliseconds.
const HINT_MS: i64 = 60_000;
/// Example questions offered.
const EXAMPLES: usize = 3;
/// Headlines that are tried as examples, and how long one may be, in characters: it must fit on a button.
const HEADLINES: usize = 8;
const HEADLINE_CHARS: usize = 60;

impl Talk<'_> {
    /// `/start`.
    pub(super) fn start(&self) -> Turn {
        let lang = self.lang;
        let coverage = self.knowledge().coverage(lang.lang());
        let mut parts = vec![Part::Say(text(lang, "start-welcome", &[])), Part::Say(reply::covered(lang, &coverage))];
        let says = self.examples(coverage.examples, EXAMPLES);
        if !says.is_empty() {
            parts.push(Part::Say(text(lang, "examples-intro", &[])));
        }
        Turn::show(self.offering(lang, parts, lines(&says), says))
    }

    /// Questions that the articles answer, each of them tried: those on lists, then headlines, newest articles first.
    fn examples(&self, on_lists: Vec<String>, most: usize) -> Vec<String> {
        let lang = self.lang.lang();
        let mut articles = newest(self.knowledge().articles().into_iter());
        articles.sort_by_key(|article| article.meta.lang != lang);
        let headlines = articles.into_iter().map(|article| article.meta.title.clone());
        let short = headlines.filter(|title| title.chars().count() <= HEADLINE_CHARS).take(HEADLINES);
        let answered = |words: &String| {
            let question = Question { lang: Some(lang), ..Question::new(words.clone()) };
            self.knowledge().look(&question).is_ok_and(|answer| !answer.kind.is_silent())
        };
        on_lists.into_iter().chain(short).filter(answered).take(most).collect()
    }

    /// `/help`.
    pub(super) fn help(&self) -> Turn {
        let lang = self.lang;
        let region = self.knowledge().places(lang.lang()).into_iter().next().map(|place| place.name);
        let region = region.unwrap_or_else(|| text(lang, "help-region", &[]));
        let args = [("region", (&region).into())];
        let says = [text(lang, "help-how", &[]), text(lang, "help-commands", &args), text(lang, "help-what", &[])];
        Turn::show(Show::plain(Reply { lang, parts: says.into_iter().map(Part::Say).collect() }))
    }

    /// `/lang`, `/lang ru`.
    pub(super) fn language(&self, wanted: &str) -> Turn {
        let wanted = wanted.to_lowercase();
        let named = |l: &Locale| text(*l, "language-words", &[]).split(", ").any(|word| word == wanted);
        let tag = wanted.split(['-', '_']).next().unwrap_or_default();
        let found = tag.parse().ok().or_else(|| Locale::all().find(named));
        let Some(lang) = found else { return self.languages() };
        let mut turn = Turn::say(lang, text(lang, "language-set", &[]));
        turn.notes = vec![Note::Lang { user_id: self.heard.who.user_id, lang: lang.code().to_owned() }];
        turn
    }

    fn languages(&self) -> Turn {
        let button = |(n, lang): (u16, Locale)| Button::tap(text(lang, "language-name", &[]), Action::Say(n));
        let keyboard = vec![(0..).zip(Locale::all()).map(button).collect()];
        let says = Locale::all().map(|l| format!("/lang {}", l.code())).collect();
        let parts = vec![Part::Say(text(self.lang, "language-choose", &[]))];
        Turn::show(self.offering(self.lang, parts, keyboard, says))
    }

    /// `/ask` alone.
    pub(super) fn ask_nothing(&self) -> Turn {
        self.hint(text(self.lang, "ask-empty", &[]))
    }

    /// A command that does not exist.
    pub(super) fn unknown_command(&self) -> Turn {
        Turn::say(self.lang, text(self.lang, "unknown-command", &[]))
    }

    /// A message without words: once a minute it gets a line.
    pub(super) fn wordless(&self) -> Turn {
        if self.now_ms - self.context.hinted_at_ms < HINT_MS {
            return Turn::default();
        }
        let mut turn = self.hint(text(self.lang, "unsupported", &[]));
        turn.context = Some(Context { hinted_at_ms: self.now_ms, ..self.context.clone() });
        turn
    }

    /// A line and an example to tap.
    fn hint(&self, said: String) -> Turn {
        let examples = self.examples(self.knowledge().coverage(self.lang.lang()).examples, 1);
        Turn::show(self.offering(self.lang, vec![Part::Say(said)], lines(&examples), examples))
    }
}

/// A button for each line, one a row; one that asks for a region bears its name.
pub(super) fn lines(says: &[String]) -> Keyboard {
    let label = |line: &String| line.strip_prefix("/region ").unwrap_or(line).to_owned();
    (0..).zip(says).map(|(n, line)| vec![Button::tap(label(line), Action::Say(n))]).collect()
}

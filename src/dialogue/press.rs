//! Buttons pressed.
//!
//! Every action says where to go, not where from: pressing twice, or pressing an old button, leads to the same place.

use super::keyboard::{Action, Button, Keyboard, REASONS, View};
use super::quotes::Gallery;
use super::state::{BodyKind, Context, Shown};
use super::{Heard, Show, Talk, Turn, What, body};
use crate::engine::RetrieveError;
use crate::locale::{Locale, text};
use crate::reply::{Line, Part, Reply};
use crate::store::memory::{Note, Screen, Vote, Wish};

/// Why an answer did not help, if that is said, and the question that it answers, if at hand.
type About<'a> = (Option<&'a str>, Option<&'a str>);

impl Talk<'_> {
    pub(super) fn press(&self, action: Action, question: Option<&str>) -> Result<Turn, RetrieveError> {
        let screen = self.known.screen.as_ref().filter(|s| s.who.chat_id == self.heard.who.chat_id);
        let Some((screen, body)) = screen.and_then(|s| Some((s, body(s)?))) else {
            return Ok(Turn::toast(text(self.lang, "button-expired", &[])));
        };
        let lang: Locale = body.lang.parse().unwrap_or(self.lang);
        match (action, &body.kind) {
            (Action::Say(n), _) => self.say(body.says.get(usize::from(n))),
            (Action::Page(n), BodyKind::Regions) => Ok(here(self.regions(usize::from(n)))),
            (Action::Page(n), BodyKind::Sources) => Ok(here(self.sources(usize::from(n)))),
            (Action::Page(n), BodyKind::Latest(region)) => {
                Ok(here(self.latest_page(region.as_deref(), usize::from(n))))
            }
            (Action::Page(n), BodyKind::Compared(regions)) => Ok(here(self.compare(regions, usize::from(n))?)),
            (Action::Wish | Action::HearBack, BodyKind::Silence { reason, said, asked }) => {
                let shown = (said.as_slice(), super::first::lines(&body.says));
                let question = asked.as_deref().or(question);
                Ok(self.wish(screen, reason, shown, lang, question, action == Action::HearBack))
            }
            (Action::Drop, BodyKind::Quotes(_)) => self.drop_carried(screen, question),
            (_, BodyKind::Quotes(shown)) => Ok(self.quotes_pressed(action, screen, shown, lang, question)),
            _ => Ok(Turn::toast(text(self.lang, "button-expired", &[]))),
        }
    }

    /// A line said by a button; a question is repeated above its answer.
    fn say(&self, line: Option<&String>) -> Result<Turn, RetrieveError> {
        let Some(words) = line else { return Ok(Turn::toast(text(self.lang, "button-expired", &[]))) };
        let line = Line::parse(words);
        let typed = Heard { what: What::Line(line.clone()), ..self.heard.clone() };
        // What a button says is complete in itself.
        let context = Context { asked: None, ..self.context.clone() };
        let talk = Talk { heard: &typed, context, ..*self };
        let mut turn = talk.line(&line.said)?;
        if let Some(BodyKind::Silence { asked, .. }) =
            turn.shows.first_mut().and_then(|show| show.body.as_mut()).map(|body| &mut body.kind)
        {
            *asked = Some(words.clone());
        }
        if let (false, Some(show)) = (line.command, turn.shows.first_mut()) {
            show.reply.parts.insert(0, Part::Title(words.clone()));
        }
        Ok(turn)
    }

    fn quotes_pressed(
        &self,
        action: Action,
        screen: &Screen,
        shown: &Shown,
        lang: Locale,
        question: Option<&str>,
    ) -> Turn {
        let gallery = self.gallery(lang, shown, &[]);
        let turn = match action {
            Action::Show(view) => gallery.view(view).map(|shown| replaced(lang, shown)),
            Action::Context(n, back) => gallery.context(usize::from(n), back).map(|shown| replaced(lang, shown)),
            Action::Card(n) => shown.quotes.get(usize::from(n)).map(|shot| self.card_in(lang, &shot.id)),
            Action::Good(view) => Some(self.voted(lang, screen, &gallery, view, (None, question))),
            Action::Bad(view) => gallery.reasons(view).map(|shown| {
                let vote = self.vote(screen, &gallery, view, false, (None, question));
                Turn { toast: Some(text(lang, "vote-why", &[])), notes: vec![vote], ..replaced(lang, shown) }
            }),
            Action::Why(view, n) => {
                REASONS.get(usize::from(n)).map(|r| self.voted(lang, screen, &gallery, view, (Some(r), question)))
            }
            _ => None,
        };
        turn.unwrap_or_else(|| Turn::toast(text(lang, "button-expired", &[])))
    }

    /// Thanks for a vote; the buttons that asked why give way to the usual ones.
    fn voted(&self, lang: Locale, screen: &Screen, gallery: &Gallery<'_>, view: View, about: About<'_>) -> Turn {
        let (why, _) = about;
        let note = self.vote(screen, gallery, view, why.is_none(), about);
        let toast = if why.is_some() { text(lang, "vote-noted", &[]) } else { text(lang, "vote-thanks", &[]) };
        let shown = gallery.view(view).filter(|_| why.is_some());
        let turn = shown.map(|shown| replaced(lang, shown)).unwrap_or_default();
        Turn { toast: Some(toast), notes: vec![note], ..turn }
    }

    fn vote(&self, screen: &Screen, gallery: &Gallery<'_>, view: View, good: bool, (why, question): About<'_>) -> Note {
        let vote = Vote {
            screen: screen.key.clone(),
            user_id: self.heard.who.user_id,
            good,
            reason: why.map(str::to_owned),
            quote_id: gallery.first_id(view).map(str::to_owned),
        };
        vote.on(typed(question))
    }

    /// The question again, alone.
    fn drop_carried(&self, screen: &Screen, question: Option<&str>) -> Result<Turn, RetrieveError> {
        let asked = self.context.asked.as_ref().filter(|_| self.context.screen.as_ref() == Some(&screen.key));
        let words = asked.map(|asked| asked.text.clone()).or_else(|| typed(question));
        let Some(words) = words else { return Ok(Turn::toast(text(self.lang, "ask-again", &[]))) };
        let alone = super::state::Asked { text: words, previous: None };
        let turn = self.ask(alone.clone())?;
        // Also when it has no answer: what was dropped must not come back with the next question.
        let dropped = Context { asked: Some(alone), screen: None, ..self.context.clone() };
        Ok(here(Turn { context: turn.context.or(Some(dropped)), ..turn }))
    }

    /// Passes a question on, and offers to tell when there is an answer.
    fn wish(
        &self,
        screen: &Screen,
        reason: &str,
        (said, mut keyboard): (&[String], Keyboard),
        lang: Locale,
        question: Option<&str>,
        hear_back: bool,
    ) -> Turn {
        let Some(question) = typed(question) else { return Turn::toast(text(lang, "ask-again", &[])) };
        let wish = Wish {
            screen: screen.key.clone(),
            question,
            reason: reason.to_owned(),
            lang: lang.code().to_owned(),
            hear_back: hear_back.then_some(self.heard.who),
        };
        let noted = if hear_back { text(lang, "wish-will-hear", &[]) } else { text(lang, "wish-noted", &[]) };
        if !hear_back {
            keyboard.push(vec![Button::tap(text(lang, "wish-hear-back", &[]), Action::HearBack)]);
        }
        let (why, offer) = said.split_at(said.len().min(1));
        let parts = why.iter().chain([&noted]).chain(offer).cloned().map(Part::Say).collect();
        Turn { toast: Some(noted), notes: vec![Note::Wish(wish)], ..replaced(lang, (parts, keyboard)) }
    }
}

/// The words of a question as it was typed, without the command that says it is one.
fn typed(question: Option<&str>) -> Option<String> {
    let words = match Line::parse(question?).said {
        crate::reply::Said::Question(words) => words,
        _ => question?.trim().to_owned(),
    };
    Some(words).filter(|words| !words.is_empty())
}

/// The message shows this instead.
fn replaced(lang: Locale, (parts, keyboard): (Vec<Part>, Keyboard)) -> Turn {
    Turn::show(Show { here: true, reply: Reply { lang, parts }, keyboard, body: None })
}

/// The message shows what would be a new one.
fn here(mut turn: Turn) -> Turn {
    if let Some(show) = turn.shows.first_mut() {
        show.here = true;
    }
    turn
}

//! What the bot says in a conversation, and what its buttons do.
//!
//! One pure step: what was heard ([`Heard`]) and what is remembered ([`Known`]) go in, a [`Turn`] comes out: what to
//! show, with which [buttons](keyboard), and what to remember. Nothing here waits, sends or stores, so Telegram and the
//! terminal have the same conversation, and repeating a step after a crash does no harm.
//!
//! ```text
//! Line ──▶ first (start, help, language) ─┐
//!      ──▶ ask (questions, follow-ups)    ├──▶ Turn { shows: [Show { reply, keyboard, body }], notes, context }
//!      ──▶ browse (regions, sources …)    │        body: what the message shows, stored under a key that its
//! Tap  ──▶ press (a button of a screen) ──┘        buttons carry; a later Tap gets it back as Known::screen
//! ```
//!
//! It must not know of Telegram's methods, of HTML or of SQL.

mod ask;
mod browse;
mod card;
mod compare;
mod first;
pub mod keyboard;
mod knowledge;
mod press;
mod quotes;
pub mod state;

use std::sync::Arc;

use crate::domain::{ArticleId, Citation};
use crate::engine::RetrieveError;
use crate::locale::{Locale, text};
use crate::reply::{Line, Part, Reply, Said};
use crate::store::memory::{KeptQuote, Note, Person, Screen, Who, Wish};
pub use browse::newest;
use keyboard::{Action, Keyboard};
pub use knowledge::{Knowledge, Named, Place, pinned};
use state::{Body, BodyKind, Context, Kept};

/// The conversation over one body of knowledge.
#[derive(Clone)]
pub struct Dialogue {
    knowledge: Arc<dyn Knowledge>,
    /// The bot's username without `@`, where it has one: links to quote cards are made of it.
    username: Option<String>,
    /// Address of our own reader, where others can follow it: links to a quote's page are made of it.
    public_url: Option<String>,
}

/// Something said or pressed. Has no `Debug`: somebody's words are in it.
#[derive(Clone)]
pub struct Heard {
    /// Who, and in which chat.
    pub who: Who,
    /// Whether nobody else reads it.
    pub private: bool,
    /// The user's interface language.
    pub lang: Locale,
    /// Addresses in the message of the bot that it replies to, if it replies to one.
    pub cites: Vec<String>,
    /// What.
    pub what: What,
}

/// What was said or pressed.
#[derive(Clone)]
pub enum What {
    /// Words. [`Known::screen`] is the message of the bot that they reply to, if they do.
    Line(Line),
    /// Words that replace those of an earlier message. [`Known::screen`] is what answered these.
    Edited(Line),
    /// A message without words.
    Wordless,
    /// A button. [`Known::screen`] is the one it stands under; `question` the words that this one answers, if at hand.
    Tap {
        /// What it is to do.
        action: Action,
        /// The words of the message that was answered.
        question: Option<String>,
    },
}

/// What is remembered and matters for the step.
#[derive(Clone, Default)]
pub struct Known {
    /// Of the person in this chat.
    pub person: Person,
    /// See [`What`].
    pub screen: Option<Screen>,
    /// The screen that answered the person's last question.
    pub last: Option<Screen>,
    /// The quotes that these screens show, and the one a card is asked of.
    pub kept: Vec<KeptQuote>,
}

/// What follows.
#[derive(Clone, Default)]
pub struct Turn {
    /// A short notice to the one who pressed a button; at most 200 characters.
    pub toast: Option<String>,
    /// Messages.
    pub shows: Vec<Show>,
    /// To be remembered before anything is shown.
    pub notes: Vec<Note>,
    /// Replaces the person's context, once all is shown.
    pub context: Option<Context>,
}

/// A message.
#[derive(Clone)]
pub struct Show {
    /// Whether it replaces the message of [`Known::screen`] instead of being a new one.
    pub here: bool,
    /// What it says.
    pub reply: Reply,
    /// The buttons under it.
    pub keyboard: Keyboard,
    /// What it shows from now on; `None` leaves that as it is.
    pub body: Option<Body>,
}

impl Show {
    /// A new message without buttons.
    fn plain(reply: Reply) -> Self {
        Self { here: false, reply, keyboard: Vec::new(), body: Some(Body::default()) }
    }
}

impl Turn {
    /// One message.
    fn show(show: Show) -> Self {
        Self { shows: vec![show], ..Self::default() }
    }

    /// A notice alone.
    fn toast(said: impl Into<String>) -> Self {
        Self { toast: Some(said.into()), ..Self::default() }
    }

    /// One message without buttons.
    pub fn reply(reply: Reply) -> Self {
        Self::show(Show::plain(reply))
    }

    fn say(lang: Locale, said: String) -> Self {
        Self::show(Show::plain(Reply::say(lang, said)))
    }
}

impl Dialogue {
    /// Over `knowledge`; `username` is the bot's, without `@`.
    pub fn new(knowledge: Arc<dyn Knowledge>, username: Option<String>) -> Self {
        Self { knowledge, username, public_url: None }
    }

    /// With links to the pages that our own reader, reached at `public_url`, has for quotes.
    #[must_use]
    pub fn with_pages(self, public_url: Option<String>) -> Self {
        Self { public_url, ..self }
    }

    /// About other knowledge.
    #[must_use]
    pub fn about(self, knowledge: Arc<dyn Knowledge>) -> Self {
        Self { knowledge, ..self }
    }

    /// What it talks about.
    pub fn knowledge(&self) -> &Arc<dyn Knowledge> {
        &self.knowledge
    }

    /// One step. `now_ms` is the time in milliseconds since 1970-01-01 UTC.
    pub fn respond(&self, heard: &Heard, known: &Known, now_ms: i64) -> Result<Turn, RetrieveError> {
        let chosen = known.person.lang.as_deref().and_then(|code| code.parse().ok());
        let context = known.person.context.as_deref().and_then(|json| serde_json::from_str(json).ok());
        // The step keeps what it begins with, whatever is swapped meanwhile.
        let dialogue = Dialogue { knowledge: pinned(&self.knowledge), ..self.clone() };
        let talk = Talk {
            dialogue: &dialogue,
            heard,
            known,
            now_ms,
            chosen,
            lang: chosen.unwrap_or(heard.lang),
            context: context.unwrap_or_default(),
        };
        match &heard.what {
            What::Line(line) | What::Edited(line) => talk.line(&line.said),
            What::Wordless => Ok(talk.wordless()),
            What::Tap { action, question } => talk.press(*action, question.as_deref()),
        }
    }

    /// The answer to a question that had none before, for the one who wanted to hear of it; `None` while there is none.
    pub fn granted(&self, wish: &Wish, now_ms: i64) -> Result<Option<Turn>, RetrieveError> {
        let Some(who) = wish.hear_back else { return Ok(None) };
        let lang: Locale = wish.lang.parse().unwrap_or_default();
        // A command, too, may have found nothing.
        let line = Line::parse(&wish.question);
        let private = who.chat_id > 0;
        let heard = Heard { who, private, lang, cites: Vec::new(), what: What::Line(line) };
        let person = Person { lang: Some(wish.lang.clone()), context: None };
        let mut turn = self.respond(&heard, &Known { person, ..Known::default() }, now_ms)?;
        let says = |body: &Body| matches!(body.kind, BodyKind::Quotes(_) | BodyKind::Region(_) | BodyKind::Latest(_));
        let answered = |show: &Show| show.body.as_ref().is_some_and(says);
        Ok(turn.shows.first().is_some_and(answered).then(|| {
            let about = [Part::Say(text(lang, "wish-granted", &[])), Part::Title(wish.question.clone())];
            turn.shows[0].reply.parts.splice(0..0, about);
            turn
        }))
    }

    /// A quote that somebody shares, by what was kept of it: as it stands in its article now or, with a line that says
    /// what has become of that, as it was.
    pub fn shared(&self, kept: &KeptQuote, lang: Locale) -> Option<(Citation, Option<String>)> {
        let kept: Kept = serde_json::from_str(&kept.body).ok()?;
        let article = self.knowledge.article(&ArticleId(kept.article.clone()));
        if let Some(citation) = article.as_ref().and_then(|article| kept.find(article)) {
            return Some((citation, None));
        }
        let key = if article.is_some() { text(lang, "source-changed", &[]) } else { text(lang, "source-gone", &[]) };
        Some((kept.restore()?, Some(key)))
    }

    /// Ids of the quotes that a step may need: those a screen shows.
    pub fn quotes_of(screen: &Screen) -> Vec<String> {
        match body(screen).map(|body| body.kind) {
            Some(BodyKind::Quotes(shown)) => shown.quotes.into_iter().map(|shot| shot.id).collect(),
            _ => Vec::new(),
        }
    }

    /// Id of the quote whose card a line asks for.
    pub fn card_of(line: &Line) -> Option<&str> {
        match &line.said {
            Said::Start(payload) => payload.strip_prefix("q_"),
            _ => None,
        }
    }

    /// Key of the screen that answered the last question, from a stored context.
    pub fn last_screen(context: &str) -> Option<String> {
        serde_json::from_str::<Context>(context).ok()?.screen
    }
}

/// What a screen shows, when it can still be read.
fn body(screen: &Screen) -> Option<Body> {
    serde_json::from_str(&screen.body).ok()
}

/// One step, under way.
struct Talk<'a> {
    dialogue: &'a Dialogue,
    heard: &'a Heard,
    known: &'a Known,
    now_ms: i64,
    /// The language chosen with `/lang`.
    chosen: Option<Locale>,
    /// The language to speak where the words do not tell another.
    lang: Locale,
    context: Context,
}

impl Talk<'_> {
    fn knowledge(&self) -> &dyn Knowledge {
        &*self.dialogue.knowledge
    }

    fn line(&self, said: &Said) -> Result<Turn, RetrieveError> {
        match said {
            Said::Start(payload) => Ok(match payload.strip_prefix("q_") {
                Some(id) => self.card(id),
                None => self.start(),
            }),
            Said::Help => Ok(self.help()),
            Said::Lang(wanted) => Ok(self.language(wanted)),
            Said::AskNothing => Ok(self.ask_nothing()),
            Said::Elsewhere => Ok(Turn::say(self.lang, text(self.lang, "command-elsewhere", &[]))),
            Said::Unknown => Ok(self.unknown_command()),
            Said::Question(text) => self.question(text),
            Said::Regions => Ok(self.regions(0)),
            Said::Region(name) => self.region(name),
            Said::List(topic, name) => self.list(*topic, name),
            Said::Compare(names) => self.compare(names, 0),
            Said::Latest(name) => Ok(self.latest(name)),
            Said::Sources => Ok(self.sources(0)),
        }
    }

    /// A message with buttons that say lines.
    fn offering(&self, lang: Locale, parts: Vec<Part>, keyboard: Keyboard, says: Vec<String>) -> Show {
        Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(Body::saying(lang, says)) }
    }
}

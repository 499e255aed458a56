//! `chat`: a conversation in the terminal, with the commands and buttons of the Telegram bot.
//!
//! Buttons are shown as `[1] More · 1/3`; a line with nothing but such a number presses it.

use std::collections::HashMap;
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use crate::config::Settings;
use crate::dialogue::keyboard::{Action, Keyboard, Press};
use crate::dialogue::state::BodyKind;
use crate::dialogue::{Dialogue, Heard, Known, Show, Turn, What};
use crate::locale::Locale;
use crate::reply::{self, Line};
use crate::store::memory::{KeptQuote, Note, Person, Screen, Who};
use crate::text::language;

const WHO: Who = Who { chat_id: 1, user_id: 1 };

/// Talks until the end of the input.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let snapshot = super::open(settings)?;
    let mut chat = Chat::new(Dialogue::new(Arc::clone(&snapshot.ask) as _, None));
    let mut out = std::io::stdout().lock();
    let terminal = std::io::stdin().is_terminal();
    let mut input = std::io::stdin().lock();
    write!(out, "{}", chat.hear(&What::Line(Line::parse("/start")))?)?;
    loop {
        if terminal {
            write!(out, "\n> ")?;
        }
        out.flush()?;
        let mut bytes = Vec::new();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let text = String::from_utf8_lossy(&bytes);
        if text.trim().is_empty() {
            continue;
        }
        write!(out, "\n{}", chat.said(&text)?)?;
    }
}

/// A conversation that is remembered as long as it lasts.
struct Chat {
    dialogue: Dialogue,
    lang: Locale,
    person: Person,
    screens: HashMap<String, Screen>,
    quotes: HashMap<String, KeptQuote>,
    /// The buttons shown last: screen and action.
    buttons: Vec<(String, Action)>,
    question: Option<String>,
}

impl Chat {
    fn new(dialogue: Dialogue) -> Self {
        let (screens, quotes) = Default::default();
        Self {
            dialogue,
            lang: Locale::default(),
            person: Person::default(),
            screens,
            quotes,
            buttons: vec![],
            question: None,
        }
    }

    /// What is printed for a line typed.
    fn said(&mut self, text: &str) -> anyhow::Result<String> {
        let pressed = text.trim().parse().ok().and_then(|n: usize| self.buttons.get(n.checked_sub(1)?).cloned());
        if let Some((key, action)) = pressed {
            return self.press(&key, action);
        }
        let line = Line::parse(text);
        if !line.command {
            // Nobody has told the terminal's language: that of the last words written is the best guess.
            self.lang = language::detect(text).map_or(self.lang, Locale::from);
        }
        self.question = Some(text.to_owned());
        self.hear(&What::Line(line))
    }

    fn press(&mut self, key: &str, action: Action) -> anyhow::Result<String> {
        let question = self.question.clone();
        let screen = self.screens.get(key).cloned();
        self.step(&What::Tap { action, question }, screen)
    }

    fn hear(&mut self, what: &What) -> anyhow::Result<String> {
        self.step(what, None)
    }

    fn step(&mut self, what: &What, screen: Option<Screen>) -> anyhow::Result<String> {
        let context = self.person.context.as_deref();
        let last = context.and_then(Dialogue::last_screen).and_then(|key| self.screens.get(&key).cloned());
        let key = screen.as_ref().map(|screen| screen.key.clone());
        let kept = self.quotes.values().cloned().collect();
        let known = Known { person: self.person.clone(), screen, last, kept };
        let heard = Heard { who: WHO, private: true, lang: self.lang, cites: Vec::new(), what: what.clone() };
        let turn = self.dialogue.respond(&heard, &known, now_ms())?;
        Ok(self.show(turn, key.as_deref()))
    }

    /// Remembers the turn and puts it into plain text.
    fn show(&mut self, turn: Turn, replaced: Option<&str>) -> String {
        self.note(&turn);
        let mut out = turn.toast.map(|said| format!("({said})\n")).unwrap_or_default();
        let mut answer = None;
        for show in turn.shows {
            let key = match replaced.filter(|_| show.here) {
                Some(key) => key.to_owned(),
                None => format!("t{}", self.screens.len()),
            };
            if let Some(body) = &show.body {
                if matches!(body.kind, BodyKind::Quotes(_)) {
                    answer.get_or_insert(key.clone());
                }
                let body = serde_json::to_string(body).unwrap_or_default();
                let screen = Screen { key: key.clone(), who: WHO, asked_id: None, message_id: None, body };
                self.screens.insert(key.clone(), screen);
            }
            out.push_str(&self.page(show, &key));
        }
        if let Some(mut context) = turn.context {
            context.screen = answer.or(context.screen);
            self.person.context = serde_json::to_string(&context).ok();
        }
        out
    }

    fn note(&mut self, turn: &Turn) {
        for note in &turn.notes {
            match note {
                Note::Lang { lang, .. } => self.person.lang = Some(lang.clone()),
                Note::Quote(quote) => {
                    self.quotes.entry(quote.id.clone()).or_insert_with(|| quote.clone());
                }
                // There is nobody to tell, and the rest the dialogue remembers by itself.
                Note::Context { .. } | Note::Screen { .. } | Note::Vote { .. } | Note::Wish(_) => {}
            }
        }
    }

    fn page(&mut self, show: Show, key: &str) -> String {
        let (reply, changed) = reply::vet(show.reply);
        for error in changed {
            tracing::error!("{error}");
        }
        let (buttons, shown) = numbered(&show.keyboard, key);
        self.buttons = buttons;
        let gap = if shown.is_empty() { "" } else { "\n" };
        format!("{}{gap}{shown}", reply::plain(&reply))
    }
}

/// Buttons that do something in a terminal, and how they are shown.
fn numbered(keyboard: &Keyboard, key: &str) -> (Vec<(String, Action)>, String) {
    let (mut buttons, mut out) = (Vec::new(), String::new());
    for row in keyboard {
        let mut labels = Vec::new();
        for button in row {
            if let Press::Tap(action) = button.press
                && !is_for_others(action)
            {
                buttons.push((key.to_owned(), action));
                labels.push(format!("[{}] {}", buttons.len(), button.label));
            }
        }
        if !labels.is_empty() {
            out.push_str(&format!("  {}\n", labels.join("  ")));
        }
    }
    (buttons, out)
}

/// Whether it tells something to those who look after the bot: there is nobody to tell here.
fn is_for_others(action: Action) -> bool {
    matches!(action, Action::Good(_) | Action::Bad(_) | Action::Wish | Action::HearBack)
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

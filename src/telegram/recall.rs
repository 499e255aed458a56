//! What is remembered of a conversation, fetched before a step and noted around it.

use sha2::{Digest, Sha256};

use super::update::{Incoming, Kind};
use crate::dialogue::state::{Body, BodyKind, CONTEXT_MS};
use crate::dialogue::{Dialogue, Heard, Known, Turn, What, keyboard};
use crate::reply::{Line, Said};
use crate::store::StoreError;
use crate::store::memory::{Memory, Note, Origin, Person, Screen, Who};

/// A message with more characters cannot ask for "more" of the answer before.
const SHORT_CHARS: usize = 40;

/// What was heard, in the dialogue's terms. The language is the one the person has chosen, if they have.
pub(super) fn heard(incoming: &Incoming, person: &Person) -> Heard {
    let what = match &incoming.kind {
        Kind::Line(line) => What::Line(line.clone()),
        Kind::Edited(line) => What::Edited(line.clone()),
        Kind::Unsupported => What::Wordless,
        Kind::Tap(tap) => match keyboard::read(&tap.data) {
            Some((_, action)) => What::Tap { action, question: tap.question.clone() },
            // Of an older version: it finds no screen either.
            None => What::Tap { action: keyboard::Action::Drop, question: None },
        },
    };
    let lang = person.lang.as_deref().and_then(|code| code.parse().ok()).unwrap_or(incoming.lang);
    Heard { who: who(incoming), private: incoming.private, lang, cites: incoming.cites.clone(), what }
}

fn who(incoming: &Incoming) -> Who {
    Who { chat_id: incoming.chat_id, user_id: incoming.user_id }
}

/// What is remembered and matters for this update.
pub(super) async fn known(memory: &dyn Memory, incoming: &Incoming) -> Result<Known, StoreError> {
    let person = memory.person(who(incoming)).await?;
    let screen = match &incoming.kind {
        Kind::Tap(tap) => match keyboard::read(&tap.data) {
            Some((key, _)) => memory.screen(key).await?,
            None => None,
        },
        Kind::Edited(_) => memory.screen_for(incoming.chat_id, i64::from(incoming.message_id)).await?,
        Kind::Line(_) | Kind::Unsupported => match incoming.replies_to {
            Some(message_id) => memory.screen_at(incoming.chat_id, i64::from(message_id)).await?,
            None => None,
        },
    };
    let last = match (person.context.as_deref().and_then(Dialogue::last_screen), &incoming.kind) {
        (Some(key), Kind::Line(line)) if may_ask_for_more(line) => memory.screen(&key).await?,
        _ => None,
    };
    let mut ids: Vec<String> = screen.iter().chain(&last).flat_map(Dialogue::quotes_of).collect();
    if let Kind::Line(line) | Kind::Edited(line) = &incoming.kind {
        ids.extend(Dialogue::card_of(line).map(str::to_owned));
    }
    let kept = memory.quotes(&ids).await?;
    Ok(Known { person, screen, last, kept })
}

fn may_ask_for_more(line: &Line) -> bool {
    matches!(&line.said, Said::Question(words) if words.chars().count() <= SHORT_CHARS)
}

/// Key of the `n`-th screen made for an update. The same when the update is worked on again, and when the question it
/// answers is edited.
pub(super) fn key(incoming: &Incoming, update_id: i64, n: usize) -> String {
    let origin = match incoming.kind {
        Kind::Tap(_) => format!("tap {update_id}"),
        _ => format!("message {}", incoming.message_id),
    };
    let digest = Sha256::digest(format!("{} {origin} {n}", incoming.chat_id));
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is to be remembered before the turn is shown. `parts` has the key and the number of the message in the reply of
/// every show.
pub(super) fn before(incoming: &Incoming, update_id: i64, turn: &Turn, parts: &[(String, u32)]) -> Vec<Note> {
    let asked_id = match incoming.kind {
        Kind::Tap(_) => None,
        _ => Some(i64::from(incoming.message_id)),
    };
    let note = |(show, (key, part)): (&crate::dialogue::Show, &(String, u32))| {
        let body = serde_json::to_string(show.body.as_ref()?).ok()?;
        let screen = Screen { key: key.clone(), who: who(incoming), asked_id, message_id: None, body };
        Some(Note::Screen { screen, origin: Origin { update_id, part: *part } })
    };
    turn.notes.iter().cloned().chain(turn.shows.iter().zip(parts).filter_map(note)).collect()
}

/// What is to be remembered once the turn is shown.
pub(super) fn after(incoming: &Incoming, turn: &Turn, parts: &[(String, u32)], now_ms: i64) -> Vec<Note> {
    let Some(mut context) = turn.context.clone() else { return Vec::new() };
    let quotes = |body: &Body| matches!(body.kind, BodyKind::Quotes(_));
    let answer = turn.shows.iter().zip(parts).find(|(show, _)| show.body.as_ref().is_some_and(quotes));
    if let Some((_, (key, _))) = answer {
        context.screen = Some(key.clone());
    }
    let body = serde_json::to_string(&context).ok();
    vec![Note::Context { who: who(incoming), body, expires_at_ms: now_ms + CONTEXT_MS }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::state::Context;
    use crate::locale::Locale;

    #[test]
    fn a_context_lives_for_half_an_hour_after_the_answer() {
        let kind = Kind::Unsupported;
        let incoming = Incoming {
            chat_id: 1,
            user_id: 1,
            private: true,
            message_id: 5,
            thread_id: None,
            replies_to: None,
            cites: Vec::new(),
            lang: Locale::default(),
            kind,
        };
        let turn = Turn { context: Some(Context::default()), ..Turn::default() };
        let notes = after(&incoming, &turn, &[], 1_000);
        let [Note::Context { expires_at_ms, body: Some(_), .. }] = notes.as_slice() else { panic!("a context") };
        assert_eq!(*expires_at_ms, 1_000 + 30 * 60_000);
        assert!(after(&incoming, &Turn::default(), &[], 1_000).is_empty(), "nothing asked, nothing kept longer");
    }
}

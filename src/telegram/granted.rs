//! Questions that had no answer and have one now: who wanted to hear of it is told, once.
//!
//! Looked for with every generation of the articles. A question is taken off the list before its
//! answer is sent and put back only when the answer certainly did not arrive: nobody is told twice.

use teloxide::payloads::SendMessage;
use teloxide::types::{ChatId, ParseMode, Recipient, ReplyMarkup};

use super::error::ApiError;
use super::health::now_ms;
use super::outbox::{Outbox, Unsent, markup, no_preview};
use super::render;
use crate::dialogue::{Dialogue, Turn};
use crate::reply::{self, Reply};
use crate::store::memory::{Note, Origin, Screen, Who, Wish};
use crate::store::{Store, StoreError};

/// Asks all waiting questions again and tells of those that are answered.
pub(super) async fn tell(store: &dyn Store, dialogue: &Dialogue, outbox: &Outbox) -> Result<(), StoreError> {
    for wish in store.waiting().await? {
        let Some(who) = wish.hear_back else { continue };
        if store.is_banned(who.user_id).await? {
            continue;
        }
        let (asked, again) = (dialogue.clone(), wish.clone());
        let answered = tokio::task::spawn_blocking(move || asked.granted(&again, now_ms())).await;
        if let Ok(Ok(Some(turn))) = answered {
            send(store, outbox, &wish, who, turn).await?;
        }
    }
    Ok(())
}

async fn send(store: &dyn Store, outbox: &Outbox, wish: &Wish, who: Who, mut turn: Turn) -> Result<(), StoreError> {
    let Some(mut show) = turn.shows.pop() else { return Ok(()) };
    let nothing = Reply { lang: show.reply.lang, parts: Vec::new() };
    show.reply = reply::vet(std::mem::replace(&mut show.reply, nothing)).0;
    let key = format!("{}w", wish.screen.chars().take(24).collect::<String>());
    let Some(message) = render::show(&show, &key, 1).into_iter().next_back() else { return Ok(()) };
    if outbox.ready(who.chat_id).await.is_err() {
        return Ok(());
    }
    if let Some(body) = show.body.as_ref().and_then(|body| serde_json::to_string(body).ok()) {
        let screen = Screen { key, who, asked_id: None, message_id: None, body };
        turn.notes.push(Note::Screen { screen, origin: Origin { update_id: 0, part: 0 } });
    }
    store.note(turn.notes).await?;
    store.granted(&wish.screen).await?;
    let mut payload = SendMessage::new(Recipient::Id(ChatId(who.chat_id)), message.html);
    payload.parse_mode = Some(ParseMode::Html);
    payload.link_preview_options = Some(no_preview());
    payload.reply_markup = Some(ReplyMarkup::InlineKeyboard(markup(&message.rows)));
    match outbox.once(who.chat_id, &payload).await {
        // It may have arrived, or never will.
        Ok(()) | Err(Unsent::Refused(_) | Unsent::Failing(ApiError::Lost(_))) => Ok(()),
        Err(_) => store.note(vec![Note::Wish(wish.clone())]).await,
    }
}

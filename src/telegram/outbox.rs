//! Sending: at the permitted pace, with retries that hold up nobody else.

use std::sync::Arc;
use std::time::{Duration, Instant};

use teloxide::payloads::SendMessage;
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, Recipient,
    ReplyMarkup, ReplyParameters, ThreadId,
};
use tokio::sync::Semaphore;

use super::api::Api;
use super::error::{ApiError, BadRequest};
use super::limiter::{Limiter, Pauses};
use super::meter::{self, count};
use super::render::OutMessage;
use super::{Limits, backoff};

pub(super) mod perform;

/// Quick repeats after a failure; then the chat sleeps and the message is tried again later.
const QUICK_RETRIES: u32 = 3;

/// Where a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The chat; changes when a group becomes a supergroup.
    pub chat_id: i64,
    /// The topic.
    pub thread_id: Option<i32>,
    /// The message replied to.
    pub reply_to: i32,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsent {
    /// Telegram told this chat (or everybody) to wait this long.
    Paused(Duration),
    /// The connection or the server fails; the cause is for the log.
    Failing(ApiError),
    /// It will never be: the chat is gone, or Telegram refuses the message.
    Refused(ApiError),
}

/// The way out.
pub(super) struct Outbox {
    api: Arc<Api>,
    limiter: Limiter,
    pauses: Pauses,
    in_flight: Semaphore,
}

/// What to do after a failed try.
enum Next {
    Again,
    AgainAfter(Duration),
    Stop(Unsent),
}

/// One message on its way.
#[derive(Default)]
struct Attempt {
    plain: bool,
    failures: u32,
    lost: u32,
}

impl Outbox {
    pub fn new(api: Arc<Api>, limits: &Limits) -> Self {
        let in_flight = Semaphore::new(limits.in_flight.max(1));
        Self { api, limiter: Limiter::new(limits), pauses: Pauses::default(), in_flight }
    }

    /// Waits until a message may go to the chat; fails at once when the chat is paused.
    pub async fn ready(&self, chat_id: i64) -> Result<(), Unsent> {
        self.paused(chat_id)?;
        self.limiter.ready(chat_id).await;
        self.paused(chat_id)
    }

    /// Sends one message for which [`ready`](Self::ready) was awaited, and returns its id.
    pub async fn send(&self, target: &mut Target, message: &OutMessage) -> Result<i64, Unsent> {
        let mut attempt = Attempt::default();
        loop {
            let tried = {
                let _permit = self.in_flight.acquire().await;
                self.api.send(&payload(target, message, attempt.plain)).await
            };
            let error = match tried {
                Ok(message_id) => {
                    count(meter::SENT);
                    return Ok(message_id);
                }
                Err(error) => error,
            };
            match self.after(error, target, &mut attempt) {
                Next::Stop(unsent) => return Err(unsent),
                Next::AgainAfter(wait) => tokio::time::sleep(wait).await,
                Next::Again => {}
            }
            count(meter::RETRIED);
            self.ready(target.chat_id).await?;
        }
    }

    fn paused(&self, chat_id: i64) -> Result<(), Unsent> {
        match self.pauses.wait(chat_id, Instant::now()) {
            Some(wait) => Err(Unsent::Paused(wait)),
            None => Ok(()),
        }
    }

    fn after(&self, error: ApiError, target: &mut Target, attempt: &mut Attempt) -> Next {
        match error {
            ApiError::RetryAfter(wait) => {
                self.pauses.refused(target.chat_id, wait, Instant::now());
                Next::Stop(Unsent::Paused(wait))
            }
            ApiError::BadRequest(BadRequest::Migrated(chat_id)) if chat_id != target.chat_id => {
                target.chat_id = chat_id;
                Next::Again
            }
            ApiError::BadRequest(BadRequest::Parse | BadRequest::Other(_)) if !attempt.plain => {
                tracing::error!(%error, "a message was refused, sending it as plain text");
                count(meter::REFUSED_HTML);
                attempt.plain = true;
                Next::Again
            }
            ApiError::Forbidden | ApiError::BadRequest(_) => Next::Stop(Unsent::Refused(error)),
            ApiError::Server(_) | ApiError::Unreachable(_) => attempt.again(error, QUICK_RETRIES),
            // Maybe it was sent: one quick repeat, not three.
            ApiError::Lost(_) => {
                attempt.lost += 1;
                attempt.again(error, if attempt.lost > 1 { 0 } else { QUICK_RETRIES })
            }
            // The poller sees these too and ends the bot; until then nothing is given up.
            ApiError::Unauthorized | ApiError::Conflict => Next::Stop(Unsent::Failing(error)),
        }
    }
}

impl Attempt {
    fn again(&mut self, error: ApiError, retries_max: u32) -> Next {
        self.failures += 1;
        if self.failures > retries_max {
            return Next::Stop(Unsent::Failing(error));
        }
        tracing::debug!(%error, "sending again");
        Next::AgainAfter(backoff::short_delay(self.failures))
    }
}

/// The request. `plain` leaves out everything Telegram could object to: markup and buttons.
fn payload(target: &Target, message: &OutMessage, plain: bool) -> SendMessage {
    let text = if plain { message.to_plain() } else { message.html.clone() };
    let mut payload = SendMessage::new(Recipient::Id(ChatId(target.chat_id)), text);
    payload.message_thread_id = target.thread_id.map(|id| ThreadId(MessageId(id)));
    payload.reply_parameters = Some(ReplyParameters::new(MessageId(target.reply_to)).allow_sending_without_reply());
    payload.link_preview_options = Some(LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    });
    if !plain {
        payload.parse_mode = Some(ParseMode::Html);
        let rows = message.buttons.iter().map(|b| vec![InlineKeyboardButton::url(b.text.clone(), b.url.clone())]);
        let keyboard = InlineKeyboardMarkup::new(rows);
        payload.reply_markup = (!message.buttons.is_empty()).then_some(ReplyMarkup::InlineKeyboard(keyboard));
    }
    payload
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::telegram::render::Button;

    #[test]
    fn the_request_says_what_the_bot_api_expects() {
        let target = Target { chat_id: -100, thread_id: Some(3), reply_to: 5 };
        let url = url::Url::parse("https://example.org/a#:~:text=a%2Db,c").expect("url");
        let button = Button { text: "Open".to_owned(), url };
        let message = OutMessage { html: "<b>a &amp; b</b>".to_owned(), buttons: vec![button] };
        let sent = serde_json::to_value(payload(&target, &message, false)).expect("json");
        let reply = json!({"message_id": 5, "allow_sending_without_reply": true});
        let expected = json!({
            "chat_id": -100, "message_thread_id": 3, "text": "<b>a &amp; b</b>", "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": true}, "reply_parameters": reply,
            "reply_markup": {"inline_keyboard": [[{"text": "Open", "url": "https://example.org/a#:~:text=a%2Db,c"}]]},
        });
        assert_eq!(sent, expected);
        let plain = serde_json::to_value(payload(&target, &message, true)).expect("json");
        let text = json!("a & b\nhttps://example.org/a#:~:text=a%2Db,c");
        assert_eq!((&plain["text"], plain.get("parse_mode"), plain.get("reply_markup")), (&text, None, None));
    }
}

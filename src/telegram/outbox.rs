//! Sending: at the permitted pace, with retries that hold up nobody else.

use std::sync::Arc;
use std::time::{Duration, Instant};

use teloxide::payloads::{AnswerCallbackQuery, EditMessageText, SendChatAction, SendMessage};
use teloxide::types::{
    CallbackQueryId, ChatAction, ChatId, CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind,
    InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, Recipient, ReplyMarkup, ReplyParameters, ThreadId,
};
use tokio::sync::Semaphore;

use super::api::Api;
use super::error::{ApiError, BadRequest};
use super::limiter::{Limiter, Pauses};
use super::meter::{self, count};
use super::render::{Button, Does, OutMessage};
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

/// A message on its way out.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Delivery {
    /// The message of the bot that it replaces.
    pub edits: Option<i32>,
    /// What it says.
    pub message: OutMessage,
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

    /// Fails when the chat is paused.
    pub fn open(&self, chat_id: i64) -> Result<(), Unsent> {
        match self.pauses.wait(chat_id, Instant::now()) {
            Some(wait) => Err(Unsent::Paused(wait)),
            None => Ok(()),
        }
    }

    /// Waits until a message may go to the chat; fails at once when the chat is paused.
    pub async fn ready(&self, chat_id: i64) -> Result<(), Unsent> {
        self.open(chat_id)?;
        self.limiter.ready(chat_id).await;
        self.open(chat_id)
    }

    /// Sends (or puts in the place of another) one message for which [`ready`](Self::ready) was awaited, and returns its
    /// id.
    pub async fn send(&self, target: &mut Target, delivery: &Delivery) -> Result<i64, Unsent> {
        let mut attempt = Attempt::default();
        loop {
            let tried = {
                let _permit = self.in_flight.acquire().await;
                self.deliver(target, delivery, attempt.plain).await
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

    async fn deliver(&self, target: &Target, delivery: &Delivery, plain: bool) -> Result<i64, ApiError> {
        let Some(message_id) = delivery.edits else {
            return self.api.send(&payload(target, &delivery.message, plain)).await;
        };
        let edited = self.api.edit(&edit(target, message_id, &delivery.message, plain)).await;
        match edited {
            // Somebody else pressed the same button, or the message was deleted: nothing is left to do.
            Err(ApiError::BadRequest(BadRequest::NotModified | BadRequest::MessageGone)) => Ok(i64::from(message_id)),
            edited => edited.map(|()| i64::from(message_id)),
        }
    }

    /// Ends the wait of the one who pressed a button. Tried once: soon it would be too late anyhow.
    pub async fn answer_tap(&self, query_id: &str, said: Option<String>) {
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query_id.to_owned()));
        answer.text = said;
        let _permit = self.in_flight.acquire().await;
        if let Err(error) = self.api.answer_tap(&answer).await {
            tracing::debug!(%error, "a button's press was not answered");
        }
    }

    /// Shows "typing…", unless the chat is paused.
    pub async fn typing(&self, target: &Target) {
        if self.open(target.chat_id).is_err() {
            return;
        }
        let mut action = SendChatAction::new(Recipient::Id(ChatId(target.chat_id)), ChatAction::Typing);
        action.message_thread_id = target.thread_id.map(|id| ThreadId(MessageId(id)));
        let _permit = self.in_flight.acquire().await;
        if let Err(error) = self.api.act(&action).await {
            tracing::debug!(%error, "typing was not shown");
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
    payload.link_preview_options = Some(no_preview());
    if !plain {
        payload.parse_mode = Some(ParseMode::Html);
        payload.reply_markup = (!message.rows.is_empty()).then(|| ReplyMarkup::InlineKeyboard(markup(&message.rows)));
    }
    payload
}

/// The request to replace a message. Without rows it loses its buttons.
fn edit(target: &Target, message_id: i32, message: &OutMessage, plain: bool) -> EditMessageText {
    let text = if plain { message.to_plain() } else { message.html.clone() };
    let mut edit = EditMessageText::new(Recipient::Id(ChatId(target.chat_id)), MessageId(message_id), text);
    edit.link_preview_options = Some(no_preview());
    if !plain {
        edit.parse_mode = Some(ParseMode::Html);
        edit.reply_markup = Some(markup(&message.rows));
    }
    edit
}

pub(super) fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

pub(super) fn markup(rows: &[Vec<Button>]) -> InlineKeyboardMarkup {
    let button = |button: &Button| {
        let kind = match &button.does {
            Does::Open(url) => InlineKeyboardButtonKind::Url(url.clone()),
            Does::Tell(data) => InlineKeyboardButtonKind::CallbackData(data.clone()),
            Does::Copy(text) => InlineKeyboardButtonKind::CopyText(CopyTextButton { text: text.clone() }),
            Does::Share(query) => InlineKeyboardButtonKind::SwitchInlineQuery(query.clone()),
        };
        InlineKeyboardButton::new(button.text.clone(), kind)
    };
    InlineKeyboardMarkup::new(rows.iter().map(|row| row.iter().map(button).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_request_says_what_the_bot_api_expects() {
        let target = Target { chat_id: -100, thread_id: Some(3), reply_to: 5 };
        let url = url::Url::parse("https://example.org/a#:~:text=a%2Db,c").expect("url");
        let button = Button { text: "Open".to_owned(), does: Does::Open(url) };
        let message = OutMessage { html: "<b>a &amp; b</b>".to_owned(), rows: vec![vec![button]] };
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

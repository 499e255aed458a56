//! What is done in return for a request, and how it is done so that a crash loses nothing.
//!
//! Messages and files are parts of a reply in the sense of the inbox: noted before and after. All else may be done
//! twice without harm.

use teloxide::payloads::{AnswerCallbackQuery, AnswerInlineQuery, EditMessageText, SendMessage};
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode,
    Recipient, ReplyMarkup, ReplyParameters, ThreadId,
};

use crate::store::Inbox;
use crate::telegram::outbox::perform::File;
use crate::telegram::outbox::{Outbox, Unsent};
use crate::telegram::render::OutMessage;
use crate::telegram::schedule::Job;
use crate::telegram::worker::Stuck;

/// A button that sends data back: label and data.
pub(super) type Key = (String, String);

/// Something to do.
pub(super) enum Deed {
    /// Send a message.
    Say { html: String, keys: Vec<Vec<Key>> },
    /// Let a message of the bot say something else.
    Edit { message_id: i32, html: String, keys: Vec<Vec<Key>> },
    /// Answer a press, with a short text or silently.
    Toast { id: String, text: Option<String> },
    /// Send a file.
    File(File),
    /// Answer an inline query.
    Results(Box<AnswerInlineQuery>),
}

impl Deed {
    /// A message without buttons.
    pub fn say(html: impl Into<String>) -> Self {
        Deed::Say { html: html.into(), keys: Vec::new() }
    }
}

/// Where it is done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub chat_id: i64,
    pub thread_id: Option<i32>,
    pub reply_to: Option<i32>,
}

/// Does everything in order. What was done before a restart and may not be repeated is left out.
pub(super) async fn perform(
    inbox: &dyn Inbox,
    outbox: &Outbox,
    job: &mut Job,
    place: &mut Place,
    deeds: Vec<Deed>,
) -> Result<(), Stuck> {
    let mut part = 0;
    for deed in deeds {
        if !matches!(deed, Deed::Say { .. } | Deed::File(_)) {
            repeatable(outbox, place, deed).await?;
            continue;
        }
        if part >= job.pending.parts_sent {
            outbox.ready(place.chat_id).await?;
            if job.begun <= part {
                inbox.begin(job.pending.update_id).await?;
                job.begun = part + 1;
            }
            let message_id = send(outbox, place, &deed).await?;
            job.pending.parts_sent = part + 1;
            job.failures = 0;
            inbox.sent(job.pending.update_id, part, message_id).await?;
        }
        part += 1;
    }
    Ok(())
}

async fn send(outbox: &Outbox, place: &mut Place, deed: &Deed) -> Result<i64, Unsent> {
    let at = *place;
    match deed {
        Deed::File(file) => outbox.upload(&mut place.chat_id, file).await,
        Deed::Say { html, keys } => {
            let sent = outbox.perform(&mut place.chat_id, |chat_id| message(Place { chat_id, ..at }, html, keys));
            Ok(sent.await?["message_id"].as_i64().unwrap_or(0))
        }
        _ => Ok(0),
    }
}

async fn repeatable(outbox: &Outbox, place: &mut Place, deed: Deed) -> Result<(), Unsent> {
    match deed {
        Deed::Edit { message_id, html, keys } => {
            outbox.ready(place.chat_id).await?;
            outbox.perform(&mut place.chat_id, |chat_id| edit(chat_id, message_id, &html, &keys)).await?;
        }
        Deed::Toast { id, text } => {
            let mut answer = AnswerCallbackQuery::new(CallbackQueryId(id));
            answer.text = text;
            outbox.perform(&mut 0, |_| answer.clone()).await?;
        }
        Deed::Results(results) => {
            outbox.perform(&mut 0, |_| (*results).clone()).await?;
        }
        Deed::Say { .. } | Deed::File(_) => {}
    }
    Ok(())
}

fn message(place: Place, html: &str, keys: &[Vec<Key>]) -> SendMessage {
    let mut payload = SendMessage::new(Recipient::Id(ChatId(place.chat_id)), html);
    payload.parse_mode = Some(ParseMode::Html);
    payload.link_preview_options = Some(no_preview());
    payload.message_thread_id = place.thread_id.map(|id| ThreadId(MessageId(id)));
    let reply = |id| ReplyParameters::new(MessageId(id)).allow_sending_without_reply();
    payload.reply_parameters = place.reply_to.map(reply);
    payload.reply_markup = (!keys.is_empty()).then(|| ReplyMarkup::InlineKeyboard(keyboard(keys)));
    payload
}

fn edit(chat_id: i64, message_id: i32, html: &str, keys: &[Vec<Key>]) -> EditMessageText {
    let mut payload = EditMessageText::new(Recipient::Id(ChatId(chat_id)), MessageId(message_id), html);
    payload.parse_mode = Some(ParseMode::Html);
    payload.link_preview_options = Some(no_preview());
    payload.reply_markup = (!keys.is_empty()).then(|| keyboard(keys));
    payload
}

fn keyboard(keys: &[Vec<Key>]) -> InlineKeyboardMarkup {
    let button = |(label, data): &Key| InlineKeyboardButton::callback(label.clone(), data.clone());
    InlineKeyboardMarkup::new(keys.iter().map(|row| row.iter().map(button).collect::<Vec<_>>()))
}

/// The link buttons of a rendered message.
pub(super) fn links(message: &OutMessage) -> Option<InlineKeyboardMarkup> {
    let rows = message.buttons.iter().map(|b| vec![InlineKeyboardButton::url(b.text.clone(), b.url.clone())]);
    (!message.buttons.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// No page is shown below a message.
pub(super) fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

//! What an update means to us, read from its raw JSON.
//!
//! Raw first, because teloxide's types know the Bot API of one moment: a message with a newer kind of entity or a reply
//! to another chat's message comes out of them empty. Only the fields named here are looked at, everything else may be
//! of any shape.

use serde_json::Value;

use crate::locale::Locale;
use crate::reply::Line;

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Its user id.
    pub id: i64,
    /// Its username without `@`.
    pub username: String,
}

/// A message or a press on a button that is for the bot. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The chat it came from; negative for groups.
    pub chat_id: i64,
    /// Who wrote or pressed.
    pub user_id: i64,
    /// Whether it came from a private chat.
    pub private: bool,
    /// The message, to reply to; of a button the one it stands under, 0 when nobody knows.
    pub message_id: i32,
    /// The topic it stands in, where the chat has topics.
    pub thread_id: Option<i32>,
    /// The message of this bot that it replies to.
    pub replies_to: Option<i32>,
    /// The addresses in the message that it replies to, if that is of this bot or was sent by means of it.
    pub cites: Vec<String>,
    /// The sender's interface language.
    pub lang: Locale,
    /// What it says.
    pub kind: Kind,
}

/// What a message says, or a button is for.
#[derive(Clone, PartialEq, Eq)]
pub enum Kind {
    /// Words: a text, a caption, the text of a rich message.
    Line(Line),
    /// New words for an earlier message.
    Edited(Line),
    /// No words: a sticker, a photo without a caption.
    Unsupported,
    /// A button.
    Tap(Tap),
}

/// A press on a button.
#[derive(Clone, PartialEq, Eq)]
pub struct Tap {
    /// To be answered, so that the button stops waiting.
    pub query_id: String,
    /// What the button sends back.
    pub data: String,
    /// The words of the message that the one with the button replies to, if they are at hand.
    pub question: Option<String>,
}

/// Messages about the chat itself; nobody expects a reply to them.
const SERVICE: [&str; 14] = [
    "boost_added",
    "chat_background_set",
    "chat_shared",
    "connected_website",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "refunded_payment",
    "successful_payment",
    "users_shared",
    "write_access_allowed",
];

/// Reads an update; `None` when it is not for us: of no kind we know, from a bot or a channel, talk in a group that does
/// not address this bot by a command or by replying to it, or an edit in a group.
pub fn read(update: &Value, me: &Me) -> Option<Incoming> {
    if let Some(query) = update.get("callback_query") {
        return tap(query, me);
    }
    match update.get("edited_message") {
        Some(message) => edited(message, me),
        None => message(update.get("message")?, me),
    }
}

fn message(message: &Value, me: &Me) -> Option<Incoming> {
    let from = message.get("from")?;
    let foreign = from["is_bot"] == true || message.get("sender_chat").is_some() || message.get("via_bot").is_some();
    if foreign || SERVICE.iter().any(|key| message.get(key).is_some()) {
        return None;
    }
    let private = message["chat"]["type"] == "private";
    let kind = match words(message) {
        Some(text) => Kind::Line(Line::parse(&text)),
        // The other pictures of an album carry no caption; one line about them would be one too many.
        None if message.get("media_group_id").is_some() => return None,
        None => Kind::Unsupported,
    };
    if !private && !addressed(&kind, message, me) {
        return None;
    }
    let replied = &message["reply_to_message"];
    let ours = replied["from"]["id"].as_i64() == Some(me.id);
    Some(Incoming {
        chat_id: message["chat"]["id"].as_i64()?,
        user_id: from["id"].as_i64()?,
        private,
        message_id: id32(&message["message_id"])?,
        thread_id: thread(message),
        replies_to: ours.then(|| id32(&replied["message_id"])).flatten(),
        cites: if is_ours(replied, me) { addresses(replied) } else { Vec::new() },
        lang: lang(from),
        kind,
    })
}

/// In private chats only: others have read the answer in a group.
fn edited(edited: &Value, me: &Me) -> Option<Incoming> {
    let incoming = message(edited, me).filter(|incoming| incoming.private)?;
    match incoming.kind {
        Kind::Line(line) => Some(Incoming { kind: Kind::Edited(line), ..incoming }),
        _ => None,
    }
}

/// A message that is too old, or was sent through the bot from elsewhere, comes with little or nothing of itself.
fn tap(query: &Value, me: &Me) -> Option<Incoming> {
    let (from, message) = (query.get("from")?, &query["message"]);
    let user_id = from["id"].as_i64()?;
    let replied = &message["reply_to_message"];
    let question = if is_ours(replied, me) { None } else { words(replied) };
    let (query_id, data) = (query["id"].as_str()?.to_owned(), query["data"].as_str().unwrap_or_default().to_owned());
    let chat_id = message["chat"]["id"].as_i64().unwrap_or(user_id);
    Some(Incoming {
        chat_id,
        user_id,
        private: chat_id > 0,
        message_id: id32(&message["message_id"]).unwrap_or(0),
        thread_id: thread(message),
        replies_to: None,
        cites: Vec::new(),
        lang: lang(from),
        kind: Kind::Tap(Tap { query_id, data, question }),
    })
}

pub(super) fn thread(message: &Value) -> Option<i32> {
    (message["is_topic_message"] == true).then(|| id32(&message["message_thread_id"])).flatten()
}

/// Inline queries have no chat: those of a user are kept in order below this number, away from all chats.
const INLINE: i64 = i64::MIN / 2;

/// The chat whose order must be kept, a number of the user's own for inline queries, 0 for other updates without a chat.
pub(super) fn chat_of(update: &Value) -> i64 {
    if let Some(user) = update["inline_query"]["from"]["id"].as_i64() {
        return INLINE.saturating_sub(user);
    }
    let chats = [
        &update["message"]["chat"]["id"],
        &update["edited_message"]["chat"]["id"],
        &update["callback_query"]["message"]["chat"]["id"],
        &update["callback_query"]["from"]["id"],
        &update["my_chat_member"]["chat"]["id"],
    ];
    chats.into_iter().find_map(Value::as_i64).unwrap_or(0)
}

/// Whether a number of [`chat_of`] stands for a user's inline queries.
pub(super) fn is_inline(chat_id: i64) -> bool {
    chat_id <= INLINE
}

pub(super) fn id32(id: &Value) -> Option<i32> {
    id.as_i64().and_then(|id| i32::try_from(id).ok())
}

pub(super) fn lang(from: &Value) -> Locale {
    Locale::of(from["language_code"].as_str().unwrap_or_default())
}

/// In a group: a command of ours, or any words in reply to a message of ours.
fn addressed(kind: &Kind, message: &Value, me: &Me) -> bool {
    let Kind::Line(line) = kind else { return false };
    let to_us = is_ours(&message["reply_to_message"], me);
    match &line.bot {
        Some(bot) => bot.eq_ignore_ascii_case(&me.username),
        None if line.command => line.said != crate::reply::Said::Unknown,
        None => to_us,
    }
}

/// Whether a message is this bot's or was sent by means of it.
fn is_ours(message: &Value, me: &Me) -> bool {
    ["from", "via_bot"].iter().any(|by| message[by]["id"].as_i64() == Some(me.id))
}

/// Where the links and buttons of a message lead, in order.
fn addresses(message: &Value) -> Vec<String> {
    let rows = message["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
    let buttons = rows.filter_map(Value::as_array).flatten();
    let links = message["entities"].as_array().into_iter().flatten().chain(buttons);
    links.filter_map(|link| link["url"].as_str()).map(str::to_owned).collect()
}

/// The words of a message, wherever its kind keeps them.
fn words(message: &Value) -> Option<String> {
    let text = ["text", "caption"].iter().find_map(|key| message[key].as_str());
    let text = text.map(str::to_owned).or_else(|| {
        let mut text = String::new();
        rich(message.get("rich_message")?, &mut text);
        Some(text)
    });
    text.filter(|text| !text.trim().is_empty())
}

/// Texts inside texts (Bot API 10.1, RichMessage): strings, arrays of pieces, objects that hold either.
fn rich(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(pieces) => pieces.iter().for_each(|piece| rich(piece, out)),
        Value::Object(object) => {
            for key in ["text", "blocks", "items", "cells"] {
                if let Some(inner) = object.get(key) {
                    rich(inner, out);
                }
            }
            // Blocks are objects with a type; a break between two of them does no harm to a question.
            if object.contains_key("type") && !out.ends_with('\n') {
                out.push('\n');
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::reply::Said;

    fn incoming(message: Value) -> Option<Incoming> {
        let mut full = json!({
            "message_id": 5, "date": 1, "from": {"id": 9, "is_bot": false, "first_name": "A", "language_code": "ru-RU"},
            "chat": {"id": 9, "type": "private"},
        });
        full.as_object_mut().expect("object").extend(message.as_object().expect("object").clone());
        read(&json!({"update_id": 1, "message": full}), &Me { id: 77, username: "Policy_Bot".to_owned() })
    }

    fn question(message: Value) -> Option<String> {
        match incoming(message)?.kind {
            Kind::Line(Line { said: Said::Question(text), .. }) => Some(text),
            _ => None,
        }
    }

    fn in_group(text: &str, more: Value) -> Option<Incoming> {
        let mut message = json!({"chat": {"id": -100, "type": "supergroup"}, "text": text});
        message.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        incoming(message)
    }

    #[test]
    fn private_words() {
        let read = incoming(json!({"text": "hi"})).expect("for us");
        assert!(read.chat_id == 9 && read.message_id == 5 && read.lang.code() == "ru" && read.thread_id.is_none());
        assert_eq!(question(json!({"text": "who?"})).as_deref(), Some("who?"));
        assert_eq!(question(json!({"photo": [], "caption": "who?"})).as_deref(), Some("who?"));
        let wordless = incoming(json!({"sticker": {}})).expect("for us");
        assert!(wordless.kind == Kind::Unsupported);
        assert!(incoming(json!({"photo": [], "media_group_id": "1"})).is_none());
    }

    #[test]
    fn kinds_newer_than_the_library() {
        let entity = json!({"text": "who?", "entities": [{"type": "date_time", "offset": 0, "length": 3, "when": {}}]});
        assert_eq!(question(entity).as_deref(), Some("who?"));
        let external =
            json!({"text": "who?", "external_reply": {"origin": {"type": "channel"}}, "quote": {"text": "x"}});
        assert_eq!(question(external).as_deref(), Some("who?"));
        let rich = json!({"rich_message": {"blocks": [
            {"type": "paragraph", "text": ["Who ", {"type": "bold", "text": "are"}]}, {"type": "paragraph", "text": "they?"}
        ]}});
        assert_eq!(question(rich).as_deref(), Some("Who are\nthey?"));
    }

    #[test]
    fn nobody_to_answer() {
        assert!(incoming(json!({"text": "hi", "from": {"id": 8, "is_bot": true}})).is_none());
        assert!(incoming(json!({"text": "hi", "sender_chat": {"id": -5}})).is_none());
        assert!(incoming(json!({"text": "hi", "via_bot": {"id": 77}})).is_none());
        assert!(incoming(json!({"pinned_message": {}})).is_none());
        let me = Me { id: 77, username: String::new() };
        for update in
            [json!({"update_id": 1}), json!({"channel_post": {}}), json!({"message": 5}), json!({"message": {}})]
        {
            assert!(read(&update, &me).is_none());
        }
    }

    #[test]
    fn groups_are_listened_to_only_when_they_mean_us() {
        let to_us = json!({"reply_to_message": {"from": {"id": 77}}});
        let to_other = json!({"reply_to_message": {"from": {"id": 78}}});
        for text in ["/ask who?", "/ask@policy_bot who?", "/start", "/help@Policy_Bot", "/nope@policy_bot"] {
            assert!(in_group(text, json!({})).is_some(), "{text}");
        }
        for text in ["who?", "@policy_bot who?", "/ask@other_bot who?", "/nope"] {
            assert!(in_group(text, json!({})).is_none(), "{text}");
        }
        assert!(in_group("who?", to_us.clone()).is_some() && in_group("who?", to_other).is_none());
        assert!(in_group("/ask@other_bot who?", to_us).is_none());
        assert!(in_group("", json!({"text": null, "sticker": {}})).is_none());
    }

    #[test]
    fn edits_and_buttons() {
        let me = Me { id: 77, username: String::new() };
        let from = json!({"id": 9, "is_bot": false});
        let edit = |chat: Value| {
            let message = json!({"message_id": 5, "from": from, "chat": chat, "text": "who?"});
            json!({"update_id": 1, "edited_message": message})
        };
        let private = json!({"id": 9, "type": "private"});
        assert!(matches!(read(&edit(private.clone()), &me).expect("for us").kind, Kind::Edited(_)));
        assert!(read(&edit(json!({"id": -9, "type": "group"})), &me).is_none());
        let replied = json!({"message_id": 4, "from": from, "text": "/ask who?"});
        let message = json!({"message_id": 6, "chat": private, "reply_to_message": replied});
        let tapped = json!({"callback_query": {"id": "1", "from": from, "data": "v1:k:d", "message": message}});
        let Some(Incoming { kind: Kind::Tap(tap), message_id: 6, chat_id: 9, .. }) = read(&tapped, &me) else {
            panic!("a tap")
        };
        assert!(tap.data == "v1:k:d" && tap.question.as_deref() == Some("/ask who?"));
        let bare = json!({"callback_query": {"id": "1", "from": from, "inline_message_id": "x"}});
        assert!(read(&bare, &me).is_some(), "it must be answered");
        assert_eq!([chat_of(&tapped), chat_of(&edit(json!({"id": -9}))), chat_of(&bare)], [9, -9, 9]);
    }

    #[test]
    fn topics_are_kept_only_where_there_are_topics() {
        let thread = |more: Value| in_group("/help", more).expect("for us").thread_id;
        assert_eq!(thread(json!({"message_thread_id": 3, "is_topic_message": true})), Some(3));
        assert_eq!(thread(json!({"message_thread_id": 3})), None);
    }
}

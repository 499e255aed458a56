//! What an update asks of this module, read from its raw JSON.

use serde_json::Value;

use crate::locale::Locale;
use crate::reply::command;
use crate::store::memory::Who;
use crate::telegram::update::{Me, id32, lang, thread};

/// Commands of this module. Those behind `ban` are for administrators.
const ORDERS: [&str; 16] = [
    "subscribe",
    "subscriptions",
    "digest",
    "mydata",
    "forget",
    "privacy",
    "settings",
    "ban",
    "unban",
    "misses",
    "invite",
    "status",
    "reindex",
    "lint",
    "coverage",
    "add",
];

/// What is asked for. Has no `Debug`: somebody's words are in it.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Request {
    /// Results for what somebody types behind the bot's name.
    Inline(Inline),
    /// A result was chosen: its id.
    Chosen(String),
    /// The bot came into a chat or left it.
    Membership { chat_id: i64, present: bool },
    /// A group became a supergroup.
    Moved { from: i64, to: i64 },
    /// A button of this module was pressed.
    Press(Press),
    /// A command of this module.
    Order(Order),
}

/// An inline query.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Inline {
    pub id: String,
    pub user_id: i64,
    pub lang: Locale,
    pub query: String,
    pub offset: String,
}

/// A press on a button.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Press {
    pub id: String,
    pub chat_id: i64,
    pub message_id: i32,
    pub user_id: i64,
    pub lang: Locale,
    pub data: String,
}

/// A command.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Order {
    pub chat_id: i64,
    pub thread_id: Option<i32>,
    pub message_id: i32,
    pub user_id: i64,
    pub lang: Locale,
    /// Its name, lower case.
    pub name: String,
    /// What stands behind it.
    pub rest: String,
    /// An anonymous administrator writes in the name of the group.
    pub as_group: bool,
    /// Nobody gave the command: a document or a link, sent in private, stands for it.
    pub uncalled: bool,
    /// The document that was sent.
    pub attached: Option<Attached>,
}

/// A document in a message.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Attached {
    /// What Telegram calls it.
    pub id: String,
    /// What its sender calls it.
    pub name: String,
    /// Its size; 0 when nobody says.
    pub bytes: u64,
}

impl Order {
    pub fn is_private(&self) -> bool {
        self.chat_id > 0
    }

    pub fn who(&self) -> Who {
        Who { chat_id: self.chat_id, user_id: self.user_id }
    }
}

impl Press {
    pub fn who(&self) -> Who {
        Who { chat_id: self.chat_id, user_id: self.user_id }
    }
}

/// The prefixes of the data of this module's buttons.
pub(super) const PREFIXES: [&str; 5] = ["f1:", "u1:", "s1:", super::curators::PREFIX, super::adding::PREFIX];

/// Reads an update; `None` when it is nothing for this module.
pub(super) fn read(update: &Value, me: &Me) -> Option<Request> {
    if let Some(query) = update.get("inline_query") {
        return inline(query).map(Request::Inline);
    }
    if let Some(chosen) = update.get("chosen_inline_result") {
        return chosen["result_id"].as_str().map(|id| Request::Chosen(id.to_owned()));
    }
    if let Some(change) = update.get("my_chat_member") {
        let present = !matches!(change["new_chat_member"]["status"].as_str(), Some("kicked" | "left"));
        return Some(Request::Membership { chat_id: change["chat"]["id"].as_i64()?, present });
    }
    if let Some(press) = update.get("callback_query") {
        return pressed(press).map(Request::Press);
    }
    let message = update.get("message")?;
    let chat_id = message["chat"]["id"].as_i64()?;
    // Told in the old group and in the new one; the latter comes before the first question there.
    if let Some(to) = message["migrate_to_chat_id"].as_i64() {
        return Some(Request::Moved { from: chat_id, to });
    }
    if let Some(from) = message["migrate_from_chat_id"].as_i64() {
        return Some(Request::Moved { from, to: chat_id });
    }
    order(message, me).map(Request::Order)
}

fn inline(query: &Value) -> Option<Inline> {
    let text = |name: &str| query[name].as_str().unwrap_or_default().to_owned();
    Some(Inline {
        id: query["id"].as_str()?.to_owned(),
        user_id: query["from"]["id"].as_i64()?,
        lang: lang(&query["from"]),
        query: text("query"),
        offset: text("offset"),
    })
}

fn pressed(press: &Value) -> Option<Press> {
    let data = press["data"].as_str().filter(|data| PREFIXES.iter().any(|p| data.starts_with(p)))?;
    Some(Press {
        id: press["id"].as_str()?.to_owned(),
        chat_id: press["message"]["chat"]["id"].as_i64()?,
        message_id: id32(&press["message"]["message_id"])?,
        user_id: press["from"]["id"].as_i64()?,
        lang: lang(&press["from"]),
        data: data.to_owned(),
    })
}

fn order(message: &Value, me: &Me) -> Option<Order> {
    let (from, chat_id) = (message.get("from")?, message["chat"]["id"].as_i64()?);
    let as_group = message["sender_chat"]["id"].as_i64() == Some(chat_id);
    let foreign = from["is_bot"] == true || message.get("sender_chat").is_some() || message.get("via_bot").is_some();
    if foreign && !as_group {
        return None;
    }
    let (name, rest, called) = called(message, me).map(|(name, rest)| (name, rest, true)).or_else(|| {
        let said = document(message).is_some().then(|| message["caption"].as_str().unwrap_or_default().to_owned());
        let offered = said.or_else(|| super::adding::is_offered(message)).filter(|_| chat_id > 0)?;
        Some(("add".to_owned(), offered, false))
    })?;
    Some(Order {
        chat_id,
        thread_id: thread(message),
        message_id: id32(&message["message_id"])?,
        user_id: from["id"].as_i64()?,
        lang: lang(from),
        name,
        rest,
        as_group,
        uncalled: !called,
        attached: document(message),
    })
}

/// The command of ours that a message gives, and what stands behind it.
fn called(message: &Value, me: &Me) -> Option<(String, String)> {
    // `/add` may stand below the document.
    let said = message["text"].as_str().or_else(|| document(message).and(message["caption"].as_str()))?;
    let (name, bot, rest) = command(said.trim())?;
    let name = name.to_ascii_lowercase();
    let ours = bot.is_none_or(|bot| bot.eq_ignore_ascii_case(&me.username));
    (ORDERS.contains(&name.as_str()) && ours).then(|| (name, rest.to_owned()))
}

fn document(message: &Value) -> Option<Attached> {
    // An animation is told of as a document, too.
    let document = message.get("document").filter(|_| message.get("animation").is_none())?;
    Some(Attached {
        id: document["file_id"].as_str()?.to_owned(),
        name: document["file_name"].as_str().unwrap_or("document").to_owned(),
        bytes: document["file_size"].as_u64().unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn order(text: &str, more: Value) -> Option<Order> {
        let mut message = json!({
            "message_id": 5, "from": {"id": 9, "is_bot": false, "language_code": "ru"}, "text": text,
            "chat": {"id": -100, "type": "supergroup"},
        });
        message.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        let me = Me { id: 77, username: "Policy_Bot".to_owned() };
        match read(&json!({"message": message}), &me) {
            Some(Request::Order(order)) => Some(order),
            _ => None,
        }
    }

    #[test]
    fn commands_are_taken_only_when_they_are_ours() {
        let told = order("/Subscribe@policy_bot  Томск ", json!({})).expect("ours");
        assert!(told.name == "subscribe" && told.rest == "Томск" && told.lang.code() == "ru" && !told.is_private());
        for text in ["/ask who?", "/subscribe@other_bot Tomsk", "subscribe", "/start hello", "/help"] {
            assert!(order(text, json!({})).is_none(), "{text}");
        }
        assert!(order("/settings", json!({"sender_chat": {"id": -100}})).expect("anonymous").as_group);
        assert!(order("/settings", json!({"sender_chat": {"id": -5}})).is_none());
        assert!(order("/settings", json!({"from": {"id": 8, "is_bot": true}})).is_none());
    }

    #[test]
    fn buttons_of_others_are_left_alone() {
        let press = |data: &str| {
            let message = json!({"message_id": 5, "chat": {"id": 9}});
            let query = json!({"id": "1", "from": {"id": 9}, "message": message, "data": data});
            read(&json!({ "callback_query": query }), &Me { id: 77, username: String::new() }).is_some()
        };
        assert!(press("f1:y") && press("u1:5") && !press("v1:x") && !press(""));
    }
}

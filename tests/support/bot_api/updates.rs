//! Updates as Telegram sends them. `update_id`, `message_id` and `date` are filled in by
//! [`BotApi::push_update`](super::BotApi::push_update) where they are missing.

use serde_json::{Value, json};

use super::state::{Message, utf16_len};

/// A user. The first name says nothing of the language on purpose.
pub fn user(id: i64, language_code: Option<&str>) -> Value {
    let mut user = json!({
        "id": id, "is_bot": false, "first_name": "Anna 🦊", "last_name": "Иванова", "username": format!("user_{id}"),
    });
    if let Some(code) = language_code {
        user["language_code"] = json!(code);
    }
    user
}

/// A chat by its number: above 0 private, from -1000000000000 down a supergroup, else a group.
pub fn chat(id: i64) -> Value {
    match id {
        1.. => json!({ "id": id, "type": "private", "first_name": "Anna 🦊", "username": format!("user_{id}") }),
        ..=-1_000_000_000_000 => supergroup(id, false),
        _ => json!({ "id": id, "type": "group", "title": "Science & Tech", "all_members_are_administrators": true }),
    }
}

/// A supergroup, with topics when `forum`.
pub fn supergroup(id: i64, forum: bool) -> Value {
    let mut chat = json!({ "id": id, "type": "supergroup", "title": "Регионы: политика", "username": "regions_chat" });
    if forum {
        chat["is_forum"] = json!(true);
    }
    chat
}

fn message(chat: &Value, from: &Value) -> Value {
    json!({ "message": { "from": from, "chat": chat } })
}

/// A text message. `/command` at the beginning is marked as such.
pub fn text(chat: &Value, from: &Value, text: &str) -> Value {
    let mut update = message(chat, from);
    update["message"]["text"] = json!(text);
    if text.starts_with('/') {
        let command = text.split_whitespace().next().unwrap_or_default();
        update["message"]["entities"] = json!([{ "type": "bot_command", "offset": 0, "length": utf16_len(command) }]);
    }
    update
}

/// The same message in a topic.
pub fn in_topic(mut update: Value, message_thread_id: i64) -> Value {
    update["message"]["message_thread_id"] = json!(message_thread_id);
    update["message"]["is_topic_message"] = json!(true);
    update["message"]["chat"]["is_forum"] = json!(true);
    update
}

/// The same message, sent at another time (seconds since 1970-01-01 UTC).
pub fn at(mut update: Value, date: u64) -> Value {
    update["message"]["date"] = json!(date);
    update
}

/// The same message as a reply to one of the bot's.
pub fn replying_to(mut update: Value, to: &Message) -> Value {
    let chat = update["message"]["chat"].clone();
    let entities: Vec<Value> = to.entities.iter().map(|entity| entity.json()).collect();
    update["message"]["reply_to_message"] = json!({
        "message_id": to.message_id, "date": 1_700_000_000, "chat": chat, "text": to.text, "entities": entities,
        "from": { "id": 123_456_789, "is_bot": true, "first_name": "Policy", "username": "policy_test_bot" },
    });
    update
}

/// The same message as a reply to a text message of another chat: there is no media, so nothing in `external_reply`
/// says what kind of message it was.
pub fn replying_elsewhere(mut update: Value, quoted: &str) -> Value {
    update["message"]["external_reply"] = json!({
        "origin": { "type": "channel", "chat": { "id": -1_001_111_111_111_i64, "type": "channel",
                    "title": "News", "username": "news" }, "message_id": 77, "date": 1_700_000_000 },
        "chat": { "id": -1_001_111_111_111_i64, "type": "channel", "title": "News", "username": "news" },
        "message_id": 77,
        "link_preview_options": { "is_disabled": true },
    });
    update["message"]["quote"] = json!({ "text": quoted, "position": 0, "is_manual": true });
    update
}

/// The same message with an entity of a type that is newer than the bot.
pub fn with_unknown_entity(mut update: Value) -> Value {
    let entity = json!({ "type": "hologram", "offset": 0, "length": 1, "depth": { "unit": "mm", "value": 3 } });
    match update["message"]["entities"].as_array_mut() {
        Some(entities) => entities.push(entity),
        None => update["message"]["entities"] = json!([entity]),
    }
    update
}

/// A document with a caption.
pub fn document(chat: &Value, from: &Value, file: (&str, &str, usize), caption: &str) -> Value {
    let (id, name, size) = file;
    let mut update = message(chat, from);
    update["message"]["document"] =
        json!({ "file_id": id, "file_unique_id": "Ag", "file_name": name, "file_size": size });
    if !caption.is_empty() {
        update["message"]["caption"] = json!(caption);
    }
    update
}

/// A photo with a caption.
pub fn photo(chat: &Value, from: &Value, caption: &str) -> Value {
    let mut update = message(chat, from);
    let size = |id: &str, side: u32| {
        json!({ "file_id": format!("AgACAgIAAxkBAAI{id}"), "file_unique_id": id, "width": side, "height": side,
                "file_size": side * 30 })
    };
    update["message"]["photo"] = json!([size("AQADs", 90), size("AQADm", 320)]);
    update["message"]["caption"] = json!(caption);
    update
}

/// A sticker.
pub fn sticker(chat: &Value, from: &Value) -> Value {
    let mut update = message(chat, from);
    update["message"]["sticker"] = json!({
        "file_id": "CAACAgIAAxkBAAIC", "file_unique_id": "AgADBQ", "type": "regular", "width": 512, "height": 512,
        "is_animated": false, "is_video": false, "emoji": "👍", "set_name": "Foxes", "file_size": 20_000,
    });
    update
}

/// The message of an update, edited.
pub fn edited(update: &Value, text: &str) -> Value {
    let mut message = update["message"].clone();
    message["text"] = json!(text);
    message["edit_date"] = json!(1_900_000_000);
    json!({ "edited_message": message })
}

/// A press on a button of a message.
pub fn callback_query(message: &Message, from: &Value, data: &str) -> Value {
    json!({ "callback_query": {
        "from": from, "chat_instance": "-3141592653589793238", "data": data,
        "message": {
            "message_id": message.message_id, "date": 1_700_000_000, "chat": chat(message.chat_id), "text": message.text,
            "from": { "id": 123_456_789, "is_bot": true, "first_name": "Policy", "username": "policy_test_bot" },
        },
    } })
}

/// Somebody types behind the bot's name, in some other chat.
pub fn inline_query(id: &str, from: &Value, query: &str, offset: &str) -> Value {
    json!({ "inline_query": { "id": id, "from": from, "query": query, "offset": offset, "chat_type": "sender" } })
}

/// Somebody chose an inline result.
pub fn chosen_inline_result(from: &Value, result_id: &str, query: &str) -> Value {
    json!({ "chosen_inline_result": { "result_id": result_id, "from": from, "query": query } })
}

/// The same message as a reply to one that a user sent by means of the bot.
pub fn replying_via_bot(mut update: Value) -> Value {
    let chat = update["message"]["chat"].clone();
    update["message"]["reply_to_message"] = json!({
        "message_id": 1, "date": 1_700_000_000, "chat": chat, "text": "a quote", "from": user(6, None),
        "via_bot": { "id": 123_456_789, "is_bot": true, "first_name": "Policy", "username": "policy_test_bot" },
    });
    update
}

/// A group has become a supergroup: what is told in the one and in the other.
pub fn migrated(from: i64, to: i64) -> [Value; 2] {
    [
        json!({ "message": { "from": user(5, None), "chat": chat(from), "migrate_to_chat_id": to } }),
        json!({ "message": { "from": user(5, None), "chat": chat(to), "migrate_from_chat_id": from } }),
    ]
}

/// The bot's own membership changed, for example from `member` to `kicked` (private chats: blocked).
pub fn my_chat_member(chat: &Value, from: &Value, old: &str, new: &str) -> Value {
    let member = |status: &str| {
        let mut member = json!({ "status": status, "user": { "id": 123_456_789, "is_bot": true,
                                 "first_name": "Policy", "username": "policy_test_bot" } });
        if status == "kicked" {
            member["until_date"] = json!(0);
        }
        member
    };
    json!({ "my_chat_member": {
        "chat": chat, "from": from, "date": 1_700_000_000, "old_chat_member": member(old), "new_chat_member": member(new),
    } })
}

/// An update of a kind that is newer than the bot.
pub fn unknown_kind() -> Value {
    json!({ "telepathy": { "from": user(5, None), "thought": "unspoken qcanaryz", "strength": 0.7 } })
}

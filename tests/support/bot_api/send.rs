//! `sendMessage` and `editMessageText`.

use std::time::Instant;

use serde_json::{Value, json};

use super::cleanup::clean;
use super::html::{self, Mark};
use super::reply::Reply;
use super::state::{Access, Button, Entity, Message, State, utf16_len};
use super::{Request, limits, links};

/// Text and entities of a request, as they will be stored.
#[derive(Debug)]
pub(super) struct Composed {
    pub(super) text: String,
    pub(super) entities: Vec<Entity>,
    pub(super) dropped_links: Vec<String>,
    pub(super) noted: Vec<String>,
    pub(super) counted_entities: usize,
}

/// Parses and cleans the text; the error is Telegram's description.
pub(super) fn compose(request: &Request) -> Result<Composed, String> {
    let source = request.param("text").as_str().unwrap_or_default();
    let mut noted = Vec::new();
    let (text, marks) = match request.param("parse_mode").as_str() {
        Some(mode) if mode.eq_ignore_ascii_case("html") => {
            let parsed = html::parse(source).map_err(|e| format!("can't parse entities: {e}"))?;
            noted = parsed.noted;
            (parsed.text, parsed.marks)
        }
        Some(mode) if !mode.is_empty() => return Err(format!("this test server does not know the parse mode {mode}")),
        _ => (source.to_owned(), given_marks(source, request.param("entities"))?),
    };
    let (text, marks) = clean(&text, marks);
    let counted_entities = html::counted(&marks);
    let (mut entities, mut dropped_links) = (Vec::new(), Vec::new());
    for mark in marks {
        match entity(&text, &mark) {
            Ok(entity) => entities.push(entity),
            Err(link) => dropped_links.push(link),
        }
    }
    entities.truncate(limits::ENTITIES);
    Ok(Composed { text, entities, dropped_links, noted, counted_entities })
}

/// The entity of a mark, or its link when that is no good.
fn entity(text: &str, mark: &Mark) -> Result<Entity, String> {
    let (offset, length) = html::utf16_range(text, mark);
    let covered = text[mark.start..mark.end].to_owned();
    let argument = mark.argument.clone().unwrap_or_default();
    let url = match mark.kind {
        "text_link" => Some(links::check(&argument).map_err(|_| argument)?),
        _ => None,
    };
    let language = mark.argument.clone().filter(|_| mark.kind == "pre");
    Ok(Entity { kind: mark.kind.to_owned(), offset, length, text: covered, url, language })
}

/// Marks from the parameter `entities`.
fn given_marks(text: &str, entities: &Value) -> Result<Vec<Mark>, String> {
    const KINDS: [&str; 9] = [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "blockquote",
        "expandable_blockquote",
        "text_link",
    ];
    let mark = |entity: &Value| {
        let kind = KINDS.into_iter().find(|k| entity["type"] == *k)?;
        let offset = usize::try_from(entity["offset"].as_u64()?).ok()?;
        let end = offset + usize::try_from(entity["length"].as_u64()?).ok()?;
        let argument = entity["url"].as_str().map(str::to_owned);
        Some(Mark { kind, argument, start: byte_at(text, offset)?, end: byte_at(text, end)? })
    };
    let marks = entities.as_array().into_iter().flatten().map(|e| mark(e).ok_or("ENTITY_BOUNDS_INVALID".to_owned()));
    marks.collect()
}

fn byte_at(text: &str, utf16: usize) -> Option<usize> {
    let borders = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    borders.into_iter().find(|at| utf16_len(&text[..*at]) == utf16)
}

pub(super) fn send_message(state: &mut State, request: &Request) -> Reply {
    let chat_id = match open_chat(state, request.param("chat_id")) {
        Ok(chat_id) => chat_id,
        Err(reply) => return reply,
    };
    let target = match reply_target(state, chat_id, request.param("reply_parameters")) {
        Ok(target) => target,
        Err(reply) => return reply,
    };
    let topic = request.param("message_thread_id").as_i64();
    if topic.is_some_and(|t| !state.topics.contains(&(chat_id, t))) {
        return Reply::bad_request("message thread not found");
    }
    let topic = topic.or_else(|| state.message(chat_id, target?)?.message_thread_id);
    if let Some(retry_after) = state.rates.sent(chat_id, Instant::now()) {
        return Reply::too_many_requests(retry_after);
    }
    let composed = match compose(request) {
        Ok(composed) => composed,
        Err(description) => return Reply::bad_request(description),
    };
    let message = Message {
        chat_id,
        message_id: state.next_message_id(chat_id),
        from_bot: true,
        text: composed.text,
        entities: composed.entities,
        reply_to: target,
        reply_parameters: request.params.get("reply_parameters").cloned(),
        message_thread_id: topic,
        buttons: buttons(request.param("reply_markup")),
        dropped_links: composed.dropped_links,
        edits: 0,
        raw: Value::Object(request.params.clone()),
    };
    let result = state.json(&message);
    state.messages.push(message);
    Reply::Ok(result)
}

pub(super) fn edit_message_text(state: &mut State, request: &Request) -> Reply {
    if request.param("inline_message_id").is_string() {
        return Reply::Ok(json!(true));
    }
    let chat_id = match open_chat(state, request.param("chat_id")) {
        Ok(chat_id) => chat_id,
        Err(reply) => return reply,
    };
    let message_id = request.param("message_id").as_i64().unwrap_or_default();
    let Some(index) = state.messages.iter().position(|m| (m.chat_id, m.message_id) == (chat_id, message_id)) else {
        return Reply::bad_request("message to edit not found");
    };
    if !state.messages[index].from_bot {
        return Reply::bad_request("message can't be edited");
    }
    let composed = match compose(request) {
        Ok(composed) => composed,
        Err(description) => return Reply::bad_request(description),
    };
    let buttons = buttons(request.param("reply_markup"));
    let old = &state.messages[index];
    if (&old.text, &old.entities, &old.buttons) == (&composed.text, &composed.entities, &buttons) {
        return Reply::bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        );
    }
    let message = Message {
        text: composed.text,
        entities: composed.entities,
        dropped_links: composed.dropped_links,
        buttons,
        edits: old.edits + 1,
        raw: Value::Object(request.params.clone()),
        ..old.clone()
    };
    let result = state.json(&message);
    state.messages[index] = message;
    Reply::Ok(result)
}

/// The chat's number, or why nothing can be sent there.
pub(super) fn open_chat(state: &State, chat_id: &Value) -> Result<i64, Reply> {
    let id = chat_id.as_i64().or_else(|| chat_id.as_str()?.parse().ok());
    let Some((id, chat)) = id.and_then(|id| Some((id, state.chats.get(&id)?))) else {
        return Err(Reply::bad_request("chat not found"));
    };
    match chat.access {
        Access::Open => Ok(id),
        Access::Blocked => Err(Reply::error(403, "Forbidden: bot was blocked by the user")),
        Access::Kicked => Err(Reply::error(403, "Forbidden: bot was kicked from the group chat")),
        Access::MigratedTo(new) => Err(Reply::Error {
            code: 400,
            description: "Bad Request: group chat was upgraded to a supergroup chat".to_owned(),
            parameters: Some(json!({ "migrate_to_chat_id": new })),
        }),
    }
}

/// The message replied to, `None` for no reply.
fn reply_target(state: &State, chat_id: i64, parameters: &Value) -> Result<Option<i64>, Reply> {
    let Some(message_id) = parameters["message_id"].as_i64() else { return Ok(None) };
    let chat_id = parameters["chat_id"].as_i64().unwrap_or(chat_id);
    match state.message(chat_id, message_id) {
        Some(message) => match parameters["quote"].as_str() {
            Some(quote) if !message.text.contains(quote) => Err(Reply::bad_request("QUOTE_TEXT_INVALID")),
            _ => Ok(Some(message_id)),
        },
        None if parameters["allow_sending_without_reply"] == true => Ok(None),
        None => Err(Reply::bad_request("message to be replied not found")),
    }
}

fn buttons(markup: &Value) -> Vec<Vec<Button>> {
    let string = |v: &Value| v.as_str().map(str::to_owned);
    let button = |b: &Value| Button {
        text: string(&b["text"]).unwrap_or_default(),
        url: b["url"].as_str().and_then(|url| links::check(url).ok()),
        callback_data: string(&b["callback_data"]),
        copy_text: string(&b["copy_text"]["text"]),
    };
    let rows = markup["inline_keyboard"].as_array().into_iter().flatten();
    rows.map(|row| row.as_array().into_iter().flatten().map(button).collect()).collect()
}

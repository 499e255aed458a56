//! What the methods do, apart from polling and sending.

use serde_json::{Map, Value, json};

use super::reply::Reply;
use super::spec::Spec;
use super::state::State;
use super::{Request, extras, send};

/// Methods this server does something for.
const KNOWN: [&str; 20] = [
    "getMe",
    "getUpdates",
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "sendChatAction",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "getChat",
    "answerInlineQuery",
    "sendDocument",
    "getFile",
    "getChatMember",
    "getMyCommands",
    "getMyDescription",
    "getMyShortDescription",
];

/// The documented spelling of a method's name.
pub(super) fn name(method: &str) -> Option<&'static str> {
    KNOWN.into_iter().find(|name| name.eq_ignore_ascii_case(method))
}

/// Parameters in their own types where no specification tells these (see [`Spec::coerce`]).
pub(super) fn coerce(mut params: Map<String, Value>) -> Map<String, Value> {
    const WORDS: [&str; 6] =
        ["text", "chat_id", "callback_query_id", "description", "short_description", "language_code"];
    for (_, value) in params.iter_mut().filter(|(name, _)| !WORDS.contains(&name.as_str())) {
        if let Some(parsed) = value.as_str().and_then(|s| serde_json::from_str(s).ok()) {
            *value = parsed;
        }
    }
    params
}

/// Does what the method says; the request has been checked.
pub(super) fn act(state: &mut State, request: &Request) -> Reply {
    if let Some(reply) = extras::act(state, request) {
        return reply;
    }
    match request.method.as_str() {
        "getMe" => Reply::Ok(state.bot.clone()),
        "sendMessage" => send::send_message(state, request),
        "editMessageText" => send::edit_message_text(state, request),
        "answerCallbackQuery" => answer_callback_query(state, request),
        "sendChatAction" => chat_action(state, request),
        "getChat" => get_chat(state, request),
        "setWebhook" => set_webhook(state, request, request.param("url").as_str().unwrap_or_default()),
        "deleteWebhook" => set_webhook(state, request, ""),
        "getWebhookInfo" => Reply::Ok(json!({
            "url": state.webhook, "has_custom_certificate": false, "pending_update_count": state.queue.len(),
        })),
        method => Reply::Ok(minimal(Spec::load().and_then(|spec| spec.returns(method)))),
    }
}

fn answer_callback_query(state: &mut State, request: &Request) -> Reply {
    let id = request.param("callback_query_id").as_str().unwrap_or_default();
    // A query can be answered once.
    if !state.callback_queries.remove(id) {
        return Reply::bad_request("query is too old and response timeout expired or query ID is invalid");
    }
    state.callback_answers.push(Value::Object(request.params.clone()));
    Reply::Ok(json!(true))
}

fn chat_action(state: &State, request: &Request) -> Reply {
    let chat_id = match send::open_chat(state, request.param("chat_id")) {
        Ok(chat_id) => chat_id,
        Err(reply) => return reply,
    };
    let topic = request.param("message_thread_id").as_i64();
    match topic.is_none_or(|t| state.topics.contains(&(chat_id, t))) {
        true => Reply::Ok(json!(true)),
        false => Reply::bad_request("message thread not found"),
    }
}

fn get_chat(state: &State, request: &Request) -> Reply {
    match request.param("chat_id").as_i64().and_then(|id| state.chats.get(&id)) {
        Some(chat) => {
            let mut info = chat.json.clone();
            info["accent_color_id"] = json!(0);
            info["max_reaction_count"] = json!(11);
            Reply::Ok(info)
        }
        None => Reply::bad_request("chat not found"),
    }
}

fn set_webhook(state: &mut State, request: &Request, url: &str) -> Reply {
    state.webhook = url.to_owned();
    if request.param("drop_pending_updates") == true {
        state.queue.clear();
    }
    Reply::Ok(json!(true))
}

/// The least that is of the type.
fn minimal(returns: Option<&str>) -> Value {
    match returns {
        Some(array) if array.starts_with("Array of ") => json!([]),
        Some("String") => json!(""),
        Some("Integer") => json!(0),
        Some("Boolean") | None => json!(true),
        Some(_) => json!({}),
    }
}

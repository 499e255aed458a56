//! Inline answers, files, members and the bot's menu.

use serde_json::{Map, Value, json};

use super::reply::Reply;
use super::state::State;
use super::{Request, limits, send};

/// A file the bot has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The chat.
    pub chat_id: i64,
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: String,
    /// The text below it.
    pub caption: String,
}

/// What the server remembers of these.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// Ids of inline queries that wait for an answer.
    pub(super) inline_queries: std::collections::HashSet<String>,
    pub(super) inline_answers: Vec<Value>,
    pub(super) documents: Vec<Document>,
    /// Files that users have sent, by path; the id is the path without its folder.
    pub(super) files: std::collections::HashMap<String, Vec<u8>>,
    /// Status of members by chat and user.
    pub(super) members: std::collections::HashMap<(i64, i64), String>,
    /// Commands and descriptions by kind, scope and language.
    pub(super) menu: std::collections::BTreeMap<String, Value>,
}

/// `None` when the method is not one of these.
pub(super) fn act(state: &mut State, request: &Request) -> Option<Reply> {
    Some(match request.method.as_str() {
        "answerInlineQuery" => answer_inline_query(state, request),
        "sendDocument" => send_document(state, request),
        "getFile" => get_file(state, request),
        "getChatMember" => get_chat_member(state, request),
        "getMyCommands" => Reply::Ok(state.extras.menu.get(&key("commands", request)).cloned().unwrap_or(json!([]))),
        "setMyCommands" => set_my_commands(state, request),
        "getMyDescription" => get_text(state, request, "description"),
        "setMyDescription" => set_text(state, request, "description"),
        "getMyShortDescription" => get_text(state, request, "short_description"),
        "setMyShortDescription" => set_text(state, request, "short_description"),
        _ => return None,
    })
}

fn answer_inline_query(state: &mut State, request: &Request) -> Reply {
    let id = request.param("inline_query_id").as_str().unwrap_or_default();
    if !state.extras.inline_queries.remove(id) {
        return Reply::bad_request("query is too old and response timeout expired or query ID is invalid");
    }
    state.extras.inline_answers.push(Value::Object(request.params.clone()));
    Reply::Ok(json!(true))
}

/// Limits of `answerInlineQuery`; every message in it must be one that could be sent.
pub(super) fn check_inline(request: &Request) -> Vec<String> {
    let mut wrong = Vec::new();
    let results = request.param("results").as_array().map_or(&[][..], Vec::as_slice);
    if results.len() > 50 {
        wrong.push("RESULTS_TOO_MUCH".to_owned());
    }
    let mut ids = std::collections::HashSet::new();
    for result in results {
        let id = result["id"].as_str().unwrap_or_default();
        if !(1..=64).contains(&id.len()) {
            wrong.push("RESULT_ID_INVALID".to_owned());
        }
        if !ids.insert(id) {
            wrong.push("RESULT_ID_DUPLICATE".to_owned());
        }
        let content = &result["input_message_content"];
        let mut params = Map::new();
        params.insert("text".to_owned(), content["message_text"].clone());
        params.insert("parse_mode".to_owned(), content["parse_mode"].clone());
        params.insert("reply_markup".to_owned(), result["reply_markup"].clone());
        let message = Request { method: "sendMessage".to_owned(), params, ..request.clone() };
        wrong.extend(limits::check(&message).noted);
    }
    if request.param("next_offset").as_str().is_some_and(|offset| offset.len() > 64) {
        wrong.push("NEXT_OFFSET_INVALID".to_owned());
    }
    let parameter = request.param("button")["start_parameter"].as_str();
    let allowed =
        |p: &str| (1..=64).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if parameter.is_some_and(|p| !allowed(p)) {
        wrong.push("START_PARAM_INVALID".to_owned());
    }
    wrong
}

fn send_document(state: &mut State, request: &Request) -> Reply {
    let chat_id = match send::open_chat(state, request.param("chat_id")) {
        Ok(chat_id) => chat_id,
        Err(reply) => return reply,
    };
    let file = request.param("document").as_str().unwrap_or_default();
    let Some((name, content)) = file.split_once('\n') else { return Reply::bad_request("file must be non-empty") };
    let caption = request.param("caption").as_str().unwrap_or_default().to_owned();
    let message_id = state.next_message_id(chat_id);
    let document = Document { chat_id, name: name.to_owned(), content: content.to_owned(), caption };
    let sent = json!({
        "message_id": message_id, "date": super::state::unix_time(), "chat": state.chats[&chat_id].json,
        "document": { "file_id": "BQAC", "file_unique_id": "Ag", "file_name": document.name },
    });
    state.extras.documents.push(document);
    Reply::Ok(sent)
}

fn get_file(state: &State, request: &Request) -> Reply {
    let id = request.param("file_id").as_str().unwrap_or_default();
    let path = format!("documents/{id}");
    match state.extras.files.get(&path) {
        Some(bytes) => Reply::Ok(json!({
            "file_id": id, "file_unique_id": "Ag", "file_size": bytes.len(), "file_path": path,
        })),
        None => Reply::bad_request("wrong file_id or the file is temporarily unavailable"),
    }
}

fn get_chat_member(state: &State, request: &Request) -> Reply {
    let (chat, user) = (request.param("chat_id").as_i64(), request.param("user_id").as_i64());
    let (Some(chat), Some(user)) = (chat, user) else { return Reply::bad_request("PARTICIPANT_ID_INVALID") };
    if let Err(reply) = send::open_chat(state, request.param("chat_id")) {
        return reply;
    }
    let status = state.extras.members.get(&(chat, user)).map_or("member", String::as_str);
    Reply::Ok(json!({ "status": status, "user": { "id": user, "is_bot": false, "first_name": "Anna 🦊" } }))
}

/// Where a menu is kept: `commands / {"type":"default"} / ru`.
fn key(kind: &str, request: &Request) -> String {
    let scope = match request.param("scope") {
        Value::Null => json!({"type": "default"}),
        scope => scope.clone(),
    };
    format!("{kind} / {scope} / {}", request.param("language_code").as_str().unwrap_or_default())
}

fn set_my_commands(state: &mut State, request: &Request) -> Reply {
    let chat = request.param("scope")["chat_id"].as_i64();
    if chat.is_some_and(|chat| !state.chats.contains_key(&chat)) {
        return Reply::bad_request("chat not found");
    }
    state.extras.menu.insert(key("commands", request), request.param("commands").clone());
    Reply::Ok(json!(true))
}

fn get_text(state: &State, request: &Request, kind: &str) -> Reply {
    let text = state.extras.menu.get(&key(kind, request)).cloned().unwrap_or(json!(""));
    Reply::Ok(json!({ kind: text }))
}

fn set_text(state: &mut State, request: &Request, kind: &str) -> Reply {
    state.extras.menu.insert(key(kind, request), request.param(kind).clone());
    Reply::Ok(json!(true))
}

/// The fields of a `multipart/form-data` body; a file becomes its name, a line break and its content.
pub(super) fn multipart(content_type: &str, body: &[u8]) -> Option<Map<String, Value>> {
    let boundary = content_type.split("boundary=").nth(1)?.trim_matches('"');
    // A picture is no text; what is one in it stays readable.
    let body = String::from_utf8_lossy(body);
    let mut fields = Map::new();
    for part in body.split(&format!("--{boundary}")).skip(1).filter(|part| !part.starts_with("--")) {
        let (head, content) = part.trim_start_matches("\r\n").split_once("\r\n\r\n")?;
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        let attribute = |name: &str| head.split(&format!("{name}=\"")).nth(1)?.split('"').next();
        let value = match attribute("filename") {
            Some(file) => format!("{file}\n{content}"),
            None => content.to_owned(),
        };
        fields.insert(attribute(" name")?.to_owned(), Value::String(value));
    }
    Some(fields)
}

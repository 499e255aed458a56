//! Limits that the specification states in prose only.

use serde_json::Value;

use super::{Request, extras, links, send};

/// Entities of one message; further ones are dropped without an error.
pub(super) const ENTITIES: usize = 100;
const MESSAGE_CHARACTERS: usize = 4096;
const BUTTONS: usize = 100;
const BUTTONS_IN_A_ROW: usize = 8;

/// What is wrong with a request.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// To be recorded.
    pub(super) noted: Vec<String>,
    /// Telegram's description when it refuses the request.
    pub(super) refused: Option<String>,
}

impl Findings {
    fn refuse(&mut self, description: impl Into<String>) {
        let description = description.into();
        self.noted.push(description.clone());
        self.refused.get_or_insert(description);
    }

    fn length(&mut self, value: &Value, allowed: std::ops::RangeInclusive<usize>, description: &str) {
        if value.as_str().is_some_and(|s| !allowed.contains(&s.chars().count())) {
            self.refuse(description);
        }
    }
}

pub(super) fn check(request: &Request) -> Findings {
    let mut findings = Findings::default();
    let f = &mut findings;
    match request.method.as_str() {
        "sendMessage" | "editMessageText" => message(request, f),
        "answerCallbackQuery" => f.length(request.param("text"), 0..=200, "MESSAGE_TOO_LONG"),
        "setMyCommands" => commands(request, f),
        "setMyDescription" => f.length(request.param("description"), 0..=512, "BOT_DESCRIPTION_TOO_LONG"),
        "setMyShortDescription" => f.length(request.param("short_description"), 0..=120, "BOT_ABOUT_TOO_LONG"),
        "setMyName" => f.length(request.param("name"), 0..=64, "BOT_NAME_TOO_LONG"),
        "answerInlineQuery" => extras::check_inline(request).into_iter().for_each(|wrong| f.refuse(wrong)),
        "sendDocument" => f.length(request.param("caption"), 0..=1024, "MEDIA_CAPTION_TOO_LONG"),
        "sendChatAction" => chat_action(request, f),
        "getUpdates" => polling(request, f),
        _ => {}
    }
    keyboard(request.param("reply_markup"), f);
    language(request.param("language_code"), f);
    findings
}

fn message(request: &Request, f: &mut Findings) {
    match send::compose(request) {
        Err(description) => f.refuse(description),
        Ok(composed) => {
            f.noted.extend(composed.noted);
            if composed.text.is_empty() {
                f.refuse("message text is empty");
            }
            if composed.text.chars().count() > MESSAGE_CHARACTERS {
                f.refuse("message is too long");
            }
            if composed.counted_entities > ENTITIES {
                f.noted.push(format!("{} entities, Telegram keeps {ENTITIES}", composed.counted_entities));
            }
        }
    }
    let reply = request.param("reply_parameters");
    f.length(&reply["quote"], 0..=1024, "QUOTE_TEXT_INVALID");
    if reply.is_object() && reply["message_id"].as_i64().is_none_or(|id| id <= 0) {
        f.refuse("MESSAGE_ID_INVALID");
    }
}

fn keyboard(markup: &Value, f: &mut Findings) {
    let rows: Vec<&Vec<Value>> =
        markup["inline_keyboard"].as_array().into_iter().flatten().flat_map(Value::as_array).collect();
    if rows.iter().map(|row| row.len()).sum::<usize>() > BUTTONS || rows.iter().any(|r| r.len() > BUTTONS_IN_A_ROW) {
        f.refuse("reply markup is too long");
    }
    for b in rows.into_iter().flatten() {
        button(b, f);
    }
}

fn button(button: &Value, f: &mut Findings) {
    let besides = ["text", "icon_custom_emoji_id", "style"];
    let actions = button.as_object().map_or(0, |b| b.keys().filter(|k| !besides.contains(&k.as_str())).count());
    if actions != 1 {
        f.refuse("BUTTON_TYPE_INVALID");
    }
    if button["text"].as_str().is_some_and(|t| t.trim().is_empty()) {
        f.refuse("inline keyboard button text must be non-empty");
    }
    if button["callback_data"].as_str().is_some_and(|data| !(1..=64).contains(&data.len())) {
        f.refuse("BUTTON_DATA_INVALID");
    }
    if button["url"].as_str().is_some_and(|url| links::check(url).is_err()) {
        f.refuse("BUTTON_URL_INVALID");
    }
    if button["style"].as_str().is_some_and(|style| !["danger", "success", "primary"].contains(&style)) {
        f.refuse("BUTTON_STYLE_INVALID");
    }
    f.length(&button["copy_text"]["text"], 1..=256, "BUTTON_COPY_TEXT_INVALID");
}

fn commands(request: &Request, f: &mut Findings) {
    let commands = request.param("commands").as_array().map_or(&[][..], Vec::as_slice);
    if commands.len() > 100 {
        f.refuse("BOT_COMMANDS_TOO_MUCH");
    }
    for command in commands {
        let name = command["command"].as_str().unwrap_or_default();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(1..=32).contains(&name.len()) || !name.chars().all(allowed) {
            f.refuse("BOT_COMMAND_INVALID");
        }
        f.length(&command["description"], 1..=256, "BOT_COMMAND_DESCRIPTION_INVALID");
    }
}

fn chat_action(request: &Request, f: &mut Findings) {
    const ACTIONS: [&str; 11] = [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ];
    if request.param("action").as_str().is_some_and(|action| !ACTIONS.contains(&action)) {
        f.refuse("wrong parameter action in request");
    }
}

fn polling(request: &Request, f: &mut Findings) {
    if request.param("limit").as_i64().is_some_and(|n| !(1..=100).contains(&n)) {
        f.noted.push("limit is not between 1 and 100".to_owned());
    }
    if request.param("timeout").as_i64().is_some_and(|n| !(0..=50).contains(&n)) {
        f.noted.push("timeout is not between 0 and 50 seconds".to_owned());
    }
}

fn language(code: &Value, f: &mut Findings) {
    let two_letters = |c: &str| c.is_empty() || (c.len() == 2 && c.bytes().all(|b| b.is_ascii_lowercase()));
    if code.as_str().is_some_and(|c| !two_letters(c)) {
        f.refuse("LANG_CODE_INVALID");
    }
}

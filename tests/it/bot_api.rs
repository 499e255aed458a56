//! The test server itself: what it accepts, refuses, stores and breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::bot_api::{Access, At, BotApi, Fault, Options, updates};

const PATIENCE: Duration = Duration::from_secs(20);

/// Status and body of a JSON request.
async fn call(api: &BotApi, method: &str, params: Value) -> (u16, Value) {
    let request = reqwest::Client::new().post(api.method_url(method)).json(&params);
    let response = request.send().await.expect("a response");
    let status = response.status().as_u16();
    (status, response.json().await.expect("a JSON body"))
}

/// `result` of a request that must go well.
async fn ok(api: &BotApi, method: &str, params: Value) -> Value {
    let (status, body) = call(api, method, params).await;
    assert_eq!((status, &body["ok"]), (200, &json!(true)), "{body}");
    body["result"].clone()
}

/// Status and description of a request that must fail.
async fn refused(api: &BotApi, method: &str, params: Value) -> (u16, String) {
    let (status, body) = call(api, method, params).await;
    assert_eq!((&body["ok"], &body["error_code"]), (&json!(false), &json!(status)), "{body}");
    (status, body["description"].as_str().unwrap_or_default().to_owned())
}

fn html(text: &str) -> Value {
    json!({ "chat_id": 7, "text": text, "parse_mode": "HTML" })
}

/// A server that knows the private chat 7.
async fn server() -> BotApi {
    let api = BotApi::start().await;
    api.add_chat(7);
    api
}

fn update_ids(updates: &Value) -> Vec<i64> {
    updates.as_array().expect("an array").iter().filter_map(|u| u["update_id"].as_i64()).collect()
}

#[tokio::test]
async fn answers_get_me_in_any_spelling_and_knows_one_token() {
    let api = server().await;
    for method in ["getMe", "GetMe", "getme", "GETME"] {
        assert_eq!(ok(&api, method, json!({})).await["is_bot"], true);
    }
    let get = |path: String| async move { reqwest::get(path).await.expect("a response").status().as_u16() };
    assert_eq!(get(api.method_url("getMe")).await, 200);
    assert_eq!(get(format!("{}/bot1:wrong/getMe", api.url())).await, 401);
    assert_eq!(get(format!("{}/getMe", api.url())).await, 404);
    assert_eq!(api.calls("getMe"), 6);
    assert_eq!(api.violations(), [""; 0]);
}

#[tokio::test]
async fn stores_a_message_as_telegram_does() {
    let api = server().await;
    let asked = api.push_text(7, 7, "What?");
    let updates = ok(&api, "getUpdates", json!({})).await;
    assert_eq!(update_ids(&updates), [asked]);
    let question = updates[0]["message"]["message_id"].clone();
    let text = "  <b>Жёлтый 🦊</b> &amp; <blockquote expandable>a\tb\r\n<i>c</i></blockquote>\n\
                <a href=\"https://EXAMPLE.org/Path?q=1&amp;r#:~:text=a%2Cb\">source</a> <a href=\"http://localhost/\">x</a> ";
    let sent = ok(
        &api,
        "SendMessage",
        json!({
            "chat_id": 7, "text": text, "parse_mode": "HTML",
            "reply_parameters": { "message_id": question, "allow_sending_without_reply": true },
            "link_preview_options": { "is_disabled": true },
            "reply_markup": { "inline_keyboard": [
                [{ "text": "Open", "url": "https://example.org#x" }],
                [{ "text": "More", "callback_data": "v1:more:1" }, { "text": "Copy", "copy_text": { "text": "words" } }],
            ] },
        }),
    )
    .await;
    let messages = api.wait_for_messages(7, 1, PATIENCE).await;
    let message = &messages[0];
    assert_eq!(message.text, "Жёлтый 🦊 & a b\nc\nsource x");
    let found: Vec<_> =
        message.entities.iter().map(|e| (e.kind.as_str(), e.offset, e.length, e.text.as_str())).collect();
    let expected = [
        ("bold", 0, 9, "Жёлтый 🦊"),
        ("expandable_blockquote", 12, 5, "a b\nc"),
        ("italic", 16, 1, "c"),
        ("text_link", 18, 6, "source"),
    ];
    assert_eq!(found, expected);
    assert_eq!(message.links(), ["https://example.org/Path?q=1&r#:~:text=a%2Cb"]);
    assert_eq!(message.dropped_links, ["http://localhost/"]);
    assert_eq!(message.quotes(), ["a b\nc"]);
    assert_eq!(message.reply_to, question.as_i64());
    assert_eq!(message.buttons.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(message.buttons[0][0].url.as_deref(), Some("https://example.org/#x"));
    assert_eq!(message.buttons[1][0].callback_data.as_deref(), Some("v1:more:1"));
    assert_eq!(message.buttons[1][1].copy_text.as_deref(), Some("words"));
    assert_eq!(sent["text"], message.text.as_str());
    assert_eq!(sent["message_id"], message.message_id);
    assert_eq!(sent["entities"][1]["type"], "expandable_blockquote");
    assert_eq!(sent["reply_to_message"]["text"], "What?");
    assert_eq!(api.violations(), [""; 0]);
}

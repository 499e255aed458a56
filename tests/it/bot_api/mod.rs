//! The test server itself: what it accepts, refuses, stores and breaks.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::bot_api::{Access, BotApi, updates};

mod checks;
mod faults;
mod queue;
mod text;

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

#[tokio::test]
async fn knows_chats_topics_and_messages() {
    let api = server().await;
    let send = |chat: i64, extra: Value| {
        let mut params = json!({ "chat_id": chat, "text": "x" });
        params.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        params
    };
    let bad = async |params: Value| refused(&api, "sendMessage", params).await;
    let request = |what: &str| (400, format!("Bad Request: {what}"));
    assert_eq!(bad(send(8, json!({}))).await, request("chat not found"));
    assert_eq!(bad(send(7, json!({ "message_thread_id": 3 }))).await, request("message thread not found"));
    let lost = json!({ "reply_parameters": { "message_id": 99 } });
    assert_eq!(bad(send(7, lost)).await, request("message to be replied not found"));
    let lost = json!({ "reply_parameters": { "message_id": 99, "allow_sending_without_reply": true } });
    ok(&api, "sendMessage", send(7, lost)).await;
    assert_eq!(api.messages(7)[0].reply_to, None);

    let group = updates::supergroup(-1_001_234_567_890, true);
    let question = updates::in_topic(updates::text(&group, &updates::user(9, None), "/ask@policy_test_bot why"), 55);
    api.push_update(question);
    let question = ok(&api, "getUpdates", json!({})).await[0]["message"].clone();
    assert_eq!(question["entities"], json!([{ "type": "bot_command", "offset": 0, "length": 20 }]));
    let reply = json!({ "reply_parameters": { "message_id": question["message_id"], "quote": "why" } });
    ok(&api, "sendMessage", send(-1_001_234_567_890, reply)).await;
    let sent = &api.messages(-1_001_234_567_890)[0];
    assert_eq!((sent.message_thread_id, sent.message_id), (Some(55), 2), "a reply stays in the topic");
    let wrong = json!({ "reply_parameters": { "message_id": question["message_id"], "quote": "because" } });
    assert_eq!(bad(send(-1_001_234_567_890, wrong)).await, request("QUOTE_TEXT_INVALID"));

    api.set_access(7, Access::Blocked);
    assert_eq!(bad(send(7, json!({}))).await, (403, "Forbidden: bot was blocked by the user".to_owned()));
    api.set_access(7, Access::MigratedTo(-1_009));
    let (status, body) = call(&api, "sendMessage", send(7, json!({}))).await;
    assert_eq!((status, &body["parameters"]["migrate_to_chat_id"]), (400, &json!(-1_009)));
    assert_eq!(api.violations(), [""; 0], "refused, but no violation");
}

#[tokio::test]
async fn edits_and_answers_callbacks() {
    let api = server().await;
    let keyboard = json!({ "inline_keyboard": [[{ "text": "More", "callback_data": "v1:more" }]] });
    let sent = ok(&api, "sendMessage", json!({ "chat_id": 7, "text": "one", "reply_markup": keyboard })).await;
    let edit = |text: &str| json!({ "chat_id": 7, "message_id": sent["message_id"], "text": text });
    let mut same = edit("one");
    same["reply_markup"] = keyboard.clone();
    let (status, description) = refused(&api, "editMessageText", same).await;
    assert!(status == 400 && description.starts_with("Bad Request: message is not modified"), "{description}");
    ok(&api, "editMessageText", edit("two")).await;
    let message = &api.messages(7)[0];
    assert_eq!((message.text.as_str(), message.edits, message.buttons.len()), ("two", 1, 0));
    let lost = json!({ "chat_id": 7, "message_id": 1_000, "text": "x" });
    assert_eq!(refused(&api, "editMessageText", lost).await.1, "Bad Request: message to edit not found");

    api.push_update(updates::callback_query(message, &updates::user(7, None), "v1:more"));
    let update = ok(&api, "getUpdates", json!({})).await[0].clone();
    let answer = json!({ "callback_query_id": update["callback_query"]["id"], "text": "Done" });
    ok(&api, "answerCallbackQuery", answer.clone()).await;
    let (_, description) = refused(&api, "answerCallbackQuery", answer.clone()).await;
    assert_eq!(api.callback_answers(), [answer]);
    assert!(description.starts_with("Bad Request: query is too old"), "{description}");
    assert_eq!(api.violations(), [""; 0]);
}

//! What is checked: the specification, and limits that are prose.

use serde_json::{Value, json};

use super::{call, html, ok, refused, server};
use crate::support::bot_api::{BotApi, Options};

#[tokio::test]
async fn compares_requests_with_the_specification() {
    let api = server().await;
    if api.differences("User", &json!({})).is_none() {
        println!("skipped: there is no specification to compare with");
        return;
    }
    let bad = [
        ("sendMessage", json!({ "chat_id": 7 }), "required parameter \"text\" is missing"),
        ("sendMessage", json!({ "text": "a" }), "required parameter \"chat_id\" is missing"),
        ("sendMessage", json!({ "chat_id": 7, "text": 5 }), "\"text\" must be of type String"),
        ("sendMessage", json!({ "chat_id": true, "text": "a" }), "\"chat_id\" is none of Integer, String"),
        ("sendMessage", json!({ "chat_id": 7, "text": "a", "disable_web_page_preview": true }), "unknown parameter"),
        ("sendMessage", json!({ "chat_id": 7, "text": "a", "protect_content": "yes" }), "must be of type Boolean"),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "a", "reply_parameters": { "message_id": 1, "allow": true } }),
            "unknown parameter \"reply_parameters.allow\"",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "a", "reply_parameters": {} }),
            "required parameter \"reply_parameters.message_id\" is missing",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 7, "text": "a", "link_preview_options": { "is_disabled": 1 } }),
            "\"link_preview_options.is_disabled\" must be of type Boolean",
        ),
        (
            "editMessageText",
            json!({ "chat_id": 7, "text": "a", "reply_markup": { "inline_keyboard": [[{ "url": "http://x.org" }]] } }),
            "required parameter \"reply_markup.inline_keyboard[0][0].text\" is missing",
        ),
        ("sendMessage", json!({ "chat_id": 7, "text": "a", "reply_markup": { "keys": [] } }), "is none of"),
        ("getUpdates", json!({ "offset": "soon" }), "\"offset\" must be of type Integer"),
        ("getUpdates", json!({ "allowed_updates": ["message", 5] }), "\"allowed_updates[1]\" must be of type String"),
        ("setMyCommands", json!({ "commands": [{ "command": "a" }] }), "\"commands[0].description\" is missing"),
    ];
    for (i, (method, params, why)) in bad.into_iter().enumerate() {
        let (status, description) = refused(&api, method, params.clone()).await;
        assert_eq!(status, 400, "{params}");
        let violations = api.violations();
        assert!(violations[i..].iter().any(|v| v.starts_with(method) && v.contains(why)), "{params}: {violations:?}");
        assert!(description.starts_with("Bad Request: "), "{description}");
        assert_eq!(violations.len(), i + 1, "{params}: {violations:?}");
    }
    let (status, _) = refused(&api, "sendTelegram", json!({})).await;
    assert_eq!((status, api.violations().len()), (404, 15));
    assert_eq!(api.messages(7), []);
}

#[tokio::test]
async fn takes_parameters_from_query_form_and_json_alike() {
    let api = server().await;
    let client = reqwest::Client::new();
    let query = client.get(format!("{}?chat_id=7&text=a+%26+b", api.method_url("sendMessage")));
    let markup = r#"{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}"#;
    let form = format!("chat_id=7&text=%D1%91&disable_notification=true&reply_markup={}", urlencode(markup));
    let form = client
        .post(api.method_url("sendMessage"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let json = json!({ "chat_id": "7", "text": "c", "reply_markup": markup, "message_thread_id": null });
    let json = client.post(api.method_url("sendMessage")).json(&json);
    for request in [query, form, json] {
        assert_eq!(request.send().await.expect("a response").status().as_u16(), 200);
    }
    let texts: Vec<_> = api.messages(7).into_iter().map(|m| (m.text, m.buttons.len())).collect();
    assert_eq!(texts, [("a & b".to_owned(), 0), ("ё".to_owned(), 1), ("c".to_owned(), 1)]);
    assert_eq!(api.violations(), [""; 0]);
    let garbage = client.post(api.method_url("sendMessage")).header("content-type", "application/json").body("{");
    assert_eq!(garbage.send().await.expect("a response").status().as_u16(), 400);
    assert_eq!(api.violations().len(), 1);
}

fn urlencode(s: &str) -> String {
    url::form_urlencoded::byte_serialize(s.as_bytes()).collect()
}

#[tokio::test]
async fn holds_messages_to_the_limits() {
    let api = server().await;
    let button = |b: Value| json!({ "chat_id": 7, "text": "x", "reply_markup": { "inline_keyboard": [[b]] } });
    let rows = |rows: usize, columns: usize| {
        let row = vec![json!({ "text": "x", "callback_data": "y" }); columns];
        json!({ "chat_id": 7, "text": "x", "reply_markup": { "inline_keyboard": vec![json!(row); rows] } })
    };
    let accepted = [
        json!({ "chat_id": 7, "text": "ё".repeat(4096) }),
        html(&format!("<b>{}</b>", "&amp;".repeat(4096))),
        json!({ "chat_id": 7, "text": format!("{}{}", "x".repeat(4096), " ".repeat(50)) }),
        html(&"<b>x</b><i>y</i>".repeat(50)),
        button(json!({ "text": "x", "callback_data": "ё".repeat(32) })),
        button(json!({ "text": "x", "copy_text": { "text": "ё".repeat(256) } })),
        rows(12, 8),
        rows(0, 0),
    ];
    for params in accepted {
        ok(&api, "sendMessage", params).await;
    }
    assert_eq!(api.violations(), [""; 0]);
    let bad = [
        (json!({ "chat_id": 7, "text": "ё".repeat(4097) }), "message is too long"),
        (json!({ "chat_id": 7, "text": " \r\n\u{2028}" }), "message text is empty"),
        (html("<b></b>"), "message text is empty"),
        (button(json!({ "text": "x", "callback_data": "" })), "BUTTON_DATA_INVALID"),
        (button(json!({ "text": "x", "callback_data": format!("{}y", "ё".repeat(32)) })), "BUTTON_DATA_INVALID"),
        (button(json!({ "text": "x", "copy_text": { "text": "" } })), "BUTTON_COPY_TEXT_INVALID"),
        (button(json!({ "text": "x", "copy_text": { "text": "ё".repeat(257) } })), "BUTTON_COPY_TEXT_INVALID"),
        (button(json!({ "text": "x" })), "BUTTON_TYPE_INVALID"),
        (button(json!({ "text": "x", "url": "https://x.org", "callback_data": "y" })), "BUTTON_TYPE_INVALID"),
        (button(json!({ "text": " ", "callback_data": "y" })), "inline keyboard button text must be non-empty"),
        (rows(1, 9), "reply markup is too long"),
        (rows(13, 8), "reply markup is too long"),
        (
            json!({ "chat_id": 7, "text": "x", "parse_mode": "MarkdownV2" }),
            "this test server does not know the parse mode",
        ),
        (
            json!({ "chat_id": 7, "text": "x", "reply_parameters": { "message_id": 1, "quote": "q".repeat(1025) } }),
            "QUOTE_TEXT_INVALID",
        ),
    ];
    for (i, (params, why)) in bad.into_iter().enumerate() {
        let (status, description) = refused(&api, "sendMessage", params).await;
        assert_eq!(status, 400);
        assert!(description.starts_with(&format!("Bad Request: {why}")), "{description}");
        assert_eq!(api.violations().len(), i + 1, "{:?}", api.violations());
    }
}

#[tokio::test]
async fn drops_entities_beyond_a_hundred_and_says_so() {
    let api = server().await;
    ok(&api, "sendMessage", html(&"<b>x</b><i>y</i><u>z</u>".repeat(34))).await;
    assert_eq!((api.messages(7)[0].text.len(), api.messages(7)[0].entities.len()), (102, 100));
    assert!(api.violations()[0].contains("102 entities"), "{:?}", api.violations());
    // Bold text is cut at the borders of what is inside it: 50 pieces alone, 50 with the others, which count as well.
    ok(&api, "sendMessage", html(&format!("<b>{}</b>", "x<i>y</i>".repeat(50)))).await;
    assert!(api.violations()[1].contains("150 entities"), "{:?}", api.violations());
}

#[tokio::test]
async fn holds_the_other_methods_to_their_limits() {
    let api = server().await;
    let command =
        |name: &str, description: &str| json!({ "commands": [{ "command": name, "description": description }] });
    let good = [
        ("setMyCommands", command("start_2", &"d".repeat(256))),
        ("setMyCommands", json!({ "commands": [], "language_code": "ru", "scope": { "type": "all_private_chats" } })),
        ("setMyDescription", json!({ "description": "ё".repeat(512) })),
        ("setMyShortDescription", json!({ "short_description": "ё".repeat(120), "language_code": "" })),
        ("sendChatAction", json!({ "chat_id": 7, "action": "typing" })),
        ("deleteWebhook", json!({ "drop_pending_updates": false })),
        ("getWebhookInfo", json!({})),
        ("getMyCommands", json!({})),
        ("getMyName", json!({})),
    ];
    for (method, params) in good {
        ok(&api, method, params).await;
    }
    assert_eq!(api.violations(), [""; 0]);
    let bad = [
        ("setMyCommands", command("Start", "d"), "BOT_COMMAND_INVALID"),
        ("setMyCommands", command(&"a".repeat(33), "d"), "BOT_COMMAND_INVALID"),
        ("setMyCommands", command("a", ""), "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", json!({ "commands": [], "language_code": "rus" }), "LANG_CODE_INVALID"),
        ("setMyDescription", json!({ "description": "d".repeat(513) }), "BOT_DESCRIPTION_TOO_LONG"),
        ("setMyShortDescription", json!({ "short_description": "d".repeat(121) }), "BOT_ABOUT_TOO_LONG"),
        ("sendChatAction", json!({ "chat_id": 7, "action": "thinking" }), "wrong parameter action in request"),
        ("answerCallbackQuery", json!({ "callback_query_id": "1", "text": "d".repeat(201) }), "MESSAGE_TOO_LONG"),
    ];
    for (i, (method, params, why)) in bad.into_iter().enumerate() {
        assert_eq!(refused(&api, method, params).await, (400, format!("Bad Request: {why}")));
        assert_eq!(api.violations().len(), i + 1);
    }
}

#[tokio::test]
async fn records_messages_beyond_the_rates_and_refuses_them_on_request() {
    for enforce_rates in [false, true] {
        let api = BotApi::start_with(Options { enforce_rates, ..Options::default() }).await;
        api.add_chat(7);
        let mut refused = 0;
        for _ in 0..12 {
            let (status, body) = call(&api, "sendMessage", html("x")).await;
            refused += usize::from(status == 429 && body["parameters"]["retry_after"] == 1);
        }
        assert!(!api.rate_violations().is_empty());
        assert_eq!(refused, if enforce_rates { api.rate_violations().len() } else { 0 });
        assert_eq!(api.messages(7).len(), 12 - refused);
        assert_eq!(api.violations(), [""; 0]);
    }
}

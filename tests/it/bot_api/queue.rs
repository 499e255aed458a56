//! Updates: confirmation, long polls, kinds, their form.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{PATIENCE, html, ok, refused, server, update_ids};
use crate::support::bot_api::{BotApi, Options, updates};

#[tokio::test]
async fn hands_updates_out_until_they_are_confirmed() {
    let api = BotApi::start_with(Options { first_update_id: 10, ..Options::default() }).await;
    let poll = async |params: Value| update_ids(&ok(&api, "getUpdates", params).await);
    assert_eq!(poll(json!({})).await, [0; 0]);
    for text in ["a", "b", "c", "d"] {
        api.push_text(7, 7, text);
    }
    assert_eq!(poll(json!({})).await, [10, 11, 12, 13]);
    assert_eq!(poll(json!({ "limit": 2 })).await, [10, 11]);
    assert_eq!(api.confirmed_offset(), 0);
    assert_eq!(poll(json!({ "offset": 12 })).await, [12, 13]);
    assert_eq!((api.confirmed_offset(), api.unconfirmed()), (12, 2));
    assert_eq!(poll(json!({ "offset": 11 })).await, [12, 13], "what is confirmed is gone");
    assert_eq!(poll(json!({ "offset": -1 })).await, [13], "all but the last are forgotten");
    assert_eq!(poll(json!({})).await, [13]);
    assert_eq!(poll(json!({ "offset": 14 })).await, [0; 0]);
    api.set_next_update_id(5);
    api.push_text(7, 7, "a week later");
    assert_eq!(poll(json!({ "offset": 14 })).await, [0; 0], "a higher offset confirms lower numbers unseen");
    assert_eq!(api.violations(), [""; 0]);
}

#[tokio::test]
async fn a_long_poll_ends_with_the_first_update() {
    let api = Arc::new(server().await);
    let polling = Arc::clone(&api);
    let poll = tokio::spawn(async move { ok(&polling, "getUpdates", json!({ "timeout": 50 })).await });
    api.wait_for("poll", PATIENCE, |api| api.calls("getUpdates") == 1).await;
    let id = api.push_text(7, 7, "a");
    assert_eq!(update_ids(&poll.await.expect("no panic")), [id]);
    assert_eq!(update_ids(&ok(&api, "getUpdates", json!({ "timeout": 1, "offset": id + 1 })).await), [0; 0]);
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let api = Arc::new(server().await);
    let polling = Arc::clone(&api);
    let older = tokio::spawn(async move { refused(&polling, "getUpdates", json!({ "timeout": 50 })).await });
    api.wait_for("poll", PATIENCE, |api| api.calls("getUpdates") == 1).await;
    assert_eq!(update_ids(&ok(&api, "getUpdates", json!({})).await), [0; 0]);
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(older.await.expect("no panic"), (409, conflict.to_owned()));
    ok(&api, "setWebhook", json!({ "url": "https://x.org/hook" })).await;
    assert_eq!(refused(&api, "getUpdates", json!({})).await.0, 409);
    ok(&api, "deleteWebhook", json!({})).await;
    ok(&api, "getUpdates", json!({})).await;
}

#[tokio::test]
async fn remembers_which_kinds_of_updates_are_wanted() {
    let api = server().await;
    let (chat, anna) = (updates::chat(7), updates::user(7, None));
    let push = |api: &BotApi| {
        api.push_update(updates::text(&chat, &anna, "a"));
        api.push_update(updates::my_chat_member(&chat, &anna, "kicked", "member"));
        api.push_update(json!({ "message_reaction": {} }));
    };
    push(&api);
    let kinds = async |params: Value| -> Vec<String> {
        let updates = ok(&api, "getUpdates", params).await;
        let kind = |u: &Value| u.as_object().and_then(|o| o.keys().find(|k| *k != "update_id").cloned());
        updates.as_array().expect("an array").iter().filter_map(kind).collect()
    };
    assert_eq!(kinds(json!({})).await, ["message", "my_chat_member"]);
    api.set_next_update_id(900_000_000);
    assert_eq!(kinds(json!({ "offset": 900_000_000, "allowed_updates": ["message"] })).await, [""; 0]);
    push(&api);
    assert_eq!(kinds(json!({})).await, ["message"], "remembered");
}

#[tokio::test]
async fn updates_look_as_the_specification_says() {
    let api = server().await;
    let (chat, anna) = (updates::chat(7), updates::user(7, Some("ru")));
    ok(&api, "sendMessage", html("<b>x</b>")).await;
    let bots = &api.messages(7)[0];
    let text = updates::text(&chat, &anna, "/ask что нового?");
    for update in [
        text.clone(),
        updates::text(&updates::chat(-5), &anna, "a"),
        updates::in_topic(updates::text(&updates::supergroup(-1_001_234_567_890, true), &anna, "a"), 5),
        updates::photo(&chat, &anna, "caption"),
        updates::sticker(&chat, &anna),
        updates::replying_to(text.clone(), bots),
        updates::replying_elsewhere(text.clone(), "quoted"),
        updates::at(text.clone(), 1_800_000_000),
        updates::callback_query(bots, &anna, "v1:more"),
        updates::my_chat_member(&chat, &anna, "member", "kicked"),
    ] {
        api.push_update(update);
    }
    let pushed = ok(&api, "getUpdates", json!({})).await;
    let first = pushed[0].clone();
    api.push_update(updates::edited(&first, "changed"));
    api.push_update(updates::with_unknown_entity(text));
    api.push_update(updates::unknown_kind());
    let pushed = ok(&api, "getUpdates", json!({})).await;
    let pushed = pushed.as_array().expect("an array");
    assert_eq!(pushed.len(), 13);
    for (i, update) in pushed.iter().enumerate() {
        let Some(differences) = api.differences("Update", update) else {
            println!("skipped: there is no specification to compare with");
            return;
        };
        let undocumented = match i {
            1 => "unknown parameter \"message.chat.all_members_are_administrators\"",
            11 => "unknown parameter \"message.entities[1].depth\"",
            12 => "unknown parameter \"telepathy\"",
            _ => "",
        };
        let expected: Vec<_> = Some(undocumented.to_owned()).filter(|u| !u.is_empty()).into_iter().collect();
        assert_eq!(differences, expected, "{update}");
    }
    let me = ok(&api, "getMe", json!({})).await;
    assert_eq!(api.differences("User", &me), Some(Vec::new()));
    let sent = ok(&api, "sendMessage", html("<a href=\"http://x.org\">x</a>")).await;
    assert_eq!(api.differences("Message", &sent), Some(Vec::new()));
}

//! Misbehaviour, hooks and measurements.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::{PATIENCE, call, html, ok, server};
use crate::support::bot_api::{At, Fault, Request};

#[tokio::test]
async fn fails_as_told() {
    let api = server().await;
    let faults = [
        Fault::TooManyRequests { retry_after: 7 },
        Fault::BadGateway,
        Fault::NotJson,
        Fault::Error { code: 500, description: "Internal Server Error: restart" },
        Fault::DropBefore,
        Fault::DropAfter,
    ];
    for (i, fault) in faults.into_iter().enumerate() {
        api.fail(At::Call("sendMessage", i + 1), fault);
    }
    let client = reqwest::Client::new();
    let send = async |text: &str| {
        let request = client.post(api.method_url("SendMessage")).json(&json!({ "chat_id": 7, "text": text }));
        let response = request.send().await.ok()?;
        Some((response.status().as_u16(), response.text().await.expect("a body")))
    };
    let (status, body) = send("1").await.expect("a response");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((status, &body["parameters"]["retry_after"]), (429, &json!(7)));
    assert!(matches!(send("2").await, Some((502, body)) if body.starts_with("<html>")));
    assert_eq!(send("3").await, Some((200, "everything is fine".to_owned())));
    assert!(matches!(send("4").await, Some((500, body)) if body.contains("restart")));
    assert_eq!((send("5").await, api.messages(7).len()), (None, 0));
    assert_eq!((send("6").await, api.messages(7).len()), (None, 1), "sent, but nobody was told");
    assert!(matches!(send("7").await, Some((200, _))));
    let texts: Vec<_> = api.messages(7).into_iter().map(|m| m.text).collect();
    assert_eq!(texts, ["6", "7"]);
    let statuses: Vec<_> = api.requests().into_iter().map(|r| r.status).collect();
    assert_eq!(statuses, [Some(429), Some(502), Some(200), Some(500), None, None, Some(200)]);
}

#[tokio::test]
async fn fails_by_rule_until_healed_and_can_be_down() {
    let api = server().await;
    api.fail_when(|r| (r.param("text") == "bad").then_some(Fault::BadGateway));
    let status = async |text: &str| {
        let request = reqwest::Client::new().post(api.method_url("sendMessage"));
        let response = request.json(&json!({ "chat_id": 7, "text": text })).send().await;
        response.map_or(0, |r| r.status().as_u16())
    };
    assert_eq!((status("good").await, status("bad").await, status("bad").await), (200, 502, 502));
    api.heal();
    assert_eq!(status("bad").await, 200);
    api.set_down(true);
    assert_eq!((status("good").await, api.calls("sendMessage")), (0, 4));
    api.set_down(false);
    assert_eq!(status("good").await, 200);
}

#[tokio::test]
async fn a_delayed_request_waits_and_hooks_run_at_their_place() {
    let api = Arc::new(server().await);
    let seen = Arc::new(AtomicUsize::new(0));
    for (n, is_before) in [(1, true), (10, false)] {
        let (server, seen) = (Arc::clone(&api), Arc::clone(&seen));
        let hook = move |request: Request| async move {
            assert_eq!((request.method.as_str(), request.number, request.nth), ("sendMessage", 2, 1));
            assert_eq!(server.messages(7).len(), usize::from(!is_before));
            seen.fetch_add(n, Ordering::SeqCst);
        };
        if is_before {
            api.before(At::Overall(2), hook);
        } else {
            api.after(At::Call("sendMessage", 1), hook);
        }
    }
    api.fail(At::Overall(2), Fault::Delay(Duration::from_millis(1)));
    ok(&api, "getMe", json!({})).await;
    ok(&api, "sendMessage", html("a")).await;
    ok(&api, "sendMessage", html("b")).await;
    assert_eq!((seen.load(Ordering::SeqCst), api.messages(7).len()), (11, 2));
}

#[tokio::test]
async fn what_has_arrived_takes_effect_even_if_its_sender_dies() {
    let api = Arc::new(server().await);
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    api.before(At::Call("sendMessage", 1), |_| async { released.await.expect("released") });
    let sender = Arc::clone(&api);
    let sender = tokio::spawn(async move { call(&sender, "sendMessage", html("last words")).await });
    api.wait_for("request", PATIENCE, |api| api.calls("sendMessage") == 1).await;
    sender.abort();
    assert!(sender.await.expect_err("aborted").is_cancelled());
    release.send(()).expect("the hook waits");
    assert_eq!(api.wait_for_messages(7, 1, PATIENCE).await[0].text, "last words");
}

#[tokio::test]
async fn measures_what_happens_at_the_same_time() {
    let api = Arc::new(server().await);
    let all_here = Arc::new(tokio::sync::Barrier::new(3));
    for n in 1..=3 {
        let all_here = Arc::clone(&all_here);
        api.before(At::Call("sendMessage", n), |_| async move {
            all_here.wait().await;
        });
    }
    let send = || async { call(&api, "sendMessage", html("x")).await.0 };
    assert_eq!(tokio::join!(send(), send(), send()), (200, 200, 200));
    assert_eq!((api.max_in_flight(), api.max_connections()), (3, 3));
    ok(&api, "sendMessage", html("x")).await;
    assert_eq!(api.max_in_flight(), 3);
}

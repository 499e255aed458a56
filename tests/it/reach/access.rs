//! Who is answered, and how much.

use policybot::store::People;
use policybot::telegram::reach::Access;

use serde_json::json;

use super::*;

const ADMIN: i64 = 77;
const QUESTION: &str = "Which directions of support does the Tomsk Region name?";

#[tokio::test]
async fn too_much_is_said_once_and_nobody_else_notices() {
    Stage::story(Options { user_per_minute: 3, admins: vec![ADMIN], ..quiet() }, |api| async move {
        for _ in 0..8 {
            api.push_update(private(1, "ru", "/help"));
            api.push_update(private(ADMIN, "en", "/help"));
        }
        api.wait_for_messages(ADMIN, 8, PATIENCE).await;
        let last = api.wait_for_messages(1, 4, PATIENCE).await.remove(3);
        assert!(last.text.starts_with("Так быстро я отвечать не успеваю."), "{}", last.text);
        assert!(told(&api, 2, "en", "/help", 1).await.text.starts_with("Write your question"));
        assert_eq!(api.messages(1).len(), 4);
        // Talk in a group that is not for the bot counts for nothing.
        for _ in 0..10 {
            api.push_update(group(2, "en", "just talking"));
        }
        assert!(told(&api, 2, "en", "/help", 2).await.text.starts_with("Write your question"));
    })
    .await;
}

#[tokio::test]
async fn the_notice_reaches_whoever_edits_too_much_in_the_language_they_chose() {
    Stage::story(Options { user_per_minute: 2, ..quiet() }, |api| async move {
        told(&api, 1, "de", "/lang ru", 1).await;
        told(&api, 1, "de", "/help", 2).await;
        let asked = json!({"message": {
            "message_id": 900, "date": 1, "from": updates::user(1, Some("de")), "chat": updates::chat(1), "text": "x",
        }});
        api.push_update(updates::edited(&asked, QUESTION));
        let last = api.wait_for_messages(1, 3, PATIENCE).await.remove(2);
        assert!(last.text.starts_with("Так быстро я отвечать не успеваю."), "{}", last.text);
    })
    .await;
}

#[tokio::test]
async fn a_group_has_its_own_measure() {
    Stage::story(Options { chat_per_minute: 2, ..quiet() }, |api| async move {
        for user in 1..=6 {
            api.push_update(group(user, "en", "/help"));
        }
        assert!(told(&api, 1, "en", "/help", 1).await.text.starts_with("Write your question"));
        let said: Vec<String> = api.wait_for_messages(GROUP, 3, PATIENCE).await.into_iter().map(|m| m.text).collect();
        assert!(said[2].starts_with("That is more than I can answer at once."), "{said:?}");
        told(&api, 1, "en", "/help", 2).await;
        assert_eq!(api.messages(GROUP).len(), 3);
    })
    .await;
}

#[tokio::test]
async fn with_a_list_only_those_listed_are_answered() {
    let options = Options { access: Access::List, allowed: vec![1, GROUP], admins: vec![ADMIN], ..quiet() };
    Stage::story(options, |api| async move {
        assert!(!told(&api, 1, "en", QUESTION, 1).await.quotes().is_empty());
        assert!(!told(&api, ADMIN, "en", QUESTION, 1).await.quotes().is_empty());
        api.push_update(group(5, "en", "/ask Tomsk partners"));
        api.wait_for_messages(GROUP, 1, PATIENCE).await;
        let said = told(&api, 2, "ru", QUESTION, 1).await;
        assert!(said.quotes().is_empty() && said.text.starts_with("Этот бот отвечает по приглашению."));
        // Said once, and in groups never; inline queries get nothing.
        api.push_update(private(2, "ru", "/subscribe Томск"));
        let other = updates::text(&updates::chat(-1_009_999_999_999), &updates::user(2, None), "/help");
        api.push_update(other);
        api.push_update(updates::inline_query("1", &updates::user(2, None), "tomsk", ""));
        told(&api, 1, "en", "/help", 2).await;
        api.wait_for("all is done", PATIENCE, |api| api.unconfirmed() == 0).await;
        told(&api, 1, "en", "/help", 3).await;
        assert_eq!((api.messages(2).len(), api.messages(-1_009_999_999_999).len()), (1, 0));
        assert!(api.inline_answers().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_invitation_opens_the_door_for_good() {
    let stage = Stage::new().await;
    let invite = Some("secret-code".parse().expect("a code"));
    let options = Options { access: Access::Invite, invite, admins: vec![ADMIN], ..quiet() };
    let bot = stage.start_with(options.clone()).await;
    let api = &stage.api;
    told(api, 1, "en", QUESTION, 1).await;
    let link = told(api, ADMIN, "en", "/invite", 1).await.text;
    assert!(link.contains("https://t.me/policy_test_bot?start=i_secret-code"), "{link}");
    api.push_update(private(2, "en", "/start i_wrong-code"));
    let turned_away = api.wait_for_messages(2, 1, PATIENCE).await.remove(0);
    assert!(turned_away.text.starts_with("This bot is for invited people."));
    assert!(told(api, 1, "en", "/start i_secret-code", 2).await.text.starts_with("Hello!"));
    assert!(!told(api, 1, "en", QUESTION, 3).await.quotes().is_empty());
    bot.stop(api).await;
    let bot = stage.start_with(options).await;
    assert!(!told(api, 1, "en", QUESTION, 4).await.quotes().is_empty());
    bot.stop(api).await;
}

#[tokio::test]
async fn banned_users_hear_nothing_and_only_administrators_ban() {
    let stage = Stage::new().await;
    let bot = stage.start_with(Options { admins: vec![ADMIN], ..quiet() }).await;
    let api = &stage.api;
    let said = told(api, 1, "en", "/ban 2", 1).await.text;
    assert!(said.starts_with("I don't know that command."), "{said}");
    for (n, command, begins) in [
        (1, "/ban", "Write the user's number"),
        (2, "/ban 77", "Administrators cannot be banned."),
        (3, "/ban 2", "User 2 is not answered any more."),
    ] {
        let said = told(api, ADMIN, "en", command, n).await.text;
        assert!(said.starts_with(begins), "{said}");
    }
    api.push_update(private(2, "en", QUESTION));
    api.push_update(private(2, "en", "/subscribe Tomsk"));
    api.push_update(updates::inline_query("1", &updates::user(2, None), "tomsk", ""));
    told(api, ADMIN, "en", "/help", 4).await;
    api.wait_for("all is done", PATIENCE, |api| api.unconfirmed() == 0).await;
    told(api, ADMIN, "en", "/unban 2", 5).await;
    assert!(api.messages(2).is_empty() && api.inline_answers().is_empty());
    assert!(!told(api, 2, "en", QUESTION, 1).await.quotes().is_empty());
    assert!(!bot.store.is_banned(2).await.expect("reads"));
    bot.stop(api).await;
}

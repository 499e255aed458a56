//! Replies to the bot's messages, edited questions, and what was taken over and dropped.

use serde_json::json;

use super::{Stage, label};
use crate::support::bot_api::updates;

const OPENED: &str = "When was the robotics centre in Larchwood opened?";

#[tokio::test]
async fn more_in_reply_to_an_older_answer_is_more_of_that_one() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let older = anna.says(OPENED).await.one();
    anna.says("/programmes Tomsk").await;
    let more = anna.sends(updates::replying_to(anna.text("more?"), &older)).await.one();
    assert_eq!(more.quotes().len(), 1, "{}", more.text);
    assert!(more.text.contains("Larchwood Region") && more.quotes() != older.quotes(), "{}", more.text);
    stage.end().await;
}

#[tokio::test]
async fn a_reply_to_a_message_that_nothing_is_remembered_of_asks_about_the_region_it_links_to() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    anna.says("/directions Tomsk").await;
    // As news look, messages sent through inline mode, and answers of more than a month ago.
    let link = json!({"type": "text_link", "offset": 0, "length": 3, "url": "https://example.org/larchwood#:~:text=a"});
    let bot = json!({"id": 123_456_789, "is_bot": true, "first_name": "Policy", "username": "policy_test_bot"});
    let other = updates::user(7, Some("en"));
    for (from, via) in [(&bot, None), (&other, Some(&bot))] {
        let mut asked = anna.text("and partners?");
        asked["message"]["reply_to_message"] = json!({
            "message_id": 9_000, "date": 1, "chat": updates::chat(1), "text": "New", "from": from, "entities": [link],
        });
        if let Some(bot) = via {
            asked["message"]["reply_to_message"]["via_bot"] = bot.clone();
        }
        let told = anna.sends(asked).await.one();
        assert!(told.text.starts_with("Continuing: Larchwood Region · partners"), "{}", told.text);
        anna.says("/directions Tomsk").await;
    }
    // What somebody else has written leads nowhere.
    let mut asked = anna.text("and partners?");
    asked["message"]["reply_to_message"] = json!({
        "message_id": 9_000, "date": 1, "chat": updates::chat(1), "text": "New", "from": other, "entities": [link],
    });
    let told = anna.sends(asked).await.one();
    assert!(told.text.starts_with("Continuing: Tomsk Region · partners"), "{}", told.text);
    stage.end().await;
}

#[tokio::test]
async fn what_was_dropped_does_not_come_back() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    anna.says("/directions Larchwood").await;
    let answer = anna.says("until when?").await.one();
    let dropped = anna.taps(&answer, &label(&answer, "✕ Larchwood Region")).await.one();
    assert!(!dropped.text.contains("Continuing") && dropped.edits == 1, "asked without the region: {}", dropped.text);
    let next = anna.says("and programmes?").await.one();
    assert!(!next.text.contains("Continuing: Larchwood"), "{}", next.text);
    stage.end().await;
}

#[tokio::test]
async fn an_older_question_that_is_edited_stays_with_its_own_region() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let mut older = anna.text("Which directions of support does the Larchwood Region name?");
    let id = stage.api.newest_message_id(1) + 1;
    let first = anna.sends(older.clone()).await.one();
    older["message"]["message_id"] = id.into();
    anna.says("/directions Tomsk").await;
    let edited = anna.sends(updates::edited(&older, "and partners?")).await.one();
    assert_eq!((edited.message_id, edited.edits), (first.message_id, 1));
    assert!(edited.text.starts_with("Continuing: Larchwood Region · partners"), "{}", edited.text);
    stage.end().await;
}

#[tokio::test]
async fn a_question_edited_into_a_command_about_the_person_is_asked_for_anew() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "ru");
    let id = stage.api.newest_message_id(1) + 1;
    let mut asked = anna.text(OPENED);
    anna.sends(asked.clone()).await.one();
    asked["message"]["message_id"] = id.into();
    let told = anna.sends(updates::edited(&asked, "/subscribe Томск")).await.one();
    assert!(told.text.contains("Отправьте её, пожалуйста, там, новым сообщением боту."), "{}", told.text);
    stage.end().await;
}

#[tokio::test]
async fn after_a_card_or_the_newest_articles_of_a_region_questions_are_about_it() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    for command in ["/region Larchwood", "/latest larchwood"] {
        anna.says("/directions Tomsk").await;
        anna.says(command).await;
        assert!(anna.says("more").await.one().text.starts_with("That was everything"), "{command} shows no quotes");
        let told = anna.says("and partners?").await.one();
        assert!(told.text.starts_with("Continuing: Larchwood Region · partners"), "{}", told.text);
        anna.says("/directions Tomsk").await;
        anna.says(command).await;
        let list = anna.says("/partners").await.one();
        assert!(list.text.contains(" · Larchwood Region · "), "{}", list.text);
    }
    stage.end().await;
}

//! What a conversation must do besides what the transcripts show.

use serde_json::{Value, json};

use super::{PATIENCE, Stage};
use crate::support::bot_api::{At, Fault, Request, updates};

const OPENED: &str = "When was the robotics centre in Larchwood opened?";

#[tokio::test]
async fn old_foreign_and_broken_buttons_get_a_friendly_answer() {
    let stage = Stage::new().await;
    let (anna, boris) = (stage.anna(1, "en"), stage.anna(2, "ru"));
    let answer = anna.says(OPENED).await.one();
    let data = answer.all_buttons().into_iter().find_map(|b| b.callback_data.clone()).expect("a button");
    let key = data.split(':').nth(1).expect("a key");
    for data in ["v0:old:c1", "nonsense", "", "v1:unknown:c0", &format!("v1:{key}:c999"), &format!("v1:{key}:s0")] {
        let returned = anna.sends(anna.tap(&answer, data)).await;
        assert!(returned.messages.is_empty(), "{data}");
        assert_eq!(returned.toast.as_deref(), Some("This button is too old for me. Please ask again."), "{data}");
    }
    let own = boris.says("/start").await.one();
    let foreign = boris.sends(boris.tap(&own, &data)).await;
    assert!(foreign.messages.is_empty() && foreign.toast.is_some_and(|t| t.starts_with("Эта кнопка уже устарела")));
    stage.end().await;
}

#[tokio::test]
async fn pressing_twice_and_racing_never_fails() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let answer = anna.says(OPENED).await.one();
    let more = answer.all_buttons().into_iter().find(|b| b.text.starts_with("More · 1/")).expect("a button").clone();
    let data = more.callback_data.expect("data");
    for _ in 0..4 {
        stage.api.push_update(anna.tap(&answer, &data));
    }
    anna.sends(anna.tap(&answer, &data)).await;
    assert_eq!(anna.last().edits, 1, "after the first there is nothing left to change");
    let refused = |r: &Request| r.method == "editMessageText" && r.status == Some(400);
    assert_eq!(stage.api.requests().iter().filter(|r| refused(r)).count(), 4);
    assert!(anna.last().all_buttons().iter().any(|b| b.text.contains(" · 2/")));
    stage.end().await;
}

#[tokio::test]
async fn a_message_that_was_deleted_is_no_trouble() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let answer = anna.says(OPENED).await.one();
    let description = "Bad Request: message to edit not found";
    stage.api.fail(At::Call("editMessageText", 1), Fault::Error { code: 400, description });
    let returned = anna.taps(&answer, "Context").await;
    assert!(returned.messages.is_empty() && returned.toast.as_deref() == Some(""));
    assert_eq!(stage.api.calls("editMessageText"), 1, "not tried again");
    assert_eq!(anna.says("/help").await.messages.len(), 1);
    stage.end().await;
}

#[tokio::test]
async fn a_reply_to_an_answer_asks_about_its_region() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let larchwood = anna.says(OPENED).await.one();
    anna.says("/directions Tomsk").await;
    let asked = updates::replying_to(anna.text("and partners?"), &larchwood);
    let told = anna.sends(asked).await.one();
    assert!(told.text.starts_with("Continuing: Larchwood Region · partners"), "{}", told.text);
    stage.end().await;
}

#[tokio::test]
async fn a_context_is_somebodys_own() {
    let stage = Stage::new().await;
    stage.anna(1, "en").says("/directions Larchwood").await;
    let told = stage.anna(2, "en").says("and partners?").await.one();
    assert!(!told.text.contains("Continuing"), "{}", told.text);
    stage.end().await;
}

#[tokio::test]
async fn an_edit_without_an_answer_yet_gets_one_and_groups_are_left_alone() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let unheard = json!({"message": {
        "message_id": 900, "date": 1, "from": updates::user(1, Some("en")), "chat": updates::chat(1), "text": "x",
    }});
    let told = anna.sends(updates::edited(&unheard, OPENED)).await.one();
    assert!(told.edits == 0 && told.quotes().len() == 1);
    let group = updates::text(&updates::chat(-1_000_000_000_007), &updates::user(1, Some("en")), "/ask who?");
    let returned = anna.sends(updates::edited(&group, "/ask who else?")).await;
    assert!(returned.messages.is_empty() && stage.api.messages(-1_000_000_000_007).is_empty());
    stage.end().await;
}

#[tokio::test]
async fn long_texts_are_asked_to_be_shortened() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "ru");
    let told = anna.says(&"слово ".repeat(350)).await.one();
    assert!(told.text.starts_with("Это очень много текста."), "{}", told.text);
    let told = anna.says(&format!("Кто губернатор Вережской области? {}", "а ".repeat(500))).await.one();
    assert!(!told.text.starts_with("Это очень много"), "{}", told.text);
    stage.end().await;
}

#[tokio::test]
async fn a_group_gets_one_quote_and_more_by_button() {
    let stage = Stage::new().await;
    let group = -1_000_000_000_007;
    let user = updates::user(1, Some("en"));
    stage.api.push_update(updates::text(&updates::chat(group), &user, "/directions Tomsk"));
    let told = stage.api.wait_for_messages(group, 1, PATIENCE).await.remove(0);
    assert_eq!(told.quotes().len(), 1);
    let more = told.all_buttons().into_iter().find(|b| b.text == "More · 1/3").expect("a button").clone();
    let data = more.callback_data.expect("data");
    stage.api.push_update(updates::callback_query(&told, &updates::user(2, Some("ru")), &data));
    stage.api.wait_for("the next quote", PATIENCE, |api| api.messages(group)[0].edits == 1).await;
    assert!(stage.api.messages(group)[0].quotes()[0].contains("second direction"));
    stage.end().await;
}

#[tokio::test]
async fn every_button_fits_its_limits() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "ru");
    for line in ["/start", "/regions", "/region томск", "/directions томск", "/partners томск", "/compare томск вереж"]
    {
        let told = anna.says(line).await.one();
        for button in told.all_buttons() {
            assert!(button.text.chars().count() <= 64, "{}", button.text);
            let data = button.callback_data.as_deref().unwrap_or("v1:x:c0");
            assert!((1..=64).contains(&data.len()) && data.starts_with("v1:"), "{data}");
        }
    }
    stage.end().await;
}

#[tokio::test]
async fn a_vote_is_one_and_can_be_changed() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let answer = anna.says(OPENED).await.one();
    for _ in 0..2 {
        assert_eq!(anna.taps(&answer, "👍").await.toast.as_deref(), Some("Thank you! Glad it helped."));
    }
    let asked = anna.taps(&answer, "👎").await.one();
    anna.taps(&asked, "Hard to understand").await;
    let held = stage.held(1).await;
    let votes = held["votes"].as_array().expect("votes");
    assert_eq!(votes.len(), 1);
    assert_eq!((&votes[0]["good"], &votes[0]["reason"]), (&Value::from(0), &Value::from("unclear")));
    stage.end().await;
}

#[tokio::test]
async fn a_question_is_passed_on_without_its_asker_unless_they_want_to_hear() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "en");
    let no = anna.says("Which directions of support does the Omsk Region name?").await.one();
    assert_eq!(stage.held(1).await["passed_on"], json!([]));
    let noted = anna.taps(&no, "Tell the curators").await.one();
    assert_eq!(stage.held(1).await["passed_on"], json!([]));
    anna.taps(&noted, "Let me know when there is an answer").await;
    let held = stage.held(1).await;
    assert_eq!(held["passed_on"][0]["question"], "Which directions of support does the Omsk Region name?");
    stage.end().await;
}

#[tokio::test]
async fn a_question_that_a_button_asked_is_passed_on_as_such() {
    let mut stage = Stage::new().await;
    let front =
        "---\ntitle: A road\nurl: https://example.org/road\nregion: Oneshire Region\nlang: en\ndate: 2024\n---\n";
    stage.library.write("road.md", &format!("{front}A new road was opened in the Oneshire Region on Monday.\n"));
    stage.restart().await;
    let anna = stage.anna(1, "en");
    let which = anna.says("/partners").await.one();
    let mut no = anna.taps(&which, "Oneshire Region").await.one();
    assert!(no.quotes().is_empty(), "{}", no.text);
    for label in ["Tell the curators", "Let me know when there is an answer"] {
        no = anna.taps(&no, label).await.one();
    }
    assert_eq!(stage.held(1).await["passed_on"][0]["question"], "/partners Oneshire Region");
    stage.end().await;
}

#[tokio::test]
async fn who_wanted_to_hear_is_told_once_when_there_is_an_answer() {
    let mut stage = Stage::new().await;
    {
        let anna = stage.anna(1, "en");
        let no = anna.says("Which directions of support does the Omsk Region name?").await.one();
        let noted = anna.taps(&no, "Tell the curators").await.one();
        anna.taps(&noted, "Let me know when there is an answer").await;
    }
    stage.restart().await;
    assert_eq!(stage.anna(1, "en").says("/help").await.messages.len(), 1);
    let before = stage.api.messages(1).len();
    let tomsk = stage.library.read("tomsk.md");
    stage.library.write("omsk.md", &tomsk.replace("Tomsk", "Omsk").replace("tomsk", "omsk"));
    stage.restart().await;
    let told = stage.api.wait_for_messages(1, before + 1, PATIENCE).await.pop().expect("a message");
    let begin =
        "You wanted to know, and now there is an answer:\n\nWhich directions of support does the Omsk Region name?";
    assert!(told.text.starts_with(begin) && told.quotes().len() == 3, "{}", told.text);
    let one = stage.anna(1, "en").taps(&told, "One by one").await.one();
    assert_eq!(one.quotes().len(), 1);
    stage.restart().await;
    stage.anna(1, "en").says("/help").await;
    assert_eq!(stage.api.messages(1).len(), before + 2);
    stage.end().await;
}

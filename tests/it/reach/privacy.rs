//! What is kept of people, shown and deleted.

use policybot::store::{Curators, People};
use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn everything_stored_is_shown_as_a_file_and_deleted_when_confirmed() {
    let stage = Stage::new().await;
    let bot = stage.start().await;
    let api = &stage.api;
    told(api, 1, "en", "/subscribe Tomsk partners", 1).await;
    told(api, 2, "ru", "/subscribe Томск", 1).await;
    api.push_update(private(1, "en", "/mydata"));
    api.wait_for("the file", PATIENCE, |api| !api.documents(1).is_empty()).await;
    let file = api.documents(1).remove(0);
    assert_eq!(
        (file.name.as_str(), file.caption.as_str()),
        ("mydata.json", "This is everything I have stored about you.")
    );
    let held: Value = serde_json::from_str(&file.content).expect("JSON");
    assert_eq!(held["user_id"], 1);
    assert_eq!(held["stored"]["subscriptions"], json!([{"region": "Tomsk Region", "topic": "partners"}]));

    let question = told(api, 1, "en", "/forget", 2).await;
    press(api, 1, "en", &question, "No").await;
    shows(api, 1, "Nothing was deleted.").await;
    let question = told(api, 1, "en", "/forget", 3).await;
    // Somebody else's press on it, should it ever reach us, deletes nothing of theirs.
    let answered = api.callback_answers().len();
    api.push_update(updates::callback_query(&question, &updates::user(2, Some("ru")), "f1:y"));
    api.wait_for("an answer", PATIENCE, |api| api.callback_answers().len() > answered).await;
    assert_eq!(bot.store.held(2).await.expect("reads")["subscriptions"].as_array().map(Vec::len), Some(1));
    let question = told(api, 1, "en", "/forget", 4).await;
    press(api, 1, "en", &question, "Yes").await;
    shows(api, 1, "Done. I have forgotten you.").await;
    let held = bot.store.held(1).await.expect("reads");
    assert!(held.as_object().expect("kinds").values().all(|rows| *rows == json!([])), "{held}");
    assert_eq!(bot.store.held(2).await.expect("reads")["subscriptions"].as_array().map(Vec::len), Some(1));
    bot.stop(api).await;
}

#[tokio::test]
async fn what_is_kept_is_said_in_plain_words_in_both_languages() {
    Stage::story(quiet(), |api| async move {
        assert!(told(&api, 1, "en", "/privacy", 1).await.text.starts_with("What I keep, in plain words."));
        assert!(told(&api, 2, "ru", "/privacy", 1).await.text.starts_with("Что я храню, простыми словами."));
        for command in ["/mydata", "/forget"] {
            api.push_update(group(3, "en", command));
        }
        let messages = api.wait_for_messages(GROUP, 2, PATIENCE).await;
        assert!(messages.iter().all(|m| m.text == "Please send me this command in a private chat."));
    })
    .await;
}

#[tokio::test]
async fn unanswered_questions_are_counted_without_their_askers() {
    let stage = Stage::new().await;
    let bot = stage.start_with(Options { admins: vec![77], ..quiet() }).await;
    let api = &stage.api;
    for user in [1, 2] {
        told(api, user, "en", "Who builds  rockets in Narnia Region?", 1).await;
    }
    told(api, 3, "ru", "Что с космодромом на Марсе?", 1).await;
    told(api, 4, "en", "Which directions of support does the Tomsk Region name?", 1).await;
    let log = async {
        while bot.store.misses(10).await.expect("reads").iter().map(|m| m.count).sum::<u32>() < 3 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bot.store.misses(10).await.expect("reads")
    };
    let log = tokio::time::timeout(PATIENCE, log).await.expect("noted");
    let first = &log[0];
    assert_eq!((first.miss.question.as_str(), first.count), ("who builds rockets in narnia region?", 2));
    assert_eq!((first.miss.lang, first.miss.reason.as_str()), (Lang::En, "region"));
    assert_eq!((log.len(), log[1].miss.lang), (2, Lang::Ru));
    let shown = told(api, 77, "en", "/misses", 1).await.text;
    assert!(shown.contains("2× who builds rockets in narnia region? (region"), "{shown}");
    bot.stop(api).await;
}

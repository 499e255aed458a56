//! What is kept of people, shown and deleted.

use std::collections::BTreeSet;

use policybot::store::{Curators, People};
use serde_json::{Value, json};
use sqlx::ConnectOptions;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnectOptions;

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

/// Where a table of the bot's file holds some characters: `table.column: value`.
async fn traces(file: &Path, of: &str) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut conn = options.connect().await.expect("opens");
    let columns = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let columns: Vec<(String, String)> = sqlx::query_as(columns).fetch_all(&mut conn).await.expect("reads");
    let mut found = Vec::new();
    for (table, column) in columns {
        let query = format!(
            "SELECT CAST(\"{column}\" AS TEXT) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS TEXT), '{of}') > 0"
        );
        let values: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_all(&mut conn).await.expect("reads");
        found.extend(values.into_iter().map(|value| format!("{table}.{column}: {value}")));
    }
    conn.close().await.expect("closes");
    found
}

#[tokio::test]
async fn nothing_of_somebody_is_left_in_any_table_once_they_are_forgotten() {
    let stage = Stage::new().await;
    let bot = stage.start().await;
    let (api, anna, file) = (&stage.api, 987_654_321, stage.folder.path().join("inbox.sqlite"));
    told(api, anna, "en", "/lang en", 1).await;
    let answer = told(api, anna, "en", "Which partners are named in the Tomsk Region?", 2).await;
    press(api, anna, "en", &answer, "👎").await;
    told(api, anna, "en", "and the directions?", 3).await;
    told(api, anna, "en", "/subscribe Tomsk qcanaryz grants", 4).await;
    told(api, anna, "en", "/digest 9 +7", 5).await;
    let no = told(api, anna, "en", "Which directions of support does the qcanaryz Narnia Region name?", 6).await;
    press(api, anna, "en", &no, "Tell the curators").await;
    shows(api, anna, "I have passed your question on").await;
    press(api, anna, "en", &no, "Let me know").await;
    shows(api, anna, "I will write to you here").await;
    api.push_update(group(anna, "en", "/ask Tomsk partners"));
    api.wait_for_messages(GROUP, 1, PATIENCE).await;

    let number = anna.to_string();
    // What is done with needs no number; all others are what /mydata shows.
    let expected = ["contexts", "people", "screens", "subscribers", "subscriptions", "votes", "wishes"];
    let stored = async {
        loop {
            let traces = traces(&file, &number).await;
            let tables: BTreeSet<&str> = traces.iter().filter_map(|t| t.split('.').next()).collect();
            if tables.iter().eq(&expected) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, stored).await.expect("no other table has the number");
    api.push_update(private(anna, "en", "/mydata"));
    api.wait_for("the file", PATIENCE, |api| !api.documents(anna).is_empty()).await;
    let shown: Value = serde_json::from_str(&api.documents(anna).remove(0).content).expect("JSON");
    let conversation = &shown["conversation"];
    assert_eq!((&conversation["language"], conversation["contexts"].as_array().map(Vec::len)), (&json!("en"), Some(2)));
    for kind in ["answers", "votes", "passed_on"] {
        assert!(conversation[kind].as_array().is_some_and(|rows| !rows.is_empty()), "{kind}: {conversation}");
    }
    assert_eq!(shown["stored"]["subscriber"], json!([{"lang": "en", "hour": 9, "offset_min": 420}]));

    let question = told(api, anna, "en", "/forget", 7).await;
    press(api, anna, "en", &question, "Yes").await;
    shows(api, anna, "Done. I have forgotten you.").await;
    bot.stop(api).await;
    assert_eq!(traces(&file, &number).await, Vec::<String>::new());
    let kept = traces(&file, "qcanaryz").await;
    assert!(kept.iter().all(|t| t.starts_with("wishes.question") || t.starts_with("misses.question")), "{kept:?}");
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

async fn looks_around(api: &BotApi) {
    for (n, line) in ["/start", "/region Empty", "/compare Empty, Tomsk", "hello", "thank you"].into_iter().enumerate()
    {
        told(api, 6, "en", line, n + 1).await;
    }
}

#[tokio::test]
async fn unanswered_questions_are_counted_without_their_askers() {
    let stage = Stage::new().await;
    stage.article("empty", "Empty Region", "en", "A bridge was opened in the Empty Region on Monday.");
    let bot = stage.start_with(Options { admins: vec![77], ..quiet() }).await;
    let api = &stage.api;
    for user in [1, 2] {
        told(api, user, "en", "Who builds  rockets in Narnia Region?", 1).await;
    }
    told(api, 3, "ru", "Что с космодромом на Марсе?", 1).await;
    told(api, 4, "en", "Which directions of support does the Tomsk Region name?", 1).await;
    // Nobody has asked what the bot looks up for a greeting or a card; and a greeting is no question.
    looks_around(api).await;
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
    assert!(shown.contains("1. 2× who builds rockets in narnia region?\nen 2 · region"), "{shown}");
    bot.stop(api).await;
}

/// The numbers noted with the only unanswered question, once they are as they should be.
async fn asked_by(bot: &Bot, askers: &[i64]) {
    let noted = async {
        loop {
            let log = bot.store.misses(10).await.expect("reads");
            if log.len() == 1 && log[0].askers == askers {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noted).await.unwrap_or_else(|_| panic!("it is not noted as asked by {askers:?}"));
}

#[tokio::test]
async fn askers_are_noted_only_where_that_is_switched_on_and_are_forgotten() {
    let stage = Stage::new().await;
    let on = || Options { log_users: true, admins: vec![77], ..quiet() };
    let (api, anna, boris, file) = (&stage.api, 987_654_321, 123_456_789, stage.folder.path().join("inbox.sqlite"));
    let question = "Who builds rockets in Narnia Region?";
    let bot = stage.start_with(on()).await;
    let privacy = told(api, anna, "en", "/privacy", 1).await.text;
    assert!(privacy.contains("may be noted with your number, but without your name"), "{privacy}");
    for (user, n) in [(anna, 2), (boris, 1), (anna, 3)] {
        told(api, user, "en", question, n).await;
    }
    asked_by(&bot, &[boris, anna]).await;
    api.push_update(private(77, "en", "/misses csv"));
    api.wait_for("the table", PATIENCE, |api| !api.documents(77).is_empty()).await;
    let table = api.documents(77).remove(0).content;
    assert!(table.contains(&format!("who builds rockets in narnia region?,{boris} {anna}\r\n")), "{table}");
    let held = bot.store.held(anna).await.expect("reads");
    assert_eq!(held["unanswered"][0]["question"], "who builds rockets in narnia region?");
    assert_eq!((&held["unanswered"][0]["count"], held["unanswered"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    let asked = told(api, anna, "en", "/forget", 4).await;
    press(api, anna, "en", &asked, "Yes").await;
    shows(api, anna, "Done. I have forgotten you.").await;
    asked_by(&bot, &[boris]).await;
    bot.stop(api).await;
    assert_eq!(traces(&file, &anna.to_string()).await, Vec::<String>::new());

    // Switched off, what was noted goes, and nothing is added.
    let bot = stage.start_with(Options { log_users: false, ..on() }).await;
    let privacy = told(api, anna, "en", "/privacy", 5).await.text;
    assert!(privacy.contains("may be noted without your name or number"), "{privacy}");
    told(api, anna, "en", question, 6).await;
    asked_by(&bot, &[]).await;
    let counted = async {
        while bot.store.misses(10).await.expect("reads")[0].count < 4 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, counted).await.expect("it is counted");
    bot.stop(api).await;
    let askers = |traces: Vec<String>| traces.into_iter().filter(|t| t.starts_with("askers")).count();
    for user in [anna, boris] {
        assert_eq!(askers(traces(&file, &user.to_string()).await), 0);
    }
}

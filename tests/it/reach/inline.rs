//! `@bot …` in any chat.

use policybot::store::People;
use serde_json::Value;

use super::*;
use crate::support::bot_api::{At, Fault};

fn query(id: &str, user: i64, lang: &str, words: &str, offset: &str) -> Value {
    updates::inline_query(id, &updates::user(user, Some(lang)), words, offset)
}

/// Asks and waits for the answer to just this query.
async fn answer(api: &BotApi, id: &str, lang: &str, words: &str, offset: &str) -> Value {
    api.inline_answer(&query(id, 5, lang, words, offset)).await
}

fn results(answer: &Value) -> Vec<Value> {
    answer["results"].as_array().expect("results").clone()
}

#[tokio::test]
async fn every_result_is_a_whole_message_with_quote_and_link() {
    Stage::story(quiet(), |api| async move {
        for (id, words, label, source) in [
            ("1", "tomsk partners", "Open at the quote", "Tomsk Region · November 2020"),
            ("2", "партнёры Томска", "Открыть на цитате", "Tomsk Region · ноябрь 2020 · на английском"),
        ] {
            let found = answer(&api, id, "en", words, "").await;
            let all = results(&found);
            assert!((1..=10).contains(&all.len()), "{}", all.len());
            for result in &all {
                let message = result["input_message_content"]["message_text"].as_str().expect("text");
                assert!(message.contains("<blockquote") && message.contains(source), "{message}");
                assert!(message.contains("<a href=\"http://www.investintomsk.com/"), "{message}");
                let button = &result["reply_markup"]["inline_keyboard"][0][0];
                assert_eq!(button["text"], label);
                assert!(button["url"].as_str().expect("url").contains("#:~:text="));
                assert!(!result["description"].as_str().expect("description").is_empty());
            }
            assert!(found["button"].is_null() && found["next_offset"] == "" && found["is_personal"] == false);
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_typed_gets_examples_and_nothing_found_says_so() {
    Stage::story(quiet(), |api| async move {
        let examples = answer(&api, "1", "en", " ", "").await;
        let titles: Vec<_> = results(&examples).iter().map(|r| r["title"].clone()).collect();
        assert!(!titles.is_empty() && titles[0].as_str().expect("title").starts_with("Which "), "{titles:?}");
        assert_eq!((&examples["is_personal"], &examples["button"]), (&Value::Bool(true), &Value::Null));
        let russian = answer(&api, "2", "ru", "", "").await;
        assert!(results(&russian)[0]["title"].as_str().expect("title").starts_with("Какие "));
        let nothing = answer(&api, "3", "en", "zxcvb qwrtp", "").await;
        assert_eq!(nothing["button"]["text"], "No quote found. Ask me in private");
        assert_eq!(nothing["button"]["start_parameter"], "inline");
    })
    .await;
}

#[tokio::test]
async fn a_long_list_comes_in_pages_of_one_generation() {
    let stage = Stage::new().await;
    let names = ["Alfa", "Brava", "Carla", "Delta", "Enna", "Fora", "Gamma", "Hexa", "Iota", "Kappa", "Lambda", "Mira"];
    let items: String = names.iter().map(|n| format!("- {n}tech Corporation is a partner of the region.\n")).collect();
    stage.article("many", "Tver Region", "en", &format!("The Tver Region has many partners:\n\n{items}"));
    let bot = stage.start().await;
    let first = answer(&stage.api, "1", "en", "tver region partners", "").await;
    assert_eq!(results(&first).len(), 10);
    let offset = first["next_offset"].as_str().expect("offset").to_owned();
    let second = answer(&stage.api, "2", "en", "tver region partners", &offset).await;
    let ids = |answer: &Value| results(answer).iter().map(|r| r["id"].to_string()).collect::<Vec<_>>();
    assert!(!ids(&second).is_empty() && ids(&second).iter().all(|id| !ids(&first).contains(id)));
    assert_eq!(second["next_offset"], "");
    // An offset of other articles leads nowhere; neither does nonsense.
    for (id, offset) in [("3", "00000000.10"), ("4", "x"), ("5", "a.b.c"), ("6", ".99999999999999999999")] {
        let none = answer(&stage.api, id, "en", "tver region partners", offset).await;
        let expected = if offset == "x" { 10 } else { 0 };
        assert_eq!(results(&none).len(), expected, "{offset}");
    }
    bot.stop(&stage.api).await;
}

#[tokio::test]
async fn of_queries_typed_in_a_row_only_the_last_must_be_answered() {
    Stage::story(quiet(), |api| async move {
        // All arrive in one batch, as after a moment without connection.
        api.fail(At::Call("getUpdates", 1), Fault::BadGateway);
        for (id, words) in [("1", "t"), ("2", "to"), ("3", "tomsk"), ("4", "tomsk partners")] {
            api.push_update(query(id, 5, "en", words, ""));
        }
        api.push_update(query("other", 6, "en", "tomsk", ""));
        let answered = |api: &BotApi, id: &str| api.inline_answers().iter().any(|a| a["inline_query_id"] == id);
        api.wait_for("both answers", PATIENCE, |api| answered(api, "4") && answered(api, "other")).await;
        assert_eq!(api.inline_answers().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_query_that_telegram_has_given_up_costs_nothing() {
    Stage::story(quiet(), |api| async move {
        let description = "Bad Request: query is too old and response timeout expired or query ID is invalid";
        api.fail(At::Call("answerInlineQuery", 1), Fault::Error { code: 400, description });
        api.push_update(query("1", 5, "en", "tomsk", ""));
        api.wait_for("the refusal", PATIENCE, |api| api.calls("answerInlineQuery") == 1).await;
        answer(&api, "2", "en", "tomsk", "").await;
        assert_eq!(api.calls("answerInlineQuery"), 2);
    })
    .await;
}

#[tokio::test]
async fn chosen_results_are_counted_only_if_that_is_wanted() {
    for (feedback, counted) in [(true, true), (false, false)] {
        let stage = Stage::new().await;
        let bot = stage.start_with(Options { inline_feedback: feedback, ..quiet() }).await;
        let found = answer(&stage.api, "1", "en", "tomsk partners", "").await;
        let id = results(&found)[0]["id"].as_str().expect("id").to_owned();
        for _ in 0..2 {
            stage.api.push_update(updates::chosen_inline_result(&updates::user(5, None), &id, "tomsk partners"));
        }
        told(&stage.api, 7, "en", "/help", 1).await;
        let chosen = || async { bot.store.chosen(&id).await.expect("reads") };
        if counted {
            let counting = async {
                while chosen().await < 2 {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(PATIENCE, counting).await.expect("counted");
        } else {
            assert_eq!(chosen().await, 0);
        }
        bot.stop(&stage.api).await;
    }
}

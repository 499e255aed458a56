//! Cards of quotes: they outlive restarts, new indexes, changed and vanished articles.

use super::{Stage, label};
use crate::support::bot_api::Message;

const QUESTION: &str = "How much does the Seed grant pay?";
const QUOTE: &str = "The Seed grant pays up to 2.5 million rubles to companies younger than three years. It is open until \
                     1 October.";

/// The payload of the link on a card.
fn payload(card: &Message) -> String {
    let link =
        card.links().into_iter().find(|l| l.starts_with("https://t.me/policy_test_bot?start=q_")).expect("a link");
    link.split_once("start=").expect("a payload").1.to_owned()
}

/// A quote card and its payload.
async fn card(stage: &Stage) -> String {
    let anna = stage.anna(1, "en");
    let answer = anna.says(QUESTION).await.one();
    payload(&anna.taps(&answer, "Card").await.one())
}

#[tokio::test]
async fn a_card_has_a_link_for_everybody_and_buttons_to_share_and_to_copy() {
    let stage = Stage::new().await;
    let payload = card(&stage).await;
    assert!(payload.len() <= 64 && payload.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'));
    let card = stage.anna(2, "ru").says(&format!("/start {payload}")).await.one();
    assert!(card.text.starts_with("Карточка цитаты") && card.quotes() == [QUOTE], "{}", card.text);
    let buttons = card.all_buttons();
    let copied = buttons.iter().find_map(|b| b.copy_text.clone()).expect("a button");
    assert!(copied.encode_utf16().count() <= 256, "{copied}");
    assert!(copied.contains("Larchwood Region bets on robots") && copied.contains(&payload), "{copied}");
    let shared = card.raw["reply_markup"].to_string();
    assert!(shared.contains(&format!("\"switch_inline_query\":\"{payload}\"")), "{shared}");
    stage.end().await;
}

#[tokio::test]
async fn the_reference_fits_however_long_the_title_is() {
    let mut stage = Stage::new().await;
    let article = stage.library.read("larchwood.md");
    for title in ["🤖".repeat(300), "Слово ".repeat(100), "🤖 robots and ".repeat(40)] {
        stage.library.write("larchwood.md", &article.replace("Larchwood Region bets on robots", title.trim()));
        stage.restart().await;
        let anna = stage.anna(1, "en");
        let answer = anna.says(QUESTION).await.one();
        let card = anna.taps(&answer, "Card").await.one();
        let copied = card.all_buttons().into_iter().find_map(|b| b.copy_text.clone()).expect("a button");
        assert!(copied.encode_utf16().count() <= 256, "{copied}");
        assert!(copied.starts_with(title.chars().next().expect("a character")) && copied.contains("…"), "{copied}");
        assert!(copied.ends_with(&format!(", March 2022, https://t.me/policy_test_bot?start={}", payload(&card))));
    }
    stage.end().await;
}

#[tokio::test]
async fn a_card_says_what_has_become_of_its_article() {
    let mut stage = Stage::new().await;
    let payload = card(&stage).await;
    let article = stage.library.read("larchwood.md");
    let elsewhere = article.replace("The deputy governor", "News. The deputy governor");
    let otherwise = article.replace("2.5 million", "3 million");
    for (text, told) in [
        (Some(&article), "The article is unchanged since"),
        (Some(&elsewhere), "The article has been edited since, but these words still stand in it."),
        (Some(&otherwise), "no longer has these words; this is the wording of that day."),
        (None, "The article is no longer among my sources"),
    ] {
        match text {
            Some(text) => stage.library.write("larchwood.md", text),
            None => stage.library.remove("larchwood.md"),
        }
        stage.restart().await;
        let card = stage.anna(3, "en").says(&format!("/start {payload}")).await.one();
        assert!(card.text.contains(told), "{}", card.text);
        assert!(card.text.contains("Quoted on 22 November 2026") && card.quotes() == [QUOTE], "{}", card.text);
    }
    stage.end().await;
}

#[tokio::test]
async fn an_answer_says_what_has_become_of_its_article_too() {
    let mut stage = Stage::new().await;
    let answer = stage.anna(1, "en").says("When was the robotics centre in Larchwood opened?").await.one();
    stage.library.remove("larchwood.md");
    stage.restart().await;
    let anna = stage.anna(1, "en");
    let more = anna.taps(&answer, &label(&answer, "More · 1/")).await.one();
    assert!(
        more.text.contains("The source is no longer among my articles.") && !more.quotes().is_empty(),
        "{}",
        more.text
    );
    // There is nothing around words that stand nowhere; a button from before says so.
    assert!(more.all_buttons().iter().all(|b| b.text != "Context"));
    let expired = anna.taps(&answer, "Context").await;
    assert!(expired.messages.is_empty() && expired.toast.is_some_and(|t| t.contains("too old")));
    stage.end().await;
}

#[tokio::test]
async fn a_link_that_is_cut_off_gets_a_friendly_answer() {
    let stage = Stage::new().await;
    for payload in ["q_", "q_abc", "q_'; DROP TABLE quotes; --"] {
        let said = stage.anna(1, "en").says(&format!("/start {payload}")).await.one();
        assert!(said.text.starts_with("I do not know this quote."), "{}", said.text);
    }
    let said = stage.anna(1, "en").says("/start something").await.one();
    assert!(said.text.starts_with("Hello!"), "{}", said.text);
    stage.end().await;
}

#[tokio::test]
async fn a_shared_card_is_offered_in_any_chat() {
    let mut stage = Stage::new().await;
    let payload = card(&stage).await;
    for gone in [false, true] {
        if gone {
            stage.library.remove("larchwood.md");
            stage.restart().await;
        }
        let answer = stage.anna(7, "en").types(&payload).await;
        assert_eq!(answer["is_personal"], true, "what is said around it is in the asker's language");
        let results = answer["results"].clone();
        assert_eq!(results.as_array().expect("results").len(), 1);
        let told = results[0]["input_message_content"]["message_text"].as_str().expect("a text").to_owned();
        assert!(told.contains(QUOTE) && told.contains("no longer among my articles") == gone, "{told}");
    }
    stage.end().await;
}

//! The real program: the reader alone, and beside the bot.

use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;
use policybot::lint::drift::{Drift, PageNow};
use reqwest::StatusCode;
use serde_json::Value;

use super::words;
use crate::support::bot_api::{BotApi, updates};
use crate::support::program::{Home, PATIENCE, Running};

/// The address that a line of the log names, once it is there. The log is JSON.
pub async fn address(running: &Running, message: &str) -> String {
    running.says(&format!("\"message\":\"{message}\"")).await;
    let output = running.output();
    let lines =
        output.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|e| panic!("{line}: {e}")));
    let line = lines.map(|line| line["fields"].clone()).find(|fields| fields["message"] == message).expect("the line");
    line["address"].as_str().expect("an address").to_owned()
}

pub async fn get(address: &str, path: &str) -> (StatusCode, String) {
    let response = reqwest::get(format!("http://{address}{path}")).await.expect("a response");
    (response.status(), response.text().await.expect("a body"))
}

/// Looks until a page is as it should be.
pub async fn until(address: &str, path: &str, good: impl Fn(&str) -> bool) {
    let looking = async {
        while !good(&get(address, path).await.1) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| panic!("{path} does not change"));
}

#[tokio::test]
async fn alone_it_needs_no_token_and_shows_what_changes_in_its_folders() {
    let home = Home::new();
    let article = std::fs::read_to_string("tests/data/articles/larchwood.md").expect("an article");
    home.write("knowledge/larchwood.md", &article);
    let mut command = home.command(&["web"]);
    command.env("POLICYBOT_READER_ADDR", "127.0.0.1:0").env("POLICYBOT_LOG_FORMAT", "json");
    command.env("POLICYBOT_KNOWLEDGE_DIR", home.path("knowledge"));
    let mut running = home.start(command);
    let reader = address(&running, "reader").await;
    assert_eq!(get(&reader, "/a/larchwood").await.0, StatusCode::OK);
    assert_eq!(get(&reader, "/a/second").await.0, StatusCode::NOT_FOUND);
    home.write("knowledge/second.md", article.replace("Larchwood Region bets on robots", "A second article"));
    until(&reader, "/a/second", |page| page.contains("A second article")).await;
    assert!(get(&reader, "/feed.atom").await.1.contains("A second article"));

    let knowledge = load_knowledge(&home.path("knowledge"), PUBLIC_URL);
    let second = knowledge.articles.iter().find(|article| article.meta.id.0 == "second").expect("the article");
    let mut drift = Drift::default();
    drift.note(second, PageNow::Gone, "2026-11-27".parse().expect("a date"));
    drift.save(&home.data()).expect("written");
    until(&reader, "/a/second", |page| page.contains("The source page was gone on")).await;
    assert!(!get(&reader, "/a/larchwood").await.1.contains("The source page was gone on"));
    running.signal("TERM");
    assert!(running.ended().await.success(), "{}", running.output());
}

#[tokio::test]
async fn beside_the_bot_replies_link_to_cards_and_what_is_asked_is_counted_but_not_logged() {
    let (api, home) = (BotApi::start().await, Home::new());
    let mut command = home.command(&[]);
    command.env("TELEGRAM_API_URL", api.url()).env("TELEGRAM_BOT_TOKEN", api.token());
    command.env("POLICYBOT_READER_ADDR", "127.0.0.1:0").env("POLICYBOT_WEB_ADDR", "127.0.0.1:0");
    command.env("POLICYBOT_PUBLIC_URL", "https://reader.example/").env("POLICYBOT_LOG_FORMAT", "json");
    command.env("POLICYBOT_LOG", "debug");
    let mut bot = home.start(command);
    let (reader, operator) = (address(&bot, "reader").await, address(&bot, "health and metrics pages").await);
    bot.says("receiving messages").await;
    api.push_update(updates::text(
        &updates::chat(1),
        &updates::user(1, Some("en")),
        "What is said of innovational teams in Tomsk?",
    ));
    let reply = api.wait_for_messages(1, 1, PATIENCE).await.remove(0);
    let buttons = reply.all_buttons();
    let link = buttons.iter().find(|button| button.text == "Page").and_then(|button| button.url.clone());
    let path =
        link.as_deref().and_then(|link| link.strip_prefix("https://reader.example")).expect("a link to the card");
    let (status, card) = get(&reader, path).await;
    assert_eq!(status, StatusCode::OK);
    let quote = reply.quotes()[0].split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&card).contains(&quote) && card.contains("content=\"https://reader.example/q/"), "{card}");
    get(&reader, "/api/ask?q=zzzz%20qqqq").await;

    // The reply is there before its update is finished.
    until(&operator, "/metrics", |metrics| metrics.contains("\npolicybot_inbox_depth 0\n")).await;
    let (_, metrics) = get(&operator, "/metrics").await;
    for line in [
        "policybot_questions_total{kind=\"quotes\",lang=\"en\",outcome=\"answered\",via=\"telegram\"} 1",
        "policybot_answer_seconds_count{via=\"telegram\"} 1",
        "policybot_answer_seconds_count{via=\"reader\"} 1",
        "policybot_messages_sent_total 1",
    ] {
        assert!(metrics.lines().any(|l| l == line), "{line} is missing in\n{metrics}");
    }
    for name in ["policybot_articles ", "policybot_passages ", "policybot_generation ", "policybot_misses_total{"] {
        assert!(metrics.contains(&format!("\n{name}")), "{name} is missing in\n{metrics}");
    }
    assert!(metrics.contains("policybot_answer_seconds_bucket{via=\"telegram\",le=\"+Inf\"} 1"), "{metrics}");
    lists_comparisons_and_inline_results_link_to_cards(&api, &reader).await;
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.output());
    for word in ["innovational", "zzzz", "qqqq"] {
        assert!(!bot.output().contains(word), "{word} is in the log");
    }
    assert_eq!(api.violations(), Vec::<String>::new());
}

/// Each of several quotes has a link to its own card, and so has an inline result a second button.
async fn lists_comparisons_and_inline_results_link_to_cards(api: &BotApi, reader: &str) {
    // Our own pages are the source of a brief, too.
    let card = |url: &str| {
        url.strip_prefix("https://reader.example").filter(|path| path.starts_with("/q/")).map(str::to_owned)
    };
    let question = "Which directions of support does the Tomsk Region name?";
    api.push_update(updates::text(&updates::chat(2), &updates::user(2, Some("en")), question));
    let list = api.wait_for_messages(2, 1, PATIENCE).await.remove(0);
    let cards: Vec<String> = list.links().into_iter().filter_map(card).collect();
    let quotes = list.quotes();
    assert!(quotes.len() > 1, "{}", list.text);
    assert_eq!(cards.len(), quotes.len(), "{:?}", list.links());
    assert!(list.text.lines().any(|line| line.ends_with("Page")), "{}", list.text);
    assert_eq!(list.dropped_links, Vec::<String>::new());

    api.push_update(updates::text(&updates::chat(2), &updates::user(2, Some("en")), "/compare Tomsk, Novosibirsk"));
    let table = api.wait_for_messages(2, 2, PATIENCE).await.remove(1);
    let compared: Vec<String> = table.links().into_iter().filter_map(card).collect();
    assert!(!compared.is_empty() && compared.len() == table.quotes().len(), "{:?}", table.links());

    let query = updates::inline_query("1", &updates::user(3, Some("en")), "tomsk partners", "");
    let answer = api.inline_answer(&query).await;
    let results = answer["results"].as_array().expect("results");
    assert!(!results.is_empty());
    let told = quotes.into_iter().zip(cards).chain(table.quotes().into_iter().zip(compared));
    let mut all: Vec<(String, String)> = told.map(|(quote, card)| (quote.to_owned(), card)).collect();
    for result in results {
        let rows = &result["reply_markup"]["inline_keyboard"];
        assert_eq!((&rows[0][0]["text"], &rows[1][0]["text"]), (&"Open at the quote".into(), &"Page".into()));
        let card = card(rows[1][0]["url"].as_str().expect("an address")).expect("a card of ours");
        all.push((result["description"].as_str().expect("words").to_owned(), card));
    }
    for (quote, path) in all {
        let (status, shown) = get(reader, &path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        // A description may be cut.
        let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&shown).contains(quote.trim_end_matches('…').trim()), "{quote}: {shown}");
    }
}

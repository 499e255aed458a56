//! `/add`: pages, links and files that administrators send become articles.

use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;

use super::*;
use crate::support::program::Home;
use crate::support::web_server::{Page, WebServer};

const ADMIN: i64 = 77;
const ANSWER: &str = "The Tver Region supports small foundries with grants of 3 million rubles.";

fn admins() -> Options {
    Options { admins: vec![ADMIN], fetch_loopback: true, ..quiet() }
}

fn page(date: &str, more: &str) -> Page {
    let text = "<p>The programme is run by the regional fund in Tver, and it is open to all enterprises.</p>".repeat(3);
    Page::html(&format!(
        "<html lang=en><head><title>Foundries in the Tver Region</title>{date}</head><body><article>\
         <h1>Foundries in the Tver Region</h1><p>{ANSWER}</p>{text}<p>{more}</p></article></body></html>"
    ))
}

const DATED: &str = r#"<meta property="article:published_time" content="2021-03-04T10:00:00Z">"#;

impl Stage {
    /// The articles whose address begins with this.
    fn taken_in(&self, base: &str) -> Vec<(String, String)> {
        let articles = load_knowledge(&self.knowledge(), PUBLIC_URL).articles;
        let ours = articles.iter().filter(|a| a.meta.url.starts_with(base));
        ours.map(|a| (format!("{} {}", a.meta.region, a.meta.date), a.text.as_str().to_owned())).collect()
    }
}

#[tokio::test]
async fn a_page_is_shown_taken_in_at_the_press_and_answered_from() {
    let (stage, web) = (Stage::new().await, WebServer::start());
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let url = web.put("/news/1", page(DATED, "It began in spring."));
    let found = told(api, ADMIN, "en", &format!("/add {url}"), 1).await;
    for part in
        ["Foundries in the Tver Region", "Region: Tver Region", "Date: 2021-03-04", "Language: en", &url, "new article"]
    {
        assert!(found.text.contains(part), "'{part}' is missing in {}", found.text);
    }
    assert!(stage.taken_in(&url).is_empty(), "nothing is written before the press");
    press(api, ADMIN, "en", &found, "Take it in").await;
    let done = shows(api, ADMIN, "is taken in").await;
    assert!(done.message_id == found.message_id && done.all_buttons().is_empty());
    let [(head, text)] = &stage.taken_in(&url)[..] else { panic!("one article") };
    assert!(head == "Tver Region 2021-03-04" && text.contains(ANSWER), "{head}: {text}");

    let again = told(api, ADMIN, "en", &format!("/add {url}"), 2).await;
    assert!(again.text.contains("there already") && again.all_buttons().is_empty(), "{}", again.text);
    web.put("/news/1", page(DATED, "It ended in autumn."));
    let update = told(api, ADMIN, "ru", &url, 3).await;
    assert!(update.text.contains("− It began in spring.\n+ It ended in autumn."), "{}", update.text);
    press(api, ADMIN, "ru", &update, "Нет").await;
    shows(api, ADMIN, "Ничего не записано").await;
    assert!(stage.taken_in(&url)[0].1.contains("It began in spring."));
    bot.stop(api).await;
}

#[tokio::test]
async fn what_was_taken_in_answers_without_a_restart() {
    let (api, web, home) = (BotApi::start().await, WebServer::start(), Home::new());
    let head = "---\ntitle: Omsk\nurl: https://example.org/omsk\nregion: Omsk Region\nlang: en\ndate: 2024-05\n---\n";
    home.write("knowledge/omsk.md", format!("{head}The Omsk Region opens a technology park.\n"));
    let mut command = home.command(&["serve", "--allow-loopback"]);
    command.env("TELEGRAM_API_URL", api.url()).env("TELEGRAM_BOT_TOKEN", api.token());
    command.env("POLICYBOT_KNOWLEDGE_DIR", home.path("knowledge")).env("POLICYBOT_ADMINS", ADMIN.to_string());
    command.env("POLICYBOT_USER_PER_MINUTE", "10000").env("POLICYBOT_CHAT_PER_MINUTE", "10000");
    let mut bot = home.start(command);
    let question = "Who supports small foundries in Tver Region?";
    assert_eq!(told(&api, 1, "en", question, 1).await.quotes(), [""; 0]);
    let url = web.put("/news/1", page(DATED, "It began in spring."));
    let found = told(&api, ADMIN, "en", &format!("/add {url}"), 1).await;
    press(&api, ADMIN, "en", &found, "Take it in").await;
    shows(&api, ADMIN, "is taken in").await;
    let answered = async {
        for n in 2.. {
            if told(&api, 1, "en", question, n).await.quotes() == [ANSWER] {
                break;
            }
        }
    };
    tokio::time::timeout(PATIENCE, answered).await.unwrap_or_else(|_| panic!("no answer: {}", bot.output()));
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.output());
    assert_eq!(api.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_found_is_asked_for_and_can_be_said() {
    let (stage, web) = (Stage::new().await, WebServer::start());
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let url = web.put("/undated", page("", "It is new."));
    let missing = told(api, ADMIN, "en", &format!("/add {url}"), 1).await.text;
    assert!(missing.contains("I found no date.") && missing.contains("date=2020-11-12"), "{missing}");
    let found = told(api, ADMIN, "en", &format!("/add {url} region=Tomsk Region date=2022-05"), 2).await;
    assert!(found.text.contains("Region: Tomsk Region\nDate: 2022-05"), "{}", found.text);
    press(api, ADMIN, "en", &found, "Take it in").await;
    shows(api, ADMIN, "is taken in").await;
    assert_eq!(stage.taken_in(&url)[0].0, "Tomsk Region 2022-05");

    assert!(told(api, ADMIN, "en", "/add", 3).await.text.starts_with("Write /add and the address"));
    let gone = told(api, ADMIN, "en", &format!("/add {}", web.at("/none")), 4).await.text;
    assert!(gone.contains("cannot be taken in") && gone.contains("404"), "{gone}");
    let hidden = told(api, ADMIN, "en", "/add http://10.0.0.1/", 5).await.text;
    assert!(hidden.contains("not an address of the public internet"), "{hidden}");
    bot.stop(api).await;
}

#[tokio::test]
async fn an_offer_is_looked_at_again_and_one_that_is_lost_is_said_to_be() {
    let (stage, web) = (Stage::new().await, WebServer::start());
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let url = web.put("/news/1", page(DATED, "It began in spring."));
    let found = told(api, ADMIN, "en", &format!("/add {url}"), 1).await;
    let head = format!("---\ntitle: T\nurl: {url}\nregion: Tver Region\nlang: en\ndate: 2021\n---\n");
    std::fs::write(stage.knowledge().join("meanwhile.md"), head + "Somebody wrote this meanwhile.").expect("written");
    press(api, ADMIN, "en", &found, "Take it in").await;
    let changed = shows(api, ADMIN, "Meanwhile the articles have changed").await;
    assert!(changed.text.contains("− Somebody wrote this meanwhile."), "{}", changed.text);
    assert!(!stage.taken_in(&url)[0].1.contains(ANSWER), "not written unseen");
    bot.stop(api).await;

    let bot = stage.start_with(admins()).await;
    press(api, ADMIN, "en", &found, "Take it in").await;
    shows(api, ADMIN, "I no longer have what I showed here").await;
    bot.stop(api).await;
}

#[tokio::test]
async fn a_file_that_is_sent_is_taken_in_like_a_page() {
    let stage = Stage::new().await;
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let send = |user: i64, id: &str, size: usize, caption: &str| {
        let (chat, from) = (updates::chat(user), updates::user(user, Some("en")));
        api.push_update(updates::document(&chat, &from, (id, "report.md", size), caption));
    };
    let text = format!("# Foundries\n\n{ANSWER}\n");
    api.add_file("AAA", text.as_bytes());
    send(ADMIN, "AAA", text.len(), "");
    let missing = api.wait_for_messages(ADMIN, 1, PATIENCE).await.remove(0).text;
    assert!(missing.contains("address of the source") && missing.contains("caption: url="), "{missing}");
    send(ADMIN, "AAA", text.len(), "https://example.org/tver date=2023");
    let found = api.wait_for_messages(ADMIN, 2, PATIENCE).await.remove(1);
    assert!(found.text.contains("Region: Tver Region\nDate: 2023"), "{}", found.text);
    press(api, ADMIN, "en", &found, "Take it in").await;
    shows(api, ADMIN, "is taken in").await;
    assert!(stage.taken_in("https://example.org/tver")[0].1.contains(ANSWER));

    send(ADMIN, "AAA", 5 << 20, "");
    shows(api, ADMIN, "larger than 4 MiB").await;
    api.add_file("BIG", &vec![b'a'; 5 << 20]);
    send(ADMIN, "BIG", 0, "https://example.org/big date=2023");
    api.wait_for("both are refused", PATIENCE, |api| api.messages(ADMIN).len() == 4).await;
    send(ADMIN, "GONE", 9, "");
    shows(api, ADMIN, "does not give me this file").await;
    bot.stop(api).await;
}

#[tokio::test]
async fn nobody_else_adds_anything() {
    let (stage, web) = (Stage::new().await, WebServer::start());
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let url = web.put("/news/1", page(DATED, "It began in spring."));
    let said = told(api, 1, "en", &format!("/add {url}"), 1).await.text;
    assert!(said.contains("/help"), "{said}");
    told(api, 1, "en", &url, 2).await;
    let (chat, from) = (updates::chat(1), updates::user(1, Some("en")));
    api.push_update(updates::document(&chat, &from, ("AAA", "report.md", 5), ""));
    api.wait_for_messages(1, 3, PATIENCE).await;
    assert!(web.requests().is_empty() && api.calls("getFile") == 0);
    // A button that was passed on does nothing for somebody else.
    let found = told(api, ADMIN, "en", &format!("/add {url}"), 1).await;
    let data = found.all_buttons()[0].callback_data.clone().expect("data");
    api.push_update(updates::callback_query(&found, &updates::user(1, Some("en")), &data));
    api.wait_for("an answer", PATIENCE, |api| !api.callback_answers().is_empty()).await;
    assert_eq!(api.callback_answers().pop().expect("one")["text"], "Only administrators can do this.");
    assert!(stage.taken_in(&url).is_empty());
    bot.stop(api).await;
}

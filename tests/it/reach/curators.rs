//! What administrators are told about the articles, and what they do about it.

use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;
use policybot::store::Curators;
use policybot::store::curators::State;

use super::*;
use crate::support::bot_api::Document;

const ADMIN: i64 = 77;

fn admins() -> Options {
    Options { admins: vec![ADMIN], ..quiet() }
}

/// Waits until so many unanswered questions are noted.
async fn noted(bot: &Bot, count: u32) {
    let all = async {
        while bot.store.misses(100).await.expect("reads").iter().map(|m| m.count).sum::<u32>() < count {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, all).await.expect("noted");
}

/// Waits until a message, which answers `question`, has the button, and presses it.
async fn press_on(api: &BotApi, user: i64, message: &Message, question: &str, label: &str) {
    let button = |api: &BotApi| {
        let shown = api.messages(message.chat_id).into_iter().find(|m| m.message_id == message.message_id)?;
        shown.all_buttons().into_iter().find(|b| b.text.contains(label)).cloned()
    };
    api.wait_for(&format!("button '{label}'"), PATIENCE, |api| button(api).is_some()).await;
    let data = button(api).expect("a button").callback_data.expect("data");
    let answered = api.callback_answers().len();
    let mut press = updates::callback_query(message, &updates::user(user, Some("en")), &data);
    let asked = private(user, "en", question)["message"].clone();
    press["callback_query"]["message"]["reply_to_message"] = asked;
    api.push_update(press);
    api.wait_for("an answer to the press", PATIENCE, |api| api.callback_answers().len() > answered).await;
}

async fn document(api: &BotApi, n: usize) -> Document {
    api.wait_for("a file", PATIENCE, |api| api.documents(ADMIN).len() == n).await;
    api.documents(ADMIN).remove(n - 1)
}

#[tokio::test]
async fn unanswered_questions_are_grouped_decided_and_exported() {
    let stage = Stage::new().await;
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    told(api, 1, "en", "Who builds rockets in Narnia Region?", 1).await;
    told(api, 2, "en", "who builds the rockets in narnia region", 1).await;
    told(api, 3, "ru", "Что с космодромом на Марсе?", 1).await;
    noted(&bot, 3).await;
    let list = told(api, ADMIN, "en", "/misses", 1).await;
    assert!(list.text.starts_with("2 questions without an answer: open\n\n1. 2× who builds"), "{}", list.text);
    assert!(
        list.text.contains("en 2 · region") && list.text.contains("2. 1× что с космодромом на марсе?\nru 1"),
        "{}",
        list.text
    );
    assert_eq!(press(api, ADMIN, "en", &list, "1 ✓").await["text"], "resolved");
    shows(api, ADMIN, "One question without an answer: open").await;
    press(api, ADMIN, "en", &list, "1 ✕").await;
    shows(api, ADMIN, "No questions without an answer here: open.").await;
    press_on(api, ADMIN, &list, "/misses", "ignored").await;
    shows(api, ADMIN, "One question without an answer: ignored\n\n1. 1× что с космодромом").await;
    press_on(api, ADMIN, &list, "/misses", "1 ↺").await;
    press(api, ADMIN, "en", &list, "CSV").await;
    let file = document(api, 1).await;
    let lines: Vec<&str> = file.content.lines().collect();
    assert_eq!((file.name.as_str(), lines.len()), ("misses.csv", 3));
    assert!(lines[0].starts_with("id,state,") && lines[1].contains(",resolved,no,2,0,0,en 2,region,"), "{lines:?}");
    // Asked in vain once more, what was resolved is open again.
    told(api, 1, "en", "Who builds rockets in Narnia Region?", 2).await;
    noted(&bot, 4).await;
    assert!(bot.store.misses(9).await.expect("reads").iter().any(|m| m.count == 2 && m.state == State::Open));
    bot.stop(api).await;
}

#[tokio::test]
async fn a_question_that_an_article_answers_now_is_proposed_once_and_its_asker_hears() {
    let stage = Stage::new().await;
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let question = "Who supports small foundries in Tver Region?";
    let silence = told(api, 1, "en", question, 1).await;
    noted(&bot, 1).await;
    press_on(api, 1, &silence, question, "Tell the curators").await;
    press_on(api, 1, &silence, question, "Let me know").await;
    bot.stop(api).await;
    let answer = "The Tver Region supports small foundries with grants.";
    stage.article("tver", "Tver Region", "en", answer);
    api.add_chat(ADMIN);
    let bot = stage.start_with(admins()).await;
    let told_to = shows(api, ADMIN, "A question that found nothing seems to have an answer now:").await;
    assert!(told_to.text.contains("1× who supports small foundries in tver region?"), "{}", told_to.text);
    api.wait_for("the answer", PATIENCE, |api| api.messages(1).iter().any(|m| m.quotes() == [answer])).await;
    let list = told(api, ADMIN, "en", "/misses", 2).await;
    assert!(list.text.contains("passed on once\n↳ seems to have an answer now"), "{}", list.text);
    bot.stop(api).await;
    let bot = stage.start_with(admins()).await;
    told(api, 9, "en", "/help", 1).await;
    assert_eq!(api.messages(ADMIN).len(), 2, "nobody is told twice");
    bot.stop(api).await;
}

/// As if the last digest had been sent more than a week ago; when that was.
async fn a_week_passes(bot: &Bot) -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time");
    let long_ago = i64::try_from(now.as_millis()).expect("a time") - 8 * 24 * 3_600_000;
    // The first start of a bot notes the time, too: after it.
    digested(bot, 0).await;
    bot.store.note_digest(long_ago).await.expect("noted");
    long_ago
}

/// Waits until a digest, or that there was nothing to send, is noted later than this.
async fn digested(bot: &Bot, later_than: i64) {
    let noted = async {
        while bot.store.digest_sent_at_ms().await.expect("reads").is_none_or(|at| at <= later_than) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noted).await.expect("a digest is noted");
}

#[tokio::test]
async fn once_a_week_administrators_get_a_digest_of_what_is_new() {
    let stage = Stage::new().await;
    let api = &stage.api;
    api.add_chat(ADMIN);
    let bot = stage.start_with(admins()).await;
    told(api, 1, "en", "Who builds rockets in Narnia Region?", 1).await;
    told(api, 2, "en", "Who builds the rockets in Narnia Region?", 1).await;
    told(api, 3, "ru", "Что с космодромом на Марсе?", 1).await;
    noted(&bot, 3).await;
    let question = "Who takes part in the forum of the Agency for Strategic Initiatives?";
    let reply = told(api, 1, "en", question, 2).await;
    press_on(api, 1, &reply, question, "👎").await;
    let long_ago = a_week_passes(&bot).await;
    bot.stop(api).await;
    assert_eq!(api.messages(ADMIN).len(), 0, "the first week is not over at the first start");

    let bot = stage.start_with(admins()).await;
    let digest = api.wait_for_messages(ADMIN, 1, PATIENCE).await.remove(0).text;
    let head = "This week. Questions without an answer: 2. Answers that did not help: 1.\n\n1. 2× who builds";
    assert!(digest.starts_with(head) && digest.contains("2. 1× что с космодромом на марсе?"), "{digest}");
    assert!(digest.ends_with("All of them, with buttons: /misses") && !digest.contains("None"), "{digest}");
    digested(&bot, long_ago).await;
    bot.stop(api).await;
    // Not again before the next week is over; and never where it is switched off.
    let bot = stage.start_with(admins()).await;
    told(api, 9, "en", "/help", 1).await;
    a_week_passes(&bot).await;
    bot.stop(api).await;
    let bot = stage.start_with(Options { digest: false, ..admins() }).await;
    told(api, 9, "en", "/help", 2).await;
    bot.stop(api).await;
    assert_eq!(api.messages(ADMIN).len(), 1);
}

#[tokio::test]
async fn a_week_without_news_is_no_digest() {
    let stage = Stage::new().await;
    let api = &stage.api;
    api.add_chat(ADMIN);
    let bot = stage.start_with(admins()).await;
    let long_ago = a_week_passes(&bot).await;
    bot.stop(api).await;
    let bot = stage.start_with(admins()).await;
    digested(&bot, long_ago).await;
    bot.stop(api).await;
    assert_eq!(api.messages(ADMIN).len(), 0);
}

#[tokio::test]
async fn an_answer_that_did_not_help_is_listed_with_question_quote_and_reason_and_without_the_asker() {
    let stage = Stage::new().await;
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let question = "Who takes part in the forum of the Agency for Strategic Initiatives?";
    let reply = told(api, 4242, "en", question, 1).await;
    press_on(api, 4242, &reply, question, "👎").await;
    press_on(api, 4242, &reply, question, "Out of date").await;
    let list = told(api, ADMIN, "en", "/misses", 1).await;
    press(api, ADMIN, "en", &list, "👎").await;
    let shown = shows(api, ADMIN, "Answers that did not help, newest first:").await.text;
    assert!(shown.contains(question) && shown.contains("Out of date") && shown.contains("tomsk-governor"), "{shown}");
    assert!(!shown.contains("4242"));
    press_on(api, 4242, &reply, question, "👍").await;
    // A better rating takes it back; the press is answered before that is written.
    let taken_back = async {
        while !bot.store.low_ratings(9).await.expect("reads").is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, taken_back).await.expect("taken back");
    bot.stop(api).await;
}

#[tokio::test]
async fn status_and_coverage_tell_what_is_there() {
    let stage = Stage::new().await;
    stage.article("tver", "Tver Region", "en", "The region's partners are Acme Corporation and Initech Corporation.");
    std::fs::write(stage.knowledge().join("bad.md"), "no head").expect("written");
    let bot = stage.start_with(admins()).await;
    let api = &stage.api;
    let status = told(api, ADMIN, "en", "/status", 1).await.text;
    let articles = load_knowledge(&stage.knowledge(), PUBLIC_URL).articles.len();
    let articles = format!("{articles} articles on ");
    for part in ["Generation ", &articles, "One problem:\n• ", "/bad.md:1: there is no front matter", "Subscribers: 0"]
    {
        assert!(status.contains(part), "'{part}' is missing in {status}");
    }
    let russian = told(api, ADMIN, "ru", "/coverage", 2).await.text;
    assert!(
        russian.starts_with("О чём есть статьи")
            && russian.contains("Тверская область: 1 статья, новейшая 2024-05\nпартнёры: 1"),
        "{russian}"
    );
    let picture = document(api, 1).await;
    assert!(picture.name == "coverage.png" && picture.content.contains("PNG\r\n"), "{}", picture.name);
    bot.stop(api).await;
}

#[tokio::test]
async fn for_everybody_else_none_of_it_exists() {
    Stage::story(admins(), |api| async move {
        for (n, command) in ["/status", "/reindex", "/lint", "/coverage", "/misses"].into_iter().enumerate() {
            let said = told(&api, 1, "en", command, n + 1).await.text;
            assert!(said.contains("/help"), "{command}: {said}");
            api.push_update(group(ADMIN, "en", command));
        }
        // A button that was passed on does nothing for somebody else.
        let list = told(&api, ADMIN, "en", "/misses", 1).await;
        let answered = api.callback_answers().len();
        api.push_update(updates::callback_query(&list, &updates::user(1, Some("en")), "m1:c::open:0"));
        api.wait_for("an answer", PATIENCE, |api| api.callback_answers().len() > answered).await;
        assert_eq!(api.callback_answers().pop().expect("one")["text"], "Only administrators can do this.");
        assert!(api.documents(1).is_empty() && api.messages(GROUP).is_empty());
    })
    .await;
}

//! The real program against a Bot API server: `policybot serve`, everything logged, nothing known of its inside.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use policybot::domain::Article;
use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::support::bot_api::{At, BotApi, Fault, Message, updates};
use crate::support::program::{Home, PATIENCE, Running, shipped};

const GROUP: i64 = -1_001_234_567_890;
const DIRECTIONS: &str = "Which directions of support does the Tomsk Region name?";
const PARTNERS: &str = "Какие компании сотрудничают с Томском?";

/// A server, and a bot on it.
struct Stage {
    api: Arc<BotApi>,
    home: Home,
}

impl Stage {
    async fn new() -> Self {
        Self { api: Arc::new(BotApi::start().await), home: Home::new() }
    }

    fn start(&self) -> Running {
        self.start_with(&self.home, self.api.token())
    }

    /// A bot whose first reply, to a question in chat 1, has arrived at the server and is held there, never to be taken,
    /// until the sender is dropped.
    async fn start_with_reply_under_way(&self) -> (Running, oneshot::Sender<()>) {
        let (reached, sending) = oneshot::channel::<()>();
        let (release, released) = oneshot::channel::<()>();
        self.api.fail(At::Call("sendMessage", 1), Fault::DropBefore);
        self.api.before(At::Call("sendMessage", 1), |_| async move {
            drop(reached);
            drop(released.await);
        });
        let bot = self.start();
        self.api.push_text(1, 1, DIRECTIONS);
        drop(tokio::time::timeout(PATIENCE, sending).await.expect("a reply is on its way"));
        (bot, release)
    }

    fn start_with(&self, home: &Home, token: &str) -> Running {
        let mut command = home.command(&[]);
        command.env("TELEGRAM_API_URL", self.api.url()).env("TELEGRAM_BOT_TOKEN", token);
        // Whoever asks what the sources do not answer leaves the question in the log of misses, as a setting says.
        command.env("POLICYBOT_LOG", "trace").env("POLICYBOT_MISS_LOG", "off");
        home.start(command)
    }

    async fn answered(&self, chat: i64) -> Message {
        self.api.wait_for_messages(chat, 1, PATIENCE).await.remove(0)
    }

    /// Ends the bot as an operator does, and looks at what it left behind.
    async fn stop(&self, mut bot: Running) {
        bot.signal("TERM");
        assert!(bot.ended().await.success(), "{}", bot.output());
        assert!(bot.output().contains(" TRACE "), "everything is logged");
        self.check(&bot);
    }

    fn check(&self, bot: &Running) {
        assert_eq!((self.api.violations(), self.api.rate_violations()), (vec![], vec![]));
        let secret = self.api.token().split_once(':').expect("a token").1;
        for word in [secret, "Anna", "Иванова", "user_", DIRECTIONS, PARTNERS, "qcanaryz"] {
            assert!(!bot.output().contains(word), "'{word}' is in the output");
        }
    }
}

fn tomsk() -> Arc<Article> {
    let mut articles = load_knowledge(&shipped(), PUBLIC_URL).articles;
    let at = articles.iter().position(|a| a.meta.id.0.starts_with("tomsk/")).expect("the article");
    articles.swap_remove(at)
}

/// A message in a private chat of the same number.
fn private(chat: i64, lang: &str, text: &str) -> Value {
    updates::text(&updates::chat(chat), &updates::user(chat, Some(lang)), text)
}

/// What the command line answers: texts and links.
fn told_on_the_command_line(question: &str) -> Vec<(String, String)> {
    let output = Home::new().run(&["ask", "--json", question]).output().expect("runs");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    answer["quotes"].as_array().expect("quotes").iter().map(|q| (text(&q["text"]), text(&q["link"]))).collect()
}

/// Quotes of a message with the links on its buttons.
fn told(message: &Message) -> Vec<(String, String)> {
    let links = message.all_buttons().into_iter().filter_map(|b| b.url.clone());
    message.quotes().into_iter().map(str::to_owned).zip(links).collect()
}

#[tokio::test]
async fn questions_of_every_kind_are_answered_with_the_words_of_the_source() {
    let stage = Stage::new().await;
    let api = &stage.api;
    let user = |id: i64| (updates::chat(id), updates::user(id, Some("en")));
    let strange = format!("<b>{DIRECTIONS}</i> &amp; &qcanaryz; 😀👩‍👩‍👧 مرحبا \u{202e}abc\u{202c}\u{0}\u{7}");
    let long = "qcanaryz слово & <b> ".repeat(1_500);
    assert!(long.len() > 30_000);
    api.push_update(private(1, "en", DIRECTIONS));
    api.push_update(private(2, "ru", PARTNERS));
    api.push_update(private(3, "en", "qcanaryz qwrtp zxcvb"));
    api.push_update(private(4, "ru", &long));
    api.push_update(private(5, "en", &strange));
    let bot = stage.start();
    stage.answered(1).await;
    api.push_update(updates::sticker(&user(6).0, &user(6).1));
    api.push_update(updates::photo(&user(7).0, &user(7).1, DIRECTIONS));
    api.push_update(updates::replying_elsewhere(private(8, "en", DIRECTIONS), "qcanaryz"));
    api.push_update(updates::with_unknown_entity(private(9, "en", DIRECTIONS)));
    api.push_update(updates::unknown_kind());
    for (chat, text) in (10..).zip(["/start", "/help", &format!("/ask {DIRECTIONS}"), "/ask", "/qcanaryz"]) {
        api.push_update(private(chat, "en", text));
    }
    let group = updates::supergroup(GROUP, true);
    for text in [DIRECTIONS, "/ask@qcanaryz_bot who?", &format!("/ask@policy_test_bot {DIRECTIONS}")] {
        api.push_update(updates::in_topic(updates::text(&group, &user(5).1, text), 44));
    }

    let directions = told_on_the_command_line(DIRECTIONS);
    let partners = told_on_the_command_line(PARTNERS);
    assert!(directions.len() == 3 && !partners.is_empty());
    for (chat, expected) in [(1, &directions), (2, &partners), (7, &directions), (8, &directions), (9, &directions)] {
        assert_eq!(told(&stage.answered(chat).await), *expected, "chat {chat}");
    }
    assert_eq!(told(&stage.answered(12).await), directions);
    let in_group = stage.answered(GROUP).await;
    assert_eq!((told(&in_group), in_group.message_thread_id), (directions[..1].to_vec(), Some(44)));
    for (chat, begin) in [
        (3, "Sorry, I did not understand the question."),
        (6, "I read text only."),
        (10, "Hello!"),
        (11, "Write your question in plain words"),
        (13, "Please write your question after the command"),
        (14, "I don't know that command."),
    ] {
        let message = stage.answered(chat).await;
        assert!(message.text.starts_with(begin) && message.quotes().is_empty(), "{chat}: {}", message.text);
    }
    stage.answered(4).await;
    stage.answered(5).await;

    let article = tomsk();
    let messages = api.all_messages();
    assert_eq!(messages.len(), 15, "one for every message but talk in the group that is not for the bot");
    for message in &messages {
        assert!(message.reply_to.is_some() && message.dropped_links.is_empty());
        assert_eq!(message.quotes().len(), message.all_buttons().iter().filter(|b| b.url.is_some()).count());
        for quote in message.quotes() {
            assert!(article.text.as_str().contains(quote), "{quote}");
        }
    }
    assert!(api.max_in_flight() <= 32);
    stage.stop(bot).await;
}

/// A press of the button with this label on a message of a private chat.
fn tap(message: &Message, label: &str) -> Value {
    let all = message.all_buttons();
    let button = all.iter().find(|b| b.text == label && b.callback_data.is_some());
    let data = button.unwrap_or_else(|| panic!("no button {label}")).callback_data.clone();
    updates::callback_query(message, &updates::user(message.chat_id, Some("en")), &data.expect("data"))
}

#[tokio::test]
async fn a_conversation_goes_on_after_a_kill() {
    let stage = Stage::new().await;
    let api = &stage.api;
    let mut bot = stage.start();
    api.push_update(private(1, "en", DIRECTIONS));
    let answer = stage.answered(1).await;
    api.push_update(tap(&answer, "One by one"));
    api.wait_for("one quote", PATIENCE, |api| api.messages(1)[0].quotes().len() == 1).await;
    api.push_update(tap(&api.messages(1)[0], "Card"));
    let card = api.wait_for_messages(1, 2, PATIENCE).await.remove(1);
    api.wait_for("both presses answered", PATIENCE, |api| api.callback_answers().len() == 2).await;
    bot.kill();

    let bot = stage.start();
    api.push_update(tap(&api.messages(1)[0], "Context"));
    let wide = |api: &BotApi| api.messages(1)[0].text.starts_with("The paragraphs around the quote");
    api.wait_for("the context", PATIENCE, wide).await;
    api.push_update(private(1, "en", "and partners?"));
    // The card may have come twice, if the kill came before the note of its arrival.
    let continued =
        |api: &BotApi| api.messages(1).iter().any(|m| m.text.starts_with("Continuing: Tomsk Region · partners"));
    api.wait_for("the follow-up", PATIENCE, continued).await;
    let link = card.links().into_iter().find_map(|l| l.split_once("?start=")).expect("a link").1.to_owned();
    api.push_update(private(2, "ru", &format!("/start {link}")));
    let shared = stage.answered(2).await;
    assert!(shared.text.starts_with("Карточка цитаты") && shared.quotes() == card.quotes(), "{}", shared.text);
    let article = tomsk();
    for quote in api.all_messages().iter().flat_map(|m| m.quotes()) {
        assert!(article.text.as_str().contains(quote), "{quote}");
    }
    stage.stop(bot).await;
}

#[tokio::test]
async fn a_signal_lets_the_reply_under_way_arrive_and_the_next_start_answers_the_rest() {
    for signal in ["TERM", "INT"] {
        let stage = Stage::new().await;
        let (reached, sending) = oneshot::channel::<()>();
        let (release, released) = oneshot::channel::<()>();
        stage.api.before(At::Call("sendMessage", 1), |_| async move {
            drop(reached);
            drop(released.await);
        });
        let mut bot = stage.start();
        stage.api.push_text(1, 1, DIRECTIONS);
        drop(tokio::time::timeout(PATIENCE, sending).await.expect("a reply is on its way"));
        bot.signal(signal);
        bot.says("stopping: answering what is under way").await;
        stage.api.push_text(2, 2, DIRECTIONS);
        drop(release);
        assert!(bot.ended().await.success(), "{}", bot.output());
        assert_eq!(stage.api.messages(1).len(), 1, "{signal}");

        let bot = stage.start();
        bot.says("receiving messages").await;
        stage.answered(2).await;
        stage.stop(bot).await;
        assert_eq!(stage.api.all_messages().len(), 2, "{signal}");
    }
}

#[tokio::test]
async fn telegram_being_down_at_start_is_survived() {
    let stage = Stage::new().await;
    stage.api.set_down(true);
    stage.api.push_text(1, 1, DIRECTIONS);
    let bot = stage.start();
    bot.says("polling failed, trying again").await;
    stage.api.set_down(false);
    assert_eq!(stage.answered(1).await.quotes().len(), 3);
    stage.stop(bot).await;
}

#[tokio::test]
async fn a_signal_ends_the_wait_for_telegram_too() {
    let stage = Stage::new().await;
    stage.api.set_down(true);
    let bot = stage.start();
    bot.says("polling failed, trying again").await;
    stage.stop(bot).await;
}

#[tokio::test]
async fn a_wrong_token_ends_the_bot_and_says_so() {
    let stage = Stage::new().await;
    let mut bot = stage.start_with(&stage.home, "123456789:wrong-qcanaryz-token");
    assert_eq!(bot.ended().await.code(), Some(1));
    let error = "error: Telegram refused the bot token; compare it with the one @BotFather shows";
    assert!(bot.output().contains(error), "{}", bot.output());
    stage.check(&bot);
}

#[tokio::test]
async fn of_two_bots_with_one_token_one_ends_and_says_why() {
    let stage = Stage::new().await;
    let homes = [Home::new(), Home::new()];
    let mut bots = [stage.start_with(&homes[0], stage.api.token()), stage.start_with(&homes[1], stage.api.token())];
    let [one, other] = &mut bots;
    let (status, left) = tokio::select! {
        status = one.ended() => (status, 1),
        status = other.ended() => (status, 0),
    };
    assert_eq!(status.code(), Some(1));
    let ended = &bots[1 - left];
    assert!(ended.output().contains("error: another program receives this bot's messages"), "{}", ended.output());
    stage.check(ended);
    stage.api.push_text(1, 1, DIRECTIONS);
    assert_eq!(stage.answered(1).await.quotes().len(), 3, "the other one goes on");
}

/// Whether a word stands in any file below the folder.
fn found(folder: &Path, word: &str) -> bool {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.into_iter().any(|path| match path.is_dir() {
        true => found(&path, word),
        // SQLite may remove one of its side files meanwhile.
        false => fs::read(&path).unwrap_or_default().windows(word.len()).any(|part| part == word.as_bytes()),
    })
}

#[tokio::test]
async fn what_people_wrote_is_gone_from_the_disk_soon_after_the_reply() {
    let stage = Stage::new().await;
    let (data, written) = (stage.home.data(), oneshot::channel::<bool>());
    stage.api.before(At::Call("sendMessage", 1), move |_| async move {
        written.0.send(found(&data, "qcanaryz")).expect("somebody waits");
    });
    let bot = stage.start();
    stage.api.push_text(1, 1, &format!("qcanaryz {}", "слово ".repeat(2_000)));
    stage.api.push_text(2, 2, "qcanaryz?");
    assert!(tokio::time::timeout(PATIENCE, written.1).await.expect("a reply").expect("a look"), "it is kept till then");
    stage.answered(1).await;
    stage.answered(2).await;
    let gone = async {
        while found(&stage.home.data(), "qcanaryz") {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("it is wiped");
    stage.stop(bot).await;
    assert!(!found(&stage.home.data(), "qcanaryz"));
}

#[tokio::test]
async fn what_people_wrote_is_gone_from_the_disk_when_the_bot_has_stopped() {
    let stage = Stage::new().await;
    let bot = stage.start();
    stage.api.push_text(1, 1, "qcanaryz?");
    stage.answered(1).await;
    stage.stop(bot).await;
    assert!(!found(&stage.home.data(), "qcanaryz"));
}

#[tokio::test]
async fn a_second_signal_ends_the_bot_at_once_and_loses_nothing() {
    let stage = Stage::new().await;
    let (mut bot, release) = stage.start_with_reply_under_way().await;
    bot.signal("INT");
    bot.says("stopping: answering what is under way").await;
    bot.signal("TERM");
    assert_eq!(bot.ended().await.code(), Some(130));
    drop(release);
    let bot = stage.start();
    stage.answered(1).await;
    stage.stop(bot).await;
    assert_eq!(stage.api.all_messages().len(), 1);
}

#[tokio::test]
async fn a_reply_that_telegram_does_not_take_holds_up_the_end_for_a_while_only() {
    let stage = Stage::new().await;
    let (mut bot, release) = stage.start_with_reply_under_way().await;
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.output());
    assert!(bot.output().contains("stopped with replies under way"), "{}", bot.output());
    drop(release);
    let bot = stage.start();
    stage.answered(1).await;
    stage.stop(bot).await;
    assert_eq!(stage.api.all_messages().len(), 1);
}

#[tokio::test]
async fn a_damaged_inbox_ends_the_bot_and_says_what_to_do() {
    let stage = Stage::new().await;
    stage.home.write("data/inbox.sqlite", "no database at all, ".repeat(100));
    let mut bot = stage.start();
    assert_eq!(bot.ended().await.code(), Some(1));
    let output = bot.output();
    assert!(
        output.contains("inbox.sqlite") && output.contains("it is damaged") && output.contains("moved away"),
        "{output}"
    );
}

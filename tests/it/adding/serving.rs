//! Sources while the bot runs: the real program between a Bot API server and a web server.

use std::fs;
use std::process::Output;
use std::time::Duration;

use serde_json::Value;

use super::out;
use super::sources::{entry, feed, report};
use crate::support::bot_api::{BotApi, Message, updates};
use crate::support::program::{Home, PATIENCE, Running};
use crate::support::web_server::{Page, WebServer};

const ADMIN: i64 = 77;
const BUSY: &str = "another policybot process is looking at the sources; wait until it is done";

struct Stage {
    api: BotApi,
    web: WebServer,
    home: Home,
}

impl Stage {
    /// With an article on something else.
    async fn new() -> Self {
        let stage = Self { api: BotApi::start().await, web: WebServer::start(), home: Home::new() };
        let head =
            "---\ntitle: Omsk\nurl: https://example.org/omsk\nregion: Omsk Region\nlang: en\ndate: 2024-05\n---\n";
        stage.home.write("knowledge/omsk.md", format!("{head}The Omsk Region opens a technology park.\n"));
        stage.api.add_chat(ADMIN);
        stage
    }

    fn sources(&self, list: &str) {
        // In one step: what is half written would be a complaint.
        self.home.write("knowledge/.new", list);
        fs::rename(self.home.path("knowledge/.new"), self.home.path("knowledge/sources.toml")).expect("renamed");
    }

    async fn serve(&self) -> Running {
        let mut command = self.home.command(&["serve", "--allow-loopback"]);
        command.env("TELEGRAM_API_URL", self.api.url()).env("TELEGRAM_BOT_TOKEN", self.api.token());
        command.env("POLICYBOT_KNOWLEDGE_DIR", self.home.path("knowledge")).env("POLICYBOT_ADMINS", ADMIN.to_string());
        command.env("POLICYBOT_USER_PER_MINUTE", "10000").env("POLICYBOT_CHAT_PER_MINUTE", "10000");
        let bot = self.home.start(command);
        bot.says("receiving messages").await;
        bot
    }

    /// `policybot sources run a` beside it.
    fn by_hand(&self) -> Output {
        let folder = self.home.path("knowledge");
        let arguments = ["sources", "--allow-loopback", "--knowledge", folder.to_str().expect("a path"), "run", "a"];
        self.home.run(&arguments).output().expect("runs")
    }

    /// The same, as soon as nobody else looks; the exit code.
    fn by_hand_when_free(&self) -> Option<i32> {
        loop {
            let output = self.by_hand();
            if !out(&output).contains(BUSY) {
                return output.status.code();
            }
        }
    }

    async fn ask(&self, user: i64, words: &str) -> Message {
        let n = self.api.messages(user).len();
        self.api.push_update(updates::text(&updates::chat(user), &updates::user(user, Some("en")), words));
        self.api.wait_for_messages(user, n + 1, PATIENCE).await.remove(n)
    }

    /// Asks until the first quote has these words.
    async fn ask_until(&self, question: &str, words: &str) {
        let asking =
            async { while !self.ask(1, question).await.quotes().first().is_some_and(|quote| quote.contains(words)) {} };
        tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("{question}: no '{words}'"));
    }

    /// What is remembered of the source `a`.
    fn memory(&self) -> Option<Value> {
        let state = fs::read(self.home.data().join("sources.json")).ok()?;
        serde_json::from_slice::<Value>(&state).expect("JSON")["sources"].get("a").cloned()
    }

    /// Waits until what is remembered of the source is so.
    async fn remembers(&self, what: &str, good: impl Fn(&Value) -> bool) {
        let looking = async {
            while !self.memory().is_some_and(|memory| good(&memory)) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| panic!("{what}: {:?}", self.memory()));
    }

    /// Makes the source due, as time would.
    fn is_due(&self) {
        let path = self.home.data().join("sources.json");
        let mut state: Value = serde_json::from_slice(&fs::read(&path).expect("the state")).expect("JSON");
        state["sources"]["a"]["due_at_s"] = 0.into();
        // In one step, as the program does: it may be reading.
        let new = self.home.write("data/sources.json.new", state.to_string());
        fs::rename(new, path).expect("renamed");
    }

    fn asked_for(&self, path: &str) -> usize {
        self.web.requests().iter().filter(|request| request.starts_with(&format!("get {path} "))).count()
    }

    async fn stop(self, mut bot: Running) {
        bot.signal("TERM");
        assert!(bot.ended().await.success(), "{}", bot.output());
        assert_eq!(self.api.violations(), Vec::<String>::new());
    }
}

fn rss(stage: &Stage, items: &[&str]) {
    stage.web.put("/rss", Page::of("application/rss+xml", feed(&stage.web, items)));
}

#[tokio::test]
async fn what_a_source_brings_answers_without_a_restart() {
    let stage = Stage::new().await;
    let bot = stage.serve().await;
    let question = |name: &str| format!("Which measure of the Tomsk {name} makers supports {name} shops?");
    assert!(stage.ask(1, &question("boat")).await.quotes().iter().all(|quote| !quote.contains("boat")));
    stage.web.put("/news/1", Page::html(&report("boat")));
    stage.web.put("/news/2", Page::html(&report("lamp")));
    rss(&stage, &["/news/1"]);
    stage.sources(&entry(&stage.web, "feed", "/rss", ""));
    stage.ask_until(&question("boat"), "boat shops").await;
    // A new item, when the source is due again.
    stage.remembers("is put off", |memory| memory["due_at_s"].as_u64() > Some(0)).await;
    rss(&stage, &["/news/2", "/news/1"]);
    stage.is_due();
    stage.ask_until(&question("lamp"), "lamp shops").await;
    assert_eq!((stage.asked_for("/news/1"), stage.asked_for("/news/2")), (1, 1), "each is fetched once");
    // A mistake in the list is told once, however often it is looked at; what is right in it goes on.
    let (mistake, page) = ("[[source]]\nname = 'b'\nkind = 'page'\nurl = 'ftp://a.ru'\n", report("hat"));
    stage.web.put("/news/3", Page::html(&page));
    rss(&stage, &["/news/3"]);
    stage.sources(&(entry(&stage.web, "feed", "/rss", "") + mistake));
    bot.says("this is no web address").await;
    stage.is_due();
    stage.ask_until(&question("hat"), "hat shops").await;
    assert_eq!(bot.output().matches("this is no web address").count(), 1);
    stage.stop(bot).await;
}

#[tokio::test]
async fn administrators_hear_of_the_fifth_failure_in_a_row_once_whoever_looked() {
    let stage = Stage::new().await;
    stage.web.put("/rss", Page::Sent(500, vec![], b"broken".to_vec()));
    stage.sources(&entry(&stage.web, "feed", "/rss", ""));
    for _ in 0..4 {
        assert_eq!(stage.by_hand_when_free(), Some(1));
    }
    let bot = stage.serve().await;
    stage.ask(ADMIN, "/help").await;
    assert_eq!(stage.api.messages(ADMIN).len(), 1, "four failures are no news");
    stage.is_due();
    let told = stage.api.wait_for_messages(ADMIN, 2, PATIENCE).await.remove(1).text;
    assert!(told.starts_with("The source a has failed 5 times in a row: 127.0.0.1 answered 500"), "{told}");
    // The sixth and the seventh, one of them looked at by hand: nothing more is said.
    stage.is_due();
    stage.remembers("a sixth failure", |memory| memory["failures"] == 6).await;
    assert_eq!(stage.by_hand_when_free(), Some(1));
    stage.ask(ADMIN, "/help").await;
    assert_eq!(stage.api.messages(ADMIN).len(), 3, "{:?}", stage.api.messages(ADMIN).last().map(|m| &m.text));
    // It works, and fails again five times, by hand alone: that is new.
    rss(&stage, &[]);
    assert_eq!(stage.by_hand_when_free(), Some(0));
    stage.web.put("/rss", Page::html("no feed"));
    for _ in 0..5 {
        assert_eq!(stage.by_hand_when_free(), Some(1));
    }
    let told = stage.api.wait_for_messages(ADMIN, 4, PATIENCE).await.remove(3).text;
    assert!(told.contains("has failed 5 times in a row: this is not the feed it is said to be"), "{told}");
    stage.stop(bot).await;
}

#[tokio::test]
async fn one_process_at_a_time_looks_and_a_dead_one_does_not_keep_the_others_out() {
    let stage = Stage::new().await;
    stage.web.put("/rss", Page::Slow);
    stage.sources(&entry(&stage.web, "feed", "/rss", ""));
    let mut bot = stage.serve().await;
    let asked = async {
        while stage.asked_for("/rss") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("the bot looks at the source");
    let refused = stage.by_hand();
    assert!(refused.status.code() == Some(1) && out(&refused).contains(BUSY), "{}", out(&refused));
    assert_eq!(stage.asked_for("/rss"), 1, "one process asks");
    bot.kill();
    rss(&stage, &[]);
    let run = stage.by_hand();
    assert!(run.status.success() && out(&run).contains("a: 0 added"), "{}", out(&run));
}

//! Conversations: the real engine on the shipped article and two made-up ones, the real poller, store and worker in this
//! process, against a Bot API server over HTTP.

mod cards;
mod names;
mod replies;
mod rows;
mod transcripts;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use policybot::domain::{Citation, Lang};
use policybot::engine::news::Interest;
use policybot::engine::{Ask, Options as EngineOptions};
use policybot::store::memory::Memory;
use policybot::store::sqlite::SqliteInbox;
use policybot::telegram::reach::announce;
use policybot::telegram::{Health, Limits, Options, Reach, ServeError, serve};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::bot_api::{BotApi, Message, updates};
use crate::support::engine;
use crate::support::no_news::quiet;
use crate::support::program::shipped;

/// How long a test waits before it calls something missing.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How the ids of presses begin that only wait for the bot.
const PROBE: &str = "probe-";

/// The time of all conversations: 22 November 2026.
fn clock() -> i64 {
    1_795_348_800_000
}

/// Articles of a bot: those in a folder, with the shipped lexicon.
pub struct Library {
    folder: TempDir,
}

impl Library {
    /// The shipped article and the two made-up ones.
    pub fn new() -> Self {
        let library = Self { folder: tempfile::tempdir().expect("a folder") };
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/articles");
        for (name, path) in [
            ("tomsk.md", shipped().join("tomsk/tomsk-governor-regional-support.md")),
            ("larchwood.md", data.join("larchwood.md")),
            ("verezh.md", data.join("verezh.md")),
        ] {
            library.write(name, &std::fs::read_to_string(path).expect("an article"));
        }
        library
    }

    /// Adds or replaces an article.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("written");
    }

    /// What an article's file says.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("an article")
    }

    /// Takes an article away.
    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.folder.path().join(name)).expect("removed");
    }

    /// An engine over them as they are now.
    pub fn ask(&self) -> Ask {
        engine::over(self.folder.path(), EngineOptions::default())
    }
}

/// The articles as subscriptions, groups and inline mode want to know them.
struct News(Arc<Ask>);

impl policybot::telegram::Library for News {
    fn generation(&self) -> String {
        String::new()
    }

    fn articles(&self) -> Vec<(String, String)> {
        self.0.corpus().articles().iter().map(|a| (a.meta.id.0.clone(), a.text.sha256_hex())).collect()
    }

    fn regions(&self, lang: Lang) -> Vec<(String, String)> {
        self.0.places(lang)
    }

    fn region_name(&self, region: &str, lang: Lang) -> String {
        self.0.region_name(region, lang)
    }

    fn interest(&self, words: &str, lang: Lang) -> Interest {
        self.0.interest(words, lang)
    }

    fn news(&self, article: &str, interest: &Interest) -> Option<Citation> {
        let at = self.0.corpus().articles().iter().position(|a| a.meta.id.0 == article)?;
        self.0.news(at, interest)
    }
}

/// A server, articles, a data folder, and a bot that can be started anew.
pub struct Stage {
    pub api: BotApi,
    pub library: Library,
    data: TempDir,
    bot: Option<(oneshot::Sender<()>, JoinHandle<Result<(), ServeError>>)>,
}

impl Stage {
    /// With a running bot.
    pub async fn new() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut stage = Self { api: BotApi::start().await, library: Library::new(), data, bot: None };
        stage.start().await;
        stage
    }

    async fn start(&mut self) {
        let inbox = Arc::new(SqliteInbox::open(&self.data.path().join("inbox.sqlite")).await.expect("inbox"));
        let mut options = Options::new(self.api.token().parse().expect("token"));
        options.api_url = self.api.url().parse().expect("url");
        options.poll_timeout_s = 2;
        options.clock = clock;
        options.limits = Limits {
            per_second: 1000,
            chat_per_second: 1000,
            chat_burst: 100,
            group_per_minute: 60_000,
            in_flight: 32,
        };
        let knowledge = Arc::new(self.library.ask());
        let news = Arc::new(News(Arc::clone(&knowledge)));
        announce(&*inbox, &*news).await.expect("compared");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let shutdown = async move { drop(stopped.await) };
            let reach = Reach { library: news, ..quiet(Arc::clone(&inbox)) };
            let ended = serve(options, knowledge, reach, Arc::new(Health::default()), shutdown).await;
            Arc::into_inner(inbox).expect("nobody else has it").close().await;
            ended
        });
        self.bot = Some((stop, serving));
    }

    /// Stops the bot and starts it again, with the articles as they are now.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    async fn stop(&mut self) {
        let (stop, serving) = self.bot.take().expect("a bot");
        drop(stop);
        tokio::time::timeout(PATIENCE, serving).await.expect("stops").expect("no panic").expect("no error");
    }

    /// All that is stored about a user.
    pub async fn held(&self, user: i64) -> Value {
        let store = SqliteInbox::open(&self.data.path().join("inbox.sqlite")).await.expect("opens beside the bot");
        let held = store.all_about(user).await.expect("reads");
        store.close().await;
        held
    }

    /// Stops the bot and looks whether every request was right.
    pub async fn end(mut self) {
        self.stop().await;
        assert_eq!(self.api.violations(), Vec::<String>::new());
    }

    /// Somebody in a chat of their own.
    pub fn anna(&self, id: i64, lang: &str) -> Person<'_> {
        Person { api: &self.api, id, chat: id, lang: lang.to_owned() }
    }
}

/// A group.
pub const GROUP: i64 = -1_000_000_000_007;

/// The label of a button that begins so.
pub fn label(message: &Message, begin: &str) -> String {
    let all = message.all_buttons();
    all.iter().find(|b| b.text.starts_with(begin)).unwrap_or_else(|| panic!("no button {begin}")).text.clone()
}

/// Somebody who writes and presses buttons.
pub struct Person<'a> {
    api: &'a BotApi,
    id: i64,
    chat: i64,
    lang: String,
}

/// What the bot did in return.
pub struct Returned {
    /// New or changed messages, in order; true for a new one.
    pub messages: Vec<(bool, Message)>,
    /// The notice after a button.
    pub toast: Option<String>,
}

impl Returned {
    /// The only message.
    pub fn one(mut self) -> Message {
        assert_eq!(self.messages.len(), 1, "one message");
        self.messages.remove(0).1
    }
}

impl Person<'_> {
    fn user(&self) -> Value {
        updates::user(self.id, Some(&self.lang))
    }

    /// The same person in a group.
    pub fn in_group(self) -> Self {
        Self { chat: GROUP, ..self }
    }

    /// Types behind the bot's name in some chat, and waits for the results.
    pub async fn types(&self, words: &str) -> Value {
        let id = self.api.inline_answers().len().to_string();
        self.api.inline_answer(&updates::inline_query(&id, &self.user(), words, "")).await
    }

    /// A text message, not sent yet.
    pub fn text(&self, words: &str) -> Value {
        updates::text(&updates::chat(self.chat), &self.user(), words)
    }

    /// Writes, and waits for the answer.
    pub async fn says(&self, words: &str) -> Returned {
        self.sends(self.text(words)).await
    }

    /// Sends an update, and waits until the bot is done with it.
    pub async fn sends(&self, update: Value) -> Returned {
        let before = self.api.messages(self.chat);
        let answered = self.toasts().len();
        self.api.push_update(update);
        self.settled().await;
        let after = self.api.messages(self.chat);
        let known = |m: &Message| before.iter().find(|b| b.message_id == m.message_id).cloned();
        let changed = after.into_iter().filter_map(|m| match known(&m) {
            Some(old) if old.edits == m.edits => None,
            old => Some((old.is_none(), m)),
        });
        Returned { messages: changed.collect(), toast: self.toasts().into_iter().nth(answered) }
    }

    /// Waits until the bot is done with everything in this chat: it works in order, so once a button that it cannot know
    /// has been answered, all before it has been.
    async fn settled(&self) {
        let mut probe = self.tap(&self.last_or_blank(), "v1:probe:d");
        let id = format!("{PROBE}{}", self.api.requests().len());
        probe["callback_query"]["id"] = id.clone().into();
        self.api.push_update(probe);
        let answered = |api: &BotApi| api.callback_answers().iter().any(|a| a["callback_query_id"] == id.as_str());
        self.api.wait_for("the end of a step", PATIENCE, answered).await;
    }

    /// Notices after buttons, those of probes left out.
    fn toasts(&self) -> Vec<String> {
        let answers = self.api.callback_answers();
        let own = answers.iter().filter(|a| !a["callback_query_id"].as_str().is_some_and(|id| id.starts_with(PROBE)));
        own.map(|a| a["text"].as_str().unwrap_or_default().to_owned()).collect()
    }

    fn last_or_blank(&self) -> Message {
        let blank = Message {
            chat_id: self.chat,
            message_id: 1,
            from_bot: true,
            text: String::new(),
            entities: Vec::new(),
            reply_to: None,
            reply_parameters: None,
            message_thread_id: None,
            buttons: Vec::new(),
            dropped_links: Vec::new(),
            edits: 0,
            raw: Value::Null,
        };
        self.api.messages(self.chat).pop().unwrap_or(blank)
    }

    /// Presses a button of a message, by its label.
    pub async fn taps(&self, message: &Message, label: &str) -> Returned {
        let all = message.all_buttons();
        let found = all.iter().find(|b| b.text == label && b.callback_data.is_some());
        let labels: Vec<&str> = all.iter().map(|b| b.text.as_str()).collect();
        let data = found.unwrap_or_else(|| panic!("no button {label} among {labels:?}")).callback_data.clone();
        self.sends(self.tap(message, &data.expect("data"))).await
    }

    /// A press on a button that sends this back.
    pub fn tap(&self, message: &Message, data: &str) -> Value {
        let mut update = updates::callback_query(message, &self.user(), data);
        if let Some(original) = message.reply_to.and_then(|id| self.api.message_json(self.chat, id)) {
            update["callback_query"]["message"]["reply_to_message"] = original;
        }
        update
    }

    /// The bot's newest message.
    pub fn last(&self) -> Message {
        self.api.messages(self.chat).pop().expect("a message of the bot")
    }
}

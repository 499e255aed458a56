//! Everything beside the conversation, with the real engine on real files and the real store: updates go in at one end,
//! what Telegram would show comes out at the other.

mod access;
mod adding;
mod curators;
mod groups;
mod inline;
mod menu;
mod privacy;
mod program;
mod subscriptions;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use policybot::app::{self, Snapshot};
use policybot::config::{Overrides, Settings, Sources};
use policybot::dialogue::Knowledge;
use policybot::domain::Lang;
use policybot::store::Store;
use policybot::store::sqlite::SqliteInbox;
use policybot::telegram::reach::{Options, announce};
use policybot::telegram::{self, Health, Limits, Reach, ServeError};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::bot_api::{BotApi, Message, updates};
use crate::support::program::shipped;

const GROUP: i64 = -1_001_234_567_890;
const PATIENCE: Duration = Duration::from_secs(60);

/// A server and a bot with folders of its own.
struct Stage {
    api: Arc<BotApi>,
    folder: tempfile::TempDir,
}

/// A bot at work.
struct Bot {
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), ServeError>>,
    store: Arc<SqliteInbox>,
}

impl Stage {
    /// With the shipped article.
    async fn new() -> Self {
        let stage = Self { api: Arc::new(BotApi::start().await), folder: tempfile::tempdir().expect("folder") };
        copy(&shipped(), &stage.knowledge());
        stage
    }

    fn knowledge(&self) -> std::path::PathBuf {
        self.folder.path().join("knowledge")
    }

    /// Writes an article.
    fn article(&self, name: &str, region: &str, lang: &str, text: &str) {
        let url = format!("https://example.org/{name}");
        let front =
            format!("---\ntitle: About {name}\nurl: {url}\nregion: {region}\nlang: {lang}\ndate: 2024-05\n---\n");
        std::fs::write(self.knowledge().join(format!("{name}.md")), front + text).expect("written");
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        let overrides = Overrides { knowledge: Some(self.knowledge()), data: Some(self.folder.path().join("data")) };
        let sources = Sources::of(&overrides, &self.folder.path().join("no.env"), |_| None).expect("sources");
        Arc::new(app::open(&Settings::new(&sources).expect("settings"), |_, _| {}).expect("knowledge"))
    }

    async fn start(&self) -> Bot {
        self.start_with(Options { register: false, ..Options::default() }).await
    }

    /// Starts as `policybot serve` does: the articles are compared with those of the last start first.
    async fn start_with(&self, options: Options) -> Bot {
        let snapshot = self.snapshot();
        let store = SqliteInbox::open(&self.folder.path().join("inbox.sqlite")).await.expect("store");
        let store = Arc::new(store);
        announce(&*store, &*snapshot).await.expect("compared");
        let reach = Reach { options, store: Arc::clone(&store) as Arc<dyn Store>, library: Arc::clone(&snapshot) as _ };
        let knowledge: Arc<dyn Knowledge> = Arc::clone(&snapshot.ask) as _;
        let mut options = telegram::Options::new(self.api.token().parse().expect("token"));
        options.api_url = self.api.url().parse().expect("url");
        options.poll_timeout_s = 2;
        options.limits = Limits {
            per_second: 1000,
            chat_per_second: 1000,
            chat_burst: 100,
            group_per_minute: 60_000,
            in_flight: 32,
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let shutdown = async move { drop(stopped.await) };
            telegram::serve(options, knowledge, reach, Arc::new(Health::default()), shutdown).await
        });
        Bot { stop, serving, store }
    }

    /// Runs `story` on a bot with these options and checks that no request was wrong.
    async fn story<F: Future<Output = ()>>(options: Options, story: impl FnOnce(Arc<BotApi>) -> F) {
        let stage = Stage::new().await;
        let bot = stage.start_with(options).await;
        story(Arc::clone(&stage.api)).await;
        bot.stop(&stage.api).await;
    }
}

impl Bot {
    async fn stop(self, api: &BotApi) {
        drop(self.stop);
        tokio::time::timeout(PATIENCE, self.serving).await.expect("stops").expect("no panic").expect("no error");
        let store = Arc::into_inner(self.store).expect("nothing holds the store any more");
        store.close().await;
        assert!(api.violations().is_empty(), "{:?}", api.violations());
    }
}

/// Without registration, for stories about something else.
fn quiet() -> Options {
    Options { register: false, ..Options::default() }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("a folder").map(|e| e.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { drop(std::fs::copy(entry.path(), target)) }
    }
}

/// A message in a private chat.
fn private(user: i64, lang: &str, text: &str) -> Value {
    updates::text(&updates::chat(user), &updates::user(user, Some(lang)), text)
}

/// A message in a supergroup.
fn group(user: i64, lang: &str, text: &str) -> Value {
    updates::text(&updates::chat(GROUP), &updates::user(user, Some(lang)), text)
}

/// Sends a private message and waits for the reply, the `n`-th message of the chat.
async fn told(api: &BotApi, user: i64, lang: &str, text: &str, n: usize) -> Message {
    api.push_update(private(user, lang, text));
    api.wait_for_messages(user, n, PATIENCE).await.remove(n - 1)
}

/// Presses the button of a message whose label contains the words, and waits until the press is answered.
async fn press(api: &BotApi, user: i64, lang: &str, message: &Message, label: &str) -> Value {
    let current = api.messages(message.chat_id).into_iter().find(|m| m.message_id == message.message_id);
    let current = current.expect("the message");
    let button = current.all_buttons().into_iter().find(|b| b.text.contains(label)).cloned();
    let data = button.unwrap_or_else(|| panic!("no button '{label}'")).callback_data.expect("data");
    let answered = api.callback_answers().len();
    let mut update = updates::callback_query(message, &updates::user(user, Some(lang)), &data);
    if let Some(original) = message.reply_to.and_then(|id| api.message_json(message.chat_id, id)) {
        update["callback_query"]["message"]["reply_to_message"] = original;
    }
    api.push_update(update);
    api.wait_for("an answer to the press", PATIENCE, |api| api.callback_answers().len() > answered).await;
    api.callback_answers().pop().expect("an answer")
}

/// Waits until a message of the bot shows the words.
async fn shows(api: &BotApi, chat: i64, words: &str) -> Message {
    let shown = |api: &BotApi| api.messages(chat).into_iter().find(|m| m.text.contains(words));
    api.wait_for(&format!("'{words}' in chat {chat}"), PATIENCE, |api| shown(api).is_some()).await;
    shown(api).expect("shown")
}

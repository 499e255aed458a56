//! A Bot API server for tests: real HTTP on the loopback interface, in the test's own process.
//!
//! It behaves as Telegram's does where a bot can notice (polling and confirmation, the HTML grammar, the clean-up of
//! texts, error codes), checks every request against the machine-readable specification and the limits that exist as
//! prose only, and can be told to misbehave. It shares no code with the bot: both are written from the documentation,
//! so that one does not repeat the other's mistakes.
//!
//! A request goes [`server`] (HTTP) → [`script`] (hooks and faults) → [`spec`] and [`limits`] (checks) →
//! [`methods`], [`send`], [`polling`] (what Telegram would do to [`state`]).
#![allow(dead_code, unused_imports, reason = "a toolbox: not every tool is in use at all times")]

mod cleanup;
mod extras;
mod html;
mod limits;
mod links;
mod methods;
mod polling;
mod rate;
mod reply;
mod script;
mod send;
mod server;
mod spec;
mod state;
pub mod updates;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinHandle;

pub use extras::Document;
pub use script::{At, Fault};
pub use state::{Access, Button, Entity, Message, Request};

use script::Hook;
use server::Shared;
use state::State;

/// How the server is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// The one token it knows.
    pub token: String,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// `language_code` of users made by [`BotApi::push_text`].
    pub language_code: Option<String>,
    /// The first `update_id`.
    pub first_update_id: i64,
    /// Punish polls that repeat an offset too soon, as Telegram does (one update only, or three seconds of waiting).
    pub poll_penalty: bool,
    /// Answer 429 to messages beyond the rate limits. They are always recorded, see [`BotApi::rate_violations`].
    pub enforce_rates: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: "123456789:TEST-canary_token-0123456789abcdefg".to_owned(),
            port: 0,
            language_code: Some("en".to_owned()),
            first_update_id: 700_000_001,
            poll_penalty: false,
            enforce_rates: false,
        }
    }
}

/// A running server. It ends when dropped.
pub struct BotApi {
    shared: Arc<Shared>,
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for BotApi {
    fn drop(&mut self) {
        self.shared.set_down(true);
        self.task.abort();
    }
}

impl BotApi {
    /// Starts a server with the default options.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// Starts a server.
    pub async fn start_with(options: Options) -> Self {
        let listener = server::bind(options.port).await;
        let shared = Arc::new(Shared::new(options));
        let (address, task) = server::run(listener, Arc::clone(&shared));
        Self { shared, address, task }
    }

    /// The address for `TELEGRAM_API_URL`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of a method.
    pub fn method_url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.url(), self.token())
    }

    /// The token it accepts.
    pub fn token(&self) -> &str {
        &self.shared.options.token
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        self.shared.with(f)
    }

    fn read<T>(&self, f: impl FnOnce(&State) -> T) -> T {
        self.shared.read(f)
    }

    // What users do.

    /// A user writes; returns the `update_id`. The chat is private when both ids are equal, a supergroup when its id
    /// begins with -100, otherwise a group. A leading `/command` is marked as such.
    pub fn push_text(&self, chat: i64, user: i64, text: &str) -> i64 {
        let language = self.shared.options.language_code.as_deref();
        self.push_update(updates::text(&updates::chat(chat), &updates::user(user, language), text))
    }

    /// Queues an update (see [`updates`]) and returns its id. Missing `update_id`, `message_id` and `date` are filled
    /// in. As at Telegram, kinds that the bot did not ask for are dropped.
    pub fn push_update(&self, update: Value) -> i64 {
        self.with(|s| s.push(update))
    }

    /// The next update gets this id: after a week of silence Telegram goes on at a random one.
    pub fn set_next_update_id(&self, update_id: i64) {
        self.with(|s| s.queue.next_id = update_id);
    }

    /// Makes a chat known without an update.
    pub fn add_chat(&self, chat: i64) {
        self.with(|s| s.meet(&updates::chat(chat)));
    }

    /// Makes a topic of a supergroup known without an update.
    pub fn add_topic(&self, chat: i64, message_thread_id: i64) {
        self.add_chat(chat);
        self.with(|s| s.topics.insert((chat, message_thread_id)));
    }

    /// Says what happens to messages for this chat from now on.
    pub fn set_access(&self, chat: i64, access: Access) {
        self.add_chat(chat);
        self.with(|s| s.set_access(chat, access));
    }

    // What the bot did.

    /// The bot's messages in a chat, in order.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.read(|s| s.messages.iter().filter(|m| m.chat_id == chat && m.from_bot).cloned().collect())
    }

    /// Every bot message of every chat, in order.
    pub fn all_messages(&self) -> Vec<Message> {
        self.read(|s| s.messages.iter().filter(|m| m.from_bot).cloned().collect())
    }

    /// Number of the newest message of anybody that is counted together with those of a chat; 0 when there is none.
    pub fn newest_message_id(&self, chat: i64) -> i64 {
        let supergroup = |id: i64| id <= -1_000_000_000_000;
        let together = |id: i64| id == chat || (!supergroup(id) && !supergroup(chat));
        self.read(|s| s.messages.iter().filter(|m| together(m.chat_id)).map(|m| m.message_id).max().unwrap_or(0))
    }

    /// A message of a chat as the Bot API shows it.
    pub fn message_json(&self, chat: i64, message_id: i64) -> Option<Value> {
        self.read(|s| s.message(chat, message_id).map(|m| s.json(m)))
    }

    /// Waits until the bot has sent at least `n` messages to a chat and returns them.
    ///
    /// # Panics
    /// When they do not come in time.
    pub async fn wait_for_messages(&self, chat: i64, n: usize, timeout: Duration) -> Vec<Message> {
        let what = format!("{n} messages in chat {chat}");
        self.wait_for(&what, timeout, |api| api.messages(chat).len() >= n).await;
        self.messages(chat)
    }

    /// Whether `condition` holds within a time; it is looked at after every change of the server's state.
    pub async fn within(&self, timeout: Duration, condition: impl Fn(&Self) -> bool) -> bool {
        let mut changes = self.shared.changes.subscribe();
        let wait = async {
            while !condition(self) {
                changes.changed().await.expect("the server lives");
            }
        };
        tokio::time::timeout(timeout, wait).await.is_ok()
    }

    /// Sends an inline query until it is answered, and returns the answer: on a busy machine it may come to its turn too
    /// late, and nobody waits for an answer then.
    ///
    /// # Panics
    /// When it is never answered.
    pub async fn inline_answer(&self, query: &Value) -> Value {
        let id = query["inline_query"]["id"].clone();
        let of = |api: &Self| api.inline_answers().into_iter().find(|a| a["inline_query_id"] == id);
        for _ in 0..10 {
            self.push_update(query.clone());
            if self.within(Duration::from_secs(8), |api| of(api).is_some()).await {
                break;
            }
        }
        of(self).unwrap_or_else(|| panic!("no answer to inline query {id}; violations {:?}", self.violations()))
    }

    /// Waits until `condition` holds.
    ///
    /// # Panics
    /// When that takes too long.
    pub async fn wait_for(&self, what: &str, timeout: Duration, condition: impl Fn(&Self) -> bool) {
        if !self.within(timeout, condition).await {
            let calls: Vec<_> = self.requests().iter().map(|r| format!("{} {:?}", r.method, r.status)).collect();
            let tail = &calls[calls.len().saturating_sub(20)..];
            panic!("no {what} within {timeout:?}; violations {:?}; last requests {tail:?}", self.violations());
        }
    }

    /// Every update below this id is confirmed; 0 when none is.
    pub fn confirmed_offset(&self) -> i64 {
        self.read(|s| s.queue.confirmed)
    }

    /// Updates that are waiting to be fetched or confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.read(|s| s.queue.len())
    }

    /// Requests in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        self.read(|s| s.requests.clone())
    }

    /// How often a method was called.
    pub fn calls(&self, method: &str) -> usize {
        self.read(|s| s.requests.iter().filter(|r| r.method == method).count())
    }

    /// What was wrong with the requests. A test asserts that this is empty.
    pub fn violations(&self) -> Vec<String> {
        self.read(|s| s.violations.clone())
    }

    /// How `value` differs from the specification's type; `None` when there is no specification at hand.
    pub fn differences(&self, type_name: &str, value: &Value) -> Option<Vec<String>> {
        self.shared.spec.map(|spec| spec.differences(type_name, value))
    }

    /// Messages beyond the rate limits.
    pub fn rate_violations(&self) -> Vec<String> {
        self.read(|s| s.rates.violations.clone())
    }

    /// Parameters of the `answerCallbackQuery` calls that were accepted.
    pub fn callback_answers(&self) -> Vec<Value> {
        self.read(|s| s.callback_answers.clone())
    }

    /// Parameters of the `answerInlineQuery` calls that were accepted.
    pub fn inline_answers(&self) -> Vec<Value> {
        self.read(|s| s.extras.inline_answers.clone())
    }

    /// The files the bot has sent to a chat.
    pub fn documents(&self, chat: i64) -> Vec<Document> {
        self.read(|s| s.extras.documents.iter().filter(|d| d.chat_id == chat).cloned().collect())
    }

    /// Keeps a file that a user sends, for `getFile` and the download.
    pub fn add_file(&self, id: &str, bytes: &[u8]) {
        self.with(|s| s.extras.files.insert(format!("documents/{id}"), bytes.to_vec()));
    }

    /// Says what a user is in a chat: `member` unless told otherwise.
    pub fn set_member(&self, chat: i64, user: i64, status: &str) {
        self.add_chat(chat);
        self.with(|s| s.extras.members.insert((chat, user), status.to_owned()));
    }

    /// Registered commands and descriptions as `kind / scope / language` and value.
    pub fn menu(&self) -> std::collections::BTreeMap<String, Value> {
        self.read(|s| s.extras.menu.clone())
    }

    /// The most requests, polls not counted, that were being worked on at the same time.
    pub fn max_in_flight(&self) -> usize {
        self.shared.in_flight.highest()
    }

    /// The most connections that were open at the same time.
    pub fn max_connections(&self) -> usize {
        self.shared.connections.highest()
    }

    /// Whether nobody is connected and everything that had arrived has taken effect, polls left aside.
    pub fn is_quiet(&self) -> bool {
        self.shared.connections.now() == 0 && self.shared.in_flight.now() == 0
    }

    // How the server misbehaves.

    /// Lets one request fail. Several faults for one request happen in the order in which they were given.
    pub fn fail(&self, at: At, fault: Fault) {
        self.shared.script().faults.push((at, fault));
    }

    /// Lets every request fail for which the rule says so, until [`heal`](Self::heal).
    pub fn fail_when(&self, rule: impl Fn(&Request) -> Option<Fault> + Send + Sync + 'static) {
        self.shared.script().rules.push(Arc::new(rule));
    }

    /// Makes the whole server unreachable (connections break, nothing is recorded), or reachable again.
    pub fn set_down(&self, down: bool) {
        self.shared.set_down(down);
    }

    /// Forgets all faults.
    pub fn heal(&self) {
        let mut script = self.shared.script();
        script.faults.clear();
        script.rules.clear();
    }

    /// Runs `hook` after the request has arrived and before anything is done about it.
    pub fn before<F>(&self, at: At, hook: impl FnOnce(Request) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.shared.script().before.push((at, boxed(hook)));
    }

    /// Runs `hook` after the request has taken effect and before it is answered.
    pub fn after<F>(&self, at: At, hook: impl FnOnce(Request) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.shared.script().after.push((at, boxed(hook)));
    }
}

fn boxed<F>(hook: impl FnOnce(Request) -> F + Send + 'static) -> Hook
where
    F: Future<Output = ()> + Send + 'static,
{
    Box::new(move |request| Box::pin(hook(request)))
}

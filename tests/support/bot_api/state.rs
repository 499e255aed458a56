//! What the server remembers: chats, messages, updates, requests.

use std::collections::{HashMap, HashSet};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::Options;
use super::extras::Extras;
use super::polling::Queue;
use super::rate::Rates;

/// A request, as it arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Its number among all requests, from 1.
    pub number: usize,
    /// The method as documented (`sendMessage`).
    pub method: String,
    /// Its number among those of the method, from 1.
    pub nth: usize,
    /// Parameters from query and body.
    pub params: Map<String, Value>,
    /// HTTP status of the answer; `None` while there is none, or when the connection was cut.
    pub status: Option<u16>,
}

impl Request {
    /// A parameter, `null` when absent.
    pub fn param(&self, name: &str) -> &Value {
        self.params.get(name).unwrap_or(&Value::Null)
    }
}

/// Whether messages reach a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// They do.
    #[default]
    Open,
    /// 403 "bot was blocked by the user".
    Blocked,
    /// 403 "bot was kicked from the group chat".
    Kicked,
    /// 400 with `migrate_to_chat_id`.
    MigratedTo(i64),
}

pub(super) struct Chat {
    pub(super) json: Value,
    pub(super) access: Access,
}

/// A formatted stretch of a message's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// As in the Bot API: `blockquote`, `bold`, `text_link` …
    pub kind: String,
    /// Where it begins, in UTF-16 units.
    pub offset: usize,
    /// Its length, in UTF-16 units.
    pub length: usize,
    /// The words it covers.
    pub text: String,
    /// Address of a `text_link`, as Telegram stores it.
    pub url: Option<String>,
    /// Language of a `pre`.
    pub language: Option<String>,
}

impl Entity {
    pub(super) fn json(&self) -> Value {
        let mut json = json!({ "type": self.kind, "offset": self.offset, "length": self.length });
        if let Some(url) = &self.url {
            json["url"] = json!(url);
        }
        if let Some(language) = &self.language {
            json["language"] = json!(language);
        }
        json
    }
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Button {
    /// Its label.
    pub text: String,
    /// The link it opens, as Telegram stores it.
    pub url: Option<String>,
    /// What it sends back.
    pub callback_data: Option<String>,
    /// What it copies.
    pub copy_text: Option<String>,
}

/// A message as Telegram stores it.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The chat.
    pub chat_id: i64,
    /// Its number: one sequence for each supergroup, one for everything else.
    pub message_id: i64,
    /// Whether the bot sent it.
    pub from_bot: bool,
    /// The text, after the entities were parsed and the server's clean-up.
    pub text: String,
    /// Outer before inner, otherwise in order.
    pub entities: Vec<Entity>,
    /// The message it replies to.
    pub reply_to: Option<i64>,
    /// `reply_parameters` of the request.
    pub reply_parameters: Option<Value>,
    /// The topic.
    pub message_thread_id: Option<i64>,
    /// Rows of inline buttons.
    pub buttons: Vec<Vec<Button>>,
    /// Links that Telegram dropped without an error.
    pub dropped_links: Vec<String>,
    /// How often it was edited.
    pub edits: usize,
    /// Parameters of the request (of the last edit); the update's message for a user's one.
    pub raw: Value,
}

impl Message {
    /// The words of every block quotation, in order.
    pub fn quotes(&self) -> Vec<&str> {
        let quote = |e: &&Entity| e.kind == "blockquote" || e.kind == "expandable_blockquote";
        self.entities.iter().filter(quote).map(|e| e.text.as_str()).collect()
    }

    /// Addresses of the links in the text, in order.
    pub fn links(&self) -> Vec<&str> {
        self.entities.iter().filter_map(|e| e.url.as_deref()).collect()
    }

    /// All buttons, row by row.
    pub fn all_buttons(&self) -> Vec<&Button> {
        self.buttons.iter().flatten().collect()
    }
}

/// Everything.
pub(super) struct State {
    pub(super) bot: Value,
    pub(super) chats: HashMap<i64, Chat>,
    pub(super) topics: HashSet<(i64, i64)>,
    pub(super) messages: Vec<Message>,
    last_message_ids: HashMap<i64, i64>,
    pub(super) queue: Queue,
    pub(super) webhook: String,
    pub(super) callback_queries: HashSet<String>,
    pub(super) callback_answers: Vec<Value>,
    pub(super) requests: Vec<Request>,
    pub(super) violations: Vec<String>,
    pub(super) rates: Rates,
    pub(super) extras: Extras,
}

impl State {
    pub(super) fn new(options: &Options) -> Self {
        let id: i64 = options.token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1);
        let bot = json!({
            "id": id, "is_bot": true, "first_name": "Policy", "username": "policy_test_bot",
            "can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": true,
            "can_connect_to_business": false, "has_main_web_app": false,
        });
        Self {
            bot,
            chats: HashMap::new(),
            topics: HashSet::new(),
            messages: Vec::new(),
            last_message_ids: HashMap::new(),
            queue: Queue::new(options),
            webhook: String::new(),
            callback_queries: HashSet::new(),
            callback_answers: Vec::new(),
            requests: Vec::new(),
            violations: Vec::new(),
            rates: Rates::new(options.enforce_rates),
            extras: Extras::default(),
        }
    }

    pub(super) fn arrived(&mut self, method: &str, params: Map<String, Value>) -> Request {
        let number = self.requests.len() + 1;
        let nth = self.requests.iter().filter(|r| r.method == method).count() + 1;
        let request = Request { number, method: method.to_owned(), nth, params, status: None };
        self.requests.push(request.clone());
        request
    }

    pub(super) fn answered(&mut self, request: &Request, status: Option<u16>) {
        self.requests[request.number - 1].status = status;
    }

    pub(super) fn violation(&mut self, request: &Request, why: &str) {
        self.violations.push(format!("{} (request {}): {why}", request.method, request.number));
    }

    /// Makes a chat known, from its JSON.
    pub(super) fn meet(&mut self, chat: &Value) {
        if let Some(id) = chat["id"].as_i64() {
            self.chats.entry(id).or_insert_with(|| Chat { json: chat.clone(), access: Access::Open });
        }
    }

    pub(super) fn set_access(&mut self, chat: i64, access: Access) {
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.access = access;
        }
    }

    /// The next free number: supergroups count for themselves.
    pub(super) fn next_message_id(&mut self, chat: i64) -> i64 {
        let sequence = if chat <= -1_000_000_000_000 { chat } else { 0 };
        let last = self.last_message_ids.entry(sequence).or_insert(0);
        *last += 1;
        *last
    }

    pub(super) fn message(&self, chat: i64, message_id: i64) -> Option<&Message> {
        self.messages.iter().find(|m| m.chat_id == chat && m.message_id == message_id)
    }

    /// Queues an update and returns its id.
    pub(super) fn push(&mut self, mut update: Value) -> i64 {
        for key in ["message", "edited_message", "channel_post", "business_message", "guest_message"] {
            if update[key].is_object() {
                self.remember(&mut update[key]);
            }
        }
        if update["callback_query"].is_object() {
            let query = &mut update["callback_query"];
            if query["id"].is_null() {
                query["id"] = json!(format!("{}", 4_000_000_000_000_u64 + self.callback_queries.len() as u64));
            }
            self.callback_queries.extend(query["id"].as_str().map(str::to_owned));
            self.meet(&query["message"]["chat"].clone());
        }
        if update["inline_query"].is_object() {
            let query = &mut update["inline_query"];
            if query["id"].is_null() {
                query["id"] = json!(format!(
                    "{}",
                    5_000_000_000_000_u64 + self.requests.len() as u64 * 1000 + self.extras.inline_queries.len() as u64
                ));
            }
            self.extras.inline_queries.extend(query["id"].as_str().map(str::to_owned));
        }
        if update["my_chat_member"].is_object() {
            self.meet(&update["my_chat_member"]["chat"].clone());
        }
        self.queue.push(update)
    }

    /// Completes a user's message and keeps it, so that it can be replied to.
    fn remember(&mut self, message: &mut Value) {
        let Some(chat_id) = message["chat"]["id"].as_i64() else { return };
        self.meet(&message["chat"].clone());
        if message["message_id"].is_null() {
            message["message_id"] = json!(self.next_message_id(chat_id));
        }
        if message["date"].is_null() {
            message["date"] = json!(unix_time());
        }
        let message_thread_id = message["message_thread_id"].as_i64();
        self.topics.extend(message_thread_id.map(|topic| (chat_id, topic)));
        let Some(message_id) = message["message_id"].as_i64() else { return };
        if self.message(chat_id, message_id).is_none() {
            self.messages.push(Message {
                chat_id,
                message_id,
                from_bot: false,
                text: message["text"].as_str().or(message["caption"].as_str()).unwrap_or_default().to_owned(),
                entities: Vec::new(),
                reply_to: message["reply_to_message"]["message_id"].as_i64(),
                reply_parameters: None,
                message_thread_id,
                buttons: Vec::new(),
                dropped_links: Vec::new(),
                edits: 0,
                raw: message.clone(),
            });
        }
    }

    /// A stored message as the Bot API shows it.
    pub(super) fn json(&self, message: &Message) -> Value {
        if !message.from_bot {
            return message.raw.clone();
        }
        let chat = self.chats.get(&message.chat_id).map_or(Value::Null, |c| c.json.clone());
        let mut json = json!({
            "message_id": message.message_id, "date": unix_time(), "chat": chat, "text": message.text,
            "from": { "id": self.bot["id"], "is_bot": true, "first_name": self.bot["first_name"],
                      "username": self.bot["username"] },
        });
        if !message.entities.is_empty() {
            json["entities"] = message.entities.iter().map(Entity::json).collect();
        }
        if let Some(topic) = message.message_thread_id {
            json["message_thread_id"] = json!(topic);
            json["is_topic_message"] = json!(true);
        }
        if let Some(original) = message.reply_to.and_then(|id| self.message(message.chat_id, id)) {
            let mut original = self.json(original);
            original.as_object_mut().map(|o| o.remove("reply_to_message"));
            json["reply_to_message"] = original;
        }
        if message.edits > 0 {
            json["edit_date"] = json!(unix_time());
        }
        if !message.buttons.is_empty() {
            json["reply_markup"] = message.raw["reply_markup"].clone();
        }
        json
    }
}

/// Seconds since 1970-01-01 UTC.
pub(super) fn unix_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// Length in UTF-16 units.
pub(super) fn utf16_len(s: &str) -> usize {
    s.encode_utf16().count()
}

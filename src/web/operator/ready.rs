//! Whether questions can be answered, part by part.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::store::Inbox;

/// An inbox that does not answer within this time counts as failed: shorter than the patience of whoever asks.
const INBOX_PATIENCE: Duration = Duration::from_secs(2);

/// How a part is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Ok,
    /// Hampered, but what is asked is kept and will be answered: still ready.
    Degraded,
    /// Not working: not ready.
    Failed,
}

impl Status {
    const fn code(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Degraded => "degraded",
            Status::Failed => "failed",
        }
    }
}

/// Outcome of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckResult {
    /// How the part is doing.
    pub status: Status,
    /// Further members of the check's JSON object, for example `articles`, `generation`, `last_success_s`.
    pub facts: Map<String, Value>,
}

impl CheckResult {
    /// As it should be.
    pub fn ok() -> Self {
        Self { status: Status::Ok, facts: Map::new() }
    }

    /// Hampered, and why. The reason is public: no token, no words of users.
    pub fn degraded(reason: impl Into<String>) -> Self {
        Self { status: Status::Degraded, ..Self::ok() }.with("reason", reason.into())
    }

    /// Not working, and why. The reason is public: no token, no words of users.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self { status: Status::Failed, ..Self::ok() }.with("reason", reason.into())
    }

    /// Adds a fact.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    fn json(self) -> Value {
        let mut object = self.facts;
        object.insert("status".to_owned(), self.status.code().into());
        Value::Object(object)
    }
}

/// Looks at a part and says at once how it is doing.
pub type Probe = Arc<dyn Fn() -> CheckResult + Send + Sync>;

/// What must work for questions to be answered.
#[derive(Clone)]
pub struct Checks {
    /// Is an index loaded; of how many articles, which generation?
    pub index: Probe,
    /// Can updates be written down?
    pub inbox: Arc<dyn Inbox>,
    /// When did a poll last succeed? `None` where the bot runs without Telegram.
    pub telegram: Option<Probe>,
}

impl Checks {
    /// Whether nothing has failed, and the JSON to show: `{"ready":…,"checks":{"index":{"status":…,…},…}}`.
    pub async fn report(&self) -> (bool, Value) {
        let mut results = vec![("index", (self.index)()), ("inbox", self.check_inbox().await)];
        results.extend(self.telegram.as_ref().map(|probe| ("telegram", probe())));
        let ready = results.iter().all(|(_, result)| result.status != Status::Failed);
        let checks: Map<String, Value> = results.into_iter().map(|(name, r)| (name.to_owned(), r.json())).collect();
        (ready, json!({ "ready": ready, "checks": checks }))
    }

    async fn check_inbox(&self) -> CheckResult {
        match tokio::time::timeout(INBOX_PATIENCE, self.inbox.check()).await {
            Ok(Ok(())) => CheckResult::ok(),
            Ok(Err(error)) => CheckResult::failed(error.to_string()),
            Err(_) => CheckResult::failed(format!("no answer within {} s", INBOX_PATIENCE.as_secs())),
        }
    }
}

//! Requests to the Bot API.
//!
//! The payloads are teloxide's types; the transport is ours (see the module page). Results are taken from the raw JSON,
//! only as much of them as is needed: a sent message that teloxide's types do not understand is still a sent message.

use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{AnswerCallbackQuery, EditMessageText, GetMe, SendChatAction, SendDocument, SendMessage};
use teloxide::requests::Payload;

use super::error::{self, ApiError, BadRequest};
use super::outbox::perform::File;
use super::update::Me;
use super::{Options, ServeError};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest wait for the answer to a request, beyond what a poll waits on purpose.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// A connection to the Bot API for one token. Has no `Debug`, the address holds the token.
pub(super) struct Api {
    http: reqwest::Client,
    base: String,
    /// Where files are; holds the token as well.
    files: String,
}

/// `getUpdates` that leaves the updates as they are; teloxide's own type reads them and loses kinds it does not know.
#[derive(Serialize)]
pub(super) struct Poll {
    /// The first update wanted; everything before it is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// Seconds to wait for one.
    pub timeout: u32,
    /// Kinds of updates wanted.
    pub allowed_updates: &'static [&'static str],
}

impl Payload for Poll {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

impl Api {
    pub fn new(options: &Options) -> Result<Self, ServeError> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_nodelay(true)
            // The token is in the address: it must not follow a redirect to another host.
            .redirect(Policy::none())
            .build()
            .map_err(|e| ServeError::Client(cause(e)))?;
        let (server, token) = (options.api_url.as_str().trim_end_matches('/'), options.token.secret());
        Ok(Self { http, base: format!("{server}/bot{token}"), files: format!("{server}/file/bot{token}") })
    }

    /// Who the token belongs to.
    pub async fn me(&self) -> Result<Me, ApiError> {
        let me = self.call(&GetMe::new(), ANSWER_TIMEOUT).await?;
        match (me["id"].as_i64(), me["username"].as_str()) {
            (Some(id), Some(username)) => Ok(Me { id, username: username.to_owned() }),
            _ => Err(ApiError::Server(200)),
        }
    }

    /// The next updates, raw.
    pub async fn poll(&self, poll: &Poll) -> Result<Vec<Value>, ApiError> {
        let wait = Duration::from_secs(u64::from(poll.timeout));
        match self.call(poll, wait + ANSWER_TIMEOUT).await? {
            Value::Array(updates) => Ok(updates),
            _ => Err(ApiError::Server(200)),
        }
    }

    /// Sends a message and returns its id, or 0 if the answer does not tell.
    pub async fn send(&self, message: &SendMessage) -> Result<i64, ApiError> {
        let sent = self.call(message, ANSWER_TIMEOUT).await?;
        Ok(sent["message_id"].as_i64().unwrap_or(0))
    }

    /// Replaces the text and buttons of a message.
    pub async fn edit(&self, message: &EditMessageText) -> Result<(), ApiError> {
        self.call(message, ANSWER_TIMEOUT).await.map(|_| ())
    }

    /// Ends the wait of the one who pressed a button.
    pub async fn answer_tap(&self, answer: &AnswerCallbackQuery) -> Result<(), ApiError> {
        self.call(answer, ANSWER_TIMEOUT).await.map(|_| ())
    }

    /// Shows that an answer is being worked on.
    pub async fn act(&self, action: &SendChatAction) -> Result<(), ApiError> {
        self.call(action, ANSWER_TIMEOUT).await.map(|_| ())
    }

    /// Any other request whose answer does not wait on purpose.
    pub async fn request<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, ApiError> {
        self.call(payload, ANSWER_TIMEOUT).await
    }

    /// Sends a file as a document.
    pub async fn upload(&self, chat_id: i64, file: &File) -> Result<Value, ApiError> {
        let document = Part::bytes(file.bytes.clone()).file_name(file.name.clone());
        let form = Form::new().text("chat_id", chat_id.to_string()).text("caption", file.caption.clone());
        let form = form.part("document", document);
        let request = self.http.post(format!("{}/{}", self.base, SendDocument::NAME));
        self.exchange(request.timeout(ANSWER_TIMEOUT).multipart(form)).await
    }

    /// The bytes of a file, by the path that `getFile` told; `None` when there are more than `most`.
    pub async fn download(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, ApiError> {
        let lost = |e: reqwest::Error| ApiError::Lost(cause(e));
        let request = self.http.get(format!("{}/{path}", self.files)).timeout(ANSWER_TIMEOUT);
        let mut response = request.send().await.map_err(lost)?;
        match response.status().as_u16() {
            200 => {}
            404 => return Err(ApiError::BadRequest(BadRequest::Other("the file is gone".to_owned()))),
            status => return Err(ApiError::Server(status)),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if bytes.len() + chunk.len() > most {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }

    async fn call<P: Payload + Serialize>(&self, payload: &P, timeout: Duration) -> Result<Value, ApiError> {
        self.exchange(self.http.post(format!("{}/{}", self.base, P::NAME)).timeout(timeout).json(payload)).await
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<Value, ApiError> {
        let response = request.send().await.map_err(|e| match e.is_connect() || e.is_builder() {
            true => ApiError::Unreachable(cause(e)),
            false => ApiError::Lost(cause(e)),
        })?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(|e| ApiError::Lost(cause(e)))?;
        error::read(status, &body)
    }
}

/// What happened, without the address.
fn cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

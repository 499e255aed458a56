//! Requests that are no plain message: edits, answers to presses and inline queries, files.

use std::future::Future;

use serde::Serialize;
use serde_json::Value;
use teloxide::requests::Payload;

use super::super::error::{ApiError, BadRequest};
use super::{Attempt, Next, Outbox, Target, Unsent};

/// A file to be sent.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::telegram) struct File {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Text below it.
    pub caption: String,
}

impl Outbox {
    /// Does a request that may be repeated, made for a chat (0: for none), at the chat's pace. The chat's number changes
    /// when a group has become a supergroup. What Telegram refuses because nothing is left to do counts as done: `null`.
    pub async fn perform<P: Payload + Serialize>(
        &self,
        chat_id: &mut i64,
        build: impl Fn(i64) -> P,
    ) -> Result<Value, Unsent> {
        let api = &self.api;
        self.repeat(chat_id, |chat_id| {
            let payload = build(chat_id);
            async move { api.request(&payload).await }
        })
        .await
    }

    /// Sends a file for which [`ready`](Self::ready) was awaited, and returns the message's id.
    pub async fn upload(&self, chat_id: &mut i64, file: &File) -> Result<i64, Unsent> {
        let api = &self.api;
        let sent = self.repeat(chat_id, |chat_id| async move { api.upload(chat_id, file).await }).await?;
        Ok(sent["message_id"].as_i64().unwrap_or(0))
    }

    /// Downloads a file by the path that `getFile` told; `None` when it is larger than `most` bytes.
    pub async fn download(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, Unsent> {
        let _permit = self.in_flight.acquire().await;
        self.api.download(path, most).await.map_err(|error| match error {
            ApiError::BadRequest(_) => Unsent::Refused(error),
            error => Unsent::Failing(error),
        })
    }

    /// One try for a message that must not come twice. [`ApiError::Lost`]: it may have been sent.
    pub async fn once<P: Payload + Serialize>(&self, chat_id: i64, payload: &P) -> Result<(), Unsent> {
        let _permit = self.in_flight.acquire().await;
        let Err(error) = self.api.request(payload).await else { return Ok(()) };
        let mut attempt = Attempt { plain: true, ..Attempt::default() };
        let target = &mut Target { chat_id, thread_id: None, reply_to: 0 };
        match self.after(error.clone(), target, &mut attempt) {
            Next::Stop(unsent) => Err(unsent),
            Next::Again | Next::AgainAfter(_) => Err(Unsent::Failing(error)),
        }
    }

    async fn repeat<F: Future<Output = Result<Value, ApiError>>>(
        &self,
        chat_id: &mut i64,
        mut request: impl FnMut(i64) -> F,
    ) -> Result<Value, Unsent> {
        let mut attempt = Attempt { plain: true, ..Attempt::default() };
        loop {
            let tried = {
                let _permit = self.in_flight.acquire().await;
                request(*chat_id).await
            };
            let error = match tried {
                Ok(value) => return Ok(value),
                Err(error) if is_settled(&error) => return Ok(Value::Null),
                Err(error) => error,
            };
            let mut target = Target { chat_id: *chat_id, thread_id: None, reply_to: 0 };
            match self.after(error, &mut target, &mut attempt) {
                Next::Stop(unsent) => return Err(unsent),
                Next::AgainAfter(wait) => tokio::time::sleep(wait).await,
                Next::Again => *chat_id = target.chat_id,
            }
            if *chat_id != 0 {
                self.ready(*chat_id).await?;
            }
        }
    }
}

/// The message shows it already; the press or the query is answered or too old.
fn is_settled(error: &ApiError) -> bool {
    match error {
        ApiError::BadRequest(BadRequest::NotModified | BadRequest::MessageGone) => true,
        ApiError::BadRequest(BadRequest::Other(description)) => {
            let description = description.to_lowercase();
            ["query is too old", "query id is invalid"].iter().any(|s| description.contains(s))
        }
        _ => false,
    }
}

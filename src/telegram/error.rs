//! What Telegram says when it says no.
//!
//! Classified by the prefix of the description first and the code second: teloxide's list of exact messages no longer
//! matches the server's. No value here holds an address, a token or words of a user.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// A request that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ApiError {
    /// 429: wait this long.
    #[error("too many requests, retry after {0:?}")]
    RetryAfter(Duration),
    /// The chat is closed to the bot: blocked, kicked, deleted.
    #[error("forbidden")]
    Forbidden,
    /// The token is unknown.
    #[error("the token is refused")]
    Unauthorized,
    /// Another poller or a webhook is active.
    #[error("another poller or a webhook is active")]
    Conflict,
    /// The request is wrong in itself.
    #[error("bad request: {0}")]
    BadRequest(BadRequest),
    /// The server failed, or answered something that is not the Bot API.
    #[error("the server answered with status {0}")]
    Server(u16),
    /// No connection: the request was certainly not acted upon.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The connection broke after the request went out: nobody knows whether it was acted upon.
    #[error("the answer was lost: {0}")]
    Lost(String),
}

/// The kinds of 400 that are told apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadRequest {
    /// Our HTML was not understood.
    #[error("can't parse entities")]
    Parse,
    /// The group became a supergroup with this id.
    #[error("the group was migrated")]
    Migrated(i64),
    /// The topic was closed or deleted.
    #[error("the topic is gone")]
    TopicGone,
    /// The bot may not write there.
    #[error("no right to write")]
    NoRights,
    /// An edit that changes nothing: what was wanted is there.
    #[error("the message is what it should be")]
    NotModified,
    /// The message to be edited is gone or too old.
    #[error("the message cannot be edited")]
    MessageGone,
    /// Anything else: the description up to the first quotation mark.
    #[error("{0}")]
    Other(String),
}

/// The envelope around every answer of the Bot API.
#[derive(Deserialize)]
pub(super) struct Envelope {
    ok: bool,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    migrate_to_chat_id: Option<i64>,
    retry_after: Option<u64>,
}

/// Reads the answer to a request from its HTTP status and body.
pub(super) fn read(status: u16, body: &[u8]) -> Result<Value, ApiError> {
    match serde_json::from_slice::<Envelope>(body) {
        Ok(Envelope { ok: true, result, .. }) => Ok(result),
        Ok(envelope) => Err(classify(status, &envelope)),
        Err(_) if status == 429 => Err(ApiError::RetryAfter(Duration::from_secs(5))),
        // A success cut short or garbled on the way may have been acted upon.
        Err(_) if status == 200 => Err(ApiError::Lost("the answer is not readable".to_owned())),
        Err(_) => Err(ApiError::Server(status)),
    }
}

fn classify(status: u16, envelope: &Envelope) -> ApiError {
    let code = if envelope.error_code == 0 { status } else { envelope.error_code };
    let description = envelope.description.as_str();
    if let Some(seconds) = envelope.parameters.retry_after {
        return ApiError::RetryAfter(Duration::from_secs(seconds.max(1)));
    }
    match code {
        429 => ApiError::RetryAfter(Duration::from_secs(5)),
        _ if description.starts_with("Forbidden") => ApiError::Forbidden,
        403 => ApiError::Forbidden,
        401 | 404 => ApiError::Unauthorized,
        409 => ApiError::Conflict,
        400..=499 => ApiError::BadRequest(bad_request(envelope)),
        _ => ApiError::Server(code),
    }
}

fn bad_request(envelope: &Envelope) -> BadRequest {
    if let Some(chat_id) = envelope.parameters.migrate_to_chat_id {
        return BadRequest::Migrated(chat_id);
    }
    let lower = envelope.description.to_lowercase();
    if lower.contains("can't parse") {
        BadRequest::Parse
    } else if lower.contains("thread not found") || lower.contains("topic_closed") || lower.contains("topic_deleted") {
        BadRequest::TopicGone
    } else if ["not enough rights", "chat_write_forbidden", "need administrator rights", "chat_restricted"]
        .iter()
        .any(|s| lower.contains(s))
    {
        BadRequest::NoRights
    } else if lower.contains("message is not modified") {
        BadRequest::NotModified
    } else if lower.contains("message to edit not found") || lower.contains("message can't be edited") {
        BadRequest::MessageGone
    } else {
        // What stands in quotation marks may be a piece of the message.
        BadRequest::Other(envelope.description.split(['"', '\'']).next().unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str, parameters: &str) -> ApiError {
        let body = format!(
            r#"{{"ok":false,"error_code":{code},"description":"{description}","parameters":{{{parameters}}}}}"#
        );
        read(code, body.as_bytes()).expect_err("an error")
    }

    #[test]
    fn classifies_by_prefix_and_code() {
        let wait = Duration::from_secs(7);
        assert_eq!(refused(429, "Too Many Requests: retry after 7", r#""retry_after":7"#), ApiError::RetryAfter(wait));
        assert_eq!(refused(403, "Forbidden: bot was kicked from the group chat", ""), ApiError::Forbidden);
        assert_eq!(refused(400, "Forbidden: bot was blocked by the user", ""), ApiError::Forbidden);
        assert_eq!(refused(401, "Unauthorized", ""), ApiError::Unauthorized);
        assert_eq!(refused(404, "Not Found", ""), ApiError::Unauthorized);
        assert_eq!(refused(409, "Conflict: terminated by other getUpdates request", ""), ApiError::Conflict);
        assert_eq!(refused(502, "Bad Gateway", ""), ApiError::Server(502));
    }

    #[test]
    fn tells_bad_requests_apart_and_keeps_no_words() {
        let bad = |description: &str, parameters: &str| match refused(400, description, parameters) {
            ApiError::BadRequest(bad) => bad,
            other => panic!("{other:?}"),
        };
        let parse = bad("Bad Request: can't parse entities: Unsupported start tag canary at byte offset 1", "");
        assert_eq!(parse, BadRequest::Parse);
        assert_eq!(
            bad("Bad Request: group chat was upgraded", r#""migrate_to_chat_id":-1001"#),
            BadRequest::Migrated(-1001)
        );
        assert_eq!(bad("Bad Request: message thread not found", ""), BadRequest::TopicGone);
        assert_eq!(bad("Bad Request: TOPIC_CLOSED", ""), BadRequest::TopicGone);
        let rights = "Bad Request: not enough rights to send text messages to the chat";
        assert_eq!(bad(rights, ""), BadRequest::NoRights);
        assert_eq!(bad("Bad Request: CHAT_WRITE_FORBIDDEN", ""), BadRequest::NoRights);
        assert_eq!(bad("Bad Request: message is not modified: specified new", ""), BadRequest::NotModified);
        assert_eq!(bad("Bad Request: message to edit not found", ""), BadRequest::MessageGone);
        let other = bad("Bad Request: button URL 'canary' is invalid", "");
        assert_eq!(other, BadRequest::Other("Bad Request: button URL ".to_owned()));
    }

    #[test]
    fn bodies_that_are_not_json() {
        assert_eq!(read(502, b"<html>Bad Gateway</html>"), Err(ApiError::Server(502)));
        assert_eq!(read(404, b"<html>nginx</html>"), Err(ApiError::Server(404)));
        assert!(matches!(read(200, b"{\"ok\":true,\"resu"), Err(ApiError::Lost(_))));
        assert!(matches!(read(429, b""), Err(ApiError::RetryAfter(_))));
        assert_eq!(read(200, b"{\"ok\":true,\"result\":[1]}"), Ok(serde_json::json!([1])));
    }
}

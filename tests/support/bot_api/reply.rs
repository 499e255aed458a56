//! Answers of the server.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use serde_json::{Value, json};

/// An answer, or none.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Ok(Value),
    Error {
        code: u16,
        description: String,
        parameters: Option<Value>,
    },
    Raw {
        code: u16,
        content_type: &'static str,
        body: &'static str,
    },
    /// The bytes of a file.
    File(Vec<u8>),
    /// The connection ends without a byte.
    Cut,
}

impl Reply {
    pub(super) fn error(code: u16, description: impl Into<String>) -> Self {
        Reply::Error { code, description: description.into(), parameters: None }
    }

    pub(super) fn bad_request(what: impl AsRef<str>) -> Self {
        Self::error(400, format!("Bad Request: {}", what.as_ref()))
    }

    pub(super) fn too_many_requests(retry_after: u64) -> Self {
        Reply::Error {
            code: 429,
            description: format!("Too Many Requests: retry after {retry_after}"),
            parameters: Some(json!({ "retry_after": retry_after })),
        }
    }

    /// The HTTP status, `None` for a cut connection.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Reply::Ok(_) | Reply::File(_) => Some(200),
            Reply::Error { code, .. } | Reply::Raw { code, .. } => Some(*code),
            Reply::Cut => None,
        }
    }

    pub(super) fn into_response(self) -> Response<Body> {
        let code = self.status().unwrap_or(500);
        if let Reply::File(bytes) = self {
            return Response::new(Body::from(bytes));
        }
        let (content_type, body) = match self {
            Reply::Ok(result) => ("application/json", json!({ "ok": true, "result": result }).to_string()),
            Reply::Error { code, description, parameters } => {
                let mut body = json!({ "ok": false, "error_code": code, "description": description });
                if let Some(parameters) = parameters {
                    body["parameters"] = parameters;
                }
                ("application/json", body.to_string())
            }
            Reply::Raw { content_type, body, .. } => (content_type, body.to_owned()),
            Reply::Cut | Reply::File(_) => ("text/plain", String::new()),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(code).expect("a status code");
        response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
        response
    }
}

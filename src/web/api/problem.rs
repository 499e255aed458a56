//! Problem details (RFC 9457).

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

const MEDIA: &str = "application/problem+json";

/// An error with what there is to say about it; never what somebody wrote.
pub(super) fn problem(status: StatusCode, detail: impl Into<String>) -> Response {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail.into() });
    let headers = [(header::CONTENT_TYPE, MEDIA), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}

/// Makes problem details of every other error below `/api/`: no such address or method, too large, too many, too late.
pub(in crate::web) async fn problems(request: Request, next: Next) -> Response {
    let of_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|media| media == MEDIA);
    if !of_api || is_problem || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let title = status.canonical_reason().unwrap_or_default();
    let (mut kept, _) = response.into_parts();
    let (made, body) = problem(status, title).into_parts();
    // Allow, Retry-After and the headers of safety stay; those of the body are the new body's.
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_LANGUAGE, header::SET_COOKIE] {
        kept.headers.remove(name);
    }
    kept.headers.extend(made.headers);
    Response::from_parts(kept, body)
}

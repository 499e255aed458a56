//! What operators and machines read over HTTP: is it alive, is it ready, what has it counted.
//!
//! `GET /healthz` says that the process answers; `GET /readyz` runs the [`Checks`] and says whether questions can be
//! answered; `GET /metrics` is Prometheus text. Nothing that people asked is shown, and nothing can be changed, so no
//! login is needed; bind it to an address that only the operator reaches all the same. How an index or a poller works is
//! not known here: [`Checks`] are closures that the composition root fills in.

mod ready;

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use ready::{CheckResult, Checks, Probe, Status};

/// Limits of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// A request that takes longer is answered 503. Milliseconds.
    pub request_timeout_ms: u64,
    /// A request with a larger body is answered 413. Bytes.
    pub body_limit: usize,
}

impl Default for Options {
    /// Five seconds, 16 KiB.
    fn default() -> Self {
        Self { request_timeout_ms: 5_000, body_limit: 16 * 1024 }
    }
}

/// What the routes show.
#[derive(Clone)]
pub struct Shown {
    /// Asked by `/readyz`.
    pub checks: Checks,
    /// Rendered by `/metrics`.
    pub metrics: PrometheusHandle,
    /// Called before, to bring gauges up to date.
    pub gauges: Arc<dyn Fn() + Send + Sync>,
}

/// Serves until `shutdown` is done, then finishes the requests under way.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    shown: Shown,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(shown, options)).with_graceful_shutdown(shutdown).await
}

fn router(shown: Shown, options: Options) -> Router {
    let timeout = Duration::from_millis(options.request_timeout_ms);
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(RequestBodyLimitLayer::new(options.body_limit))
        .with_state(Arc::new(shown))
}

async fn readyz(State(shown): State<Arc<Shown>>) -> impl IntoResponse {
    let (ready, report) = shown.checks.report().await;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], report.to_string())
}

async fn metrics(State(shown): State<Arc<Shown>>) -> impl IntoResponse {
    (shown.gauges)();
    // Without it the samples of histograms pile up between two visits.
    shown.metrics.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], shown.metrics.render())
}

//! Which address leads where, and what stands before all of them.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::guard::guard;
use super::shelf::Current;
use super::site::Site;
use super::{Options, api, assets, connections, feeds, pages};
use crate::store::Memory;

/// What the reader reads from.
#[derive(Clone)]
pub struct Reader {
    /// The articles.
    pub current: Current,
    /// Where quotes are kept as they were when they were shown first; `None` keeps none.
    pub memory: Option<Arc<dyn Memory>>,
}

/// Serves the reader until `shutdown` is done, then finishes the requests under way.
///
/// # Errors
/// When the listener fails.
pub async fn serve_reader(
    listener: TcpListener,
    reader: Reader,
    options: Options,
    shutdown: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let site = Arc::new(Site::new(reader, options.clone()));
    connections::serve(listener, router(site), &options, shutdown).await
}

fn router(site: Arc<Site>) -> Router {
    let options = &site.options;
    let timeout = Duration::from_millis(options.request_timeout_ms);
    Router::new()
        .route("/", get(pages::home))
        .route("/regions/{*rest}", get(pages::region))
        .route("/a/{*rest}", get(pages::article))
        .route("/q/{*rest}", get(pages::quote))
        .route("/feed.atom", get(feeds::all))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/robots.txt", get(feeds::robots))
        .route("/assets/{*rest}", get(assets::asset))
        .merge(api_routes(&options.cors_origins))
        .fallback(pages::nowhere)
        .layer(CompressionLayer::new().gzip(true))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(RequestBodyLimitLayer::new(options.body_limit))
        .layer(from_fn_with_state(Arc::clone(&site), guard))
        .layer(from_fn(api::problems))
        .with_state(site)
}

fn api_routes(origins: &[String]) -> Router<Arc<Site>> {
    let routes = Router::new()
        .route("/api/ask", get(api::ask))
        .route("/api/articles", get(api::articles))
        .route("/api/articles/{*rest}", get(api::article))
        .route("/api/quotes/{*rest}", get(api::quote))
        .route("/api/regions", get(api::regions))
        .route("/api/openapi.json", get(api::openapi));
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()))
    };
    match origins {
        [] => routes,
        _ => routes.layer(CorsLayer::new().allow_origin(allowed).allow_methods([Method::GET, Method::HEAD])),
    }
}

//! The operator's pages over real HTTP.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use policybot::store::sqlite::SqliteInbox;
use policybot::web::operator::{CheckResult, Checks, Options, Probe, Shown, serve};
use reqwest::{Client, StatusCode, header};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

fn probe(look: impl Fn() -> CheckResult + Send + Sync + 'static) -> Probe {
    Arc::new(look)
}

fn loaded() -> Probe {
    probe(|| CheckResult::ok().with("articles", 3).with("generation", 7))
}

/// Runs `story` with the address of a server and the file of its inbox; then shuts the server down and waits for its end.
async fn with_server<F: Future<Output = ()>>(
    index: Probe,
    telegram: Option<Probe>,
    options: Options,
    story: impl FnOnce(String, PathBuf) -> F,
) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("inbox.db");
    let inbox = SqliteInbox::open(&file).await.expect("an inbox");
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || metrics::counter!("updates_accepted_total").increment(5));
    let shown = Shown {
        checks: Checks { index, inbox: Arc::new(inbox), telegram },
        metrics: recorder.handle(),
        gauges: Arc::new(|| {}),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, shown, options, async { stopped.await.unwrap_or_default() }));
    story(address, file).await;
    stop.send(()).expect("the server still runs");
    let ended = tokio::time::timeout(Duration::from_secs(10), server).await.expect("the server stops");
    ended.expect("no panic").expect("no error");
}

async fn get(address: &str, path: &str) -> (StatusCode, header::HeaderMap, String) {
    let response = Client::new().get(format!("http://{address}{path}")).send().await.expect("a response");
    (response.status(), response.headers().clone(), response.text().await.expect("a body"))
}

async fn readiness(address: &str) -> (StatusCode, Value) {
    let (status, headers, body) = get(address, "/readyz").await;
    assert_eq!(headers[header::CONTENT_TYPE], "application/json");
    (status, serde_json::from_str(&body).expect("JSON"))
}

#[tokio::test]
async fn a_sound_bot_is_alive_and_ready() {
    let polled = probe(|| CheckResult::ok().with("last_success_s", 2));
    with_server(loaded(), Some(polled), Options::default(), |address, _| async move {
        let (status, _, body) = get(&address, "/healthz").await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "ok"));
        let expected = json!({"ready": true, "checks": {
            "index": {"status": "ok", "articles": 3, "generation": 7},
            "inbox": {"status": "ok"},
            "telegram": {"status": "ok", "last_success_s": 2},
        }});
        assert_eq!(readiness(&address).await, (StatusCode::OK, expected));
    })
    .await;
}

#[tokio::test]
async fn a_hampered_bot_is_ready_and_says_why() {
    let offline = probe(|| CheckResult::degraded("no poll succeeded for 95 s: connection refused"));
    with_server(loaded(), Some(offline), Options::default(), |address, _| async move {
        let (status, report) = readiness(&address).await;
        assert_eq!((status, &report["ready"]), (StatusCode::OK, &json!(true)));
        let expected = json!({"status": "degraded", "reason": "no poll succeeded for 95 s: connection refused"});
        assert_eq!(report["checks"]["telegram"], expected);
    })
    .await;
}

#[tokio::test]
async fn a_bot_without_an_index_is_alive_but_not_ready_until_it_is_loaded() {
    let articles = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&articles);
    let index = probe(move || match seen.load(Ordering::SeqCst) {
        0 => CheckResult::failed("no index loaded"),
        n => CheckResult::ok().with("articles", n),
    });
    with_server(index, None, Options::default(), |address, _| async move {
        let (status, report) = readiness(&address).await;
        assert_eq!((status, &report["ready"]), (StatusCode::SERVICE_UNAVAILABLE, &json!(false)));
        assert_eq!(report["checks"]["index"], json!({"status": "failed", "reason": "no index loaded"}));
        assert_eq!(report["checks"].get("telegram"), None);
        assert_eq!(get(&address, "/healthz").await.0, StatusCode::OK);
        articles.store(1, Ordering::SeqCst);
        assert_eq!(readiness(&address).await.0, StatusCode::OK);
    })
    .await;
}

/// Keeps everybody else from writing to the file while it lives.
async fn occupy(file: &Path) -> SqliteConnection {
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.expect("a connection");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut conn).await.expect("the lock");
    conn
}

#[tokio::test]
async fn a_bot_whose_inbox_cannot_be_written_is_not_ready() {
    with_server(loaded(), None, Options::default(), |address, file| async move {
        let _occupied = occupy(&file).await;
        let (status, report) = readiness(&address).await;
        assert_eq!((status, &report["ready"]), (StatusCode::SERVICE_UNAVAILABLE, &json!(false)));
        assert_eq!(report["checks"]["inbox"], json!({"status": "failed", "reason": "no answer within 2 s"}));
    })
    .await;
}

#[tokio::test]
async fn requests_that_take_too_long_are_given_up() {
    let options = Options { request_timeout_ms: 100, ..Options::default() };
    with_server(loaded(), None, options, |address, file| async move {
        let _occupied = occupy(&file).await;
        let (status, _, body) = get(&address, "/readyz").await;
        assert_eq!((status, body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, ""));
    })
    .await;
}

#[tokio::test]
async fn counters_are_prometheus_text() {
    with_server(loaded(), None, Options::default(), |address, _| async move {
        let (status, headers, body) = get(&address, "/metrics").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers[header::CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
        assert!(body.lines().any(|line| line == "updates_accepted_total 5"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn other_requests_are_refused() {
    let options = Options { body_limit: 10, ..Options::default() };
    with_server(loaded(), None, options, |address, _| async move {
        let url = |path: &str| format!("http://{address}{path}");
        let client = Client::new();
        let status = async |request: reqwest::RequestBuilder| request.send().await.expect("a response").status();
        assert_eq!(status(client.get(url("/"))).await, StatusCode::NOT_FOUND);
        assert_eq!(status(client.post(url("/healthz"))).await, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(status(client.post(url("/readyz")).body("x".repeat(11))).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(status(client.head(url("/healthz"))).await, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn idle_connections_do_not_keep_the_server_from_stopping() {
    with_server(loaded(), None, Options::default(), |address, _| async move {
        let mut idle = TcpStream::connect(&address).await.expect("a connection");
        idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
        let mut answer = [0; 12];
        idle.read_exact(&mut answer).await.expect("an answer");
        assert_eq!(&answer, b"HTTP/1.1 200");
        // Kept open on purpose while the server is told to stop.
        std::mem::forget(idle);
    })
    .await;
}

//! Who asks too much, too slowly or for what is not there.

use std::time::Duration;

use proptest::prelude::*;
use reqwest::{StatusCode, header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Running, got};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn every_response_keeps_strangers_out() {
    let reader = Running::new().await;
    for path in ["/", "/a/larchwood", "/a/nothing", "/api/nothing", "/assets/reader.css", "/feed.atom", "/%ff"] {
        let got = reader.get(path).await;
        let policy = got.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(got.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(got.header(header::REFERRER_POLICY), "no-referrer", "{path}");
    }
    let page = reader.page("/a/larchwood").await;
    let origins = regex::Regex::new(r#"(?:src|stylesheet" href)="([^"]*)""#).expect("a pattern");
    let loaded: Vec<&str> = origins.captures_iter(&page).map(|c| c.get(1).expect("a group").as_str()).collect();
    assert!(loaded.len() == 2 && loaded.iter().all(|address| address.starts_with("/assets/")), "{loaded:?}");
}

#[tokio::test]
async fn an_address_that_asks_too_much_has_to_wait_and_others_do_not() {
    let reader = Running::with(|options| {
        options.per_minute = 3;
        options.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    })
    .await;
    let from = async |client: &str| got(reader.request("/robots.txt").header("x-forwarded-for", client)).await;
    for _ in 0..3 {
        assert_eq!(from("198.51.100.7").await.status, StatusCode::OK);
    }
    let refused = from("198.51.100.7").await;
    assert_eq!((refused.status, refused.header(header::RETRY_AFTER)), (StatusCode::TOO_MANY_REQUESTS, "60"));
    // What the client itself claims is not believed.
    assert_eq!(from("203.0.113.9, 198.51.100.7").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("198.51.100.8").await.status, StatusCode::OK);
    let problem = got(reader.request("/api/regions").header("x-forwarded-for", "198.51.100.7")).await;
    assert_eq!((problem.status.as_u16(), problem.header(header::CONTENT_TYPE)), (429, "application/problem+json"));
    assert_eq!(problem.header(header::RETRY_AFTER), "60");
}

#[tokio::test]
async fn without_a_trusted_proxy_nobody_can_pretend_to_be_another() {
    let reader = Running::with(|options| options.per_minute = 1).await;
    let from = async |client: &str| got(reader.request("/robots.txt").header("x-forwarded-for", client)).await.status;
    assert_eq!(from("198.51.100.7").await, StatusCode::OK);
    assert_eq!(from("198.51.100.8").await, StatusCode::TOO_MANY_REQUESTS);
}

/// Sends bytes and reads until the server closes the connection.
async fn closed_after(reader: &Running, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(&reader.address).await.expect("a connection");
    stream.write_all(sent).await.expect("sent");
    let mut said = Vec::new();
    let read = tokio::time::timeout(LONG, stream.read_to_end(&mut said)).await;
    // A reset is a way to close, too.
    _ = read.expect("the server closes the connection");
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn slow_clients_are_cut_off() {
    let reader = Running::with(|options| options.head_timeout_ms = 300).await;
    closed_after(&reader, b"").await;
    closed_after(&reader, b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    // Who reads nothing is cut off as well.
    let reader = Running::with(|options| options.connection_ms = 300).await;
    closed_after(&reader, b"GET /a/tomsk HTTP/1.1\r\nhost: x\r\n\r\n").await;
}

#[tokio::test]
async fn only_so_many_are_connected_at_once_and_the_others_wait() {
    let reader = Running::with(|options| {
        options.connections = 1;
        options.head_timeout_ms = 500;
    })
    .await;
    let mut idle = TcpStream::connect(&reader.address).await.expect("a connection");
    idle.write_all(b"GET /").await.expect("sent");
    let waited = tokio::time::timeout(LONG, reader.get("/robots.txt")).await.expect("it is its turn at last");
    assert_eq!(waited.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let reader = Running::new().await;
    let head = format!("GET / HTTP/1.1\r\nhost: x\r\nx-large: {}\r\n\r\n", "a".repeat(40_000));
    assert!(closed_after(&reader, head.as_bytes()).await.starts_with("HTTP/1.1 431"));
    let fields = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(100));
    assert!(closed_after(&reader, fields.as_bytes()).await.starts_with("HTTP/1.1 431"));
    let client = reqwest::Client::new();
    let body = client.get(reader.url("/")).body("x".repeat(20_000));
    assert_eq!(got(body).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(got(client.post(reader.url("/"))).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

/// Paths a stranger may try: pieces that mean something somewhere, and any text.
fn paths() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => prop::sample::select(vec![
            "..", ".", "%2e%2e", "%2f", "%5c", "\\", "/", "//", "%00", "%ff", "%c0%ae", "%", "%zz", "print", "tomsk",
            "larchwood", "image.png", "feed.atom", "etc/passwd", "..%2f..%2fetc%2fpasswd", "%E2%80%AE", "%F0%9F%9A%80",
            "a".repeat(300).leak() as &str, "%D1%91", "%CC%88", "?q=", "?lang=ru", "#", ";", "*", "{id}", "~",
        ])
        .prop_map(str::to_owned),
        1 => "\\PC{0,12}".prop_map(|text| {
            percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string()
        }),
    ];
    let start = prop::sample::select(vec![
        "/",
        "/a/",
        "/q/",
        "/regions/",
        "/assets/",
        "/api/articles/",
        "/api/quotes/",
        "/api/",
        "/?q=",
        "/api/ask?q=",
        "/api/articles?region=",
        "/api/articles?limit=",
    ]);
    (start, prop::collection::vec(piece, 0..6)).prop_map(|(start, pieces)| start.to_owned() + &pieces.concat())
}

#[test]
fn no_path_leads_out_of_the_articles() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let reader = runtime.block_on(Running::new());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&paths(), |path| {
        // Sent as it is: a client would tidy it.
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let said = runtime.block_on(closed_after(&reader, request.as_bytes()));
        let status = said.get(9..12).unwrap_or_default();
        prop_assert!(["200", "400", "404"].contains(&status), "{path}: {said}");
        prop_assert!(!said.contains("root:") && !said.contains("knowledge/"), "{path}: {said}");
        Ok(())
    });
    outcome.expect("no path is answered otherwise");
}

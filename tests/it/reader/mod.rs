//! The reader over real HTTP, on the shipped article and made-up ones.

mod api;
mod cards;
mod journeys;
mod landing;
mod mcp;
mod pages;
pub mod program;
mod safety;

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use policybot::lint::drift::Drift;
use policybot::store::sqlite::SqliteInbox;
use policybot::web::{Edition, Options, Reader, serve_reader};
use reqwest::{Client, RequestBuilder, StatusCode, header};
use tokio::net::TcpListener;

use crate::conversation::Library;

/// An article that tries to be markup, in every field that is shown.
pub const HOSTILE: &str = r#"---
title: '<script>alert("title")</script> & "quotes"'
url: https://example.org/?a=1&b="><script>alert(2)</script>
region: Larchwood Region
lang: en
date: 2024
fetched: "2024-05-06T07:08:09Z"
publisher: <b>Gazette</b>
speaker: "</title><img src=x onerror=alert(3)>"
---
<script>alert("body")</script> The grant "A & B" pays <b>five</b> tons to {{ everybody }} in the yard.

</main><iframe src="https://example.org"></iframe> Nobody counts the `ticks` or [links](javascript:alert(4)).
"#;

/// A reader that runs until the end of the process.
pub struct Running {
    /// Host and port.
    pub address: String,
    /// The articles; what is written there is read after [`Running::reload`].
    pub library: Library,
    /// What is known of the articles' pages; what is changed there counts after [`Running::reload`].
    pub drift: Drift,
    edition: Arc<Mutex<Edition>>,
}

impl Running {
    /// The usual one.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// One with other options.
    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let library = Library::new();
        library.write("hostile.txt", HOSTILE);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        // Tests ask more in a minute than people do.
        let mut options = Options { per_minute: 1_000_000, ..Options::new(format!("http://{address}")) };
        change(&mut options);
        let edition = Arc::new(Mutex::new(edition(&library, &Drift::default())));
        let file = tempfile::tempdir().expect("a folder").keep().join("inbox.sqlite");
        let memory = Arc::new(SqliteInbox::open(&file).await.expect("a store"));
        let shared = Arc::clone(&edition);
        let reader =
            Reader { current: Arc::new(move || shared.lock().expect("an edition").clone()), memory: Some(memory as _) };
        tokio::spawn(serve_reader(listener, reader, options, std::future::pending()));
        Self { address, library, drift: Drift::default(), edition }
    }

    /// Reads the articles anew.
    pub fn reload(&self) {
        *self.edition.lock().expect("an edition") = edition(&self.library, &self.drift);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn request(&self, path: &str) -> RequestBuilder {
        Client::builder().no_proxy().build().expect("a client").get(self.url(path))
    }

    pub async fn get(&self, path: &str) -> Got {
        got(self.request(path)).await
    }

    /// The body of a page that is there.
    pub async fn page(&self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
        got.body
    }

    /// The JSON of what is there.
    pub async fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.page(path).await).expect("JSON")
    }
}

/// A response.
pub struct Got {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Got {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

pub async fn got(request: RequestBuilder) -> Got {
    let response = request.send().await.expect("a response");
    let (status, headers) = (response.status(), response.headers().clone());
    Got { status, headers, body: response.text().await.expect("a body") }
}

fn edition(library: &Library, drift: &Drift) -> Edition {
    let ask = Arc::new(library.ask());
    let generation = ask.corpus().articles().iter().map(|a| a.text.sha256_hex()[..4].to_owned()).collect();
    Edition { ask, generation, since: SystemTime::now(), drift: Arc::new(drift.clone()) }
}

/// Text of HTML: without tags, entities read, all white space single spaces.
pub fn words(html: &str) -> String {
    let tags = regex::Regex::new(r"<[^>]*>").expect("a pattern");
    let text = tags.replace_all(html, "");
    let text = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.into_owned(), |text, (entity, letter)| text.replace(entity, letter));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two marks.
pub fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to} after {from}")).0
}

//! Headless Chromium, driven through chromedriver, and a web server for the pages it opens.
//!
//! What a text directive highlights cannot be read by script, only seen. Thus the page paints highlights in one colour
//! and letters in none ([`STYLE`]); a screenshot is taken, handed back to the page, and a script looks at the pixel in
//! the middle of every letter's box.

use std::collections::HashMap;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// Letters without colour, highlights in magenta.
pub const STYLE: &str = "body{font:16px/24px sans-serif;color:transparent;background:#fff;width:1100px} a{color:transparent} \
                         ::target-text{color:transparent;background:#f0f}";

/// Returns the highlighted letters of `main` in runs, and how many letters are outside the picture.
const READ: &str = r"
const done = arguments[arguments.length - 1];
(async () => {
  const picture = await createImageBitmap(await (await fetch('/shot')).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d', { willReadFrequently: true });
  canvas.drawImage(picture, 0, 0);
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const runs = [];
  let unseen = 0, inside = false;
  for (let node; (node = walker.nextNode()); ) {
    for (const { segment, index } of new Intl.Segmenter().segment(node.data)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const box = [...range.getClientRects()].find((box) => box.width > 0.5);
      if (!box || !segment.trim()) continue;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) { unseen += 1; inside = false; continue; }
      const [red, green, blue] = canvas.getImageData(x, y, 1, 1).data;
      const lit = red > 200 && green < 60 && blue > 200;
      if (lit && inside) runs[runs.length - 1] += segment;
      if (lit && !inside) runs.push(segment);
      inside = lit;
    }
  }
  return [runs, unseen];
})().then(done, (error) => done([['script failed: ' + error], 0]));
";

/// Pages by name, and the last screenshot.
#[derive(Clone, Default)]
pub struct Site {
    pages: Arc<Mutex<HashMap<String, String>>>,
    shot: Arc<Mutex<Vec<u8>>>,
}

impl Site {
    /// Adds a page at `/page/{name}`.
    pub fn add(&self, name: &str, html: String) {
        self.pages.lock().expect("pages").insert(name.to_owned(), html);
    }

    /// Serves on a free port of the loopback interface, until the process ends.
    pub async fn serve(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/page/{name}", get(page)).route("/shot", get(shot)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }
}

async fn page(State(site): State<Site>, Path(name): Path<String>) -> Response {
    match site.pages.lock().expect("pages").get(&name) {
        Some(html) => Html(html.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn shot(State(site): State<Site>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "no-store")],
        site.shot.lock().expect("shot").clone(),
    )
}

/// How the browser looks at pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether its user likes dark pages.
    pub dark: bool,
    /// Whether it is a phone's: 390 pixels wide.
    pub phone: bool,
}

/// A browser window of its own, with an empty profile. It is the client of its driver.
pub struct Browser {
    client: Client,
    site: Site,
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Browser {
    /// Runs a function's body until what it returns is neither false nor null, for ten seconds at most; then the value.
    pub async fn until(&self, script: &str) -> Value {
        for _ in 0..100 {
            let value = self.client.execute(script, vec![]).await.expect("the script runs");
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it never comes true: {script}")
    }

    /// The highlighted runs of letters (without white space) after opening `link`; gives up after five seconds.
    pub async fn highlighted(&self, link: &str) -> Vec<String> {
        self.client.goto(link).await.expect("the page opens");
        for _ in 0..50 {
            *self.site.shot.lock().expect("shot") = self.client.screenshot().await.expect("a screenshot");
            let seen = self.client.execute_async(READ, vec![]).await.expect("the script runs");
            let (runs, unseen): (Vec<String>, u32) = serde_json::from_value(seen).expect("runs");
            if !runs.is_empty() {
                assert_eq!(unseen, 0, "letters outside the picture at {link}");
                return runs;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Vec::new()
    }
}

/// Runs `story` with a browser and ends the browser afterwards, also when the story panics. `Err` says what is missing
/// on this machine.
pub async fn with_browser<F>(site: &Site, story: impl FnOnce(Browser) -> F) -> Result<(), String>
where
    F: Future<Output = ()> + Send + 'static,
{
    with_look(site, Look::default(), story).await
}

/// The same, with a browser that looks in its own way.
pub async fn with_look<F>(site: &Site, look: Look, story: impl FnOnce(Browser) -> F) -> Result<(), String>
where
    F: Future<Output = ()> + Send + 'static,
{
    let driver = Driver::start()?;
    let profile = tempfile::tempdir().expect("a profile folder");
    let profile_path = profile.path().to_str().expect("a UTF-8 path");
    let client = driver.open(profile_path, look).await?;
    let told = tokio::spawn(story(Browser { client: client.clone(), site: site.clone() })).await;
    // Whether it closes nicely is not what is tested; the driver is ended in any case.
    let _ = client.close().await;
    drop(driver);
    if let Err(error) = told {
        std::panic::resume_unwind(error.into_panic());
    }
    Ok(())
}

/// A running chromedriver; killed when dropped.
struct Driver {
    process: Child,
    port: u16,
}

/// Starts of chromedriver before it is given up: the port it picks may be taken by then, and it ends.
const STARTS: usize = 5;

impl Driver {
    fn start() -> Result<Self, String> {
        let mut started = Self::start_once();
        for _ in 1..STARTS {
            if started.is_ok() {
                break;
            }
            started = Self::start_once();
        }
        started
    }

    fn start_once() -> Result<Self, String> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("chromedriver does not start ({error}); install chromium-driver"))?;
        let lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok());
        let driver = Self { process, port: port.unwrap_or(0) };
        port.map(|_| driver).ok_or_else(|| "chromedriver names no port".to_owned())
    }

    async fn open(&self, profile: &str, look: Look) -> Result<Client, String> {
        let mut options = json!({});
        if look.phone {
            options["mobileEmulation"] = json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 1.0 } });
        }
        let theme = if look.dark { 0 } else { 1 };
        let flags = [
            &format!("--blink-settings=preferredColorScheme={theme}"),
            "--lang=en",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-device-scale-factor=1",
            "--window-size=1200,1700",
            &format!("--user-data-dir={profile}"),
        ];
        options["args"] = json!(flags);
        let capabilities = json!({ "goog:chromeOptions": options });
        let Value::Object(capabilities) = capabilities else { unreachable!("an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://127.0.0.1:{}", self.port);
        let session = builder.capabilities(capabilities).connect(&address).await;
        session.map_err(|error| format!("no browser session ({error}); install chromium"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! A web server over real HTTP whose every answer is written out: good pages, and everything that goes wrong.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is answered at one path.
#[derive(Clone)]
pub enum Page {
    /// Status, headers and body, as they are; `Content-Length` is added.
    Sent(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// A body that never ends.
    Endless,
    /// A byte a second.
    Slow,
    /// The connection ends in the middle of the body.
    BrokenOff,
}

impl Page {
    /// A page of a media type.
    pub fn of(media: &str, body: impl Into<Vec<u8>>) -> Self {
        Page::Sent(200, vec![("Content-Type", media.to_owned())], body.into())
    }

    /// A web page.
    pub fn html(body: &str) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    /// A redirect.
    pub fn redirect(to: &str) -> Self {
        Page::Sent(302, vec![("Location", to.to_owned())], Vec::new())
    }
}

/// The server; it runs as long as the test.
pub struct WebServer {
    /// `http://127.0.0.1:port`.
    pub base: String,
    pages: Arc<Mutex<HashMap<String, Page>>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl WebServer {
    /// Starts an empty one.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Self { base, pages: Arc::default(), requests: Arc::default() };
        let (pages, requests) = (Arc::clone(&server.pages), Arc::clone(&server.requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (pages, requests) = (Arc::clone(&pages), Arc::clone(&requests));
                // A client that hangs up is what some tests want.
                thread::spawn(move || _ = answer(stream, &pages, &requests));
            }
        });
        server
    }

    /// Sets what is answered at a path.
    pub fn put(&self, path: &str, page: Page) -> String {
        self.pages.lock().expect("a lock").insert(path.to_owned(), page);
        self.at(path)
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The heads of all requests so far, in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("a lock").clone()
    }
}

fn answer(
    mut stream: TcpStream,
    pages: &Mutex<HashMap<String, Page>>,
    requests: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = String::new();
    for line in BufReader::new(stream.try_clone()?).lines() {
        let line = line?;
        if line.is_empty() {
            break;
        }
        head += &(line + "\n");
    }
    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
    requests.lock().expect("a lock").push(head.to_lowercase());
    let page = pages.lock().expect("a lock").get(&path).cloned();
    match page.unwrap_or(Page::Sent(404, vec![], b"none".to_vec())) {
        Page::Sent(status, headers, body) => {
            let etag = headers.iter().find(|(name, _)| *name == "ETag").map(|(_, value)| value.to_lowercase());
            let same = etag.is_some_and(|etag| head.to_lowercase().contains(&format!("if-none-match: {etag}")));
            let (status, body) = if same { (304, Vec::new()) } else { (status, body) };
            let fields: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let length = body.len();
            write!(stream, "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n{fields}\r\n")?;
            stream.write_all(&body)
        }
        Page::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b'a'; 65_536])?;
            }
        }
        Page::Slow => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n")?;
            loop {
                stream.write_all(b"a")?;
                thread::sleep(Duration::from_millis(100));
            }
        }
        Page::BrokenOff => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\nabc")
        }
    }
}

//! Fetching from servers that mean harm, over real HTTP.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use policybot::ingest::adding::{AddError, Document};
use policybot::ingest::fetch::{FetchError, Fetched, Limits, Version, fetch};

use crate::support::web_server::{Page, WebServer};

fn limits() -> Limits {
    Limits { bytes: 1024 * 1024, time: Duration::from_secs(3), redirects: 3, loopback: true }
}

fn get(url: &str) -> Result<Fetched, FetchError> {
    fetch(url, &Version::default(), &limits()).map(|f| f.expect("a document"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

#[test]
fn a_page_comes_with_its_address_type_and_version() {
    let server = WebServer::start();
    let packed = vec![
        ("Content-Type", "text/html; charset=\"koi8-r\"".to_owned()),
        ("Content-Encoding", "gzip".to_owned()),
        ("ETag", "\"v1\"".to_owned()),
        ("Last-Modified", "Thu, 12 Nov 2020 10:00:00 GMT".to_owned()),
    ];
    let end = server.put("/end", Page::Sent(200, packed, gzip(b"<p>Text</p>")));
    server.put("/a", Page::redirect("/b"));
    server.put("/b", Page::redirect(&end));
    let found = get(&server.at("/a")).expect("a page");
    assert_eq!(
        (found.url.as_str(), found.bytes.as_slice(), found.charset()),
        (&*end, &b"<p>Text</p>"[..], Some("koi8-r"))
    );
    assert_eq!(found.version.etag.as_deref(), Some("\"v1\""));
    let again = fetch(&end, &found.version, &limits()).expect("an answer");
    assert_eq!(again, None, "not modified");
    let asked = server.requests().pop().expect("a request");
    assert!(
        asked.contains("if-modified-since: thu, 12 nov 2020") && asked.contains("user-agent: policybot/"),
        "{asked}"
    );
}

/// Where a redirect must not lead, and what must not be asked for in the first place.
#[test]
fn only_the_public_internet_is_asked() {
    let server = WebServer::start();
    let page = server.put("/page", Page::html("<p>secret</p>"));
    let port = page.rsplit(':').next().expect("a port").to_owned();
    let strict = Limits { loopback: false, ..limits() };
    for url in [
        page.clone(),
        format!("http://localhost:{port}"),
        format!("http://[::1]:{port}"),
        format!("http://2130706433:{port}"),
        format!("http://0x7f.1:{port}"),
    ] {
        let error = fetch(&url, &Version::default(), &strict).expect_err(&url);
        assert!(matches!(error, FetchError::NotPublic { .. } | FetchError::Unknown(_)), "{url}: {error}");
    }
    assert_eq!(server.requests().len(), 0, "nothing was sent");
    for target in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[::ffff:192.168.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "//127.0.0.2/",
    ] {
        let error = get(&server.put("/go", Page::redirect(target))).expect_err(target);
        assert!(matches!(error, FetchError::NotPublic { .. }), "{target}: {error}");
    }
    for target in
        ["file:///etc/passwd", "gopher://a.ru/", "ftp://a.ru/x", "javascript:alert(1)", "http://user:pw@example.org/"]
    {
        let error = get(&server.put("/go", Page::redirect(target))).expect_err(target);
        assert!(matches!(error, FetchError::Address(_)), "{target}: {error}");
        assert!(matches!(get(target), Err(FetchError::Address(_))), "{target}");
    }
}

#[test]
fn every_limit_holds() {
    let server = WebServer::start();
    let bomb = gzip(&vec![b'a'; 50 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    let packed = |how: &str| vec![("Content-Type", "text/html".to_owned()), ("Content-Encoding", how.to_owned())];
    let large = |error: &FetchError| matches!(error, FetchError::TooLarge { .. });
    let slow = |error: &FetchError| matches!(error, FetchError::TooSlow { .. });
    let broken = |error: &FetchError| matches!(error, FetchError::Packed { .. });
    let odd = |error: &FetchError| matches!(error, FetchError::Redirect { .. });
    let away = |error: &FetchError| matches!(error, FetchError::Unreachable { .. });
    let refused = |error: &FetchError| matches!(error, FetchError::Status { status: 503, retry_after_s: Some(7), .. });
    type Check<'a> = &'a dyn Fn(&FetchError) -> bool;
    let cases: [(&str, Page, Check<'_>); 11] = [
        ("bomb", Page::Sent(200, packed("gzip"), bomb.clone()), &large),
        ("packed file", Page::of("application/gzip", bomb), &large),
        ("large", Page::html(&"a".repeat(1024 * 1024 + 1)), &large),
        ("endless", Page::Endless, &large),
        ("slow", Page::Slow, &slow),
        ("broken gzip", Page::Sent(200, packed("gzip"), b"no gzip".to_vec()), &broken),
        ("unknown packing", Page::Sent(200, packed("br"), b"x".to_vec()), &broken),
        ("circle", Page::redirect("/case"), &odd),
        ("nowhere", Page::Sent(302, vec![], vec![]), &odd),
        ("broken off", Page::BrokenOff, &away),
        ("refused", Page::Sent(503, vec![("Retry-After", "7".to_owned())], vec![]), &refused),
    ];
    for (name, page, expected) in cases {
        let error = get(&server.put("/case", page)).expect_err(name);
        assert!(expected(&error), "{name}: {error}");
    }
}

#[test]
fn what_is_no_document_is_refused_by_its_type() {
    let server = WebServer::start();
    for (media, body) in
        [("image/png", "x"), ("application/x-sh", "#!/bin/sh"), ("video/mp4", "x"), ("application/json", "{}")]
    {
        let fetched = get(&server.put("/file.html", Page::of(media, body))).expect("bytes");
        let error = Document::fetched("here", fetched).expect_err(media);
        assert!(matches!(&error, AddError::Media { media: m, .. } if m == media), "{error}");
    }
}

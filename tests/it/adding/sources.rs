//! `policybot sources`, over real HTTP.

use std::fs;

use policybot::ingest::load_knowledge;

use super::{knowledge, names, news, out};
use crate::support::program::Home;
use crate::support::web_server::{Page, WebServer};

fn sources(home: &Home, list: &str, arguments: &[&str]) -> std::process::Output {
    let folder = knowledge(home);
    fs::write(folder.join("sources.toml"), list).expect("written");
    let folder = folder.to_str().expect("a path");
    let all = [&["sources", "--allow-loopback", "--knowledge", folder], arguments].concat();
    home.run(&all).output().expect("runs")
}

pub(super) fn entry(server: &WebServer, kind: &str, path: &str, more: &str) -> String {
    format!(
        "[[source]]\nname = 'a'\nkind = '{kind}'\nurl = '{}'\nregion = 'Томская область'\n{more}\n",
        server.at(path)
    )
}

pub(super) fn feed(server: &WebServer, items: &[&str]) -> String {
    let item = |path: &&str| {
        format!(
            "<item><title>T</title><link>{}</link><pubDate>Thu, 12 Nov 2020 10:00:00 GMT</pubDate></item>",
            server.at(path)
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss version='2.0'><channel><title>T</title><link>x</link>{items}</channel></rss>")
}

/// A report of its own: no reprint of the others.
pub(super) fn report(name: &str) -> String {
    let own = format!("of the Tomsk {name} makers supports {name} shops of Tomsk");
    news("").replace("of the Tomsk Region supports", &own).replace("12 November 2020", "")
}

#[test]
fn a_feed_is_taken_in_once_and_what_its_site_forbids_is_left_alone() {
    let (home, server) = (Home::new(), WebServer::start());
    server.put("/robots.txt", Page::of("text/plain", "User-agent: *\nDisallow: /news/secret\n"));
    let version = vec![("Content-Type", "application/rss+xml".to_owned()), ("ETag", "\"f1\"".to_owned())];
    let items = ["/news/1", "/news/2", "/news/secret", "/other/3", "/news/gone"];
    server.put("/rss", Page::Sent(200, version, feed(&server, &items).into_bytes()));
    for (path, name) in [("/news/1", "boat"), ("/news/2", "lamp"), ("/news/secret", "hat"), ("/other/3", "cup")] {
        server.put(path, Page::html(&report(name)));
    }
    let list = entry(&server, "feed", "/rss", "include = ['/news/']");
    let checked = out(&sources(&home, &list, &["check"]));
    assert!(checked.contains("a: 4 addresses, 4 new"), "{checked}");
    let run = sources(&home, &list, &["run"]);
    let told = out(&run);
    assert!(told.contains("a: 2 added, 0 updated"), "{told}");
    assert!(
        told.contains("secret: the site's robots.txt forbids it") && told.contains("gone: 127.0.0.1 answered 404"),
        "{told}"
    );
    let loaded = load_knowledge(&knowledge(&home), "https://example.org");
    assert_eq!((loaded.articles.len(), loaded.problems.len()), (2, 0), "{:?}", loaded.problems);
    let meta = &loaded.articles[0].meta;
    assert_eq!((meta.region.as_str(), meta.date.to_string().as_str()), ("Tomsk Region", "2020-11-12"));
    assert!(!server.requests().iter().any(|r| r.starts_with("get /news/secret") || r.starts_with("get /other")));
    let shown = out(&sources(&home, &list, &["list"]));
    // Some seconds may have passed since, or none.
    assert!(["23 h 5", "24 h 0"].iter().any(|in_| shown.contains(&format!("every 24 h, due in {in_}"))), "{shown}");
    assert_eq!(out(&sources(&home, &list, &["run"])), "", "nothing is due");
    let asked = server.requests().len();
    let again = out(&sources(&home, &list, &["run", "a"]));
    assert!(again.contains("a: 0 added, 0 updated"), "{again}");
    let asked: Vec<String> = server.requests().split_off(asked);
    assert!(asked.iter().any(|r| r.contains("if-none-match: \"f1\"")), "{asked:?}");
    assert!(!asked.iter().any(|r| r.starts_with("get /news/1")), "{asked:?}");
}

#[test]
fn a_sitemap_is_followed_and_a_changed_page_is_an_update() {
    let (home, server) = (Home::new(), WebServer::start());
    let index = format!("<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>", server.at("/pages.xml"));
    server.put("/sitemap.xml", Page::of("application/xml", index));
    let pages = |day: &str| {
        Page::of(
            "text/xml",
            format!("<urlset><url><loc>{}</loc><lastmod>{day}</lastmod></url></urlset>", server.at("/1")),
        )
    };
    server.put("/pages.xml", pages("2020-11-12"));
    server.put("/1", Page::html(&news("")));
    let list = entry(&server, "sitemap", "/sitemap.xml", "");
    assert!(out(&sources(&home, &list, &["run", "a"])).contains("1 added"));
    server.put("/1", Page::html(&news("<p>A sixth measure was added.</p>")));
    assert!(out(&sources(&home, &list, &["run", "a"])).contains("0 added, 0 updated, 0 unchanged"));
    server.put("/pages.xml", pages("2020-11-20"));
    assert!(out(&sources(&home, &list, &["run", "a"])).contains("1 updated"));
    // A page that has lost its text, and one that somebody has worked on, are not overwritten.
    server.put("/pages.xml", pages("2020-11-21"));
    server.put("/1", Page::html("<html><body><p>12 November 2020. The page has moved.</p></body></html>"));
    let told = out(&sources(&home, &list, &["run", "a"]));
    assert!(told.contains("not taken in") && told.contains("would go"), "{told}");
    let text = load_knowledge(&knowledge(&home), "https://example.org").articles[0].text.as_str().to_owned();
    assert!(text.contains("A sixth measure"));
}

#[test]
fn a_source_that_fails_is_left_alone_longer_and_named() {
    let (home, server) = (Home::new(), WebServer::start());
    server.put("/rss", Page::html("<html>no feed</html>"));
    let list = entry(&server, "feed", "/rss", "");
    for _ in 0..2 {
        let run = sources(&home, &list, &["run", "a"]);
        assert_eq!(run.status.code(), Some(1));
        assert!(out(&run).contains("a: failed: this is not the feed it is said to be"), "{}", out(&run));
    }
    let shown = out(&sources(&home, &list, &["list"]));
    assert!(
        shown.contains("failed 2 times in a row") && (shown.contains("due in 4 h 0") || shown.contains("due in 3 h")),
        "{shown}"
    );
    let unknown = sources(&home, &list, &["run", "b"]);
    assert!(!unknown.status.success() && out(&unknown).contains("there is no source 'b'"));
    assert_eq!(names(&knowledge(&home)), ["sources.toml"]);
    let bad = sources(&home, "[[source]]\nname = 'a'\n", &["list"]);
    assert!(!bad.status.success() && out(&bad).contains("sources.toml:1: "), "{}", out(&bad));
}

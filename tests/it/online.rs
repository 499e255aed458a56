//! `policybot lint --online` against a web server: what became of the pages that articles come from, and what the reader
//! then says of them.

use std::fs;
use std::net::TcpListener;
use std::process::Output;
use std::time::Duration;

use policybot::ingest::fetch::Limits;
use policybot::lint::drift::Drift;
use policybot::lint::live::Live;
use policybot::lint::{self, Level};
use serde_json::{Value, json};

use crate::reader::program::{address, get};
use crate::reader::words;
use crate::support::program::Home;
use crate::support::web_server::{Page, WebServer};

const SENTENCES: [&str; 3] = [
    "The Tver Region supports small foundries with grants of up to 3 million rubles a year.",
    "Applications are taken until the first of March by the regional fund in Tver.",
    "Foundries that export their bells get a loan as well, at a rate of one per cent.",
];

/// A page with these sentences among others.
fn page(sentences: [&str; 3]) -> Page {
    let more =
        "<p>The programme is run by the regional fund, and it is open to all enterprises of the region.</p>".repeat(3);
    let [a, b, c] = sentences;
    Page::html(&format!(
        "<html lang=en><head><title>Foundries</title></head><body><nav>Menu</nav><article><h1>Foundries</h1>\
         <p>{a} {b}</p>{more}<p>{c}</p></article></body></html>"
    ))
}

/// An article on the sentences; the line of its address is 3.
fn article(home: &Home, name: &str, url: &str) {
    let head = format!("---\ntitle: Foundries {name}\nurl: {url}\nregion: Tver Region\nlang: en\ndate: 2024-05\n---\n");
    home.write(&format!("knowledge/{name}.md"), head + &SENTENCES.join(" ") + "\n");
}

fn lint(home: &Home, more: &[&str]) -> Output {
    // The shipped lexicon has findings of its own.
    home.write("knowledge/lexicon/institutions.toml", "");
    home.write("knowledge/lexicon/regions.toml", "region = [{ en = \"Tver Region\", ru = \"Тверская область\" }]\n");
    let folder = home.path("knowledge");
    let folder = folder.to_str().expect("a path");
    home.run(&[&["lint", "--knowledge", folder, "--online"], more].concat()).output().expect("runs")
}

/// The findings about pages, without the folder's name.
fn findings(home: &Home, output: &Output) -> Vec<String> {
    let folder = format!("{}/", home.path("knowledge").display());
    // Copies of each other are no matter of pages.
    let said = String::from_utf8(output.stdout.clone()).expect("UTF-8").replace(&folder, "");
    said.lines().filter(|line| !line.contains(" of the text stands in ")).map(str::to_owned).collect()
}

/// An address where nobody listens.
fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}/", listener.local_addr().expect("an address"))
}

#[test]
fn every_page_is_looked_at_and_told_of_with_file_line_words_and_remedy() {
    let (home, server) = (Home::new(), WebServer::start());
    let gone = server.at("/gone");
    article(&home, "same", &server.put("/same", page(SENTENCES)));
    article(&home, "moved", &server.put("/old", Page::redirect("/new")));
    server.put("/new", page(SENTENCES));
    article(&home, "gone", &gone);
    article(&home, "circle", &server.put("/circle", Page::redirect("/circle")));
    article(&home, "closed", &closed());
    article(&home, "picture", &server.put("/picture", Page::of("image/png", "x")));
    let later = [SENTENCES[0], "Applications are taken all the year round by the regional fund in Tver.", SENTENCES[2]];
    article(&home, "changed", &server.put("/changed", page(later)));
    let output = lint(&home, &["--allow-loopback"]);
    let changed = "changed.md:3: warning: 1 of 3 sentences no longer stand on the page, first: Applications are taken \
                   until the first of March by the regional fund in Tver.; add the article anew (policybot add URL), or \
                   give it the address of an archived copy";
    let expected = [
        changed.to_owned(),
        "circle.md:3: warning: the page cannot be reached (127.0.0.1 redirects again and again); give the address that a \
         browser ends at"
            .to_owned(),
        "closed.md:3: warning: the page cannot be reached (127.0.0.1 could not be reached (no connection)); try again later"
            .to_owned(),
        format!(
            "gone.md:3: error: the page {gone} is gone (404); find where it has moved to and write that address, or one \
             of an archive"
        ),
        format!(
            "picture.md:3: warning: the page cannot be compared ({}: the server sends image/png, which is no document \
             that is read); give the address of the text itself",
            server.at("/picture")
        ),
    ];
    assert_eq!(findings(&home, &output), expected);
    assert_eq!(output.status.code(), Some(1), "there is an error");
    let summary = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(summary.contains("1 errors, "), "{summary}");

    let json = lint(&home, &["--allow-loopback", "--format", "json"]);
    let all: Vec<Value> = serde_json::from_slice(&json.stdout).expect("JSON");
    let gone_one = all.iter().find(|f| f["level"] == "error").expect("the page that is gone");
    assert_eq!((&gone_one["line"], &gone_one["what"]), (&json!(3), &json!(format!("the page {gone} is gone (404)"))));
    assert!(gone_one["file"].as_str().is_some_and(|file| file.ends_with("/gone.md")), "{gone_one}");
    assert_eq!(json.status.code(), Some(1));
    let github = findings(&home, &lint(&home, &["--allow-loopback", "--format", "github"]));
    let marked = "::warning file=changed.md,line=3::1 of 3 sentences no longer stand on the page, first: Applications";
    assert!(github.iter().any(|line| line.starts_with(marked)), "{github:?}");

    // Warnings alone are no failure.
    fs::remove_file(home.path("knowledge/gone.md")).expect("removed");
    let output = lint(&home, &["--allow-loopback"]);
    assert_eq!((output.status.code(), findings(&home, &output).len()), (Some(0), 4));
    // An address of this machine is none of the public internet.
    let asked = server.requests().len();
    let strict = findings(&home, &lint(&home, &[]));
    assert!(strict.iter().any(|f| f.contains("same.md:3: ") && f.contains("not an address of the public internet")));
    assert_eq!(server.requests().len(), asked, "nothing was fetched");
}

#[test]
fn a_page_that_takes_too_long_or_breaks_off_is_a_warning_and_forgets_nothing() {
    let (home, server) = (Home::new(), WebServer::start());
    article(&home, "a", &server.put("/a", page(SENTENCES)));
    let limits = Limits { time: Duration::from_secs(3), loopback: true, ..Limits::default() };
    let mut drift = Drift::default();
    let mut look = |page: Page| {
        server.put("/a", page);
        let today = "2026-11-27".parse().expect("a date");
        let found = lint::check_online(&home.path("knowledge"), &Live::new(limits), today, &mut drift, |_, _| {});
        (found, drift.clone())
    };
    let (found, known) = look(page(SENTENCES));
    assert_eq!((found.len(), known == Drift::default()), (0, false));
    for (bad, reason) in [(Page::Slow, "took longer than 3 s"), (Page::BrokenOff, "the document broke off")] {
        let (found, after) = look(bad);
        assert!(found.len() == 1 && found[0].level == Level::Warning && found[0].what.contains(reason), "{found:?}");
        assert_eq!(after, known, "what was known of the page stays");
    }
}

#[tokio::test]
async fn the_reader_says_what_the_last_look_found() {
    let (home, server) = (Home::new(), WebServer::start());
    article(&home, "changed", &server.put("/changed", page([SENTENCES[0], SENTENCES[1], "It has ended."])));
    article(&home, "same", &server.put("/same", page(SENTENCES)));
    let look = |home: &Home| assert_eq!(lint(home, &["--allow-loopback"]).status.code(), Some(0));
    look(&home);
    let mut command = home.command(&["web"]);
    command.env("POLICYBOT_READER_ADDR", "127.0.0.1:0").env("POLICYBOT_LOG_FORMAT", "json");
    command.env("POLICYBOT_KNOWLEDGE_DIR", home.path("knowledge"));
    let mut running = home.start(command);
    let reader = address(&running, "reader").await;
    let page = words(&get(&reader, "/a/changed").await.1);
    assert!(page.contains("The source page has changed since: 1 sentence of this text did not stand there"), "{page}");
    let page = words(&get(&reader, "/a/same").await.1);
    assert!(page.contains("The source page still said all of this on"), "{page}");
    // The page is put right, and looked at again while the reader runs.
    server.put("/changed", self::page(SENTENCES));
    look(&home);
    let said = |page: &str| words(page).contains("The source page still said all of this on");
    crate::reader::program::until(&reader, "/a/changed", said).await;
    running.signal("TERM");
    assert!(running.ended().await.success(), "{}", running.output());
}

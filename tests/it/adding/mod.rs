//! Taking in documents: `policybot add` and the folders it writes.

mod any_bytes;
mod asking;
mod fetching;
mod full_disk;
mod serving;
mod sources;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;

use crate::support::program::{Home, unprivileged};
use crate::support::web_server::{Page, WebServer};

/// A news page about the Tomsk Region, long enough for readability.
fn news(extra: &str) -> String {
    let body: String = (1..=12)
        .map(|i| {
            format!(
                "<p>Measure number {i} of the Tomsk Region supports instrument makers with grants, loans and land.</p>"
            )
        })
        .collect();
    format!(
        "<html><head><title>Support grows in Tomsk Region | Example News</title><meta property='og:site_name' \
         content='Example News'></head><body><nav><a href='/'>Home</a></nav><article><h1>Support grows: \"five\" measures</h1>\
         <p>12 November 2020</p>{body}{extra}</article><footer>All rights reserved</footer></body></html>"
    )
}

fn knowledge(home: &Home) -> std::path::PathBuf {
    let path = home.path("knowledge");
    fs::create_dir_all(&path).expect("a folder");
    path
}

fn add(home: &Home, arguments: &[&str]) -> Output {
    let folder = knowledge(home);
    let folder = folder.to_str().expect("a path");
    let all = [&["add", "--knowledge", folder, "--allow-loopback"], arguments].concat();
    home.run(&all).output().expect("runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// All files below a folder, with their contents.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").display().to_string();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|f| f.0).collect()
}

#[test]
fn a_page_becomes_an_article_beside_its_original() {
    let (home, server) = (Home::new(), WebServer::start());
    let url = server.put("/news/1", Page::html(&news("")));
    let added = add(&home, &["--yes", &url]);
    assert!(added.status.success(), "{}", out(&added));
    let folder = knowledge(&home);
    let file = "tomsk-region/support-grows-five-measures";
    assert_eq!(names(&folder), [format!(".originals/{file}.html"), format!("{file}.md")]);
    assert_eq!(fs::read_to_string(folder.join(format!(".originals/{file}.html"))).expect("kept"), news(""));
    let loaded = load_knowledge(&folder, PUBLIC_URL);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let article = &loaded.articles[0];
    let meta = &article.meta;
    assert_eq!((meta.title.as_str(), meta.url.as_str()), ("Support grows: \"five\" measures", url.as_str()));
    assert_eq!((meta.region.as_str(), meta.date.to_string().as_str()), ("Tomsk Region", "2020-11-12"));
    assert_eq!((meta.lang.code(), meta.publisher.as_deref()), ("en", Some("Example News")));
    let text = article.text.as_str();
    assert!(text.contains("Measure number 12 of the Tomsk Region") && !text.contains("rights reserved"), "{text}");
    let head = fs::read_to_string(folder.join(format!("{file}.md"))).expect("a file");
    assert!(head.contains("\nfetched: \"2"), "{head}");
}

#[test]
fn the_same_address_is_an_update_with_its_difference() {
    let (home, server) = (Home::new(), WebServer::start());
    let url = server.put("/1", Page::html(&news("")));
    assert!(add(&home, &["--yes", &url]).status.success());
    let again = add(&home, &["--yes", &format!("{url}#part")]);
    assert!(out(&again).contains("says the same"), "{}", out(&again));
    server.put(
        "/1",
        Page::html(&news("<p>A sixth measure was added.</p>").replace("Measure number 3", "Measure number 33")),
    );
    let update = add(&home, &["--yes", &url]);
    let told = out(&update);
    assert!(told.contains("an update: 2 sentences added, 1 removed") && told.contains("+ A sixth measure"), "{told}");
    assert_eq!(names(&knowledge(&home)).len(), 2);
}

#[test]
fn a_reprint_is_joined_under_the_earliest_source() {
    let (home, server) = (Home::new(), WebServer::start());
    let first = server.put("/first", Page::html(&news("")));
    let later = news("<p>Source: Example News</p>").replace("12 November", "14 November");
    let later = server.put("/later", Page::html(&later));
    let earlier = server.put("/earlier", Page::html(&news("").replace("12 November", "10 November")));
    assert!(add(&home, &["--yes", &first]).status.success());
    let told = out(&add(&home, &["--yes", &later]));
    assert!(told.contains("a reprint of 'Support grows"), "{told}");
    let file = knowledge(&home).join("tomsk-region/support-grows-five-measures.md");
    assert!(fs::read_to_string(&file).expect("a file").contains(&format!("reprints: [\"{later}\"]")));
    assert!(out(&add(&home, &["--yes", &later])).contains("says the same"));
    let told = out(&add(&home, &["--yes", &earlier]));
    assert!(told.contains("an earlier print of"), "{told}");
    let loaded = load_knowledge(&knowledge(&home), PUBLIC_URL);
    assert_eq!(loaded.articles.len(), 1);
    assert_eq!(loaded.articles[0].meta.url, earlier);
    let names = names(&knowledge(&home));
    assert!(names.contains(&".originals/tomsk-region/support-grows-five-measures.replaced.md".to_owned()), "{names:?}");
}

#[test]
fn what_is_missing_is_named_with_the_option_that_gives_it() {
    let home = Home::new();
    let page = home.write("page.html", "<html><body><p>Some words without a place or a day.</p></body></html>");
    let page = page.to_str().expect("a path");
    let mut given = vec!["--yes", page];
    for (option, value) in [("--url", "https://example.org/a"), ("--date", "2021-05"), ("--region", "Томская область")]
    {
        let refused = add(&home, &given);
        assert_eq!(refused.status.code(), Some(1));
        assert!(out(&refused).contains(&format!("give it with {option}")), "{}", out(&refused));
        given.extend([option, value]);
    }
    assert!(names(&knowledge(&home)).is_empty());
    let added = add(&home, &given);
    assert!(added.status.success(), "{}", out(&added));
    assert_eq!(load_knowledge(&knowledge(&home), PUBLIC_URL).articles[0].meta.region, "Tomsk Region");
}

#[test]
fn nothing_is_written_without_a_yes() {
    let home = Home::new();
    let page = home.write("page.html", news(""));
    let refused = add(&home, &[page.to_str().expect("a path"), "--url", "https://example.org/a"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(out(&refused).contains("--yes") && names(&knowledge(&home)).is_empty(), "{}", out(&refused));
}

#[test]
fn unreadable_files_are_named_with_reason_and_remedy_and_the_others_are_added() {
    let home = Home::new();
    let written = |name: &str, bytes: &[u8]| home.write(name, bytes).display().to_string();
    let script = written("script.html", b"<html><body><script>render()</script></body></html>");
    let image = written("image.png", b"\x89PNG");
    let scan = written("scan.pdf", b"%PDF-1.4\n%%EOF");
    let good = written("good.html", news("").as_bytes());
    let missing = home.path("missing.html").display().to_string();
    let added = add(&home, &["--yes", "--url", "https://example.org/a", &script, &image, &scan, &missing, &good]);
    let told = out(&added);
    assert_eq!(added.status.code(), Some(1));
    for (file, reason) in
        [(&script, "no text was found"), (&image, "not a format"), (&scan, ""), (&missing, "cannot be read")]
    {
        let line = told.lines().find(|l| l.starts_with("error: ") && l.contains(file.as_str()));
        let line = line.unwrap_or_else(|| panic!("{file}: {told}"));
        assert!(line.contains(reason) && line.contains("; "), "{line}");
    }
    assert_eq!(load_knowledge(&knowledge(&home), PUBLIC_URL).articles.len(), 1);
}

/// A full disk (a limit on file sizes here) and a folder that must not be written: the articles stay as they were.
#[test]
fn a_full_disk_and_a_closed_folder_lose_nothing() {
    let (home, server) = (Home::new(), WebServer::start());
    let url = server.put("/1", Page::html(&news("")));
    assert!(add(&home, &["--yes", &url]).status.success());
    let folder = knowledge(&home);
    let before = files(&folder);
    server.put("/1", Page::html(&news("<p>A sixth measure was added.</p>")));
    let program = env!("CARGO_BIN_EXE_policybot");
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec '{program}' add --yes --allow-loopback --knowledge '{}' '{url}'",
        folder.display()
    );
    let full = std::process::Command::new("sh").args(["-c", &script]).env_clear().output().expect("runs");
    assert_eq!(full.status.code(), Some(1), "{}", out(&full));
    assert!(
        out(&full).contains("cannot be written") && out(&full).contains("check the disk's space"),
        "{}",
        out(&full)
    );
    assert_eq!(files(&folder), before);
    fs::rename(folder.join(".originals"), home.path("kept")).expect("moved");
    fs::write(folder.join(".originals"), "in the way").expect("written");
    let closed = add(&home, &["--yes", &url]);
    assert_eq!(closed.status.code(), Some(1), "{}", out(&closed));
    assert!(out(&closed).contains("cannot be written"), "{}", out(&closed));
    assert_eq!(names(&folder).len(), 2, "the article and what is in the way");
    let (name, old) = before.last().expect("the article");
    assert_eq!(&fs::read(folder.join(name)).expect("there"), old);
}

#[test]
fn without_the_right_to_write_the_articles_stay_as_they_were() {
    let (home, server) = (Home::new(), WebServer::start());
    let (known, new) = (server.put("/1", Page::html(&news(""))), server.put("/2", Page::html(&news(""))));
    assert!(add(&home, &["--yes", &known]).status.success());
    let folder = knowledge(&home);
    let before = files(&folder);
    server.put("/1", Page::html(&news("<p>A sixth measure was added.</p>")));
    let folders = || {
        let held = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut all: Vec<_> = held.filter(|path| path.is_dir()).collect();
        all.push(folder.clone());
        all
    };
    let rights = |mode| {
        for path in folders() {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights");
        }
    };
    fs::set_permissions(home.path(""), fs::Permissions::from_mode(0o755)).expect("rights");
    rights(0o555);
    for (url, region) in [(&known, "Tomsk Region"), (&new, "Omsk Region")] {
        let path = folder.to_str().expect("a path");
        let arguments = ["add", "--knowledge", path, "--allow-loopback", "--yes", "--region", region, url];
        let denied = unprivileged(&home.command(&arguments)).output().expect("runs");
        assert_eq!(denied.status.code(), Some(1), "{}", out(&denied));
        for part in ["cannot be written (Permission denied", "nothing was changed", "the folder's permissions"] {
            assert!(out(&denied).contains(part), "{part}: {}", out(&denied));
        }
        assert_eq!(files(&folder), before);
    }
    rights(0o755);
    assert!(add(&home, &["--yes", &known]).status.success());
    assert_ne!(files(&folder), before);
}

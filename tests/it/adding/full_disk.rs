//! A disk that is really full: a small file system in memory, filled to the last page.

use std::fs;
use std::process::Command;

use super::sources::{entry, feed, report};
use super::{add, knowledge, news, out};
use crate::support::program::{Home, wrapped};
use crate::support::skip::skip;
use crate::support::web_server::{Page, WebServer};

/// Runs a command twice on a copy of the folder `knowledge` in such a file system, mounted for this script alone: without
/// room, then with room again. Lists the files there before, between and after.
const SCRIPT: &str = r#"
set -eu
mkdir disk
mount -t tmpfs -o size=1m none disk
cp -R knowledge disk/knowledge
listed() { (cd disk/knowledge && find . -type f -exec sha256sum {} + | sort); }
listed >before
dd if=/dev/zero of=disk/filler bs=1024 2>/dev/null || true
"$@" >full.txt 2>&1 && exit 3
listed >between
rm disk/filler
"$@" >room.txt 2>&1
listed >after
"#;

/// What the command said on the full disk, and the three listings; `None` where no file system can be mounted.
fn on_a_full_disk(home: &Home, arguments: &[&str]) -> Option<(String, [String; 3])> {
    let mount = ["--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"];
    if !Command::new("unshare").args(mount).output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let mut inner = Command::new(env!("CARGO_BIN_EXE_policybot"));
    inner.args(arguments).args(["--knowledge", "disk/knowledge", "--data-dir", "disk/data"]).current_dir(home.path(""));
    let ran = wrapped(&inner, "unshare", &["--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh"]).output();
    let ran = ran.expect("runs");
    let text = |name: &str| fs::read_to_string(home.path(name)).unwrap_or_default();
    assert!(ran.status.success(), "{:?} {}\n{}\n{}", ran.status, out(&ran), text("full.txt"), text("room.txt"));
    Some((text("full.txt"), ["before", "between", "after"].map(text)))
}

const NO_MOUNT: &str = "no file system can be mounted here (unshare --map-root-user --mount)";

#[test]
fn adding_changes_nothing_and_works_again_when_there_is_room() {
    let (home, server) = (Home::new(), WebServer::start());
    let url = server.put("/1", Page::html(&news("")));
    assert!(add(&home, &["--yes", &url]).status.success());
    server.put("/1", Page::html(&news("<p>A sixth measure was added.</p>")));
    let ran = on_a_full_disk(&home, &["add", "--yes", "--allow-loopback", &url]);
    let Some((said, [before, between, after])) = ran else { return skip(NO_MOUNT) };
    for part in ["cannot be written (No space left on device", "nothing was changed; check the disk's space"] {
        assert!(said.contains(part), "'{part}' is missing in {said}");
    }
    assert_eq!(before, between);
    assert_ne!(between, after);
    assert_eq!(after.lines().count(), 2, "the article and its original: {after}");
}

#[test]
fn a_source_is_looked_at_again_when_there_is_room() {
    let (home, server) = (Home::new(), WebServer::start());
    server.put("/news/1", Page::html(&report("boat")));
    server.put("/rss", Page::of("application/rss+xml", feed(&server, &["/news/1"])));
    let list = entry(&server, "feed", "/rss", "");
    fs::write(knowledge(&home).join("sources.toml"), list).expect("written");
    let ran = on_a_full_disk(&home, &["sources", "--allow-loopback", "run", "a"]);
    let Some((said, [before, between, after])) = ran else { return skip(NO_MOUNT) };
    assert!(said.contains("No space left on device"), "{said}");
    assert_eq!(before, between);
    assert_eq!(
        (before.lines().count(), after.lines().count()),
        (1, 3),
        "the article and its original are added: {after}"
    );
}

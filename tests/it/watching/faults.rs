//! Disks that are full and files that may not be read: what is in service stays.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::program::{QUESTION, Stage, said, write};
use crate::support::program::{Home, PATIENCE, unprivileged, wrapped};

const ADMIN: i64 = 77;
const ADMINS: [(&str, &str); 1] = [("POLICYBOT_ADMINS", "77")];
const FIRST: &str = "The Tver Region supports small foundries with grants.";

impl Stage {
    /// Asks for the status until it is as it should be.
    async fn status_until(&mut self, good: impl Fn(&str) -> bool) -> String {
        let began = std::time::Instant::now();
        loop {
            let status = self.ask(ADMIN, "/status").await.text;
            if good(&status) {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "{status}\n{}", self.bot.output());
        }
    }
}

/// Words that no index can make small.
fn bulk() -> String {
    let mut state = 1u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 33) as u8 % 26)
    };
    let mut word = |_| (0..10).map(|_| letter()).collect::<String>();
    (0..2_000).map(|_| (0..40).map(&mut word).collect::<Vec<_>>().join(" ") + ".\n\n").collect()
}

#[tokio::test]
async fn a_full_disk_leaves_the_articles_in_service_as_they_are() {
    // No file may grow beyond half a megabyte: writing more fails as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 1024; exec \"$@\"";
    let limit = |command: &Command| Some(wrapped(command, "sh", &["-c", script, "sh"]));
    let mut stage = Stage::through(|home| write(home, "tver", "Tver Region", FIRST), &ADMINS, limit).await;
    assert!(said(FIRST)(&stage.ask(1, QUESTION).await));
    let not_in_service = "What was read last is not in service: ";
    assert!(!stage.ask(ADMIN, "/status").await.text.contains(not_in_service));
    write(&stage.home, "bulk", "Tver Region", &bulk());
    stage.bot.says("the articles in service stay as they are").await;
    stage.status_until(|status| status.contains(not_in_service) && status.contains("1 article on 1 region")).await;
    stage.bot.says("last good versions of articles cannot be kept").await;
    assert!(said(FIRST)(&stage.ask(1, QUESTION).await));
    // Room again: what changes is in service as if nothing had been.
    fs::remove_file(stage.home.path("knowledge/bulk.md")).expect("removed");
    let second = "The Tver Region supports small foundries with loans.";
    write(&stage.home, "tver", "Tver Region", second);
    stage.ask_until(QUESTION, said(second)).await;
    stage.status_until(|status| !status.contains(not_in_service)).await;
    stage.stop().await;
}

#[tokio::test]
async fn status_names_a_broken_edit_whose_last_good_version_answers() {
    let mut stage = Stage::through(|home| write(home, "tver", "Tver Region", FIRST), &ADMINS, |_| None).await;
    let whole = stage.ask(ADMIN, "/status").await.text;
    assert!(!whole.contains("cannot be used") && !whole.contains("problem"), "{whole}");
    let generation = whole.lines().next().expect("a line").split(',').next().expect("the generation").to_owned();
    assert!(generation.starts_with("Generation "), "{whole}");
    stage.home.write("knowledge/tver.md", "---\ntitle: Tver\nurl: none\n---\nThe Tver Region supports nobody.\n");
    let file = stage.home.path("knowledge/tver.md").display().to_string();
    let kept = format!("One file cannot be used; its last good version answers:\n• {file}\n");
    let broken = stage.status_until(|status| status.contains(&kept)).await;
    assert!(broken.contains(&format!("• {file}:3: ")) && broken.contains(&generation), "{broken}");
    assert!(said(FIRST)(&stage.ask(1, QUESTION).await));
    let second = "The Tver Region supports small foundries with loans.";
    write(&stage.home, "tver", "Tver Region", second);
    let mended = stage.status_until(|status| !status.contains("cannot be used")).await;
    assert!(!mended.contains("problem") && !mended.contains(&generation), "{mended}");
    assert!(said(second)(&stage.ask(1, QUESTION).await));
    stage.stop().await;
}

#[tokio::test]
async fn what_may_not_be_read_keeps_its_last_good_version() {
    let rights = |home: &Home, name: &str, mode| {
        fs::set_permissions(home.path(name), fs::Permissions::from_mode(mode)).expect("rights");
    };
    let prepare = |home: &Home| {
        write(home, "sub/tver", "Tver Region", FIRST);
        fs::create_dir(home.data()).expect("a folder");
        rights(home, "", 0o755);
        rights(home, "data", 0o777);
    };
    let mut stage = Stage::through(prepare, &[], |command| Some(unprivileged(command))).await;
    assert!(said(FIRST)(&stage.ask(1, QUESTION).await));
    rights(&stage.home, "knowledge/sub/tver.md", 0o000);
    stage
        .bot
        .says("give the user who runs the bot the right to read it (its last good version stays in service)")
        .await;
    assert!(said(FIRST)(&stage.ask(1, QUESTION).await));
    rights(&stage.home, "knowledge/sub/tver.md", 0o644);
    stage.bot.says("left_out=0").await;
    rights(&stage.home, "knowledge/sub", 0o000);
    stage.bot.says("the folder cannot be read").await;
    assert!(said(FIRST)(&stage.ask(1, QUESTION).await));
    rights(&stage.home, "knowledge/sub", 0o755);
    let second = "The Tver Region supports small foundries with loans.";
    write(&stage.home, "sub/tver", "Tver Region", second);
    stage.ask_until(QUESTION, said(second)).await;
    stage.stop().await;
}

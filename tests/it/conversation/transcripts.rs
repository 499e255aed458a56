//! Whole conversations, written so that a person can read what the bot says.
//!
//! `tests/data/transcripts/*.txt`: a line that begins with `>` is what the user does, all up to the next is what the bot
//! shows in return. What the user does: `> words`, `> [label]` (presses that button of the bot's last message), `> (reply)
//! words`, `> (edit) words`, `> (sticker)`, `> (group) words` (and `> (group) [label]`: the same in a group that they
//! administer), `> (inline) words` (behind the bot's name in any chat), `> (restart)` (of the bot), `> (new article)` (on
//! the Omsk Region, and a restart). What the bot shows: its words as the server
//! stores them, quotes behind `│`, bold between asterisks, a row of buttons a line in brackets; `(changed)` above a message
//! that took the place of an earlier one; `(notice: …)` what pops up after a button.
//!
//! With `POLICYBOT_TEST_WRITE` set, the bot's part of the files is written anew.

use std::fs;
use std::path::{Path, PathBuf};

use super::{GROUP, PATIENCE, Person, Returned, Stage};
use crate::support::bot_api::{Message, updates};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts")
}

/// A message as a person sees it.
pub fn plain(message: &Message) -> String {
    let units: Vec<u16> = message.text.encode_utf16().collect();
    let quoted = |at: usize| {
        let within = |e: &&crate::support::bot_api::Entity| e.kind.ends_with("blockquote");
        message.entities.iter().filter(within).any(|e| (e.offset..e.offset + e.length).contains(&at))
    };
    let mut out = String::new();
    let mut at = 0;
    for line in message.text.split('\n') {
        if quoted(at) {
            out.push_str("│ ");
        }
        let mut shown = String::new();
        for (offset, c) in line.char_indices() {
            let here = at + line[..offset].encode_utf16().count();
            let bold = |edge: fn(&crate::support::bot_api::Entity) -> usize| {
                message.entities.iter().any(|e| e.kind == "bold" && edge(e) == here)
            };
            if bold(|e| e.offset + e.length) {
                shown.push('*');
            }
            if bold(|e| e.offset) {
                shown.push('*');
            }
            shown.push(c);
        }
        at += line.encode_utf16().count();
        if message.entities.iter().any(|e| e.kind == "bold" && e.offset + e.length == at) {
            shown.push('*');
        }
        out.push_str(&shown);
        out.push('\n');
        at += 1;
    }
    assert!(at == units.len() + 1);
    for row in &message.buttons {
        let labels: Vec<String> = row.iter().map(|b| format!("[{}]", b.text)).collect();
        out.push_str(&labels.join(" "));
        out.push('\n');
    }
    out
}

fn shown(returned: &Returned) -> String {
    let mut out = String::new();
    if let Some(toast) = returned.toast.as_ref().filter(|t| !t.is_empty()) {
        out.push_str(&format!("(notice: {toast})\n"));
    }
    for (new, message) in &returned.messages {
        out.push_str(if *new { "" } else { "(changed)\n" });
        out.push_str(&plain(message));
    }
    if out.is_empty() { "(nothing)\n".to_owned() } else { out }
}

async fn step(anna: &Person<'_>, line: &str, before: &mut serde_json::Value) -> Returned {
    if let Some(label) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
        return anna.taps(&anna.last(), label).await;
    }
    let words = |prefix: &str| line.strip_prefix(prefix).map(str::trim);
    if let Some(words) = words("(edit)") {
        return anna.sends(updates::edited(before, words)).await;
    }
    let update = match (words("(reply)"), line) {
        (Some(words), _) => updates::replying_to(anna.text(words), &anna.last()),
        (None, "(sticker)") => updates::sticker(&updates::chat(anna.chat), &anna.user()),
        (None, words) => anna.text(words),
    };
    let newest = anna.api.newest_message_id(anna.chat);
    let returned = anna.sends(update.clone()).await;
    *before = update;
    before["message"]["message_id"] = (newest + 1).into();
    returned
}

/// Inline results: title and text below it of each.
fn results(answer: &serde_json::Value) -> String {
    let line = |result: &serde_json::Value| {
        let words = |key: &str| result[key].as_str().unwrap_or_default().to_owned();
        format!("• {}\n  {}\n", words("title"), words("description"))
    };
    let button = answer["button"]["text"].as_str().map(|label| format!("[{label}]\n")).unwrap_or_default();
    button + &answer["results"].as_array().into_iter().flatten().map(line).collect::<String>()
}

/// A new article comes with a restart, and whoever waits for it is written to.
async fn news(stage: &mut Stage) -> Returned {
    let tomsk = stage.library.read("tomsk.md");
    stage.library.write("omsk.md", &tomsk.replace("Tomsk", "Omsk").replace("tomsk", "omsk"));
    let before = stage.api.messages(1).len();
    stage.restart().await;
    let messages = stage.api.wait_for_messages(1, before + 1, PATIENCE).await.split_off(before);
    Returned { messages: messages.into_iter().map(|message| (true, message)).collect(), toast: None }
}

/// Plays a transcript and writes it down again.
async fn play(script: &str, lang: &str) -> String {
    let mut stage = Stage::new().await;
    stage.api.set_member(GROUP, 1, "administrator");
    let mut out = String::new();
    let mut before = serde_json::Value::Null;
    for line in script.lines() {
        if line.starts_with('#') {
            out.push_str(&format!("{line}\n"));
        }
        let Some(line) = line.strip_prefix("> ") else { continue };
        out.push_str(&format!("\n> {line}\n"));
        if line == "(restart)" {
            stage.restart().await;
            continue;
        }
        if let Some(words) = line.strip_prefix("(inline)") {
            out.push_str(&format!("\n{}", results(&stage.anna(1, lang).types(words.trim()).await)));
            continue;
        }
        let returned = match line.strip_prefix("(group) ") {
            Some(line) => step(&stage.anna(1, lang).in_group(), line, &mut before).await,
            None if line == "(new article)" => news(&mut stage).await,
            None => step(&stage.anna(1, lang), line, &mut before).await,
        };
        out.push_str(&format!("\n{}", shown(&returned)));
    }
    stage.end().await;
    out
}

#[allow(clippy::disallowed_methods, reason = "tests are configured by the environment alone")]
async fn compare(name: &str) {
    let path = folder().join(format!("{name}.txt"));
    let expected = fs::read_to_string(&path).expect("a transcript");
    let played = play(&expected, &name[..2]).await;
    if std::env::var_os("POLICYBOT_TEST_WRITE").is_some() {
        fs::write(&path, &played).expect("written");
        return;
    }
    let different = expected.lines().zip(played.lines()).position(|(a, b)| a != b);
    let at = different.map_or(expected.lines().count().min(played.lines().count()), |at| at);
    let around = |text: &str| text.lines().skip(at.saturating_sub(3)).take(8).collect::<Vec<_>>().join("\n");
    assert!(
        expected == played,
        "{name}.txt:{}: expected\n{}\nbut the bot shows\n{}",
        at + 1,
        around(&expected),
        around(&played)
    );
}

macro_rules! transcripts {
    ($($test:ident: $name:literal),+ $(,)?) => {
        $(#[tokio::test]
        async fn $test() {
            compare($name).await;
        })+

        #[test]
        fn every_transcript_is_played() {
            let files = fs::read_dir(folder()).expect("a folder").map(|f| f.expect("an entry").path());
            let mut found: Vec<String> =
                files.map(|f| f.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
            found.sort();
            assert_eq!(found, [$($name),+]);
        }
    };
}

transcripts! {
    en_answers: "en-answers",
    en_beside: "en-beside",
    en_first_contact: "en-first-contact",
    en_follow_ups: "en-follow-ups",
    en_looking_around: "en-looking-around",
    en_no_answer: "en-no-answer",
    ru_answers: "ru-answers",
    ru_beside: "ru-beside",
    ru_first_contact: "ru-first-contact",
    ru_follow_ups: "ru-follow-ups",
    ru_looking_around: "ru-looking-around",
    ru_no_answer: "ru-no-answer",
}

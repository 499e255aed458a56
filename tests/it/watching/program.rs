//! The real program against a Bot API server, while its articles change.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use super::article;
use crate::support::bot_api::{BotApi, Message, updates};
use crate::support::program::{Home, PATIENCE, Running};

/// A bot at work.
pub(super) struct Stage {
    pub(super) api: Arc<BotApi>,
    pub(super) home: Home,
    pub(super) bot: Running,
    /// Messages that somebody has got, by user.
    asked: std::collections::HashMap<i64, usize>,
}

impl Stage {
    async fn new(prepare: impl FnOnce(&Home), more: &[(&str, &str)]) -> Self {
        Self::through(prepare, more, |_| None).await
    }

    /// The same, with the command made another one.
    pub(super) async fn through(
        prepare: impl FnOnce(&Home),
        more: &[(&str, &str)],
        wrap: impl FnOnce(&Command) -> Option<Command>,
    ) -> Self {
        let (api, home) = (Arc::new(BotApi::start().await), Home::new());
        prepare(&home);
        let mut command = home.command(&[]);
        command.env("TELEGRAM_API_URL", api.url()).env("TELEGRAM_BOT_TOKEN", api.token());
        command.env("POLICYBOT_KNOWLEDGE_DIR", home.path("knowledge"));
        command.env("POLICYBOT_USER_PER_MINUTE", "10000").env("POLICYBOT_CHAT_PER_MINUTE", "10000");
        command.envs(more.iter().copied());
        let command = wrap(&command).unwrap_or(command);
        let bot = home.start(command);
        bot.says("receiving messages").await;
        Self { api, home, bot, asked: Default::default() }
    }

    pub(super) async fn ask(&mut self, user: i64, question: &str) -> Message {
        let n = self.asked.entry(user).or_default();
        *n += 1;
        self.api.push_update(updates::text(&updates::chat(user), &updates::user(user, Some("en")), question));
        self.api.wait_for_messages(user, *n, PATIENCE).await.remove(*n - 1)
    }

    /// Asks until the reply is as it should be.
    pub(super) async fn ask_until(&mut self, question: &str, good: impl Fn(&Message) -> bool) -> Message {
        let began = std::time::Instant::now();
        loop {
            let reply = self.ask(1, question).await;
            if good(&reply) {
                return reply;
            }
            assert!(began.elapsed() < PATIENCE, "{question} {}\n{}", reply.text, self.bot.output());
        }
    }

    pub(super) async fn stop(mut self) -> String {
        self.bot.signal("TERM");
        assert!(self.bot.ended().await.success(), "{}", self.bot.output());
        assert_eq!(self.api.violations(), Vec::<String>::new());
        self.bot.output()
    }
}

pub(super) const QUESTION: &str = "Who supports small foundries in Tver?";

pub(super) fn said(words: &str) -> impl Fn(&Message) -> bool + '_ {
    move |reply| reply.quotes() == [words]
}

fn says_nothing(reply: &Message) -> bool {
    reply.quotes().is_empty()
}

pub(super) fn write(home: &Home, name: &str, region: &str, text: &str) {
    home.write(&format!("knowledge/{name}.md"), article(name, region, text));
}

#[tokio::test]
async fn every_change_of_the_articles_shows_in_the_answers() {
    for mode in ["on", "poll"] {
        let prepare = |home: &Home| write(home, "omsk", "Omsk Region", "The Omsk Region opens a technology park.");
        let mut stage = Stage::new(prepare, &[("POLICYBOT_WATCH", mode)]).await;
        assert!(says_nothing(&stage.ask(1, QUESTION).await));
        let first = "The Tver Region supports small foundries with grants.";
        write(&stage.home, "tver", "Tver Region", first);
        stage.ask_until(QUESTION, said(first)).await;
        let second = "The Tver Region supports small foundries with loans.";
        write(&stage.home, "tver", "Tver Region", second);
        stage.ask_until(QUESTION, said(second)).await;
        // As editors do: a new file takes the place of the old one.
        let third = "The Tver Region supports small foundries with advice.";
        stage.home.write("knowledge/.tver.md.swp", article("tver", "Tver Region", third));
        fs::rename(stage.home.path("knowledge/.tver.md.swp"), stage.home.path("knowledge/tver.md")).expect("renamed");
        stage.ask_until(QUESTION, said(third)).await;
        // A broken edit: the last good version answers, and the log says so.
        stage.home.write("knowledge/tver.md", "---\ntitle: Tver\n");
        stage.bot.says("its last good version stays in service").await;
        assert!(said(third)(&stage.ask(1, QUESTION).await));
        write(&stage.home, "tver", "Tver Region", first);
        stage.ask_until(QUESTION, said(first)).await;
        fs::rename(stage.home.path("knowledge/tver.md"), stage.home.path("knowledge/renamed.md")).expect("renamed");
        stage.bot.says("added=1 changed=0 removed=1").await;
        assert!(said(first)(&stage.ask(1, QUESTION).await));
        fs::remove_file(stage.home.path("knowledge/renamed.md")).expect("removed");
        stage.ask_until(QUESTION, says_nothing).await;
        // The last article, and the folder itself.
        fs::remove_dir_all(stage.home.path("knowledge")).expect("removed");
        stage.bot.says("no article is left").await;
        assert!(says_nothing(&stage.ask(1, "Who opens a technology park in Omsk?").await));
        write(&stage.home, "tver", "Tver Region", second);
        stage.ask_until(QUESTION, said(second)).await;
        let log = stage.stop().await;
        assert!(!log.contains("foundries"), "no words of users in the log");
    }
}

#[tokio::test]
async fn a_word_added_to_the_lexicon_is_understood_at_once() {
    let sentence = "The Tver Region supports small foundries with grants.";
    let prepare = |home: &Home| write(home, "tver", "Tver Region", sentence);
    let mut stage = Stage::new(prepare, &[]).await;
    let question = "What does Quuxland support?";
    assert!(says_nothing(&stage.ask(1, question).await));
    let regions = "[[region]]\nen = \"Tver Region\"\nru = \"Тверская область\"\naliases = [\"Tver\", \"Quuxland\"]\n";
    stage.home.write("knowledge/lexicon/regions.toml", regions);
    stage.ask_until(question, said(sentence)).await;
    // A lexicon that cannot be read changes nothing.
    stage.home.write("knowledge/lexicon/regions.toml", "[[region]\n");
    stage.bot.says("its last good version stays in service").await;
    assert!(said(sentence)(&stage.ask(1, question).await));
    stage.stop().await;
}

#[tokio::test]
async fn whoever_subscribed_or_waits_hears_of_a_new_article_without_a_restart() {
    let prepare = |home: &Home| write(home, "omsk", "Omsk Region", "The Omsk Region opens a technology park.");
    let mut stage = Stage::new(prepare, &[]).await;
    stage.ask(7, "/subscribe Tver").await;
    let sentence = "The Tver Region supports small foundries with grants.";
    write(&stage.home, "tver", "Tver Region", sentence);
    let notice = stage.api.wait_for_messages(7, 2, PATIENCE).await.remove(1);
    assert!(notice.text.starts_with("New on what you follow:") && notice.quotes() == [sentence], "{}", notice.text);
    // The same words under another name are no news; another wording is.
    fs::rename(stage.home.path("knowledge/tver.md"), stage.home.path("knowledge/tver-2.md")).expect("renamed");
    stage.bot.says("added=1 changed=0 removed=1").await;
    let next = "The Tver Region supports small foundries with loans.";
    write(&stage.home, "tver-2", "Tver Region", next);
    assert_eq!(stage.api.wait_for_messages(7, 3, PATIENCE).await[2].quotes(), [next]);
    stage.stop().await;
}

/// Articles of one edition, all of them about one region.
fn edition(home: &Home, edition: &str) {
    for n in 0..1000 {
        let text = format!("The {edition} edition says that the Tver Region has partner number {n}.");
        write(home, &format!("part-{}/a{n}", n % 10), "Tver Region", &text);
    }
}

#[tokio::test]
async fn a_thousand_files_checked_out_are_one_change_that_nobody_sees_half_of() {
    let git = |home: &Home, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(home.path("")).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        assert!(command.args(arguments).output().expect("git").status.success(), "git {arguments:?}");
    };
    let prepare = |home: &Home| {
        git(home, &["init", "-q"]);
        for name in ["first", "second"] {
            git(home, &["checkout", "-q", "-b", name]);
            edition(home, name);
            git(home, &["add", "knowledge"]);
            git(home, &["commit", "-q", "-m", name]);
        }
    };
    let mut stage = Stage::new(prepare, &[]).await;
    let question = "What does the edition say about partner numbers of Tver?";
    let editions = |reply: &Message| -> Vec<&str> {
        let words = reply.quotes().into_iter().map(|q| q.split(' ').nth(1).expect("a word"));
        let mut words: Vec<&str> = words.map(|w| if w == "first" { "first" } else { "second" }).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    assert_eq!(editions(&stage.ask(1, question).await), ["second"]);
    git(&stage.home, &["checkout", "-q", "first"]);
    let began = std::time::Instant::now();
    loop {
        let reply = stage.ask(1, question).await;
        let seen = editions(&reply);
        assert_eq!(seen.len(), 1, "{}", reply.text);
        if seen == ["first"] {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{}", stage.bot.output());
    }
    let log = stage.stop().await;
    let reloaded: Vec<&str> = log.lines().filter(|line| line.contains("knowledge reloaded")).collect();
    assert!(reloaded.len() == 1 && reloaded[0].contains("changed=1000"), "{reloaded:?}");
}

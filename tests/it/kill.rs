//! `kill -9` at any moment: every question is answered, in order, and nothing comes twice but a message that Telegram
//! took and the bot had no time to note.
//!
//! Each point is a story of its own: a server, a data folder, questions of three chats (some sent before the start, some
//! while the bot answers), one kill and one restart. What the killed bot had noted is read from a copy of its inbox, so
//! the test knows for which message a repetition is allowed, and allows no other.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use policybot::store::sqlite::SqliteInbox;
use policybot::store::{Inbox, Pending};
use serde_json::json;
use tokio::sync::oneshot;

use crate::support::bot_api::{At, BotApi, Fault, updates};
use crate::support::program::{Home, PATIENCE, Running};

const POINTS: usize = 50;
const SEED: u64 = 20_201_112;
/// Stories told at the same time.
const AT_ONCE: usize = 4;
/// Requests of an undisturbed run, at least: getMe, three polls, six messages.
const REQUESTS: u64 = 10;

const GROUP: i64 = -1_001_234_567_890;
/// Chat, text, and whether it is sent before the bot starts. No chat gets more messages than may leave at once.
const QUESTIONS: [(i64, &str, bool); 6] = [
    (1, "Which partners does the Far Region have?", true),
    (1, "/help", true),
    (2, "Кто партнёры?", true),
    (2, "qwrtp zxcvb", false),
    (GROUP, "/ask@policy_test_bot qwrtp", false),
    (GROUP, "/start", false),
];
const MESSAGES: usize = 6;

/// When the process is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// So long after its start.
    Started(Duration),
    /// The n-th request has arrived and has no effect.
    Arrived(usize),
    /// The n-th request has taken effect and is not answered.
    TakenEffect(usize),
    /// So long after the n-th request was answered, or even before the answer is there.
    Answered(usize, Duration),
}

/// Numbers that look random and are always the same (splitmix64).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn moment(&mut self) -> Moment {
        let nth = usize::try_from(1 + self.below(REQUESTS)).expect("small");
        match self.below(7) {
            0 => Moment::Started(Duration::from_micros(self.below(600_000))),
            1 | 2 => Moment::Arrived(nth),
            3 | 4 => Moment::TakenEffect(nth),
            _ => Moment::Answered(nth, Duration::from_micros(self.below(20_000))),
        }
    }
}

/// A question on its way.
struct Asked {
    chat: i64,
    message_id: i64,
    update_id: i64,
    text: &'static str,
}

/// Texts of the messages that answer a question.
type Replies = HashMap<&'static str, Vec<String>>;

/// A message as the chat sees it: what it replies to, and its text.
type Seen = (Option<i64>, String);

/// A kill that is planned.
struct Plan {
    coming: oneshot::Receiver<()>,
    delay: Duration,
    /// Dropped when the bot is dead, so that the server goes on.
    dead: oneshot::Sender<()>,
}

struct Story {
    api: Arc<BotApi>,
    home: Home,
}

impl Story {
    async fn new() -> Self {
        let home = Home::new();
        let head = "title: Partners\nurl: https://example.org/far\nregion: Far Region\nlang: en\ndate: 2021\n";
        let names = "Alnor Belix Cortan Dervo Elmar Fostek Garnet Helvix Inkor Jalten Kervan Lumex Mirtan".split(' ');
        let partners =
            names.map(|n| format!("The Far Region cooperates with {n} Works in the field of new machines.\n\n"));
        home.write("knowledge/far.md", format!("---\n{head}---\n{}", partners.collect::<String>()));
        Self { api: Arc::new(BotApi::start().await), home }
    }

    fn start(&self) -> Running {
        let mut command = self.home.command(&["serve"]);
        command.env("POLICYBOT_KNOWLEDGE_DIR", self.home.path("knowledge")).env("POLICYBOT_POLL_TIMEOUT_S", "1");
        command.env("TELEGRAM_API_URL", self.api.url()).env("TELEGRAM_BOT_TOKEN", self.api.token());
        // So that the moments fall into questions and replies.
        command.env("POLICYBOT_REGISTER", "off");
        self.home.start(command)
    }

    fn ask(&self, early: bool) -> Vec<Asked> {
        let questions = (100..).zip(QUESTIONS).filter(|(_, question)| question.2 == early);
        let ask = |(message_id, (chat, text, _)): (i64, (i64, &'static str, bool))| {
            let user = updates::user(chat.max(5), Some("en"));
            let mut update = updates::text(&updates::chat(chat), &user, text);
            update["message"]["message_id"] = json!(message_id);
            Asked { chat, message_id, update_id: self.api.push_update(update), text }
        };
        questions.map(ask).collect()
    }

    /// The questions that come when the bot is at work.
    async fn ask_more(&self) -> Vec<Asked> {
        self.api.wait_for("the first replies", PATIENCE, |api| api.all_messages().len() >= 2).await;
        self.ask(false)
    }

    fn plan(&self, moment: Moment) -> Plan {
        let (reached, coming) = oneshot::channel::<()>();
        let (dead, died) = oneshot::channel::<()>();
        let wait = |reached: oneshot::Sender<()>| async move {
            drop(reached);
            drop(died.await);
        };
        let mut delay = Duration::ZERO;
        match moment {
            Moment::Started(after) => delay = after,
            Moment::Arrived(nth) => {
                self.api.fail(At::Overall(nth), Fault::DropBefore);
                self.api.before(At::Overall(nth), move |_| wait(reached));
            }
            Moment::TakenEffect(nth) => self.api.after(At::Overall(nth), move |_| wait(reached)),
            Moment::Answered(nth, after) => {
                delay = after;
                self.api.after(At::Overall(nth), move |_| async move { drop(reached) });
            }
        }
        Plan { coming, delay, dead }
    }

    /// Kills the bot as planned and waits until everything it sent before its death has arrived.
    async fn kill(&self, mut bot: Running, plan: Plan) {
        let came = tokio::time::timeout(PATIENCE, plan.coming).await;
        assert!(came.is_ok(), "the moment never came; the bot said: {}", bot.output());
        // Waits for nothing: this is the moment itself.
        tokio::time::sleep(plan.delay).await;
        bot.kill();
        drop(plan.dead);
        let quiet = async {
            while !self.api.is_quiet() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, quiet).await.expect("the dead bot's connections end");
    }

    /// What the killed bot had accepted and not finished, read from a copy: the bot itself has to recover the file.
    async fn pending(&self) -> Vec<Pending> {
        let copy = tempfile::tempdir().expect("a folder");
        for name in ["inbox.sqlite", "inbox.sqlite-wal"] {
            let file = self.home.data().join(name);
            if file.exists() {
                fs::copy(file, copy.path().join(name)).expect("copied");
            }
        }
        pending(&copy.path().join("inbox.sqlite")).await
    }

    /// The bot's messages in a chat.
    fn seen(&self, chat: i64) -> Vec<Seen> {
        self.api.messages(chat).into_iter().map(|m| (m.reply_to, m.text)).collect()
    }

    /// Ends the bot in peace: it brings to an end what it has begun.
    async fn end(&self, mut bot: Running) {
        bot.says("receiving messages").await;
        bot.signal("TERM");
        assert!(bot.ended().await.success(), "{}", bot.output());
        assert_eq!(pending(&self.home.data().join("inbox.sqlite")).await, []);
        assert_eq!(self.api.violations(), Vec::<String>::new());
    }
}

async fn pending(inbox: &Path) -> Vec<Pending> {
    let inbox = SqliteInbox::open(inbox).await.expect("the inbox");
    let pending = inbox.pending().await.expect("pending");
    inbox.close().await;
    pending
}

/// The story without a kill.
async fn undisturbed() -> Replies {
    let story = Story::new().await;
    let mut asked = story.ask(true);
    let bot = story.start();
    asked.extend(story.ask_more().await);
    story.api.wait_for("all replies", PATIENCE, |api| api.all_messages().len() >= MESSAGES).await;
    story.end(bot).await;
    let replies: Replies = asked
        .iter()
        .map(|asked| {
            let texts = story.seen(asked.chat).into_iter().filter(|(to, _)| *to == Some(asked.message_id));
            (asked.text, texts.map(|(_, text)| text).collect())
        })
        .collect();
    let counts: Vec<usize> = QUESTIONS.iter().map(|(_, text, _)| replies[text].len()).collect();
    assert_eq!((counts.as_slice(), story.api.all_messages().len()), ([1; 6].as_slice(), MESSAGES));
    replies
}

/// What a chat has to see.
fn expected(asked: &[Asked], chat: i64, replies: &Replies) -> Vec<Seen> {
    let asked = asked.iter().filter(|asked| asked.chat == chat);
    asked.flat_map(|a| replies[a.text].iter().map(|text| (Some(a.message_id), text.clone()))).collect()
}

/// The story with a kill.
async fn killed(moment: Moment, replies: &Replies) {
    let story = Story::new().await;
    let mut asked = story.ask(true);
    let plan = story.plan(moment);
    let bot = story.start();
    let dying = async {
        story.kill(bot, plan).await;
        let left = (story.pending().await, [1, 2, GROUP].map(|chat| (chat, story.seen(chat))));
        (left, story.start())
    };
    let (((noted, taken), bot), more) = tokio::join!(dying, story.ask_more());
    asked.extend(more);
    let complete = |api: &BotApi| {
        let messages = api.all_messages();
        let sent = |(to, text): &Seen| messages.iter().any(|m| m.reply_to == *to && m.text == *text);
        [1, 2, GROUP].iter().all(|chat| expected(&asked, *chat, replies).iter().all(sent))
    };
    story.api.wait_for("all replies", PATIENCE, complete).await;
    story.end(bot).await;

    for (chat, taken) in taken {
        // The next message of what was pending: if Telegram had it, the bot had no time to note that.
        let next = |p: &Pending| {
            let asked = asked.iter().find(|a| a.update_id == p.update_id && a.chat == chat)?;
            Some((Some(asked.message_id), replies[asked.text].get(p.parts_sent as usize)?.clone()))
        };
        let unnoted: Vec<Seen> = noted.iter().filter_map(next).filter(|next| taken.contains(next)).collect();
        assert!(unnoted.len() <= 1, "{moment:?}, chat {chat}: sent out of turn");
        let mut seen = story.seen(chat);
        let repeated = seen.windows(2).position(|pair| pair[0] == pair[1] && unnoted.contains(&pair[0]));
        if let Some(at) = repeated {
            seen.remove(at);
        }
        assert_eq!(seen, expected(&asked, chat, replies), "{moment:?}, chat {chat}");
    }
}

#[test]
fn whatever_moment_the_bot_is_killed_at_every_question_is_answered_once_and_in_order() {
    let replies = Arc::new(in_runtime(undisturbed()));
    let mut seeded = Seeded(SEED);
    let moments: Vec<Moment> = (0..POINTS).map(|_| seeded.moment()).collect();
    let left = Mutex::new(moments.into_iter());
    let next = || left.lock().expect("no panic with the lock held").next();
    let tell = || {
        while let Some(moment) = next() {
            // The name of the thread tells the moment when the story ends badly.
            let thread = thread::Builder::new().name(format!("{moment:?}"));
            let replies = Arc::clone(&replies);
            let story = thread.spawn(move || in_runtime(killed(moment, &replies))).expect("a thread");
            story.join().expect("the story ends well");
        }
    };
    thread::scope(|threads| {
        for _ in 0..AT_ONCE {
            threads.spawn(tell);
        }
    });
}

fn in_runtime<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(story)
}

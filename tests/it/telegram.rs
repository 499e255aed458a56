//! Telegram end to end: the real poller, inbox, worker and outbox against a Bot API server over HTTP.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use policybot::dialogue::{Knowledge, Named, Place};
use policybot::domain::{
    Abstention, Answer, AnswerKind, Article, ArticleId, ArticleKind, ArticleMeta, Citation, FrozenText, Lang, Question,
    Quote, Reason, Span, Statement, StatementList, Topic,
};
use policybot::engine::RetrieveError;
use policybot::reply::Coverage;
use policybot::store::sqlite::SqliteInbox;
use policybot::telegram::{Health, Limits, Options, ServeError, serve};

use crate::support::bot_api::{Access, At, BotApi, Fault, Message, updates};
use crate::support::no_news::quiet;

const GROUP: i64 = -1_001_234_567_890;
/// How long a test waits before it calls something missing.
const PATIENCE: Duration = Duration::from_secs(30);

const WORDS: &str = "The region's partners are \"Acme\" & <Initech>,\u{a0}said  the governor: ещё да 😀.";

fn article(text: FrozenText) -> Arc<Article> {
    let meta = ArticleMeta {
        id: ArticleId("made-up".to_owned()),
        title: "Partners & <others>".to_owned(),
        kind: ArticleKind::Article,
        url: "https://example.org/a".to_owned(),
        references: Vec::new(),
        region: "Far Region".to_owned(),
        lang: Lang::En,
        date: "2020-11".parse().expect("date"),
        publisher: None,
        speaker: None,
        tags: Vec::new(),
        fetched: None,
    };
    Arc::new(Article { meta, text, passages: Vec::new(), notes: Vec::new() })
}

fn citation(article: &Arc<Article>) -> Citation {
    let quote = Quote::cut(article, Span::new(0, article.text.as_str().len())).expect("quote");
    Citation { quote, link: "https://example.org/a#:~:text=The%20region%27s,governor".to_owned(), score: 1.0 }
}

/// What the made-up engine answers: enough to see every kind of reply.
fn answer(question: &Question) -> Answer {
    let asked = question.text.to_lowercase();
    let russian = asked.chars().any(|c| ('а'..='я').contains(&c));
    let good = article(FrozenText::freeze(WORDS));
    let kind = match asked.as_str() {
        q if q.contains("panic") => panic!("as asked"),
        q if q.contains("slow") => {
            std::thread::sleep(Duration::from_millis(900));
            AnswerKind::Quotes(vec![citation(&good)])
        }
        q if q.contains("changed") => {
            let changed = FrozenText::restore(WORDS.replace("Acme", "Evil"), good.text.sha256());
            AnswerKind::Quotes(vec![citation(&article(changed))])
        }
        q if q.contains("list") => {
            let statement = Statement { names: vec!["Acme".to_owned()], citation: citation(&good) };
            let statements = vec![statement; 25];
            AnswerKind::List(StatementList { topic: Topic::Partners, statements, announced: Some((5, 3)) })
        }
        q if q.contains("partner") || q.contains("партн") => AnswerKind::Quotes(vec![citation(&good)]),
        _ => AnswerKind::Abstention(Abstention {
            reason: Reason::Unclear,
            small_talk: None,
            region: None,
            regions: vec!["Far Region".to_owned()],
            examples: vec!["Who are the partners of Far Region?".to_owned()],
        }),
    };
    let lang = if russian { Lang::Ru } else { Lang::En };
    Answer { lang, confidence: 1.0, certainty: 1.0, assumptions: Vec::new(), missing: Vec::new(), kind }
}

/// The made-up engine with its one article.
struct MadeUp;

impl Knowledge for MadeUp {
    fn ask(&self, question: &Question) -> Result<Answer, RetrieveError> {
        Ok(answer(question))
    }

    fn coverage(&self, _: Lang) -> Coverage {
        let examples = vec!["Who are the partners of Far Region?".to_owned()];
        Coverage { regions: vec!["Far Region".to_owned()], articles: 1, examples, ..Coverage::default() }
    }

    fn articles(&self) -> Vec<Arc<Article>> {
        vec![article(FrozenText::freeze(WORDS))]
    }

    fn places(&self, _: Lang) -> Vec<Place> {
        vec![Place { name: "Far Region".to_owned(), spellings: vec!["Far Region".to_owned()] }]
    }

    fn named(&self, words: &str, lang: Lang) -> Named {
        let places = if words.contains("Far") { self.places(lang) } else { Vec::new() };
        Named { places, unknown: Vec::new() }
    }

    fn matched(&self, _: &Question, quote: &Quote) -> Vec<Span> {
        let at = quote.text().find("partners").expect("the word");
        vec![Span::new(at, at + "partners".len())]
    }
}

/// A bot in this process.
struct Bot {
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Result<(), ServeError>>,
}

impl Bot {
    async fn start(api: &BotApi, folder: &tempfile::TempDir) -> Self {
        Self::start_with(options(api), folder).await
    }

    async fn start_with(options: Options, folder: &tempfile::TempDir) -> Self {
        let inbox = SqliteInbox::open(&folder.path().join("inbox.sqlite")).await.expect("inbox");
        let inbox = Arc::new(inbox);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let shutdown = async move { drop(stopped.await) };
            serve(options, Arc::new(MadeUp), quiet(inbox), Arc::new(Health::default()), shutdown).await
        });
        Self { stop: Some(stop), serving }
    }

    async fn stop(mut self) {
        drop(self.stop.take());
        tokio::time::timeout(PATIENCE, self.serving).await.expect("stops").expect("no panic").expect("no error");
    }
}

fn options(api: &BotApi) -> Options {
    let mut options = Options::new(api.token().parse().expect("token"));
    options.api_url = api.url().parse().expect("url");
    options.poll_timeout_s = 2;
    options.limits =
        Limits { per_second: 1000, chat_per_second: 1000, chat_burst: 100, group_per_minute: 60_000, in_flight: 32 };
    options
}

/// Runs `story` against a server and a bot, and checks that no request was wrong.
async fn story<F: Future<Output = ()>>(story: impl FnOnce(Arc<BotApi>) -> F) {
    let (api, folder) = (Arc::new(BotApi::start().await), tempfile::tempdir().expect("folder"));
    let bot = Bot::start(&api, &folder).await;
    story(Arc::clone(&api)).await;
    bot.stop().await;
    assert!(api.violations().is_empty(), "{:?}", api.violations());
}

/// A message in a private chat.
fn private(chat: i64, text: &str) -> Value {
    updates::text(&updates::chat(chat), &updates::user(chat, Some("en")), text)
}

/// A message in a supergroup.
fn group(text: &str) -> Value {
    updates::text(&updates::chat(GROUP), &updates::user(5, Some("en")), text)
}

async fn answered(api: &BotApi, chat: i64) -> Message {
    api.wait_for_messages(chat, 1, PATIENCE).await.remove(0)
}

#[tokio::test]
async fn questions_in_two_languages_get_the_same_quote_byte_for_byte() {
    story(|api| async move {
        api.push_text(1, 1, "Who are the partners?");
        api.push_text(2, 2, "Кто партнёры?");
        for (chat, label) in [(1, "Open at the quote"), (2, "Открыть на цитате")] {
            let message = answered(&api, chat).await;
            assert!(message.text.starts_with(WORDS), "{}", message.text);
            assert_eq!(message.quotes(), [WORDS]);
            let bold: Vec<_> = message.entities.iter().filter(|e| e.kind == "bold").map(|e| e.text.as_str()).collect();
            assert_eq!(bold, ["partners"]);
            let button = &message.buttons[0][0];
            assert_eq!(button.text, label);
            assert_eq!(button.url.as_deref(), Some("https://example.org/a#:~:text=The%20region%27s,governor"));
        }
    })
    .await;
}

#[tokio::test]
async fn strange_words_get_an_honest_answer() {
    story(|api| async move {
        let long = "слово ".repeat(5_000);
        let texts = ["qwrtp", "<b>&amp;</i> \"😀\" مرحبا \u{202e}abc", long.as_str(), "/ask@test_bot", "/nope", "//"];
        for (chat, text) in (1..).zip(texts) {
            api.push_text(chat, chat, text);
        }
        for chat in 1..=texts.len() as i64 {
            assert!(answered(&api, chat).await.quotes().is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn messages_without_a_plain_text_are_read_too() {
    story(|api| async move {
        let asked = "Who are the partners?";
        let user = |id| (updates::chat(id), updates::user(id, Some("en")));
        api.push_update(updates::photo(&user(1).0, &user(1).1, asked));
        api.push_update(updates::replying_elsewhere(private(2, asked), "something"));
        api.push_update(updates::with_unknown_entity(private(3, asked)));
        api.push_update(updates::sticker(&user(4).0, &user(4).1));
        for chat in 1..=3 {
            assert_eq!(answered(&api, chat).await.quotes(), [WORDS], "chat {chat}");
        }
        assert!(answered(&api, 4).await.text.starts_with("I read text only."));
    })
    .await;
}

#[tokio::test]
async fn commands_tell_what_the_bot_is_for() {
    story(|api| async move {
        api.push_text(1, 1, "/start");
        api.push_text(2, 2, "/help");
        api.push_text(3, 3, "/ask who are the partners?");
        assert!(answered(&api, 1).await.text.contains("1 article about 1 region: Far Region."));
        assert!(answered(&api, 2).await.text.contains("/ask – ask a question"));
        assert_eq!(answered(&api, 3).await.quotes(), [WORDS]);
    })
    .await;
}

#[tokio::test]
async fn groups_get_replies_in_their_topic_and_only_when_they_mean_the_bot() {
    story(|api| async move {
        api.push_update(group("who are the partners?"));
        api.push_update(group("/ask@other_bot who are the partners?"));
        api.push_update(updates::in_topic(group("/ask who are the partners?"), 44));
        let message = answered(&api, GROUP).await;
        assert_eq!(message.quotes(), [WORDS]);
        let original = message.reply_to.expect("a reply");
        assert_eq!((message.message_thread_id, original), (Some(44), 3));
        api.push_update(updates::replying_to(group("and the partners?"), &message));
        api.push_text(7, 7, "the last one");
        answered(&api, 7).await;
        assert_eq!(api.wait_for_messages(GROUP, 2, PATIENCE).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_has_pages() {
    story(|api| async move {
        api.push_text(1, 1, "list them");
        let message = answered(&api, 1).await;
        assert_eq!(message.quotes(), [WORDS; 5]);
        assert!(message.text.starts_with("The source announces 5 partners; its text names 3."));
        let more = message.all_buttons().into_iter().find(|b| b.text == "More · 1–5/25").expect("a button").clone();
        let user = updates::user(1, Some("en"));
        api.push_update(updates::callback_query(&message, &user, &more.callback_data.expect("data")));
        api.wait_for("the second page", PATIENCE, |api| api.messages(1)[0].edits == 1).await;
        let labels: Vec<String> = api.messages(1)[0].all_buttons().iter().map(|b| b.text.clone()).collect();
        assert!(labels.contains(&"More · 6–10/25".to_owned()), "{labels:?}");
        assert_eq!(api.callback_answers().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn typing_is_shown_while_an_answer_takes_long_and_not_otherwise() {
    let api = BotApi::start().await;
    assert_eq!(options(&api).typing_after, Duration::from_millis(500));
    // What counts as long is set far apart, so that a busy machine does not decide it.
    for (after, shown) in [(PATIENCE, 0), (Duration::from_millis(50), 1)] {
        let folder = tempfile::tempdir().expect("folder");
        let bot = Bot::start_with(Options { typing_after: after, ..options(&api) }, &folder).await;
        let chat = 2 + shown as i64;
        api.push_text(chat, chat, "slow partners?");
        answered(&api, chat).await;
        assert_eq!(api.calls("sendChatAction"), shown, "{after:?}");
        bot.stop().await;
    }
}

#[tokio::test]
async fn one_chat_is_answered_in_order() {
    story(|api| async move {
        let asked: Vec<i64> =
            (0..12).map(|i| if i % 2 == 0 { "/help" } else { "partners?" }).map(|t| api.push_text(1, 1, t)).collect();
        let messages = api.wait_for_messages(1, asked.len(), PATIENCE).await;
        let kinds: Vec<usize> = messages.iter().map(|m| m.quotes().len()).collect();
        assert_eq!(kinds, [0, 1].repeat(6));
    })
    .await;
}

#[tokio::test]
async fn a_429_pauses_its_chat_and_no_other() {
    story(|api| async move {
        api.fail(At::Call("sendMessage", 1), Fault::TooManyRequests { retry_after: 4 });
        api.push_text(1, 1, "partners?");
        api.wait_for("the refusal", PATIENCE, |api| api.calls("sendMessage") == 1).await;
        api.push_text(1, 1, "/help");
        api.push_text(2, 2, "partners?");
        api.wait_for_messages(1, 2, PATIENCE).await;
        let order: Vec<i64> = api.all_messages().iter().map(|m| m.chat_id).collect();
        assert_eq!(order, [2, 1, 1]);
    })
    .await;
}

#[tokio::test]
async fn failures_on_the_way_lose_nothing() {
    for (fault, most) in [(Fault::BadGateway, 1), (Fault::NotJson, 1), (Fault::DropBefore, 1), (Fault::DropAfter, 2)] {
        story(|api| async move {
            api.fail(At::Call("sendMessage", 1), fault.clone());
            api.fail(At::Call("getUpdates", 1), fault.clone());
            api.push_text(1, 1, "partners?");
            api.push_text(2, 2, "partners?");
            answered(&api, 1).await;
            answered(&api, 2).await;
            let sent = api.all_messages().len();
            assert!((2..=1 + most).contains(&sent), "{fault:?}: {sent} messages");
        })
        .await;
    }
}

#[tokio::test]
async fn what_telegram_will_never_take_is_not_sent_again() {
    story(|api| async move {
        api.set_access(1, Access::Blocked);
        api.push_text(1, 1, "partners?");
        api.push_text(1, 1, "partners?");
        api.push_text(2, 2, "partners?");
        answered(&api, 2).await;
        api.wait_for("both refusals", PATIENCE, |api| api.calls("sendMessage") == 3).await;
        api.fail(At::Call("sendMessage", 4), Fault::Error { code: 400, description: "Bad Request: TOPIC_CLOSED" });
        api.push_update(updates::in_topic(group("/help"), 45));
        api.wait_for("the refusal", PATIENCE, |api| api.calls("sendMessage") == 4).await;
        api.push_text(3, 3, "partners?");
        answered(&api, 3).await;
        assert_eq!(api.calls("sendMessage"), 5);
    })
    .await;
}

#[tokio::test]
async fn refused_html_goes_out_once_more_as_plain_text() {
    story(|api| async move {
        let description = "Bad Request: can't parse entities: unexpected end tag at byte offset 5";
        api.fail(At::Call("sendMessage", 1), Fault::Error { code: 400, description });
        api.push_text(1, 1, "partners?");
        let message = answered(&api, 1).await;
        assert!(message.text.contains(WORDS), "{}", message.text);
        assert_eq!(api.calls("sendMessage"), 2);
    })
    .await;
}

#[tokio::test]
async fn a_panic_costs_one_apology() {
    story(|api| async move {
        api.push_text(1, 1, "panic please");
        api.push_text(1, 1, "partners?");
        let messages = api.wait_for_messages(1, 2, PATIENCE).await;
        assert!(messages[0].text.starts_with("Sorry, something went wrong"), "{}", messages[0].text);
        assert_eq!(messages[1].quotes(), [WORDS]);
    })
    .await;
}

#[tokio::test]
async fn a_quote_that_is_not_its_source_any_more_is_never_sent() {
    story(|api| async move {
        api.push_text(1, 1, "changed?");
        let message = answered(&api, 1).await;
        assert!(message.text.contains("could not confirm") && !message.text.contains("Evil"), "{}", message.text);
        assert!(message.quotes().is_empty());
    })
    .await;
}

#[tokio::test]
async fn telegram_being_down_at_start_is_waited_out() {
    let (api, folder) = (BotApi::start().await, tempfile::tempdir().expect("folder"));
    api.set_down(true);
    api.push_text(1, 1, "partners?");
    let bot = Bot::start(&api, &folder).await;
    // Long enough for a first try to fail; the outcome does not depend on it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    api.set_down(false);
    answered(&api, 1).await;
    bot.stop().await;
}

#[tokio::test]
async fn what_was_accepted_is_answered_after_a_restart() {
    let (api, folder) = (BotApi::start().await, tempfile::tempdir().expect("folder"));
    let bot = Bot::start(&api, &folder).await;
    api.fail_when(|request| (request.method == "sendMessage").then_some(Fault::BadGateway));
    let update = api.push_text(1, 1, "partners?");
    api.wait_for("the update's confirmation", PATIENCE, |api| api.confirmed_offset() > update).await;
    api.wait_for("a failed send", PATIENCE, |api| api.calls("sendMessage") > 0).await;
    bot.stop().await;
    assert!(api.all_messages().is_empty());
    api.heal();
    let bot = Bot::start(&api, &folder).await;
    answered(&api, 1).await;
    bot.stop().await;
    assert_eq!(api.all_messages().len(), 1);
}

#[tokio::test]
async fn a_wrong_token_ends_the_bot_with_advice() {
    let (api, folder) = (BotApi::start().await, tempfile::tempdir().expect("folder"));
    let mut options = options(&api);
    options.token = "1:wrong".parse().expect("token");
    let bot = Bot::start_with(options, &folder).await;
    let error = tokio::time::timeout(PATIENCE, bot.serving).await.expect("ends").expect("no panic").expect_err("fails");
    assert!(matches!(error, ServeError::Token) && error.to_string().contains("@BotFather"), "{error}");
}

#[tokio::test]
async fn a_second_poller_ends_the_bot_with_advice() {
    let (api, folder) = (BotApi::start().await, tempfile::tempdir().expect("folder"));
    let description = "Conflict: terminated by other getUpdates request";
    api.fail_when(move |r| (r.method == "getUpdates").then_some(Fault::Error { code: 409, description }));
    let bot = Bot::start(&api, &folder).await;
    let error = tokio::time::timeout(PATIENCE, bot.serving).await.expect("ends").expect("no panic").expect_err("fails");
    assert!(matches!(error, ServeError::Conflict) && error.to_string().contains("webhook"), "{error}");
    assert_eq!(api.calls("getUpdates"), 5);
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_answered_there() {
    story(|api| async move {
        api.add_chat(GROUP);
        api.add_chat(-55);
        api.set_access(-55, Access::MigratedTo(GROUP));
        let user = updates::user(5, Some("en"));
        api.push_update(updates::text(&updates::chat(-55), &user, "/ask who are the partners?"));
        assert_eq!(answered(&api, GROUP).await.quotes(), [WORDS]);
    })
    .await;
}

#[tokio::test]
async fn the_default_pace_stays_within_telegrams_limits() {
    let (api, folder) = (BotApi::start().await, tempfile::tempdir().expect("folder"));
    let bot = Bot::start_with(Options { limits: Limits::default(), ..options(&api) }, &folder).await;
    for chat in 1..=40 {
        api.push_text(chat, chat, "/help");
    }
    for _ in 0..6 {
        api.push_text(1, 1, "partners?");
    }
    for _ in 0..3 {
        api.push_update(group("/help"));
    }
    api.wait_for("all replies", PATIENCE, |api| api.all_messages().len() == 49).await;
    bot.stop().await;
    assert!(api.rate_violations().is_empty(), "{:?}", api.rate_violations());
    assert!(api.max_in_flight() <= 32);
}

/// Ends the bot's task at the n-th request, before or after the request took effect, starts it again and returns what
/// was sent in all.
async fn crash(nth: usize, after: bool) -> (Vec<Message>, Vec<Message>) {
    let (api, folder) = (BotApi::start().await, tempfile::tempdir().expect("folder"));
    let (reached, crashing) = oneshot::channel::<()>();
    let (crashed, ended) = oneshot::channel::<()>();
    let hook = |_| async move {
        drop(reached);
        drop(ended.await);
    };
    if after {
        api.after(At::Overall(nth), hook);
    } else {
        api.before(At::Overall(nth), hook);
    }
    api.push_text(1, 1, "list them");
    api.push_text(1, 1, "/help");
    api.push_text(2, 2, "partners?");
    let bot = Bot::start(&api, &folder).await;
    drop(tokio::time::timeout(PATIENCE, crashing).await.expect("the request comes"));
    bot.serving.abort();
    drop(bot.serving.await);
    drop(crashed);
    let bot = Bot::start(&api, &folder).await;
    let complete =
        |api: &BotApi| api.messages(1).iter().any(|m| m.text.contains("/ask – ask")) && !api.messages(2).is_empty();
    api.wait_for("all replies", PATIENCE, complete).await;
    bot.stop().await;
    assert!(api.violations().is_empty(), "{:?}", api.violations());
    (api.messages(1), api.messages(2))
}

#[tokio::test]
async fn a_crash_between_any_two_requests_loses_nothing_and_repeats_at_most_what_was_under_way() {
    // getMe, getUpdates, the list, help and the other chat's answer: at least five requests.
    for (nth, after) in (1..=5).flat_map(|nth| [(nth, false), (nth, true)]) {
        let (mut first, second) = crash(nth, after).await;
        let sent = first.len() + second.len();
        first.dedup_by(|a, b| a.text == b.text);
        let quotes: Vec<usize> = first.iter().map(|m| m.quotes().len()).collect();
        assert_eq!(quotes, [5, 0], "request {nth}, after {after}");
        // Both chats may have had a message under way.
        assert!((3..=5).contains(&sent), "request {nth}, after {after}: {sent} messages");
    }
}

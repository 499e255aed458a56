//! The real program: settings from the environment, commands registered, killed and started again.

use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;
use policybot::locale::Locale;

use super::*;
use crate::support::program::{Home, Running};

const ADMIN: i64 = 77;

fn start(api: &BotApi, home: &Home, more: &[(&str, &str)]) -> Running {
    let mut command = home.command(&[]);
    command.env("TELEGRAM_API_URL", api.url()).env("TELEGRAM_BOT_TOKEN", api.token());
    command.env("POLICYBOT_KNOWLEDGE_DIR", home.path("knowledge")).env("POLICYBOT_LOG", "trace");
    command.envs(more.iter().copied());
    home.start(command)
}

#[tokio::test]
async fn whoever_subscribed_hears_of_a_new_article_after_the_bot_was_killed() {
    let (api, home) = (BotApi::start().await, Home::new());
    copy(&shipped(), &home.path("knowledge"));
    let mut bot = start(&api, &home, &[]);
    // Telegram does not offer what is not registered.
    api.wait_for("the commands", PATIENCE, |api| api.menu().len() == 4 * Locale::all().len()).await;
    let said = told(&api, 1, "ru", "/subscribe канареечные гранты в Твери", 1).await.text;
    assert!(said.contains("Тверская область · канареечные гранты"), "{said}");
    let english = told(&api, 2, "en", "/subscribe Tver", 1).await;
    assert!(english.text.contains("Tver Region"), "{}", english.text);
    api.inline_answer(&updates::inline_query("1", &updates::user(3, Some("en")), "tomsk partners", "")).await;
    bot.kill();
    let text = "---\ntitle: Гранты\nurl: https://example.org/tver\nregion: Тверская область\nlang: ru\ndate: 2025-03-04\n\
                ---\nТверская область выдаёт канареечные гранты молодым компаниям.\n";
    home.write("knowledge/tver.md", text);
    let mut bot = start(&api, &home, &[]);
    let notice = api.wait_for_messages(1, 2, PATIENCE).await.remove(1);
    assert!(notice.text.starts_with("Новое по вашей подписке:"), "{}", notice.text);
    assert_eq!(notice.quotes(), ["Тверская область выдаёт канареечные гранты молодым компаниям."]);
    assert!(notice.all_buttons()[0].url.as_deref().expect("a link").starts_with("https://example.org/tver#:~:text="));
    assert_eq!(api.wait_for_messages(2, 2, PATIENCE).await[1].quotes(), notice.quotes());
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.output());
    for secret in ["канареечные", api.token(), "Анна"] {
        assert!(!bot.output().contains(secret), "'{secret}' is in the log");
    }
    assert_eq!(api.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn access_comes_from_the_settings() {
    let (api, home) = (BotApi::start().await, Home::new());
    copy(&shipped(), &home.path("knowledge"));
    let code = [("POLICYBOT_ACCESS", "invite"), ("POLICYBOT_INVITE_CODE", "qcanaryz-code"), ("POLICYBOT_ADMINS", "77")];
    let mut bot = start(&api, &home, &code);
    let closed = told(&api, 1, "en", "Tomsk partners", 1).await.text;
    assert!(closed.starts_with("This bot is for invited people."), "{closed}");
    let link = told(&api, ADMIN, "en", "/invite", 1).await.text;
    assert!(link.contains("?start=i_qcanaryz-code"), "{link}");
    told(&api, 1, "en", "/start i_qcanaryz-code", 2).await;
    assert!(!told(&api, 1, "en", "Tomsk partners", 3).await.quotes().is_empty());
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.output());
    assert!(!bot.output().contains("qcanaryz-code"), "the code is in the log");
}

#[tokio::test]
async fn articles_are_read_again_on_demand_and_the_command_line_works_beside_the_bot() {
    let (api, home) = (BotApi::start().await, Home::new());
    copy(&shipped(), &home.path("knowledge"));
    let settings = [("POLICYBOT_ADMINS", "77"), ("POLICYBOT_WATCH", "off")];
    let mut bot = start(&api, &home, &settings);
    let question = "Who breeds quokkas in Tver Region?";
    assert_eq!(told(&api, 1, "en", question, 1).await.quotes(), [""; 0]);
    let folder = home.path("knowledge").display().to_string();
    let beside = |command: &str| {
        let output = home.run(&[command, "--knowledge", &folder]).output().expect("runs");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    // The question is noted a moment after its reply.
    let noted = async {
        while !beside("misses").contains("1x who breeds quokkas in tver region") {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(PATIENCE, noted).await.expect("the question is listed");
    let status = beside("status");
    for line in ["bot                        running", "open questions             1, of which 0"] {
        assert!(status.contains(line), "{line}: {status}");
    }
    let before = told(&api, ADMIN, "en", "/status", 1).await.text;
    let sentence = "The Tver Region breeds quokkas at its new laboratory.";
    let head =
        "---\ntitle: Quokkas\nurl: https://example.org/tver\nregion: Tver Region\nlang: en\ndate: 2025-03-04\n---\n";
    home.write("knowledge/quokkas.md", format!("{head}{sentence}\n"));
    let reread = told(&api, ADMIN, "en", "/reindex", 2).await.text;
    let articles = load_knowledge(&home.path("knowledge"), PUBLIC_URL).articles.len();
    assert!(reread.starts_with("Everything was read again.\n"), "{reread}");
    assert!(reread.contains(&format!("{articles} articles on ")) && !before.contains(&format!("{articles} articles")));
    assert_eq!(told(&api, 1, "en", "What does Tver Region breed at its laboratory?", 2).await.quotes(), [sentence]);
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.output());
    assert!(beside("status").contains("bot                        not running"));
    assert_eq!(api.violations(), Vec::<String>::new());
}

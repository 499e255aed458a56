//! Commands and descriptions as Telegram shows them.

use policybot::locale::Locale;

use super::*;

const ADMIN: i64 = 77;

fn set_calls(api: &BotApi) -> usize {
    ["setMyCommands", "setMyDescription", "setMyShortDescription"].iter().map(|method| api.calls(method)).sum()
}

#[tokio::test]
async fn commands_and_descriptions_are_set_for_each_language_and_only_when_they_differ() {
    let stage = Stage::new().await;
    let api = &stage.api;
    api.add_chat(ADMIN);
    let options = Options { admins: vec![ADMIN, 78], ..Options::default() };
    let bot = stage.start_with(options.clone()).await;
    // Each language with three scopes, a description and a short one; and a scope whose chat does not exist.
    let langs = Locale::all().len();
    let set = |api: &BotApi| api.menu().len() == 5 * langs && api.calls("setMyCommands") == 4 * langs;
    api.wait_for("all is set", PATIENCE, set).await;
    bot.stop(api).await;
    let menu = api.menu();
    let names = |scope: &str, lang: &str| -> Vec<String> {
        let (_, commands) = menu.iter().find(|(k, _)| k.contains(scope) && k.ends_with(lang)).expect("a menu");
        commands.as_array().expect("commands").iter().map(|c| c["command"].as_str().expect("name").to_owned()).collect()
    };
    assert!(names("all_private_chats", "/ ").contains(&"subscribe".to_owned()));
    assert!(!names("all_private_chats", "/ ").contains(&"ban".to_owned()));
    assert!(names("\"chat\"", "/ ru").contains(&"ban".to_owned()));
    assert_eq!(names("all_group_chats", "/ ru"), ["ask", "regions", "region", "latest", "settings", "help"]);
    let russian = menu.iter().find(|(k, _)| k.starts_with("short_description") && k.ends_with("/ ru")).expect("a text");
    assert!(russian.1.as_str().expect("text").starts_with("Отвечаю"), "{russian:?}");

    let before = set_calls(api);
    let bot = stage.start_with(options).await;
    let asked = api.calls("getMyShortDescription");
    api.wait_for("all is compared", PATIENCE, |api| api.calls("getMyShortDescription") == asked.max(2 * langs)).await;
    bot.stop(api).await;
    // Only the scope without a chat is tried again.
    assert!(set_calls(api) - before <= langs, "{}", set_calls(api) - before);
    assert_eq!(api.menu(), menu);
}

#[tokio::test]
async fn every_list_is_in_the_menu_and_every_command_of_the_menu_in_the_help() {
    let stage = Stage::new().await;
    let bot = stage.start_with(Options::default()).await;
    let (api, langs) = (&stage.api, Locale::all().len());
    api.wait_for("all is set", PATIENCE, |api| api.menu().len() == 4 * langs).await;
    for (user, lang, scope) in [(1, "en", "/ "), (2, "ru", "/ ru")] {
        let menu = api.menu();
        let (_, menu) =
            menu.iter().find(|(k, _)| k.contains("all_private_chats") && k.ends_with(scope)).expect("a menu");
        let names: Vec<&str> =
            menu.as_array().expect("commands").iter().map(|c| c["command"].as_str().expect("a name")).collect();
        for list in ["directions", "partners", "programmes", "residents"] {
            assert!(names.contains(&list), "{list}: {names:?}");
        }
        let help = told(api, user, lang, "/help", 1).await.text;
        for name in names.into_iter().filter(|name| *name != "help") {
            assert!(help.contains(&format!("/{name} – ")), "/{name}: {help}");
        }
    }
    bot.stop(api).await;
}

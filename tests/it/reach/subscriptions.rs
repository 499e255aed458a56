//! Subscriptions, and what subscribers hear.

use policybot::store::Subscriptions;

use super::*;
use crate::support::bot_api::{Access, At, Fault};

const TVER: &str = "The Tver Region supports young companies with grants.\n\nThe region's partners are Acme Corporation \
                    and Initech Corporation.";
const GRANTS: &str = "The Tver Region supports young companies with grants.";

#[tokio::test]
async fn a_subscription_is_made_listed_and_removed_in_both_languages() {
    Stage::story(quiet(), |api| async move {
        let said = told(&api, 1, "en", "/subscribe", 1).await.text;
        assert!(said.contains("/subscribe Tomsk"), "{said}");
        let said = told(&api, 1, "en", "/subscribe tomsk", 2).await.text;
        assert!(said.contains("article about: Tomsk Region\n") && said.contains("When: as soon as"), "{said}");
        let said = told(&api, 1, "en", "/subscribe partners in Tver", 3).await.text;
        assert!(said.contains("article about: Tver Region · partners\n"), "{said}");
        told(&api, 1, "en", "/subscribe tomsk", 4).await;
        let list = told(&api, 1, "en", "/subscriptions", 5).await;
        assert!(list.text.starts_with("Your 2 subscriptions.") && list.all_buttons().len() == 2, "{}", list.text);
        press(&api, 1, "en", &list, "Tver").await;
        let left = shows(&api, 1, "Your subscription.").await;
        assert_eq!(left.all_buttons().len(), 1);
        press(&api, 1, "en", &list, "Tomsk").await;
        shows(&api, 1, "You have no subscriptions.").await;

        let said = told(&api, 2, "ru", "/subscribe гранты в Томске", 1).await.text;
        assert!(said.contains("Томская область · гранты"), "{said}");
        let list = told(&api, 2, "ru", "/subscriptions", 2).await;
        assert!(list.text.starts_with("У вас 1 подписка."), "{}", list.text);
        api.push_update(group(2, "ru", "/subscribe Томск"));
        shows(&api, GROUP, "в личном чате").await;
    })
    .await;
}

/// Starts once so that the articles are known, lets the users subscribe, adds the article and starts again.
async fn news(subscriptions: &[(i64, &str, &str)]) -> (Stage, Bot) {
    let stage = Stage::new().await;
    let bot = stage.start().await;
    for (user, lang, words) in subscriptions {
        let n = stage.api.messages(*user).len() + 1;
        told(&stage.api, *user, lang, &format!("/subscribe {words}"), n).await;
    }
    bot.stop(&stage.api).await;
    stage.article("tver", "Tver Region", "en", TVER);
    let bot = stage.start().await;
    (stage, bot)
}

#[tokio::test]
async fn a_new_article_is_told_once_to_whom_it_concerns() {
    let all =
        [(1, "en", "Tver"), (1, "en", "grants"), (2, "ru", "Тверь партнёры"), (3, "en", "Tomsk"), (4, "en", "Mars")];
    let (stage, bot) = news(&all).await;
    let api = &stage.api;
    let english = api.wait_for_messages(1, 3, PATIENCE).await.remove(2);
    assert!(english.text.starts_with("New on what you follow:"), "{}", english.text);
    assert_eq!(english.quotes().len(), 1);
    assert!(TVER.contains(english.quotes()[0]));
    assert!(english.buttons[0][0].url.as_deref().expect("a link").starts_with("https://example.org/tver#:~:text="));
    let russian = api.wait_for_messages(2, 2, PATIENCE).await.remove(1);
    assert!(russian.text.starts_with("Новое по вашей подписке:"), "{}", russian.text);
    assert_eq!(russian.quotes(), ["The region's partners are Acme Corporation and Initech Corporation."]);
    bot.stop(api).await;
    // The same version again, and again without the article in between: nobody hears of it twice.
    stage.start().await.stop(api).await;
    std::fs::remove_file(stage.knowledge().join("tver.md")).expect("removed");
    stage.start().await.stop(api).await;
    stage.article("tver", "Tver Region", "en", TVER);
    let bot = stage.start().await;
    told(api, 9, "en", "/help", 1).await;
    let counts = [1, 2, 3, 4].map(|user| api.messages(user).len());
    assert_eq!(counts, [3, 2, 1, 1]);
    // A changed text is another version.
    bot.stop(api).await;
    stage.article("tver", "Tver Region", "en", &format!("{TVER}\n\nThe region opens a technology park in autumn."));
    let bot = stage.start().await;
    api.wait_for_messages(1, 4, PATIENCE).await;
    bot.stop(api).await;
}

#[tokio::test]
async fn a_digest_waits_for_its_hour() {
    let stage = Stage::new().await;
    let bot = stage.start().await;
    let api = &stage.api;
    let said = told(api, 1, "en", "/digest 9 +7", 1).await.text;
    assert!(said.starts_with("You have no subscriptions."), "{said}");
    told(api, 1, "en", "/subscribe Tver", 2).await;
    let said = told(api, 1, "en", "/digest later", 3).await.text;
    assert!(said.contains("/digest 9 +7"), "{said}");
    // The hour that has just begun on a clock of our choice is a day away.
    let hour = std::time::UNIX_EPOCH.elapsed().expect("a time").as_secs() / 3600 % 24;
    let said = told(api, 1, "en", &format!("/digest {hour} +0"), 4).await.text;
    assert!(said.contains(&format!("every day at {hour}:00 (UTC+0)")), "{said}");
    bot.stop(api).await;
    stage.article("tver", "Tver Region", "en", TVER);
    stage.article("tver-2", "Tver Region", "en", "The second article about the Tver Region and its new laboratories.");
    let bot = stage.start().await;
    told(api, 9, "en", "/help", 1).await;
    let due = bot.store.next_due_at_ms().await.expect("reads").expect("something waits");
    assert_eq!((api.messages(1).len(), due % 3_600_000), (4, 0));
    let lang = bot.store.due(i64::MAX, 10).await.expect("reads");
    assert_eq!(lang.len(), 2);
    // Whoever wants it at once gets it at once, both in one message.
    told(api, 1, "en", "/digest off", 5).await;
    let digest = shows(api, 1, "New on what you follow (2 articles):").await;
    assert_eq!(digest.quotes().len(), 2);
    bot.stop(api).await;
}

#[tokio::test]
async fn whoever_blocks_the_bot_is_dropped() {
    let stage = Stage::new().await;
    let bot = stage.start().await;
    let api = &stage.api;
    for user in [1, 2] {
        told(api, user, "en", "/subscribe Tver", 1).await;
    }
    let kicked = updates::my_chat_member(&updates::chat(2), &updates::user(2, None), "member", "kicked");
    api.push_update(kicked);
    told(api, 9, "en", "/help", 1).await;
    bot.stop(api).await;
    api.set_access(1, Access::Blocked);
    stage.article("tver", "Tver Region", "en", TVER);
    let bot = stage.start().await;
    // The first is found out when it is written to, the second was known to have gone: one try in all.
    api.wait_for("the refusal", PATIENCE, |api| api.calls("sendMessage") == 4).await;
    told(api, 9, "en", "/help", 2).await;
    assert_eq!(bot.store.all_subscriptions().await.expect("reads"), []);
    assert_eq!(api.calls("sendMessage"), 5);
    bot.stop(api).await;
}

#[tokio::test]
async fn a_notice_that_may_have_arrived_is_never_sent_again_and_one_that_did_not_is() {
    for (fault, arrives) in [(Fault::DropAfter, true), (Fault::TooManyRequests { retry_after: 1 }, true)] {
        let stage = Stage::new().await;
        let bot = stage.start().await;
        told(&stage.api, 1, "en", "/subscribe Tver grants", 1).await;
        bot.stop(&stage.api).await;
        stage.api.fail(At::Call("sendMessage", 2), fault.clone());
        stage.article("tver", "Tver Region", "en", TVER);
        let bot = stage.start().await;
        let notice = stage.api.wait_for_messages(1, 2, PATIENCE).await.remove(1);
        assert_eq!((notice.quotes(), arrives), (vec![GRANTS], true), "{fault:?}");
        bot.stop(&stage.api).await;
        let bot = stage.start().await;
        told(&stage.api, 9, "en", "/help", 1).await;
        bot.stop(&stage.api).await;
        assert_eq!(stage.api.messages(1).len(), 2, "{fault:?}");
    }
}

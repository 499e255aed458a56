//! Groups, topics and what a group has chosen.

use policybot::store::People;
use policybot::store::people::ChatSettings;

use super::*;
use crate::support::bot_api::{Access, At, Fault};

const ADMIN: i64 = 8;

#[tokio::test]
async fn a_group_gets_one_quote_and_a_button_for_the_next() {
    Stage::story(quiet(), |api| async move {
        api.push_update(updates::in_topic(group(5, "en", "/ask Tomsk directions of support"), 44));
        let message = api.wait_for_messages(GROUP, 1, PATIENCE).await.remove(0);
        assert_eq!((message.quotes().len(), message.message_thread_id), (1, Some(44)));
        assert!(message.all_buttons().iter().any(|b| b.text.starts_with("More · ")), "{:?}", message.buttons);
        api.push_update(group(5, "ru", "/ask@policy_test_bot направления поддержки в Томске"));
        let message = api.wait_for_messages(GROUP, 2, PATIENCE).await.remove(1);
        assert!(message.quotes().len() == 1, "{}", message.text);
        assert!(message.all_buttons().iter().any(|b| b.text.starts_with("Ещё · ")), "{:?}", message.buttons);
        press(&api, 5, "ru", &message, "Ещё").await;
        api.wait_for("the next quote", PATIENCE, |api| api.messages(GROUP)[1].quotes() != message.quotes()).await;
        assert_eq!(api.messages(GROUP)[1].quotes().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_reply_to_what_was_sent_by_means_of_the_bot_is_for_the_bot() {
    Stage::story(quiet(), |api| async move {
        api.push_update(updates::replying_via_bot(group(5, "en", "who are the partners of Tomsk?")));
        assert_eq!(api.wait_for_messages(GROUP, 1, PATIENCE).await[0].quotes().len(), 1);
        api.push_update(group(5, "en", "who are the partners of Tomsk?"));
        told(&api, 7, "en", "/help", 1).await;
        assert_eq!(api.messages(GROUP).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn administrators_choose_language_and_region() {
    let stage = Stage::new().await;
    stage.article("tver", "Tver Region", "en", "The Tver Region supports start-ups with grants of two kinds.");
    let bot = stage.start().await;
    let api = &stage.api;
    api.set_member(GROUP, ADMIN, "administrator");
    api.push_update(group(5, "en", "/settings"));
    let refused = api.wait_for_messages(GROUP, 1, PATIENCE).await.remove(0);
    assert!(refused.text.starts_with("Only administrators") && refused.buttons.is_empty());

    api.push_update(group(ADMIN, "en", "/settings@policy_test_bot"));
    let shown = api.wait_for_messages(GROUP, 2, PATIENCE).await.remove(1);
    assert!(shown.text.contains("Language: As the asker") && shown.text.contains("is about: Any region"));
    let refused = press(api, 5, "en", &shown, "Русский").await;
    assert!(refused["text"].as_str().expect("text").starts_with("Only administrators"));
    press(api, ADMIN, "en", &shown, "Русский").await;
    shows(api, GROUP, "Язык: Русский").await;
    // The regions have several pages.
    let mut shown = api.messages(GROUP).remove(1);
    while !shown.all_buttons().iter().any(|b| b.text.starts_with("Томская")) {
        let before = shown.buttons.clone();
        press(api, ADMIN, "en", &shown, "›").await;
        api.wait_for("the next page", PATIENCE, |api| api.messages(GROUP)[1].buttons != before).await;
        shown = api.messages(GROUP).remove(1);
    }
    press(api, ADMIN, "en", &shown, "Томская").await;
    shows(api, GROUP, "относится к: Томская область").await;
    // A second tap changes nothing and is answered all the same.
    press(api, ADMIN, "en", &shown, "Томская").await;

    api.push_update(group(5, "en", "/ask who are the partners?"));
    let answered = api.wait_for_messages(GROUP, 3, PATIENCE).await.remove(2);
    assert!(answered.quotes().len() == 1 && answered.text.contains("В продолжение: Tomsk Region"), "{}", answered.text);
    // A region that is named counts more.
    api.push_update(group(5, "en", "/ask grants in the Tver Region"));
    let answered = api.wait_for_messages(GROUP, 4, PATIENCE).await.remove(3);
    assert!(answered.text.contains("two kinds") && !answered.text.contains("Томская"));
    // Thanks are no question about the region.
    api.push_update(updates::replying_to(group(5, "en", "thanks"), &answered));
    let thanked = api.wait_for_messages(GROUP, 5, PATIENCE).await.remove(4);
    assert!(thanked.quotes().is_empty(), "{}", thanked.text);

    api.push_update(group(ADMIN, "en", "/settings Tver"));
    shows(api, GROUP, "относится к: Тверская область").await;
    api.push_update(group(ADMIN, "en", "/settings Mars"));
    shows(api, GROUP, "Об этом регионе у меня нет источников").await;
    api.push_update(private(5, "en", "/settings"));
    shows(api, 5, "These are the settings of a group.").await;
    bot.stop(api).await;
}

#[tokio::test]
async fn what_a_group_has_chosen_moves_with_it_and_goes_when_the_bot_is_removed() {
    let stage = Stage::new().await;
    let bot = stage.start().await;
    let api = &stage.api;
    let chosen = ChatSettings { lang: Some(Lang::Ru.into()), region: Some("Tomsk Region".to_owned()) };
    bot.store.set_settings(-55, &chosen).await.expect("set");
    for told in updates::migrated(-55, GROUP) {
        api.push_update(told);
    }
    api.push_update(group(5, "en", "/ask партнёры?"));
    let answered = api.wait_for_messages(GROUP, 1, PATIENCE).await.remove(0);
    assert!(answered.text.contains("Томская область"), "{}", answered.text);
    assert_eq!(bot.store.settings(-55).await.expect("read"), ChatSettings::default());
    let chat = updates::supergroup(GROUP, false);
    api.push_update(updates::my_chat_member(&chat, &updates::user(ADMIN, None), "member", "kicked"));
    api.push_update(group(5, "en", "/ask partners of Tomsk?"));
    let answered = api.wait_for_messages(GROUP, 2, PATIENCE).await.remove(1);
    assert!(answered.text.contains("Partners, in the sources' own words"), "{}", answered.text);
    bot.stop(api).await;
}

#[tokio::test]
async fn a_group_that_cannot_be_written_to_is_tried_once_for_each_question() {
    Stage::story(quiet(), |api| async move {
        let refusals = [
            "Bad Request: not enough rights to send text messages to the chat",
            "Bad Request: TOPIC_CLOSED",
            "Bad Request: CHAT_WRITE_FORBIDDEN",
            "Bad Request: message thread not found",
        ];
        for (n, description) in (1..).zip(refusals) {
            api.fail(At::Call("sendMessage", n), Fault::Error { code: 400, description });
            let ask = if n % 2 == 1 { "/ask partners of Tomsk" } else { "/settings" };
            api.push_update(group(5, "en", ask));
            api.wait_for("the refusal", PATIENCE, |api| api.calls("sendMessage") == n).await;
        }
        api.set_access(GROUP, Access::Kicked);
        api.push_update(group(5, "en", "/ask partners of Tomsk"));
        api.push_update(group(5, "en", "/settings"));
        api.wait_for("the refusals", PATIENCE, |api| api.calls("sendMessage") == 5).await;
        told(&api, 7, "en", "/help", 1).await;
        // Whether the second is an administrator cannot be asked either, so it is answered, once.
        api.wait_for("the last refusal", PATIENCE, |api| api.calls("sendMessage") == 7).await;
        told(&api, 7, "en", "/help", 2).await;
        assert_eq!(api.calls("sendMessage"), 8);
    })
    .await;
}

#[tokio::test]
async fn settings_in_a_group_that_became_a_supergroup_are_shown_there() {
    Stage::story(quiet(), |api| async move {
        api.set_member(GROUP, ADMIN, "creator");
        api.set_member(-55, ADMIN, "creator");
        api.set_access(-55, Access::MigratedTo(GROUP));
        let user = updates::user(ADMIN, Some("en"));
        api.push_update(updates::text(&updates::chat(-55), &user, "/settings"));
        shows(&api, GROUP, "Settings of this group").await;
    })
    .await;
}

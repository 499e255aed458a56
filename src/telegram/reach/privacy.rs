//! What is kept of somebody: to be seen, explained and deleted.

use std::sync::Arc;

use super::Desk;
use super::deed::{Deed, button};
use super::request::{Order, Press};
use crate::locale::text;
use crate::telegram::html::escape;
use crate::telegram::outbox::perform::File;
use crate::telegram::worker::Stuck;

/// `/mydata`: everything stored under the user's number, as a file. In groups: a hint.
pub(super) async fn my_data(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    if !order.is_private() {
        return Ok(vec![Deed::say(text(lang, "only-private", &[]))]);
    }
    let held = desk.reach.store.held(order.user_id).await?;
    let conversation = desk.reach.store.all_about(order.user_id).await?;
    let all = serde_json::json!({ "user_id": order.user_id, "stored": held, "conversation": conversation });
    let bytes = serde_json::to_vec_pretty(&all).unwrap_or_default();
    let caption = text(lang, "mydata-caption", &[]);
    Ok(vec![Deed::File(File { name: "mydata.json".to_owned(), bytes, caption })])
}

/// `/forget`: asks whether it is meant.
pub(super) async fn ask_to_forget(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    if !order.is_private() {
        return Ok(vec![Deed::say(text(lang, "only-private", &[]))]);
    }
    let rows = vec![vec![button(text(lang, "forget-yes", &[]), "f1:y"), button(text(lang, "forget-no", &[]), "f1:n")]];
    Ok(vec![Deed::offer(escape(&text(lang, "forget-question", &[])), rows)])
}

/// A press on one of its buttons.
pub(super) async fn forget(desk: Arc<Desk>, press: Press) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(press.who(), press.lang).await?;
    let said = match press.data.as_str() {
        "f1:y" if press.chat_id == press.user_id => {
            desk.reach.store.erase(press.user_id).await?;
            desk.reach.store.forget(press.user_id).await?;
            text(lang, "forget-done", &[])
        }
        _ => text(lang, "forget-kept", &[]),
    };
    let edit = Deed::edit(press.message_id, escape(&said), Vec::new());
    Ok(vec![Deed::Toast { id: press.id, text: None }, edit])
}

/// `/privacy`: what is kept, in plain words.
pub(super) async fn explain(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    let numbers = if desk.reach.options.log_users { "kept" } else { "none" };
    Ok(vec![Deed::say(escape(&text(lang, "privacy", &[("numbers", numbers.into())])))])
}

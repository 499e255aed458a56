//! Groups: coming, going, becoming a supergroup, and what a group has chosen.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use teloxide::payloads::GetChatMember;
use teloxide::types::{ChatId, Recipient, UserId};

use super::deed::{Deed, Key};
use super::request::{Order, Press, Request};
use super::{Case, Desk, Library};
use crate::domain::Lang;
use crate::locale::text;
use crate::reply::{Said, shorten};
use crate::store::people::ChatSettings;
use crate::telegram::html::escape;
use crate::telegram::outbox::Unsent;
use crate::telegram::update::{Incoming, Kind};
use crate::telegram::worker::Stuck;

/// Regions offered as buttons; any other can be written behind the command.
const REGIONS: usize = 8;
/// Characters of a region's name on a button.
const LABEL_CHARS: usize = 40;

/// What happens without anybody asking: nothing is said.
pub(super) async fn event(desk: Arc<Desk>, case: Case) -> Result<Vec<Deed>, Stuck> {
    let store = &desk.reach.store;
    match case.request {
        Request::Membership { chat_id, present: false } => store.gone(chat_id).await?,
        Request::Moved { from, to } => store.moved(from, to).await?,
        Request::Chosen(quote) if desk.reach.options.inline_feedback => store.note_chosen(&quote).await?,
        _ => {}
    }
    Ok(Vec::new())
}

/// `/settings`: what the group has chosen, with buttons; a region behind the command chooses it.
pub(super) async fn settings(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.chat_id, order.lang).await?;
    if order.is_private() {
        return Ok(vec![Deed::say(escape(&text(lang, "settings-private", &[])))]);
    }
    if !order.as_group && !is_admin(&desk, order.chat_id, order.user_id).await? {
        return Ok(vec![Deed::say(escape(&text(lang, "settings-admins", &[])))]);
    }
    let mut chosen = desk.reach.store.settings(order.chat_id).await?;
    if !order.rest.is_empty() {
        let region = desk.reach.library.interest(&order.rest, lang).region;
        let covered = desk.reach.library.regions(lang).into_iter().any(|(name, _)| name == region);
        if !covered {
            return Ok(vec![Deed::say(escape(&text(lang, "settings-no-region", &[])))]);
        }
        chosen.region = Some(region);
        desk.reach.store.set_settings(order.chat_id, &chosen).await?;
    }
    let (html, keys) = shown(&*desk.reach.library, lang, &chosen);
    Ok(vec![Deed::Say { html, keys }])
}

/// A press on one of its buttons.
pub(super) async fn choose(desk: Arc<Desk>, press: Press) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(press.chat_id, press.lang).await?;
    let id = press.id.clone();
    if !is_admin(&desk, press.chat_id, press.user_id).await? {
        return Ok(vec![Deed::Toast { id, text: Some(text(lang, "settings-admins", &[])) }]);
    }
    let mut chosen = desk.reach.store.settings(press.chat_id).await?;
    match press.data.split(':').collect::<Vec<_>>()[..] {
        [_, "l", code] => chosen.lang = code.parse().ok(),
        [_, "r", key] => {
            let regions = desk.reach.library.regions(lang).into_iter();
            chosen.region = regions.map(|(name, _)| name).find(|name| short(name) == key);
        }
        _ => {}
    }
    desk.reach.store.set_settings(press.chat_id, &chosen).await?;
    let lang = chosen.lang.unwrap_or(press.lang);
    let (html, keys) = shown(&*desk.reach.library, lang, &chosen);
    let saved = Deed::Toast { id, text: Some(text(lang, "settings-saved", &[])) };
    Ok(vec![saved, Deed::Edit { message_id: press.message_id, html, keys }])
}

/// Whether somebody may decide for a group. Who cannot be looked up may not.
async fn is_admin(desk: &Desk, chat_id: i64, user_id: i64) -> Result<bool, Stuck> {
    let Ok(user) = u64::try_from(user_id) else { return Ok(false) };
    let ask = |chat_id| GetChatMember::new(Recipient::Id(ChatId(chat_id)), UserId(user));
    match desk.outbox.perform(&mut chat_id.clone(), ask).await {
        Ok(member) => Ok(matches!(member["status"].as_str(), Some("creator" | "administrator"))),
        Err(Unsent::Refused(_)) => Ok(false),
        Err(unsent) => Err(unsent.into()),
    }
}

fn shown(library: &dyn Library, lang: Lang, chosen: &ChatSettings) -> (String, Vec<Vec<Key>>) {
    let language = match chosen.lang {
        Some(Lang::En) => "English".to_owned(),
        Some(Lang::Ru) => "Русский".to_owned(),
        None => text(lang, "settings-lang-auto", &[]),
    };
    let region = match &chosen.region {
        Some(region) => library.region_name(region, lang),
        None => text(lang, "settings-region-none", &[]),
    };
    let html = escape(&text(lang, "settings-shown", &[("lang", (&language).into()), ("region", (&region).into())]));
    let mut keys = vec![vec![
        ("English".to_owned(), "s1:l:en".to_owned()),
        ("Русский".to_owned(), "s1:l:ru".to_owned()),
        (text(lang, "settings-lang-auto", &[]), "s1:l:-".to_owned()),
    ]];
    for (name, shown) in library.regions(lang).into_iter().take(REGIONS) {
        keys.push(vec![(shorten(&shown, LABEL_CHARS), format!("s1:r:{}", short(&name)))]);
    }
    keys.push(vec![(text(lang, "settings-region-none", &[]), "s1:r:-".to_owned())]);
    (html, keys)
}

/// A name in eight characters, for the data of a button.
fn short(name: &str) -> String {
    Sha256::digest(name.as_bytes())[..4].iter().map(|b| format!("{b:02x}")).collect()
}

/// Completes a question that names no region. Returns the region's name for display when it did.
pub(super) fn assume_region(incoming: &mut Incoming, region: &str, library: &dyn Library) -> Option<String> {
    let Kind::Line(line) = &mut incoming.kind else { return None };
    let Said::Question(question) = &mut line.said else { return None };
    *question = library.in_region(question, incoming.lang, region)?;
    Some(library.region_name(region, incoming.lang))
}

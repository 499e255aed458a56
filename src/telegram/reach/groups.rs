//! Groups: coming, going, becoming a supergroup, and what a group has chosen.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use teloxide::payloads::GetChatMember;
use teloxide::types::{ChatId, Recipient, UserId};

use super::deed::{Deed, button};
use super::request::{Order, Press, Request};
use super::{Case, Desk, Library};
use crate::dialogue::state::{Asked, Context};
use crate::locale::{Locale, text};
use crate::reply::shorten;
use crate::store::memory::Person;
use crate::store::people::ChatSettings;
use crate::telegram::html::escape;
use crate::telegram::outbox::Unsent;
use crate::telegram::render::Button;
use crate::telegram::worker::Stuck;

/// Regions on one page of buttons; any region can also be written behind the command.
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
    let lang = desk.lang(order.who(), order.lang).await?;
    if order.is_private() {
        return Ok(vec![Deed::say(escape(&text(lang, "settings-private", &[])))]);
    }
    if !order.as_group && !is_admin(&desk, order.chat_id, order.user_id).await? {
        return Ok(vec![Deed::say(escape(&text(lang, "settings-admins", &[])))]);
    }
    let mut chosen = desk.reach.store.settings(order.chat_id).await?;
    if !order.rest.is_empty() {
        let region = desk.reach.library.interest(&order.rest, lang.lang()).region;
        let covered = desk.reach.library.regions(lang.lang()).into_iter().any(|(name, _)| name == region);
        if !covered {
            return Ok(vec![Deed::say(escape(&text(lang, "settings-no-region", &[])))]);
        }
        chosen.region = Some(region);
        desk.reach.store.set_settings(order.chat_id, &chosen).await?;
    }
    let (html, rows) = shown(&*desk.reach.library, lang, &chosen, None);
    Ok(vec![Deed::offer(html, rows)])
}

/// A press on one of its buttons.
pub(super) async fn choose(desk: Arc<Desk>, press: Press) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(press.who(), press.lang).await?;
    let id = press.id.clone();
    if !is_admin(&desk, press.chat_id, press.user_id).await? {
        return Ok(vec![Deed::Toast { id, text: Some(text(lang, "settings-admins", &[])) }]);
    }
    let mut chosen = desk.reach.store.settings(press.chat_id).await?;
    if let Some(page) = press.data.strip_prefix("s1:p:").and_then(|page| page.parse().ok()) {
        let lang = chosen.lang.unwrap_or(press.lang);
        let (html, rows) = shown(&*desk.reach.library, lang, &chosen, Some(page));
        return Ok(vec![Deed::Toast { id, text: None }, Deed::edit(press.message_id, html, rows)]);
    }
    match press.data.split(':').collect::<Vec<_>>()[..] {
        [_, "l", code] => chosen.lang = code.parse().ok(),
        [_, "r", key] => {
            let regions = desk.reach.library.regions(lang.lang()).into_iter();
            chosen.region = regions.map(|(name, _)| name).find(|name| short(name) == key);
        }
        _ => {}
    }
    desk.reach.store.set_settings(press.chat_id, &chosen).await?;
    let lang = chosen.lang.unwrap_or(press.lang);
    let (html, rows) = shown(&*desk.reach.library, lang, &chosen, None);
    let saved = Deed::Toast { id, text: Some(text(lang, "settings-saved", &[])) };
    Ok(vec![saved, Deed::edit(press.message_id, html, rows)])
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

/// What the group has chosen, with a page of regions; one beyond the last is the last, none that of the region chosen.
fn shown(
    library: &dyn Library,
    lang: Locale,
    chosen: &ChatSettings,
    page: Option<usize>,
) -> (String, Vec<Vec<Button>>) {
    let language = match chosen.lang {
        Some(lang) => text(lang, "language-name", &[]),
        None => text(lang, "settings-lang-auto", &[]),
    };
    let region = match &chosen.region {
        Some(region) => library.region_name(region, lang.lang()),
        None => text(lang, "settings-region-none", &[]),
    };
    let html = escape(&text(lang, "settings-shown", &[("lang", (&language).into()), ("region", (&region).into())]));
    let named = |lang: Locale| button(text(lang, "language-name", &[]), format!("s1:l:{lang}"));
    let mut languages: Vec<Button> = Locale::all().map(named).collect();
    languages.push(button(text(lang, "settings-lang-auto", &[]), "s1:l:-"));
    let mut rows = vec![languages];
    let regions = library.regions(lang.lang());
    let pages = regions.len().div_ceil(REGIONS).max(1);
    let of_chosen = || regions.iter().position(|(name, _)| chosen.region.as_ref() == Some(name)).map(|at| at / REGIONS);
    let page = page.or_else(of_chosen).unwrap_or(0).min(pages - 1);
    for (name, shown) in regions.iter().skip(page * REGIONS).take(REGIONS) {
        rows.push(vec![button(shorten(shown, LABEL_CHARS), format!("s1:r:{}", short(name)))]);
    }
    if pages > 1 {
        let label = format!("› {}/{pages}", page + 1);
        rows.push(vec![button(label, format!("s1:p:{}", (page + 1) % pages))]);
    }
    rows.push(vec![button(text(lang, "settings-region-none", &[]), "s1:r:-")]);
    (html, rows)
}

/// A name in eight characters, for the data of a button.
fn short(name: &str) -> String {
    Sha256::digest(name.as_bytes())[..4].iter().map(|b| format!("{b:02x}")).collect()
}

/// Lets somebody's next question know what the group has chosen: the language, and the region as what was asked about
/// before anything else. So a question that names a region or continues another one has its own.
pub(in crate::telegram) fn apply(chosen: &ChatSettings, person: &mut Person) {
    if let Some(lang) = chosen.lang {
        person.lang = Some(lang.code().to_owned());
    }
    let Some(region) = &chosen.region else { return };
    let known = person.context.as_deref().and_then(|json| serde_json::from_str::<Context>(json).ok());
    let mut context = known.unwrap_or_default();
    let root = Asked { text: region.clone(), previous: None };
    match &mut context.asked {
        Some(asked) => root_of(asked, root),
        none => *none = Some(root),
    }
    // Strings and numbers only: this cannot fail.
    person.context = serde_json::to_string(&context).ok();
}

/// Puts a question before the first of a chain, unless it stands there.
fn root_of(asked: &mut Asked, root: Asked) {
    match &mut asked.previous {
        Some(previous) => root_of(previous, root),
        None if asked.text == root.text => {}
        none => *none = Some(Box::new(root)),
    }
}

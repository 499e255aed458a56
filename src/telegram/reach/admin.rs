//! Invitations, and the commands of administrators.

use std::sync::Arc;

use super::deed::Deed;
use super::options::{Access, Options};
use super::request::Order;
use super::{Desk, adding, curators};
use crate::locale::{Locale, text};
use crate::reply::{Line, Said};
use crate::telegram::html::escape;
use crate::telegram::worker::Stuck;

/// What the parameter of an invitation link begins with.
const INVITED: &str = "i_";

/// Whether a message is the `/start` of the invitation link.
pub(super) fn is_invited(options: &Options, said: &str) -> bool {
    let code = match Line::parse(said).said {
        Said::Start(payload) => payload,
        _ => return false,
    };
    let right = options.invite.as_ref().is_some_and(|invite| code.strip_prefix(INVITED) == Some(invite.secret()));
    options.access == Access::Invite && right
}

/// Any other command of this module: those of administrators. For everybody else they do not exist.
pub(super) async fn order(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    if !desk.is_admin(order.user_id) || !order.is_private() {
        let unknown = || Deed::say(escape(&text(lang, "unknown-command", &[])));
        return Ok(if order.is_private() { vec![unknown()] } else { Vec::new() });
    }
    if let Some(deeds) = curators::order(&desk, &order, lang).await? {
        return Ok(deeds);
    }
    if order.name == "add" {
        return adding::order(&desk, &order, lang).await;
    }
    let said = match order.name.as_str() {
        "ban" | "unban" => ban(&desk, &order, lang).await?,
        _ => invite(&desk, lang),
    };
    Ok(vec![Deed::say(said)])
}

async fn ban(desk: &Desk, order: &Order, lang: Locale) -> Result<String, Stuck> {
    let Some(user_id) = order.rest.parse::<i64>().ok().filter(|id| *id > 0) else {
        return Ok(text(lang, "ban-whom", &[]));
    };
    if desk.is_admin(user_id) {
        return Ok(text(lang, "ban-admin", &[]));
    }
    let banned = order.name == "ban";
    desk.reach.store.ban(user_id, banned).await?;
    let number = user_id.to_string();
    let user = [("user", (&number).into())];
    Ok(if banned { text(lang, "banned", &user) } else { text(lang, "unbanned", &user) })
}

fn invite(desk: &Desk, lang: Locale) -> String {
    let options = &desk.reach.options;
    match (&options.invite, options.access) {
        (Some(code), Access::Invite) => {
            let link = format!("https://t.me/{}?start={INVITED}{}", desk.me.username, code.secret());
            escape(&text(lang, "invite-link", &[("link", (&link).into())]))
        }
        _ => text(lang, "invite-off", &[]),
    }
}

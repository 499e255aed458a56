//! `/add`: an administrator sends an address, a forwarded link or a file, and it becomes an article.
//!
//! ```text
//! /add URL · link · file ──words──▶ wishes ──fetch or download──▶ document ──Library::propose──▶ what was found, Take it in / No
//! "Take it in" ──offers──▶ the same document, looked at again ──Library::take_in──▶ the folder, which is watched
//! ```
//!
//! Nothing is written before the press. What was offered is kept in memory for a quarter of an hour; at the press it is
//! looked at again, so that what has changed in the folder meanwhile is neither lost nor overwritten unseen.

mod offers;
mod shown;
mod words;

use std::sync::Arc;

use teloxide::payloads::GetFile;
use teloxide::types::FileId;

pub(super) use offers::Offers;
pub(super) use words::is_offered;

use super::Desk;
use super::deed::{Deed, button};
use super::request::{Attached, Order, Press};
use crate::ingest::adding::{Action, AddError, Document, Proposal, Wishes};
use crate::ingest::fetch::{self, FetchError, Limits, Version};
use crate::locale::{Locale, text};
use crate::telegram::html::escape;
use crate::telegram::outbox::Unsent;
use crate::telegram::render::Button;
use crate::telegram::worker::Stuck;
use offers::Offer;

/// The prefix of the data of the buttons here.
pub(super) const PREFIX: &str = "a1:";
/// The largest file that is taken, in bytes.
const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// Why nothing can be offered.
enum Failed {
    Fetch(FetchError),
    Add(AddError),
    /// The server has nothing to send.
    Nothing,
}

/// The command, or what was sent without one.
pub(super) async fn order(desk: &Arc<Desk>, order: &Order, lang: Locale) -> Result<Vec<Deed>, Stuck> {
    let (address, wishes) = words::read(&order.rest);
    let (document, wishes) = match (&order.attached, address) {
        (Some(file), address) => match received(desk, file, lang).await? {
            Ok(document) => {
                let url = wishes.url.or(address.filter(|word| words::is_address(word)));
                (document, Wishes { url, ..wishes })
            }
            Err(said) => return Ok(vec![Deed::say(escape(&said))]),
        },
        (None, Some(address)) => match fetched(desk, address).await {
            Ok(document) => (document, wishes),
            Err(failed) => return Ok(vec![Deed::say(escape(&shown::failed(lang, &failed, false)))]),
        },
        (None, None) => return Ok(vec![Deed::say(escape(&text(lang, "add-how", &[])))]),
    };
    match proposed(desk, document.clone(), wishes.clone()).await {
        Some(Ok(proposal)) if proposal.action == Action::Unchanged => {
            Ok(vec![Deed::say(shown::found(lang, &proposal))])
        }
        Some(Ok(proposal)) => {
            let (html, rows) = (shown::found(lang, &proposal), buttons(lang, order.message_id));
            let offer = Offer { document, wishes, action: proposal.action, file: proposal.file };
            desk.offers.keep((order.chat_id, order.message_id), offer);
            Ok(vec![Deed::offer(html, rows)])
        }
        Some(Err(error)) => {
            let said = shown::failed(lang, &Failed::Add(error), order.attached.is_some());
            Ok(vec![Deed::say(escape(&said))])
        }
        None => Ok(vec![Deed::say(escape(&text(lang, "apology", &[])))]),
    }
}

fn buttons(lang: Locale, message_id: i32) -> Vec<Vec<Button>> {
    let data = |verb: &str| format!("{PREFIX}{verb}:{message_id}");
    vec![vec![button(text(lang, "add-yes", &[]), data("y")), button(text(lang, "add-no", &[]), data("n"))]]
}

/// A press on one of the buttons.
pub(super) async fn press(desk: Arc<Desk>, press: Press) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(press.who(), press.lang).await?;
    if !desk.is_admin(press.user_id) {
        return Ok(vec![Deed::Toast { id: press.id, text: Some(text(lang, "curators-only", &[])) }]);
    }
    let (verb, number) = press.data.strip_prefix(PREFIX).and_then(|data| data.split_once(':')).unwrap_or_default();
    let key = (press.chat_id, number.parse().unwrap_or(0));
    let (html, rows) = match verb {
        "y" => confirmed(&desk, key, lang).await,
        _ => {
            desk.offers.forget(key);
            (escape(&text(lang, "add-refused", &[])), Vec::new())
        }
    };
    Ok(vec![Deed::Toast { id: press.id, text: None }, Deed::edit(press.message_id, html, rows)])
}

/// Takes in what was offered, unless it would do something else by now: then that is shown first.
async fn confirmed(desk: &Arc<Desk>, key: (i64, i32), lang: Locale) -> (String, Vec<Vec<Button>>) {
    let said = |said: String| (escape(&said), Vec::new());
    let Some(offer) = desk.offers.get(key) else { return said(text(lang, "add-lost", &[])) };
    let proposal = match proposed(desk, offer.document.clone(), offer.wishes.clone()).await {
        Some(Ok(proposal)) => proposal,
        Some(Err(error)) => return said(shown::failed(lang, &Failed::Add(error), false)),
        None => return said(text(lang, "apology", &[])),
    };
    if proposal.action == Action::Unchanged {
        return (shown::found(lang, &proposal), Vec::new());
    }
    if proposal.action != offer.action || proposal.file != offer.file {
        let html = format!("{}\n\n{}", escape(&text(lang, "add-changed", &[])), shown::found(lang, &proposal));
        desk.offers.keep(key, Offer { action: proposal.action, file: proposal.file, ..offer });
        return (html, buttons(lang, key.1));
    }
    let (library, title) = (Arc::clone(&desk.reach.library), proposal.meta.title.clone());
    match tokio::task::spawn_blocking(move || library.take_in(&proposal)).await {
        Ok(Ok(())) => said(text(lang, "add-done", &[("title", (&title).into())])),
        Ok(Err(error)) => (escape(&shown::failed(lang, &Failed::Add(error), false)), buttons(lang, key.1)),
        Err(_) => said(text(lang, "apology", &[])),
    }
}

/// What taking a document in would do; `None` when looking at it broke off.
async fn proposed(desk: &Arc<Desk>, document: Document, wishes: Wishes) -> Option<Result<Proposal, AddError>> {
    let library = Arc::clone(&desk.reach.library);
    tokio::task::spawn_blocking(move || library.propose(document, &wishes)).await.ok()
}

/// The document at an address.
async fn fetched(desk: &Desk, address: String) -> Result<Document, Failed> {
    let limits = Limits { loopback: desk.reach.options.fetch_loopback, ..Limits::default() };
    let fetching = tokio::task::spawn_blocking(move || {
        let fetched = fetch::fetch(&address, &Version::default(), &limits).map_err(Failed::Fetch)?;
        Document::fetched(&address, fetched.ok_or(Failed::Nothing)?).map_err(Failed::Add)
    });
    fetching.await.unwrap_or(Err(Failed::Nothing))
}

/// A file that was sent, or what is said instead.
async fn received(desk: &Desk, file: &Attached, lang: Locale) -> Result<Result<Document, String>, Stuck> {
    let too_large = || Ok(Err(text(lang, "add-too-large", &[("most", (MAX_FILE_BYTES / (1024 * 1024)).into())])));
    if file.bytes > MAX_FILE_BYTES as u64 {
        return too_large();
    }
    let get = GetFile::new(FileId(file.id.clone()));
    let told = match desk.outbox.perform(&mut 0, |_| get.clone()).await {
        Err(Unsent::Refused(_)) => return Ok(Err(text(lang, "add-no-file", &[]))),
        told => told?,
    };
    let path = told["file_path"].as_str().unwrap_or_default();
    match desk.outbox.download(path, MAX_FILE_BYTES).await {
        Ok(Some(bytes)) => {
            Ok(Document::sent(&file.name, bytes).map_err(|e| shown::failed(lang, &Failed::Add(e), true)))
        }
        Ok(None) => too_large(),
        Err(Unsent::Refused(_)) => Ok(Err(text(lang, "add-no-file", &[]))),
        Err(unsent) => Err(unsent.into()),
    }
}

//! News for subscribers: what has changed is written down once, and sent in the background of replies.
//!
//! A notice belongs to a subscriber and one version of an article. It is noted as begun before it is sent and never sent
//! again after that, unless it certainly did not arrive: a crash in between may cost a notice, but nobody hears of the
//! same version twice. One message is under way at a time, so that a reply waits behind one notice at most.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use teloxide::payloads::SendMessage;
use teloxide::types::{ChatId, ParseMode, Recipient, ReplyMarkup};
use tokio::sync::Notify;

use super::follow::due_at_ms;
use super::{Library, Reach};
use crate::engine::news::Interest;
use crate::locale::text;
use crate::reply::{Cited, Part, Reply, vet};
use crate::store::subscriptions::{Notice, Version};
use crate::store::{Store, StoreError};
use crate::telegram::backoff;
use crate::telegram::error::{ApiError, BadRequest};
use crate::telegram::health::now_ms;
use crate::telegram::meter::{self, count};
use crate::telegram::outbox::{Outbox, Unsent, markup, no_preview};
use crate::telegram::render::{OutMessage, render};

/// Notices looked at in one go.
const BATCH: u32 = 100;
/// Quotes of one message.
const TOGETHER: usize = 10;
/// Longest sleep: what others put into the store is found then.
const LOOK: Duration = Duration::from_secs(30);

/// Compares the articles with those known from the last time and writes down what is to be told to whom. To be called
/// whenever the articles may have changed. At the very first time nothing is new. Returns the number of articles that
/// are new or changed.
pub async fn announce(store: &dyn Store, library: &dyn Library) -> Result<usize, StoreError> {
    let known = store.known_articles().await?;
    let current: Vec<Version> =
        library.articles().into_iter().map(|(article, version)| Version { article, version }).collect();
    if known == current {
        return Ok(0);
    }
    // The same text under another id has only moved.
    let is_new = |v: &&Version| !known.iter().any(|k| k.version == v.version);
    let changed: Vec<&Version> = current.iter().filter(|_| !known.is_empty()).filter(is_new).collect();
    let now = now_ms();
    let mut notices = Vec::new();
    for subscription in store.all_subscriptions().await? {
        let interest = Interest { region: subscription.region, topic: subscription.topic };
        let fits = |v: &&&Version| library.news(&v.article, &interest).is_some();
        notices.extend(changed.iter().filter(fits).map(|version| Notice {
            user_id: subscription.user_id,
            article: (*version).clone(),
            topic: interest.topic.clone(),
            due_at_ms: due_at_ms(subscription.daily, now),
            lang: Default::default(),
        }));
    }
    store.announce(&current, &notices).await?;
    Ok(changed.len())
}

/// Sends notices when they are due, for ever. `wake` tells that there may be some.
pub(in crate::telegram) async fn deliver(reach: Reach, outbox: Arc<Outbox>, wake: Arc<Notify>) {
    let mut failures = 0;
    loop {
        let wait = match round(&reach, &outbox).await {
            Ok(wait) => {
                failures = 0;
                wait
            }
            Err(error) => {
                tracing::error!(%error, "notices cannot be read, trying again later");
                failures += 1;
                backoff::delay(failures)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait.min(LOOK)) => {}
            () = wake.notified() => {}
        }
    }
}

/// Sends what is due; returns how long nothing will be.
async fn round(reach: &Reach, outbox: &Outbox) -> Result<Duration, StoreError> {
    let reach =
        &Reach { library: reach.library.pinned().unwrap_or_else(|| Arc::clone(&reach.library)), ..reach.clone() };
    let mut due = reach.store.due(now_ms(), BATCH).await?;
    let versions: HashMap<String, String> = reach.library.articles().into_iter().collect();
    while let Some(user_id) = due.first().map(|n| n.user_id) {
        let others = due.partition_point(|n| n.user_id == user_id);
        let rest = due.split_off(others);
        tell(reach, outbox, user_id, std::mem::replace(&mut due, rest), &versions).await?;
    }
    let next = reach.store.next_due_at_ms().await?;
    Ok(next.map_or(LOOK, |at| Duration::from_millis((at - now_ms()).max(0).unsigned_abs())))
}

/// Sends one message to one subscriber; what does not fit stays due.
async fn tell(
    reach: &Reach,
    outbox: &Outbox,
    user_id: i64,
    mut notices: Vec<Notice>,
    versions: &HashMap<String, String>,
) -> Result<(), StoreError> {
    let store = &reach.store;
    if store.is_banned(user_id).await? {
        return store.gone(user_id).await;
    }
    notices.truncate(TOGETHER);
    let Some(message) = compose(&mut notices, &*reach.library, versions) else {
        return store.finish_notices(&notices).await;
    };
    if let Err(unsent) = outbox.ready(user_id).await {
        return store.put_off_notices(&notices, now_ms() + wait(&unsent)).await;
    }
    store.begin_notices(&notices).await?;
    match outbox.once(user_id, &payload(user_id, &message)).await {
        Ok(()) => count(meter::NOTICES),
        Err(unsent) if is_gone(&unsent) => return store.gone(user_id).await,
        // It may have arrived, or never will.
        Err(Unsent::Failing(ApiError::Lost(_)) | Unsent::Refused(_)) => count(meter::NOTICES_LOST),
        Err(unsent) => return store.put_off_notices(&notices, now_ms() + wait(&unsent)).await,
    }
    store.finish_notices(&notices).await
}

/// One message of the first notices, which are all that is left in `notices`; `None` when none of them has anything to
/// say any more: the article has changed again or gone.
fn compose(notices: &mut Vec<Notice>, library: &dyn Library, versions: &HashMap<String, String>) -> Option<OutMessage> {
    let lang = notices.first()?.lang;
    let current = |n: &Notice| versions.get(&n.article.article) == Some(&n.article.version);
    let quote = |n: &Notice| {
        let interest = Interest { region: String::new(), topic: n.topic.clone() };
        let citation = current(n).then(|| library.news(&n.article.article, &interest)).flatten()?;
        Some(Part::Cited(Cited::alone(lang, &[], &citation)))
    };
    loop {
        let quotes: Vec<Part> = notices.iter().filter_map(quote).collect();
        if quotes.is_empty() {
            return None;
        }
        let mut parts = vec![Part::Say(text(lang, "news-intro", &[("n", quotes.len().into())]))];
        parts.extend(quotes);
        parts.push(Part::Say(text(lang, "news-outro", &[])));
        let mut messages = render(&vet(Reply { lang, parts }).0);
        if messages.len() == 1 || notices.len() == 1 {
            messages.truncate(1);
            return messages.pop();
        }
        notices.pop();
    }
}

fn payload(user_id: i64, message: &OutMessage) -> SendMessage {
    let mut payload = SendMessage::new(Recipient::Id(ChatId(user_id)), message.html.clone());
    payload.parse_mode = Some(ParseMode::Html);
    payload.link_preview_options = Some(no_preview());
    payload.reply_markup = (!message.rows.is_empty()).then(|| ReplyMarkup::InlineKeyboard(markup(&message.rows)));
    payload
}

fn is_gone(unsent: &Unsent) -> bool {
    match unsent {
        Unsent::Refused(ApiError::Forbidden) => true,
        Unsent::Refused(ApiError::BadRequest(BadRequest::Other(why))) => why.to_lowercase().contains("chat not found"),
        _ => false,
    }
}

/// Milliseconds until the next try.
fn wait(unsent: &Unsent) -> i64 {
    let wait = match unsent {
        Unsent::Paused(wait) => *wait,
        _ => backoff::delay(6),
    };
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 2)
}

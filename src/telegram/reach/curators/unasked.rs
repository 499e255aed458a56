//! What administrators are told unasked: a digest once a week, and questions that seem to be answered by now.
//!
//! Nobody asked at this moment, so each is noted before it is sent and, after a crash, not sent again.

use std::sync::Arc;
use std::time::Duration;

use teloxide::payloads::SendMessage;
use teloxide::types::{ChatId, ParseMode, Recipient};

use super::Failing;
use super::misses::line;
use crate::curate::misses::{Group, group};
use crate::dialogue::{Knowledge, pinned};
use crate::domain::Question;
use crate::locale::{Locale, text};
use crate::store::curators::State;
use crate::store::memory::Who;
use crate::store::{Store, StoreError};
use crate::telegram::health::now_ms;
use crate::telegram::html::escape;
use crate::telegram::outbox::Outbox;
use crate::telegram::reach::Reach;

/// Between two digests.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// Between two looks whether one is due.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// Rows of the log that are read.
const ROWS: u32 = 10_000;
/// Questions named in a message.
const NAMED: usize = 5;

/// Sends the digests, for ever.
pub(in crate::telegram) async fn digests(reach: Reach, outbox: Arc<Outbox>) {
    loop {
        if let Err(error) = digest(&reach, &outbox).await {
            tracing::error!(%error, "the digest for administrators could not be made, trying again later");
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Tells of sources that fail, for ever.
pub(in crate::telegram) async fn alarms(reach: Reach, outbox: Arc<Outbox>) {
    loop {
        let Failing { source, times, reason } = reach.library.failing().await;
        let args = [("source", (&source).into()), ("times", times.into()), ("reason", (&reason).into())];
        if let Err(error) = tell(&reach, &outbox, |lang| escape(&text(lang, "source-failing", &args))).await {
            tracing::error!(%error, "administrators could not be told of a failing source");
        }
    }
}

async fn digest(reach: &Reach, outbox: &Outbox) -> Result<(), StoreError> {
    let (store, now) = (&reach.store, now_ms());
    let since = match store.digest_sent_at_ms().await? {
        Some(sent) if now - sent < WEEK_MS => return Ok(()),
        Some(sent) => sent,
        // The first one comes a week after the first start.
        None => return store.note_digest(now).await,
    };
    let mut open = group(&store.misses(ROWS).await?, &store.passed_on().await?);
    open.retain(|group| group.state == State::Open);
    let new = open.iter().filter(|group| group.last_at_ms >= since).count();
    let low = store.low_ratings(ROWS).await?.iter().filter(|rating| rating.at_ms >= since).count();
    store.note_digest(now).await?;
    if new + low == 0 {
        return Ok(());
    }
    open.retain(|group| group.last_at_ms >= since);
    tell(reach, outbox, |lang| {
        let counts = [("misses", new.into()), ("low", low.into())];
        worded(lang, text(lang, "curator-digest", &counts), &open)
    })
    .await
}

/// Asks every open question again; tells of those that have an answer now, once.
pub(in crate::telegram) async fn propose(
    reach: &Reach,
    knowledge: &Arc<dyn Knowledge>,
    outbox: &Outbox,
) -> Result<(), StoreError> {
    let store = &reach.store;
    let mut open = group(&store.misses(ROWS).await?, &[]);
    open.retain(|group| group.state == State::Open);
    let knowledge = pinned(knowledge);
    let asking = tokio::task::spawn_blocking(move || {
        let answered = |group: &Group| is_answered(&*knowledge, group);
        open.into_iter().map(|group| (answered(&group), group)).collect::<Vec<_>>()
    });
    let Ok(asked) = asking.await else { return Ok(()) };
    let mut found = Vec::new();
    for (answered, group) in asked.into_iter().filter(|(answered, group)| *answered != group.proposed) {
        store.set_proposed(&group.rows, answered.then(now_ms)).await?;
        if answered {
            found.push(Group { proposed: true, ..group });
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    tell(reach, outbox, |lang| worded(lang, text(lang, "curator-proposals", &[("n", found.len().into())]), &found))
        .await
}

fn is_answered(knowledge: &dyn Knowledge, group: &Group) -> bool {
    let lang = group.langs.first().map(|(lang, _)| *lang);
    let answer = knowledge.ask(&Question { lang, ..Question::new(group.question.as_str()) });
    answer.is_ok_and(|answer| !answer.kind.is_silent())
}

fn worded(lang: Locale, intro: String, groups: &[Group]) -> String {
    let lines = groups.iter().zip(1..).take(NAMED).map(|(group, n)| line(lang, group, n));
    let all: Vec<String> = std::iter::once(intro).chain(lines).chain([text(lang, "curator-outro", &[])]).collect();
    escape(&all.join("\n\n"))
}

/// Sends every administrator a message, in their language. Who cannot be written to is left out.
async fn tell(reach: &Reach, outbox: &Outbox, message: impl Fn(Locale) -> String) -> Result<(), StoreError> {
    for admin in &reach.options.admins {
        let lang = lang_of(&*reach.store, *admin).await?;
        let mut payload = SendMessage::new(Recipient::Id(ChatId(*admin)), message(lang));
        payload.parse_mode = Some(ParseMode::Html);
        if outbox.ready(*admin).await.is_err() || outbox.once(*admin, &payload).await.is_err() {
            tracing::warn!("an administrator could not be written to");
        }
    }
    Ok(())
}

async fn lang_of(store: &dyn Store, admin: i64) -> Result<Locale, StoreError> {
    if let Some(lang) = store.settings(admin).await?.lang {
        return Ok(lang);
    }
    let chosen = store.person(Who { chat_id: admin, user_id: admin }).await?.lang;
    Ok(chosen.and_then(|code| code.parse().ok()).unwrap_or_default())
}

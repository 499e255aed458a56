//! Everything beside the conversation: inline mode, groups, subscriptions, privacy, access.
//!
//! ```text
//! update ──request──▶ access ──tree──▶ deeds ──▶ outbox        what is not for this module goes on to the conversation
//! corpus at start ──announce──▶ notices (on disk) ──▶ outbox   in the background of replies
//! ```
//!
//! `Desk::take` stands before the conversation in the worker: it judges who asks, does what is this module's and hands
//! back everything else. Requests are read from raw JSON like messages; the handlers are one tree; what they decide is a
//! list of deeds, done under the rules of the inbox. What is remembered is in the [`Store`], what is known of articles
//! comes from a [`Library`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use dptree::Handler;
use serde_json::Value;
use tokio::sync::{Notify, Semaphore};

use super::error::ApiError;
use super::health::now_ms;
use super::meter::{self, count};
use super::outbox::{Outbox, Target, Unsent};
use super::schedule::Job;
use super::update::{self, Incoming, Me};
use super::worker::Stuck;
use crate::curate::coverage::Grid;
use crate::dialogue::Knowledge;
use crate::domain::{Citation, Lang};
use crate::engine::news::Interest;
use crate::ingest::adding::{AddError, Document, Proposal, Wishes};
use crate::locale::{Locale, text};
use crate::store::memory::Who;
use crate::store::people::ChatSettings;
use crate::store::{Inbox, Outcome, Pending, Store, StoreError};

mod access;
mod adding;
mod admin;
pub mod curators;
mod deed;
mod follow;
mod groups;
mod inline;
mod menu;
mod misses;
mod notices;
mod options;
mod privacy;
mod request;
mod tree;

pub use notices::announce;
pub use options::{Access, InviteCode, Options};

use access::{Asker, Gate, Verdict};
use deed::Deed;
use request::Request;

pub(super) use groups::apply;
pub(super) use menu::register;
pub(super) use misses::{Noting, noting};
pub(super) use notices::deliver;

/// An inline query older than this is not answered: nobody waits for it any more.
const INLINE_LATE_MS: i64 = 5_000;
/// A command older than this is left to the conversation, which says that it is too late.
const ORDER_LATE_MS: i64 = 10 * 60 * 1000;

/// What this module wants to know of the articles.
#[async_trait]
pub trait Library: Send + Sync {
    /// The articles of this moment, for everything that belongs together; `None` when they never change.
    fn pinned(&self) -> Option<Arc<dyn Library>> {
        None
    }

    /// Waits until the generation is another one than `known`.
    async fn renewed(&self, _known: &str) {
        std::future::pending().await
    }

    /// Waits for a source that fails, each told once.
    async fn failing(&self) -> curators::Failing {
        std::future::pending().await
    }

    /// Changes with every change of the articles.
    fn generation(&self) -> String;

    /// Every article's id and the hash of its text, hexadecimal.
    fn articles(&self) -> Vec<(String, String)>;

    /// Regions that have articles: English name, and name in `lang`.
    fn regions(&self, lang: Lang) -> Vec<(String, String)>;

    /// A region's name in `lang`, from the English one.
    fn region_name(&self, region: &str, lang: Lang) -> String;

    /// Reads words as an interest.
    fn interest(&self, words: &str, lang: Lang) -> Interest;

    /// The best quote of an article for an interest, `None` when it does not serve it.
    fn news(&self, article: &str, interest: &Interest) -> Option<Citation>;

    /// How they are doing.
    fn status(&self) -> curators::Status {
        curators::Status::default()
    }

    /// Reads all files again; false when it is not known yet how that ended.
    async fn reread(&self) -> bool {
        true
    }

    /// What is wrong with the files, a line each. May take a while and may use the CPU.
    fn lint(&self) -> Vec<String> {
        Vec::new()
    }

    /// What taking in a document would do. Reads all files; may use the CPU. Without a folder, nothing can be.
    fn propose(&self, document: Document, _wishes: &Wishes) -> Result<Proposal, AddError> {
        Err(AddError::Outside(document.shown))
    }

    /// Writes what was proposed.
    fn take_in(&self, proposal: &Proposal) -> Result<(), AddError> {
        Err(AddError::Outside(proposal.file.display().to_string()))
    }

    /// What is covered, regions named in `lang`. May use the CPU.
    fn coverage(&self, _lang: Lang) -> Grid {
        Grid::default()
    }
}

/// What `serve` is given for this module.
#[derive(Clone)]
pub struct Reach {
    /// Settings.
    pub options: Options,
    /// What is remembered.
    pub store: Arc<dyn Store>,
    /// The articles.
    pub library: Arc<dyn Library>,
}

/// This module at work.
pub(super) struct Desk {
    reach: Reach,
    me: Me,
    outbox: Arc<Outbox>,
    knowledge: Arc<dyn Knowledge>,
    gate: Gate,
    tree: Handler<'static, Result<Vec<Deed>, Stuck>>,
    shelf: inline::Shelf,
    /// Where our own reader is reached, for links to the pages of quotes.
    pages: Option<String>,
    /// Documents that administrators have sent and not decided on.
    offers: adding::Offers,
    /// Results being put together at the same time.
    cpu: Semaphore,
    /// The newest inline query of each user who has one waiting.
    newest: Mutex<HashMap<i64, i64>>,
    /// Wakes up whoever sends notices.
    wake: Arc<Notify>,
}

/// A request with what is needed to judge whether it is still wanted.
#[derive(Clone)]
pub(super) struct Case {
    request: Request,
    pending: Pending,
}

impl Desk {
    pub fn new(
        reach: Reach,
        me: Me,
        outbox: Arc<Outbox>,
        knowledge: Arc<dyn Knowledge>,
        workers: usize,
        pages: Option<String>,
        wake: Arc<Notify>,
    ) -> Arc<Self> {
        Arc::new(Self {
            gate: Gate::new(reach.options.clone()),
            reach,
            me,
            outbox,
            knowledge,
            tree: tree::tree(),
            shelf: inline::Shelf::default(),
            pages,
            offers: adding::Offers::default(),
            cpu: Semaphore::new(workers.max(1)),
            newest: Mutex::default(),
            wake,
        })
    }

    /// Hears of updates before their turn comes, so that an older inline query can give way to a newer one.
    pub fn heard(&self, batch: &[Pending]) {
        let mut newest = self.newest.lock().unwrap_or_else(|e| e.into_inner());
        for pending in batch.iter().filter(|p| update::is_inline(p.chat_id)) {
            let known = newest.entry(pending.chat_id).or_default();
            *known = pending.update_id.max(*known);
        }
    }

    /// Deals with an update if it is this module's or its sender is not answered; `None` hands it back.
    pub async fn take(self: &Arc<Self>, job: &mut Job, update: &Value) -> Result<Option<Outcome>, Stuck> {
        let request = request::read(update, &self.me).filter(|request| self.concerns(request));
        if let Some(asker) = asker(update, request.as_ref(), &self.me) {
            // Counted once, however often it is tried.
            let fresh = job.failures == 0 && job.pending.attempts == 0;
            self.open_the_door(update, asker).await?;
            let verdict = match fresh {
                true => self.gate.check(asker, &*self.reach.store).await?,
                false => Verdict::Pass,
            };
            if verdict != Verdict::Pass {
                return self.turn_away(job, update, asker, verdict).await.map(Some);
            }
        }
        let Some(request) = request.filter(|request| !is_late(request, &job.pending)) else { return Ok(None) };
        let mut target = target(&request);
        let deeds = tree::dispatch(&self.tree, Arc::clone(self), Case { request, pending: job.pending }).await?;
        let done = deed::perform(self.inbox(), &self.outbox, job, &mut target, deeds).await;
        self.settle(job, done).await.map(Some)
    }

    /// A document or link that nobody has asked for is a request only from an administrator.
    fn concerns(&self, request: &Request) -> bool {
        !matches!(request, Request::Order(order) if order.uncalled && !self.is_admin(order.user_id))
    }

    /// What the chat of a message has chosen; its language becomes that of the message.
    pub async fn chosen(&self, incoming: &mut Incoming) -> Result<ChatSettings, StoreError> {
        let chosen = self.reach.store.settings(incoming.chat_id).await?;
        incoming.lang = chosen.lang.unwrap_or(incoming.lang);
        Ok(chosen)
    }

    fn inbox(&self) -> &dyn Inbox {
        &*self.reach.store
    }

    /// The language for somebody in a chat: what the chat has chosen, what they have chosen, else that of their app.
    async fn lang(&self, who: Who, own: Locale) -> Result<Locale, StoreError> {
        if let Some(lang) = self.reach.store.settings(who.chat_id).await?.lang {
            return Ok(lang);
        }
        let chosen = self.reach.store.person(who).await?.lang;
        Ok(chosen.and_then(|code| code.parse().ok()).unwrap_or(own))
    }

    fn is_admin(&self, user_id: i64) -> bool {
        self.reach.options.admins.contains(&user_id)
    }

    /// The code of an invitation link lets its bearer in.
    async fn open_the_door(&self, update: &Value, asker: Asker) -> Result<(), StoreError> {
        let text = update["message"]["text"].as_str().unwrap_or_default();
        if asker.chat_id == asker.user_id && admin::is_invited(&self.reach.options, text) {
            self.reach.store.admit(asker.user_id).await?;
        }
        Ok(())
    }

    async fn turn_away(&self, job: &mut Job, update: &Value, asker: Asker, verdict: Verdict) -> Result<Outcome, Stuck> {
        count(meter::TURNED_AWAY);
        let kinds = [&update["message"], &update["edited_message"], &update["callback_query"]];
        let message = kinds.into_iter().find(|kind| kind["from"].is_object()).unwrap_or(&Value::Null);
        let who = Who { chat_id: asker.chat_id, user_id: asker.user_id };
        let lang = self.lang(who, update::lang(&message["from"])).await?;
        let said = match verdict {
            Verdict::Slower => Some(text(lang, "slower", &[])),
            Verdict::Closed => Some(text(lang, "closed", &[])),
            Verdict::Pass | Verdict::Silent => None,
        };
        let mut deeds = Vec::new();
        if let Some(id) = update["callback_query"]["id"].as_str() {
            deeds.push(Deed::Toast { id: id.to_owned(), text: said });
        } else if let Some(said) = said {
            deeds.push(Deed::say(said));
        }
        let mut target = Target {
            chat_id: asker.chat_id,
            thread_id: update::thread(message),
            reply_to: update::id32(&message["message_id"]).unwrap_or(0),
        };
        let done = deed::perform(self.inbox(), &self.outbox, job, &mut target, deeds).await;
        self.settle(job, done).await
    }

    /// What a refusal means for the chat and the update.
    async fn settle(&self, job: &Job, done: Result<(), Stuck>) -> Result<Outcome, Stuck> {
        let Err(Stuck::Send(Unsent::Refused(error))) = done else { return done.map(|()| Outcome::Done) };
        let gone = error == ApiError::Forbidden;
        tracing::warn!(update_id = job.pending.update_id, gone, %error, "given up: Telegram does not take the reply");
        count(meter::DEAD);
        Ok(Outcome::Dead)
    }
}

fn is_late(request: &Request, pending: &Pending) -> bool {
    let most = if matches!(request, Request::Order(_)) { ORDER_LATE_MS } else { i64::MAX };
    pending.parts_sent == 0 && now_ms() - pending.accepted_at_ms > most
}

/// Who asks for something that would be answered.
fn asker(update: &Value, request: Option<&Request>, me: &Me) -> Option<Asker> {
    let of = |user_id, chat_id, inline| Some(Asker { user_id, chat_id, inline });
    match request {
        Some(Request::Inline(query)) => of(query.user_id, query.user_id, true),
        Some(Request::Order(order)) => of(order.user_id, order.chat_id, false),
        Some(Request::Press(press)) => of(press.user_id, press.chat_id, false),
        Some(_) => None,
        None => {
            let incoming = update::read(update, me)?;
            of(incoming.user_id, incoming.chat_id, false)
        }
    }
}

fn target(request: &Request) -> Target {
    match request {
        Request::Order(order) => {
            Target { chat_id: order.chat_id, thread_id: order.thread_id, reply_to: order.message_id }
        }
        Request::Press(press) => Target { chat_id: press.chat_id, thread_id: None, reply_to: press.message_id },
        _ => Target { chat_id: 0, thread_id: None, reply_to: 0 },
    }
}

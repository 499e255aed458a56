//! Telegram: updates in, replies out, nothing lost in between.
//!
//! ```text
//! poller ──accept──▶ inbox (on disk) ──▶ schedule ──▶ worker ──▶ tree ──▶ Turn ──▶ render ──▶ outbox ──▶ api
//!    ▲ only then the next offset           per chat, in order     no network        HTML      limits     HTTP
//! ```
//!
//! teloxide gives the request types and `dptree` the handler tree. Polling, queueing, sending and the HTTP transport
//! are ours: teloxide's dispatcher confirms updates before they are handled and ends with a panicking handler, its
//! throttle lets one chat's 429 stop all chats, and its transport sleeps ten seconds on every 5xx.
//!
//! What a crash can do: an update is in the inbox before Telegram forgets it and leaves it only when its reply is
//! sent, so every accepted question is answered; a message is sent twice only when the crash (or the lost connection)
//! falls between Telegram's acceptance and our record of it.
//!
//! What is said is the [dialogue](crate::dialogue)'s; this module fetches what is remembered (`recall`) and brings both to
//! each other. It must not know how answers are found (it gets a [`Knowledge`]), where settings come from (it gets
//! [`Options`]), or SQL (it gets a [`Store`](crate::store::Store)). No text of a user, no name and no token reaches a log line.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinSet;

use crate::dialogue::{Dialogue, Knowledge};
use crate::store::{Inbox, StoreError};

mod api;
mod backoff;
mod error;
mod granted;
mod health;
mod html;
mod limiter;
pub mod meter;
mod options;
mod outbox;
mod poller;
pub mod reach;
mod recall;
pub mod render;
mod renewal;
mod schedule;
mod token;
pub mod tree;
pub mod update;
mod worker;

pub use health::Health;
pub use options::{Limits, Options};
pub use reach::{Library, Reach};
pub use token::{Token, TokenError};

/// How long the replies under way may take after a shutdown is asked for.
const DRAIN: Duration = Duration::from_secs(10);

/// Why the bot stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Telegram does not know the token.
    #[error(
        "Telegram refused the bot token; compare it with the one @BotFather shows (/mybots, API Token), \
         or make a new one there, and set it in .env"
    )]
    Token,
    /// Somebody else receives this bot's updates.
    #[error(
        "another program receives this bot's messages (409 Conflict): a second copy of this bot is polling with the \
         same token, or a webhook is set; stop the other copy, or remove the webhook with the deleteWebhook method"
    )]
    Conflict,
    /// The inbox failed at start.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The HTTP client could not be made.
    #[error("cannot prepare the connection to Telegram: {0}")]
    Client(String),
    /// The part that answers ended on its own.
    #[error("the part that answers messages stopped unexpectedly; please report this, with the log")]
    Worker,
}

/// Polls Telegram and answers until `shutdown` completes, then lets replies under way finish for up to 10 seconds.
///
/// Telegram being down is waited out, at start too. What was accepted and not answered before is answered first.
/// Fails when going on makes no sense: wrong token, second poller, broken inbox at start.
pub async fn serve(
    options: Options,
    knowledge: Arc<dyn Knowledge>,
    reach: Reach,
    health: Arc<Health>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let api = Arc::new(api::Api::new(&options)?);
    let (stop, stopped) = watch::channel(false);
    let serving = run(options, api, knowledge, reach, health, stopped);
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => ended,
        () = shutdown => {
            stop.send_replace(true);
            serving.await
        }
    }
}

async fn run(
    options: Options,
    api: Arc<api::Api>,
    knowledge: Arc<dyn Knowledge>,
    reach: Reach,
    health: Arc<Health>,
    stopped: watch::Receiver<bool>,
) -> Result<(), ServeError> {
    let inbox: Arc<dyn Inbox> = Arc::clone(&reach.store) as _;
    let mut poller = poller::Poller::new(Arc::clone(&api), Arc::clone(&inbox), health, options.poll_timeout_s, stopped);
    let Some(me) = poller.introduce().await? else { return Ok(()) };
    let pending = inbox.pending().await?;
    tracing::info!(pending = pending.len(), "receiving messages");
    let outbox = Arc::new(outbox::Outbox::new(api, &options.limits));
    let wake = Arc::new(Notify::new());
    // Ended when this function is left; what they had not done is done after the next start.
    let mut background = JoinSet::new();
    background.spawn(reach::deliver(reach.clone(), Arc::clone(&outbox), Arc::clone(&wake)));
    if reach.options.digest {
        background.spawn(reach::curators::digests(reach.clone(), Arc::clone(&outbox)));
    }
    background.spawn(reach::curators::alarms(reach.clone(), Arc::clone(&outbox)));
    if reach.options.register {
        background.spawn(reach::register(reach.options.clone(), Arc::clone(&outbox)));
    }
    let store = Arc::clone(&reach.store);
    let (noting, writing) = reach::noting(Arc::clone(&knowledge), Arc::clone(&store), &reach.options);
    // By way of the knowledge itself: asked again with every generation, a question is not unanswered once more.
    let pages = options.public_url.clone();
    let asking = Dialogue::new(Arc::clone(&knowledge), Some(me.username.clone())).with_pages(pages.clone());
    background.spawn(renewal::keep_up(reach.clone(), asking, Arc::clone(&outbox), Arc::clone(&wake)));
    let desk =
        reach::Desk::new(reach, me.clone(), Arc::clone(&outbox), knowledge, options.workers, pages.clone(), wake);
    let dialogue = Dialogue::new(Arc::new(noting.clone()), Some(me.username.clone())).with_pages(pages);
    let worker = worker::Worker::new(store, outbox, me, (dialogue, noting), desk, &options);
    let (feed, accepted) = mpsc::unbounded_channel();
    // A set, because it ends its task when this future is dropped.
    let mut working = JoinSet::new();
    working.spawn(worker::run(Arc::new(worker), pending, accepted));
    let polled = tokio::select! {
        polled = poller.run(feed) => polled,
        _ = working.join_next() => return Err(ServeError::Worker),
    };
    // The poller has dropped its end of the feed: the worker ends when everything it can send now is sent.
    if tokio::time::timeout(DRAIN, working.join_next()).await.is_err() {
        tracing::warn!("stopped with replies under way; they will be sent after the next start");
    }
    // So that nothing of this holds the store when the owner closes it.
    background.shutdown().await;
    working.shutdown().await;
    _ = tokio::time::timeout(DRAIN, writing).await;
    polled
}

//! The bot's life: start, signals, end.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::pages::Pages;
use super::reload::Reloading;
use super::sources::Sources;
use super::{Current, KnowledgeBase, NoToken, Snapshot};
use crate::config::Settings;
use crate::dialogue::Knowledge;
use crate::store::Inbox;
use crate::store::sqlite::SqliteInbox;
use crate::telegram::{self, Health, Options, Reach};
use crate::watch::Watch;

/// How long the reader may finish what is under way.
const LAST: Duration = Duration::from_secs(1);

/// Runs the bot until SIGINT or SIGTERM; a second signal ends it at once.
pub fn serve(settings: &Settings) -> anyhow::Result<()> {
    let token = settings.token.clone().ok_or(NoToken)?;
    let (current, reloading, runtime) = begin(settings)?;
    let options = Options {
        api_url: settings.api_url.clone(),
        workers: settings.workers,
        poll_timeout_s: settings.poll_timeout_s,
        public_url: settings.is_public.then(|| settings.public_url.clone()),
        ..Options::new(token)
    };
    let sources = Sources::start(settings, current.failing())?;
    let ended = runtime.block_on(run(options, settings, current));
    sources.stop();
    runtime.shutdown_background();
    reloading.stop();
    ended
}

/// What the bot and the reader alone begin with: the articles in service, the thread that keeps them current, a runtime.
pub(super) fn begin(settings: &Settings) -> anyhow::Result<(Arc<Current>, Reloading, Runtime)> {
    // Before the articles are read, so that no change is missed.
    let watch = Watch::new(&settings.knowledge, settings.watch);
    let mut base = KnowledgeBase::open(settings)?;
    let snapshot = base.first(|_, _| {})?;
    report(&snapshot);
    let current = Arc::new(Current::new(snapshot));
    let reloading = Reloading::start(base, Arc::clone(&current), watch)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")?;
    Ok((current, reloading, runtime))
}

fn report(snapshot: &Snapshot) {
    for problem in &snapshot.problems {
        tracing::warn!("{problem}");
    }
    let articles = snapshot.ask.corpus().articles().len();
    tracing::info!(
        articles,
        passages = snapshot.ask.corpus().len(),
        left_out = snapshot.problems.len(),
        "knowledge loaded"
    );
}

async fn run(options: Options, settings: &Settings, current: Arc<Current>) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    listen_for_signals(stop)?;
    let inbox = Arc::new(SqliteInbox::open(&settings.data.join("inbox.sqlite")).await?);
    let shared: Arc<dyn Inbox> = Arc::clone(&inbox) as _;
    let health = Arc::new(Health::default());
    let pages = match settings.web {
        Some(address) => {
            let pages = Pages { current: &current, inbox: &shared, health: Some(&health) };
            Some(pages.start(address, until(stopped.clone())).await?)
        }
        None => None,
    };
    let reading = match settings.reader {
        Some(address) => {
            let memory = Arc::clone(&inbox) as _;
            Some(super::reader::start(address, settings, &current, memory, until(stopped.clone())).await?)
        }
        None => None,
    };
    let reach =
        Reach { options: settings.reach.clone(), store: Arc::clone(&inbox) as _, library: Arc::clone(&current) as _ };
    let changed = telegram::reach::announce(&*reach.store, &*current.load()).await?;
    tracing::info!(changed, "articles compared with those of the last start");
    let ended = telegram::serve(options, current as Arc<dyn Knowledge>, reach, health, until(stopped)).await;
    for mut serving in [reading, pages].into_iter().flatten() {
        if tokio::time::timeout(LAST, &mut serving).await.is_err() {
            serving.abort();
        }
    }
    drop(shared);
    // Closing wipes what is left of answered questions. What was cut off may still hold the inbox: then the next start
    // does it.
    if let Some(inbox) = Arc::into_inner(inbox) {
        inbox.close().await;
    }
    ended?;
    tracing::info!("stopped");
    Ok(())
}

/// Completes when the bot is told to stop.
pub(super) async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is the end as well.
    _ = stopped.wait_for(|stop| *stop).await;
}

/// Tells to stop at the first SIGINT or SIGTERM; at the second the process ends.
pub(super) fn listen_for_signals(stop: watch::Sender<bool>) -> anyhow::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if stop.send_replace(true) {
                std::process::exit(130);
            }
            tracing::info!("stopping: answering what is under way; a second signal ends at once");
        }
    });
    Ok(())
}

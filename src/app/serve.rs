//! The bot's life: start, signals, end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::reload::Reloading;
use super::{Current, KnowledgeBase, NoToken, Snapshot};
use crate::config::Settings;
use crate::dialogue::Knowledge;
use crate::store::Inbox;
use crate::store::sqlite::SqliteInbox;
use crate::telegram::{self, Health, Options, Reach};
use crate::watch::Watch;
use crate::web::{self, CheckResult, Checks, Probe, Shown};

/// Without a successful poll for this long, Telegram is taken to be out of reach (a poll waits at most 50 s).
const SILENT: Duration = Duration::from_secs(90);

/// Runs the bot until SIGINT or SIGTERM; a second signal ends it at once.
pub fn serve(settings: &Settings) -> anyhow::Result<()> {
    let token = settings.token.clone().ok_or(NoToken)?;
    // Before the articles are read, so that no change is missed.
    let watch = settings.watch.map(|options| Watch::new(&settings.knowledge, options));
    let mut base = KnowledgeBase::open(settings)?;
    let snapshot = base.first(|_, _| {})?;
    report(&snapshot);
    let current = Arc::new(Current::new(snapshot));
    let reloading = watch.map(|watch| Reloading::start(base, Arc::clone(&current), watch)).transpose()?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")?;
    let options = Options {
        api_url: settings.api_url.clone(),
        workers: settings.workers,
        poll_timeout_s: settings.poll_timeout_s,
        ..Options::new(token)
    };
    let ended = runtime.block_on(run(options, settings, current));
    runtime.shutdown_background();
    if let Some(reloading) = reloading {
        reloading.stop();
    }
    ended
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
        Some(address) => Some(pages(address, &current, &shared, &health, until(stopped.clone())).await?),
        None => None,
    };
    let reach =
        Reach { options: settings.reach.clone(), store: Arc::clone(&inbox) as _, library: Arc::clone(&current) as _ };
    let changed = telegram::reach::announce(&*reach.store, &*current.load()).await?;
    tracing::info!(changed, "articles compared with those of the last start");
    let ended = telegram::serve(options, current as Arc<dyn Knowledge>, reach, health, until(stopped)).await;
    if let Some(pages) = pages {
        pages.abort();
        // An error says that it was aborted.
        _ = pages.await;
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
async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is the end as well.
    _ = stopped.wait_for(|stop| *stop).await;
}

/// Starts the health and metrics pages.
async fn pages(
    address: SocketAddr,
    current: &Arc<Current>,
    inbox: &Arc<dyn Inbox>,
    health: &Arc<Health>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<JoinHandle<()>> {
    let metrics = PrometheusBuilder::new().install_recorder().context("cannot start counting")?;
    let listener = TcpListener::bind(address).await;
    let listener = listener
        .with_context(|| format!("cannot listen on {address}; choose another address with POLICYBOT_WEB_ADDR"))?;
    let checks =
        Checks { index: index_probe(current), inbox: Arc::clone(inbox), telegram: Some(telegram_probe(health)) };
    tracing::info!(%address, "health and metrics pages");
    let serving = web::serve(listener, Shown { checks, metrics }, web::Options::default(), stop);
    Ok(tokio::spawn(async move {
        if let Err(error) = serving.await {
            tracing::error!(%error, "the health and metrics pages ended");
        }
    }))
}

fn index_probe(current: &Arc<Current>) -> Probe {
    let current = Arc::clone(current);
    Arc::new(move || {
        let snapshot = current.load();
        let corpus = snapshot.ask.corpus();
        CheckResult::ok()
            .with("articles", corpus.articles().len() as u64)
            .with("passages", corpus.len() as u64)
            .with("generation", snapshot.generation.as_str())
    })
}

fn telegram_probe(health: &Arc<Health>) -> Probe {
    let health = Arc::clone(health);
    Arc::new(move || match health.since_poll() {
        None => CheckResult::degraded("Telegram has not answered yet"),
        Some(since) if since > SILENT => {
            CheckResult::degraded(format!("Telegram has not answered for {} s", since.as_secs()))
        }
        Some(since) => CheckResult::ok().with("seconds_since_poll", since.as_secs()),
    })
}

/// Tells to stop at the first SIGINT or SIGTERM; at the second the process ends.
fn listen_for_signals(stop: watch::Sender<bool>) -> anyhow::Result<()> {
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

//! The bot's life: start, signals, end.

use std::sync::Arc;

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use super::{NoToken, Snapshot, open};
use crate::config::Settings;
use crate::domain::{Lang, Question};
use crate::store::sqlite::SqliteInbox;
use crate::telegram::{self, Answerer, Covers, Health, Options};

/// Runs the bot until SIGINT or SIGTERM; a second signal ends it at once.
pub fn serve(settings: &Settings) -> anyhow::Result<()> {
    let token = settings.token.clone().ok_or(NoToken)?;
    let snapshot = open(settings, |_, _| {})?;
    report(&snapshot);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")?;
    let options = Options {
        api_url: settings.api_url.clone(),
        workers: settings.workers,
        poll_timeout_s: settings.poll_timeout_s,
        ..Options::new(token)
    };
    let ended = runtime.block_on(run(options, settings, Arc::new(snapshot)));
    runtime.shutdown_background();
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

async fn run(options: Options, settings: &Settings, snapshot: Arc<Snapshot>) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    let inbox = Arc::new(SqliteInbox::open(&settings.data.join("inbox.sqlite")).await?);
    let health = Arc::new(Health::default());
    let received = Arc::clone(&inbox);
    let served = telegram::serve(options, answerer(&snapshot), covers(&snapshot), received, health, stop).await;
    // Closing wipes what is left of answered questions. Replies that were cut off may still hold the inbox: then the
    // next start does it.
    if let Some(inbox) = Arc::into_inner(inbox) {
        inbox.close().await;
    }
    served?;
    tracing::info!("stopped");
    Ok(())
}

fn answerer(snapshot: &Arc<Snapshot>) -> Answerer {
    let snapshot = Arc::clone(snapshot);
    Arc::new(move |question: &Question| snapshot.ask.ask(question))
}

fn covers(snapshot: &Arc<Snapshot>) -> Covers {
    let snapshot = Arc::clone(snapshot);
    Arc::new(move |lang: Lang| snapshot.coverage(lang))
}

/// Completes at the first SIGINT or SIGTERM; at the second the process ends.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let (first, stop) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let mut first = Some(first);
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            match first.take() {
                Some(first) => {
                    tracing::info!("stopping: answering what is under way; a second signal ends at once");
                    _ = first.send(());
                }
                None => std::process::exit(130),
            }
        }
    });
    Ok(async move { _ = stop.await })
}

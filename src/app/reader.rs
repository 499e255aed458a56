//! The reader's life, alone or beside the bot.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::pages::Pages;
use super::serve::{begin, listen_for_signals, until};
use super::{Current, Snapshot};
use crate::config::Settings;
use crate::lint::drift::DriftFile;
use crate::store::sqlite::SqliteInbox;
use crate::store::{Inbox, Memory};
use crate::web::{self, Edition, Options, Reader};

/// Where the reader alone listens unless told.
const USUAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Serves the reader until SIGINT or SIGTERM; a second signal ends it at once.
pub fn web(settings: &Settings) -> anyhow::Result<()> {
    let (current, reloading, runtime) = begin(settings)?;
    let ended = runtime.block_on(run(settings, current));
    runtime.shutdown_background();
    reloading.stop();
    ended
}

async fn run(settings: &Settings, current: Arc<Current>) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    listen_for_signals(stop)?;
    let store = Arc::new(SqliteInbox::open(&settings.data.join("inbox.sqlite")).await?);
    let inbox: Arc<dyn Inbox> = Arc::clone(&store) as _;
    let pages = match settings.web {
        Some(address) => {
            let pages = Pages { current: &current, inbox: &inbox, health: None };
            Some(pages.start(address, until(stopped.clone())).await?)
        }
        None => None,
    };
    let address = settings.reader.unwrap_or(USUAL);
    let reading = start(address, settings, &current, Arc::clone(&store) as _, until(stopped)).await?;
    reading.await.context("the reader ended")?;
    if let Some(pages) = pages {
        pages.abort();
    }
    tracing::info!("stopped");
    Ok(())
}

/// Starts the reader.
pub(super) async fn start(
    address: SocketAddr,
    settings: &Settings,
    current: &Arc<Current>,
    memory: Arc<dyn Memory>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<JoinHandle<()>> {
    let listener = TcpListener::bind(address).await;
    let listener = listener
        .with_context(|| format!("cannot listen on {address}; choose another address with POLICYBOT_READER_ADDR"))?;
    let address = listener.local_addr().unwrap_or(address);
    let current = Arc::clone(current);
    let drift = DriftFile::new(&settings.data);
    let reader = Reader { current: Arc::new(move || edition(&current.load(), &drift)), memory: Some(memory) };
    let options = Options {
        per_minute: settings.reader_per_minute,
        trusted_proxies: settings.trusted_proxies.clone(),
        cors_origins: settings.cors_origins.clone(),
        questions: settings.workers,
        ..Options::new(settings.public_url.clone())
    };
    tracing::info!(%address, public = %settings.public_url, "reader");
    Ok(tokio::spawn(async move {
        if let Err(error) = web::serve_reader(listener, reader, options, stop).await {
            tracing::error!(%error, "the reader ended");
        }
    }))
}

/// A snapshot as the reader wants to know it, with what is known of the articles' pages.
pub fn edition(snapshot: &Snapshot, drift: &DriftFile) -> Edition {
    let (looked, drift) = drift.now();
    let of_looks = looked.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
    let of_looks = of_looks.map(|at| format!("-{}", at.as_millis())).unwrap_or_default();
    Edition {
        ask: Arc::clone(&snapshot.ask),
        generation: format!("{}{of_looks}", snapshot.generation),
        since: looked.map_or(snapshot.since, |at| at.max(snapshot.since)),
        drift,
    }
}

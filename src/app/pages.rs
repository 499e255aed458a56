//! Health and metrics, as the parts tell them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::Current;
use crate::store::Inbox;
use crate::telegram::Health;
use crate::web::operator::{self, CheckResult, Checks, Probe, Shown};

/// Without a successful poll for this long, Telegram is taken to be out of reach (a poll waits at most 50 s).
const SILENT: Duration = Duration::from_secs(90);

/// Borders of the histograms, seconds.
const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0];

/// The health and metrics pages.
pub(super) struct Pages<'a> {
    pub current: &'a Arc<Current>,
    pub inbox: &'a Arc<dyn Inbox>,
    /// Whether Telegram is heard; `None` where the bot runs without it.
    pub health: Option<&'a Arc<Health>>,
}

impl Pages<'_> {
    /// Starts them.
    pub async fn start(
        &self,
        address: SocketAddr,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<JoinHandle<()>> {
        let metrics = PrometheusBuilder::new().set_buckets(&SECONDS).context("cannot start counting")?;
        let metrics = metrics.install_recorder().context("cannot start counting")?;
        let listener = TcpListener::bind(address).await;
        let listener = listener
            .with_context(|| format!("cannot listen on {address}; choose another address with POLICYBOT_WEB_ADDR"))?;
        let telegram = self.health.map(telegram_probe);
        let checks = Checks { index: index_probe(self.current), inbox: Arc::clone(self.inbox), telegram };
        tracing::info!(%address, "health and metrics pages");
        let serving = operator::serve(
            listener,
            Shown { checks, metrics, gauges: gauges(self.current) },
            operator::Options::default(),
            stop,
        );
        Ok(tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the health and metrics pages ended");
            }
        }))
    }
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

/// Sets the gauges that tell what is read.
fn gauges(current: &Arc<Current>) -> Arc<dyn Fn() + Send + Sync> {
    let current = Arc::clone(current);
    Arc::new(move || {
        let snapshot = current.load();
        let corpus = snapshot.ask.corpus();
        metrics::gauge!("policybot_articles").set(corpus.articles().len() as f64);
        metrics::gauge!("policybot_passages").set(corpus.len() as f64);
        metrics::gauge!("policybot_articles_left_out").set(snapshot.problems.len() as f64);
        // A number that changes with the articles: the generation, read as hexadecimal.
        let generation = u32::from_str_radix(&snapshot.generation, 16).unwrap_or(0);
        metrics::gauge!("policybot_generation").set(f64::from(generation));
    })
}

//! `status`: what is in the two folders.

use std::io::Write;
use std::process::ExitCode;

use crate::app::{Ledger, Overview, is_running};
use crate::config::Settings;
use crate::store::curators::State;

/// Prints a line for everything.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let overview = Overview::read(settings);
    let corpus = overview.ask.corpus();
    let mut out = std::io::stdout().lock();
    let mut line = |name: &str, value: String| writeln!(out, "{name:<26} {value}");
    line("knowledge folder", settings.knowledge.display().to_string())?;
    let regions = overview.ask.largest_first().len();
    line("articles", format!("{} with {} passages on {regions} regions", corpus.articles().len(), corpus.len()))?;
    line("generation", overview.generation)?;
    line("files with problems", format!("{} (policybot lint names them)", overview.problems.len()))?;
    line("data folder", settings.data.display().to_string())?;
    line("bot", if is_running(&settings.data) { "running" } else { "not running" }.to_owned())?;
    match Ledger::open(settings) {
        Ok(ledger) => {
            let (counts, misses) = (ledger.counts()?, ledger.misses()?);
            let open = misses.iter().filter(|question| question.state == State::Open).count();
            let answered = misses.iter().filter(|q| q.state == State::Open && q.proposed).count();
            line("messages waiting", counts.pending.to_string())?;
            line("subscribers", counts.subscribers.to_string())?;
            line("people waiting", counts.waiting.to_string())?;
            line(
                "open questions",
                format!("{open}, of which {answered} seem to have an answer now (policybot misses)"),
            )?;
            line("answers that did not help", counts.low_ratings.to_string())?;
        }
        Err(error) => line("database", format!("{error:#}"))?,
    }
    Ok(ExitCode::SUCCESS)
}

//! `index`: builds the index and says what was found.

use std::io::Write;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use crate::app;
use crate::config::Settings;

/// Builds. The progress bar shows on a terminal only.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} articles")?);
    let snapshot = app::open(settings, |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    for problem in snapshot.problems.iter().chain(&snapshot.warnings) {
        eprintln!("warning: {problem}");
    }
    let (corpus, c) = (snapshot.ask.corpus(), snapshot.changes);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} articles, {} passages in {}: {} new, {} changed, {} removed, {} unchanged",
        corpus.articles().len(),
        corpus.len(),
        settings.data.join("index").display(),
        c.added,
        c.changed,
        c.removed,
        c.unchanged
    )?;
    if !snapshot.problems.is_empty() {
        writeln!(out, "{} problems, named above; the other files were loaded", snapshot.problems.len())?;
    }
    Ok(ExitCode::SUCCESS)
}

//! `sources`: feeds, sitemaps and pages that are looked at again and again.

use std::io::Write;
use std::process::ExitCode;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use crate::app::{self, now, now_s};
use crate::config::Settings;
use crate::ingest::fetch::Limits;
use crate::ingest::sources::{Place, Report, Source, State, check, list};
use crate::ingest::{Boilerplate, lexicon};

/// Arguments of `sources`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    /// Also fetch from this machine; for tests
    #[arg(long, hide = true, global = true)]
    allow_loopback: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the sources, when each is due and how often it failed
    List,
    /// Fetch each list and say how many addresses are wanted and new; nothing is taken in
    Check {
        /// Names of sources; all when there are none
        names: Vec<String>,
    },
    /// Take in what is new: of the sources named, or of all that are due
    Run {
        /// Names of sources
        names: Vec<String>,
    },
}

/// Runs one of them. The exit code is 1 when a source failed.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let limits = Limits { loopback: arguments.allow_loopback, ..Limits::default() };
    let (sources, problems) = list(&settings.knowledge);
    for problem in &problems {
        eprintln!("warning: {problem}");
    }
    if sources.is_empty() {
        println!("no sources: describe them in {}", settings.knowledge.join("sources.toml").display());
        return Ok(ExitCode::from(u8::from(!problems.is_empty())));
    }
    let names = match &arguments.what {
        What::List => return show(settings, &sources),
        What::Check { names } | What::Run { names } => names,
    };
    if let Some(name) = names.iter().find(|name| sources.iter().all(|s| s.name != **name)) {
        anyhow::bail!("there is no source '{name}'; policybot sources list shows all");
    }
    match &arguments.what {
        What::Run { .. } => take_in(settings, limits, names),
        _ => look(settings, limits, &sources, names),
    }
}

fn show(settings: &Settings, sources: &[Source]) -> anyhow::Result<ExitCode> {
    let (state, mut out) = (State::load(&settings.data)?, std::io::stdout().lock());
    for source in sources {
        let memory = state.memory(&source.name);
        let minutes = memory.map_or(0, |m| m.due_at_s.saturating_sub(now_s()) / 60);
        let due =
            if minutes == 0 { "due now".to_owned() } else { format!("due in {} h {} min", minutes / 60, minutes % 60) };
        writeln!(out, "{}: {}, every {} h, {due}", source.name, source.url, source.interval_h)?;
        if let Some((memory, failure)) = memory.and_then(|m| Some((m, m.failure.as_ref()?))) {
            writeln!(out, "  failed {} times in a row: {failure}", memory.failures)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn look(settings: &Settings, limits: Limits, sources: &[Source], names: &[String]) -> anyhow::Result<ExitCode> {
    let folder = settings.knowledge.join("lexicon");
    let ((furniture, _), (lexicon, _)) = (Boilerplate::load(&folder), lexicon::load(&folder));
    let (state, now) = (State::load(&settings.data)?, now());
    let place = Place {
        knowledge: &settings.knowledge,
        lexicon: &lexicon,
        furniture: &furniture,
        limits,
        pause: std::time::Duration::from_secs(1),
        now: &now,
        now_s: now_s(),
    };
    let mut failed = false;
    for source in sources.iter().filter(|s| names.is_empty() || names.contains(&s.name)) {
        match check(source, &state, &place) {
            Ok((all, new)) => println!("{}: {all} addresses, {new} new", source.name),
            Err(reason) => {
                failed = true;
                println!("{}: {reason}", source.name);
            }
        }
    }
    Ok(ExitCode::from(u8::from(failed)))
}

fn take_in(settings: &Settings, limits: Limits, names: &[String]) -> anyhow::Result<ExitCode> {
    // Hidden where standard error is no terminal.
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} documents")?);
    let mut failed = false;
    let wanted = |source: &Source, state: &State| {
        if names.is_empty() { state.is_due(&source.name, now_s()) } else { names.contains(&source.name) }
    };
    let progress = |source: &Source, done: usize, all: usize| {
        bar.set_message(source.name.clone());
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    app::look(settings, limits, wanted, progress, |source, report| {
        failed |= report.failure.is_some();
        bar.suspend(|| tell(source, &report));
    })?;
    bar.finish_and_clear();
    Ok(ExitCode::from(u8::from(failed)))
}

fn tell(source: &Source, report: &Report) {
    let (added, updated) = (report.added.len(), report.updated.len());
    match &report.failure {
        Some(reason) => println!("{}: failed: {reason}", source.name),
        None => println!("{}: {added} added, {updated} updated, {} unchanged", source.name, report.unchanged),
    }
    for file in report.added.iter().chain(&report.updated) {
        println!("  {file}");
    }
    for what in &report.left_out {
        println!("  not taken in: {what}");
    }
}

//! `lint`: what is wrong with the articles and the lexicon.

use std::io::Write;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::today;
use crate::config::Settings;
use crate::ingest::fetch::Limits;
use crate::lint::drift::Drift;
use crate::lint::live::Live;
use crate::lint::{self, Format, Level};

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Also look whether the articles' pages are there and still say the same
    #[arg(long)]
    online: bool,
    /// How findings are printed: text, json or github
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
    /// Also fetch from this machine; for tests
    #[arg(long, hide = true)]
    allow_loopback: bool,
}

/// Checks. Fails when there is an error among the findings.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut looked = None;
    let mut findings = lint::check(&settings.knowledge, today());
    if arguments.online {
        let bar = ProgressBar::new(0);
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} pages")?);
        let mut drift = Drift::load(&settings.data);
        let pages = Live::new(Limits { loopback: arguments.allow_loopback, ..Limits::default() });
        findings.extend(lint::check_online(&settings.knowledge, &pages, today(), &mut drift, |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }));
        bar.finish_and_clear();
        findings.sort();
        looked = Some(drift);
    }
    write!(std::io::stdout().lock(), "{}", lint::printed(&findings, arguments.format))?;
    // After the findings, which are worth seeing even where nothing can be kept.
    if let Some(drift) = looked {
        drift.save(&settings.data)?;
    }
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    if arguments.format == Format::Text {
        eprintln!("{errors} errors, {} warnings", findings.len() - errors);
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

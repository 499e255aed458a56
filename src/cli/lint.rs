//! `lint`: what is wrong with the articles and the lexicon.

use std::io::Write;
use std::process::ExitCode;

use crate::app::today;
use crate::config::Settings;
use crate::lint::{self, Format, Level};

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How findings are printed: text, json or github
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

/// Checks. Fails when there is an error among the findings.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let findings = lint::check(&settings.knowledge, today());
    write!(std::io::stdout().lock(), "{}", lint::printed(&findings, arguments.format))?;
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    if arguments.format == Format::Text {
        eprintln!("{errors} errors, {} warnings", findings.len() - errors);
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

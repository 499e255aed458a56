//! `config`: the settings in force.

use std::io::Write;
use std::process::ExitCode;

use crate::config::Settings;

/// Prints one line a setting: name, value, source.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    for shown in settings.shown() {
        writeln!(out, "{:<26} {:<28} {}", shown.name, shown.value, shown.source.name())?;
    }
    Ok(ExitCode::SUCCESS)
}

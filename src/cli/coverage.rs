//! `coverage`: what the articles cover, in words, as a table, as a picture.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::app::Overview;
use crate::config::Settings;
use crate::curate::coverage::{Grid, grid, named};
use crate::curate::plot::Plot;
use crate::domain::Lang;
use crate::locale::{Locale, text};

/// Arguments of `coverage`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
    /// Draw a picture into this file: SVG, or PNG when its name ends with .png
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// The language of the names
    #[arg(long, default_value_t = Lang::En)]
    lang: Lang,
}

/// Shows it.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let overview = Overview::read(settings);
    for problem in &overview.problems {
        eprintln!("warning: {problem}");
    }
    let (lang, grid) = (arguments.lang.into(), grid(&overview.ask, arguments.lang));
    if let Some(file) = &arguments.plot {
        fs::write(file, drawn(&grid, lang, file)?).with_context(|| format!("cannot write {}", file.display()))?;
        eprintln!("drawn into {}", file.display());
    }
    let mut out = std::io::stdout().lock();
    match (arguments.csv, &arguments.plot) {
        (true, _) => write!(out, "{}", grid.to_csv(|column| named(lang, column)))?,
        (false, None) => write!(out, "{}", in_words(&grid, lang))?,
        (false, Some(_)) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn drawn(grid: &Grid, lang: Locale, file: &Path) -> anyhow::Result<Vec<u8>> {
    let (title, note) = (text(lang, "coverage-title", &[]), text(lang, "coverage-note", &[]));
    let plot = Plot::new(grid, &title, &note, |column| named(lang, column));
    match file.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("svg") => Ok(plot.svg().into_bytes()),
        Some("png") => plot.png().context("the picture cannot be drawn; take .svg"),
        _ => bail!("{}: pictures are .svg or .png; name the file so", file.display()),
    }
}

fn in_words(grid: &Grid, lang: Locale) -> String {
    let mut out = String::new();
    for row in &grid.rows {
        let newest = row.newest.to_string();
        let head = [("region", (&row.region).into()), ("n", row.articles.into()), ("newest", (&newest).into())];
        out += &format!("{}\n", text(lang, "coverage-region", &head));
        for (column, cell) in grid.columns.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            out += &format!("  {:<50} {:>4} {}\n", named(lang, column), cell.quotes, cell.newest);
        }
    }
    out
}

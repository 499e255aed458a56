//! `coverage`: what the articles cover, in words, as a table, as a picture.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::app::Overview;
use crate::config::Settings;
use crate::curate::coverage::{Column, Grid, grid};
use crate::curate::plot;
use crate::domain::Lang;

/// Arguments of `coverage`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
    /// Draw a picture (SVG) into this file
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

/// Shows it.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let overview = Overview::read(settings);
    for problem in &overview.problems {
        eprintln!("warning: {problem}");
    }
    let grid = grid(&overview.ask, Lang::En);
    if let Some(file) = &arguments.plot {
        let drawn = plot::svg(&grid, "Quotes by region and direction, with the date of the newest", named);
        fs::write(file, drawn).with_context(|| format!("cannot write {}", file.display()))?;
        eprintln!("drawn into {}", file.display());
    }
    let mut out = std::io::stdout().lock();
    match (arguments.csv, &arguments.plot) {
        (true, _) => write!(out, "{}", grid.to_csv(named))?,
        (false, None) => write!(out, "{}", in_words(&grid))?,
        (false, Some(_)) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn in_words(grid: &Grid) -> String {
    let mut out = String::new();
    for row in &grid.rows {
        out += &format!("{} ({} articles, newest {})\n", row.region, row.articles, row.newest);
        for (column, cell) in grid.columns.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            out += &format!("  {:<50} {:>4} {}\n", named(column), cell.quotes, cell.newest);
        }
    }
    out
}

fn named(column: &Column) -> String {
    match column {
        Column::Direction(name) => name.clone(),
        Column::Directions => "directions".to_owned(),
        Column::OtherDirections => "other directions".to_owned(),
        Column::Topic(topic) => topic.code().to_owned(),
    }
}

//! `facts`: what the articles state, as a table.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use clap::ValueEnum;
use serde::Serialize;

use super::open;
use crate::app::Snapshot;
use crate::config::Settings;
use crate::curate::csv;
use crate::domain::{Article, Fact, FactKind, Question};
use crate::text::fragment;

/// Arguments of `facts`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only those of this region, in any of its names
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// Only those of this kind
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// As comma-separated values
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// As one JSON array
    #[arg(long)]
    json: bool,
}

/// Kinds of facts by their words.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Direction,
    Partner,
    Programme,
    Resident,
    Amount,
    Deadline,
}

impl Kind {
    const fn of(self) -> FactKind {
        match self {
            Self::Direction => FactKind::Direction,
            Self::Partner => FactKind::Partner,
            Self::Programme => FactKind::Programme,
            Self::Resident => FactKind::Resident,
            Self::Amount => FactKind::Amount,
            Self::Deadline => FactKind::Deadline,
        }
    }
}

/// One row: the fact, its words and where they stand.
#[derive(Serialize)]
struct Row<'a> {
    region: &'a str,
    kind: &'static str,
    name: &'a str,
    value: Option<String>,
    words: &'a str,
    date: String,
    article: &'a str,
    start: usize,
    end: usize,
    link: String,
}

const COLUMNS: [&str; 10] = ["region", "kind", "name", "value", "words", "date", "article", "start", "end", "link"];

/// Lists the facts.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let snapshot = open(settings)?;
    let spellings = match &arguments.region {
        Some(name) => spellings(&snapshot, name)?,
        None => Vec::new(),
    };
    let kind = arguments.kind.map(Kind::of);
    let facts: Vec<Fact> =
        snapshot.ask.facts(&spellings).into_iter().filter(|f| kind.is_none_or(|kind| kind == f.kind)).collect();
    let rows = facts.iter().filter_map(|fact| row(&snapshot, fact));
    let mut out = std::io::stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &rows.collect::<Vec<_>>())?;
        writeln!(out)?;
    } else if arguments.csv {
        write!(out, "{}", csv::row(COLUMNS))?;
        for row in rows {
            write!(out, "{}", csv::row(row.cells()))?;
        }
    } else {
        for row in rows {
            let value = row.value.as_deref().map(|v| format!(" = {v}")).unwrap_or_default();
            writeln!(
                out,
                "{} · {} · {}{value}\n    {} ({}, {})",
                row.region, row.kind, row.name, row.words, row.article, row.date
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// How the articles spell a region.
fn spellings(snapshot: &Snapshot, name: &str) -> anyhow::Result<Vec<String>> {
    let ask = &snapshot.ask;
    let covered = ask.understand(&Question::new(name)).regions.covered;
    let spellings: Vec<String> = covered.iter().flat_map(|id| ask.regions().spellings(*id)).cloned().collect();
    if spellings.is_empty() {
        bail!("no article is about a region called '{name}'; `policybot facts` without --region lists all");
    }
    Ok(spellings)
}

fn row<'a>(snapshot: &'a Snapshot, fact: &'a Fact) -> Option<Row<'a>> {
    let articles = snapshot.ask.corpus().articles();
    let at = articles.binary_search_by(|a| a.meta.id.cmp(&fact.article)).ok()?;
    let article: &Article = &articles[at];
    Some(Row {
        region: &fact.region,
        kind: fact.kind.code(),
        name: &fact.name,
        value: fact.value.map(|v| v.to_string()),
        words: article.slice(fact.span),
        date: fact.date.to_string(),
        article: &fact.article.0,
        start: fact.span.start,
        end: fact.span.end,
        link: fragment::link(&article.meta.url, article.text.as_str(), fact.span),
    })
}

impl Row<'_> {
    fn cells(&self) -> [String; COLUMNS.len()] {
        let (start, end) = (self.start.to_string(), self.end.to_string());
        let value = self.value.clone().unwrap_or_default();
        let own =
            [self.region, self.kind, self.name, &value, self.words, &self.date, self.article, &start, &end, &self.link];
        own.map(str::to_owned)
    }
}

//! `add`: files and web pages become articles, after somebody has looked at what was found.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use super::Misuse;
use crate::app::Adding;
use crate::config::Settings;
use crate::ingest::adding::{Action, Document, Proposal, Wishes};
use crate::ingest::fetch::{self, Limits, Version};

/// So many sentences of a difference are shown.
const SHOWN: usize = 3;

/// Arguments of `add`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files (.html, .pdf, .docx, .md, .txt) and addresses of web pages
    #[arg(required = true, value_name = "FILE|URL")]
    documents: Vec<String>,
    /// Write without asking
    #[arg(long)]
    yes: bool,
    /// The headline, where the one found is wrong
    #[arg(long)]
    title: Option<String>,
    /// The address of the source, for a file
    #[arg(long)]
    url: Option<String>,
    /// The region
    #[arg(long)]
    region: Option<String>,
    /// The language, en or ru
    #[arg(long)]
    lang: Option<String>,
    /// The date: YYYY, YYYY-MM or YYYY-MM-DD
    #[arg(long)]
    date: Option<String>,
    /// Who published it
    #[arg(long)]
    publisher: Option<String>,
    /// Also fetch from this machine; for tests
    #[arg(long, hide = true)]
    allow_loopback: bool,
}

/// Adds one after the other. One that fails does not keep the others out.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let asks = !arguments.yes;
    if asks && !std::io::stdin().is_terminal() {
        return Err(
            Misuse("nobody can be asked here; look at what is found with a terminal, or write with --yes").into()
        );
    }
    let mut failed = 0;
    let mut adding = Adding::to(&settings.knowledge);
    for name in &arguments.documents {
        let added = document(name, arguments).and_then(|document| Ok(adding.propose(document, &wishes(arguments))?));
        let written = added.and_then(|proposal| {
            show(name, &proposal)?;
            if proposal.action == Action::Unchanged {
                return Ok(());
            }
            if asks && !confirmed()? {
                writeln!(std::io::stdout(), "not written")?;
                return Ok(());
            }
            proposal.write(&settings.knowledge)?;
            writeln!(std::io::stdout(), "written: {}", settings.knowledge.join(&proposal.file).display())?;
            Ok(())
        });
        if let Err(error) = written {
            failed += 1;
            eprintln!("error: {error:#}");
        }
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}

fn document(name: &str, arguments: &Arguments) -> anyhow::Result<Document> {
    if !name.contains("://") {
        return Ok(Document::open(Path::new(name))?);
    }
    let limits = Limits { loopback: arguments.allow_loopback, ..Limits::default() };
    let fetched = fetch::fetch(name, &Version::default(), &limits)?.context("the server sent no document")?;
    Ok(Document::fetched(name, fetched)?)
}

fn wishes(arguments: &Arguments) -> Wishes {
    Wishes {
        title: arguments.title.clone(),
        url: arguments.url.clone(),
        region: arguments.region.clone(),
        lang: arguments.lang.clone(),
        date: arguments.date.clone(),
        publisher: arguments.publisher.clone(),
    }
}

fn show(name: &str, proposal: &Proposal) -> std::io::Result<()> {
    let (meta, mut out) = (&proposal.meta, std::io::stdout().lock());
    writeln!(out, "{name}")?;
    for (field, value) in [
        ("title", meta.title.as_str()),
        ("region", &meta.region),
        ("date", &meta.date.to_string()),
        ("lang", meta.lang.code()),
        ("publisher", meta.publisher.as_deref().unwrap_or("-")),
        ("url", &meta.url),
        ("file", &proposal.file.display().to_string()),
        ("text", &format!("{} sentences: {}", proposal.sentences, proposal.beginning)),
    ] {
        writeln!(out, "  {field:<10} {value}")?;
    }
    for note in &proposal.notes {
        writeln!(out, "  note       {note}")?;
    }
    let what = match &proposal.action {
        Action::New => "a new article".to_owned(),
        Action::Unchanged => "is there already and says the same; nothing to do".to_owned(),
        Action::Reprint { title, file } => format!("a reprint of '{title}' ({file}): its address is noted there"),
        Action::Earlier { title, file } => {
            format!("an earlier print of '{title}' ({file}): it takes that one's place, whose address is noted here")
        }
        Action::Update(d) => format!("an update: {} sentences added, {} removed", d.added.len(), d.removed.len()),
    };
    writeln!(out, "  action     {what}")?;
    if let Action::Update(difference) = &proposal.action {
        let signed =
            |sign, all: &[String]| all.iter().take(SHOWN).map(|s| format!("  {sign} {s}\n")).collect::<String>();
        write!(out, "{}{}", signed('-', &difference.removed), signed('+', &difference.added))?;
    }
    if proposal.doubtful {
        writeln!(
            out,
            "  look       much of the text would go, or somebody has edited the file: compare before you write"
        )?;
    }
    Ok(())
}

fn confirmed() -> std::io::Result<bool> {
    eprint!("Write it? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "д" | "да"))
}

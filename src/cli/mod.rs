//! The command line: arguments in, exit code out.
//!
//! 0: done; 1: failed; 2: wrongly used (also: no token). Answers go to standard output, everything else to standard
//! error. It reads nothing but its arguments, its input and, through `config`, the settings.

mod add;
mod ask;
mod chat;
mod coverage;
mod facts;
mod index;
mod lint;
mod mcp;
mod measure;
mod misses;
mod show;
mod sources;
mod status;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::{self, NoToken, Snapshot};
use crate::config::{ConfigError, Overrides, Settings, Sources};
use crate::telemetry::{self, FilterError};

/// Answers questions about regional technology policy with the sources' own words.
#[derive(Debug, Parser)]
#[command(name = "policybot", version, about, long_about = None)]
struct Cli {
    #[command(flatten)]
    folders: Folders,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct Folders {
    /// Folder with the articles and the lexicon
    #[arg(long, global = true, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// Folder for the search index and the inbox
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the Telegram bot (the default)
    Serve {
        /// Also fetch articles from this machine; for tests
        #[arg(long, hide = true)]
        allow_loopback: bool,
    },
    /// Answer one question, or many from standard input
    Ask(ask::Arguments),
    /// Talk to the bot in the terminal
    Chat,
    /// Serve the reader: pages for the articles and quotes, feeds and the API
    Web,
    /// Answer assistants over standard input and output (Model Context Protocol)
    Mcp,
    /// List what the articles state: directions, partners, programmes, residents, sums and deadlines
    Facts(facts::Arguments),
    /// Build the search index and report what is wrong with the articles
    Index,
    /// Take in files and web pages as articles
    Add(add::Arguments),
    /// Check the articles and the lexicon
    Lint(lint::Arguments),
    /// Show what is in the folders, also while the bot runs
    Status,
    /// List, export or settle the questions that found no answer, also while the bot runs
    Misses(misses::Arguments),
    /// Show what the articles cover, region by region
    Coverage(coverage::Arguments),
    /// Look at feeds, sitemaps and pages, and take in what is new
    Sources(sources::Arguments),
    /// Show the settings and where each comes from
    Config,
    /// Measure the engine on a question set
    Eval(measure::Arguments),
}

/// The program was called with something it can do nothing with.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Misuse(&'static str);

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::log_panics();
    match run(cli) {
        Ok(code) => code,
        // Who reads the answers has seen enough (`policybot ask … | head`).
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // The same line for people and logs; it never holds the token or somebody's words.
            eprintln!("error: {error:#}");
            ExitCode::from(if is_misuse(&error) { 2 } else { 1 })
        }
    }
}

fn is_misuse(error: &anyhow::Error) -> bool {
    error.is::<Misuse>() || error.is::<NoToken>() || error.is::<ConfigError>() || error.is::<FilterError>()
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let command = cli.command.unwrap_or(Command::Serve { allow_loopback: false });
    let overrides = Overrides { knowledge: cli.folders.knowledge, data: cli.folders.data_dir };
    let sources = Sources::read(&overrides)?;
    let mut settings = Settings::new(&sources)?;
    // In the terminal only what the person has to know is logged, unless asked for.
    let chosen = settings
        .shown()
        .iter()
        .any(|s| s.name == crate::config::LOG.name && s.source != crate::config::Source::Default);
    let filter =
        if matches!(command, Command::Serve { .. } | Command::Web) || chosen { settings.log.as_str() } else { "warn" };
    telemetry::init(filter, settings.log_json, settings.token.clone())?;
    // The settings can be looked at with a broken dictionary, too.
    #[cfg(feature = "lemma")]
    if !matches!(command, Command::Config) {
        app::use_lemmas(&settings)?;
    }
    match command {
        Command::Serve { allow_loopback } => {
            settings.reach.fetch_loopback = allow_loopback;
            app::serve(&settings).map(|()| ExitCode::SUCCESS)
        }
        Command::Ask(arguments) => ask::run(&settings, arguments),
        Command::Chat => chat::run(&settings),
        Command::Web => app::web(&settings).map(|()| ExitCode::SUCCESS),
        Command::Mcp => mcp::run(&settings),
        Command::Facts(arguments) => facts::run(&settings, &arguments),
        Command::Index => index::run(&settings),
        Command::Sources(arguments) => sources::run(&settings, &arguments),
        Command::Add(arguments) => add::run(&settings, &arguments),
        Command::Lint(arguments) => lint::run(&settings, &arguments),
        Command::Status => status::run(&settings),
        Command::Misses(arguments) => misses::run(&settings, &arguments),
        Command::Coverage(arguments) => coverage::run(&settings, &arguments),
        Command::Config => show::run(&settings),
        Command::Eval(arguments) => measure::run(&settings, &arguments),
    }
}

/// Opens the knowledge; files that could not be read are named on standard error.
fn open(settings: &Settings) -> anyhow::Result<Snapshot> {
    let snapshot = app::open(settings, |_, _| {})?;
    for problem in &snapshot.problems {
        eprintln!("warning: {problem}");
    }
    Ok(snapshot)
}

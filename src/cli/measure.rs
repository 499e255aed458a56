//! `eval`: measures the engine.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use crate::config::Settings;
use crate::domain::Lexicon;
use crate::engine::{Options, weights};
use crate::eval::fit::{self, Pair};
use crate::eval::noise::Noise;
use crate::eval::questions::{Part, QuestionSet, read, read_lines};
use crate::eval::run::{Plan, Report, run as measure};
use crate::ingest::lexicon;

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Question set in SQuAD format
    #[arg(long, value_name = "FILE")]
    questions: PathBuf,
    /// Translation of the set whose paragraphs are searched instead
    #[arg(long, value_name = "FILE")]
    corpus: Option<PathBuf>,
    /// Which articles' questions are asked
    #[arg(long, value_enum, default_value_t = PartName::Tune)]
    part: PartName,
    /// What is done to the questions first
    #[arg(long, value_enum, default_value_t = NoiseName::None)]
    noise: NoiseName,
    /// Seed of the noise
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Ask each question also with its article missing, to judge the confidence
    #[arg(long)]
    leave_out: bool,
    /// Print the questions whose first quote does not answer
    #[arg(long)]
    misses: bool,
    /// Fit the engine's weights on the tuning parts of both files and print them as a weights file
    #[arg(long, requires = "corpus", conflicts_with_all = ["leave_out", "misses"])]
    fit: bool,
    /// With --fit: a set of our own (lines of JSON) to fit on as well
    #[arg(long, value_name = "FILE", requires_all = ["fit", "articles"])]
    lines: Option<PathBuf>,
    /// Folder with the articles of --lines
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PartName {
    /// The first half of the articles
    Tune,
    /// The second half
    Test,
    /// All
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum NoiseName {
    /// Nothing
    None,
    /// One typo in each of two words
    Typo,
    /// The wrong keyboard layout
    Layout,
}

/// Measures and prints a Markdown table.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let questions = read(&arguments.questions)?;
    let texts = arguments.corpus.as_deref().map(read).transpose()?;
    let (lexicon, problems) = lexicon::load(&settings.knowledge.join("lexicon"));
    for problem in problems {
        eprintln!("warning: {problem}");
    }
    let plan = Plan {
        part: match arguments.part {
            PartName::Tune => Part::Tune,
            PartName::Test => Part::Test,
            PartName::All => Part::All,
        },
        noise: match arguments.noise {
            NoiseName::None => Noise::None,
            NoiseName::Typo => Noise::Typo,
            NoiseName::Layout => Noise::Layout,
        },
        seed: arguments.seed,
        leave_out: arguments.leave_out,
        options: Options { threshold: settings.threshold, ..Options::default() },
    };
    // The set's encyclopaedia articles belong to no region; regions of the lexicon would only be mistaken for them.
    let lexicon = Lexicon { regions: Vec::new(), ..lexicon };
    if let (true, Some(other)) = (arguments.fit, &texts) {
        let rules = settings.knowledge.join("lexicon");
        let lines = arguments.lines.as_deref().zip(arguments.articles.as_deref());
        let lines = lines.map(|(lines, articles)| read_lines(lines, articles, &rules)).transpose()?;
        return fit(&questions, other, lines.as_ref(), &lexicon);
    }
    let report = measure(&questions, texts.as_ref().unwrap_or(&questions), &lexicon, &plan)?;
    print(&report, arguments.misses)?;
    Ok(ExitCode::SUCCESS)
}

/// Both sets on their own texts, each on the other's, and a set of our own.
fn fit(
    one: &QuestionSet,
    other: &QuestionSet,
    lines: Option<&QuestionSet>,
    lexicon: &Lexicon,
) -> anyhow::Result<ExitCode> {
    let pair = |questions, texts, stretch| Pair { questions, texts, part: Part::Tune, stretch };
    let pairs = vec![pair(one, one, true), pair(other, other, true), pair(one, other, false), pair(other, one, false)];
    let regional = lines.map(|set| Pair { questions: set, texts: set, part: Part::All, stretch: false });
    let weights = fit::fit(&pairs, regional.as_slice(), lexicon, weights::shipped())?;
    writeln!(std::io::stdout().lock(), "{}", fit::to_toml(&weights).trim_start())?;
    Ok(ExitCode::SUCCESS)
}

fn print(report: &Report, misses: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let r = &report.retrieval;
    writeln!(out, "| measure | value |\n| --- | ---: |\n| questions | {} |", report.questions)?;
    let mut rows = vec![
        ("recall@1", r.recall_1),
        ("recall@3", r.recall_3),
        ("recall@10", r.recall_10),
        ("MRR@10", r.mrr_10),
        ("nDCG@10", r.ndcg_10),
        ("answer in quote@1", report.quote_1),
        ("answer in quote@3", report.quote_3),
    ];
    if let Some((auroc, precision)) = report.silence {
        rows.extend([("AUROC of the confidence", auroc), ("precision at 95 % answered", precision)]);
    }
    for (name, value) in rows {
        writeln!(out, "| {name} | {value:.3} |")?;
    }
    writeln!(out, "| latency p50 / p99 | {} / {} µs |", report.latency_us.0, report.latency_us.1)?;
    for (question, gold, quote) in report.misses.iter().filter(|_| misses) {
        writeln!(out, "\n- {question}\n  - expected: {gold}\n  - quoted: {quote}")?;
    }
    Ok(())
}

//! `eval`: measures the engine.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::ValueEnum;

use crate::config::Settings;
use crate::domain::Lexicon;
use crate::engine::{Options, weights};
use crate::eval::baseline::Baseline;
use crate::eval::fit::{self, Pair};
use crate::eval::noise::Noise;
use crate::eval::questions::{Format, Part, QuestionSet};
use crate::eval::report::{self, Report};
use crate::eval::run::{Plan, run as ask};
use crate::eval::{lines, peers, squad};
use crate::ingest::lexicon;

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Question set: our own, on the articles of --knowledge, or SQuAD's, on its own paragraphs
    #[arg(long, value_name = "FILE")]
    questions: PathBuf,
    /// How it is written, where the file's name and content do not tell
    #[arg(long, value_enum)]
    format: Option<FormatName>,
    /// Of SQuAD: translation of the set whose paragraphs are searched instead
    #[arg(long, value_name = "FILE")]
    corpus: Option<PathBuf>,
    /// Which articles' questions are asked [default: tune for SQuAD, all for our own, which is split by files]
    #[arg(long, value_enum)]
    part: Option<PartName>,
    /// What is done to the questions first
    #[arg(long, value_enum, default_value_t = NoiseName::None)]
    noise: NoiseName,
    /// Seed of the noise
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Ask each question also with its article missing, to judge the confidence
    #[arg(long)]
    leave_out: bool,
    /// Leave parts of the lexicon out, to see what they gain
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    without: Vec<LexiconPart>,
    /// Print every question with a fault
    #[arg(long)]
    misses: bool,
    /// Print one JSON object instead of Markdown
    #[arg(long)]
    json: bool,
    /// Fail when a figure is worse than the interval that this file has for the same run; without plain searches
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Write the figures into this file, in the place of those of the same run; without plain searches
    #[arg(long, value_name = "FILE", conflicts_with = "compare")]
    raise: Option<PathBuf>,
    /// Fit the engine's weights on the tuning parts of both files and print them as a weights file; without --corpus only
    /// those for questions that name a region, on a set of our own
    #[arg(long, conflicts_with_all = ["leave_out", "misses", "json", "compare", "raise"])]
    fit: bool,
    /// With --fit, of regions: leave the weights of windows as they are and fit the confidence alone
    #[arg(long, requires = "fit", conflicts_with = "corpus")]
    confidence_alone: bool,
    /// With --fit: a set of our own (lines of JSON) to fit on as well
    #[arg(long, value_name = "FILE", requires_all = ["fit", "articles"])]
    lines: Vec<PathBuf>,
    /// Folder with the articles of --lines, one for each
    #[arg(long, value_name = "DIR")]
    articles: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    /// Lines of JSON
    Jsonl,
    /// SQuAD's
    Squad,
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

/// Parts of the lexicon, named like their files.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum LexiconPart {
    /// Names of regions
    Regions,
    /// Names of institutions
    Institutions,
    /// Translations
    Glossary,
    /// Words that stand for each other
    Synonyms,
    /// Wordings of kinds of questions
    Cues,
    /// What questions are after, and how sources say it
    Aims,
}

impl LexiconPart {
    fn take_out_of(self, lexicon: &mut Lexicon) {
        match self {
            Self::Regions => (lexicon.regions, lexicon.shared_names) = Default::default(),
            Self::Institutions => lexicon.institutions.clear(),
            Self::Glossary => lexicon.glossary.clear(),
            Self::Synonyms => lexicon.synonyms.clear(),
            Self::Cues => lexicon.cues.clear(),
            Self::Aims => lexicon.aims.clear(),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum NoiseName {
    /// Nothing
    None,
    /// One typo in each of two words
    Typo,
    /// The wrong keyboard layout
    Layout,
    /// Russian in Latin letters
    Translit,
}

/// Measures and prints Markdown tables or JSON.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (mut lexicon, problems) = lexicon::load(&settings.knowledge.join("lexicon"));
    for problem in problems {
        eprintln!("warning: {problem}");
    }
    arguments.without.iter().for_each(|part| part.take_out_of(&mut lexicon));
    if let (true, Some(other)) = (arguments.fit, &arguments.corpus) {
        return fit(settings, arguments, other, lexicon);
    }
    if arguments.fit {
        return fit_regions(settings, arguments, &lexicon);
    }
    let report = measure(settings, arguments, lexicon)?;
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        write!(out, "{report}")?;
    }
    if let Some(path) = &arguments.raise {
        let mut baseline = Baseline::read(path)?;
        baseline.raise(&report);
        std::fs::write(path, baseline.to_json()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    arguments.compare.as_deref().map_or(Ok(()), |path| compare(&report, path))?;
    Ok(ExitCode::SUCCESS)
}

/// Fails when the report is worse than what the file says.
fn compare(report: &Report, path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    let Some(changes) = Baseline::read(path)?.compare(report) else {
        bail!("{shown} has no figures of '{}'; write them with --raise {shown}", report.run);
    };
    let (worse, better): (Vec<_>, Vec<_>) = changes.iter().partition(|c| c.is_worse);
    for change in better {
        eprintln!("better than {shown}, which --raise brings up to date: {change}");
    }
    if !worse.is_empty() {
        let worse: String = worse.iter().map(|change| format!("\n{change}")).collect();
        bail!(
            "worse than {shown} for '{}'; if it must be so, write the figures with --raise {shown}{worse}",
            report.run
        );
    }
    Ok(())
}

fn measure(settings: &Settings, arguments: &Arguments, lexicon: Lexicon) -> anyhow::Result<Report> {
    let path = &arguments.questions;
    let format = match arguments.format {
        Some(FormatName::Jsonl) => Format::Lines,
        Some(FormatName::Squad) => Format::Squad,
        None => Format::guess(path)?,
    };
    if format == Format::Lines && arguments.corpus.is_some() {
        bail!(super::Misuse("--corpus goes with SQuAD sets; our own are asked on the articles of --knowledge"));
    }
    let (set, lexicon) = match format {
        Format::Lines => (lines::read(path, &settings.knowledge, &settings.knowledge.join("lexicon"))?, lexicon),
        Format::Squad => (squad(path, arguments.corpus.as_deref())?, without_regions(lexicon)),
    };
    let plan = plan(settings, arguments, format);
    // Plain searches do not change; whoever only guards the engine's figures need not wait for them.
    let held = arguments.compare.is_some() || arguments.raise.is_some();
    let outcomes = ask(&set, &lexicon, &plan)?;
    Ok(Report {
        run: named(&plan, &arguments.without, settings.lemmas.is_some()),
        groups: report::groups(&outcomes),
        peers: if held { Vec::new() } else { peers::peers(&set, &plan)? },
        misses: arguments.misses.then(|| report::misses(&outcomes)),
        latency_us: report::latency(&outcomes),
    })
}

/// What a run is called: the plan, what was left out of the lexicon, and whether words were stemmed by lemmas. So figures
/// of different runs are not held against each other.
fn named(plan: &Plan, without: &[LexiconPart], lemmas: bool) -> String {
    let parts: Vec<String> = without.iter().map(|part| format!("{part:?}").to_lowercase()).collect();
    let without = if parts.is_empty() { String::new() } else { format!(", without {}", parts.join(", ")) };
    format!("{plan}{without}{}", if lemmas { ", with lemmas" } else { "" })
}

/// A set's encyclopaedia articles belong to no region; regions of the lexicon would only be mistaken for them.
fn without_regions(lexicon: Lexicon) -> Lexicon {
    Lexicon { regions: Vec::new(), ..lexicon }
}

fn squad(questions: &Path, corpus: Option<&Path>) -> anyhow::Result<QuestionSet> {
    let set = squad::read(questions)?;
    Ok(match corpus {
        Some(path) => set.on(&squad::read(path)?, path)?,
        None => set,
    })
}

fn plan(settings: &Settings, arguments: &Arguments, format: Format) -> Plan {
    let file = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Plan {
        questions: file(&arguments.questions),
        corpus: arguments.corpus.as_deref().map(file),
        part: match arguments.part {
            Some(PartName::Tune) => Part::Tune,
            Some(PartName::Test) => Part::Test,
            Some(PartName::All) => Part::All,
            None if format == Format::Squad => Part::Tune,
            None => Part::All,
        },
        noise: match arguments.noise {
            NoiseName::None => Noise::None,
            NoiseName::Typo => Noise::Typo,
            NoiseName::Layout => Noise::Layout,
            NoiseName::Translit => Noise::Translit,
        },
        seed: arguments.seed,
        leave_out: arguments.leave_out,
        unbarred: format == Format::Squad,
        options: Options { threshold: settings.threshold, ..Options::default() },
    }
}

/// Sets of our own alone, for the tables of regions.
fn fit_regions(settings: &Settings, arguments: &Arguments, lexicon: &Lexicon) -> anyhow::Result<ExitCode> {
    let mut sets = own_sets(settings, arguments)?;
    sets.insert(0, lines::read(&arguments.questions, &settings.knowledge, &settings.knowledge.join("lexicon"))?);
    let mut weights = weights::shipped().clone();
    let sets: Vec<Pair<'_>> = sets.iter().map(whole).collect();
    if !arguments.confidence_alone {
        fit::regions::fit_windows(&sets, lexicon, &mut weights)?;
    }
    fit::regions::fit_confidence(&sets, lexicon, &mut weights)?;
    writeln!(std::io::stdout().lock(), "{}", fit::to_toml(&weights).trim_start())?;
    Ok(ExitCode::SUCCESS)
}

/// The sets of `--lines` with their articles.
fn own_sets(settings: &Settings, arguments: &Arguments) -> anyhow::Result<Vec<QuestionSet>> {
    let (files, folders) = (&arguments.lines, &arguments.articles);
    if files.len() != folders.len() {
        bail!(super::Misuse("give --articles as often as --lines, in the same order"));
    }
    let read =
        |(file, articles): (&PathBuf, &PathBuf)| lines::read(file, articles, &settings.knowledge.join("lexicon"));
    Ok(files.iter().zip(folders).map(read).collect::<Result<_, _>>()?)
}

/// All questions of a set of our own on its own articles.
fn whole(set: &QuestionSet) -> Pair<'_> {
    Pair { questions: set, texts: set, part: Part::All, stretch: false }
}

/// Both sets on their own texts, each on the other's, and sets of our own.
fn fit(settings: &Settings, arguments: &Arguments, other: &Path, lexicon: Lexicon) -> anyhow::Result<ExitCode> {
    let (one, other) = (squad::read(&arguments.questions)?, squad::read(other)?);
    let own = own_sets(settings, arguments)?;
    let pair = |questions, texts, stretch| Pair { questions, texts, part: Part::Tune, stretch };
    let pairs =
        vec![pair(&one, &one, true), pair(&other, &other, true), pair(&one, &other, false), pair(&other, &one, false)];
    let regional: Vec<Pair<'_>> = own.iter().map(whole).collect();
    let weights = fit::fit(&pairs, &regional, &without_regions(lexicon), weights::shipped())?;
    writeln!(std::io::stdout().lock(), "{}", fit::to_toml(&weights).trim_start())?;
    Ok(ExitCode::SUCCESS)
}

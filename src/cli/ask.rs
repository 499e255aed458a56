//! `ask`: one question, or many as lines of JSON.

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, anyhow};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Misuse;
use crate::app::Snapshot;
use crate::config::Settings;
use crate::domain::{Answer, Question};
use crate::engine::explain::explain;
use crate::reply;

/// Arguments of `ask`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The question
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    question: Option<String>,
    /// Print the answer as one JSON object
    #[arg(long)]
    json: bool,
    /// Print how the question was understood instead of the answer
    #[arg(long, conflicts_with_all = ["json", "jsonl"])]
    explain: bool,
    /// Read lines {"id": …, "q": "…"} from standard input and write one line of JSON for each
    #[arg(long, conflicts_with = "json")]
    jsonl: bool,
}

#[derive(Deserialize)]
struct Line<'a> {
    /// Kept as it is written, to be given back so.
    #[serde(borrow)]
    id: &'a RawValue,
    q: String,
    /// The question before it, if it follows one.
    context: Option<String>,
}

/// Answers.
pub fn run(settings: &Settings, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let snapshot = super::open(settings)?;
    match arguments.question {
        Some(question) if arguments.explain => {
            let text = explain(&snapshot.ask, &Question::new(question))?;
            write!(std::io::stdout().lock(), "{text}")?;
            Ok(ExitCode::SUCCESS)
        }
        Some(question) => one(&snapshot, &question, arguments.json).map(|()| ExitCode::SUCCESS),
        None => many(&snapshot),
    }
}

fn one(snapshot: &Snapshot, question: &str, json: bool) -> anyhow::Result<()> {
    if question.trim().is_empty() {
        let what =
            "the question is empty; write it in quotes: policybot ask \"Which directions of support are there?\"";
        return Err(Misuse(what).into());
    }
    let started = Instant::now();
    let answer = answer(snapshot, &Question::new(question))?;
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", to_json(RawValue::NULL, &answer, started)?)?;
    } else {
        writeln!(out, "{}", reply::plain(&reply::answer(&answer)))?;
    }
    Ok(())
}

/// Every line of standard input; a line that is no question is named on standard error and the others go on.
fn many(snapshot: &Snapshot) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let mut bad = 0;
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line.context("cannot read standard input")?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let Ok(Line { id, q, context }) = serde_json::from_slice(&line) else {
            eprintln!("error: standard input:{}: this is no question; write {{\"id\": 1, \"q\": \"…\"}}", number + 1);
            bad += 1;
            continue;
        };
        let started = Instant::now();
        let question = Question { previous: context.map(|c| Box::new(Question::new(c))), ..Question::new(q) };
        let answer = answer(snapshot, &question)?;
        writeln!(out, "{}", to_json(id, &answer, started)?)?;
        out.flush()?;
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The answer, every quote compared with its article's hash.
fn answer(snapshot: &Snapshot, question: &Question) -> anyhow::Result<Answer> {
    let answer = snapshot.ask.ask(question)?;
    answer.citations().try_for_each(|c| c.quote.verify()).map_err(|e| anyhow!(e))?;
    Ok(answer)
}

fn to_json(id: &RawValue, answer: &Answer, started: Instant) -> anyhow::Result<String> {
    serde_json::to_string(&reply::object(id, answer, started.elapsed())).context("cannot write the answer as JSON")
}

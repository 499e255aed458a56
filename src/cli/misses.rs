//! `misses`: questions that found no answer, and answers that did not help.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;

use crate::app::Ledger;
use crate::config::Settings;
use crate::curate::misses::{Group, to_csv};
use crate::curate::{csv, day};
use crate::dialogue::state::Kept;
use crate::store::curators::{LowRating, State};

/// Arguments of `misses`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
    /// List only questions that are open, resolved or ignored
    #[arg(long, value_name = "STATE")]
    state: Option<State>,
    /// Mark a question as resolved, by its number in the list
    #[arg(long, value_name = "ID")]
    resolve: Vec<String>,
    /// Mark a question as not to be answered
    #[arg(long, value_name = "ID")]
    ignore: Vec<String>,
    /// Mark a question as open again
    #[arg(long, value_name = "ID")]
    reopen: Vec<String>,
    /// List the answers that did not help instead
    #[arg(long, conflicts_with_all = ["state", "resolve", "ignore", "reopen"])]
    ratings: bool,
}

/// Settles what is to be settled, then lists.
pub fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let ledger = Ledger::open(settings)?;
    let mut out = std::io::stdout().lock();
    if arguments.ratings {
        write!(out, "{}", ratings(&ledger.low_ratings()?, arguments.csv))?;
        return Ok(ExitCode::SUCCESS);
    }
    let all = ledger.misses()?;
    let orders =
        [(&arguments.resolve, State::Resolved), (&arguments.ignore, State::Ignored), (&arguments.reopen, State::Open)];
    for (ids, state) in orders {
        for id in ids {
            let Some(question) = all.iter().find(|question| question.id == *id) else {
                bail!("there is no question {id}; policybot misses lists them with their numbers")
            };
            ledger.set_state(question, state)?;
        }
    }
    let mut listed = ledger.misses()?;
    listed.retain(|question| arguments.state.is_none_or(|state| question.state == state));
    if arguments.csv {
        write!(out, "{}", to_csv(&listed))?;
    } else {
        listed.iter().try_for_each(|question| writeln!(out, "{}", line(question)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(question: &Group) -> String {
    let langs: Vec<String> = question.langs.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    let facts = [langs, question.reasons.clone(), question.regions.clone()].concat().join(", ");
    let Group { id, state, count, passed_on, .. } = question;
    let answered = if question.proposed { "; seems to have an answer now" } else { "" };
    let words = &question.question;
    format!(
        "{id} {state:<8} {count:>4}x {words} ({facts}; passed on {passed_on}x; last {}{answered})",
        day(question.last_at_ms)
    )
}

fn ratings(all: &[LowRating], as_csv: bool) -> String {
    let quoted = |rating: &LowRating| -> (String, String) {
        let kept = rating.quote.as_deref().and_then(|body| serde_json::from_str::<Kept>(body).ok());
        kept.map_or_else(Default::default, |kept| (kept.article, kept.text))
    };
    let mut out = if as_csv { csv::row(["day", "reason", "question", "article", "quote"]) } else { String::new() };
    for rating in all {
        let (reason, (article, quote)) = (rating.reason.as_deref().unwrap_or("no reason given"), quoted(rating));
        let cells = [&day(rating.at_ms), reason, &rating.question, &article, &quote];
        out += &if as_csv {
            csv::row(cells)
        } else {
            format!("{} {reason}: {}\n    {article}: {quote}\n", cells[0], cells[2])
        };
    }
    out
}

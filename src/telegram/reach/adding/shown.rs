//! What is said of a document.

use super::Failed;
use crate::ingest::adding::{Action, AddError, Difference, Proposal};
use crate::locale::{Locale, text};
use crate::reply::shorten;
use crate::telegram::html::escape;

/// Sentences of a difference that are shown, of either kind.
const SHOWN: usize = 3;
/// Characters of a sentence or a title.
const CHARS: usize = 200;

/// What was found, and what taking it in would do: HTML.
pub(super) fn found(lang: Locale, proposal: &Proposal) -> String {
    let (meta, date) = (&proposal.meta, proposal.meta.date.to_string());
    let publisher = meta.publisher.as_deref().unwrap_or("–");
    let args = [
        ("region", (&meta.region).into()),
        ("date", (&date).into()),
        ("lang", meta.lang.code().into()),
        ("publisher", publisher.into()),
        ("url", (&meta.url).into()),
        ("n", proposal.sentences.into()),
    ];
    let mut parts = vec![
        format!("<b>{}</b>\n{}", escape(&shorten(&meta.title, CHARS)), escape(&text(lang, "add-found", &args))),
        escape(&shorten(&proposal.beginning, CHARS)),
        escape(&action(lang, &proposal.action)),
    ];
    if let Action::Update(difference) = &proposal.action {
        parts.push(escape(&sentences(difference)));
    }
    if proposal.doubtful {
        parts.push(escape(&text(lang, "add-doubtful", &[])));
    }
    parts.extend(proposal.notes.iter().take(SHOWN).map(|note| escape(&format!("• {}", shorten(note, CHARS)))));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn action(lang: Locale, action: &Action) -> String {
    match action {
        Action::New => text(lang, "add-new", &[]),
        Action::Unchanged => text(lang, "add-unchanged", &[]),
        Action::Reprint { title, .. } => text(lang, "add-reprint", &[("title", title.into())]),
        Action::Earlier { title, .. } => text(lang, "add-earlier", &[("title", title.into())]),
        Action::Update(d) => {
            text(lang, "add-update", &[("added", d.added.len().into()), ("removed", d.removed.len().into())])
        }
    }
}

fn sentences(difference: &Difference) -> String {
    let signed = |sign: &str, all: &[String]| -> Vec<String> {
        all.iter().take(SHOWN).map(|sentence| format!("{sign} {}", shorten(sentence, CHARS))).collect()
    };
    [signed("−", &difference.removed), signed("+", &difference.added)].concat().join("\n")
}

/// Why nothing came of it, and what to write. `sent`: it came as a file, whose caption says what is missing.
pub(super) fn failed(lang: Locale, failed: &Failed, sent: bool) -> String {
    let why = match failed {
        Failed::Add(AddError::Missing { option, .. }) => return missing(lang, option.trim_start_matches('-'), sent),
        Failed::Add(error) => error.to_string(),
        Failed::Fetch(error) => error.to_string(),
        Failed::Nothing => return text(lang, "add-nothing", &[]),
    };
    text(lang, "add-failed", &[("why", (&why).into())])
}

fn missing(lang: Locale, what: &str, sent: bool) -> String {
    let named = match what {
        "date" => text(lang, "add-no-date", &[]),
        "region" => text(lang, "add-no-region", &[]),
        "url" => text(lang, "add-no-url", &[]),
        "lang" => text(lang, "add-no-lang", &[]),
        _ => text(lang, "add-no-title", &[]),
    };
    let how = if sent { text(lang, "add-how-caption", &[]) } else { text(lang, "add-how-wishes", &[]) };
    format!("{named} {how}")
}

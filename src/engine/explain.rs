//! How a question was understood, in plain lines for whoever wants to know why it was answered so.

use std::fmt::Write as _;

use super::ask::Ask;
use super::lexis::lang_index;
use super::query::{Query, Term};
use super::retrieve::RetrieveError;
use super::weights::EVIDENCE;
use crate::domain::{Assumption, Lang, Question};

/// Passages and quotes shown.
const SHOWN: usize = 3;

/// The readings of a question in the order they are tried, each with what it finds. The same lines for the same question
/// on the same corpus.
pub fn explain(ask: &Ask, question: &Question) -> Result<String, RetrieveError> {
    let mut out = String::new();
    for (number, query) in super::readings::readings(ask, question).enumerate() {
        let title = if number == 0 {
            "as typed".to_owned()
        } else {
            format!("reading {}, if the others find nothing", number + 1)
        };
        let regions = ask.spellings(&query);
        let found = ask.find(&query, &regions)?;
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{title}: {}", query.text);
        understood(&mut out, ask, &query, &regions);
        let _ =
            writeln!(out, "  confidence: {:.3} (answers from {:.2} on)", found.sure.confidence, ask.options.threshold);
        let _ = writeln!(out, "  certainty of the first quote: {:.3}", found.sure.certainty);
        let told: Vec<String> = EVIDENCE
            .iter()
            .zip(&found.sure.evidence)
            .filter(|e| *e.1 != 0.0)
            .map(|(n, e)| format!("{n} {e:.2}"))
            .collect();
        let _ = writeln!(out, "  evidence: {}", told.join(", "));
        for window in found.windows.iter().take(SHOWN) {
            let article = ask.corpus().article_of(window.passage);
            let _ = writeln!(out, "  quote {:.2}: {}: {}", window.score, article.meta.id.0, article.slice(window.span));
        }
    }
    Ok(out)
}

fn understood(out: &mut String, ask: &Ask, query: &Query, regions: &[String]) {
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "  {name}: {value}");
        }
    };
    let lang = lang_index(query.lang);
    line("language", query.lang.code().to_owned());
    let covered = query.regions.covered.iter().map(|id| ask.regions().name(*id, lang).to_owned());
    line("regions with articles", covered.collect::<Vec<_>>().join(", "));
    line("regions without articles", query.regions.uncovered.join(", "));
    if query.regions.covered.is_empty() {
        line("region of the names in it", regions.join(", "));
    }
    line("small talk", query.small_talk.map_or(String::new(), |kind| format!("{kind:?}").to_lowercase()));
    line("list of", query.list.map_or(String::new(), |topic| format!("{topic:?}").to_lowercase()));
    let compared = if query.regions.compared { ", regions side by side" } else { "" };
    line("wanted", format!("{:?}{compared}", query.wanted).to_lowercase());
    line("an answer holds", query.kinds.iter().map(|k| k.name()).collect::<Vec<_>>().join(", "));
    line("after", query.aims.iter().map(|aim| ask.aim(aim.number)).collect::<Vec<_>>().join(", "));
    line("asked for", query.focus.map_or(String::new(), |t| query.terms[t].word.clone()));
    filters(&mut line, query);
    for assumption in &query.assumptions {
        match assumption {
            Assumption::Reread(text) => line("repaired", text.clone()),
            Assumption::TakenOver(taken) => {
                let topic = taken.topic.map(|t| format!("{t:?}").to_lowercase());
                let all: Vec<String> =
                    taken.regions.iter().cloned().chain(topic).chain(taken.words.iter().cloned()).collect();
                line("taken over", all.join(", "));
            }
        }
    }
    for term in query.terms.iter().filter(|t| t.is_content()) {
        line("term", described(ask, term));
    }
}

fn filters(line: &mut impl FnMut(&str, String), query: &Query) {
    let filters = &query.filters;
    line("years", filters.years.map_or(String::new(), |y| format!("{} to {}", y.from, y.to)));
    line("phrases", filters.phrases.iter().map(|p| p.text.clone()).collect::<Vec<_>>().join(" | "));
    line("without", filters.without.iter().map(|w| w.word.clone()).collect::<Vec<_>>().join(", "));
    line("not before", filters.not_before.map_or(String::new(), |d| d.to_string()));
    if filters.now {
        line("time", "now".to_owned());
    }
}

/// A term with its weight and what stands for it in the texts of each language.
fn described(ask: &Ask, term: &Term) -> String {
    let mut out = format!("{} × {:.1}", term.word, term.weight);
    for lang in [Lang::En, Lang::Ru] {
        let view = &term.views[lang_index(lang)];
        let stems = view.stems.iter().map(|(stem, how)| format!("{} {how:.2}", ask.lexis.stems.name(*stem)));
        let stems = stems.collect::<Vec<_>>().join(", ");
        if !stems.is_empty() {
            let _ = write!(out, "; {}: {stems} (idf {:.1})", lang.code(), view.idf);
        }
    }
    if !term.groups.is_empty() {
        let _ = write!(out, "; synonyms of {} groups", term.groups.len());
    }
    out
}

//! Programmes and measures of support: named ones, and those that are launched, offered or granted.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{Institutions, Name};
use super::{Found, Line, Stated, items_below, rule};
use crate::domain::{PassageKind, Span, Topic};

const NOUN: &str = r"(?:programmes?|programs?|projects?|grants?|subsid(?:y|ies)|competitions?|contests?|accelerators?|schemes?|initiatives?|platforms?|vouchers?|(?:soft |preferential )?loans?|tax (?:breaks?|credits?|incentives?|relief)|incubators?|trainings?|hackathons?|программ\w*|проект\w*|грант\w*|субсиди\w*|конкурс\w*|акселератор\w*|инкубатор\w*|мер\w{1,2} поддержки|льгот\w*|ваучер\w*|займ\w*|за[её]м\w*|платформ\w*|инициатив\w*)";

static NAMED: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{NOUN}")));
/// The noun right before or after a name, at most three lower-case words between.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:launch\w*|introduc\w*|offers?|offered|provides?|provided|grant(?:s|ed)|available|apply for|can (?:receive|get|apply)|receives?|runs?|operates?|opens?|opened|started|запущ\w*|запуст\w*|запуска\w*|действу\w*|предоставля\w*|выделя\w*|получ(?:ить|ат|ают|или)|реализ\w*|введен\w*|ввели|введ[её]н\w*|проводит\w*|работает|открыт\w*|стартова\w*|предусмотрен\w*)\b[^.]{{0,80}}?\b{NOUN}|\b{NOUN}[^.]{{0,80}}?\b(?:launch\w*|introduc\w*|offers?|provides?|is available|are available|was started|запущ\w*|действу\w*|предоставля\w*|выделя\w*|реализ\w*|введ[её]н\w*|проводит\w*|работает|открыт\w*|стартова\w*|предусмотрен\w*)"
    ))
});
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\b(?:programmes|programs|measures|grants|subsidies|incentives|программы|меры|гранты|субсидии|льготы)\b")
});

/// Bytes between a noun and a name that still belong together.
const BESIDE: usize = 45;

/// Finds the programmes an article names.
pub(super) fn find(lines: &[Line<'_>], institutions: &Institutions, out: &mut Stated) {
    for (i, line) in lines.iter().enumerate() {
        if HEADING.is_match(line.text) && (line.kind == PassageKind::Heading || line.text.trim_end().ends_with(':')) {
            for item in items_below(lines, i) {
                push(item, institutions.names(item.text).into_iter().take(1).collect(), out);
            }
        }
        if line.kind == PassageKind::Heading || !NAMED.is_match(line.text) {
            continue;
        }
        let names = beside(institutions, line.text);
        if !names.is_empty() || GIVEN.is_match(line.text) {
            push(line, names, out);
        }
    }
}

/// Quoted names beside a noun of programmes.
fn beside(institutions: &Institutions, text: &str) -> Vec<Name> {
    let nouns: Vec<Span> = NAMED.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect();
    let quoted = |n: &Name| text[n.span.start..].starts_with(['«', '“', '„', '"']);
    let near = |n: &Name| {
        nouns.iter().any(|noun| n.span.start.saturating_sub(noun.end) <= BESIDE && noun.start < n.span.start)
    };
    institutions.names(text).into_iter().filter(|n| quoted(n) && near(n)).collect()
}

fn push(line: &Line<'_>, names: Vec<Name>, out: &mut Stated) {
    if out.found.iter().any(|f| f.topic == Topic::Programmes && f.span == line.span) {
        return;
    }
    let at = line.span.start;
    let spans = names.iter().map(|n| Span::new(n.span.start + at, n.span.end + at)).collect();
    out.found.push(Found {
        topic: Topic::Programmes,
        span: line.span,
        names: spans,
        keys: names.into_iter().map(|n| n.key).collect(),
    });
}

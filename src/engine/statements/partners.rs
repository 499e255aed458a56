//! Partners and residents: the organisations that stand in a relation to a region, its projects, zones and parks.

use std::sync::LazyLock;

use regex::Regex;

use super::beside::{RELATIVE, enumeration};
use super::names::Name;
use super::relations::{EVENT, GONE, NOT_YET, PARTNERS, RESIDENTS, Relation};
use super::series::{Form, Series};
use super::{Line, Reading, Stated, rule};
use crate::domain::{PassageKind, Span};
use crate::engine::topics;

/// Where a sentence turns to something else.
static TURNS: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\s*;\s*|,?\s+(?:but|while|whereas|though|although|however)\s+|,\s+(?:а|но|однако|хотя|тогда как)\s+")
});
static LATTER: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)^\W*(?:the latter|последн(?:ий|яя|ее))\b"));
/// Whoever speaks is no part of what is said.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r#"(?i)[,.?!][”»"]?\s*(?:[—–-]\s*)?(?:said|says|noted|added|explained|told|stressed|went on|сказал|отметил|пояснил|добавил|заявил|сообщил|рассказал|подчеркнул|уточнил|говорит)\w*\b"#,
    )
});

/// Finds the partners and residents an article names.
pub(super) fn find(reading: &Reading<'_>, out: &mut Stated) {
    for relation in [&*PARTNERS, &*RESIDENTS] {
        for series in &reading.series {
            for (line, names) in members(reading, relation, series) {
                out.add(relation.topic, line, names, reading.lead(series));
            }
        }
        in_sentences(reading, relation, out);
    }
}

fn in_sentences(reading: &Reading<'_>, relation: &Relation, out: &mut Stated) {
    let mut before: Option<Name> = None;
    for line in reading.lines.iter().filter(|l| l.kind != PassageKind::Heading && !l.text.trim_end().ends_with('?')) {
        let (kept, gone) = kept(reading, line.text, before.take());
        out.gone.extend(gone.into_iter().filter(|_| relation.topic == PARTNERS.topic));
        let mut names: Vec<Name> =
            kept.iter().flat_map(|clause| named(reading, relation, line.text, *clause)).collect();
        let these = || THESE.find(line.text).zip(reading.before(line).filter(|b| relation.leads.is_match(b.text)));
        if let Some((found, _)) = these().filter(|_| names.is_empty() && !kept.is_empty()) {
            names = named_from(reading, line.text, found.end());
        }
        if names.is_empty() && relation.heads(reading.heading(line)) && !kept.is_empty() {
            names = candidates(reading, line.text);
            names.truncate(if names.len() >= 2 { usize::MAX } else { 0 });
        }
        let newcomers =
            || reading.before(line).is_some_and(|b| NEWCOMERS.is_match(b.text) && relation.leads.is_match(b.text));
        if names.is_empty() && !kept.is_empty() && newcomers() {
            names = subjects(reading, line.text);
        }
        if !names.is_empty() && !EVENT.is_match(line.text) {
            out.add(relation.topic, line, names, None);
        }
        before = reading.institutions.names(line.text).pop();
    }
}

/// The clauses of a sentence that speak of those who are still there, and the keys of those who are not.
fn kept(reading: &Reading<'_>, text: &str, before: Option<Name>) -> (Vec<Span>, Vec<String>) {
    let all = Span::new(0, text.len());
    if !GONE.is_match(text) && !NOT_YET.is_match(text) {
        return (vec![all], Vec::new());
    }
    let mut clauses = Vec::new();
    let mut start = 0;
    for turn in TURNS.find_iter(text) {
        clauses.push(Span::new(start, turn.start()));
        start = turn.end();
    }
    clauses.push(Span::new(start, text.len()));
    let mut gone = Vec::new();
    let mut out = Vec::new();
    for clause in clauses {
        let words = clause.of(text).unwrap_or("");
        if let Some(leaves) = GONE.find(words) {
            let subject = reading.institutions.names(&words[..leaves.start()]).pop();
            let subject = subject.or(before.clone().filter(|_| LATTER.is_match(words)));
            // "Two have left: A and B", «Из него вышли А и Б».
            let behind = || enumeration(reading.institutions, &words[leaves.end()..]).into_iter().map(|n| n.key);
            match subject {
                Some(subject) => gone.push(subject.key),
                None => gone.extend(behind()),
            }
        } else if !NOT_YET.is_match(words) {
            out.push(clause);
        }
    }
    (out, gone)
}

/// The members of a series that name somebody in the relation, with the names.
fn members<'l, 'a>(
    reading: &'l Reading<'a>,
    relation: &Relation,
    series: &'l Series,
) -> Vec<(&'l Line<'a>, Vec<Name>)> {
    let mut leads = reading.leads(series).take(2);
    let headed = |l: &Line<'_>| l.kind == PassageKind::Heading && relation.heads(l.text);
    let fits = match series.form {
        Form::Items => leads.any(|l| relation.with.is_match(l.text) && !relation.about.is_match(l.text) || headed(l)),
        Form::Answer => leads.any(|l| topics::asked(l.text) == Some(relation.topic)),
        Form::Counted | Form::Sections => false,
    };
    let all = series.members.iter().map(|m| &reading.lines[*m]).filter(|_| fits);
    let there = all.filter(|l| !GONE.is_match(l.text) && !NOT_YET.is_match(l.text));
    let named = there.map(|l| {
        let mut names = candidates(reading, l.text);
        if series.form == Form::Items {
            names.truncate(1);
            // An item is about what it begins with, be it one word.
            let first = reading.institutions.first(l.text).filter(|_| names.is_empty());
            names.extend(first.filter(|n| reading.may_be_partner(l.text, n)));
        }
        (l, names)
    });
    named.filter(|(_, names)| !names.is_empty()).collect()
}

/// Names in a text that may be those of organisations.
fn candidates(reading: &Reading<'_>, text: &str) -> Vec<Name> {
    reading.institutions.names(text).into_iter().filter(|n| reading.may_be_partner(text, n)).collect()
}

/// Somebody is new, or is going to be told one by one.
static NEWCOMERS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:new|newest|newcomers?|latest|first|largest|biggest|following|several|two|three|four|five|нов\w{2,3}|новичк\w*|перв\w{2,3}|крупнейш\w+|следующ\w+|нескольк\w+|дв\w{1,2}|тр\w{1,2}|четыр\w{1,2}|пят\w)\s+(?:[\w-]+\s+){0,2}\w+",
    )
});

/// «Среди них – …»: some of those the sentence before speaks of.
static THESE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W*(?:among them(?: are| is)?|these (?:are|include)|they (?:are|include)|среди них|в их числе|в том числе|это)\s*(?:[:—–-]\s*)?",
    )
});

/// The preposition with which a lead ends, and the same once more.
static WITH: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)\b(?:with|со?)\s+$"));
static AGAIN: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)(?:[,;:]|\band|\bи)\s+(?:also\s+|также\s+)?(?:with|со?)\s+"));

/// Names with which the clauses of a sentence begin: "A will make pumps, B opens a shop".
fn subjects(reading: &Reading<'_>, text: &str) -> Vec<Name> {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        rule(r"(?i)(?:^\W*|[,;]\s*(?:and |и |а )?|\b(?:and|и|а)\s+)(?:\p{Ll}+\s+){0,3}(?:[\w ]+, )?[«“\x22]?$")
    });
    static NEXT: LazyLock<Regex> = LazyLock::new(|| rule(r"^[»”\x22]?\s+\p{Ll}{3,}"));
    let subject = |n: &Name| OPENS.is_match(&text[..n.span.start]) && NEXT.is_match(&text[n.span.end..]);
    let mut out: Vec<Name> = candidates(reading, text).into_iter().filter(subject).collect();
    out.truncate(if out.len() >= 2 { usize::MAX } else { 0 });
    out
}

/// The partners of an enumeration that begins at a byte of the text.
fn named_from(reading: &Reading<'_>, text: &str, at: usize) -> Vec<Name> {
    let names = enumeration(reading.institutions, &text[at..]).into_iter();
    let moved = names.map(|n| Name { span: Span::new(n.span.start + at, n.span.end + at), ..n });
    moved.filter(|n| reading.may_be_partner(text, n)).collect()
}

fn named(reading: &Reading<'_>, relation: &Relation, text: &str, clause: Span) -> Vec<Name> {
    let clause_text = clause.of(text).unwrap_or("");
    let clause_text = &clause_text[..SAID.find(clause_text).map_or(clause_text.len(), |m| m.start())];
    let mut out: Vec<Name> = Vec::new();
    let mut add = |at: usize, names: Vec<Name>| {
        for name in names {
            let span = Span::new(name.span.start + at, name.span.end + at);
            let name = Name { span, ..name };
            if !out.iter().any(|n| n.span.overlaps(span)) && reading.may_be_partner(clause_text, &name) {
                out.push(name);
            }
        }
    };
    for rule in &relation.before {
        for lead in rule.find_iter(clause_text).filter(|m| !SINCE.is_match(&clause_text[m.end()..])) {
            add(lead.end(), enumeration(reading.institutions, &clause_text[lead.end()..]));
            // "with A on castings, with B on training".
            let rest = &clause_text[lead.end()..];
            let again = AGAIN.find_iter(rest).filter(|_| WITH.is_match(lead.as_str()));
            for next in again.filter(|m| !SINCE.is_match(&rest[m.end()..])) {
                add(lead.end() + next.end(), enumeration(reading.institutions, &rest[next.end()..]));
            }
        }
    }
    if let Some(follows) = relation.after.find(clause_text) {
        add(0, enumeration(reading.institutions, &clause_text[..follows.start()]));
    }
    if relation.clause.as_ref().is_some_and(|strong| strong.is_match(clause_text)) {
        add(0, reading.organisations(clause_text));
    } else if let Some(strong) = relation.behind.as_ref().and_then(|strong| strong.find(clause_text)) {
        // "Financed by the taxes that residents of the Alabuga zone pay": who stands in a clause of its own is told of.
        let rest = &clause_text[strong.end()..];
        let end = RELATIVE.find(rest).map_or(rest.len(), |m| m.start());
        add(strong.end(), reading.organisations(&rest[..end]));
    }
    out.sort_by_key(|n| n.span);
    for name in &mut out {
        name.span = Span::new(name.span.start + clause.start, name.span.end + clause.start);
    }
    out
}

/// «с мая», «с 2020 года»: since when, not with whom.
static SINCE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:\d|январ|феврал|март|апрел|ма[яю]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|начал|конц|этого|прошл|тех пор|будущ|текущ|нов(?:ого|ым) год)",
    )
});

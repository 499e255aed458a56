//! Partners: whom a region, its companies or its programmes cooperate with.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{Institutions, Name, enumeration};
use super::{Found, Line, Stated, items_below, rule};
use crate::domain::{PassageKind, Span, Topic};

/// What leads up to an enumeration of partners.
static BEFORE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?i)\b(?:cooperat\w*|co-operat\w*|collaborat\w*|partner(?:s|ed|ing|ship|ships)?|work(?:s|ed|ing)?|team(?:s|ed) up|joint(?:ly)?|agreements?|memorand\w+|contracts?|alliances?|together)\b[^.;:]{0,90}?\b(?:with|between)\s+",
        r"(?i)\b(?:partners?|participants|institutions|organi[sz]ations|corporations|giants)\b[^.;]{0,60}?(?:\bsuch as|\bincluding|\binclude[sd]?|\bare\b|\bwere\b|\blike\b|\bnamely\b|:|[—–])\s*",
        r"(?i)\bsuch\s+(?:[\w-]+\s+){0,3}(?:institut\w+|compan\w+|partners?|organi[sz]ations|corporations|giants|funds|players)\s+as\s+",
        r"(?i)\b(?:сотруднич\w*|взаимодейств\w*|партн[её]рств\w*|соглашени\w*|меморандум\w*|договор\w*|контракт\w*|совместно|вместе|кооперац\w*|альянс\w*)\b[^.;:]{0,90}?\s(?:с|со|между)\s+",
        r"(?i)\bпартн[её]р\w*(?:[^.;«]{0,60}?)(?:\b(?:стал\w*|являются|является|выступа\w+|выступил\w*|названы|вошли|это)\b|\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|:|[—–])\s*",
        r"(?i)\b(?:институт\w* развития|корпораци\w*|организаци\w*|госкорпораци\w*)\b[^.;«]{0,30}?(?:\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|[—–:])\s*",
        r"(?i)\bтаки(?:ми|х|е|м)\s+(?:[\w-]+\s+){0,3}(?:институт\w*|компани\w*|корпораци\w*|организаци\w*|партн[её]р\w*|фонд\w*),?\s+как\s+",
        r"(?i)\b(?:participants?|members|founders|customers|участник\w*|учредител\w*|заказчик\w*|соинвестор\w*)\b[^.;«]{0,40}?(?:\bare\b|\bwere\b|\bbecame\b|:|[—–]|\b(?:стал\w*|являются|выступа\w+|выступил\w*|вошли|это)\b)\s*",
        r"(?i)\b(?:project|representative|regional) office (?:of|for)\s+|\b(?:проектн\w+|представительств\w+) (?:офис\w*\s+)?",
    ]
    .map(rule)
    .into()
});
/// What follows an enumeration of partners.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:(?:is|are|was|were|became|become|remain|act as|joined as)\s+(?:[\w-]+\s+){0,3}(?:partners?|participants|co-founders|industrial customers)|joined\s+the\s+(?:[\w-]+\s+){0,2}(?:agreement|programme|program|project|cluster)\b|(?:signed|concluded|entered into)\s+(?:[\w-]+\s+){0,4}(?:agreements?|memorand\w+|contracts?|partnerships?)|(?:стал\w*|явля\w+ся|выступа\w+|выступил\w*)\s+(?:[\w-]+\s+){0,3}партн[её]р\w*|подписал\w*\s+(?:[\w-]+\s+){0,4}(?:соглашени\w*|меморандум\w*|договор\w*))",
    )
});
/// Partners no more.
static GONE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:withdr\w+|no longer|terminat\w+|ceased|left the|pulled out|suspended|вышл[аио]|вышел|прекрати\w*|расторг\w*|больше не|приостанови\w*|покинул\w*)\b",
    )
});
static NOUN: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)\b(?:partners|партн[её]ры|партн[её]ров)\b"));
/// A person speaks right after the name.
static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W{0,4}(?:said|noted|stated|told|added|explained|сказал\w*|отметил\w*|заявил\w*|сообщил\w*|рассказал\w*|подчеркнул\w*)\b",
    )
});

/// Finds the partners an article names.
pub(super) fn find(lines: &[Line<'_>], institutions: &Institutions, out: &mut Stated) {
    for (i, line) in lines.iter().enumerate() {
        if NOUN.is_match(line.text) && (line.kind == PassageKind::Heading || line.text.trim_end().ends_with(':')) {
            for item in items_below(lines, i) {
                let names = institutions.names(item.text).into_iter().take(1).collect();
                push(item, names, out);
            }
        }
        if line.kind != PassageKind::Heading && !GONE.is_match(line.text) {
            push(line, named(institutions, line.text), out);
        }
    }
}

fn named(institutions: &Institutions, text: &str) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut add = |at: usize, names: Vec<Name>| {
        for name in names {
            let span = Span::new(name.span.start + at, name.span.end + at);
            if !out.iter().any(|n| n.span.overlaps(span)) && !SPEAKS.is_match(&text[span.end..]) {
                out.push(Name { span, ..name });
            }
        }
    };
    for rule in BEFORE.iter() {
        for lead in rule.find_iter(text) {
            add(lead.end(), enumeration(institutions, &text[lead.end()..]));
        }
    }
    if let Some(follows) = AFTER.find(text) {
        add(0, enumeration(institutions, &text[..follows.start()]));
    }
    out.sort_by_key(|n| n.span);
    out
}

fn push(line: &Line<'_>, names: Vec<Name>, out: &mut Stated) {
    let known = out.found.iter().any(|f| f.topic == Topic::Partners && f.span == line.span);
    if names.is_empty() || known {
        return;
    }
    let at = line.span.start;
    let spans = names.iter().map(|n| Span::new(n.span.start + at, n.span.end + at)).collect();
    out.found.push(Found {
        topic: Topic::Partners,
        span: line.span,
        names: spans,
        keys: names.into_iter().map(|n| n.key).collect(),
    });
}

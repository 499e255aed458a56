//! Partners: whom a region, its companies or its programmes cooperate with.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{Name, enumeration};
use super::series::{Form, Series};
use super::{Line, Reading, Stated, rule};
use crate::domain::{PassageKind, Span, Topic};
use crate::engine::topics;

/// What leads up to an enumeration of partners.
static BEFORE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Verbs and nouns of acting together, then "with".
        r"(?i)\b(?:cooperat\w*|co-operat\w*|collaborat\w*|partner(?:s|ed|ing|ship|ships)?|works?|worked|working|team(?:s|ed|ing)? up|join(?:s|ed|ing)? forces|link(?:s|ed)? up|all(?:y|ied)|joint(?:ly)?|agreements?|memorand\w+|contracts?|alliances?|roadmaps?|pacts?|together|conjunction)\b[^.;]{0,90}?\b(?:with|between)\s+",
        r"(?i)\b(?:сотруднич\w*|взаимодейств\w*|партн[её]рств\w*|соглашени\w*|меморандум\w*|договор\w*|контракт\w*|дорожн\w+ карт\w+|документ\w* действу\w+|протокол\w*|совместно|вместе|кооперац\w*|альянс\w*|усилия|подписа(?:л\w*|н\w*)|заключ(?:ил\w*|ен\w*|ён\w*)|работа(?:ет|ем|ют|ла|ли))\b[^.;]{0,90}?\s(?:с|со|между)\s+",
        // Partners by name of their part.
        r"(?i)\b(?:partners?|partner (?:banks|companies|universities|organi[sz]ations)|co-?investors?|backers|sponsors|signatories|(?:co-)?founders|shareholders|(?:anchor|industrial) (?:customers|investors)|giants|corporations)\b[^.;]{0,60}?(?:\bsuch as|\bincluding|\binclude[sd]?|\bare\b|\bwere\b|\bbecame\b|\bremain\b|\blike\b|\bnamely\b|:|[—–])\s*",
        r"(?i)\b(?:participants?|members|parties)\b[^.;«]{0,50}?(?:\b(?:agreement|cluster|consortium|project|programme|program|alliance|memorandum|association)\b[^.;«]{0,30}?)(?:\bare\b|\bwere\b|\binclude[sd]?\b|\bbecame\b|:|[—–])\s*",
        r"(?i)\bпартн[её]р\w*(?:[^.;«]|«[^»]{1,40}»){0,60}?(?:\b(?:стал\w*|являются|является|выступа\w+|выступил\w*|названы|вошли|остаются|это)\b|\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|:|[—–])\s*",
        r"(?i)\b(?:среди|в числе|к числу)\s+(?:[\w-]+\s+){0,4}партн[её]р\w*\s+(?:[\w-]+\s+){0,3}?(?:[—–:]\s*|относятся\s+|есть\s+)?",
        r"(?i)\b(?:участник\w*|учредител\w*|соучредител\w*|заказчик\w*|соинвестор\w*|якорн\w+ инвестор\w*)\b[^.;«]{0,50}?(?:[—–:]|\b(?:стал\w*|являются|выступа\w+|выступил\w*|вошли|это)\b)\s*",
        // The sentence begins with whom it was done.
        r"(?i)^\W*(?:вместе |совместно )?(?:со?|with|together with|jointly with)\s+",
        // Examples of institutions.
        r"(?i)\b(?:institutions|corporations|giants)\b[^.;]{0,40}?(?:\bsuch as|\bincluding|\blike\b|\bnamely\b|:)\s*",
        r"(?i)\bsuch\s+(?:[\w-]+\s+){0,3}(?:institut\w+|compan\w+|partners?|organi[sz]ations|corporations|giants|funds|players)\s+as\s+",
        r"(?i)\b(?:институт\w* развития|корпораци\w*|госкорпораци\w*)\b[^.;«]{0,30}?(?:\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|[—–:])\s*",
        r"(?i)\bтаки(?:ми|х|е|м)\s+(?:[\w-]+\s+){0,3}(?:институт\w*|компани\w*|корпораци\w*|организаци\w*|партн[её]р\w*|фонд\w*),?\s+как\s+",
        // Founded, joined, signed, helped by.
        r"(?i)\b(?:founded|co-founded|sponsored|backed|co-financed|supported)\s+(?:[\w-]+\s+){0,4}?by\s+",
        r"(?i)\b(?:agreements?|memorand\w+|contracts?|charter|roadmap|document)\b[^.;]{0,60}?\bsigned by\s+",
        r"(?i)\b(?:that|this|which) leaves\s+|\b(?:relies|rely|relied|leans?) (?:\w+ )?on\s+|\bwith the (?:support|help|participation) of\s+",
        r"(?i)\b(?:соглашени\w*|меморандум\w*|договор\w*|документ\w*|хартию|карту)\b[^.;:]{0,50}?\b(?:подписал\w*|заключил\w*)\s+",
        r"(?i)\bв (?:него|не[её]|них|состав|консорциум|кластер|альянс|соглашение)\b[^.;:]{0,60}?\b(?:вошл\w+|вош[её]л|вступил\w*|входят)\s+|\b(?:к|ко) [^.;:]{2,50}?присоединил\w*\s+",
        r"(?i)\bопира(?:ется|емся|ются)\s+(?:\w+ )?на\s+|\bпри (?:участии|поддержке)\s+",
        r"(?i)\b(?:project|representative|regional) office (?:of|for)\s+|\b(?:проектн\w+|представительств\w+) (?:офис\w*\s+)",
    ]
    .map(rule)
    .into()
});
/// What follows an enumeration of partners.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:(?:is|are|was|were|became|become|remain|remains|acts?(?: as)?|joined as)\s+(?:[\w-]+\s+){0,3}(?:partners?|participants|co-founders|co-investors|(?:industrial|anchor) customers)|(?:joined|join)\s+the\s+(?:[\w-]+\s+){0,2}(?:agreement|programme|program|project|cluster|consortium|alliance)\b|(?:have |has )?(?:joined forces|teamed up)|(?:have |has )?agreed (?:on|to)\b|договорил(?:ись|ся|ась)|(?:signed|sign|concluded|entered into)\s+(?:[\w-]+\s+){0,4}(?:agreements?|memorand\w+|contracts?|partnerships?|roadmaps?|pacts?)|(?:стал\w*|явля\w+ся|выступа\w+|выступил\w*)\s+(?:[\w-]+\s+){0,3}(?:партн[её]р|учредител|соучредител|соинвестор|заказчик|участник)\w*|(?:подписал|заключил)\w*\s+(?:[\w-]+\s+){0,4}(?:соглашени\w*|меморандум\w*|договор\w*|карт\w+|документ\w*|пакт\w*)|вош(?:ли|[её]л|ла)\s+в\s+(?:состав|консорциум|кластер|альянс|число)|присоединил\w+\s+к\s)|[—–]\s+(?:[\w-]+\s+){0,3}(?:партн[её]ры|partners)\b",
    )
});
/// Partners no more.
static GONE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:withdr[ae]w\w*|no longer|terminat\w+|ceased|left the (?:project|agreement|programme|program|cluster|consortium|park|scheme|list)|left in \d{4}|was leaving|is leaving|pulled out|walked (?:away|out)|backed out|dropped out|opted out|declined|has stopped|have stopped|suspended|вышл[аио] из|вышел из|прекрати\w*|прекраща\w*|расторг\w*|больше не|приостанови\w*|покинул\w*|отказал(?:ся|ась|ось|ись)|отозвал\w*|воздержал\w*|выбыл\w*)\b",
    )
});
/// Partners not yet.
static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:talks|negotiat\w+|intends? to|wants? to|would like to|plans? to|hopes? to|expects? to|was to have|were to have|may join|might join|was expected|(?:is|are) planned|is to be signed|планируется|переговор\w*|намерен\w*|хочет|хотят|хотим|пока не|обещал\w* подумать|планиру\w+|готов(?:ится|ятся)|рассчитыва\w+|ожида\w+|предложил\w*)\b",
    )
});
/// Where a sentence turns to something else.
static TURNS: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\s*;\s*|,?\s+(?:but|while|whereas|though|although|however)\s+|,\s+(?:а|но|однако|хотя|тогда как)\s+")
});
static LATTER: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)^\W*(?:the latter|последн(?:ий|яя|ее))\b"));
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:partners|partnerships?|cooperation|participants|who (?:takes part|is involved|carries it out)|founders|партн[её]ры|партн[её]ров|партн[её]рство|сотрудничество|кто участвует|участники|учредители)\b",
    )
});
static WITH: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:cooperat\w*|collaborat\w*|works?|agreements?|memorand\w+|partner\w*|сотруднич\w*|соглашени\w*|договор\w*|меморандум\w*|партн[её]р\w*)\b[^.]*:\s*$",
    )
});
/// Events have participants, but these are no partners.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:participants?|members|участник\w*)\s+(?:of\s+the\s+|of\s+)?(?:[\w-]+\s+){0,2}(?:forum|meeting|session|conference|round table|exhibition|форум|заседани|встреч|сесси|конференци|круглого|выставк|мероприяти)\w*",
    )
});

/// Finds the partners an article names.
pub(super) fn find(reading: &Reading<'_>, out: &mut Stated) {
    for series in &reading.series {
        for (line, names) in members(reading, series) {
            out.add(Topic::Partners, line, names, reading.lead(series));
        }
    }
    let mut before: Option<Name> = None;
    for line in reading.lines.iter().filter(|l| l.kind != PassageKind::Heading && !l.text.trim_end().ends_with('?')) {
        let (kept, gone) = kept(reading, line.text, before.take());
        out.gone.extend(gone);
        let mut names: Vec<Name> = kept.iter().flat_map(|clause| named(reading, line.text, *clause)).collect();
        let these = || THESE.find(line.text).zip(reading.before(line).filter(|b| LEADS.is_match(b.text)));
        if let Some((found, _)) = these().filter(|_| names.is_empty() && !kept.is_empty()) {
            names = named_from(reading, line.text, found.end());
        }
        if names.is_empty() && HEADED.is_match(reading.heading(line)) && !kept.is_empty() {
            names = orgs(reading, line.text);
            names.truncate(if names.len() >= 2 { usize::MAX } else { 0 });
        }
        if !names.is_empty() && !EVENT.is_match(line.text) {
            out.add(Topic::Partners, line, names, None);
        }
        before = reading.institutions.names(line.text).pop();
    }
}

/// The clauses of a sentence that speak of partners who are still there, and the keys of those who are not.
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
            gone.extend(subject.or(before.clone().filter(|_| LATTER.is_match(words))).map(|n| n.key));
        } else if !NOT_YET.is_match(words) {
            out.push(clause);
        }
    }
    (out, gone)
}

/// The members of a series that name partners, with the names.
fn members<'l, 'a>(reading: &'l Reading<'a>, series: &'l Series) -> Vec<(&'l Line<'a>, Vec<Name>)> {
    let mut leads = reading.leads(series).take(2);
    let fits = match series.form {
        Form::Items => {
            leads.any(|l| WITH.is_match(l.text) || (l.kind == PassageKind::Heading && HEADED.is_match(l.text)))
        }
        Form::Answer => leads.any(|l| topics::asked(l.text) == Some(Topic::Partners)),
        Form::Counted => false,
    };
    let all = series.members.iter().map(|m| &reading.lines[*m]).filter(|_| fits);
    let there = all.filter(|l| !GONE.is_match(l.text) && !NOT_YET.is_match(l.text));
    let named = there.map(|l| {
        let mut names = orgs(reading, l.text);
        names.truncate(if series.form == Form::Items { 1 } else { usize::MAX });
        (l, names)
    });
    named.filter(|(_, names)| !names.is_empty()).collect()
}

/// Names of organisations in a text.
fn orgs(reading: &Reading<'_>, text: &str) -> Vec<Name> {
    reading.institutions.names(text).into_iter().filter(|n| reading.is_partner(text, n)).collect()
}

/// «Среди них – …»: some of those the sentence before speaks of.
static THESE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W*(?:among them(?: are| is)?|these (?:are|include)|they (?:are|include)|среди них|в их числе|в том числе|это)\s*(?:[:—–-]\s*)?",
    )
});
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:partners|agreements|memorand\w+|contracts|customers|cooperat\w*|партн[её]р\w*|соглашени\w*|меморандум\w*|контракт\w*|договор\w*|заказчик\w*|сотруднич\w*)\b",
    )
});

/// The partners of an enumeration that begins at a byte of the text.
fn named_from(reading: &Reading<'_>, text: &str, at: usize) -> Vec<Name> {
    let names = enumeration(reading.institutions, &text[at..]).into_iter();
    let moved = names.map(|n| Name { span: Span::new(n.span.start + at, n.span.end + at), ..n });
    moved.filter(|n| reading.is_partner(text, n)).collect()
}

fn named(reading: &Reading<'_>, text: &str, clause: Span) -> Vec<Name> {
    let text_of_clause = clause.of(text).unwrap_or("");
    let mut out: Vec<Name> = Vec::new();
    let mut add = |at: usize, names: Vec<Name>| {
        for name in names {
            let span = Span::new(name.span.start + at, name.span.end + at);
            let name = Name { span, ..name };
            if !out.iter().any(|n| n.span.overlaps(span)) && reading.is_partner(text_of_clause, &name) {
                out.push(name);
            }
        }
    };
    for rule in BEFORE.iter() {
        for lead in rule.find_iter(text_of_clause).filter(|m| !SINCE.is_match(&text_of_clause[m.end()..])) {
            add(lead.end(), enumeration(reading.institutions, &text_of_clause[lead.end()..]));
        }
    }
    if let Some(follows) = AFTER.find(text_of_clause) {
        add(0, enumeration(reading.institutions, &text_of_clause[..follows.start()]));
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
/// A person speaks right after the name.
static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W{0,4}(?:said|noted|stated|told|added|explained|сказал\w*|отметил\w*|заявил\w*|сообщил\w*|рассказал\w*|подчеркнул\w*)\b",
    )
});
/// A title right before a name makes it a person's.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:said|says|noted|stated|told|added|explained|сказал\w*|отметил\w*|заявил\w*|сообщил\w*|рассказал\w*|подчеркнул\w*|пояснил\w*|добавил\w*|governor|minister|director|president|chair(?:man|woman)?|head|rector|prof(?:essor)?\.?|mrs?\.?|ms\.?|dr\.?|dame|sir|councillor|mayor|leader|secretary|officer|manager|engineer|deputy|губернатор\w*|министр\w*|директор\w*|ректор\w*|глав(?:а|ы|ой|е)|председател\w*|руководител\w*|заместител\w*|начальник\w*|профессор\w*|академик\w*|мэр\w*|депутат\w*|секретар\w*|основател\w*|президент\w*|премьер\w*)\s+(?:\p{L}+\s+)?$|[—–-]\s+\p{Ll}+(?:л|ла|ет|ed|d)\s+(?:\p{L}+\s+)?$",
    )
});
static PATRONYMIC: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?:ович|евич|ьевич|ич|овн|евн|ичн|ovich|evich|yevich|ovna|evna)(?:а|у|ем|е|ой|ы|ей)?(?:\s|$)|\b\p{Lu}\.\s?(?:\p{Lu}\.)?",
    )
});
/// The authorities themselves are no partners of their region.
static AUTHORITY: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:the )?(?:правительств|администраци|губернатор|область|област[иью]|кра[йяюе]м?$|республик|government|administration|governor|council$|county council|decree|resolution|order no|law no|указ|постановлени|распоряжени|russia\w*$|росси\w+$|рф$|\w+ (?:region|krai|oblast|republic|county|province|district|territory|borough|council|област\w+|кра[йяюе]м?|округ\w*|район\w*|правительств\w*|города?)$)",
    )
});

impl Reading<'_> {
    /// Whether a name may be that of a partner: no person, no authority, not the region itself.
    fn is_partner(&self, text: &str, name: &Name) -> bool {
        let words = &text[name.span.start..name.span.end];
        let quoted = words.starts_with(['«', '“', '„', '"']);
        if name.known || quoted {
            return !SPEAKS.is_match(&text[name.span.end..]);
        }
        let region = crate::text::stem::stems(words).iter().all(|s| self.region.contains(s));
        let titled = TITLED.is_match(&text[..name.span.start])
            || words.split_once(' ').is_some_and(|(first, _)| TITLED.is_match(&format!("{first} ")));
        let person = titled && !super::names::is_organisation(words);
        let speaks = SPEAKS.is_match(&text[name.span.end..]);
        !(region || person || speaks || PATRONYMIC.is_match(words) || AUTHORITY.is_match(words))
    }
}

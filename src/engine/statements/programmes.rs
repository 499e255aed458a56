//! Programmes and measures of support: named ones, listed ones, and those that are said to give something.

use std::sync::LazyLock;

use regex::Regex;

use super::enumerated::{self, parts};
use super::names::Name;
use super::series::{self, Form, Series};
use super::{Line, Reading, Stated, places, rule};
use crate::domain::{PassageKind, Span, Topic};
use crate::engine::topics;

/// What is a measure of support by its very name.
const MEASURE: &str = r"(?:grants?|subsid(?:y|ies)|vouchers?|fellowships?|stipends?|scholarships?|accelerators?|incubators?|hackathons?|competitions?|contests?|awards?|prizes?|(?:soft |preferential |seed |growth |start-up )?loans?|micro-?loans?|leasing|tax (?:breaks?|credits?|incentives?|relief|holidays?|deductions?)|(?:business-)?rate relief|compensations?|reimbursements?|mentoring|(?:regional |state |credit |loan )guarantees?|cheques?|bursar(?:y|ies)|tax rates?|(?:profit|property|land|income|corporate|corporation) tax|free (?:\w+ ){0,2}(?:space|desks?|offices?|consultations?|hours|advice|rent)|bench space|грант\w*|субсиди\w*|ваучер\w*|стипенди\w*|акселератор\w*|акселераци\w*|инкубатор\w*|хакатон\w*|конкурс\w*|преми[яюией]+|(?:микро)?займ(?:а|у|ом|ы|ов|ам|ами|ах|е)?|(?:микро)?за[её]м(?:а|у|ом|ы|ов|ам|ами|ах|е)?|кредит\w*|лизинг\w*|льгот\w*|налогов\w+ (?:вычет|каникул|льгот|преференци)\w*|компенсаци\w*|возмещени\w*|наставничеств\w*|наставник\w*|стажировк\w*|гаранти[яиюйе]\w*|сертификат\w*|каникул\w*|преференци\w*|ставк\w+ (?:по )?налог\w*|(?:бесплатн|льготн)\w+ (?:\w+ )?(?:аренд|консультаци|обучени|площад|помещени|цех|место|доступ)\w*|мер\w{0,2} поддержки)";
/// What is one only with a name or with a verb of giving.
const FRAME: &str = r"(?:programmes?|programs?|projects?|schemes?|initiatives?|platforms?|funding lines?|instruments?|funds?|schools?|trainings?|products?|services?|программ\w*|проект\w*|инициатив\w*|платформ\w*|школ\w*|фонд\w*|инструмент\w*|полигон\w*|продукт\w*|сет[ьи])";
/// Verbs with which something is given or begins.
const GIVES: &str = r"(?:launch\w*|introduc\w*|offers?|offered|provides?|provided|grants|covers?|pays?|paid|buys?|gives?|lends?|supports?|reimburs\w+|compensates?|subsidi[sz]e\w*|waives?|lets|takes|brings?|runs?|operates?|opens?|opened|started|(?:is|are) (?:available|free|interest-free|for|open)|can (?:receive|get|apply|use|count on|turn to)|may (?:receive|get|apply|use|turn to)|receives?|announc\w*|applies|works? to|helps|aims|is designed|запущ\w*|запуст\w*|запуска\w*|действ(?:у|ова)\w*|объяв\w*|предоставля\w*|предостав\w*|предлага\w*|выделя\w*|выда[её]\w*|оплачива\w*|доступ(?:ен|на|но|ны)|получ(?:ить|ат|ают|ает|или|ит)|покрыва\w*|компенсиру\w*|субсидиру\w*|возмеща\w*|реализу\w+тся|введен\w*|ввели|введ[её]н\w*|проводит\w*|проводим|работает|работают|открыва\w*|открыт\w*|стартова\w*|предусмотрен\w*|предусматрив\w*|претендова\w*|воспользова\w*|обуча\w+т|бесплатн\w+|включает|включают|помогает|помогают|направлен\w* на|позволя\w+)";

static MEASURED: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{MEASURE}\b")));
static FRAMED: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b(?:{MEASURE}|{FRAME})\b")));
/// A measure that is given, the verb before or after it.
static GIVEN: LazyLock<Regex> =
    LazyLock::new(|| rule(&format!(r"(?i)\b{GIVES}[^.;]{{0,90}}?\b{MEASURE}\b|\b{MEASURE}\b[^.;]{{0,60}}?\b{GIVES}")));
/// A verb of giving, or how much is given: enough beside a name or under a heading.
static GIVING: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:{GIVES}|up to|worth|составля\w+|до \d)|\d\s?(?:%|процент|percent|тыс|млн|млрд|руб|thousand|million|billion|rub|eur|euro|pound|dollar)|[£€$]\s?\d"
    ))
});
/// "Among the measures are…", «К мерам поддержки относятся…».
static AMONG: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:among|среди|в числе|к числу|к)\b[^.:;]{0,60}?\b(?:measures|programmes|programs|instruments|schemes|tools|incentives|мер(?:ам)?|программ(?:ам)?|инструмент(?:ов|ам)|льгот(?:ам)?)\b[^.:;]{0,40}?(?:\bare\b|\bis\b|[—–:]|\bотносятся\b|\bвходят\b)",
    )
});
static VERB: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{GIVES}")));
/// A programme that is launched, though it has no name.
static LAUNCHED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:launch\w*|introduc\w*|started)\s+(?:[\w-]+\s+){1,5}(?:programmes?|programs?|schemes?|trainings?)\b|\b(?:запустил\w*|запущен\w*|введен\w*|введ[её]н\w*|стартовал\w*)\s+(?:[\w-]+\s+){1,4}программ\w*",
    )
});
/// Money that flows back to a company without a noun for it: «компенсирует участникам 40 % стоимости».
static REFUNDED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:reimburses?|compensates?|subsidi[sz]es?|refunds?|компенсирует|субсидирует|возмещает|возвращает)\b[^.;]{0,90}(?:\d|percent|half|a third|a quarter|cost|rent|половин|трет[иь]|четверт|стоимост|затрат|аренд)|\b(?:zero \w+ tax|pays? no (?:\w+ ){0,2}tax|exempt(?:ed)? from (?:\w+ ){0,2}tax|освобожд\w+ от (?:\w+ ){0,2}налог|не плат[ия]т (?:\w+ ){0,2}налог|налог\w* (?:\w+ ){0,3}не плат[ия]т)",
    )
});
/// "three instruments: A, B and C".
static ENUMERATED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:{MEASURE}|programmes|programs|schemes|instruments|tools|measures|products|services|forms|incentives|benefits|support|льгот\w*|возможност\w*|программ\w*|инструмент\w*|мер[ыа]?|механизм\w*|продукт\w*|услуг\w*|(?:вариант|форм|вид|способ)\w* (?:\w+ )?(?:поддержк|помощ)\w*)\b[^.:;]{{0,45}}?(?::|[—–]|\b(?:include|includes|such as|включает|включают|такие как|это)\b)\s*(.+)$"
    ))
});
/// Under these headings and introductions measures are listed.
pub(super) static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:{MEASURE}|programmes|programs|measures?|schemes|instruments|tools|mechanisms|incentives|(?:loan )?products?|services|funding lines|(?:what )?we offer|on offer|(?:can|may) (?:get|use|count on|receive|apply for)|benefits|help|privileges|преференци\w+|льгот\w*|возможност(?:и|ями)|помо(?:щь|щи|жем|гаем|гает)|(?:могут|можно|может|можете) (?:\w+ )?(?:получить|воспользоваться|рассчитывать|претендовать)|(?:forms|kinds|types) of (?:support|help|assistance)|support|программы|программа|мер[ыа]?|инструменты|механизмы|инструмент|продукты?|услуги|поддержк[аиуе])\b"
    ))
});
/// What is said of a measure but not what it gives: when and how to apply, who judges, what it brought, that it ended.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:applications?|proposals|deadline|submitted|winners?|jury|closed|discontinued|cancel\w+|abolish\w+|was ended|last year|since \d{4}|bank loan|cannot|may not|not be|total|envelope|raised|заяв(?:к|ок|ит)\w*|документы принима\w*|при[её]м документов|победител\w*|лауреат\w*|жюри|комисси[яию]|закрыт[аоы]?|закрыли|отменен\w*|прекращен\w*|в прошлом году|за прошлый год|итоги|эксперт\w*|уч[её]т\w*|нельзя|чтобы получить|нужно|необходимо|требуется|услови[яйе]\w*|in order to|conditions?|requirements?|общ\w+ (?:размер|объ[её]м|сумм|фонд)\w*|претендент\w*)\b",
    )
});
/// A closed measure, and what was only promised, is none even in a list.
static ENDED: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\b(?:closed|discontinued|cancelled|abolished|was ended|закрыт[аоы]?|закрыли|отменен\w*|прекращен\w*)\b")
});
/// Under these headings and introductions stands what a measure costs or asks for.
static TERMS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:(?:eligible )?costs|expenses|documents?|requirements|criteria|how to apply|расходы|затраты|документы|требовани[яй]|критери[ий]\w*|как (?:подать|получить|стать))\b",
    )
});
static PERSONAL: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)\b(?:television|tv|телевизионн\w+|передач\w+)\b"));

/// Bytes between a noun and a name that still belong together.
const BESIDE: usize = 45;

/// Finds the programmes an article names.
pub(super) fn find(reading: &Reading<'_>, out: &mut Stated) {
    for series in &reading.series {
        let counted = series.form == Form::Counted;
        let directions: Vec<Span> = out.found.iter().filter(|f| f.topic == Topic::Directions).map(|f| f.span).collect();
        let free = |l: &&Line<'_>| !counted || !directions.contains(&l.span);
        for member in members(reading, series).into_iter().filter(free) {
            let mut names = named(reading, member.text);
            if names.is_empty() {
                names = reading.institutions.names(member.text);
                names.retain(|n| n.span.start <= FIRST && !n.known);
                names.truncate(1);
            }
            out.add(Topic::Programmes, member, names, reading.lead(series));
        }
    }
    for at in 0..reading.lines.len() {
        for (line, names) in announced_at(reading, at) {
            out.add(Topic::Programmes, line, names, Some(reading.lines[at].span));
        }
    }
    let whole = |l: &&Line<'_>| l.kind == PassageKind::Paragraph || (l.kind != PassageKind::Heading && l.first);
    for line in reading.lines.iter().filter(whole).filter(|l| !ENDED.is_match(l.text)) {
        let taken = out.found.iter().any(|f| f.topic != Topic::Programmes && f.span == line.span);
        if let Some(names) = states(reading, line, taken) {
            out.add(Topic::Programmes, line, names, None);
        }
    }
}

/// The members of a series that are measures.
fn members<'l, 'a>(reading: &'l Reading<'a>, series: &'l Series) -> Vec<&'l Line<'a>> {
    let all = series.members.iter().map(|m| &reading.lines[*m]).filter(|l| !ENDED.is_match(l.text));
    let headed = |take: usize| reading.leads(series).take(take).any(|l| HEADED.is_match(l.text));
    let terms = || reading.leads(series).take(2).any(|l| TERMS.is_match(l.text));
    match series.form {
        Form::Items if headed(2) && !terms() => all.collect(),
        Form::Counted if !series::of_conditions(&reading.lines, series) => {
            let measures = all.clone().filter(|l| FRAMED.is_match(l.text)).count();
            let led = reading.leads(series).take(REACH).any(|l| topics::asked(l.text) == Some(Topic::Programmes));
            let helps = || reading.leads(series).take(REACH).any(|l| HELPS.is_match(l.text));
            if series.members.len() > 1 && (led || measures * 2 > series.members.len() && (headed(REACH) || helps())) {
                all.collect()
            } else {
                Vec::new()
            }
        }
        Form::Answer if reading.leads(series).any(|l| topics::asked(l.text) == Some(Topic::Programmes)) => {
            let first = &reading.lines[series.members[0]];
            let counted = enumerated::announced(&COUNTED, first.text)
                .or_else(|| enumerated::bare_number(first.text))
                .unwrap_or(0);
            let counted = counted as usize;
            let said = |l: &&Line<'_>| places::counts(l.text) || FRAMED.is_match(l.text) || parts(l.text) >= 3;
            let of_count = series.members.iter().skip(1).take(counted).map(|m| &reading.lines[*m]);
            if counted > 0 { of_count.collect() } else { all.filter(said).collect() }
        }
        _ => Vec::new(),
    }
}

/// Who is helped: what follows in a series are the ways.
static HELPS: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\b(?:helps?|helped|supports?|supported|assists?|backs?|помога\w+|поддержива\w+|помощ\w+|поддержк\w+)\b")
});

/// Whether more than half of a series are measures by their nouns.
pub(super) fn mostly_measures(reading: &Reading<'_>, series: &Series) -> bool {
    let measures = series.members.iter().filter(|m| MEASURED.is_match(reading.lines[**m].text)).count();
    measures * 2 > series.members.len()
}

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    enumerated::announcing(
        r"(?:programmes|programs|products|schemes|instruments|tools|measures|grants|loans|vouchers|competitions|forms of support|things|программ\w*|продукт\w*|инструмент\w*|мер\w?|грант\w*|вещ\w+|конкурс\w*|вид\w* поддержки)",
    )
});

/// The sentences after "three products" that begin with a name or a noun of measures: as many as are announced.
fn announced_at<'l, 'a>(reading: &'l Reading<'a>, at: usize) -> Vec<(&'l Line<'a>, Vec<Name>)> {
    let line = &reading.lines[at];
    let Some(n) = enumerated::announced(&COUNTED, line.text).filter(|_| !ABOUT.is_match(line.text)) else {
        return Vec::new();
    };
    let below = reading.lines[at + 1..].iter().take(n as usize + 2).take_while(|l| l.passage == line.passage);
    let begins = |l: &&Line<'_>| {
        let names = reading.institutions.names(l.text);
        let named = names.first().is_some_and(|n| n.span.start <= BEGINNING && !n.known);
        let noun = FRAMED.find(l.text).is_some_and(|m| m.start() <= BEGINNING);
        (named || noun || PARALLEL.is_match(l.text)) && !ENDED.is_match(l.text)
    };
    let named = |l: &'l Line<'a>| (l, reading.institutions.names(l.text).into_iter().take(1).collect());
    below.filter(begins).take(n as usize).map(named).collect()
}

/// "We pay…", «Мы учим…»: sentences that begin alike after a number of things.
static PARALLEL: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)^\W*(?:(?:and|also|и|а также)\s+)?(?:we|it|they|the \w+|мы|он|она|они)\s+\p{Ll}{3,}"));

/// Words of a heading that is nothing but the name of what follows.
const TITLE: usize = 5;
/// Bytes before a name with which an item begins: a mark, a quotation mark, "And".
const FIRST: usize = 8;
/// Bytes before the name or noun with which a sentence begins.
const BEGINNING: usize = 24;

/// Sentences back from a counted series in which measures may be announced.
const REACH: usize = 3;

/// The names with which a sentence states a programme; `None` when it states none. What a sentence
/// enumerates that is `taken` by another topic are things of that topic.
fn states(reading: &Reading<'_>, line: &Line<'_>, taken: bool) -> Option<Vec<Name>> {
    let text = line.text;
    if PERSONAL.is_match(text) || text.trim_end().ends_with([':', '?']) {
        return None;
    }
    if REFUNDED.is_match(text) {
        return Some(Vec::new());
    }
    let about = ABOUT.is_match(text);
    let heading = reading.heading(line);
    let title = heading.split_whitespace().count() <= TITLE;
    let headed = title && HEADED.is_match(heading) && GIVING.is_match(text) && !about && !taken;
    if !FRAMED.is_match(text) || taken && !MEASURED.is_match(text) {
        return headed.then(Vec::new);
    }
    let names = named(reading, text);
    let enumerated = ENUMERATED.captures(text).and_then(|c| c.get(1)).map_or(0, |m| parts(m.as_str()));
    let measured = MEASURED.is_match(text);
    let gives = !names.is_empty() && !about && (VERB.is_match(text) || measured && GIVING.is_match(text));
    let given = GIVEN.is_match(text) && !about;
    let gives = gives || AMONG.is_match(text) && !about;
    let states = gives || given || LAUNCHED.is_match(text) || (enumerated >= 2 && !about && !taken) || headed;
    states.then_some(names)
}

/// Names of programmes in a text: quoted ones beside a noun, and capitalised ones that end in one.
fn named(reading: &Reading<'_>, text: &str) -> Vec<Name> {
    let nouns: Vec<Span> = FRAMED.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect();
    let quoted = |n: &Name| text[n.span.start..].starts_with(['«', '“', '„', '"', '‘']);
    let beside = |n: &Name| {
        nouns.iter().any(|noun| {
            let before = noun.start < n.span.start && n.span.start.saturating_sub(noun.end) <= BESIDE;
            before || (noun.start >= n.span.end && noun.start - n.span.end <= 2)
        })
    };
    let holds = |n: &Name| {
        let name = &text[n.span.start..n.span.end];
        n.span.start > 0 && name.contains(' ') && nouns.iter().any(|noun| n.span.contains(*noun))
            || name.starts_with("The ")
    };
    let body = |n: &Name| quoted(n) && BODY.is_match(&text[..n.span.start]);
    let names = reading.institutions.names(text).into_iter().filter(|n| !body(n));
    names
        .filter(|n| (quoted(n) && beside(n)) || (!n.known && !quoted(n) && capitalised(text, n, &nouns) && holds(n)))
        .collect()
}

/// What is quoted behind these is the name of whoever, not of what is given.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:компани|завод|холдинг|корпораци|банк|агентств|ассоциаци|фирм|предприяти|концерн|групп|университет|институт|форум|выставк|зон|ОЭЗ|технопарк|парк|company|firm|plant|bank|group|holding|zone|park|forum)\w*\s+$",
    )
});

/// "Launchpad Grant", "Spark Vouchers": the noun inside the name has a capital itself.
fn capitalised(text: &str, name: &Name, nouns: &[Span]) -> bool {
    let capital = |noun: &&Span| text[noun.start..].starts_with(char::is_uppercase);
    nouns.iter().filter(capital).any(|noun| name.span.contains(*noun))
}

//! Directions of support: announced, counted, enumerated or listed.

use std::sync::LazyLock;

use regex::Regex;

use super::enumerated::{self, announced, announcing, parts};
use super::series::{self, Form, Series};
use super::{Announced, Line, Reading, Stated, places, rule};
use crate::domain::{PassageKind, Span, Topic};
use crate::engine::topics;

/// What a direction is called. Words of many meanings count only with one that says what they are for.
const NOUN: &str = r"(?:(?:lines? of |policy )?directions?|(?:smart )?specialisations?|specializations?|(?:areas?|fields?|domains?|lines?|sectors?|industries|branches) (?:of|for) (?:\w+ ){0,2}(?:speciali[sz]ation|research|activity|activities|support|assistance|policy|development|cooperation|work|growth)|(?:priority|key|main|strategic|support|major|core|focus|growth|target|lead|leading|flagship|chosen|selected|promising|critical) (?:\w+ )?(?:areas?|fields?|lines?|avenues?|directions?|sectors?|industries|markets?|branches|technologies|clusters|topics|themes)|lines of (?:work|activity)|(?:pillars?|strands?) (?:of|for) (?:\w+ ){0,2}\w+|priorit(?:y|ies)|pillars?|strands?|clusters|(?:strategic |big |main |newest )?bets|strong suits|strengths|направлени(?:ем|ями|ям|ях|е|я|й|ю|и)|приоритет(?:ы|ом|ами|ов|ам|ах|е|а)?|вектор(?:ы|ами|ов|ом|а)?|точк\w{1,3} роста|(?:ключев|приоритетн|основн|главн|перспективн|базов|опорн|стратегическ|важнейш|критическ|выбранн)\w{2,3} (?:\w+ )?(?:направлени|отрасл|сфер|област|сектор|тем|компетенц|вид|рынк|технологи|кластер)\w*|(?:отрасл|сфер|област|сектор)\w* (?:\w+ )?(?:специализац|поддержки|деятельности|развития)\w*|специализаци\w+|столп\w*|опор(?:ы|ам|ами|ах|а|е|ой|у)?|кластер(?:ы|ов|ам|ами|ах)|сильн\w+ сторон\w*)";
/// What follows the noun when its things are named.
const ARE: &str = r"(?:\b(?:are|is|includes?|included|covers?|such as|namely|comprises?|remains?|will be|were named|being|were|became|like)\b|:|[—–]|\b(?:являются|является|относятся|включают|включает|стали|станут|входят|определены|выделены|выбраны|названы|это|остаются|считаются|предусматривают|признаны|утверждены|заявлены|указаны|перечислены|значатся|будут|такие как|таких как)\b)";

static NAMED: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{NOUN}\b")));
/// A noun of directions, then what they are.
static ENUMERATED: LazyLock<Regex> =
    LazyLock::new(|| rule(&format!(r"(?i)\b{NOUN}\b[^.:;]{{0,80}}?{ARE}\s*[«“]?(.+)$")));
/// How many fields of whatever kind, then which: "enterprises of four sectors: furniture, …".
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:two|three|four|five|six|seven|eight|дв\w+|тр[иё]\w*|тре[хм]\w*|четыр\w+|пят[ьи]\w*|шест[ьи]\w*|сем[ьи]\w*|\d)\s+(?:[\w-]+\s+){0,2}(?:sectors|industries|areas|fields|branches|markets|topics|themes|lines|domains|spheres|realms|niches|technologies|clusters|missions|tracks|отрасл|сфер|област|сектор|тем|рынк|трек|блок|задач|ниш|технологи|вид\w* деятельности|кластер)\w*[^.:;]{0,80}:\s*(.+)$",
    )
});
/// Fields in which somebody acts: "cooperate in the spheres of…", «развивать сотрудничество в сфере…».
static SPHERES: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:cooperat|support|develop|invest|innovat|сотруднич|развива|развити|поддерж|внедр)\w*\b[^.;:]{0,70}?\b(?:in|в)\s+(?:such\s+|the\s+|таких\s+|следующих\s+)?(?:spheres?|fields?|areas?|industries|sectors|сфер(?:е|ах)|отраслях|област(?:и|ях))(?:\s+(?:of|as|like),?|,? как|:)?\s+(.+)$",
    )
});
/// «Их четыре. Это …»: what was announced, in the next sentence.
static THESE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W*(?:these (?:are|include)|they (?:are|include)|among them(?: are)?|namely|это|среди них|в их числе|речь ид[её]т об?)\s*(?:[:—–-]\s*)?(.+)$",
    )
});
/// What they are, then the noun: "A, B and C are our priorities".
static TURNED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)^(.+?)\s+(?:(?:are|were named|have been named|remain|become)\b|[—–]|стали|являются|остаются|названы|определены)\s*(?:это\s+|вот\s+)?(?:the |our |its |all |наши |наши главные |нашими |главн\w+ |тр[иемёх]+ |four |three |five |two )*(?:[\w-]+\s+){{0,2}}{NOUN}\b"
    ))
});
/// The choice is in the verb: "bets on", «делает ставку на», «специализируется на», "priority is given to".
static CHOSEN: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:bet(?:s|ting)? on|sets? (?:its|their|our) sights on|(?:chose|chosen|decided|prefers?|wants?|intends?|plans?) to (?:back|support|develop|grow|promote|fund|champion|strengthen)|prioriti[sz]es?|champions?|leans? on|specialises? in|excels? (?:in|at)|leads? in|seeks? leadership in|focus(?:es|ed|ing)? (?:\w+ ){0,3}on|concentrat\w+ (?:\w+ ){0,5}on|priority (?:is|was|will be) given to|priority goes to|priorit[iy][sz]\w* |specialis\w+ in|specializ\w+ in|special interest in|emphasis (?:is )?(?:placed |put |laid )?on|(?:has|have) (?:chosen|picked|selected|defined|identified) [^.:;]{0,60}:|(?:our|its|the) (?:\w+ )?focus is(?: on)?|ставк\w+ (?:\w+ ){0,3}на|(?:ставит|ставим|ставят|поставил\w*) на|(?:намерен\w*|хо(?:чет|тят|тим)|планиру\w+|будет|будут|будем|решил\w*) (?:\w+ ){0,2}(?:развивать|поддерживать|растить|продвигать|усиливать)|выдел\w+ (?:\w+ ){0,3}(?:приоритет|направлени|отрасл|сфер|кластер|опор)\w*[^.;:]{0,40}[:—–]|лидер\w* (?:\w+ ){0,2}в|упор (?:\w+ ){0,3}на|акцент\w* (?:\w+ ){0,3}на|сосредоточ\w+ (?:\w+ ){0,3}(?:на|в)|сконцентриру\w+ (?:\w+ ){0,3}на|специализиру\w+ся (?:\w+ ){0,2}(?:на|в)|приоритет\w* отда\w+|предпочтение отда\w+|приоритетны\w+ (?:\w+ ){0,2}(?:остаются|остается|являются|считаются|названы|признаны|стали)|(?:выбра|определ|обозначи|выдели)\w+ (?:\w+ ){0,4}(?:отрасл|сфер|област|тем|рынк)\w+[^.;:]{0,40}:|займ[её]тся (?:\w+ ){0,3}темами:?|(?:are|is) (?:now |also )*(?:being )?develop(?:ed|ing) (?:\w+ ){0,3}(?:fields|areas|industries|clusters|sectors):?|развива\w+ (?:\w+ ){0,3}(?:отрасл|направлени|кластер|сфер)\w+:?|в первую очередь (?:\w+ ){0,3}(?:развива\w+|поддержива\w+|это касается))\s*(.+)$",
    )
});
/// What a plan or a policy consists of: its parts are directions when there are three.
static PLANNED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:strategy|plan|programme|program|policy|roadmap|declaration|стратеги\w+|программ\w+ (?:\w+ )?развития|политик\w+|план\w*|концепци\w+|дорожн\w+ карт\w+|деклараци\w+)\b[^.;:]{0,80}?\b(?:provides? for|rests? on|consists? of|sets out|envisages?|calls for|based on|built (?:on|around)|предусматрива\w+|состоит из|строится (?:на|вокруг)|держится на|опирается на|предполага\w+|включает)\b[^.;:]{0,40}:\s*(.+)$",
    )
});
/// Where nothing is called a direction: three things at least, between semicolons, that somebody sets out to do.
static TASKS: LazyLock<Regex> = LazyLock::new(|| rule(r"^[^:;]+:\s*([^;]+;[^;]+;.+)$"));
/// What those in a park or a cluster work at: three things at least, where nothing is called a direction.
static WORK: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:резидент\w*|компани[ий]|предприятия|участники|они|residents|tenants|companies|firms|they)\b[^.;:]{0,60}?\b(?:занимаются|работают (?:над|в (?:сфер\w+|област\w+|отраслях))|специализируются (?:на|в)|(?:work|are active) in(?: the)?(?: fields?| areas?)?(?: of)?|deal with|speciali[sz]e in)\s+(.+)$",
    )
});
/// Who may take part, what to bring, what it costs: no tasks.
static NO_TASKS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:must|should|eligib\w*|requirements?|conditions?|documents?|criteria|participants?|applicants?|prices?|may apply|can apply|могут|может|вправе|нужн\w+|необходим\w*|требу\w+|требовани\w+|услови[яйе]\w*|документ\w*|критери\w+|котор\w+:|участник\w*|заявител\w*|тел|тел\.|адрес\w*|гранты?|субсиди\w+|grants?|subsid\w+|loans?|за[её]м\w*)\b",
    )
});
/// The same in verbs of more meanings: three things at least.
static PUT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:(?:puts?|invests?|invested|channels?|directs?|pours?|spends?|вкладыва\w+|вложи\w+|инвестиру\w+|направ(?:ит|ят|ляет|ляют))\b[^.;:]{0,50}?\b(?:into|in|on|в|на)|(?:we|region|council|county|krai|мы|область|край|регион|республика|округ)\s+(?:[\w-]+\s+){0,3}?(?:chose|chosen|picked|selected|выбрал\w*|определил\w*)|emphasi[sz]es?)\s+(.+)$",
    )
});
/// Whoever chooses directions for others: an authority, a plan, or an institution that serves companies.
static CHOOSER: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:region\w*|krai|oblast|republic|territory|county|council|district|province|borough|land|city|town|governor|minister|ministry|government|authorit\w+|administration|department|strategy|programme|program|policy|fund|foundation|agency|budget|park|technopark|cluster|cent(?:re|er)|zone|consortium|school|we|our|кра[йяюе]|област\w+|регион\w*|республик\w*|округ\w*|район\w*|город\w*|губернатор\w*|министр\w*|министерств\w*|правительств\w*|власт\w+|администраци\w*|стратеги\w*|программ\w*|политик\w*|фонд\w*|агентств\w*|парк\w*|технопарк\w*|кластер\w*|центр\w*|зон\w*|консорциум\w*|школ\w*|мы|наш\w*)\b",
    )
});
/// What is no longer, or not, a direction.
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:replac(?:es|ed)|former(?:ly)?|previous(?:ly)?|left out|discarded|rejected|used to|no longer|whose \w+ were|прежн\w+|прежде|раньше|отказал\w+|исключен\w*|исключили|вместо)\b",
    )
});
/// Under these headings and introductions directions are listed: here the many-sided words suffice.
pub(super) static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:{NOUN}|(?:areas|fields|domains|lines of work|sectors|industries|markets|focus)\b|(?:област|сфер|отрасл)(?:и|ей|ях|ям)\b)"
    ))
});
/// A place in the series is kept for what is not said.
static UNSAID: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:still being|направления нет|there is no|yet to be|not (?:yet )?(?:been )?(?:named|decided|chosen|said)|undecided|ещ[её] не|пока не|не назва\w+|умолчал\w*)\b",
    )
});
/// Strengths beside weaknesses are an appraisal, not a choice.
static STRENGTHS: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)^\W*(?:(?:the |its |our )?strengths|сильные стороны)\b"));
static WEAKNESSES: LazyLock<Regex> = LazyLock::new(|| rule(r"(?i)\b(?:weak\w*|слабы[ех]\w*)\b"));
/// Kinds of help that are enumerated as ways of supporting.
static WAYS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:ways|respects|способ(?:ами|ов|а)|способах|(?:help|support|back|assist|attract|keep)\w* [^.;]{0,60}\b(?:business\w*|compan\w+|firms?|start-?ups?|innovat\w+|entrepreneurs?|investors?|industry|makers|manufacturers)|(?:помога|поддерж|привлека|удержива|стимулиру)\w* [^.;]{0,60}(?:бизнес|компани|предприяти|стартап|предпринимател|инвестор|инноватор|промышленн|производ)\w*)\b",
    )
});
/// Whatever is counted of a policy.
static POLICY: LazyLock<Regex> = LazyLock::new(|| {
    const WORDS: &str = r"(?:policy|strategy|support|assistance|development|innovation|plan|политик|стратеги|поддержк|развити|помощ|инноваци|концепци|план)\w*";
    rule(&format!(
        r"(?i)\b{WORDS}\b[^.;:]{{0,80}}?\b{0}\s+(?:[\w-]+\s+){{0,2}}[\w-]+|\b{0}\s+(?:[\w-]+\s+){{0,2}}[\w-]+\b[^.;:]{{0,60}}?\b{WORDS}",
        enumerated::NUMBER
    ))
});
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    announcing(&format!(
        "(?:{NOUN}|ways|areas|sectors|industries|strands|pillars|clusters|fields|отрасл\\w+|сфер\\w*|опор\\w*|кластер\\w*|ставк\\w*|блок\\w*|способ\\w*)"
    ))
});

/// Finds the directions an article names.
pub(super) fn find(reading: &Reading<'_>, out: &mut Stated) {
    let (mut described, mut said) = (0, 0);
    for series in &reading.series {
        let members = members(reading, series);
        described += if series.form == Form::Answer { 0 } else { members.len() as u32 };
        for member in members {
            out.add(Topic::Directions, member, Vec::new(), reading.lead(series));
        }
    }
    for line in reading.lines.iter().filter(|l| l.kind != PassageKind::Heading && !l.text.trim_end().ends_with('?')) {
        if is_named_below(reading, line) {
            out.add(Topic::Directions, line, Vec::new(), line.heading.map(|h| reading.lines[h].span));
            described += 1;
        }
        let before = reading.before(line).filter(|b| is_lead(b.text) || WAYS.is_match(b.text));
        let these = before.map_or(0, |_| rest(&THESE, line.text));
        let weighed = STRENGTHS.is_match(line.text) && reading.after(line).is_some_and(|l| WEAKNESSES.is_match(l.text));
        let enumerated = if weighed { 0 } else { enumerates(line.text).max(these) };
        if enumerated >= 2 {
            said = said.max(enumerated);
            out.add(Topic::Directions, line, Vec::new(), None);
        }
    }
    if said == 0 && described == 0 {
        for line in reading.lines.iter().filter(|l| l.kind == PassageKind::Paragraph) {
            let tasks =
                if CHOOSER.is_match(line.text) && !NO_TASKS.is_match(line.text) { rest(&TASKS, line.text) } else { 0 };
            let tasks = tasks.max(rest(&WORK, line.text));
            if tasks >= 3 {
                said = said.max(tasks);
                out.add(Topic::Directions, line, Vec::new(), None);
            }
        }
    }
    let described = described.max(said);
    let text = reading.lines.iter().filter(|l| l.kind != PassageKind::Heading);
    let count = text.filter_map(|l| announced(&COUNTED, l.text)).next();
    if let Some(n) = count.filter(|n| described > 0 && *n != described) {
        out.announced.push(Announced { topic: Topic::Directions, announced: n, described });
    }
}

/// The members of a series that are directions.
fn members<'l, 'a>(reading: &'l Reading<'a>, series: &'l Series) -> Vec<&'l Line<'a>> {
    let all = series.members.iter().map(|m| &reading.lines[*m]).filter(|l| !UNSAID.is_match(l.text));
    // Paragraphs with labels are also the parts of an article.
    let labels = series
        .members
        .iter()
        .all(|m| reading.lines[*m].kind == PassageKind::Paragraph && !series::marked(&reading.lines[*m]));
    let measures = || super::programmes::mostly_measures(reading, series);
    // "Founded: 2017", "Members: 23": facts about whatever the heading names.
    let figures = all.clone().filter(|l| l.text.contains(|c: char| c.is_ascii_digit())).count();
    if series.form == Form::Items && labels && figures * 2 >= series.members.len() {
        return Vec::new();
    }
    match series.form {
        Form::Sections if reading.leads(series).any(|l| HEADED.is_match(l.text)) => {
            all.take_while(|l| !super::speaks_of_names(l.text)).collect()
        }
        Form::Items
            if reading
                .leads(series)
                .take(2)
                .any(|l| (HEADED.is_match(l.text) || !labels && POLICY.is_match(l.text)) && !PAST.is_match(l.text)) =>
        {
            all.collect()
        }
        Form::Counted if !series::of_conditions(&reading.lines, series) => {
            let own = all.clone().any(|l| NAMED.is_match(l.text));
            let led = || {
                let mut near = reading.leads(series);
                near.any(|l| {
                    is_lead(l.text)
                        || topics::asked(l.text) == Some(Topic::Directions)
                        || WAYS.is_match(l.text) && !measures()
                })
            };
            let enough = series.members.len() > 1 && (own || led());
            let lone = |l: &&Line<'_>| enough || (NAMED.is_match(l.text) && places::counts(l.text));
            all.filter(lone).collect()
        }
        Form::Answer if asked(reading, series) => {
            let answers = |l: &&Line<'_>| places::counts(l.text) || parts(l.text) >= 3;
            all.filter(answers).collect()
        }
        _ => Vec::new(),
    }
}

/// Words of a direction that stands as a sentence of its own.
const FRAGMENT: usize = 6;
/// Words of a heading that is nothing but the name of what follows.
const TITLE: usize = 7;

/// Whether a heading names directions and the line is one of several fragments below it.
fn is_named_below(reading: &Reading<'_>, line: &Line<'_>) -> bool {
    let heading = reading.heading(line);
    let of_passage = || reading.lines.iter().filter(|l| l.passage == line.passage);
    let short = |l: &Line<'_>| l.text.split_whitespace().count() <= FRAGMENT && !l.text.contains(':');
    line.kind == PassageKind::Paragraph
        && HEADED.is_match(heading)
        && heading.split_whitespace().count() <= TITLE
        && of_passage().count() >= 3
        && of_passage().all(short)
}

/// Whether a sentence says that directions are going to be counted.
fn is_lead(text: &str) -> bool {
    let counted = || announced(&COUNTED, text).is_some() || POLICY.is_match(text);
    (NAMED.is_match(text) || counted()) && !series::CONDITIONS.is_match(text)
}

fn asked(reading: &Reading<'_>, series: &Series) -> bool {
    reading.leads(series).any(|l| topics::asked(l.text) == Some(Topic::Directions))
}

/// How many directions a sentence enumerates.
fn enumerates(text: &str) -> u32 {
    items(text).len() as u32
}

/// The directions that a sentence enumerates, as bytes of it; none where it enumerates less than two.
pub(super) fn items(text: &str) -> Vec<Span> {
    if PAST.is_match(text) {
        return Vec::new();
    }
    let chooser = CHOOSER.is_match(text);
    let chosen = if chooser { pieces_of(&CHOSEN, text) } else { Vec::new() };
    // Two fields are mentioned in passing; three are a programme.
    let spheres = if chooser { longest([pieces_of(&SPHERES, text), pieces_of(&PUT, text)]) } else { Vec::new() };
    let spheres = longest([spheres, pieces_of(&PLANNED, text)]);
    let spheres = if spheres.len() >= 3 { spheres } else { Vec::new() };
    let named = longest([pieces_of(&ENUMERATED, text), pieces_of(&TURNED, text)]);
    let found = longest([longest([named, chosen]), longest([spheres, pieces_of(&NUMBERED, text)])]);
    if found.len() >= 2 { found } else { Vec::new() }
}

fn longest([a, b]: [Vec<Span>; 2]) -> Vec<Span> {
    if b.len() > a.len() { b } else { a }
}

/// The things that stand where a pattern says that they stand.
fn pieces_of(pattern: &Regex, text: &str) -> Vec<Span> {
    let found = pattern.captures(text).and_then(|c| c.get(1));
    let moved = |at: usize| move |s: Span| Span::new(s.start + at, s.end + at);
    found.map_or_else(Vec::new, |m| enumerated::pieces(m.as_str()).into_iter().map(moved(m.start())).collect())
}

/// How many things stand where a pattern says that they stand.
fn rest(pattern: &Regex, text: &str) -> u32 {
    pieces_of(pattern, text).len() as u32
}

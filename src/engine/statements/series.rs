//! Lists by their form alone: items below a lead, sentences that count, answers to a question.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, rule};
use crate::domain::{PassageKind, Span};

/// How the members of a series are told to be members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// List items, table rows, or lines with a mark of their own ("(a)", "1)").
    Items,
    /// Sentences that count: "The first is…", "Second, …".
    Counted,
    /// The answer to a question that the text itself puts.
    Answer,
    /// Sections below a heading that has no text of its own.
    Sections,
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    /// What they share.
    pub form: Form,
    /// Lines that say what the members are, nearest first: introduction, heading, head row of a table.
    pub leads: Vec<usize>,
    /// The members.
    pub members: Vec<usize>,
}

/// All series of an article.
pub(super) fn find(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out = items(lines);
    out.extend(sections(lines));
    out.extend(labelled(lines));
    out.extend(counted(lines));
    out.extend(answers(lines));
    out
}

// --- items ---

/// A mark at the beginning of a line that is no list item for the importer.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)^\s*(?:\(?(?:\d{1,2}|[a-hа-з])\)|[•·▪*–—-]|№\s?\d+\.?)\s*\S"));
/// Longest line that may be a row of a table without borders, in characters.
const ROW: usize = 110;

fn items(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let end = run_of_items(lines, i);
        let mut members: Vec<usize> = (i..end).filter(|m| lines[*m].first).collect();
        if members.len() >= 2 {
            let mut leads = leads_above(lines, i);
            if has_head_row(lines, &members) {
                leads.insert(0, members.remove(0));
            }
            out.push(Series { form: Form::Items, leads, members });
        } else if is_run_on(lines, i) {
            out.push(Series { form: Form::Items, leads: leads_above(lines, i), members: vec![i] });
        }
        i = end.max(i + 1);
    }
    out
}

/// A list whose items run on in one sentence below the line that introduces it: "(a) …; (b) …".
fn is_run_on(lines: &[Line<'_>], at: usize) -> bool {
    let introduced = at > 0 && lines[at - 1].text.trim_end().ends_with(':');
    introduced && lines[at].kind == PassageKind::Paragraph && lines[at].text.contains(';')
}

/// End of the lines from `from` on that are items of one list.
fn run_of_items(lines: &[Line<'_>], from: usize) -> usize {
    let kind = lines[from].kind;
    let like_first = |l: &Line<'_>| match kind {
        PassageKind::ListItem | PassageKind::TableRow => l.kind == kind,
        PassageKind::Heading => false,
        PassageKind::Paragraph => l.kind == kind && (marked(l) || (is_row(l) && !marked(&lines[from]))),
    };
    let end = from + lines[from..].iter().take_while(|l| like_first(l)).count();
    // A dash begins an item as it begins speech: what is said does not end in a semicolon.
    let dashed = lines[from].text.trim_start().starts_with(['–', '—', '-']);
    if dashed && kind == PassageKind::Paragraph && !ends_item(&lines[from]) {
        return from;
    }
    let last = lines[from..end].iter().position(|l| dashed && !ends_item(l));
    last.map_or(end, |last| from + last + 1)
}

fn ends_item(line: &Line<'_>) -> bool {
    line.text.trim_end().ends_with([';', ','])
}

fn marked(line: &Line<'_>) -> bool {
    MARK.is_match(line.text) && line.text.trim_end().ends_with([';', ',', '.', ')']) && !line.text.contains(['?', '“'])
}

/// A short line without a full stop that is a passage by itself: a row of a table that lost its borders.
fn is_row(line: &Line<'_>) -> bool {
    let text = line.text.trim_end();
    line.first
        && text.split_whitespace().count() >= 3
        && text.len() <= 2 * ROW
        && text.chars().count() <= ROW
        && !text.ends_with(['.', '!', '?', ':', ';', '”', '»', ','])
        && !text.starts_with(['–', '—', '-', '«', '“'])
}

/// The first row says what the columns are: always in a table, else when only the others hold figures.
fn has_head_row(lines: &[Line<'_>], members: &[usize]) -> bool {
    let digits = |m: &usize| lines[*m].text.contains(|c: char| c.is_ascii_digit());
    match lines[members[0]].kind {
        PassageKind::TableRow => true,
        PassageKind::Paragraph => !digits(&members[0]) && members[1..].iter().all(digits),
        _ => false,
    }
}

/// Sentences between a list and the line that introduces it.
const ABOVE: usize = 3;

fn leads_above(lines: &[Line<'_>], first: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let heading = lines[first].heading;
    let above = (0..first).rev().take(ABOVE).take_while(|l| Some(*l) != heading);
    let near: Vec<usize> = above.filter(|l| lines[*l].kind == PassageKind::Paragraph).collect();
    out.extend(near.iter().filter(|l| lines[**l].text.trim_end().ends_with(':')).take(1));
    out.extend(heading);
    if out.len() < 2 {
        out.extend(near.first().filter(|l| !out.contains(l)));
    }
    out
}

// --- sections ---

/// Characters of a heading that names one thing of several.
const SECTION: usize = 80;

/// A heading with nothing but headings below it: what these name, each by the first line under it.
fn sections(lines: &[Line<'_>]) -> Vec<Series> {
    let is_heading = |i: usize| lines.get(i).is_some_and(|l| l.kind == PassageKind::Heading);
    let parents = (0..lines.len()).filter(|i| is_heading(*i) && is_heading(i + 1) && !is_heading(i + 2));
    let below = |parent: usize| {
        let short = |h: &usize| is_heading(*h) && lines[*h].text.chars().count() <= SECTION;
        let next = |i: &usize| (i + 1 < lines.len() && !is_heading(i + 1)).then_some(i + 1);
        (parent + 1..lines.len()).filter(short).filter_map(move |h| next(&h)).collect::<Vec<_>>()
    };
    let series = parents.map(|p| Series { form: Form::Sections, leads: vec![p], members: below(p) });
    series.filter(|s| s.members.len() >= 2).collect()
}

// --- paragraphs with a label ---

/// Words of the label with which a paragraph begins.
const LABEL: usize = 5;

/// Paragraphs below one heading that begin with a label each: "Fish health. Vaccines and …", «Кадры – это …».
fn labelled(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out: Vec<Series> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.kind == PassageKind::Paragraph && l.first) {
        let follows = lines.get(i + 1).is_some_and(|next| next.passage == line.passage);
        if i == 0 || !has_label(line.text, follows) {
            continue;
        }
        let passage_before = line.passage.checked_sub(1);
        match out.last_mut().filter(|s| {
            let last = &lines[s.members[s.members.len() - 1]];
            last.heading == line.heading && Some(last.passage) == passage_before
        }) {
            Some(series) => series.members.push(i),
            None => out.push(Series { form: Form::Items, leads: leads_above(lines, i), members: vec![i] }),
        }
    }
    out.retain(|s| s.members.len() >= 2);
    out
}

/// Whether a line is a label of what follows it, or begins with one.
fn has_label(text: &str, follows: bool) -> bool {
    let words = |part: &str| part.split_whitespace().count();
    let label = [" – ", " — ", ": "].iter().filter_map(|mark| text.split_once(mark)).map(|(label, _)| label);
    let mut label = label.filter(|l| !l.contains([',', '«', '“', '"', '–', '—']) && l.starts_with(char::is_uppercase));
    (follows && words(text) <= LABEL && text.ends_with('.')) || label.any(|l| (1..=LABEL).contains(&words(l)))
}

// --- sentences that count ---

/// What a sentence begins with when it takes a place in a series, with the place it takes; 0 for one further.
const PLACES: [(&str, u8); 12] = [
    (r"first(?:ly)?|number one|перв(?:ое|ым|ый|ая|ой|ую)|во[- ]первых|прежде всего|один|одно|одна|одним|one", 1),
    (r"second(?:ly)?|number two|втор(?:ое|ым|ой|ая|ую)|во[- ]вторых", 2),
    (r"third(?:ly)?|number three|треть(?:е|им|ей|я|ю)|третий|в[- ]третьих", 3),
    (r"fourth(?:ly)?|number four|четв[её]рт(?:ое|ым|ый|ая|ой|ую)|в[- ]четв[её]ртых", 4),
    (r"fifth(?:ly)?|number five|пят(?:ое|ым|ый|ая|ой|ую)|в[- ]пятых", 5),
    (r"sixth(?:ly)?|шест(?:ое|ым|ой|ая|ую)|в[- ]шестых", 6),
    (r"seventh|седьм(?:ое|ым|ой|ая|ую)|в[- ]седьмых", 7),
    (r"eighth|восьм(?:ое|ым|ой|ая|ую)", 8),
    (r"ninth|девят(?:ое|ым|ый|ая|ую)", 9),
    (r"tenth|десят(?:ое|ым|ый|ая|ую)", 10),
    (
        r"next|another|then|one more|the other|следующ(?:ее|им|ий|ая|ую)|ещ[её] (?:одн(?:о|им|а|ой|у)|один)|друг(?:ое|им|ая|ой)|затем|далее|кроме того|и,? конечно",
        0,
    ),
    (r"finally|last(?:ly)?|and last|наконец|последн(?:ее|им|ий|яя|юю)", 0),
];

/// The places as one pattern.
static ORDINAL: LazyLock<String> = LazyLock::new(|| format!("(?:{})", PLACES.map(|(words, _)| words).join("|")));
static EACH: LazyLock<Vec<(Regex, u8)>> =
    LazyLock::new(|| PLACES.iter().map(|(words, n)| (rule(&format!("(?i)^(?:{words})$")), *n)).collect());

/// "the second direction", "priority number three".
static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    const THING: &str = r"(?:directions?|priority|pillar|area|field|strand|line of|measure|instrument|tool|way\b|step|task|sector|industry|cluster|направлени|приоритет|мер[аоы]|инструмент|задач|блок|трек|сфер|отрасл|опор|кластер|вектор|шаг)";
    rule(&format!(
        r"(?i)\b({})\s+(?:[\w-]+\s+){{0,2}}{THING}|\b(?:direction|priority|направление|приоритет)\s+(?:no\.?|number|номер|№)\s*\w",
        *ORDINAL
    ))
});
/// The sentence begins with its place: "Second, …", "The third is …", «Во-первых, …».
static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)^[\W_]*(?:(?:and|but|the|a|our|и|а|но|ну|наш\w?)[\s,]+){{0,2}}({})(?:\s+(?:one|of all|from them|из них|of (?:them|these|our \w+)))?([\s,:—–-]+[\w-]+)?",
        *ORDINAL
    ))
});
/// "…was named third".
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:named|listed|mentioned|called|put|comes?)\s+({0})\b|\b(?:назва|отмет|упомян)\w+\s+({0})(?:[\s,.]|$)",
        *ORDINAL
    ))
});
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^[\W_]*нач(?:ал|ала|али|н[её]м)\s+(?:\w+\s+){0,3}с\b|^[\W_]*(?:\w+\s+){1,3}(?:began|started|begins|starts)\s+with\b|\b(?:being|as)\s+the\s+first\s+(?:one|of)\b|\bfirst\s+of\s+all\b",
    )
});
/// After these an ordinal counts something else: years, stages, ranks, people.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^[\s,:—–-]+(?:deputy|vice|assistant|stage|phase|year|quarter|half|place|time|day|week|month|lady|floor|edition|call|round|hundred|in|on|at)\b|^[\s,:—–-]+(?:заместител|зам|вице|этап|год|квартал|полугоди|мест|раз|очеред|чтени|секретар|человек|день|дня|месяц|недел|отбор|конкурс|набор|корпус|выпуск|всего|из|за|по)",
    )
});
/// With these words only the copula makes a sentence count.
static WEAK: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:one|another|next|then|один|одно|одна|одним|друг\w+|затем|далее|кроме того|следующ\w+|последн\w+|last|прежде всего)$",
    )
});
static COPULA: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:[\s,]*[,:—–-]|\s+(?:is|are|was|were|concerns|comes|would be|will be|он|она|губернатор|министр|глава|это|касается|связан\w*|мы|we|стал\w*|назва\w*|отмет\w*|ид[её]т|будет|является)(?:\s|$))|\s(?:strand|pillar|direction|priority|area|line|measure|tool|опора|направлени\w+|приоритет\w*|мера|инструмент)",
    )
});

/// "Pillar two brings…", «Приоритет номер один».
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W*(?:the\s+)?(?:pillar|direction|priority|strand|area|track|measure|goal|step|направление|приоритет|блок|трек|опора|цель)\s+(?:no\.?\s*|number\s+|номер\s+|№\s*)?(?:(one|один|1)|(two|два|2)|(three|три|3)|(four|четыре|4)|(five|пять|5)|(six|шесть|6))\b",
    )
});
/// Conditions and rules are counted, too.
pub(super) static CONDITIONS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:conditions?|requirements?|criteri\w+|rules|reasons|услови[яйе]\w*|требовани\w+|критери\w+|правил\w+|причин\w*)\b",
    )
});

/// Whether a series counts conditions: the nearest lines above it say so.
pub(super) fn of_conditions(lines: &[Line<'_>], series: &Series) -> bool {
    series.leads.iter().take(1).any(|l| CONDITIONS.is_match(lines[*l].text))
}

/// Sentences after the introduction, or after the member before, in which a series goes on.
const REACH: usize = 14;

/// The place that a sentence takes in a series, 0 for one further; `None` when it takes none.
fn place(text: &str) -> Option<u8> {
    let number = |words: &str| EACH.iter().find(|(each, _)| each.is_match(words)).map_or(0, |e| e.1);
    if let Some(found) = COUNTS.captures(text) {
        let (words, whole) = (found.get(1)?, found.get(0)?);
        let weak = WEAK.is_match(words.as_str());
        let rest = &text[words.end()..];
        let further = COPULA.is_match(rest) || PLACED.is_match(whole.as_str());
        if !OTHER.is_match(rest) && (further || !weak) && rest.starts_with(|c: char| !c.is_alphanumeric()) {
            return Some(number(words.as_str()));
        }
    }
    if BEGINS.is_match(text) {
        return Some(1);
    }
    if let Some(found) = NUMBERED.captures(text) {
        return found.iter().skip(1).position(|group| group.is_some()).map(|i| i as u8 + 1);
    }
    let named = NAMED.captures(text).or_else(|| PLACED.captures(text))?;
    Some(named.iter().skip(1).flatten().next().map_or(0, |m| number(m.as_str())))
}

/// Whether the sentence takes its place in a series.
pub(super) fn counts(text: &str) -> bool {
    place(text).is_some()
}

/// Places that a sentence counts inside: "first, …; second, …".
fn counts_inside(text: &str) -> bool {
    let parts = text.split([';', ':', '–', '—', ',']).map(str::trim);
    let places: Vec<u8> = parts.filter_map(place).filter(|n| *n > 0).collect();
    places.windows(2).any(|two| two[0] < two[1])
}

fn counted(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out: Vec<(Series, u8)> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.kind == PassageKind::Paragraph) {
        let Some(place) = place(line.text).or_else(|| counts_inside(line.text).then_some(1)) else { continue };
        let goes_on = |(s, last): &(Series, u8)| {
            let near = s.members.last().is_some_and(|member| i - member <= REACH / 2);
            near && (place == 0 || place > *last)
        };
        match out.last_mut().filter(|s| goes_on(s)) {
            Some((series, last)) => {
                series.members.push(i);
                *last = place.max(*last);
            }
            None => {
                let before = i.saturating_sub(REACH)..i;
                let leads = before.rev().filter(|l| Some(*l) != line.heading).chain(line.heading).collect();
                out.push((Series { form: Form::Counted, leads, members: vec![i] }, place));
            }
        }
    }
    out.into_iter().map(|(series, _)| series).collect()
}

// --- answers ---

/// What follows a question of the text itself, up to the next one: at most this many sentences.
const ANSWER: usize = 6;

fn answers(lines: &[Line<'_>]) -> Vec<Series> {
    let asks = |l: &Line<'_>| l.kind == PassageKind::Paragraph && l.text.trim_end().ends_with('?');
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| asks(l)) {
        let passage = lines.get(i + 1).map(|l| l.passage);
        let below = lines[i + 1..].iter().take(ANSWER).take_while(|l| Some(l.passage) == passage && !asks(l)).count();
        // What stands in the questioner's own paragraph is the answer only of one who asks to answer.
        if below > 0 && (passage != Some(line.passage) || line.first) {
            out.push(Series { form: Form::Answer, leads: vec![i], members: (i + 1..=i + below).collect() });
        }
    }
    out
}

// --- enumerations inside a sentence ---

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\s*;\s*(?:and\s+|и\s+|а также\s+)?|,\s+(?:and|и|а также|or|или)\s+|,\s+|\s+(?:and|и|а также)\s+")
});

/// Words of an item of an enumeration by commas, at the most: more are clauses.
const WORDS: usize = 9;

/// The things that a text enumerates, as bytes of it: the parts of its beginning, as long as they are short.
pub(super) fn pieces(text: &str) -> Vec<Span> {
    let whole = text.split_terminator(['.', '!', '?']).next().unwrap_or(text);
    let by_semicolon = whole.contains(';');
    let borders = |m: regex::Match<'_>| (m.start(), m.end());
    let mut cuts: Vec<(usize, usize)> = match by_semicolon {
        true => whole.match_indices(';').map(|(i, mark)| (i, i + mark.len())).collect(),
        false => BETWEEN.find_iter(whole).map(borders).collect(),
    };
    cuts.push((whole.len(), whole.len()));
    let mut out = Vec::new();
    let mut start = 0;
    for (end, next) in cuts {
        let piece = &whole[start..end];
        if piece.chars().any(char::is_alphabetic) {
            if !by_semicolon && piece.split_whitespace().count() > WORDS {
                break;
            }
            out.push(Span::new(start, end));
        }
        start = next;
    }
    out
}

/// What a sentence that counts says after its ordinal.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\s[–—-]\s+(?:это\s+)?|\b(?:is|are|was|стал[аио]?|это|является)\s+|^[^,:]{3,30}[,:]\s+")
});
/// What ends a title.
static ENDS: LazyLock<Regex> = LazyLock::new(|| rule(r"[,.;:|!?(]|\s[–—-]\s|[”»]"));
/// Words of a title.
const TITLE: usize = 12;

/// What the sentence of one direction or measure is about, as bytes of it.
pub(super) fn title(text: &str) -> Span {
    let start = if counts(text) { BEHIND.find(text).map_or(0, |m| m.end()) } else { 0 };
    let start = start + text[start..].find(char::is_alphanumeric).unwrap_or(0);
    let end = ENDS.find(&text[start..]).map_or(text.len(), |m| start + m.start());
    let words = text[start..end].split_inclusive(char::is_whitespace).take(TITLE).map(str::len).sum::<usize>();
    Span::new(start, start + words)
}

/// A span without white space, quotation marks and punctuation at its ends.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '%' | '№');
    let words = &text[span.start..span.end];
    let start = words.find(inside).unwrap_or(words.len());
    let end = words.rfind(inside).map_or(start, |i| i + words[i..].chars().next().map_or(0, char::len_utf8));
    Span::new(span.start + start, span.start + end.max(start))
}

/// How many things a text enumerates.
pub(super) fn parts(text: &str) -> u32 {
    pieces(text).len() as u32
}

pub(super) const NUMBER: &str = r"(two|three|four|five|six|seven|eight|nine|ten|два|две|двух|двум|три|трех|тр[её]х|тр[её]м|четыре|четыр[её]х|четыр[её]м|пять|пяти|шесть|шести|семь|семи|восемь|восьми|девять|девяти|десять|десяти|\d{1,2})";

/// A pattern that reads how many of a noun are announced.
pub(super) fn announcing(noun: &str) -> Regex {
    rule(&format!(r"(?i)\b{NUMBER}\s+(?:[\w-]+\s+){{0,3}}?{noun}\b"))
}

/// The number of a sentence that says nothing else: "There are three.", «Их три».
pub(super) fn bare_number(text: &str) -> Option<u32> {
    static BARE: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{NUMBER}\b")));
    announced(&BARE, text)
        .filter(|_| text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count() <= 4)
}

/// The number that an announcing pattern finds, 2 to 30.
pub(super) fn announced(pattern: &Regex, text: &str) -> Option<u32> {
    let word = pattern.captures(text)?.get(1)?.as_str().to_lowercase();
    const WORDS: [(&str, &str, u32); 9] = [
        ("two", "дв", 2),
        ("three", "тр", 3),
        ("four", "четыр", 4),
        ("five", "пят", 5),
        ("six", "шест", 6),
        ("seven", "сем", 7),
        ("eight", "вос", 8),
        ("nine", "девят", 9),
        ("ten", "десят", 10),
    ];
    let spelt = WORDS.iter().find(|(en, ru, _)| word == *en || word.starts_with(ru)).map(|w| w.2);
    spelt.or_else(|| word.parse().ok()).filter(|n| (2..=30).contains(n))
}

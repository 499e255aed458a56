//! Lists by their form alone: items below a lead, sentences that count, answers to a question.

use std::sync::LazyLock;

use regex::Regex;

use super::{Line, rule};
use crate::domain::PassageKind;

/// How the members of a series are told to be members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// List items, table rows, or lines with a mark of their own ("(a)", "1)").
    Items,
    /// Sentences that count: "The first is…", "Second, …".
    Counted,
    /// The answer to a question that the text itself puts.
    Answer,
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

// --- sentences that count ---

const ORDINAL: &str = r"(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|sixth|seventh|eighth|ninth|tenth|next|last(?:ly)?|finally|another|one more|перв(?:ое|ым|ый|ая|ой)|втор(?:ое|ым|ой|ая)|треть(?:е|им|ей|я)|третий|четв[её]рт(?:ое|ым|ый|ая|ой)|пят(?:ое|ым|ый|ая|ой)|шест(?:ое|ым|ой|ая)|седьм(?:ое|ым|ой|ая)|восьм(?:ое|ым|ой|ая)|последн(?:ее|им|ий|яя)|следующ(?:ее|им|ий|ая)|ещ[её] одн(?:о|им|а|ой|ин)|друг(?:ое|им))";

/// "the second direction", "priority number three".
static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    const THING: &str = r"(?:directions?|priority|pillar|area|field|strand|line of|measure|instrument|tool|way\b|step|task|направлени|приоритет|мер[аоы]|инструмент|задач|блок|трек|сфер|отрасл)";
    rule(&format!(
        r"(?i)\b{ORDINAL}\s+(?:[\w-]+\s+){{0,2}}{THING}|\b(?:direction|priority|направление|приоритет)\s+(?:no\.?|number|номер|№)\s*\w"
    ))
});
/// The sentence itself says its place: "Second, …", "The third is …", «Во-первых, …», "…was named third".
static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)^[\W_]*(?:(?:and|but|the|и|а|но|,)\s+){{0,2}}(?:{ORDINAL}|во[- ]первых|во[- ]вторых|в[- ](?:третьих|четв[её]ртых|пятых|шестых)|наконец|прежде всего(?: это)?|затем|и,? конечно)(?:\s+one|\s+of all|\s+из них|\s+of (?:them|these))?\s*(?:[,:—–-]|\s(?:is|are|was|were|concerns|comes|он|она|губернатор|министр|глава|это|касается|мы|we|—|–)\b|\s(?:стал|назва|отмет|идёт|идет)\w*|\s?[—–])|\b(?:named|listed|mentioned|called|put|comes?)\s+{ORDINAL}\b|\b(?:назва|отмет|упомян)\w+\s+{ORDINAL}(?:[\s,.]|$)"
    ))
});
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^[\W_]*нач(?:ал|ала|али|н[её]м)\s+(?:\w+\s+){0,3}с\b|^[\W_]*(?:\w+\s+){1,3}(?:began|started|begins|starts)\s+with\b|\b(?:being|as)\s+the\s+first\s+(?:one|of)\b|\bfirst\s+of\s+all\b",
    )
});

/// Sentences after the introduction, or after the member before, in which a series goes on.
const REACH: usize = 14;

/// Whether the sentence takes its place in a series.
pub(super) fn counts(text: &str) -> bool {
    COUNTS.is_match(text) || BEGINS.is_match(text) || PLACED.is_match(text)
}

fn counted(lines: &[Line<'_>]) -> Vec<Series> {
    let at: Vec<usize> =
        (0..lines.len()).filter(|i| lines[*i].kind == PassageKind::Paragraph && counts(lines[*i].text)).collect();
    let mut out: Vec<Series> = Vec::new();
    for i in at {
        match out.last_mut().filter(|s| s.members.last().is_some_and(|last| i - last <= REACH / 2)) {
            Some(series) => series.members.push(i),
            None => {
                let before = i.saturating_sub(REACH)..i;
                let heading = lines[i].heading;
                let leads = before.rev().filter(|l| Some(*l) != heading).chain(heading).collect();
                out.push(Series { form: Form::Counted, leads, members: vec![i] });
            }
        }
    }
    out
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
        // What stands in the questioner's own paragraph is no answer of another.
        if below > 0 && passage != Some(line.passage) {
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

/// How many things a text enumerates: the parts of its beginning, as long as they are short.
pub(super) fn parts(text: &str) -> u32 {
    let text = text.split_terminator(['.', '!', '?']).next().unwrap_or(text);
    if text.contains(';') {
        return text.split(';').filter(|p| p.chars().any(char::is_alphabetic)).count() as u32;
    }
    let short = |p: &&str| p.split_whitespace().count() <= WORDS;
    BETWEEN.split(text).filter(|p| p.chars().any(char::is_alphabetic)).take_while(short).count() as u32
}

const NUMBER: &str = r"(two|three|four|five|six|seven|eight|nine|ten|два|две|двух|двум|три|трех|тр[её]х|тр[её]м|четыре|четыр[её]х|четыр[её]м|пять|пяти|шесть|шести|семь|семи|восемь|восьми|девять|девяти|десять|десяти|\d{1,2})";

/// A pattern that reads how many of a noun are announced.
pub(super) fn announcing(noun: &str) -> Regex {
    rule(&format!(r"(?i)\b{NUMBER}\s+(?:[\w-]+\s+){{0,3}}?{noun}\b"))
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

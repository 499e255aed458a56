//! Directions of support: announced, numbered, enumerated or listed.

use std::sync::LazyLock;

use regex::Regex;

use super::{Announced, Found, Line, Stated, items_below, rule};
use crate::domain::{PassageKind, Topic};

/// What a direction is called. Words of many meanings count only with one that says what they are for.
const NOUN: &str = r"(?:directions?|specialisations?|specializations?|(?:areas?|fields?|domains?|lines?|sectors?) (?:of|for) (?:\w+ ){0,2}(?:speciali[sz]ation|research|activity)|(?:priority|key|main|strategic|support|major|core|focus) (?:areas?|fields?|lines?|avenues?|directions?|sectors?)|(?:areas?|fields?|lines?|avenues?|pillars?|strands?) (?:of|for) (?:\w+ ){0,2}(?:support|assistance|policy|development|cooperation|work)|priorit(?:y|ies)|pillars?|направлени(?:ем|ями|ям|ях|е|я|й|ю|и)|приоритет\w*|вектор\w*|(?:област|сфер)\w+ поддержки)";
const ORDINAL: &str = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|last|final|another|one more|1st|2nd|3rd|[4-9]th|перв\w{2,3}|втор\w{2,3}|треть\w{1,3}|третий|четв[её]рт\w{2,3}|пят(?:ое|ым|ого|ый|ая)|шест(?:ое|ым|ого|ой)|седьм\w{2,3}|восьм(?:ое|ым|ой)|девят(?:ое|ым|ый)|последн\w{2,3}|следующ\w{2,3}|ещ[её] одн\w{1,2}|друг(?:ое|им))";
const NUMBER: &str = r"(two|three|four|five|six|seven|eight|nine|ten|два|две|двух|три|трех|трёх|четыре|четырех|четырёх|пять|пяти|шесть|шести|семь|семи|восемь|восьми|девять|девяти|десять|десяти|\d{1,2})";

static NAMED: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{NOUN}\b")));
/// "the second direction", "priority direction number three", "…being the first one".
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(r"(?i)\b{ORDINAL}\s+(?:[\w-]+\s+){{0,2}}{NOUN}\b|\b{NOUN}\s+(?:no\.?|number|№)\s*\d"))
});
static FIRST_ONE: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(r"(?i)\b{ORDINAL}\s+(?:one|of (?:them|these))\b|\b(?:первым|вторым|первое|второе) из них"))
});
/// "Second, …", "The third is …", «Второе — …», «Во-первых, …»: only after directions were announced.
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)^[\W_]*(?:(?:and|but|the|и|а|но)\s+){{0,2}}(?:{ORDINAL}|(?:first|second|third|fourth|fifth)ly|finally|во[- ]первых|во[- ]вторых|в[- ](?:третьих|четв[её]ртых|пятых|шестых)|наконец)(?:\s+one|\s+of all)?\s*(?:[,:—–-]|(?:is|are|was|concerns|comes|он|она|губернатор|министр|глава|это|касается)\b|(?:стал|назва|отмет|идёт|идет|—)\w*)|\b(?:named|listed|mentioned|called|put|comes?)\s+{ORDINAL}\b|\b(?:назва|отмет|упомян)\w+\s+{ORDINAL}|^[\W_]*нач(?:ал|ала|али)\s+(?:\w+\s+){{0,3}}с\b|^[\W_]*(?:\w+\s+){{1,3}}(?:began|started|begins|starts)\s+with\b"
    ))
});
/// A noun of directions, then what they are.
static ENUMERATED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b{NOUN}\b[^.:;]{{0,80}}?(?::|\b(?:are|include|includes|included|covers?|such as|namely|comprise)\b|[—–]|\b(?:являются|относятся|включают|стали|входят|определены|выделены|названы|это)\b)\s*(.+)$"
    ))
});
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| rule(&format!(r"(?i)\b{NUMBER}\s+(?:[\w-]+\s+){{0,3}}?{NOUN}\b")));
/// Headings and introductions under which directions are listed: here the many-sided words suffice.
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:{NOUN}|(?:areas|fields|domains|lines of work|sectors|focus)\b|(?:област|сфер|отрасл)(?:и|ей)\b|специализаци\w+)"
    ))
});
static SUPPORT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:support\w*|assist\w*|develop\w*|polic\w+|innovat\w*|поддерж\w*|развит\w*|политик\w*|помощ\w*|инноваци\w*|work|работ\w*)",
    )
});
static COMMAS: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)[,;]\s*(?:and\s+|и\s+|а также\s+)?|\s+(?:and|и|а также)\s+"));

/// Sentences after an announcement in which the directions may go on to be named.
const REACH: usize = 14;

/// Finds the directions an article names.
pub(super) fn find(lines: &[Line<'_>], out: &mut Stated) {
    let mut announced: Option<(usize, u32)> = None;
    let (mut numbered, mut enumerated) = (0, 0);
    for (i, line) in lines.iter().enumerate() {
        if line.kind != PassageKind::Heading {
            announced = announced.or(announces(line.text).map(|n| (i, n)));
        }
        if listed_below(lines, i) {
            for item in items_below(lines, i) {
                out.found.push(statement(item));
                enumerated += 1;
            }
            continue;
        }
        let goes_on = announced.is_some_and(|(at, _)| i > at && i - at <= REACH) && GOES_ON.is_match(line.text);
        let here = NAMED.is_match(line.text);
        if line.kind == PassageKind::Heading || (!here && !goes_on) {
            continue;
        }
        let items = items(line.text);
        if NUMBERED.is_match(line.text) || goes_on || FIRST_ONE.is_match(line.text) {
            numbered += 1;
        } else if items >= 2 && SUPPORT.is_match(line.text) {
            enumerated = enumerated.max(items);
        } else {
            continue;
        }
        if !out.found.iter().any(|f| f.topic == Topic::Directions && f.span == line.span) {
            out.found.push(statement(line));
        }
    }
    let described = numbered.max(enumerated);
    if let Some((_, n)) = announced.filter(|(_, n)| described > 0 && *n != described) {
        out.announced.push(Announced { topic: Topic::Directions, announced: n, described });
    }
}

fn statement(line: &Line<'_>) -> Found {
    Found { topic: Topic::Directions, span: line.span, names: Vec::new(), keys: Vec::new() }
}

/// Whether a heading or an introductory line names directions and list items follow.
fn listed_below(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let introduces = line.kind == PassageKind::Heading || line.text.trim_end().ends_with(':');
    let next = lines.get(at + 1).is_some_and(|l| l.kind == PassageKind::ListItem);
    introduces && next && HEADED.is_match(line.text)
}

fn announces(text: &str) -> Option<u32> {
    let word = ANNOUNCED.captures(text)?.get(1)?.as_str().to_lowercase();
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

/// How many directions a sentence enumerates.
fn items(text: &str) -> u32 {
    let rest = ENUMERATED.captures(text).and_then(|c| c.get(1)).map(|m| m.as_str());
    rest.map_or(0, |rest| COMMAS.split(rest).filter(|s| s.chars().any(char::is_alphabetic)).count() as u32)
}

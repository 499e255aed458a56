//! The place that a sentence takes in a series: "Second, …", «Третье направление – …», "Pillar two brings…".

use std::sync::LazyLock;

use regex::Regex;

use super::rule;

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
        r"(?i)^[\W_]*нач(?:ал|ала|али|н[её]м)\s+(?:\w+\s+){0,3}с\b|^[\W_]*(?:\w+\s+){1,3}(?:began|started|begins|starts)\s+with\b|\b(?:being|as|is|was)\s+the\s+first\s+(?:one|of)\b|\bfirst\s+of\s+all\b",
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

/// "One of the priorities" is any of them; «по последнему направлению» says more of one that was told.
static ONE_OF: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:is|are|to|was|remains)\s+one of\b|\bодн(?:ой|им|ому|ого|у) из\b|\b(?:по|в|для|об?)\s+(?:последн|следующ|друг)\w+\s+(?:[\w-]+\s+)?(?:направлени|приоритет|задач)\w*",
    )
});

/// The place that a sentence takes in a series, 0 for one further; `None` when it takes none.
pub(super) fn place(text: &str) -> Option<u8> {
    if ONE_OF.is_match(text) {
        return None;
    }
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
pub(super) fn counts_inside(text: &str) -> bool {
    let parts = text.split([';', ':', '–', '—', ',']).map(str::trim);
    let places: Vec<u8> = parts.filter_map(place).filter(|n| *n > 0).collect();
    places.windows(2).any(|two| two[0] < two[1])
}

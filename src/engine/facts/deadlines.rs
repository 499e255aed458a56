//! Days until which one can apply: "applications until 30 September 2023", «заявки принимаются до 1 октября 2024 года».

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::domain::{PartialDate, Span};
use crate::engine::intent::rule;

const MONTH: &str = r"january|jan\.?|february|feb\.?|march|mar\.|april|apr\.?|may|june|jun\.?|july|jul\.?|august|aug\.?|september|sept?\.?|october|oct\.?|november|nov\.?|december|dec\.?|январ\w*|феврал\w*|март\w*|апрел\w*|ма[йяе]|июн\w*|июл\w*|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*";

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    rule(&format!(
        r"(?i)\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|-?го)?\s+(?:of\s+)?(?P<m1>{MONTH})(?:,?\s+(?P<y1>\d{{4}})(?:\s*(?:года|г\.))?)?|(?P<m2>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y2>\d{{4}}))?|(?P<d3>\d{{1,2}})\.(?P<m3>\d{{2}})\.(?P<y3>\d{{4}}))"
    ))
});
/// What is applied for, handed in, or ends.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:appl(?:y|ies|ications?|icants?)|deadline|submi\w+|proposals?|entries|calls?|closing date|close[sd]?|accept(?:ed|s)?|regist\w+|send|write to|заяв\w+|при[её]м\w*|срок\w*|документ\w*|анкет\w*|подать|пода(?:ча|чи|ют[ся]*|вать)|принима\w+|регистраци\w*|отбор\w*|дедлайн)\b",
    )
});
/// Before the day: it is the last one.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)(?:\b(?:until|till|by|before|through|to|no later than|deadline[^.;]{0,50}?(?:is|:)|(?:call|round|competition|window|grant|applications?|fund|scheme)?[^.;]{0,40}?closes?(?: on)?|ends?(?: on)?|closing date[^.;]{0,40}?(?:is|:)|не позднее|до|по|истекает|завершится|закончится|заканчивается|продлится до))\s+(?:(?:noon|midnight|midday|\d{1,2}[:.]\d{2}|\w+day,?|конца|on|the|the end of)\s+){0,2}$",
    )
});

/// The deadlines of a text, with the bytes of the words that say them. A day without a year is the first one that is
/// not before the article's date.
pub fn deadlines(text: &str, published: PartialDate) -> Vec<(Span, PartialDate)> {
    if !CUE.is_match(text) {
        return Vec::new();
    }
    let read = |found: Captures<'_>| {
        let day = found.get(0)?;
        let until = UNTIL.find(&text[..day.start()])?;
        let word = until.as_str().rfind(char::is_whitespace).map_or(0, |_| first_of_last(until.as_str()));
        let span = Span::new(until.start() + word, day.end());
        Some((span, date(&found, published)?))
    };
    DAY.captures_iter(text).filter_map(read).collect()
}

/// The day that a text names first.
pub fn day(text: &str, published: PartialDate) -> Option<PartialDate> {
    date(&DAY.captures(text)?, published)
}

/// Byte at which the words right before the day begin, in what leads up to it.
fn first_of_last(lead: &str) -> usize {
    const LONG: usize = 24;
    if lead.len() <= LONG { 0 } else { lead.trim_end().rfind(char::is_whitespace).map_or(0, |i| i + 1) }
}

fn date(found: &Captures<'_>, published: PartialDate) -> Option<PartialDate> {
    let group = |names: [&str; 3]| names.into_iter().find_map(|n| found.name(n)).map(|m| m.as_str());
    let day: u8 = group(["d1", "d2", "d3"])?.parse().ok()?;
    let word = group(["m1", "m2", "m3"])?;
    let month: u8 = word.parse().ok().or_else(|| month(word))?;
    let on = |year: u16| format!("{year:04}-{month:02}-{day:02}").parse::<PartialDate>().ok();
    match group(["y1", "y2", "y3"]) {
        Some(year) => on(year.parse().ok()?),
        None => {
            let (from, to) = ((published.month().unwrap_or(1), published.day().unwrap_or(1)), (month, day));
            on(published.year() + u16::from(to < from))
        }
    }
}

/// The month whose name begins like the word.
fn month(word: &str) -> Option<u8> {
    const BEGINNINGS: [[&str; 2]; 12] = [
        ["jan", "янв"],
        ["feb", "фев"],
        ["mar", "мар"],
        ["apr", "апр"],
        ["may", "ма"],
        ["jun", "июн"],
        ["jul", "июл"],
        ["aug", "авг"],
        ["sep", "сен"],
        ["oct", "окт"],
        ["nov", "ноя"],
        ["dec", "дек"],
    ];
    let word = word.to_lowercase();
    let found = BEGINNINGS.iter().position(|both| both.iter().any(|b| word.starts_with(b)))?;
    Some(found as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_the_last_days() {
        let published: PartialDate = "2023-04-10".parse().expect("a date");
        for (text, said, day) in [
            ("Заявки принимаются до 1 октября 2024 года.", "до 1 октября 2024 года", "2024-10-01"),
            ("Applications are accepted until 30 September 2023.", "until 30 September 2023", "2023-09-30"),
            ("Приём документов открыт с 14 апреля по 26 мая 2023 г.", "по 26 мая 2023 г.", "2023-05-26"),
            ("Приём заявок продлится до 20 ноября.", "до 20 ноября", "2023-11-20"),
            ("Companies should apply by February 3.", "by February 3", "2024-02-03"),
            ("Документы подать не позднее 05.06.2023.", "не позднее 05.06.2023", "2023-06-05"),
            ("The first round closes on 1 December 2023, applicants hear in May.", "on 1 December 2023", "2023-12-01"),
        ] {
            let found: Vec<_> = deadlines(text, published)
                .into_iter()
                .map(|(s, d)| (text[s.start..s.end].trim().to_owned(), d.to_string()))
                .collect();
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].0.ends_with(said) && found[0].1 == day, "{text}: {found:?}");
        }
        for text in
            ["The bridge will open by 3 May 2024.", "Заявки принимает дирекция.", "The call opened on 1 April 2023."]
        {
            assert_eq!(deadlines(text, published), [], "{text}");
        }
    }
}

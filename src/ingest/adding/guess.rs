//! What the front matter needs, found in the document.
//!
//! - Title: what the document says, else its first heading, else its first line.
//! - Date: what the document says, else the address (`/2020/11/12/`, `/2020/november/`), else the first full date in
//!   its first or last lines. A year alone is never guessed.
//! - Language: most letters.
//! - Region: the lexicon's names, counted; those of the title count more. A tie is no guess.
//! - Publisher: what the document says, else the host of its address.

use std::collections::HashMap;

use url::Url;

use crate::domain::{Lexicon, PartialDate, PassageKind, Region};
use crate::ingest::importer::Block;
use crate::text::stem::stems;

/// A name in the title counts as often as this many in the text.
const TITLE_WEIGHT: usize = 3;
/// So many blocks at the start and at the end may hold the date.
const DATED_BLOCKS: usize = 4;
/// The most characters of a title.
const TITLE_CHARS: usize = 200;

/// The headline among the blocks.
pub(super) fn title(blocks: &[Block]) -> Option<String> {
    let heading = blocks.iter().take(DATED_BLOCKS).find(|b| b.kind == PassageKind::Heading).or(blocks.first())?;
    let title: String = heading.text.chars().take(TITLE_CHARS).collect();
    Some(title.trim().to_owned()).filter(|t| !t.is_empty())
}

/// The date from what the document says, its address or its text.
pub(super) fn date(said: Option<&str>, url: Option<&str>, blocks: &[Block]) -> Option<PartialDate> {
    let text = blocks.iter().take(DATED_BLOCKS).chain(blocks.iter().rev().take(DATED_BLOCKS));
    said.and_then(written).or_else(|| url.and_then(in_address)).or_else(|| text.map(|b| &*b.text).find_map(written))
}

/// The first full date in a text: 2020-11-12, 12.11.2020, 12 ноября 2020, 12 November 2020, November 12, 2020.
fn written(text: &str) -> Option<PartialDate> {
    let tokens: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '/'))
        .map(|t| t.trim_matches(['.', '-', '/']).to_lowercase())
        .filter(|t| !t.is_empty())
        .collect();
    (0..tokens.len()).find_map(|i| {
        let at = |n: usize| tokens.get(i + n).map(String::as_str).unwrap_or_default();
        numeric(at(0)).or_else(|| spelt(at(2), month(at(1)), at(0))).or_else(|| spelt(at(2), month(at(0)), at(1)))
    })
}

/// `2020-11-12`, also with a time behind it, or `12.11.2020`.
fn numeric(token: &str) -> Option<PartialDate> {
    if let Some(date) = token.get(..10).filter(|_| token.as_bytes().get(4) == Some(&b'-')) {
        return date.parse().ok();
    }
    let parts: Vec<&str> = token.split(['.', '/']).collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 && token.contains('.') => spelt(year, month.parse().ok(), day),
        _ => None,
    }
}

fn spelt(year: &str, month: Option<u8>, day: &str) -> Option<PartialDate> {
    let year = year.trim_end_matches(|c: char| c.is_alphabetic());
    let day: u8 = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    if year.len() != 4 {
        return None;
    }
    format!("{year}-{:02}-{day:02}", month?).parse().ok()
}

/// `/2020/11/12/`, `/2020/11/`, `/2020/november/`, `/20201112`.
fn in_address(url: &str) -> Option<PartialDate> {
    let url = Url::parse(url).ok()?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    parts.iter().enumerate().find_map(|(i, part)| {
        let year = Some(*part).filter(|p| p.len() == 4 && (p.starts_with("19") || p.starts_with("20")))?;
        let next = parts.get(i + 1).copied().unwrap_or_default();
        let month = month(next).or_else(|| next.parse().ok().filter(|_| next.len() == 2))?;
        let day = parts.get(i + 2).copied().unwrap_or_default();
        let day = Some(day).filter(|d| d.len() <= 2).and_then(|d| d.parse::<u8>().ok());
        let full = day.and_then(|day| format!("{year}-{month:02}-{day:02}").parse().ok());
        full.or_else(|| format!("{year}-{month:02}").parse().ok())
    })
}

/// The number of a month by the beginning of its name.
fn month(word: &str) -> Option<u8> {
    const MONTHS: [(&str, &str); 12] = [
        ("янв", "jan"),
        ("фев", "feb"),
        ("мар", "mar"),
        ("апр", "apr"),
        ("ма", "may"),
        ("июн", "jun"),
        ("июл", "jul"),
        ("авг", "aug"),
        ("сен", "sep"),
        ("окт", "oct"),
        ("ноя", "nov"),
        ("дек", "dec"),
    ];
    let word = word.to_lowercase();
    if word.chars().count() > 9 {
        return None;
    }
    let found = MONTHS.iter().position(|(ru, en)| {
        if *ru == "ма" {
            matches!(&*word, "май" | "мая" | "мае" | "may")
        } else {
            word.starts_with(ru) || word.starts_with(en)
        }
    });
    found.map(|i| i as u8 + 1)
}

/// The region that the text names most.
pub(super) fn region<'a>(title: &str, blocks: &[Block], lexicon: &'a Lexicon) -> Option<&'a Region> {
    let text: String = blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n");
    let (title, text) = (stems(title), stems(&text));
    let mut names: HashMap<&str, Vec<(Vec<String>, usize)>> = HashMap::new();
    let all: Vec<(usize, Vec<String>)> = lexicon
        .regions
        .iter()
        .enumerate()
        .flat_map(|(i, r)| r.sure_names().map(move |n| (i, stems(n))))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    for (i, name) in &all {
        names.entry(name[0].as_str()).or_default().push((name.clone(), *i));
    }
    let mut counts = vec![0; lexicon.regions.len()];
    for (words, weight) in [(&title, TITLE_WEIGHT), (&text, 1)] {
        let mut at = 0;
        while at < words.len() {
            let longest = names.get(words[at].as_str()).into_iter().flatten();
            let longest = longest.filter(|(name, _)| words[at..].starts_with(name)).max_by_key(|(name, _)| name.len());
            at += longest.map_or(1, |(name, region)| {
                counts[*region] += weight;
                name.len()
            });
        }
    }
    let most = counts.iter().copied().max().filter(|n| *n > 0)?;
    let mut best = (0..counts.len()).filter(|i| counts[*i] == most);
    match (best.next(), best.next()) {
        (Some(i), None) => Some(&lexicon.regions[i]),
        _ => None,
    }
}

/// The region with this name.
pub(super) fn named<'a>(name: &str, lexicon: &'a Lexicon) -> Option<&'a Region> {
    let wanted = stems(name);
    let named = |r: &&Region| r.names().any(|n| stems(n) == wanted);
    lexicon.regions.iter().find(named)
}

/// The host of an address as the name of who published it.
pub(super) fn host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.host_str().map(|h| h.trim_start_matches("www.").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_where_they_stand() {
        for (text, expected) in [
            ("2021-03-04T10:00:00+07:00", Some("2021-03-04")),
            ("Опубликовано 12.11.2020, 14:05", Some("2020-11-12")),
            ("12 ноября 2020 г.", Some("2020-11-12")),
            ("Томск, 3 мая 2019года", Some("2019-05-03")),
            ("Thursday, November 12, 2020", Some("2020-11-12")),
            ("on the 12th November 2020", Some("2020-11-12")),
            ("4 Mar 2021 10:00", Some("2021-03-04")),
            ("in 2020 there were 12 companies", None),
            ("31.02.2020", None),
            ("version 1.2.2020-rc", None),
        ] {
            assert_eq!(written(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
        for (url, expected) in [
            ("https://a.ru/news/2020/november/title/", Some("2020-11")),
            ("https://a.ru/2020/11/12/title", Some("2020-11-12")),
            ("https://a.ru/2020/title", None),
            ("https://a.ru/2020/99/title", None),
        ] {
            assert_eq!(in_address(url).map(|d| d.to_string()).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn the_region_named_most_is_guessed_and_a_tie_is_not() {
        let region = |en: &str, ru: &str, alias: &str| Region {
            en: en.into(),
            ru: ru.into(),
            aliases: vec![alias.into()],
            capitals: Vec::new(),
            people: Vec::new(),
        };
        let regions =
            vec![region("Tomsk Region", "Томская область", "Томск"), region("Perm Krai", "Пермский край", "Пермь")];
        let lexicon = Lexicon { regions, ..Lexicon::default() };
        let guess = |title: &str, text: &str| {
            let blocks = [Block::new(PassageKind::Paragraph, text)];
            super::region(title, &blocks, &lexicon).map(|r| r.en.as_str())
        };
        assert_eq!(guess("В Томске открыли центр", "Делегация Перми и Пермского края."), Some("Tomsk Region"));
        assert_eq!(guess("News", "From Томской области to Perm Krai and Perm Krai"), Some("Perm Krai"));
        assert_eq!(guess("News", "Томск и Пермь"), None);
        assert_eq!(named("томская область", &lexicon).map(|r| r.en.as_str()), Some("Tomsk Region"));
    }
}

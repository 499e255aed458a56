//! Two regions side by side: for every direction of support a quote of each, or that none was found.

use std::ops::Range;

use super::ask::joined;
use super::browse::turn_pages;
use super::keyboard::{Action, Button};
use super::state::{Asked, Body, BodyKind};
use super::{Place, Show, Talk, Turn};
use crate::domain::{AnswerKind, Citation, Question, Statement, Topic};
use crate::engine::{RetrieveError, compose};
use crate::locale::{Locale, text};
use crate::reply::{self, Cited, Part, Reply};

/// Regions that are compared.
const REGIONS: usize = 2;

/// Characters of one page, and how many of them are reckoned for what stands around a quote.
const PAGE_CHARS: usize = 3_000;
const AROUND_CHARS: usize = 250;
/// Keys of the directions; each text has the name first, then words by which statements on it are known.
const DIRECTIONS: [&str; 8] = [
    "direction-infrastructure",
    "direction-people",
    "direction-money",
    "direction-cooperation",
    "direction-science",
    "direction-export",
    "direction-digital",
    "direction-startups",
];

/// A direction with the statement of each region.
struct Row {
    label: String,
    cells: Vec<Option<Citation>>,
}

impl Talk<'_> {
    /// `/compare A B`: a page of the comparison.
    pub(super) fn compare(&self, names: &str, page: usize) -> Result<Turn, RetrieveError> {
        let (mut places, unknown) = self.regions_in(names, REGIONS);
        if places.len() < REGIONS {
            return Ok(self.cannot_compare(&places, unknown.as_deref()));
        }
        places.truncate(REGIONS);
        let statements = places.iter().map(|p| self.directions(p)).collect::<Result<Vec<_>, _>>()?;
        let rows = self.rows(&statements);
        let pages = pages(&rows);
        let page = page.min(pages.len().saturating_sub(1));
        let shown = pages.get(page).map_or(&rows[..], |rows_of_page| &rows[rows_of_page.clone()]);
        Ok(self.compared(&places, shown, turn_pages(page, pages.len())))
    }

    /// The regions that some words name, and the first name that is none we know. Read as a whole or, when that gives
    /// fewer than `least`, piece by piece, too.
    pub(super) fn regions_in(&self, names: &str, least: usize) -> (Vec<Place>, Option<String>) {
        let named = self.knowledge().named(names, self.lang.lang());
        let (mut places, mut unknown) = (named.places, named.unknown.into_iter().next());
        if places.len() >= least {
            return (places, unknown);
        }
        if least == 1 {
            unknown = unknown.or_else(|| Some(names.to_owned()));
        }
        // One by one they are read more kindly: «Томская Вережская» is no name of anything.
        let commas = names.contains([',', ';', '\n']);
        let pieces = names.split(|c: char| if commas { [',', ';', '\n'].contains(&c) } else { c.is_whitespace() });
        for piece in pieces.map(str::trim).filter(|piece| piece.chars().count() > 3) {
            let named = self.knowledge().named(piece, self.lang.lang());
            match named.places.into_iter().next() {
                Some(place) if !places.contains(&place) => places.push(place),
                Some(_) => {}
                None => unknown = unknown.or_else(|| Some(piece.to_owned())),
            }
        }
        (places, unknown)
    }

    /// What there is to say when there are no two regions.
    fn cannot_compare(&self, places: &[Place], unknown: Option<&str>) -> Turn {
        let lang = self.lang;
        let mut parts = Vec::new();
        if let Some(name) = unknown {
            parts.push(Part::Say(text(lang, "no-region", &[("region", (&reply::shorten(name, 100)).into())])));
        }
        let all: Vec<String> = self.knowledge().places(lang.lang()).into_iter().map(|p| p.name).collect();
        let first = places.first().map(|p| p.name.clone()).or_else(|| all.first().cloned());
        let others = all.iter().filter(|name| Some(*name) != first.as_ref()).take(4);
        let says: Vec<String> =
            others.map(|other| format!("/compare {}, {other}", first.as_deref().unwrap_or_default())).collect();
        let key = if says.is_empty() { text(lang, "compare-one", &[]) } else { text(lang, "compare-how", &[]) };
        parts.push(Part::Say(key));
        let label = |line: &String| line.trim_start_matches("/compare ").replace(", ", " – ");
        let button = |(n, line): (u16, &String)| vec![Button::tap(label(line), Action::Say(n))];
        let keyboard = (0..).zip(&says).map(button).collect();
        Turn::show(self.offering(lang, parts, keyboard, says))
    }

    fn directions(&self, place: &Place) -> Result<Vec<Statement>, RetrieveError> {
        let words = compose::example(self.lang.lang(), Topic::Directions, &place.name);
        let asked = Asked { text: words, previous: None };
        Ok(match self.knowledge().look(&super::ask::question(&asked, self.lang.lang()))?.kind {
            AnswerKind::List(list) if list.topic == Topic::Directions => list.statements,
            _ => Vec::new(),
        })
    }

    /// Rows by the directions in the locale's list, then what none of them covers.
    fn rows(&self, statements: &[Vec<Statement>]) -> Vec<Row> {
        let mut used: Vec<Vec<bool>> = statements.iter().map(|s| vec![false; s.len()]).collect();
        let mut rows = Vec::new();
        for (label, words) in labels(self.lang) {
            let question = Question { lang: Some(self.lang.lang()), ..Question::new(words) };
            let cells: Vec<Option<usize>> = statements
                .iter()
                .zip(&used)
                .map(|(all, used)| {
                    let speaks = |i: &usize| !self.knowledge().matched(&question, &all[*i].citation.quote).is_empty();
                    (0..all.len()).filter(|i| !used[*i]).find(speaks)
                })
                .collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            cells.iter().zip(&mut used).for_each(|(cell, used)| {
                if let Some(i) = cell {
                    used[*i] = true;
                }
            });
            let cite = |(cell, all): (&Option<usize>, &Vec<Statement>)| cell.map(|i| all[i].citation.clone());
            rows.push(Row { label, cells: cells.iter().zip(statements).map(cite).collect() });
        }
        let rest = statements
            .iter()
            .zip(&used)
            .map(|(all, used)| (0..all.len()).find(|i| !used[*i]).map(|i| all[i].citation.clone()));
        let rest: Vec<Option<Citation>> = rest.collect();
        if rest.iter().any(Option::is_some) {
            rows.push(Row { label: text(self.lang, "direction-other", &[]), cells: rest });
        }
        rows
    }

    fn compared(&self, places: &[Place], rows: &[Row], turn_pages: Option<Vec<Button>>) -> Turn {
        let lang = self.lang;
        let names = joined(places);
        let mut parts = vec![Part::Title(names.replace(", ", " – "))];
        if rows.is_empty() {
            parts.push(Part::Say(text(lang, "compare-nothing", &[])));
        }
        let mut notes = Vec::new();
        for row in rows {
            parts.push(Part::Title(row.label.clone()));
            for (place, cell) in places.iter().zip(&row.cells) {
                let said = match cell {
                    Some(_) => text(lang, "compare-says", &[("region", (&place.name).into())]),
                    None => text(lang, "compare-none", &[("region", (&place.name).into())]),
                };
                parts.push(Part::Say(said));
                if let Some(citation) = cell {
                    notes.push(self.keep(citation));
                    parts.push(self.cell(lang, citation));
                }
            }
        }
        let says: Vec<String> = places.iter().map(|p| format!("/directions {}", p.name)).collect();
        let button = |(n, place): (u16, &Place)| Button::tap(place.name.clone(), Action::Say(n));
        let keyboard = turn_pages.into_iter().chain([(0..).zip(places).map(button).collect()]).collect();
        let body = Some(Body { says, lang: lang.code().to_owned(), kind: BodyKind::Compared(names) });
        Turn { notes, ..Turn::show(Show { here: false, reply: Reply { lang, parts }, keyboard, body }) }
    }

    fn cell(&self, lang: Locale, citation: &Citation) -> Part {
        Part::Cited(Cited {
            names: Vec::new(),
            details: self.details(lang, citation),
            speaker: None,
            marks: Vec::new(),
            number: None,
            page: self.page_address(citation.quote.id().as_str()),
            citation: citation.clone(),
        })
    }
}

/// Which rows stand on each page: as many as make one message.
fn pages(rows: &[Row]) -> Vec<Range<usize>> {
    let mut pages: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    for (n, row) in rows.iter().enumerate() {
        let chars = row.cells.iter().flatten().map(|c| c.quote.text().chars().count() + AROUND_CHARS).sum();
        match pages.last_mut() {
            Some(page) if chars <= room => {
                page.end = n + 1;
                room -= chars;
            }
            _ => {
                pages.push(n..n + 1);
                room = PAGE_CHARS.saturating_sub(chars);
            }
        }
    }
    pages
}

/// Directions of support: their name in the asker's language, and the words by which statements on them are known.
fn labels(lang: Locale) -> Vec<(String, String)> {
    let named = |key: &&str| {
        let label = text(lang, key, &[]);
        (label.split(", ").next().unwrap_or_default().to_owned(), text(lang.lang(), key, &[]))
    };
    DIRECTIONS.iter().map(named).collect()
}

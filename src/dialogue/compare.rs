//! Two regions side by side: for every direction of support a quote of each, or that none was found.

use super::keyboard::{Action, Button};
use super::state::{Asked, Body};
use super::{Place, Show, Talk, Turn};
use crate::domain::{AnswerKind, Citation, Lang, Statement, Topic};
use crate::engine::RetrieveError;
use crate::locale::text;
use crate::reply::{self, Cited, Part, Reply};

/// Regions that are compared.
const REGIONS: usize = 2;

/// A direction with the statement of each region.
struct Row {
    label: String,
    cells: Vec<Option<Citation>>,
}

impl Talk<'_> {
    /// `/compare A B`.
    pub(super) fn compare(&self, names: &str) -> Result<Turn, RetrieveError> {
        let lang = self.lang;
        let named = self.knowledge().named(names, lang);
        let mut places = named.places;
        if places.len() < REGIONS {
            let known = |p: &Place| places.iter().any(|q| q.name == p.name);
            let more: Vec<Place> = names
                .split([',', ';', '/', '|', '\n'])
                .chain(names.split_whitespace())
                .flat_map(|name| self.knowledge().named(name, lang).places)
                .filter(|p| !known(p))
                .collect();
            for place in more {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        if places.len() < REGIONS {
            return Ok(self.cannot_compare(&places, named.unknown.first().map(String::as_str)));
        }
        places.truncate(REGIONS);
        let statements = places.iter().map(|p| self.directions(p)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.compared(&places, self.rows(&statements)))
    }

    /// What there is to say when there are no two regions.
    fn cannot_compare(&self, places: &[Place], unknown: Option<&str>) -> Turn {
        let lang = self.lang;
        let mut parts = Vec::new();
        if let Some(name) = unknown {
            parts.push(Part::Say(text(lang, "no-region", &[("region", (&reply::shorten(name, 100)).into())])));
        }
        let all: Vec<String> = self.knowledge().places(lang).into_iter().map(|p| p.name).collect();
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
        let words = text(self.lang, "example-directions", &[("region", (&place.name).into())]);
        let asked = Asked { text: words, previous: None };
        Ok(match self.knowledge().ask(&super::ask::question(&asked, self.lang))?.kind {
            AnswerKind::List(list) if list.topic == Topic::Directions => list.statements,
            _ => Vec::new(),
        })
    }

    /// Rows by the directions in the locale's list, then what none of them covers.
    fn rows(&self, statements: &[Vec<Statement>]) -> Vec<Row> {
        let mut used: Vec<Vec<bool>> = statements.iter().map(|s| vec![false; s.len()]).collect();
        let mut rows = Vec::new();
        for words in labels(self.lang) {
            let question =
                crate::domain::Question { lang: Some(self.lang), ..crate::domain::Question::new(words.clone()) };
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
            let label = words.split(", ").next().unwrap_or_default().to_owned();
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

    fn compared(&self, places: &[Place], rows: Vec<Row>) -> Turn {
        let lang = self.lang;
        let names: Vec<&str> = places.iter().map(|p| p.name.as_str()).collect();
        let mut parts = vec![Part::Title(names.join(" – "))];
        if rows.is_empty() {
            parts.push(Part::Say(text(lang, "compare-nothing", &[])));
        }
        let mut notes = Vec::new();
        for row in &rows {
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
        let keyboard = vec![(0..).zip(places).map(button).collect()];
        let body = Some(Body::saying(lang, says));
        Turn { notes, ..Turn::show(Show { here: false, reply: Reply { lang, parts }, keyboard, body }) }
    }

    fn cell(&self, lang: Lang, citation: &Citation) -> Part {
        Part::Cited(Cited {
            names: Vec::new(),
            details: self.details(lang, citation),
            speaker: None,
            marks: Vec::new(),
            number: None,
            citation: citation.clone(),
        })
    }
}

/// Directions of support, each with the words by which statements on it are known; the first is its name.
fn labels(lang: Lang) -> Vec<String> {
    vec![
        text(lang, "direction-infrastructure", &[]),
        text(lang, "direction-people", &[]),
        text(lang, "direction-money", &[]),
        text(lang, "direction-cooperation", &[]),
        text(lang, "direction-science", &[]),
        text(lang, "direction-export", &[]),
        text(lang, "direction-digital", &[]),
        text(lang, "direction-startups", &[]),
    ]
}

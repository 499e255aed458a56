//! Two regions side by side: for every direction of support a quote of each, or that none was found.

use super::keyboard::{Action, Button};
use super::state::{Asked, Body};
use super::{Place, Show, Talk, Turn};
use crate::domain::{AnswerKind, Citation, Lang, Statement, Topic};
use crate::engine::{RetrieveError, compose};
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
        let (mut places, unknown) = self.regions_in(names);
        if places.len() < REGIONS {
            return Ok(self.cannot_compare(&places, unknown.as_deref()));
        }
        places.truncate(REGIONS);
        let statements = places.iter().map(|p| self.directions(p)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.compared(&places, self.rows(&statements)))
    }

    /// The regions that some words name, and the first name that is none we know.
    fn regions_in(&self, names: &str) -> (Vec<Place>, Option<String>) {
        let named = self.knowledge().named(names, self.lang);
        let (mut places, mut unknown) = (named.places, named.unknown.into_iter().next());
        // One by one they are read more kindly: «Томская Вережская» is no name of anything.
        let commas = names.contains([',', ';', '\n']);
        let pieces = names.split(|c: char| if commas { [',', ';', '\n'].contains(&c) } else { c.is_whitespace() });
        for piece in pieces.map(str::trim).filter(|piece| piece.chars().count() > 3) {
            let named = self.knowledge().named(piece, self.lang);
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
        let words = compose::example(self.lang, Topic::Directions, &place.name);
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

//! What the articles cover: regions against directions of support.
//!
//! Regions name their directions as they like, so the columns are areas that the lexicon gives (`areas.toml`): a statement
//! on a direction or a programme counts in every area that it speaks of. Directions of no area share a column.

use std::collections::HashMap;

use super::csv;
use crate::domain::{Lang, PartialDate, Topic};
use crate::engine::Ask;
use crate::engine::stating::Stating;
use crate::locale::{Locale, text};

/// How much there is, and how new it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Quotes.
    pub quotes: usize,
    /// Date of the newest article among theirs.
    pub newest: PartialDate,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub region: String,
    /// How many articles it has.
    pub articles: usize,
    /// The date of the newest.
    pub newest: PartialDate,
    /// What is there for each column; `None` for nothing.
    pub cells: Vec<Option<Cell>>,
}

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// An area of support, by its name.
    Area(String),
    /// All directions, where none is of an area.
    Directions,
    /// The directions that are of no area.
    OtherDirections,
    /// All that belongs to another topic.
    Topic(Topic),
}

/// The grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The regions, those with most articles first.
    pub rows: Vec<Row>,
}

/// Lays out what an engine's articles state; regions and areas are named in `lang`.
pub fn grid(ask: &Ask, lang: Lang) -> Grid {
    let mut columns: Vec<Column> = ask.areas(lang).map(|name| Column::Area(name.to_owned())).collect();
    let rest = columns.len();
    columns.push(Column::OtherDirections);
    columns.extend(Topic::ALL.into_iter().filter(|t| *t != Topic::Directions).map(Column::Topic));
    let mut rows: Vec<Row> = Vec::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    for article in ask.corpus().articles() {
        let at = *names.entry(&article.meta.region).or_insert_with(|| {
            let region = ask.region_of(article, lang);
            rows.iter().position(|row| row.region == region).unwrap_or_else(|| {
                rows.push(Row { region, articles: 0, newest: article.meta.date, cells: vec![None; columns.len()] });
                rows.len() - 1
            })
        });
        rows[at].articles += 1;
        rows[at].newest = rows[at].newest.max(article.meta.date);
    }
    for stating in ask.all_stated() {
        let row = &mut rows[names[stating.article.meta.region.as_str()]];
        for column in columns_of(ask, &columns, rest, &stating) {
            let date = stating.article.meta.date;
            let cell = row.cells[column].get_or_insert(Cell { quotes: 0, newest: date });
            *cell = Cell { quotes: cell.quotes + 1, newest: cell.newest.max(date) };
        }
    }
    rows.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.region.cmp(&b.region)));
    Grid { columns, rows }.without_empty_columns()
}

/// What a column is called in a language.
pub fn named(lang: Locale, column: &Column) -> String {
    let key = match column {
        Column::Area(name) => return name.clone(),
        Column::Directions | Column::Topic(Topic::Directions) => "topic-directions",
        Column::OtherDirections => "coverage-other",
        Column::Topic(Topic::Partners) => "topic-partners",
        Column::Topic(Topic::Programmes) => "topic-programmes",
        Column::Topic(Topic::Residents) => "topic-residents",
    };
    text(lang, key, &[])
}

/// The columns that a statement counts in, each once; `rest` is that of the other directions.
fn columns_of(ask: &Ask, columns: &[Column], rest: usize, stating: &Stating<'_>) -> Vec<usize> {
    let supports = matches!(stating.topic, Topic::Directions | Topic::Programmes);
    let mut out = if supports { ask.areas_of(stating) } else { Vec::new() };
    if stating.topic == Topic::Directions && out.is_empty() {
        out.push(rest);
    }
    out.extend(columns.iter().position(|column| *column == Column::Topic(stating.topic)));
    out
}

impl Grid {
    fn without_empty_columns(mut self) -> Self {
        let used: Vec<bool> =
            (0..self.columns.len()).map(|at| self.rows.iter().any(|row| row.cells[at].is_some())).collect();
        let keep = |at: &usize| used[*at];
        let areas = self.columns.iter().enumerate().any(|(at, c)| matches!(c, Column::Area(_)) && used[at]);
        if !areas && let Some(rest) = self.columns.iter_mut().find(|c| **c == Column::OtherDirections) {
            *rest = Column::Directions;
        }
        let columns = (0..used.len()).filter(keep).map(|at| self.columns[at].clone()).collect();
        let rows = self
            .rows
            .into_iter()
            .map(|row| Row { cells: (0..used.len()).filter(keep).map(|at| row.cells[at]).collect(), ..row });
        Self { columns, rows: rows.collect() }
    }

    /// A row for each cell that is not empty; `name` words a column.
    pub fn to_csv(&self, name: impl Fn(&Column) -> String) -> String {
        let mut out = csv::row(["region", "articles", "direction", "quotes", "newest"]);
        for row in &self.rows {
            for (column, cell) in self.columns.iter().zip(&row.cells) {
                let Some(cell) = cell else { continue };
                let (articles, quotes) = (row.articles.to_string(), cell.quotes.to_string());
                out += &csv::row([row.region.as_str(), &articles, &name(column), &quotes, &cell.newest.to_string()]);
            }
        }
        out
    }
}

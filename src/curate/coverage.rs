//! What the articles cover: regions against directions of support.

use std::collections::HashMap;

use super::csv;
use crate::domain::{Lang, PartialDate, Span, Topic};
use crate::engine::Ask;
use crate::engine::stating::Stating;
use crate::text::stem::stems;

/// Directions with a column of their own: those of most regions. All others share one.
const COLUMNS: usize = 10;

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
    /// One direction of support, by its name in the articles.
    Direction(String),
    /// All directions, where none has a name.
    Directions,
    /// All directions without a column of their own.
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

/// Lays out what an engine's articles state; regions are named in `lang`.
pub fn grid(ask: &Ask, lang: Lang) -> Grid {
    let directions = directions(ask);
    let mut columns: Vec<Column> = directions.iter().map(|(_, name)| Column::Direction(name.clone())).collect();
    columns.push(if columns.is_empty() { Column::Directions } else { Column::OtherDirections });
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
        for column in columns_of(&directions, &columns, stating.topic, &keys(&stating)) {
            let date = stating.article.meta.date;
            let cell = row.cells[column].get_or_insert(Cell { quotes: 0, newest: date });
            *cell = Cell { quotes: cell.quotes + 1, newest: cell.newest.max(date) };
        }
    }
    rows.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.region.cmp(&b.region)));
    Grid { columns, rows }.without_empty_columns()
}

/// The directions named in most regions: key and name.
fn directions(ask: &Ask) -> Vec<(String, String)> {
    let mut seen: HashMap<String, (Vec<&str>, usize, &str)> = HashMap::new();
    for stating in ask.all_stated().filter(|s| s.topic == Topic::Directions) {
        for (key, name) in keys(&stating).into_iter().zip(stating.names) {
            let name = stating.article.slice(*name);
            let (regions, quotes, _) = seen.entry(key).or_insert((Vec::new(), 0, name));
            *quotes += 1;
            if !regions.contains(&stating.article.meta.region.as_str()) {
                regions.push(&stating.article.meta.region);
            }
        }
    }
    let mut all: Vec<_> = seen.into_iter().map(|(key, (r, quotes, name))| (r.len(), quotes, key, name)).collect();
    all.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    all.into_iter().take(COLUMNS).map(|(_, _, key, name)| (key, name.to_owned())).collect()
}

/// What the names of a statement are told apart by: their keys, else their stems.
fn keys(stating: &Stating<'_>) -> Vec<String> {
    let own = |(n, name): (usize, &Span)| match stating.keys.get(n) {
        Some(key) => key.clone(),
        None => stems(stating.article.slice(*name)).join(" "),
    };
    stating.names.iter().enumerate().map(own).collect()
}

/// The columns that a statement counts in, each once.
fn columns_of(directions: &[(String, String)], columns: &[Column], topic: Topic, keys: &[String]) -> Vec<usize> {
    let place = |column: Column| columns.iter().position(|c| *c == column);
    // It stands behind the directions that have a name.
    let rest = Some(directions.len());
    let mut out: Vec<usize> = match topic {
        Topic::Directions => {
            let own = keys.iter().map(|key| directions.iter().position(|(known, _)| known == key));
            own.filter_map(|at| at.or(rest)).collect()
        }
        other => place(Column::Topic(other)).into_iter().collect(),
    };
    if out.is_empty() && topic == Topic::Directions {
        out.extend(rest);
    }
    out.sort_unstable();
    out.dedup();
    out
}

impl Grid {
    fn without_empty_columns(self) -> Self {
        let used: Vec<bool> =
            (0..self.columns.len()).map(|at| self.rows.iter().any(|row| row.cells[at].is_some())).collect();
        let keep = |at: &usize| used[*at];
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

//! The coverage grid as a picture: SVG, for light and dark surroundings alike.

use std::fmt::Write;

use super::coverage::{Cell, Column, Grid};

/// Width of a character of the labels, pixels, at most.
const CHAR: f32 = 7.6;
const CELL_WIDTH: f32 = 76.0;
const CELL_HEIGHT: f32 = 40.0;
/// Characters of a label before it is cut.
const LABEL_CHARS: usize = 34;
const MARGIN: f32 = 20.0;
const TITLE: f32 = 44.0;
/// The labels of columns rise at 40°.
const SIN: f32 = 0.643;
const COS: f32 = 0.766;
/// Fills from few quotes to many; all of them carry their text with a contrast above 4.5 to 1.
const FILLS: [(usize, &str, &str); 5] = [
    (1, "#dbeafe", "#0f172a"),
    (3, "#93c5fd", "#0f172a"),
    (6, "#60a5fa", "#0f172a"),
    (10, "#1d4ed8", "#ffffff"),
    (usize::MAX, "#1e3a8a", "#ffffff"),
];

/// Draws the grid. `title` stands above it, `name` words a column.
pub fn svg(grid: &Grid, title: &str, name: impl Fn(&Column) -> String) -> String {
    let labels: Vec<String> = grid.columns.iter().map(|column| cut(&name(column))).collect();
    let regions: Vec<String> = grid.rows.iter().map(|row| cut(&format!("{} ({})", row.region, row.articles))).collect();
    let widest = |all: &[String]| all.iter().map(|s| s.chars().count()).max().unwrap_or(0) as f32 * CHAR;
    let (left, top) = (MARGIN + widest(&regions) + 10.0, TITLE + widest(&labels) * SIN + 26.0);
    let lean = labels.last().map_or(0.0, |last| last.chars().count() as f32 * CHAR * COS);
    let right = MARGIN + lean.max(10.0);
    let width =
        (left + CELL_WIDTH * labels.len() as f32 + right).max(MARGIN * 2.0 + title.chars().count() as f32 * 9.5);
    let height = top + CELL_HEIGHT * regions.len() as f32 + MARGIN;
    let mut out = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| _ = writeln!(out, "{text}");
    line(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"13\">"
    ));
    line(format_args!("<title>{}</title>", escape(title)));
    line(format_args!("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"));
    line(format_args!("<text x=\"{MARGIN}\" y=\"30\" font-size=\"17\" fill=\"#0f172a\">{}</text>", escape(title)));
    for (at, label) in labels.iter().enumerate() {
        let (x, y) = (left + CELL_WIDTH * (at as f32 + 0.5), top - 8.0);
        let label = escape(label);
        line(format_args!("<text transform=\"translate({x:.0} {y:.0}) rotate(-40)\" fill=\"#334155\">{label}</text>"));
    }
    for (at, (row, region)) in grid.rows.iter().zip(&regions).enumerate() {
        let y = top + CELL_HEIGHT * at as f32;
        let (x, middle) = (left - 8.0, y + CELL_HEIGHT / 2.0 + 4.0);
        let region = escape(region);
        line(format_args!("<text x=\"{x:.0}\" y=\"{middle:.0}\" text-anchor=\"end\" fill=\"#0f172a\">{region}</text>"));
        for (column, cell) in row.cells.iter().enumerate() {
            line(format_args!("{}", draw(left + CELL_WIDTH * column as f32, y, cell.as_ref())));
        }
    }
    line(format_args!("</svg>"));
    out
}

/// A cell: how many quotes, and below it the date of the newest.
fn draw(x: f32, y: f32, cell: Option<&Cell>) -> String {
    let (w, h, middle) = (CELL_WIDTH - 3.0, CELL_HEIGHT - 3.0, x + (CELL_WIDTH - 3.0) / 2.0);
    let Some(cell) = cell else {
        return format!("<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{w}\" height=\"{h}\" rx=\"4\" fill=\"#f1f5f9\"/>");
    };
    let shade = FILLS.iter().find(|(most, ..)| cell.quotes <= *most).unwrap_or(&FILLS[FILLS.len() - 1]);
    let (fill, ink) = (shade.1, shade.2);
    let (count, newest) = (cell.quotes, cell.newest);
    let (upper, lower) = (y + 17.0, y + 31.0);
    format!(
        "<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{w}\" height=\"{h}\" rx=\"4\" fill=\"{fill}\"/>\
         <text x=\"{middle:.0}\" y=\"{upper:.0}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"{ink}\">{count}</text>\
         <text x=\"{middle:.0}\" y=\"{lower:.0}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{ink}\">{newest}</text>"
    )
}

fn cut(label: &str) -> String {
    if label.chars().count() <= LABEL_CHARS {
        return label.to_owned();
    }
    label.chars().take(LABEL_CHARS - 1).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // Not allowed in XML at all.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::coverage::Row;
    use crate::domain::Topic;

    #[test]
    fn whatever_the_names_are_the_picture_stays_well_formed() {
        let cell = Cell { quotes: 4, newest: "2024-05".parse().expect("a date") };
        let row =
            Row { region: "A & <B>\u{1}".into(), articles: 2, newest: cell.newest, cells: vec![Some(cell), None] };
        let columns = vec![
            Column::Direction("\"grants\" & so on, and on, and on, and on".into()),
            Column::Topic(Topic::Partners),
        ];
        let name = |column: &Column| match column {
            Column::Direction(name) => name.clone(),
            _ => "partners".to_owned(),
        };
        let drawn = svg(&Grid { columns, rows: vec![row] }, "What <is> covered", name);
        assert!(
            drawn.contains("A &amp; &lt;B&gt;  (2)")
                && drawn.contains("&quot;grants&quot; &amp; so on, and on, and on,…"),
            "{drawn}"
        );
        assert!(drawn.contains(">4</text>") && drawn.contains(">2024-05</text>") && drawn.contains("What &lt;is&gt;"));
        let (open, close) = (drawn.matches("<text").count(), drawn.matches("</text>").count());
        assert_eq!((open, close), (6, 6));
        assert!(!drawn.contains(char::from(1)));
    }

    #[test]
    fn an_empty_grid_is_a_picture_too() {
        let drawn = svg(&Grid::default(), "Nothing", |_| String::new());
        assert!(drawn.starts_with("<svg ") && drawn.trim_end().ends_with("</svg>"));
    }
}

//! The coverage grid as a picture: laid out once, then written as SVG or drawn as PNG.
//!
//! The names of columns stand upright above them, in several lines: they are read without tilting the head, and none leans
//! over the edge. Every column is as wide as its longest word wants.

use std::fmt::Write;

use super::coverage::{Cell, Column, Grid};
use crate::canvas::{self, Canvas, Colour};

/// Fonts of readers are up to so much wider than the one that texts are measured with.
const WIDER: f32 = 1.18;
/// Pixels of the PNG for one of the layout.
const SCALE: f32 = 2.0;
/// Sizes of letters, pixels.
const TITLE: f32 = 17.0;
const NAME: f32 = 13.0;
const SMALL: f32 = 11.0;
const MARGIN: f32 = 20.0;
/// From one line of a name to the next.
const LINE: f32 = 16.0;
const CELL_HEIGHT: f32 = 40.0;
/// Between two cells.
const GAP: f32 = 3.0;
/// Columns are as wide as a date needs at the least, and not wider than this.
const COLUMN: (f32, f32) = (76.0, 180.0);
/// The widest names of regions.
const REGION: f32 = 260.0;
/// Lines of the name of a column, and of a region, before it is cut.
const COLUMN_LINES: usize = 5;
const REGION_LINES: usize = 2;

const PAPER: Colour = [0xff, 0xff, 0xff];
const INK: Colour = [0x0f, 0x17, 0x2a];
const SOFT: Colour = [0x47, 0x55, 0x69];
const EMPTY: Colour = [0xf1, 0xf5, 0xf9];
/// Fills from few quotes to many, with the colour of what is written on them: contrasts above 4.5 to 1.
const FILLS: [(usize, Colour, Colour); 5] = [
    (1, [0xdb, 0xea, 0xfe], INK),
    (3, [0x93, 0xc5, 0xfd], INK),
    (6, [0x60, 0xa5, 0xfa], INK),
    (10, [0x1d, 0x4e, 0xd8], PAPER),
    (usize::MAX, [0x1e, 0x3a, 0x8a], PAPER),
];

/// Where the words of a line stand.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Anchor {
    Left,
    Middle,
    Right,
}

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Cell { x: f32, y: f32, width: f32, height: f32, fill: Colour },
    Line { x: f32, baseline: f32, anchor: Anchor, size: f32, bold: bool, colour: Colour, words: String },
}

/// The grid, laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    title: String,
    width: f32,
    height: f32,
    shapes: Vec<Shape>,
}

impl Plot {
    /// Lays the grid out. `title` and `note` stand above it, `name` words a column.
    pub fn new(grid: &Grid, title: &str, note: &str, name: impl Fn(&Column) -> String) -> Self {
        let names: Vec<String> = grid.columns.iter().map(name).collect();
        let widths: Vec<f32> = names.iter().map(|name| column_width(name)).collect();
        let labels: Vec<Vec<String>> =
            names.iter().zip(&widths).map(|(name, width)| label(name, *width, COLUMN_LINES)).collect();
        let regions: Vec<Vec<String>> = grid.rows.iter().map(|row| region(&row.region, row.articles)).collect();
        let left = MARGIN + regions.iter().flatten().map(|line| wide(line, NAME)).fold(0.0, f32::max) + 10.0;
        let top = MARGIN + 54.0 + LINE * labels.iter().map(Vec::len).max().unwrap_or(0) as f32;
        let right = left + widths.iter().sum::<f32>() + MARGIN;
        let width = right.max(2.0 * MARGIN + wide(title, TITLE)).max(2.0 * MARGIN + wide(note, SMALL));
        let height = top + CELL_HEIGHT * regions.len() as f32 + MARGIN;
        let mut plot = Self { title: title.to_owned(), width, height, shapes: Vec::new() };
        plot.line((MARGIN, MARGIN + 14.0), Anchor::Left, TITLE, false, INK, title);
        plot.line((MARGIN, MARGIN + 34.0), Anchor::Left, SMALL, false, SOFT, note);
        let mut x = left;
        let mut lefts = Vec::new();
        for (lines, width) in labels.iter().zip(&widths) {
            plot.lines((x + (width - GAP) / 2.0, top - 8.0), Anchor::Middle, SOFT, lines);
            lefts.push(x);
            x += width;
        }
        for (n, (row, lines)) in grid.rows.iter().zip(&regions).enumerate() {
            let y = top + CELL_HEIGHT * n as f32;
            let last = y + (CELL_HEIGHT - GAP) / 2.0 + 4.5 + LINE / 2.0 * (lines.len() - 1) as f32;
            plot.lines((left - 10.0, last), Anchor::Right, INK, lines);
            for ((cell, x), width) in row.cells.iter().zip(&lefts).zip(&widths) {
                plot.cell(*x, y, width - GAP, cell.as_ref());
            }
        }
        plot
    }

    /// A cell: how many quotes, and below it the date of the newest.
    fn cell(&mut self, x: f32, y: f32, width: f32, cell: Option<&Cell>) {
        let shade =
            |cell: &Cell| FILLS.iter().find(|(most, ..)| cell.quotes <= *most).map_or((EMPTY, INK), |f| (f.1, f.2));
        let (fill, ink) = cell.map_or((EMPTY, INK), shade);
        self.shapes.push(Shape::Cell { x, y, width, height: CELL_HEIGHT - GAP, fill });
        let Some(cell) = cell else { return };
        let middle = x + width / 2.0;
        self.line((middle, y + 17.0), Anchor::Middle, NAME, true, ink, &cell.quotes.to_string());
        self.line((middle, y + 31.0), Anchor::Middle, SMALL, false, ink, &cell.newest.to_string());
    }

    /// Lines of a name, the last of which stands at `last`.
    fn lines(&mut self, (x, last): (f32, f32), anchor: Anchor, colour: Colour, lines: &[String]) {
        for (up, words) in lines.iter().rev().enumerate() {
            self.line((x, last - LINE * up as f32), anchor, NAME, false, colour, words);
        }
    }

    fn line(&mut self, (x, baseline): (f32, f32), anchor: Anchor, size: f32, bold: bool, colour: Colour, words: &str) {
        self.shapes.push(Shape::Line { x, baseline, anchor, size, bold, colour, words: words.to_owned() });
    }

    /// The picture as SVG.
    pub fn svg(&self) -> String {
        let (width, height) = (self.width.ceil(), self.height.ceil());
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"Ubuntu, system-ui, 'DejaVu Sans', sans-serif\">\n<title>{}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
            escape(&self.title)
        );
        for shape in &self.shapes {
            // Writing to a string cannot fail.
            _ = match shape {
                Shape::Cell { x, y, width, height, fill } => writeln!(
                    out,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\" fill=\"{}\"/>",
                    hex(*fill)
                ),
                Shape::Line { x, baseline, anchor, size, bold, colour, words } => writeln!(
                    out,
                    "<text x=\"{x:.1}\" y=\"{baseline:.1}\" font-size=\"{size}\"{}{} fill=\"{}\">{}</text>",
                    match anchor {
                        Anchor::Left => "",
                        Anchor::Middle => " text-anchor=\"middle\"",
                        Anchor::Right => " text-anchor=\"end\"",
                    },
                    if *bold { " font-weight=\"600\"" } else { "" },
                    hex(*colour),
                    escape(words)
                ),
            };
        }
        out + "</svg>\n"
    }

    /// The picture as PNG, twice as many pixels as the SVG says; `None` when there is no font to draw with.
    pub fn png(&self) -> Option<Vec<u8>> {
        let pixels = |length: f32| (length * SCALE).round() as usize;
        let mut canvas = Canvas::new(pixels(self.width), pixels(self.height), PAPER)?;
        for shape in &self.shapes {
            match shape {
                Shape::Cell { x, y, width, height, fill } => {
                    canvas.fill(pixels(*x), pixels(*y), pixels(*width), pixels(*height), *fill);
                }
                Shape::Line { x, baseline, anchor, size, bold, colour, words } => {
                    let (size, baseline) = (size * SCALE, baseline * SCALE);
                    let share = match anchor {
                        Anchor::Left => 0.0,
                        Anchor::Middle => 0.5,
                        Anchor::Right => 1.0,
                    };
                    let left = x * SCALE - share * canvas::width(words, size);
                    canvas.text(words, size, left, baseline, *colour);
                    if *bold {
                        // There is one weight of the font.
                        canvas.text(words, size, left + 1.0, baseline, *colour);
                    }
                }
            }
        }
        canvas.png()
    }
}

/// How wide a line may become in some reader's font.
fn wide(words: &str, size: f32) -> f32 {
    canvas::width(words, size) * WIDER
}

/// The width of a column: its longest word fits into it.
fn column_width(name: &str) -> f32 {
    let longest = name.split_whitespace().map(|word| wide(word, NAME)).fold(0.0, f32::max);
    (longest + 10.0).clamp(COLUMN.0, COLUMN.1)
}

/// A name in lines for a room so wide; what does not fit into so many lines is cut.
fn label(name: &str, room: f32, most: usize) -> Vec<String> {
    let room = (room - 8.0) / WIDER;
    let mut lines = canvas::lines(name, NAME, room);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(canvas::fitted(&format!("{rest} …"), NAME, room));
    }
    if lines.is_empty() { vec![String::new()] } else { lines }
}

/// The name of a region with the number of its articles, which is never cut.
fn region(name: &str, articles: usize) -> Vec<String> {
    let count = format!(" ({articles})");
    let mut lines = label(name, REGION - wide(&count, NAME), REGION_LINES);
    if let Some(last) = lines.last_mut() {
        *last += &count;
    }
    lines
}

fn hex([r, g, b]: Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
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

    fn plot(regions: &[&str], areas: &[&str]) -> Plot {
        let cell = |quotes| Some(Cell { quotes, newest: "2024-05-17".parse().expect("a date") });
        let row = |region: &&str| {
            let cells = (0..=areas.len()).map(|n| if n % 3 == 2 { None } else { cell(n * 4 + 1) }).collect();
            Row { region: (*region).to_owned(), articles: 12, newest: "2024-05".parse().expect("a date"), cells }
        };
        let columns = areas.iter().map(|area| Column::Area((*area).to_owned())).chain([Column::Topic(Topic::Partners)]);
        let name = |column: &Column| match column {
            Column::Area(name) => name.clone(),
            _ => "partners".to_owned(),
        };
        let grid = Grid { columns: columns.collect(), rows: regions.iter().map(row).collect() };
        Plot::new(&grid, "What <is> covered", "In brackets: articles", name)
    }

    const LONG: [&str; 3] = [
        "Ханты-Мансийский автономный округ — Югра, с очень длинным именем, которое не умещается в две строки",
        "Republic of North Ossetia – Alania",
        "Omsk",
    ];
    const AREAS: [&str; 4] = [
        "Сельское хозяйство и продукты питания",
        "Импортозамещение",
        "IT",
        "Сверхдлинноеслововкоторомнетнипробела и ещё много слов после него, которые не умещаются никак",
    ];

    #[test]
    fn whatever_the_names_are_the_picture_stays_well_formed() {
        let drawn = plot(&["A & <B>\u{1}"], &["\"grants\" & so on"]).svg();
        assert!(drawn.contains("A &amp; &lt;B&gt;") && drawn.contains("&quot;grants&quot;"), "{drawn}");
        assert!(drawn.contains(">2024-05-17</text>") && drawn.contains("What &lt;is&gt;"));
        assert_eq!(drawn.matches("<text").count(), drawn.matches("</text>").count());
        assert!(!drawn.contains(char::from(1)) && drawn.ends_with("</svg>\n"));
    }

    /// The box that a line takes in the widest font.
    fn bounds(shape: &Shape) -> Option<(f32, f32, f32, f32)> {
        let Shape::Line { x, baseline, anchor, size, words, .. } = shape else { return None };
        let width = wide(words, *size);
        let left = match anchor {
            Anchor::Left => *x,
            Anchor::Middle => x - width / 2.0,
            Anchor::Right => x - width,
        };
        Some((left, baseline - size * 0.8, left + width, baseline + size * 0.2))
    }

    #[test]
    fn no_words_are_cut_off_by_the_edge_or_stand_on_others() {
        let many: Vec<String> = (0..30).map(|n| format!("Direction number {n} of many")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for plot in [plot(&LONG, &AREAS), plot(&["Omsk"], &many), plot(&[], &[])] {
            let boxes: Vec<_> = plot.shapes.iter().filter_map(bounds).collect();
            for (n, a) in boxes.iter().enumerate() {
                assert!(a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= plot.width && a.3 <= plot.height, "{:?}", plot.shapes);
                for b in &boxes[n + 1..] {
                    let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                    assert!(apart, "{a:?} and {b:?} of {:?}", plot.shapes);
                }
            }
        }
    }

    #[test]
    fn names_that_are_too_long_are_cut_with_a_mark_and_others_are_whole() {
        let words: Vec<String> = plot(&LONG, &AREAS)
            .shapes
            .into_iter()
            .filter_map(|shape| if let Shape::Line { words, .. } = shape { Some(words) } else { None })
            .collect();
        let all = words.join(" ");
        assert!(words.contains(&"Импортозамещение".to_owned()) && all.contains("Ossetia"), "{words:?}");
        assert_eq!(words.iter().filter(|line| line.contains('…')).count(), 2, "{words:?}");
        assert_eq!(words.iter().filter(|line| line.ends_with(" (12)")).count(), LONG.len(), "{words:?}");
    }

    #[test]
    fn both_forms_have_the_same_measure() {
        let plot = plot(&LONG, &AREAS);
        let png = plot.png().expect("a picture");
        let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]) as f32;
        assert!(png.starts_with(b"\x89PNG"));
        assert!((side(16) - 2.0 * plot.width).abs() <= 1.0 && (side(20) - 2.0 * plot.height).abs() <= 1.0);
    }

    #[test]
    fn an_empty_grid_is_a_picture_too() {
        let plot = Plot::new(&Grid::default(), "Nothing", "", |_| String::new());
        assert!(plot.svg().starts_with("<svg ") && plot.png().is_some());
    }
}

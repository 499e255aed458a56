//! The picture of a quote, for previews of links to its card: title, region and the words.
//!
//! Drawn on a [`Canvas`]; «₽», which its font has not, is written out.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::cards::Card;
use super::feeds::unless_known;
use super::pages::not_found;
use super::shelf::Shelf;
use super::site::Site;
use super::visit::Visit;
use crate::canvas::{Canvas, Colour, fitted, lines, width};
use crate::locale::text;
use crate::reply;

/// What previews are asked for (Open Graph): 1.91 to 1. Pixels.
const SIZE: (usize, usize) = (1200, 630);
const MARGIN: usize = 80;
const PAPER: Colour = [0xfd, 0xfc, 0xf9];
const INK: Colour = [0x1c, 0x1a, 0x17];
const SOFT: Colour = [0x5d, 0x57, 0x50];
const ACCENT: Colour = [0x8a, 0x2f, 0x17];
/// Sizes tried for the words, pixels: the first at which all of them fit.
const WORDS: [f32; 7] = [60.0, 52.0, 45.0, 39.0, 34.0, 29.0, 24.0];
const SMALL: f32 = 27.0;
/// Lines of the words begin below this and end above that, pixels.
const BETWEEN: (f32, f32) = (150.0, 500.0);
/// Distance of lines, in sizes.
const LEADING: f32 = 1.35;

/// `/q/<id>/image.png`
pub(super) async fn image(site: &Site, shelf: &Arc<Shelf>, visit: &Visit, card: &Card) -> Response {
    let (quote, meta) = (&card.citation.quote, &card.citation.quote.article().meta);
    let sheet = Sheet {
        above: reply::details(visit.lang, meta),
        words: quote.text().replace('₽', "руб."),
        below: meta.title.clone(),
        brand: text(visit.lang, "reader-brand", &[]),
    };
    let Ok(drawn) = site.work(move || sheet.png()).await else { return not_found(visit) };
    let tag = format!("{}-{}", visit.lang, card.id);
    unless_known(visit, shelf, &tag, || match drawn {
        Some(png) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    })
}

/// What is to be drawn.
struct Sheet {
    above: String,
    words: String,
    below: String,
    brand: String,
}

impl Sheet {
    fn png(&self) -> Option<Vec<u8>> {
        let mut canvas = Canvas::new(SIZE.0, SIZE.1, PAPER)?;
        canvas.fill(0, 0, 24, SIZE.1, ACCENT);
        let (left, room) = (MARGIN as f32, (SIZE.0 - 2 * MARGIN) as f32);
        canvas.text(&fitted(&self.above, SMALL, room), SMALL, left, 100.0, SOFT);
        let (size, lines) = chosen(&self.words, room);
        for (n, line) in (1..).zip(&lines) {
            canvas.text(line, size, left, BETWEEN.0 + n as f32 * size * LEADING - 0.35 * size, INK);
        }
        let brand = width(&self.brand, SMALL);
        canvas.text(&fitted(&self.below, SMALL, room - brand - 40.0), SMALL, left, 560.0, SOFT);
        canvas.text(&self.brand, SMALL, SIZE.0 as f32 - left - brand, 560.0, ACCENT);
        canvas.png()
    }
}

/// The largest size at which all words fit, with their lines; at the smallest, what is left over is marked.
fn chosen(words: &str, room: f32) -> (f32, Vec<String>) {
    let most = |size: f32| ((BETWEEN.1 - BETWEEN.0) / (size * LEADING)) as usize;
    let smallest = WORDS[WORDS.len() - 1];
    let fits = |size: &f32| lines(words, *size, room).len() <= most(*size);
    let size = WORDS.into_iter().find(fits).unwrap_or(smallest);
    let mut lines = lines(words, size, room);
    if lines.len() > most(size) {
        lines.truncate(most(size) - 1);
        lines.push("[…]".to_owned());
    }
    (size, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_drawn_where_there_is_room_for_them() {
        let quote = "The region names three directions of support. ".repeat(20);
        let (size, lines) = chosen(&quote, 1040.0);
        assert_eq!(lines.join(" "), quote.trim_end());
        assert!(lines.iter().all(|line| width(line, size) <= 1040.0));
        assert_eq!(chosen("Two words", 1040.0), (WORDS[0], vec!["Two words".to_owned()]));
        let (_, lines) = chosen(&quote.repeat(9), 1040.0);
        assert_eq!(lines.last().map(String::as_str), Some("[…]"));
    }
}

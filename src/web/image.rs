//! The picture of a quote, for previews of links to its card: title, region and the words.
//!
//! Drawn letter by letter with a font that is built in; there is no layout engine. What the font has not, such as the sign
//! of the rouble, is a box.

use std::sync::{Arc, LazyLock};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use fontdue::{Font, FontSettings};

use super::cards::Card;
use super::feeds::unless_known;
use super::pages::not_found;
use super::shelf::Shelf;
use super::site::Site;
use super::visit::Visit;
use crate::locale::text;
use crate::reply;

/// What previews are asked for (Open Graph): 1.91 to 1. Pixels.
const SIZE: (usize, usize) = (1200, 630);
const MARGIN: usize = 80;
const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf9];
const INK: [u8; 3] = [0x1c, 0x1a, 0x17];
const SOFT: [u8; 3] = [0x5d, 0x57, 0x50];
const ACCENT: [u8; 3] = [0x8a, 0x2f, 0x17];
/// Sizes tried for the words, pixels: the first at which all of them fit.
const WORDS: [f32; 7] = [60.0, 52.0, 45.0, 39.0, 34.0, 29.0, 24.0];
const SMALL: f32 = 27.0;
/// Lines of the words begin below this and end above that, pixels.
const BETWEEN: (f32, f32) = (150.0, 500.0);
/// Distance of lines, in sizes.
const LEADING: f32 = 1.35;

static FONT: LazyLock<Option<Font>> =
    LazyLock::new(|| Font::from_bytes(epaint_default_fonts::UBUNTU_LIGHT, FontSettings::default()).ok());

/// `/q/<id>/image.png`
pub(super) async fn image(site: &Site, shelf: &Arc<Shelf>, visit: &Visit, card: &Card) -> Response {
    let (quote, meta) = (&card.citation.quote, &card.citation.quote.article().meta);
    let sheet = Sheet {
        above: reply::details(visit.lang, meta),
        words: quote.text().to_owned(),
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
        let mut canvas = Canvas { font: FONT.as_ref()?, pixels: PAPER.repeat(SIZE.0 * SIZE.1) };
        canvas.fill(0, 24, ACCENT);
        let room = (SIZE.0 - 2 * MARGIN) as f32;
        canvas.line(&canvas.fitted(&self.above, SMALL, room), SMALL, 100.0, SOFT);
        let (size, lines) = canvas.chosen(&self.words, room);
        for (n, line) in (1..).zip(&lines) {
            canvas.line(line, size, BETWEEN.0 + n as f32 * size * LEADING - 0.35 * size, INK);
        }
        let brand = canvas.width(&self.brand, SMALL);
        canvas.line(&canvas.fitted(&self.below, SMALL, room - brand - 40.0), SMALL, 560.0, SOFT);
        canvas.text(&self.brand, SMALL, SIZE.0 as f32 - MARGIN as f32 - brand, 560.0, ACCENT);
        encoded(&canvas.pixels)
    }
}

fn encoded(pixels: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, SIZE.0 as u32, SIZE.1 as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().ok()?.write_image_data(pixels).ok()?;
    Some(out)
}

struct Canvas<'a> {
    font: &'a Font,
    pixels: Vec<u8>,
}

impl Canvas<'_> {
    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.font.metrics(c, size).advance_width).sum()
    }

    /// The largest size at which all words fit, with their lines; at the smallest, what is left over is marked.
    fn chosen(&self, words: &str, room: f32) -> (f32, Vec<String>) {
        let most = |size: f32| ((BETWEEN.1 - BETWEEN.0) / (size * LEADING)) as usize;
        let smallest = WORDS[WORDS.len() - 1];
        let fits = |size: &f32| self.lines(words, *size, room).len() <= most(*size);
        let size = WORDS.into_iter().find(fits).unwrap_or(smallest);
        let mut lines = self.lines(words, size, room);
        if lines.len() > most(size) {
            lines.truncate(most(size) - 1);
            lines.push("[…]".to_owned());
        }
        (size, lines)
    }

    fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer.filter(|line| self.width(line, size) <= room) {
                Some(longer) => *lines.last_mut().unwrap_or(&mut String::new()) = longer,
                None => lines.push(self.fitted(word, size, room)),
            }
        }
        lines
    }

    /// The text, cut where it is too wide.
    fn fitted(&self, text: &str, size: f32, room: f32) -> String {
        if self.width(text, size) <= room {
            return text.to_owned();
        }
        let (mut out, mut used) = (String::new(), self.width("…", size));
        for c in text.chars() {
            used += self.font.metrics(c, size).advance_width;
            if used > room {
                break;
            }
            out.push(c);
        }
        out.trim_end().to_owned() + "…"
    }

    /// A line at the left margin.
    fn line(&mut self, text: &str, size: f32, baseline: f32, colour: [u8; 3]) {
        self.text(text, size, MARGIN as f32, baseline, colour);
    }

    fn text(&mut self, text: &str, size: f32, left: f32, baseline: f32, colour: [u8; 3]) {
        let mut x = left;
        for c in text.chars() {
            let (metrics, coverage) = self.font.rasterize(c, size);
            let top = baseline.round() as i32 - metrics.height as i32 - metrics.ymin;
            let start = x.round() as i32 + metrics.xmin;
            for (at, alpha) in coverage.into_iter().enumerate().filter(|(_, alpha)| *alpha > 0) {
                let (dx, dy) = ((at % metrics.width) as i32, (at / metrics.width) as i32);
                self.blend(start + dx, top + dy, alpha, colour);
            }
            x += metrics.advance_width;
        }
    }

    fn blend(&mut self, x: i32, y: i32, alpha: u8, colour: [u8; 3]) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= SIZE.0 || y >= SIZE.1 {
            return;
        }
        let pixel = &mut self.pixels[3 * (y * SIZE.0 + x)..][..3];
        for (old, new) in pixel.iter_mut().zip(colour) {
            let mixed = u16::from(new) * u16::from(alpha) + u16::from(*old) * (255 - u16::from(alpha));
            *old = (mixed / 255) as u8;
        }
    }

    /// Fills columns from top to bottom.
    fn fill(&mut self, from: usize, to: usize, colour: [u8; 3]) {
        for row in self.pixels.chunks_mut(3 * SIZE.0) {
            row[3 * from..3 * to].copy_from_slice(&colour.repeat(to - from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canvas() -> Canvas<'static> {
        Canvas { font: FONT.as_ref().expect("the font is read"), pixels: PAPER.repeat(SIZE.0 * SIZE.1) }
    }

    #[test]
    fn the_font_has_both_alphabets() {
        for c in "abcxyzABCXYZабвгдеёэюяАБВГДЕЁЭЮЯ0123456789“”«»„—–…№€·".chars()
        {
            assert!(canvas().font.has_glyph(c), "{c}");
        }
    }

    #[test]
    fn all_words_are_drawn_where_there_is_room_for_them() {
        let canvas = canvas();
        let quote = "The region names three directions of support. ".repeat(20);
        let (size, lines) = canvas.chosen(&quote, 1040.0);
        assert_eq!(lines.join(" "), quote.trim_end());
        assert!(lines.iter().all(|line| canvas.width(line, size) <= 1040.0));
        assert_eq!(canvas.chosen("Two words", 1040.0), (WORDS[0], vec!["Two words".to_owned()]));
        let (_, lines) = canvas.chosen(&quote.repeat(9), 1040.0);
        assert_eq!(lines.last().map(String::as_str), Some("[…]"));
    }
}

//! Pictures drawn letter by letter with a font that is built in, and written as PNG. There is no layout engine: who draws
//! says where. Letters the font has not are boxes.

use std::sync::LazyLock;

use fontdue::{Font, FontSettings};

static FONT: LazyLock<Option<Font>> =
    LazyLock::new(|| Font::from_bytes(epaint_default_fonts::UBUNTU_LIGHT, FontSettings::default()).ok());

/// A colour: red, green, blue.
pub type Colour = [u8; 3];

/// A picture being drawn. Pixels count from the upper left corner; what lies outside is not drawn.
pub struct Canvas {
    font: &'static Font,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A sheet of `paper`, in pixels; `None` when the font cannot be read.
    pub fn new(width: usize, height: usize, paper: Colour) -> Option<Self> {
        Some(Self { font: FONT.as_ref()?, width, height, pixels: paper.repeat(width * height) })
    }

    /// Writes a line of text whose letters stand on `baseline`, from `left` on.
    pub fn text(&mut self, text: &str, size: f32, left: f32, baseline: f32, colour: Colour) {
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

    /// Fills a rectangle.
    pub fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, colour: Colour) {
        let (from, to) = (left.min(self.width), (left + width).min(self.width));
        for row in self.pixels.chunks_mut(3 * self.width).skip(top).take(height) {
            row[3 * from..3 * to].copy_from_slice(&colour.repeat(to - from));
        }
    }

    /// The picture as PNG; `None` when it has no pixels.
    pub fn png(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let (width, height) = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header().ok()?.write_image_data(&self.pixels).ok()?;
        Some(out)
    }

    fn blend(&mut self, x: i32, y: i32, alpha: u8, colour: Colour) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        let pixel = &mut self.pixels[3 * (y * self.width + x)..][..3];
        for (old, new) in pixel.iter_mut().zip(colour) {
            let mixed = u16::from(new) * u16::from(alpha) + u16::from(*old) * (255 - u16::from(alpha));
            *old = (mixed / 255) as u8;
        }
    }
}

/// How wide a text is in the font, pixels; 0 when the font cannot be read.
pub fn width(text: &str, size: f32) -> f32 {
    let Some(font) = FONT.as_ref() else { return 0.0 };
    text.chars().map(|c| font.metrics(c, size).advance_width).sum()
}

/// The text, cut where it is wider than `room` pixels.
pub fn fitted(text: &str, size: f32, room: f32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let (mut out, mut used) = (String::new(), width("…", size));
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]), size);
        if used > room {
            break;
        }
        out.push(c);
    }
    out.trim_end().to_owned() + "…"
}

/// The words of a text in lines that are at most `room` pixels wide; a longer word is cut.
pub fn lines(text: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width(line, size) <= room) {
            Some(longer) => *lines.last_mut().unwrap_or(&mut String::new()) = longer,
            None => lines.push(fitted(word, size, room)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_both_alphabets() {
        let font = FONT.as_ref().expect("the font is read");
        for c in "abcxyzABCXYZабвгдеёэюяАБВГДЕЁЭЮЯ0123456789“”«»„—–…№€·".chars()
        {
            assert!(font.has_glyph(c), "{c}");
        }
    }

    #[test]
    fn lines_keep_all_words_and_what_is_too_wide_is_marked() {
        let text = "Инфраструктура и территории опережающего развития";
        let cut = lines(text, 13.0, 110.0);
        assert_eq!(cut.join(" "), text);
        assert!(cut.len() > 2 && cut.iter().all(|line| width(line, 13.0) <= 110.0), "{cut:?}");
        let one = lines("Сельскохозяйственный", 13.0, 60.0);
        assert!(one.len() == 1 && one[0].ends_with('…') && width(&one[0], 13.0) <= 60.0, "{one:?}");
    }

    #[test]
    fn what_lies_outside_is_not_drawn() {
        let mut canvas = Canvas::new(40, 20, [255; 3]).expect("a font");
        canvas.fill(30, 10, 100, 100, [0; 3]);
        let at = |canvas: &Canvas, x: usize, y: usize| canvas.pixels[3 * (40 * y + x)];
        assert_eq!(
            (canvas.pixels.len(), at(&canvas, 39, 19), at(&canvas, 30, 9), at(&canvas, 29, 10)),
            (2400, 0, 255, 255)
        );
        canvas.text("WWWWWWWW", 30.0, -20.0, 12.0, [1; 3]);
        assert!((0..30).any(|x| at(&canvas, x, 5) < 255), "nothing is drawn of what is partly inside");
        assert_eq!(canvas.pixels.len(), 2400);
        assert!(canvas.png().is_some_and(|png| png.starts_with(b"\x89PNG")));
    }
}

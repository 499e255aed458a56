//! Reading a TOML file of the lexicon: for a missing one the shipped one stands in, a bad one is a [`Problem`].

use std::io::ErrorKind;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::decode;
use super::problem::{Fault, Problem, line_at};

/// A file's values with what is needed to point into it.
pub(super) struct TomlFile<T> {
    /// The values.
    pub values: T,
    /// The path to show.
    pub shown: String,
    text: String,
    /// Where each line but the first begins, in bytes: the glossary asks for the line of each of its thousands of entries.
    breaks: Vec<usize>,
}

impl<T> TomlFile<T> {
    /// The line, from 1, of the value at byte `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        1 + self.breaks.partition_point(|start| *start <= offset)
    }

    /// The first line, from 1, that `is` true of, among those from byte `from` to byte `until` (to the end of the file
    /// when that is left out); the line of `from` when there is none.
    pub(super) fn line_with(&self, from: usize, until: Option<usize>, is: impl Fn(&str) -> bool) -> usize {
        let text = self.text.get(from..until.unwrap_or(self.text.len())).unwrap_or_default();
        text.lines().position(is).map_or(self.line(from), |at| self.line(from) + at)
    }

    /// A problem with the value at byte `offset`.
    pub(super) fn problem(&self, offset: usize, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Fault::new(self.line(offset), what, remedy).in_file(&self.shown)
    }
}

/// The lexicon that the program was built with, so that a folder of articles needs none of its own.
const SHIPPED: [(&str, &str); 10] = [
    ("aims.toml", include_str!("../../knowledge/lexicon/aims.toml")),
    ("areas.toml", include_str!("../../knowledge/lexicon/areas.toml")),
    ("boilerplate.toml", include_str!("../../knowledge/lexicon/boilerplate.toml")),
    ("cues.toml", include_str!("../../knowledge/lexicon/cues.toml")),
    ("glossary.toml", include_str!("../../knowledge/lexicon/glossary.toml")),
    ("institutions.toml", include_str!("../../knowledge/lexicon/institutions.toml")),
    ("light.toml", include_str!("../../knowledge/lexicon/light.toml")),
    // Pins are about the articles beside them.
    ("pins.toml", ""),
    ("regions.toml", include_str!("../../knowledge/lexicon/regions.toml")),
    ("synonyms.toml", include_str!("../../knowledge/lexicon/synonyms.toml")),
];

/// Reads `dir/name`; when it does not exist, the shipped file of that name.
pub(super) fn read<T: DeserializeOwned>(dir: &Path, name: &str) -> Result<TomlFile<T>, Problem> {
    let path = dir.join(name);
    let shown = path.to_string_lossy().replace('\\', "/");
    let shipped = SHIPPED.iter().find(|(shipped, _)| *shipped == name);
    let text = match (path.symlink_metadata(), shipped) {
        (Err(e), Some((_, text))) if e.kind() == ErrorKind::NotFound => (*text).to_owned(),
        _ => decode::read(&path).map_err(|f| f.in_file(&shown))?.text,
    };
    match toml::from_str(&text) {
        Ok(values) => {
            let breaks = text.match_indices('\n').map(|(at, _)| at + 1).collect();
            Ok(TomlFile { values, shown, text, breaks })
        }
        Err(e) => {
            let line = line_at(text.as_bytes(), e.span().map_or(0, |s| s.start));
            let what = format!("this is not the TOML expected here: {}", e.message().replace('\n', ", "));
            Err(Fault::new(line, what, "compare with the entries around it").in_file(&shown))
        }
    }
}

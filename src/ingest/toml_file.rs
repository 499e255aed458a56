//! Reading a TOML file of the lexicon: a missing one is empty, a bad one is a [`Problem`].

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
}

impl<T> TomlFile<T> {
    /// A problem with the value at byte `offset`.
    pub(super) fn problem(&self, offset: usize, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        Fault::new(line_at(self.text.as_bytes(), offset), what, remedy).in_file(&self.shown)
    }
}

/// Reads `dir/name`. A file that does not exist has the default value.
pub(super) fn read<T: DeserializeOwned + Default>(dir: &Path, name: &str) -> Result<TomlFile<T>, Problem> {
    let path = dir.join(name);
    let shown = path.to_string_lossy().replace('\\', "/");
    if matches!(path.symlink_metadata(), Err(e) if e.kind() == ErrorKind::NotFound) {
        return Ok(TomlFile { values: T::default(), shown, text: String::new() });
    }
    let text = decode::read(&path).map_err(|f| f.in_file(&shown))?;
    match toml::from_str(&text) {
        Ok(values) => Ok(TomlFile { values, shown, text }),
        Err(e) => {
            let line = line_at(text.as_bytes(), e.span().map_or(0, |s| s.start));
            let what = format!("this is not the TOML expected here: {}", e.message().replace('\n', ", "));
            Err(Fault::new(line, what, "compare with the entries around it").in_file(&shown))
        }
    }
}

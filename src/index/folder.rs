//! Opening the folder: what cannot be used is built anew.

use std::fs;
use std::path::Path;

use tantivy::Index;
use tantivy::directory::MmapDirectory;

use super::{IndexError, analyzer, schema};

/// Stamp of the format, written with every commit. Raise it when the schema, the analyzers or the splitting change.
pub const FORMAT: &str = "policybot index 8";

/// How the folder was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// An index of this format.
    Existing,
    /// Nothing: an empty index was made.
    Created,
    /// Something that cannot be used, for the reason given: an empty index was made in its place.
    Rebuilt(String),
}

/// Opens or makes the index in `dir`.
pub fn open(dir: &Path) -> Result<(Index, Opened), IndexError> {
    let failed =
        |e: &dyn std::fmt::Display| IndexError::Folder { path: dir.display().to_string(), reason: e.to_string() };
    fs::create_dir_all(dir).map_err(|e| failed(&e))?;
    let is_empty = fs::read_dir(dir).map_err(|e| failed(&e))?.next().is_none();
    if is_empty {
        return Ok((create(dir)?, Opened::Created));
    }
    match usable(dir) {
        Ok(index) => Ok((index, Opened::Existing)),
        Err(reason) => {
            fs::remove_dir_all(dir).and_then(|()| fs::create_dir_all(dir)).map_err(|e| failed(&e))?;
            Ok((create(dir)?, Opened::Rebuilt(reason)))
        }
    }
}

fn create(dir: &Path) -> Result<Index, IndexError> {
    let index = Index::create_in_dir(dir, schema::schema().0)?;
    analyzer::register(&index);
    Ok(index)
}

/// The index in `dir`, or why it cannot be used.
fn usable(dir: &Path) -> Result<Index, String> {
    let directory = MmapDirectory::open(dir).map_err(|e| e.to_string())?;
    if !Index::exists(&directory).map_err(|e| e.to_string())? {
        return Err("it was not finished".to_owned());
    }
    let index = Index::open(directory).map_err(|e| format!("it cannot be read ({e})"))?;
    let payload = index.load_metas().map_err(|e| format!("it cannot be read ({e})"))?.payload;
    match payload.as_deref() {
        Some(FORMAT) => {}
        Some(_) => return Err("it was written by another version".to_owned()),
        None => return Err("it was not finished".to_owned()),
    }
    if index.schema() != schema::schema().0 {
        return Err("it was written by another version".to_owned());
    }
    match index.validate_checksum() {
        Ok(damaged) if damaged.is_empty() => Ok(index),
        Ok(_) => Err("files in it are damaged".to_owned()),
        Err(e) => Err(format!("files in it cannot be read ({e})")),
    }
}

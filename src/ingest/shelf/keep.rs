//! Copies of the last good versions, in a folder of the program's own.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};

/// The folder with the copies; without one nothing is kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Keep(Option<PathBuf>);

impl Keep {
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self(folder)
    }

    /// Where the copy of an article's file is, or would be.
    pub(super) fn article(&self, name: &str) -> Option<PathBuf> {
        Some(self.0.as_ref()?.join("articles").join(number(name)))
    }

    /// Where the copies of the lexicon's files are, or would be.
    pub(super) fn lexicon(&self) -> Option<PathBuf> {
        Some(self.0.as_ref()?.join("lexicon"))
    }

    /// Keeps a version of an article's file in place of the one before.
    pub(super) fn put(&self, name: &str, content: &[u8]) -> io::Result<()> {
        self.article(name).map_or(Ok(()), |path| replace(&path, content))
    }

    /// Forgets an article's file.
    pub(super) fn forget(&self, name: &str) {
        if let Some(path) = self.article(name) {
            // What is not there need not go; what stays is found by `only` after the next start.
            fs::remove_file(path).ok();
        }
    }

    /// Forgets all articles' files but these.
    pub(super) fn only(&self, names: impl Iterator<Item = String>) {
        let Some(folder) = self.article("").and_then(|path| path.parent().map(Path::to_owned)) else { return };
        let wanted: HashSet<OsString> = names.map(|name| number(&name).into()).collect();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if !wanted.contains(&entry.file_name()) {
                fs::remove_file(entry.path()).ok();
            }
        }
    }

    /// Keeps these files of the lexicon, and no others.
    pub(super) fn put_lexicon(&self, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let Some(folder) = self.lexicon() else { return Ok(()) };
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if !files.iter().any(|(name, _)| *name == *entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path())?;
            }
        }
        files.iter().try_for_each(|(name, content)| replace(&folder.join(name), content))
    }
}

/// A name for any path: the first 128 bits of its SHA-256.
fn number(name: &str) -> String {
    Sha256::digest(name.as_bytes())[..16].iter().map(|b| format!("{b:02x}")).collect()
}

/// Whoever reads the file meanwhile, and whoever reads it after a crash, finds the old content or the new.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    let written = fs::write(&fresh, content).and_then(|()| fs::rename(&fresh, path));
    if written.is_err() {
        fs::remove_file(&fresh).ok();
    }
    written
}

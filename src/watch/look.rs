//! What a look at a folder tells.

use std::collections::hash_map::DefaultHasher;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Deeper folders are not looked into: links may lead in a circle.
const DEPTH: usize = 32;

/// A number for the names, sizes and times of all files in a folder that are not hidden; the same as long as nothing
/// changes.
pub(super) fn look(folder: &Path) -> u64 {
    let mut hash = DefaultHasher::new();
    walk(folder, DEPTH, &mut hash);
    hash.finish()
}

fn walk(folder: &Path, depth: usize, hash: &mut DefaultHasher) {
    let mut entries: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().filter(|e| !starts_with_dot(&e.file_name())).map(|e| e.path()).collect(),
        Err(error) => return error.kind().hash(hash),
    };
    entries.sort();
    for path in entries {
        path.hash(hash);
        match path.metadata() {
            Ok(found) if found.is_dir() && depth > 0 => walk(&path, depth - 1, hash),
            Ok(found) => file(&found, hash),
            Err(error) => error.kind().hash(hash),
        }
    }
}

fn file(found: &Metadata, hash: &mut DefaultHasher) {
    found.len().hash(hash);
    let modified = found.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    modified.hash(hash);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (found.ino(), found.ctime(), found.ctime_nsec()).hash(hash);
    }
}

/// The number by which the file system knows a folder; `None` when it is not there.
pub(super) fn number(folder: &Path) -> Option<u64> {
    let found = folder.metadata().ok()?;
    #[cfg(unix)]
    return Some(std::os::unix::fs::MetadataExt::ino(&found));
    #[cfg(not(unix))]
    return Some(u64::from(found.is_dir()));
}

/// Whether a path inside the folder is hidden, or inside a hidden folder.
pub(super) fn is_hidden(inside: &Path) -> bool {
    inside.components().any(|part| matches!(part, Component::Normal(name) if starts_with_dot(name)))
}

fn starts_with_dot(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether git is changing the working copy that the folder belongs to: it holds a lock as long as it does.
pub(super) fn is_git_at_work(folder: &Path) -> bool {
    let Ok(root) = folder.canonicalize() else { return false };
    let git = root.ancestors().map(|above| above.join(".git")).find(|git| git.exists());
    git.and_then(git_dir).is_some_and(|git| git.join("index.lock").exists())
}

/// In a further working copy `.git` is a file that says where the folder is.
fn git_dir(git: PathBuf) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git);
    }
    let said = fs::read_to_string(&git).ok()?;
    Some(git.parent()?.join(said.trim().strip_prefix("gitdir: ")?))
}

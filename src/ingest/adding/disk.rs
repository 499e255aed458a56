//! Files that are complete or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::AddError;

/// Writes `root/inside` in one step: readers, and a crash at any moment, see the old file or the new one. The new one
/// is on disk when this returns. Folders are made; nothing is written outside `root`, links included.
pub fn write_atomically(root: &Path, inside: &Path, bytes: &[u8]) -> Result<(), AddError> {
    let path = root.join(inside);
    let fail = |e: &io::Error| AddError::Write { path: path.display().to_string(), reason: e.to_string() };
    let outside = || AddError::Outside(path.display().to_string());
    if inside.components().any(|c| !matches!(c, Component::Normal(_))) {
        return Err(outside());
    }
    let folder = path.parent().ok_or_else(outside)?;
    let root = root.canonicalize().map_err(|e| fail(&e))?;
    make(&root, inside.parent().unwrap_or(Path::new("")), &outside)?.map_err(|e| fail(&e))?;
    let name = path.file_name().and_then(|n| n.to_str()).ok_or_else(outside)?;
    // The name begins with a dot, so that nobody takes it for an article.
    let new = folder.join(format!(".{name}.{}.new", std::process::id()));
    let written =
        write(&new, bytes).and_then(|()| fs::rename(&new, &path)).and_then(|()| File::open(folder)?.sync_all());
    written.map_err(|e| {
        _ = fs::remove_file(&new);
        fail(&e)
    })
}

/// Makes the folders below `root`, each checked after it is there.
fn make(root: &Path, inside: &Path, outside: &impl Fn() -> AddError) -> Result<io::Result<()>, AddError> {
    let mut at: PathBuf = root.to_owned();
    for part in inside.components() {
        at.push(part);
        if let Err(e) = fs::create_dir(&at)
            && e.kind() != io::ErrorKind::AlreadyExists
        {
            return Ok(Err(e));
        }
        match at.canonicalize() {
            Ok(real) if real.starts_with(root) => {}
            Ok(_) => return Err(outside()),
            Err(e) => return Ok(Err(e)),
        }
    }
    Ok(Ok(()))
}

fn write(new: &Path, bytes: &[u8]) -> io::Result<()> {
    // A rest of a crash must not be in the way; a link there must not be followed.
    _ = fs::remove_file(new);
    let mut file = OpenOptions::new().write(true).create_new(true).open(new)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("root");
        fs::create_dir(&root).expect("a folder");
        std::os::unix::fs::symlink(dir.path(), root.join("out")).expect("a link");
        for inside in ["../x", "/etc/x", "out/x", "out/../x", "a/../../x"] {
            let error = write_atomically(&root, Path::new(inside), b"x").expect_err(inside);
            assert!(matches!(error, AddError::Outside(_)), "{inside}: {error}");
        }
        assert!(!dir.path().join("x").exists());
        write_atomically(&root, Path::new("a/b/c.md"), b"1").expect("written");
        write_atomically(&root, Path::new("a/b/c.md"), b"2").expect("written");
        assert_eq!(fs::read(root.join("a/b/c.md")).expect("there"), b"2");
        assert_eq!(fs::read_dir(root.join("a/b")).expect("a folder").count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_failure_leaves_the_old_file() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("file"), b"old").expect("written");
        let error = write_atomically(dir.path(), Path::new("file/x.md"), b"new").expect_err("no folder");
        assert!(error.to_string().contains("cannot be written"), "{error}");
        assert_eq!(fs::read(dir.path().join("file")).expect("there"), b"old");
    }
}

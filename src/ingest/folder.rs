//! Which files of the folder are articles.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::problem::{Fault, Problem};

/// Extensions that are read.
const READ: [&str; 3] = ["md", "markdown", "txt"];
/// What the name of a file with notes on facts ends with, behind the article's name without its extension.
const NOTES: &str = ".facts.toml";

/// Where notes on the facts of the article at `name` (inside the folder) stand, or would.
pub(super) fn notes_of(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned() + NOTES
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Files to read, in the order of their names.
    pub files: Vec<Source>,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// Folders that are there and cannot be listed: their path inside the folder with a `/` behind it, empty for the
    /// folder itself.
    pub unreadable: Vec<String>,
    /// Notes that belong to no article yet.
    pub notes: Vec<Sidecar>,
}

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Source {
    /// Path inside the folder, parts joined by `/`.
    pub name: String,
    /// Where to open it.
    pub path: PathBuf,
    /// The path to show.
    pub shown: String,
    /// The notes on facts beside it.
    pub notes: Option<Sidecar>,
}

/// A file with notes on an article, beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sidecar {
    /// Path inside the folder, parts joined by `/`.
    pub name: String,
    /// Where to open it.
    pub path: PathBuf,
    /// The path to show.
    pub shown: String,
}

/// Lists `dir` and the folders in it. Left out without a word: hidden files and folders, the folder `lexicon` and
/// `README.md` at the top, `*.toml` but for notes on facts. Links are followed to files inside the folder only.
pub(super) fn list(dir: &Path) -> Listing {
    let mut listing = Listing::default();
    match dir.canonicalize() {
        Ok(root) => walk(dir, "", &Walk { root, shown: dir.to_string_lossy().replace('\\', "/") }, &mut listing),
        Err(e) => listing.no_folder(&e, "", &dir.to_string_lossy()),
    }
    listing.pair();
    listing.files.sort();
    listing.problems.sort();
    listing
}

struct Walk {
    root: PathBuf,
    shown: String,
}

impl Listing {
    /// Puts notes to their articles.
    fn pair(&mut self) {
        for sidecar in std::mem::take(&mut self.notes) {
            let mut owners = self.files.iter_mut().filter(|file| notes_of(&file.name) == sidecar.name).peekable();
            if owners.peek().is_none() {
                let remedy = "name it like the article's file, with .facts.toml for .md, or remove it";
                self.problems
                    .push(Fault::new(1, "there is no article beside these notes", remedy).in_file(&sidecar.shown));
            }
            owners.for_each(|file| file.notes = Some(sidecar.clone()));
        }
    }

    fn no_folder(&mut self, error: &io::Error, prefix: &str, shown: &str) {
        let remedy = match error.kind() {
            io::ErrorKind::PermissionDenied => "give the user who runs the bot the right to read it",
            _ => "create it or name another one",
        };
        let fault = Fault::new(1, format!("the folder cannot be read ({error})"), remedy);
        self.problems.push(fault.in_file(shown));
        if error.kind() != io::ErrorKind::NotFound {
            self.unreadable.push(prefix.to_owned());
        }
    }
}

fn walk(dir: &Path, prefix: &str, walk_: &Walk, listing: &mut Listing) {
    let entries = match fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>) {
        Ok(entries) => entries,
        Err(e) => return listing.no_folder(&e, prefix, &format!("{}/{prefix}", walk_.shown)),
    };
    for entry in entries {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            let fault = Fault::new(1, "the file's name is not UTF-8", "rename it");
            listing.problems.push(fault.in_file(&entry.path().to_string_lossy()));
            continue;
        };
        if !name.starts_with('.') {
            visit(&entry, &name, prefix, walk_, listing);
        }
    }
}

fn visit(entry: &DirEntry, name: &str, prefix: &str, walk_: &Walk, listing: &mut Listing) {
    let top = prefix.is_empty();
    let inside = format!("{prefix}{name}");
    let shown = format!("{}/{inside}", walk_.shown.trim_end_matches('/'));
    if top && name.eq_ignore_ascii_case("readme.md") {
        return;
    }
    match kind(entry, &walk_.root) {
        Ok(Kind::Folder) if top && name == "lexicon" => {}
        Ok(Kind::Folder) => walk(&entry.path(), &format!("{inside}/"), walk_, listing),
        Ok(Kind::File) => match extension(name).as_str() {
            "toml" if name.ends_with(NOTES) => {
                listing.notes.push(Sidecar { name: inside, path: entry.path(), shown });
            }
            "toml" => {}
            ext if READ.contains(&ext) => {
                listing.files.push(Source { name: inside, path: entry.path(), shown, notes: None });
            }
            ext => listing.problems.push(foreign(ext).in_file(&shown)),
        },
        Err(fault) => listing.problems.push(fault.in_file(&shown)),
    }
}

enum Kind {
    File,
    Folder,
}

fn kind(entry: &DirEntry, root: &Path) -> Result<Kind, Fault> {
    let missing = |e: io::Error| {
        Fault::new(1, format!("the file cannot be read ({e})"), "restore the file or remove what points to it")
    };
    let of = entry.file_type().map_err(missing)?;
    if of.is_dir() {
        return Ok(Kind::Folder);
    }
    if of.is_file() {
        return Ok(Kind::File);
    }
    if !of.is_symlink() {
        return Err(Fault::new(1, "this is no ordinary file", "remove it from the folder"));
    }
    let target = entry.path().canonicalize().map_err(missing)?;
    if target.is_file() && target.starts_with(root) {
        return Ok(Kind::File);
    }
    Err(Fault::new(1, "links to folders and out of the folder are not followed", "copy the file here instead"))
}

/// The extension in lower case, empty when there is none.
fn extension(name: &str) -> String {
    Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase()
}

fn foreign(ext: &str) -> Fault {
    let what = match ext {
        "" => "a file without extension is not a format this build reads".to_owned(),
        ext => format!("'{ext}' is not a format this build reads"),
    };
    let remedy = match ext {
        "html" | "htm" | "pdf" | "docx" => "take it in with: policybot add FILE",
        _ => "save it as .md or .txt",
    };
    Fault::new(1, what, remedy)
}

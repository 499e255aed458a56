//! The whole way from a folder to articles and lexicon.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::assemble::{Empty, assemble};
pub(super) use super::folder::Source;
use super::folder::{self, Sidecar};
use super::importer::{Importer, Input};
use super::markdown::Markdown;
use super::notes::Noted;
use super::plain::Plain;
use super::problem::{Fault, Problem};
use super::{Boilerplate, decode, front_matter, lexicon, notes, pins};
use crate::domain::{Article, Lexicon, PUBLIC_URL};

/// The articles of a folder.
#[derive(Debug, Default)]
pub struct Loaded {
    /// In the order of their files' paths.
    pub articles: Vec<Arc<Article>>,
    /// Files that gave no article and notes on facts without effect, in the order of path and line; a file may have several.
    pub problems: Vec<Problem>,
    /// Parts that were left out of articles that did load, and what may not be as it was meant.
    pub warnings: Vec<Problem>,
}

/// All that a knowledge folder holds.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// The articles, in the order of their files' paths.
    pub articles: Vec<Arc<Article>>,
    /// Names and words.
    pub lexicon: Lexicon,
    /// Everything that is wrong with articles, lexicon and rules.
    pub problems: Vec<Problem>,
    /// Parts that were left out of articles that did load, and what may not be as it was meant.
    pub warnings: Vec<Problem>,
}

/// Loads the articles of `dir` together with the lexicon and the boilerplate rules in `dir/lexicon`. `public_url` is
/// where our own reader shows briefs, without `/` at its end.
pub fn load_knowledge(dir: &Path, public_url: &str) -> Knowledge {
    let folder = dir.join("lexicon");
    let (furniture, mut problems) = Boilerplate::load(&folder);
    let (mut lexicon, more) = lexicon::load(&folder);
    problems.extend(more);
    let loaded = load_for(dir, &furniture, public_url);
    problems.extend(loaded.problems);
    let decided = pins::load(&folder, &loaded.articles);
    problems.extend(decided.problems);
    (lexicon.pins, lexicon.blocks) = (decided.pins, decided.blocks);
    let warnings = [loaded.warnings, decided.warnings].concat();
    Knowledge { articles: loaded.articles, lexicon, problems, warnings }
}

/// Loads every article below `dir`: `.md`, `.markdown` and `.txt` with front matter. `furniture` tells the paragraphs
/// that are left out; briefs are read at [`PUBLIC_URL`]. Never fails: what is wrong is in [`Loaded::problems`].
pub fn load(dir: &Path, furniture: &Boilerplate) -> Loaded {
    load_for(dir, furniture, PUBLIC_URL)
}

fn load_for(dir: &Path, furniture: &Boilerplate, public_url: &str) -> Loaded {
    let listing = folder::list(dir);
    let mut loaded = Loaded { problems: listing.problems, ..Loaded::default() };
    let mut taken: HashMap<String, String> = HashMap::new();
    for source in &listing.files {
        match read(source, furniture, public_url, None) {
            Ok(found) => _ = loaded.add(&found, &source.shown, &mut taken),
            Err(faults) => loaded.problems.extend(faults.into_iter().map(|f| f.in_file(&source.shown))),
        }
    }
    loaded.problems.sort();
    loaded
}

/// The files of `dir` that are read as articles.
pub(super) fn sources(dir: &Path) -> Vec<Source> {
    folder::list(dir).files
}

/// An article with the two parts of its file.
pub(super) struct WithSource {
    pub article: Arc<Article>,
    /// Without the lines `---`.
    pub head: String,
    pub body: String,
}

/// Reads one article.
pub(super) fn with_source(source: &Source, furniture: &Boilerplate) -> Result<WithSource, Vec<Fault>> {
    let article = read(source, furniture, PUBLIC_URL, None)?.article;
    let text = decode::read(&source.path).map_err(|f| vec![f])?.text;
    let parts = front_matter::cut(&text).map_err(|f| vec![f])?;
    Ok(WithSource { article, head: parts.head.to_owned(), body: parts.body.to_owned() })
}

/// What one file gave.
pub(super) struct Found {
    pub article: Arc<Article>,
    /// Line of the id.
    pub id_line: usize,
    /// A curator's notes that do not fit the text or cannot be read.
    pub without_effect: Vec<Problem>,
    pub left_out: Vec<Problem>,
    pub notes: NotesFile,
}

/// How it stands with the notes beside an article.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotesFile {
    /// They were read, or there are none.
    Fine,
    /// They cannot be read.
    Broken,
    /// They cannot be read, and their last good version counts: the file as problems show it.
    Kept(String),
}

impl Found {
    /// Adds the notes of the file shown as `shown`.
    fn note(&mut self, noted: Vec<Noted>, shown: &str) {
        let notes = notes::read(noted, &self.article);
        let in_file = |faults: Vec<Fault>| faults.into_iter().map(|f| f.in_file(shown)).collect::<Vec<_>>();
        self.without_effect.extend(in_file(notes.faults));
        self.left_out.extend(in_file(notes.doubts));
        if !notes.usable.is_empty() {
            Arc::make_mut(&mut self.article).notes.extend(notes.usable);
        }
    }

    fn note_beside(&mut self, sidecar: &Sidecar, copy: Option<PathBuf>) {
        match notes::beside(sidecar) {
            Ok(noted) => self.note(noted, &sidecar.shown),
            Err(problem) => {
                self.without_effect.push(problem);
                self.notes = NotesFile::Broken;
                let copy = copy.map(|path| Sidecar { path, ..sidecar.clone() });
                if let Some(noted) = copy.and_then(|copy| notes::beside(&copy).ok()) {
                    self.note(noted, &sidecar.shown);
                    self.notes = NotesFile::Kept(sidecar.shown.clone());
                }
            }
        }
    }

    /// Whether another reading gave the same article and the same complaints.
    pub(super) fn same(&self, other: &Self) -> bool {
        *self.article == *other.article
            && self.left_out == other.left_out
            && self.without_effect == other.without_effect
            && self.notes == other.notes
    }
}

impl Loaded {
    /// Adds what the file shown as `shown` gave; false when its id is taken (`taken`: by which file).
    pub(super) fn add(&mut self, found: &Found, shown: &str, taken: &mut HashMap<String, String>) -> bool {
        let id = &found.article.meta.id.0;
        if let Some(other) = taken.get(id) {
            let what = format!("the id '{id}' is taken by {other}");
            let fault = Fault::new(found.id_line, what, "give one of the two files another id (field id)");
            self.problems.push(fault.in_file(shown));
            return false;
        }
        taken.insert(id.clone(), shown.to_owned());
        self.problems.extend(found.without_effect.iter().cloned());
        self.warnings.extend(found.left_out.iter().cloned());
        self.articles.push(Arc::clone(&found.article));
        true
    }
}

/// Reads one file, with the notes beside it. Where these cannot be read, those in the file `copy` count.
pub(super) fn read(
    source: &Source,
    furniture: &Boilerplate,
    public_url: &str,
    copy: Option<PathBuf>,
) -> Result<Found, Vec<Fault>> {
    let decode::Decoded { text, notes: mut left_out } = decode::read(&source.path).map_err(|f| vec![f])?;
    let parts = front_matter::cut(&text).map_err(|f| vec![f])?;
    let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
    let meta = front_matter::read(parts.head, stem, public_url)?;
    let imported = importer(&source.name).import(&Input::of(parts.body)).map_err(|f| vec![f])?;
    left_out.extend(imported.left_out.into_iter().map(|f| Fault { line: f.line + parts.body_line - 1, ..f }));
    let article = assemble(meta, imported.blocks, furniture).map_err(|e| vec![empty(e, parts.body_line)])?;
    let in_source = |faults: Vec<Fault>| faults.into_iter().map(|f| f.in_file(&source.shown)).collect();
    let mut found = Found {
        article: Arc::new(article),
        id_line: front_matter::line_of(parts.head, "id"),
        without_effect: Vec::new(),
        left_out: in_source(left_out),
        notes: NotesFile::Fine,
    };
    found.note(notes::in_head(parts.head, front_matter::notes(parts.head)), &source.shown);
    if let Some(sidecar) = &source.notes {
        found.note_beside(sidecar, copy);
    }
    Ok(found)
}

fn importer(name: &str) -> &'static dyn Importer {
    if name.to_lowercase().ends_with(".txt") { &Plain } else { &Markdown }
}

fn empty(empty: Empty, line: usize) -> Fault {
    match empty {
        Empty::NoWords => Fault::new(line, "the article has no text", "write it below the front matter"),
        Empty::Furniture => {
            let remedy = "add the article's words, or correct lexicon/boilerplate.toml";
            Fault::new(line, "the article has only paragraphs that the boilerplate rules leave out", remedy)
        }
    }
}

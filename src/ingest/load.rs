//! The whole way from a folder to articles and lexicon.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::assemble::{Empty, assemble};
use super::folder;
pub(super) use super::folder::Source;
use super::importer::{Importer, Input};
use super::markdown::Markdown;
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
        match read(source, furniture, public_url) {
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
    let article = read(source, furniture, PUBLIC_URL)?.article;
    let text = decode::read(&source.path).map_err(|f| vec![f])?.text;
    let parts = front_matter::cut(&text).map_err(|f| vec![f])?;
    Ok(WithSource { article, head: parts.head.to_owned(), body: parts.body.to_owned() })
}

/// What one file gave.
pub(super) struct Found {
    pub article: Arc<Article>,
    /// Line of the id.
    pub id_line: usize,
    /// A curator's notes that do not fit the text.
    pub without_effect: Vec<Fault>,
    pub left_out: Vec<Fault>,
}

impl Found {
    /// Whether another reading gave the same article and the same complaints.
    pub(super) fn same(&self, other: &Self) -> bool {
        *self.article == *other.article
            && self.left_out == other.left_out
            && self.without_effect == other.without_effect
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
        self.problems.extend(found.without_effect.iter().map(|f| f.clone().in_file(shown)));
        self.warnings.extend(found.left_out.iter().map(|f| f.clone().in_file(shown)));
        self.articles.push(Arc::clone(&found.article));
        true
    }
}

/// Reads one file.
pub(super) fn read(source: &Source, furniture: &Boilerplate, public_url: &str) -> Result<Found, Vec<Fault>> {
    let decode::Decoded { text, notes: mut left_out } = decode::read(&source.path).map_err(|f| vec![f])?;
    let parts = front_matter::cut(&text).map_err(|f| vec![f])?;
    let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
    let meta = front_matter::read(parts.head, stem, public_url)?;
    let imported = importer(&source.name).import(&Input::of(parts.body)).map_err(|f| vec![f])?;
    left_out.extend(imported.left_out.into_iter().map(|f| Fault { line: f.line + parts.body_line - 1, ..f }));
    let mut article = assemble(meta, imported.blocks, furniture).map_err(|e| vec![empty(e, parts.body_line)])?;
    let notes = notes::read(parts.head, front_matter::notes(parts.head), &article);
    article.notes = notes.usable;
    left_out.extend(notes.doubts);
    let id_line = front_matter::line_of(parts.head, "id");
    Ok(Found { article: Arc::new(article), id_line, without_effect: notes.faults, left_out })
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

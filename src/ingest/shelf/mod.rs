//! The knowledge folder, read again and again: only what changed is parsed, and what is broken keeps its last good
//! version.
//!
//! Whether a file changed is told by its size, times and number, else by its SHA-256. A copy of every file that could be
//! read stands in a folder of the program's own, so that a file broken while nobody was watching has its last good
//! version, too. A file that is removed is gone; one that cannot be read is not.

mod keep;
mod names;
pub(super) mod stamp;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use sha2::{Digest, Sha256};

use super::folder::{self, Listing, Source};
use super::load::{self, Found, Knowledge, Loaded, NotesFile};
use super::pins::{self, Decided};
use super::problem::{Fault, Problem};
use super::{Boilerplate, MAX_FILE_BYTES};
use crate::domain::{Article, Block, Lexicon, Pin};
use keep::Keep;
use names::Names;
use stamp::Stamp;

/// A knowledge folder with what is known of its files.
pub struct Shelf {
    dir: PathBuf,
    /// Where our own reader shows briefs.
    public_url: String,
    keep: Keep,
    names: Names,
    /// Pins and blocks that are in use.
    decided: (Vec<Pin>, Vec<Block>),
    /// By path inside the folder.
    files: HashMap<String, Entry>,
    /// Articles and problems of the last reading; `None` before the first.
    last: Option<(Vec<Arc<Article>>, Vec<Problem>)>,
}

/// What one reading gave.
#[derive(Default)]
pub struct Reading {
    /// Articles, lexicon and what is wrong.
    pub knowledge: Knowledge,
    /// Files, as problems show them, whose last good version is used because the present one cannot be.
    pub kept: Vec<String>,
    /// SHA-256 of the lexicon's files.
    pub lexicon_sha256: [u8; 32],
    /// Whether anything is different from the reading before.
    pub changed: bool,
    /// Why copies of last good versions could not be kept, if so.
    pub not_kept: Option<String>,
}

struct Entry {
    shown: String,
    /// Of the article and of the notes beside it; none when it is to be read in any case.
    stamps: Vec<Option<Stamp>>,
    /// Of both.
    sha256: Option<[u8; 32]>,
    /// Whether it is to be read though it is the same.
    stale: bool,
    /// What it gave; when there are faults, its last good version.
    good: Option<Arc<Found>>,
    faults: Vec<Fault>,
    /// Whether its article was among those of the last reading.
    served: bool,
}

impl Shelf {
    /// Of the folder `dir`, whose briefs our own reader shows at `public_url` (without `/` at its end); copies of last
    /// good versions are kept in the folder `keep`, which is nobody else's.
    pub fn new(dir: &Path, public_url: &str, keep: Option<PathBuf>) -> Self {
        Self {
            dir: dir.to_owned(),
            public_url: public_url.to_owned(),
            keep: Keep::new(keep),
            names: Names::default(),
            decided: Default::default(),
            files: HashMap::new(),
            last: None,
        }
    }

    /// Reads what changed. Never fails: what is wrong is in the problems.
    pub fn read(&mut self) -> Reading {
        let (sha256, rules) = (self.names.sha256, self.names.rules_sha256);
        let mut not_kept = self.names.refresh(&self.dir.join("lexicon"), &self.keep).err().map(|e| e.to_string());
        if self.names.rules_sha256 != rules {
            // Other rules may leave out other paragraphs of any article.
            self.forget();
        }
        let listing = folder::list(&self.dir);
        for source in &listing.files {
            not_kept = self.refresh(source).or(not_kept);
        }
        self.drop_gone(&listing);
        let (loaded, mut kept) = self.gather(listing.problems);
        kept.extend(self.names.kept.iter().cloned());
        let mut problems = self.names.problems.clone();
        problems.extend(loaded.problems);
        let Decided { pins, blocks, problems: wrong, warnings } =
            pins::load(&self.dir.join("lexicon"), &loaded.articles);
        let lexicon = self.lexicon((pins, blocks), &wrong, &mut kept);
        problems.extend(wrong);
        kept.sort();
        let warnings = [loaded.warnings, warnings].concat();
        let knowledge = Knowledge { articles: loaded.articles, lexicon, problems, warnings };
        let changed = self.is_new(&knowledge) | (self.names.sha256 != sha256);
        Reading { knowledge, kept, lexicon_sha256: self.names.sha256, changed, not_kept }
    }

    /// The files, as problems show them, whose articles were among those of the last reading.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Arc<Article>)> {
        let served = self.files.values().filter(|entry| entry.served);
        served.filter_map(|entry| Some((entry.shown.as_str(), &entry.good.as_ref()?.article)))
    }

    /// The names and words, with the pins and blocks that fit the articles. A file of pins that cannot be read at all
    /// leaves those before it in use.
    fn lexicon(&mut self, read: (Vec<Pin>, Vec<Block>), wrong: &[Problem], kept: &mut Vec<String>) -> Lexicon {
        match wrong.first() {
            Some(problem) if read.0.is_empty() && read.1.is_empty() => kept.push(problem.file.clone()),
            _ => self.decided = read,
        }
        let (pins, blocks) = self.decided.clone();
        Lexicon { pins, blocks, ..self.names.lexicon.clone() }
    }

    /// Lets the next reading read every article, changed or not.
    pub fn forget(&mut self) {
        self.files.values_mut().for_each(|entry| entry.stale = true);
    }

    /// Reads one file and the notes beside it if either changed. Returns why they could not be copied, if so.
    fn refresh(&mut self, source: &Source) -> Option<String> {
        let Self { files, keep, names: Names { furniture, .. }, public_url, .. } = self;
        let stamps = stamps(source);
        let entry = files.entry(source.name.clone()).or_insert_with(|| Entry::new(&source.shown));
        let proves =
            |(now, before): (&Option<Stamp>, &Option<Stamp>)| now.zip(*before).is_some_and(|(n, b)| n.proves(b));
        let stale = std::mem::take(&mut entry.stale);
        if !stale && stamps.len() == entry.stamps.len() && stamps.iter().zip(&entry.stamps).all(proves) {
            return None;
        }
        let content = |(path, stamp): (&Path, &Option<Stamp>)| {
            stamp.filter(|s| s.len() <= MAX_FILE_BYTES).and_then(|_| fs::read(path).ok())
        };
        let contents: Vec<Option<Vec<u8>>> = paths(source).zip(&stamps).map(content).collect();
        let sha256 = contents[0].as_ref().map(|_| hash(&contents));
        entry.stamps = stamps;
        let same = sha256.is_some() && sha256 == entry.sha256;
        if same && !stale {
            return None;
        }
        entry.sha256 = sha256;
        match load::read(source, furniture, public_url, keep.article(&folder::notes_of(&source.name))) {
            Ok(found) => {
                let copied = if same { Ok(true) } else { copy(keep, source, (&entry.stamps, &contents), &found) };
                if !matches!(copied, Ok(true)) {
                    // To be copied when it is read again.
                    entry.sha256 = None;
                }
                // An article that is the same stays the same object: what was made of it can be used again.
                let same = entry.good.take().filter(|good| good.same(&found));
                (entry.good, entry.faults) = (same.or_else(|| Some(Arc::new(found))), Vec::new());
                copied.err().map(|e| e.to_string())
            }
            Err(faults) => {
                entry.faults = faults;
                entry.good = entry.good.take().or_else(|| kept(keep, source, furniture, public_url));
                None
            }
        }
    }

    /// Forgets files that are there no more, but not those whose folder cannot be listed.
    fn drop_gone(&mut self, listing: &Listing) {
        let there: HashSet<&str> = listing.files.iter().map(|source| source.name.as_str()).collect();
        let troubled: HashSet<&str> = listing.problems.iter().map(|problem| problem.file.as_str()).collect();
        let hidden = |name: &str, entry: &Entry| {
            let folder = listing.unreadable.iter().any(|folder| name.starts_with(folder.as_str()));
            // Listed as no article file any more, for example as a link that leads nowhere.
            folder || (!there.contains(name) && troubled.contains(entry.shown.as_str()))
        };
        let Self { files, keep, last, .. } = self;
        files.retain(|name, entry| {
            let stays = there.contains(name.as_str()) || hidden(name, entry);
            if !stays {
                keep.forget(name);
                keep.forget(&folder::notes_of(name));
            }
            stays
        });
        // A folder that is not there says nothing of its files.
        if last.is_none() && self.dir.is_dir() && listing.unreadable.is_empty() {
            keep.only(files.keys().flat_map(|name| [name.clone(), folder::notes_of(name)]));
        }
    }

    /// All articles, and the files whose last good version is among them. Of two with the same id the one that was there
    /// before stays.
    fn gather(&mut self, problems: Vec<Problem>) -> (Loaded, Vec<String>) {
        let mut loaded = Loaded { problems, ..Loaded::default() };
        let (mut taken, mut kept) = (HashMap::new(), Vec::new());
        let mut all: Vec<(&String, &mut Entry)> = self.files.iter_mut().collect();
        all.sort_by_key(|(name, entry)| (!entry.served, name.to_string()));
        for (_, entry) in all {
            let listed = loaded.problems.iter().any(|problem| problem.file == entry.shown);
            let problems = entry.faults.iter().map(|fault| fault.clone().in_file(&entry.shown));
            loaded.problems.extend(problems);
            entry.served = entry.good.as_ref().is_some_and(|found| loaded.add(found, &entry.shown, &mut taken));
            if entry.served && (listed || !entry.faults.is_empty()) {
                kept.push(entry.shown.clone());
            }
            let notes = entry.good.as_ref().filter(|_| entry.served).map(|found| &found.notes);
            if let Some(NotesFile::Kept(shown)) = notes {
                kept.push(shown.clone());
            }
        }
        loaded.problems.sort();
        loaded.warnings.sort();
        loaded.articles.sort_by(|a, b| a.meta.id.cmp(&b.meta.id));
        (loaded, kept)
    }

    /// Whether this is not what was read last time; remembers it.
    fn is_new(&mut self, knowledge: &Knowledge) -> bool {
        let same = |(articles, problems): &(Vec<Arc<Article>>, Vec<Problem>)| {
            articles.len() == knowledge.articles.len()
                && articles.iter().zip(&knowledge.articles).all(|(a, b)| Arc::ptr_eq(a, b))
                && *problems == knowledge.problems
        };
        let new = !self.last.as_ref().is_some_and(same);
        self.last = Some((knowledge.articles.clone(), knowledge.problems.clone()));
        new
    }
}

impl Entry {
    fn new(shown: &str) -> Self {
        Self {
            shown: shown.to_owned(),
            stamps: Vec::new(),
            sha256: None,
            stale: false,
            good: None,
            faults: Vec::new(),
            served: false,
        }
    }
}

/// The article's file, and that of the notes beside it.
fn paths(source: &Source) -> impl Iterator<Item = &Path> {
    std::iter::once(source.path.as_path()).chain(source.notes.iter().map(|notes| notes.path.as_path()))
}

fn stamps(source: &Source) -> Vec<Option<Stamp>> {
    paths(source).map(Stamp::of).collect()
}

fn hash(contents: &[Option<Vec<u8>>]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for content in contents {
        hash.update(content.as_ref().map_or(u64::MAX, |c| c.len() as u64).to_be_bytes());
        hash.update(content.as_deref().unwrap_or_default());
    }
    hash.finalize().into()
}

/// Copies what could be read, but not what was written meanwhile; whether there is nothing left to copy.
fn copy(
    keep: &Keep,
    source: &Source,
    (stamps, contents): (&[Option<Stamp>], &[Option<Vec<u8>>]),
    found: &Found,
) -> io::Result<bool> {
    let beside = folder::notes_of(&source.name);
    if source.notes.is_none() {
        keep.forget(&beside);
    }
    let names = [(&source.name, true), (&beside, found.notes == NotesFile::Fine)];
    let mut whole = true;
    for (((name, good), content), (before, now)) in
        names.into_iter().zip(contents).zip(stamps.iter().zip(self::stamps(source)))
    {
        let same = before.zip(now).is_some_and(|(before, now)| now.matches(before));
        whole &= same;
        if let Some(content) = content.as_ref().filter(|_| good && same) {
            keep.put(name, content)?;
        }
    }
    Ok(whole)
}

/// The last good version of a file from its copy.
fn kept(keep: &Keep, source: &Source, furniture: &Boilerplate, public_url: &str) -> Option<Arc<Found>> {
    let copy = Source { path: keep.article(&source.name).filter(|path| path.is_file())?, ..source.clone() };
    let notes = keep.article(&folder::notes_of(&source.name));
    load::read(&copy, furniture, public_url, notes).ok().map(Arc::new)
}

#[cfg(test)]
mod tests;

//! The articles that are there, with their files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use url::Url;

use super::compare::Shingles;
use crate::domain::{Article, ArticleMeta};
use crate::ingest::load::{self, Source};
use crate::ingest::shelf::stamp::Stamp;
use crate::ingest::{Boilerplate, front_matter};

/// One article file.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its path inside the knowledge folder.
    pub inside: PathBuf,
    /// What tells whether it changed.
    stamp: Option<Stamp>,
    /// The head, without its lines `---`.
    pub head: String,
    /// What stands below the head.
    pub body: String,
    pub article: Arc<Article>,
    pub shingles: Shingles,
    /// Addresses of reprints that were joined to it.
    pub reprints: Vec<String>,
}

impl Entry {
    pub(super) fn meta(&self) -> &ArticleMeta {
        &self.article.meta
    }
}

/// The articles of a knowledge folder. Files that cannot be read are not on it: they are never overwritten.
#[derive(Debug, Default)]
pub struct Holdings {
    pub(super) root: PathBuf,
    pub(super) entries: Vec<Entry>,
    /// Paths inside the folder that are taken, readable or not.
    pub(super) taken: Vec<String>,
}

impl Holdings {
    /// Reads the folder `knowledge`.
    pub fn open(knowledge: &Path, furniture: &Boilerplate) -> Self {
        let mut holdings = Self { root: knowledge.to_owned(), ..Self::default() };
        holdings.refresh(furniture);
        holdings
    }

    /// Reads what changed since.
    pub fn refresh(&mut self, furniture: &Boilerplate) {
        let known = std::mem::take(&mut self.entries).into_iter();
        let mut known: HashMap<PathBuf, Entry> = known.map(|entry| (entry.inside.clone(), entry)).collect();
        self.taken.clear();
        for source in load::sources(&self.root) {
            let stamp = Stamp::of(&source.path);
            let same = |entry: &Entry| stamp.zip(entry.stamp).is_some_and(|(now, before)| now.proves(before));
            let entry = known.remove(Path::new(&source.name)).filter(same);
            self.entries.extend(entry.or_else(|| read(&source, stamp, furniture)));
            self.taken.push(source.name);
        }
    }

    /// The article with this address, as its own or as that of a reprint (then `true`).
    pub(super) fn at(&self, url: &str) -> Option<(&Entry, bool)> {
        let wanted = comparable(url);
        let own = self.entries.iter().find(|e| comparable(&e.meta().url) == wanted).map(|e| (e, false));
        own.or_else(|| {
            self.entries.iter().find(|e| e.reprints.iter().any(|r| comparable(r) == wanted)).map(|e| (e, true))
        })
    }

    /// The same report under another address.
    pub(super) fn reprint(&self, shingles: &Shingles) -> Option<&Entry> {
        self.entries.iter().find(|e| shingles.is_reprint_of(&e.shingles))
    }

    /// The folder in which articles of this region stand.
    pub(super) fn folder(&self, regions: &[&str]) -> Option<&Path> {
        let of_region = |e: &&Entry| regions.contains(&e.meta().region.as_str());
        self.entries.iter().filter(of_region).find_map(|e| e.inside.parent()).filter(|p| !p.as_os_str().is_empty())
    }

    /// Whether an address is there already.
    pub fn has(&self, url: &str) -> bool {
        self.at(url).is_some()
    }
}

fn read(source: &Source, stamp: Option<Stamp>, furniture: &Boilerplate) -> Option<Entry> {
    let load::WithSource { article, head, body } = load::with_source(source, furniture).ok()?;
    let provenance = front_matter::provenance(&head);
    let shingles = Shingles::of(article.text.as_str());
    let inside = PathBuf::from(&source.name);
    Some(Entry { inside, stamp, head, body, article, shingles, reprints: provenance.reprints })
}

/// An address without what makes no difference: scheme, `www.`, the slash at the end, the fragment.
fn comparable(url: &str) -> String {
    let Ok(mut url) = Url::parse(url.trim()) else { return url.trim().to_owned() };
    url.set_fragment(None);
    let rest = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

//! What the last looks at the articles' pages found, kept in the data folder for the reader: `drift.json`.
//!
//! A finding counts for the text it was made on, told by its hash; what is known of another text is nothing. It must not
//! know how pages are fetched or how it is shown.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::domain::{Article, PartialDate};
use crate::ingest::adding::{AddError, write_atomically};

const FILE: &str = "drift.json";

/// What is known of the articles' pages. By default nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    articles: BTreeMap<String, Look>,
}

/// A look at an article's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Look {
    /// SHA-256 of the article's text then, hexadecimal.
    sha256: String,
    /// The day.
    checked: String,
    #[serde(flatten)]
    page: PageNow,
}

/// What has become of an article's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "lowercase")]
pub enum PageNow {
    /// Every sentence stands on it.
    Unchanged,
    /// It is there, and does not say all of the article any more.
    Changed {
        /// Sentences that no longer stand on it, at least 1.
        lost: usize,
    },
    /// It is not there.
    Gone,
}

impl Drift {
    /// What the data folder holds; nothing when there is no such file, or one that is none of ours.
    pub fn load(data: &Path) -> Self {
        fs::read(data.join(FILE)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Writes it into the data folder in one step; the folder is made.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn save(&self, data: &Path) -> Result<(), AddError> {
        let fail = |reason: String| AddError::Write { path: data.display().to_string(), reason };
        fs::create_dir_all(data).map_err(|e| fail(e.to_string()))?;
        let mut json = serde_json::to_vec_pretty(self).map_err(|e| fail(e.to_string()))?;
        json.push(b'\n');
        write_atomically(data, Path::new(FILE), &json)
    }

    /// The page of an article as it was found, and the day; `None` when nobody has looked since the text is as it is.
    pub fn of(&self, article: &Article) -> Option<(PageNow, PartialDate)> {
        let look = self.articles.get(&article.meta.id.0).filter(|look| look.sha256 == article.text.sha256_hex())?;
        Some((look.page, look.checked.parse().ok()?))
    }

    /// Notes what was found of an article's page on a day.
    pub fn note(&mut self, article: &Article, page: PageNow, today: PartialDate) {
        let look = Look { sha256: article.text.sha256_hex(), checked: today.to_string(), page };
        self.articles.insert(article.meta.id.0.clone(), look);
    }

    /// Forgets all articles but these.
    pub fn only<'a>(&mut self, articles: impl Iterator<Item = &'a Article>) {
        let ids: Vec<&str> = articles.map(|article| article.meta.id.0.as_str()).collect();
        self.articles.retain(|id, _| ids.contains(&id.as_str()));
    }
}

/// The file of a data folder, read again when it has changed.
pub struct DriftFile {
    data: PathBuf,
    read: Mutex<(Option<SystemTime>, Arc<Drift>)>,
}

impl DriftFile {
    /// Of the data folder `data`.
    pub fn new(data: &Path) -> Self {
        Self { data: data.to_owned(), read: Mutex::default() }
    }

    /// What it holds now, and since when; `None` without a file.
    pub fn now(&self) -> (Option<SystemTime>, Arc<Drift>) {
        let since = fs::metadata(self.data.join(FILE)).and_then(|file| file.modified()).ok();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0 != since {
            *read = (since, Arc::new(Drift::load(&self.data)));
        }
        read.clone()
    }
}

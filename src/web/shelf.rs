//! The articles of one generation, as readers look for them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use crate::dialogue::{Knowledge, newest};
use crate::domain::{Article, ArticleId, Citation, Lang, Quote, Span};
use crate::engine::Ask;
use crate::lint::drift::Drift;
use crate::text::citation::cite;
use crate::text::slug::slug;

/// What is read now.
#[derive(Clone)]
pub struct Edition {
    /// Articles and engine.
    pub ask: Arc<Ask>,
    /// Changes with the articles, and with what is known of their pages.
    pub generation: String,
    /// Since when it is read.
    pub since: SystemTime,
    /// What is known of the pages that the articles come from.
    pub drift: Arc<Drift>,
}

/// Hands out the edition that is current.
pub type Current = Arc<dyn Fn() -> Edition + Send + Sync>;

/// A region with articles.
pub(super) struct Region {
    /// Its name in addresses: `tomsk-region`.
    pub slug: String,
    names: [String; 2],
    /// Newest first.
    pub articles: Vec<Arc<Article>>,
}

impl Region {
    /// Its name for display.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.names[0],
            Lang::Ru => &self.names[1],
        }
    }
}

/// An edition with what is looked up in it.
pub(super) struct Shelf {
    pub ask: Arc<Ask>,
    pub generation: String,
    pub since: SystemTime,
    pub drift: Arc<Drift>,
    /// Those with most articles first.
    pub regions: Vec<Region>,
    /// Newest first.
    pub newest: Vec<Arc<Article>>,
    quotes: OnceLock<HashMap<String, (usize, Span)>>,
}

impl Shelf {
    pub fn new(edition: Edition) -> Self {
        let Edition { ask, generation, since, drift } = edition;
        let (en, ru) = (Knowledge::places(&*ask, Lang::En), Knowledge::places(&*ask, Lang::Ru));
        let mut taken = HashSet::new();
        let regions = en.into_iter().zip(ru).map(|(en, ru)| {
            let articles = ask.articles_of(&en.spellings);
            let articles = articles.into_iter().map(|at| Arc::clone(&ask.corpus().articles()[at]));
            Region { slug: free(&mut taken, &en.name), articles: newest(articles), names: [en.name, ru.name] }
        });
        let regions = regions.collect();
        let newest = newest(ask.corpus().articles().iter().cloned());
        Self { ask, generation, since, drift, regions, newest, quotes: OnceLock::new() }
    }

    pub fn is_of(&self, edition: &Edition) -> bool {
        Arc::ptr_eq(&self.ask, &edition.ask) && self.generation == edition.generation
    }

    pub fn article(&self, id: &str) -> Option<Arc<Article>> {
        Knowledge::article(&*self.ask, &ArticleId(id.to_owned()))
    }

    pub fn region(&self, slug: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.slug == slug)
    }

    /// The region an article is about.
    pub fn region_of(&self, article: &Article) -> Option<&Region> {
        self.regions.iter().find(|region| region.articles.iter().any(|a| a.meta.id == article.meta.id))
    }

    /// A quote that is a sentence or two neighbouring ones, by its id: all that the engine quotes are.
    pub fn quote(&self, id: &str) -> Option<Citation> {
        let quotes = self.quotes.get_or_init(|| quotes(self.ask.corpus().articles()));
        let (at, span) = quotes.get(id)?;
        cite(&self.ask.corpus().articles()[*at], *span, 0.0)
    }
}

/// A name for addresses that no other region has.
fn free(taken: &mut HashSet<String>, name: &str) -> String {
    let slug = Some(slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "x".to_owned());
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let found = std::iter::once(slug.clone()).chain(numbered).find(|s| taken.insert(s.clone()));
    found.unwrap_or(slug)
}

fn quotes(articles: &[Arc<Article>]) -> HashMap<String, (usize, Span)> {
    let mut out = HashMap::new();
    for (at, article) in articles.iter().enumerate() {
        let sentences: Vec<Span> = article.passages.iter().flat_map(|p| p.sentences.iter().copied()).collect();
        let pairs = sentences.windows(2).map(|pair| Span::new(pair[0].start, pair[1].end));
        for span in sentences.iter().copied().chain(pairs) {
            out.extend(Quote::cut(article, span).ok().map(|quote| (quote.id().to_string(), (at, span))));
        }
    }
    out
}

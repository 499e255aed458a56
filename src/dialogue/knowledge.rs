//! What the conversation needs to know of articles and engine.

use std::sync::Arc;

use crate::domain::{Answer, Article, ArticleId, Lang, Question, Quote, RegionId, Span};
use crate::engine::{Ask, RetrieveError};
use crate::reply::Coverage;

/// A region with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name, for display.
    pub name: String,
    /// How its articles spell it in their front matter.
    pub spellings: Vec<String>,
}

/// The regions that some words name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Those with articles.
    pub places: Vec<Place>,
    /// Names of those without.
    pub unknown: Vec<String>,
}

/// Answers questions, and tells about the articles behind the answers.
pub trait Knowledge: Send + Sync + 'static {
    /// What it knows at this moment, for everything that belongs together; `None` when it never changes.
    fn pinned(&self) -> Option<Arc<dyn Knowledge>> {
        None
    }

    /// Answers a question. May take a while and may use the CPU.
    fn ask(&self, question: &Question) -> Result<Answer, RetrieveError>;

    /// The same for a question that nobody has asked: to see what there is. It counts as asked nowhere.
    fn look(&self, question: &Question) -> Result<Answer, RetrieveError> {
        self.ask(question)
    }

    /// What can be asked about, in a language.
    fn coverage(&self, lang: Lang) -> Coverage;

    /// All articles.
    fn articles(&self) -> Vec<Arc<Article>>;

    /// One of them.
    fn article(&self, id: &ArticleId) -> Option<Arc<Article>> {
        self.articles().into_iter().find(|a| a.meta.id == *id)
    }

    /// Every region with articles, those with most articles first, named in a language.
    fn places(&self, lang: Lang) -> Vec<Place>;

    /// The regions that some words name.
    fn named(&self, words: &str, lang: Lang) -> Named;

    /// The words of a quote that a question speaks of (see [`Ask::matched`]).
    fn matched(&self, question: &Question, quote: &Quote) -> Vec<Span>;
}

/// What `knowledge` knows at this moment. To be taken once for everything that belongs together.
pub fn pinned(knowledge: &Arc<dyn Knowledge>) -> Arc<dyn Knowledge> {
    knowledge.pinned().unwrap_or_else(|| Arc::clone(knowledge))
}

impl Knowledge for Ask {
    fn ask(&self, question: &Question) -> Result<Answer, RetrieveError> {
        Ask::ask(self, question)
    }

    fn coverage(&self, lang: Lang) -> Coverage {
        let articles = self.corpus().articles();
        Coverage {
            regions: self.covered(lang),
            articles: articles.len(),
            newest: articles.iter().map(|a| a.meta.date).max(),
            examples: self.examples(lang),
        }
    }

    fn articles(&self) -> Vec<Arc<Article>> {
        self.corpus().articles().to_vec()
    }

    fn article(&self, id: &ArticleId) -> Option<Arc<Article>> {
        let articles = self.corpus().articles();
        articles.binary_search_by(|a| a.meta.id.cmp(id)).ok().map(|i| Arc::clone(&articles[i]))
    }

    fn places(&self, lang: Lang) -> Vec<Place> {
        self.largest_first().into_iter().map(|id| place(self, id, lang)).collect()
    }

    fn named(&self, words: &str, lang: Lang) -> Named {
        let regions = self.understand(&Question { lang: Some(lang), ..Question::new(words) }).regions;
        let places = regions.covered.iter().map(|id| place(self, *id, lang)).collect();
        Named { places, unknown: regions.uncovered }
    }

    fn matched(&self, question: &Question, quote: &Quote) -> Vec<Span> {
        Ask::matched(self, question, quote)
    }
}

fn place(ask: &Ask, id: RegionId, lang: Lang) -> Place {
    let index = match lang {
        Lang::En => 0,
        Lang::Ru => 1,
    };
    Place { name: ask.regions().name(id, index).to_owned(), spellings: ask.regions().spellings(id).to_vec() }
}

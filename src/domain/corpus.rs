//! All articles of one generation.

use std::sync::Arc;

use super::{Article, Passage};

/// Number of a passage in its [`Corpus`], from 0 in reading order over all articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId(pub u32);

impl PassageId {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every article of one generation, in the order of their ids, with all passages numbered through.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    articles: Vec<Arc<Article>>,
    /// Number of the first passage of each article, and one more: the number of all passages.
    first: Vec<u32>,
    /// Article of each passage.
    owner: Vec<u32>,
}

impl Corpus {
    /// Puts the articles in the order of their ids and numbers their passages.
    pub fn new(mut articles: Vec<Arc<Article>>) -> Self {
        articles.sort_by(|a, b| a.meta.id.cmp(&b.meta.id));
        let mut first = Vec::with_capacity(articles.len() + 1);
        let mut owner = Vec::new();
        for (i, article) in articles.iter().enumerate() {
            first.push(owner.len() as u32);
            owner.extend(std::iter::repeat_n(i as u32, article.passages.len()));
        }
        first.push(owner.len() as u32);
        Self { articles, first, owner }
    }

    /// The articles, ordered by id.
    pub fn articles(&self) -> &[Arc<Article>] {
        &self.articles
    }

    /// Number of passages.
    pub fn len(&self) -> usize {
        self.owner.len()
    }

    /// Whether there is nothing to quote.
    pub fn is_empty(&self) -> bool {
        self.owner.is_empty()
    }

    /// Position of the passage's article in [`articles`](Self::articles). Panics on a foreign id.
    pub fn article_index(&self, id: PassageId) -> usize {
        self.owner[id.index()] as usize
    }

    /// The article that holds the passage. Panics on a foreign id.
    pub fn article_of(&self, id: PassageId) -> &Arc<Article> {
        &self.articles[self.article_index(id)]
    }

    /// The passage. Panics on a foreign id.
    pub fn passage(&self, id: PassageId) -> &Passage {
        let article = self.article_index(id);
        &self.articles[article].passages[id.index() - self.first[article] as usize]
    }

    /// The passages of the article at a position of [`articles`](Self::articles), in reading order.
    pub fn passages_of(&self, article: usize) -> impl DoubleEndedIterator<Item = PassageId> + use<> {
        (self.first[article]..self.first[article + 1]).map(PassageId)
    }
}

//! Everything the articles state, one by one, for an overview of what is covered.

use super::ask::Ask;
use super::lexis::lang_index;
use crate::domain::{Article, Lang, Topic};

/// A statement with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Stating<'a> {
    /// The article.
    pub article: &'a Article,
    /// What it speaks of.
    pub topic: Topic,
    /// The names in it.
    pub names: &'a [crate::domain::Span],
    /// What the names are joined by: the same for all names of one thing.
    pub keys: &'a [String],
}

impl Ask {
    /// Every statement of every article.
    pub fn all_stated(&self) -> impl Iterator<Item = Stating<'_>> {
        self.corpus.articles().iter().zip(&self.stated).flat_map(|(article, stated)| {
            stated.found.iter().map(move |found| Stating {
                article,
                topic: found.topic,
                names: &found.names,
                keys: &found.keys,
            })
        })
    }

    /// The name of an article's region in a language; as the article spells it when the lexicon does not know it.
    pub fn region_of(&self, article: &Article, lang: Lang) -> String {
        let known = self.regions.covered().find(|id| self.regions.spellings(*id).contains(&article.meta.region));
        known.map_or(article.meta.region.as_str(), |id| self.regions.name(id, lang_index(lang))).to_owned()
    }
}

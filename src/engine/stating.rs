//! Everything the articles state, one by one, for an overview of what is covered.

use super::ask::Ask;
use super::lexis::lang_index;
use super::statements;
use crate::domain::{Article, Lang, Span, Topic};

/// A statement with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Stating<'a> {
    /// The article.
    pub article: &'a Article,
    /// What it speaks of.
    pub topic: Topic,
    /// Bytes of the sentence or item in the article's text.
    pub span: Span,
    /// The names in it.
    pub names: &'a [Span],
}

impl Ask {
    /// Every statement of every article.
    pub fn all_stated(&self) -> impl Iterator<Item = Stating<'_>> {
        self.corpus.articles().iter().zip(&self.stated).flat_map(|(article, stated)| {
            stated.found.iter().map(move |found| Stating {
                article,
                topic: found.topic,
                span: found.span,
                names: &found.names,
            })
        })
    }

    /// The names of the lexicon's areas of support, in its order.
    pub fn areas(&self, lang: Lang) -> impl Iterator<Item = &str> {
        (0..self.areas.len()).map(move |area| self.areas.name(area, lang_index(lang)))
    }

    /// The areas that a statement speaks of, by their numbers: those of the things it enumerates, else those of its
    /// whole sentence.
    pub fn areas_of(&self, stating: &Stating<'_>) -> Vec<usize> {
        let sentence = stating.article.slice(stating.span);
        let items: Vec<&str> = match stating.names {
            [] => statements::titles(sentence).into_iter().filter_map(|title| title.of(sentence)).collect(),
            names => names.iter().map(|name| stating.article.slice(*name)).collect(),
        };
        let told = if items.len() > 1 { self.areas.of(&items.join("; ")) } else { Vec::new() };
        if told.is_empty() { self.areas.of(sentence) } else { told }
    }

    /// The name of an article's region in a language; as the article spells it when the lexicon does not know it.
    pub fn region_of(&self, article: &Article, lang: Lang) -> String {
        let known = self.regions.covered().find(|id| self.regions.spellings(*id).contains(&article.meta.region));
        known.map_or(article.meta.region.as_str(), |id| self.regions.name(id, lang_index(lang))).to_owned()
    }
}

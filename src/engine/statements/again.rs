//! Whose statements must be found again when names of the lexicon changed: an article reads the same unless it holds a
//! name that means something else now.

use rustc_hash::FxHashMap;

use super::names::Institutions;
use crate::engine::lexis::{ArticleWords, Lexis};
use crate::text::stem::stem;

type Meanings<'a> = FxHashMap<(Vec<String>, bool), &'a str>;

/// Names that mean something else than before, as stems.
#[derive(Debug)]
pub struct Renamed(Vec<Vec<String>>);

impl Renamed {
    /// Compares two lexicons.
    pub fn between(before: &Institutions, now: &Institutions) -> Self {
        let (before, now) = (before.meanings(), now.meanings());
        let differs = |a: &Meanings<'_>, b: &Meanings<'_>| -> Vec<Vec<String>> {
            let other = a.iter().filter(|(form, meaning)| b.get(*form) != Some(*meaning));
            other.map(|((form, _), _)| form.iter().map(|word| plain(word)).collect()).collect()
        };
        Self([differs(&before, &now), differs(&now, &before)].concat())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an article may hold one of them: it has all the words of one.
    pub fn concern(&self, lexis: &Lexis, article: &ArticleWords) -> bool {
        let held = |word: &String| lexis.stems.get(word).is_some_and(|stem| article.count(stem) > 0);
        self.0.iter().any(|form| form.iter().all(held))
    }
}

/// The stem of a word of a name; an abbreviation is known by its letters.
fn plain(word: &str) -> String {
    if word.chars().any(char::is_uppercase) { stem(&word.to_lowercase()).into_owned() } else { word.to_owned() }
}

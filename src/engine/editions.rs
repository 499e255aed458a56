//! Articles that an article of a later date on the same matter replaces: the terms of a programme in another year, the
//! residents of a zone then and now.
//!
//! Two articles of one region are on the same matter when their titles share a word and a fair share of all their
//! words, weighted by rarity, is common to both.

use rustc_hash::FxHashMap;

use super::grams::idf;
use super::lexis::{ArticleWords, Lexis};
use crate::domain::{Article, Corpus};
use crate::text::stem::stems;
use crate::text::stopwords::is_stop;

/// Share of the words (their weight in both articles, of that in either) from which on the matter is the same. Of the
/// pairs of articles on one region in the tuning sets, those on one programme or zone in two years share .13 to .20,
/// others .12 at most but for one.
const SAME_MATTER: f32 = 0.13;

/// Which articles are replaced.
#[derive(Debug, Default)]
pub struct Editions {
    /// By position in the corpus.
    outdated: Vec<bool>,
}

impl Editions {
    /// Compares the articles of each region; `by_region` are positions in the corpus.
    pub fn build(corpus: &Corpus, lexis: &Lexis, by_region: &FxHashMap<String, Vec<usize>>) -> Self {
        let mut outdated = vec![false; corpus.articles().len()];
        for of_region in by_region.values() {
            let titles: Vec<Vec<String>> = of_region.iter().map(|i| title(&corpus.articles()[*i])).collect();
            for (n, one) in of_region.iter().enumerate() {
                for (m, other) in of_region.iter().enumerate().skip(n + 1) {
                    let date = |i: usize| corpus.articles()[i].meta.date;
                    let of_one_time = date(*one) == date(*other);
                    if of_one_time || !titles[n].iter().any(|s| titles[m].contains(s)) {
                        continue;
                    }
                    if in_common(lexis, &lexis.articles[*one], &lexis.articles[*other]) >= SAME_MATTER {
                        outdated[if date(*one) < date(*other) { *one } else { *other }] = true;
                    }
                }
            }
        }
        Self { outdated }
    }

    /// Whether a later article on the same matter replaces the one at a position in the corpus.
    pub fn is_outdated(&self, article: usize) -> bool {
        self.outdated.get(article).copied().unwrap_or_default()
    }
}

/// Stems of the title's words that are no stop words, no numbers and not the region's.
fn title(article: &Article) -> Vec<String> {
    let region = stems(&article.meta.region);
    let telling = |s: &String| !is_stop(s) && s.chars().any(char::is_alphabetic) && !region.contains(s);
    stems(&article.meta.title).into_iter().filter(telling).collect()
}

/// Weight of the stems that both articles hold, as a share of that of the stems that either holds.
fn in_common(lexis: &Lexis, one: &ArticleWords, other: &ArticleWords) -> f32 {
    let articles = lexis.articles.len() as f32;
    let weight = |stem: u32| idf(articles, lexis.article_df[stem as usize] as f32);
    let (mut both, mut either) = (0.0, 0.0);
    for (stem, _) in &one.counts {
        let held = other.count(*stem) > 0;
        both += if held { weight(*stem) } else { 0.0 };
        either += weight(*stem);
    }
    either += other.counts.iter().filter(|c| one.count(c.0) == 0).map(|c| weight(c.0)).sum::<f32>();
    if either > 0.0 { both / either } else { 0.0 }
}

//! What a question rules out, in the words of the corpus.

use super::super::filters::{Filters, Phrase, Ruled, Taken, Years};
use super::super::query::{Term, TermView};
use super::super::spelling::Alternatives;
use super::{LIGHT, Said, Understanding};
use crate::domain::Lang;
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::{Word, words};

impl Understanding<'_> {
    /// The filters of a question, in the words of the corpus.
    pub(super) fn filters(&self, taken: &Taken) -> Filters {
        let ruled = |word: &Word| {
            let stem = stem(&word.folded);
            let meant = self.bridge.phrases(&[stem.clone().into_owned()]).remove(0);
            let stop = is_stop(&word.folded);
            let short = &self.bridge.abbreviations(&[stem.clone().into_owned()]).remove(0);
            let said = Said { word: &word.folded, stem: &stem, stop, name: word.capital, short };
            let views = [Lang::En, Lang::Ru].map(|lang| self.view(&said, lang, &meant));
            Ruled { word: word.folded.clone(), views }
        };
        let phrase = |text: &String| {
            let all = words(text);
            let name = all.first().is_some_and(|w| w.capital);
            Phrase { text: text.clone(), name, words: all.iter().map(ruled).collect() }
        };
        Filters {
            years: taken.years,
            phrases: taken.phrases.iter().map(phrase).filter(|p| !p.words.is_empty()).collect(),
            without: taken.without.iter().flat_map(|w| words(w)).map(|w| ruled(&w)).collect(),
            except: taken.except.iter().flat_map(|w| words(w)).flat_map(|w| self.left_out(&ruled(&w))).collect(),
            now: taken.now,
            ..Filters::default()
        }
    }

    /// The stems of a name that is left out, and those that surely stand for it in the texts.
    fn left_out(&self, name: &Ruled) -> Vec<String> {
        let known = name.views.iter().flat_map(TermView::surely).map(|s| self.lexis.stems.name(s).to_owned());
        std::iter::once(stem(&name.word).into_owned()).chain(known).collect()
    }

    /// "Before 2017" means any year before it: the year named stands for all of them that the texts name.
    pub(super) fn mean_years(&self, years: Years, terms: &mut [Term]) {
        let all: Alternatives =
            (years.from..=years.to).filter_map(|y| self.lexis.stems.get(&y.to_string())).map(|id| (id, 1.0)).collect();
        let is_year = |t: &&mut Term| t.word.len() == 4 && t.word.parse::<u16>().is_ok();
        for (i, term) in terms.iter_mut().filter(is_year).enumerate() {
            if i == 0 {
                term.views = [Lang::En, Lang::Ru].map(|lang| self.view_of(all.clone(), lang));
                term.surface = None;
            } else {
                term.weight = LIGHT;
            }
        }
    }
}

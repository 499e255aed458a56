//! What one article has to say to somebody who waits for news: about a region, a topic, both or anything.

use super::ask::Ask;
use super::lexis::lang_index;
use super::query::Query;
use crate::domain::{Citation, Lang, PassageId, PassageKind, Question, RegionId, Span, Topic};
use crate::text::stem::stem;

/// Characters that the opening sentence of an article should have to say something.
const TELLING_CHARS: usize = 40;
/// Share of a topic's words that a sentence must hold.
const COVERAGE: f32 = 0.5;

/// The names of the lists.
const NAMES: [(Topic, &[&str]); 4] = [
    (Topic::Directions, &["directions", "направления"]),
    (Topic::Partners, &["partners", "партнеры", "партнерство", "partnership"]),
    (Topic::Programmes, &["programmes", "programs", "программы"]),
    (Topic::Residents, &["residents", "резиденты"]),
];
/// Words that may stand beside such a name without narrowing it.
const BESIDES: [&str; 5] = ["support", "поддержки", "new", "новые", "region"];

/// What somebody waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interest {
    /// English name of the region, or the name as written when the lexicon does not know it; empty for any.
    pub region: String,
    /// `directions`, `partners`, `programmes`, `residents` or words; empty for any.
    pub topic: String,
}

impl Ask {
    /// Reads words such as "Tomsk", "partners" or "grants in Tomsk". Regions without articles are understood, too.
    pub fn interest(&self, words: &str, lang: Lang) -> Interest {
        let query = self.understand(&Question { lang: Some(lang), ..Question::new(words) });
        let named = &query.regions;
        let covered = named.covered.first().copied();
        let known = covered.or_else(|| named.uncovered.first().and_then(|name| self.regions.named(name)));
        let region = known.map(|id| self.regions.name(id, lang_index(Lang::En)).to_owned());
        let region = region.or_else(|| named.uncovered.first().cloned()).unwrap_or_default();
        let topic = match list_named(&query) {
            Some(topic) => topic.code().to_owned(),
            None => content_words(&query),
        };
        Interest { region, topic }
    }

    /// A region's name in a language, from the English one; as it is when the lexicon does not know it.
    pub fn region_name(&self, region: &str, lang: Lang) -> String {
        let known = self.regions.named(region);
        known.map_or(region, |id| self.regions.name(id, lang_index(lang))).to_owned()
    }

    /// The regions that have articles: English name and name in `lang`, those with most articles first.
    pub fn places(&self, lang: Lang) -> Vec<(String, String)> {
        self.covered(Lang::En).into_iter().zip(self.covered(lang)).collect()
    }

    /// The sentence of an article (by its position in the corpus) that best serves an interest; `None` when the article
    /// does not serve it at all.
    pub fn news(&self, article: usize, interest: &Interest) -> Option<Citation> {
        let about = &self.corpus.articles()[article].meta.region;
        let region = self.regions.named(&interest.region);
        if !interest.region.is_empty() && !region.is_some_and(|id| self.is_spelled(id, about)) {
            return None;
        }
        let stated = &self.stated[article].found;
        let span = match (interest.topic.as_str(), Topic::of_code(&interest.topic)) {
            ("", _) => stated.first().map(|f| f.span).or_else(|| self.opening(article)),
            (_, Some(topic)) => stated.iter().find(|f| f.topic == topic).map(|f| f.span),
            (words, None) => self.sentence_about(article, words),
        };
        self.curated.cite(&self.corpus.articles()[article], span?, 1.0)
    }

    fn is_spelled(&self, region: RegionId, about: &str) -> bool {
        self.regions.spellings(region).iter().any(|s| s == about)
    }

    fn quotable(&self, article: usize) -> impl Iterator<Item = PassageId> + '_ {
        let heading = |id: &PassageId| self.corpus.passage(*id).kind == PassageKind::Heading;
        self.corpus.passages_of(article).filter(move |id| !heading(id))
    }

    fn opening(&self, article: usize) -> Option<Span> {
        let text = &self.corpus.articles()[article];
        let sentences = || self.quotable(article).flat_map(|id| &self.corpus.passage(id).sentences).copied();
        sentences().find(|s| text.slice(*s).chars().count() >= TELLING_CHARS).or_else(|| sentences().next())
    }

    fn sentence_about(&self, article: usize, words: &str) -> Option<Span> {
        let query = self.understand(&Question::new(words));
        let lang = lang_index(self.lexis.articles[article].lang);
        let terms: Vec<_> = query.content().map(|(_, term)| &term.views[lang]).collect();
        let mut best: Option<(f32, Span)> = None;
        for sentence in self.quotable(article).flat_map(|id| self.lexis.sentences_of(id)) {
            let stems: Vec<u32> = sentence.tokens.clone().map(|t| self.lexis.stem_at(t)).collect();
            let hit = terms.iter().filter(|view| view.stems.iter().any(|s| stems.contains(&s.0)));
            let (count, weight) = hit.fold((0, 0.0), |(n, sum), view| (n + 1, sum + view.idf));
            let enough = count > 0 && count as f32 >= COVERAGE * terms.len() as f32;
            if enough && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, sentence.span));
            }
        }
        best.map(|(_, span)| span)
    }
}

/// The list that the words name by its own name ("partners", "directions of support"); what is narrower ("grants") stays
/// words.
fn list_named(query: &Query) -> Option<Topic> {
    let mut named = None;
    for (_, term) in query.content() {
        let is = |words: &[&str]| words.iter().any(|word| stem(word) == stem(&term.word));
        match NAMES.iter().find(|(_, words)| is(words)) {
            Some((topic, _)) => named = Some(*topic),
            None if is(&BESIDES) => {}
            None => return None,
        }
    }
    named
}

fn content_words(query: &Query) -> String {
    if !query.has_content() {
        return String::new();
    }
    query.content().map(|(_, term)| term.word.as_str()).collect::<Vec<_>>().join(" ")
}

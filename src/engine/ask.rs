//! The one way in: [`Ask::ask`].

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::aims::{Aims, Tellings};
use super::areas::Areas;
use super::bridge::Bridge;
use super::compare;
use super::compose::Composer;
use super::confidence::Sure;
use super::curated::{Curated, PINNED};
use super::editions::Editions;
use super::families::Families;
use super::followup;
use super::grams::Grams;
use super::homes::Homes;
use super::lexis::{Lexis, lang_index};
use super::prepared::Prepared;
use super::query::{Named, Query};
use super::rank::{Ranked, Ranker};
use super::readings;
use super::regions::Regions;
use super::retrieve::{RetrieveError, Retriever, Search};
use super::senses::{Meanings, Senses};
use super::sieve::Sieve;
use super::spelling::Spelling;
use super::statements::names::Institutions;
use super::statements::{self, Stated, again::Renamed};
use super::understand::Understanding;
use super::weights::{self, Weights};
use super::windows::{self, Window};
use crate::domain::{Answer, AnswerKind, Article, Corpus, Lang, Lexicon, PassageId, Question, Reason, RegionId};
use crate::text::words::{Word, words};

/// Settings of the engine.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Confidence below which the bot is silent, 0 to 1.
    pub threshold: f32,
    /// Weights of all stages.
    pub weights: Weights,
    /// Whether a question that finds nothing as typed is read in other ways (layout, transliteration, spaces).
    pub repair: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { threshold: 0.5, weights: weights::shipped().clone(), repair: true }
    }
}

/// Passages the retriever is asked for, and articles whose passages come on top.
const PASSAGES: usize = 20;
const ARTICLES: usize = 3;
/// Passages of a region up to which all of them are candidates.
const PASSAGES_OF_REGION: usize = 300;
const FILTERED_PASSAGES: usize = 200;
/// What a point of a passage's own score counts against a point of its best window's, where no region is named (on
/// XQuAD's tuning articles anything from 0.2 to 0.7 does).
const PASSAGE_BESIDE_WINDOW: f32 = 0.3;

/// One corpus, ready to answer.
pub struct Ask {
    pub(super) corpus: Arc<Corpus>,
    pub(super) lexis: Arc<Lexis>,
    pub(super) regions: Regions,
    pub(super) institutions: Institutions,
    pub(super) stated: Vec<Arc<Stated>>,
    pub(super) options: Options,
    pub(super) curated: Curated,
    pub(super) areas: Areas,
    spelling: Arc<Spelling>,
    families: Arc<Families>,
    pub(super) grams: Arc<Grams>,
    bridge: Bridge,
    meanings: Meanings,
    pub(super) senses: Senses,
    aims: Aims,
    tellings: Tellings,
    pub(super) homes: Homes,
    pub(super) editions: Editions,
    /// Positions of articles by region, as their front matter spells it.
    by_region: FxHashMap<String, Vec<usize>>,
    retriever: Box<dyn Retriever>,
}

/// What was found for a query, before anything is said.
#[derive(Debug)]
pub struct Found {
    /// Passages, best first.
    pub ranked: Vec<Ranked>,
    /// Candidate quotes, best first.
    pub windows: Vec<Window>,
    /// How sure it is of an answer.
    pub sure: Sure,
}

impl Ask {
    /// Analyses the corpus; `retriever` must be over the same corpus.
    pub fn new(corpus: Arc<Corpus>, lexicon: &Lexicon, retriever: Box<dyn Retriever>, options: Options) -> Self {
        Self::after(None, corpus, lexicon, retriever, options)
    }

    /// The same, faster: what `before` knows of articles that are the same objects is not found again. Where all of them
    /// are, only what the lexicon tells is new; statements are found again in articles that hold a name with a new meaning.
    pub fn after(
        before: Option<&Self>,
        corpus: Arc<Corpus>,
        lexicon: &Lexicon,
        retriever: Box<dyn Retriever>,
        options: Options,
    ) -> Self {
        let same = before.filter(|before| before.is_of(&corpus));
        let lexis = same.map_or_else(|| Arc::new(Lexis::build(&corpus)), |before| Arc::clone(&before.lexis));
        let institutions = Institutions::new(lexicon);
        let renamed = before.map(|before| Renamed::between(&before.institutions, &institutions));
        let meanings = Meanings::new(lexicon);
        let aims = Aims::new(lexicon);
        let regions = Regions::new(lexicon, &corpus);
        let mut by_region: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (index, article) in corpus.articles().iter().enumerate() {
            by_region.entry(article.meta.region.clone()).or_default().push(index);
        }
        let bridge = Bridge::new(&lexicon.glossary);
        Self {
            editions: Editions::build(&corpus, &lexis, &by_region),
            by_region,
            areas: Areas::new(&lexicon.areas),
            curated: Curated::new(lexicon, &corpus),
            homes: Homes::build(&corpus, &lexis, &regions, &bridge),
            senses: Senses::build(&lexis, &meanings),
            meanings,
            tellings: Tellings::build(&lexis, &aims),
            aims,
            spelling: same.map_or_else(|| Arc::new(Spelling::build(&lexis)), |before| Arc::clone(&before.spelling)),
            families: same.map_or_else(|| Arc::new(Families::build(&lexis)), |before| Arc::clone(&before.families)),
            grams: same.map_or_else(|| Arc::new(Grams::build(&lexis)), |before| Arc::clone(&before.grams)),
            bridge,
            regions,
            stated: statements::find(&corpus, &institutions, |article| before?.stated_of(article, renamed.as_ref()?)),
            institutions,
            corpus,
            lexis,
            options,
            retriever,
        }
    }

    /// What an article states, if it is this very object and reads the same with the names that are new.
    fn stated_of(&self, article: &Arc<Article>, renamed: &Renamed) -> Option<Arc<Stated>> {
        let articles = self.corpus.articles();
        let at = articles.binary_search_by(|a| a.meta.id.cmp(&article.meta.id)).ok()?;
        // A curator's names need not stand in the text.
        let same = Arc::ptr_eq(&articles[at], article)
            && (renamed.is_empty() || article.notes.is_empty())
            && !renamed.concern(&self.lexis, &self.lexis.articles[at]);
        same.then(|| Arc::clone(&self.stated[at]))
    }

    /// Whether a corpus has the same articles, as the same objects.
    fn is_of(&self, corpus: &Corpus) -> bool {
        let (mine, others) = (self.corpus.articles(), corpus.articles());
        mine.len() == others.len() && mine.iter().zip(others).all(|(a, b)| Arc::ptr_eq(a, b))
    }

    /// The corpus behind the answers.
    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    /// The name of one of the lexicon's aims.
    pub fn aim(&self, number: u16) -> &str {
        self.aims.name(number)
    }

    /// The regions known.
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    /// The articles of regions, given as the articles spell them: positions in the corpus, in order.
    pub fn articles_of(&self, spellings: &[String]) -> Vec<usize> {
        let mut out: Vec<usize> = spellings.iter().flat_map(|s| self.by_region.get(s)).flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Answers a question.
    pub fn ask(&self, question: &Question) -> Result<Answer, RetrieveError> {
        let pinned = self.curated.pinned(&self.corpus, &question.text);
        if !pinned.is_empty() {
            let lang = self.read(question).lang;
            let kind = AnswerKind::Quotes(pinned);
            return Ok(Answer {
                lang,
                confidence: PINNED,
                certainty: PINNED,
                assumptions: Vec::new(),
                missing: Vec::new(),
                kind,
            });
        }
        let mut typed = None;
        for reading in readings::readings(self, question) {
            let answer = self.answer_to(&reading)?;
            if !answer.kind.is_silent() {
                return Ok(answer);
            }
            typed.get_or_insert(answer);
        }
        if let Some(answer) = self.repaired(question, typed.as_ref())? {
            return Ok(answer);
        }
        // There is always one reading.
        typed.map_or_else(|| self.answer_to(&self.understand(question)), Ok)
    }

    /// The answer to what was probably meant, after a miss.
    fn repaired(&self, question: &Question, typed: Option<&Answer>) -> Result<Option<Answer>, RetrieveError> {
        let silence = typed.and_then(|answer| answer.kind.silence());
        if !self.options.repair || silence.is_some_and(|s| s.small_talk.is_some()) {
            return Ok(None);
        }
        let mut elsewhere = None;
        // What was asked of an unknown region, called by a name, is not answered of all the others.
        let uncovered = self.read(question).regions.uncovered;
        let named = |w: &Word| w.is_capital_inside() && uncovered.contains(&w.folded);
        let unknown: Vec<Word> = words(&question.text).into_iter().filter(named).collect();
        let says = |reading: &Query, name: &Word| words(&reading.text).iter().any(|w| w.folded == name.folded);
        let keeps_region = |reading: &Query| unknown.iter().all(|name| says(reading, name));
        for reading in readings::repaired(self, question).filter(keeps_region) {
            let answer = self.answer_to(&reading)?;
            let talk = answer.kind.silence().is_some_and(|s| s.small_talk.is_some());
            if talk || !answer.kind.is_silent() {
                return Ok(Some(answer));
            }
            // That the region meant has no sources says more than that nothing was found.
            if answer.kind.silence().is_some_and(|s| s.reason == Reason::Region) {
                elsewhere.get_or_insert(answer);
            }
        }
        Ok(elsewhere)
    }

    fn answer_to(&self, query: &Query) -> Result<Answer, RetrieveError> {
        if query.regions.compared { compare::answer(self, query) } else { Composer::new(self, query).answer() }
    }

    /// Reads a question, completed from the one before it where it lacks something.
    pub fn understand(&self, question: &Question) -> Query {
        let alone = self.read(question);
        self.completed(question, &alone).unwrap_or(alone)
    }

    /// The question completed from the one before it, if it lacks something.
    pub(super) fn completed(&self, question: &Question, alone: &Query) -> Option<Query> {
        let mut before = self.understand(question.previous.as_deref()?);
        // Who asked of a park by its name alone goes on about the region of the park.
        if before.regions == Named::default()
            && self.homes.of(alone, &self.lexis).is_empty()
            && let [home] = self.homes.of(&before, &self.lexis)[..]
        {
            before.regions.note_apart(vec![home]);
        }
        followup::complete(alone, &before, &self.regions)
    }

    /// Reads a question by its own words alone.
    pub(super) fn read(&self, question: &Question) -> Query {
        self.understanding().read(question)
    }

    pub(super) fn understanding(&self) -> Understanding<'_> {
        let Self { lexis, spelling, families, bridge, regions, homes, meanings, aims, .. } = self;
        Understanding { lexis, spelling, families, bridge, regions, homes, meanings, aims }
    }

    /// How the articles of the regions that a query names spell their region; when it names none, those of the regions
    /// that alone know a name in the question. Empty when there is no such name either.
    pub fn spellings(&self, query: &Query) -> Vec<String> {
        let named = &query.regions;
        let ids = if named.covered.is_empty() && named.uncovered.is_empty() {
            self.homes.of(query, &self.lexis)
        } else {
            named.covered.clone()
        };
        ids.iter().flat_map(|id| self.regions.spellings(*id)).cloned().collect()
    }

    /// Finds and orders passages and windows for a query, in the articles of `regions` (all when empty).
    pub fn find(&self, query: &Query, regions: &[String]) -> Result<Found, RetrieveError> {
        let Self { lexis, senses, .. } = self;
        let whole = !regions.is_empty();
        let ranker = self.ranker(whole);
        let langs = [Lang::En, Lang::Ru].map(|l| (lexis.passages_in[lang_index(l)] > 0).then_some(l));
        let prepared = langs.map(|lang| lang.map(|l| Prepared::new(query, lexis, senses, &self.grams, l)));
        let sieve = Sieve::new(self, &query.filters, regions);
        let mut ranked = Vec::new();
        for (lang, prepared) in langs.into_iter().flatten().zip(prepared.iter().flatten()) {
            let allowed = self.candidates(query, lang, regions)?.into_iter().filter(|p| sieve.allows(*p));
            ranked.extend(ranker.rank(prepared, allowed));
        }
        ranked.sort_by(|a: &Ranked, b: &Ranked| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        let by_lang = [prepared[0].as_ref(), prepared[1].as_ref()];
        let windows = windows::windows(&ranker, by_lang, &ranked);
        order_with_windows(&mut ranked, &windows, if whole { 0.0 } else { PASSAGE_BESIDE_WINDOW });
        let sure = Sure::of(&ranker, query, by_lang, &ranked, &windows);
        Ok(Found { ranked, windows, sure })
    }

    /// Ranks over the corpus, or over all that there is on a region (`whole`).
    pub(super) fn ranker(&self, whole: bool) -> Ranker<'_> {
        let Self { corpus, lexis, senses, aims, tellings, editions, options: Options { weights, .. }, .. } = self;
        Ranker { corpus, lexis, senses, aims, tellings, editions, weights, whole }
    }

    /// Passages in a language that may answer: all of a region's when they are few, else what the retriever proposes.
    fn candidates(&self, query: &Query, lang: Lang, regions: &[String]) -> Result<Vec<PassageId>, RetrieveError> {
        let of_regions = self.articles_of(regions).into_iter().filter(|i| self.lexis.articles[*i].lang == lang);
        let all: Vec<PassageId> = of_regions.flat_map(|i| self.corpus.passages_of(i)).collect();
        if (1..=PASSAGES_OF_REGION).contains(&all.len()) {
            return Ok(all);
        }
        let found = self.retriever.retrieve(&search(query, &self.lexis, lang, regions))?;
        Ok(found.into_iter().map(|c| c.passage).collect())
    }

    /// Passages that the weights rank best, for measuring retrieval alone.
    pub fn passages(&self, question: &Question) -> Result<Vec<PassageId>, RetrieveError> {
        let query = self.understand(question);
        Ok(self.find(&query, &self.spellings(&query))?.ranked.into_iter().map(|r| r.passage).collect())
    }
}

/// Orders passages by their best windows, their own scores weighed in by `own`; those without a window keep their order
/// behind.
fn order_with_windows(ranked: &mut [Ranked], windows: &[Window], own: f32) {
    let mut best: FxHashMap<PassageId, f32> = FxHashMap::default();
    for window in windows {
        best.entry(window.passage).or_insert(window.score);
    }
    let score = |r: &Ranked| best.get(&r.passage).map_or(f32::NEG_INFINITY, |window| window + own * r.score);
    ranked.sort_by(|a, b| score(b).total_cmp(&score(a)));
}

/// The search for a query in the texts of one language.
fn search(query: &Query, lexis: &Lexis, lang: Lang, regions: &[String]) -> Search {
    let content = query.terms.iter().filter(|t| t.is_content()).count();
    let searched = query.terms.iter().filter(|t| t.is_content() || content < 2);
    let mut stems: Vec<(String, f32)> = Vec::new();
    let mut words = Vec::new();
    for term in searched {
        for (stem, similarity) in &term.views[lang_index(lang)].stems {
            stems.push((lexis.stems.name(*stem).to_owned(), term.weight * similarity));
        }
        words.extend(term.surface.map(|s| (lexis.surfaces.name(s).to_owned(), 0.5 * term.weight)));
    }
    // What the filters rule out must not crowd out what they leave.
    let passages = if query.filters.is_empty() { PASSAGES } else { FILTERED_PASSAGES };
    Search { lang, regions: regions.to_vec(), stems, words, passages, articles: ARTICLES }
}

impl Ask {
    /// Names of the regions that have articles, those with most articles first.
    pub fn covered(&self, lang: Lang) -> Vec<String> {
        self.largest_first().into_iter().map(|id| self.regions.name(id, lang_index(lang)).to_owned()).collect()
    }

    /// The regions that have articles, those with most articles first.
    pub fn largest_first(&self) -> Vec<RegionId> {
        let mut all: Vec<_> = self.regions.covered().collect();
        all.sort_by_cached_key(|id| (std::cmp::Reverse(self.articles_of(self.regions.spellings(*id)).len()), *id));
        all
    }

    /// Questions that the corpus answers with a list, one topic after the other.
    pub fn examples(&self, lang: Lang) -> Vec<String> {
        super::compose::examples(self, lang, self.regions.covered())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;

    #[test]
    fn passages_go_by_their_best_windows_and_their_own_scores() {
        let ranked = |passage: u32, score: f32| Ranked {
            passage: PassageId(passage),
            score,
            features: [0.0; weights::PASSAGE.len()],
            hits: Vec::new(),
            forms: Vec::new(),
        };
        let window = |passage: u32, score: f32| Window {
            passage: PassageId(passage),
            sentences: (0, 0),
            span: Span::new(0, 1),
            features: [0.0; weights::WINDOW.len()],
            score,
            said: 0,
            meant: 0,
            told: 0,
            typed: None,
        };
        // Windows come best first; the third passage has none.
        let windows = [window(1, 5.0), window(0, 4.0), window(0, 3.0)];
        let order = |own: f32| {
            let mut all = vec![ranked(0, 9.0), ranked(1, 7.0), ranked(2, 8.0)];
            order_with_windows(&mut all, &windows, own);
            all.iter().map(|r| r.passage.0).collect::<Vec<_>>()
        };
        assert_eq!((order(0.0), order(1.0)), (vec![1, 0, 2], vec![0, 1, 2]));
    }
}

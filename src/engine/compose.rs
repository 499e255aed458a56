//! From what was found to an [`Answer`].
//!
//! In this order: a region without articles is said to be one; a list that is asked for is given whole; else the best
//! quotes are given if the confidence reaches the threshold; else the bot is silent and says why.

use super::ask::{Ask, Found};
use super::blocks::{self, Fitting, Wish};
use super::lexis::lang_index;
use super::listing::{self, Listing};
use super::lists::{Lists, articles_in};
use super::query::{Query, Wanted};
use super::retrieve::RetrieveError;
use super::sieve::Sieve;
use super::statements;
use super::statements::blocks::asks_for_what_is_gone;
use super::topics;
use super::twins::{is_reprint, newest_first, shares_a_sentence};
use super::windows::{Window, fits};
use crate::domain::{
    Abstention, Answer, AnswerKind, Citation, Kind, Lang, PassageId, Reason, RegionId, Span, Statement, Topic,
};
use crate::locale;
use crate::text::stem::stems;
use crate::text::words::words;

/// Quotes in one answer.
const QUOTES: usize = 3;
/// A further quote is given when its score is at least this share of the best one's.
const WORTH_ADDING: f32 = 0.5;
/// The same for a quote of another region than the best one's.
const WORTH_ADDING_FROM_ELSEWHERE: f32 = 0.8;
/// A quote that enumerates is preferred when its score is at least this share of the best one's.
const ENUMERATING: f32 = 0.75;
/// Scores from which a block is quoted that lists by more than commas; and, where perhaps one thing is asked for, from
/// which such a block and any other are.
const LIKELY_LIST: f32 = 4.9;
/// See [`LIKELY_LIST`].
const PERHAPS_LIST: f32 = 6.0;
/// See [`LIKELY_LIST`].
const PERHAPS: f32 = 7.0;
/// The same of a block that comes along behind the best quote.
const BESIDE: f32 = 3.0;
/// Quotes of a block that comes along, at the most.
const FEW: usize = 6;
/// Quotes of one block, at the most.
const BLOCK: usize = 12;
/// Regions and questions offered instead of an answer.
const OFFERS: usize = 3;
/// Confidence of a list: found by rules, not by a score.
const LIST_CONFIDENCE: f32 = 0.95;
/// And for their first item: so many of the lists given on the tune half and the practice set begin with a right one.
const LIST_CERTAINTY: f32 = 0.83;
/// Share of the threshold at which quotes stand in for a list that was asked for and not found.
const UNLISTED: f32 = 0.8;

/// Makes the answer to one query.
pub struct Composer<'a> {
    ask: &'a Ask,
    query: &'a Query,
}

impl<'a> Composer<'a> {
    /// For a query.
    pub fn new(ask: &'a Ask, query: &'a Query) -> Self {
        Self { ask, query }
    }

    /// The answer.
    pub fn answer(&self) -> Result<Answer, RetrieveError> {
        let spellings = self.ask.spellings(self.query);
        let lists = Lists::new(self.ask, self.query);
        let found = self.ask.find(self.query, &spellings)?;
        let asks = self.query.small_talk.is_none() && !self.says_nothing();
        let sure = found.sure.confidence >= self.threshold() && asks;
        let nowhere = || spellings.is_empty() && lists.is_of_an_unknown_place();
        if lists.topic().is_some() && (lists.is_out_of_time(&spellings) || nowhere()) {
            return Ok(self.say(found.sure.confidence, found.sure.certainty, AnswerKind::Abstention(self.abstain())));
        }
        let blocks = self.blocks(&found, &spellings, lists.topic());
        let list = lists.topic().and_then(|topic| {
            let (general, windows) = (lists.is_general(), &found.windows);
            let instead = topics::instead(&self.query.folded, topic);
            let gone = asks_for_what_is_gone(&self.query.folded);
            let left_out = |s: &Statement| s.names.is_empty() && self.names_left_out(s.citation.quote.text());
            let mut list = Listing { ask: self.ask, topic, instead, general, blocks: &blocks, windows, sure, gone }
                .list(lists.stated(&spellings))?;
            list.statements.retain(|s| !left_out(s));
            Some(list)
        });
        if let Some(list) = list.filter(|l| !l.statements.is_empty()) {
            return Ok(self.say(LIST_CONFIDENCE, LIST_CERTAINTY, AnswerKind::List(list)));
        }
        // A block that is no list of the topic asked for tells nothing, but what is gone.
        let tells = |b: &Fitting<'_>| b.speaks && b.score >= listing::SURE && (lists.topic().is_none() || b.gone);
        let told = self.asks_for_many() && blocks.first().is_some_and(tells);
        let citations = if sure || told { self.quotes(&found, &blocks, !spellings.is_empty()) } else { Vec::new() };
        if !citations.is_empty() {
            return Ok(self.say(found.sure.confidence, found.sure.certainty, AnswerKind::Quotes(citations)));
        }
        let abstention = self.abstain();
        // Of a region without articles nothing can be said, however well others' articles fit the words.
        let (confidence, certainty) =
            if abstention.reason == Reason::Topic { (found.sure.confidence, found.sure.certainty) } else { (0.0, 0.0) };
        Ok(self.say(confidence, certainty, AnswerKind::Abstention(abstention)))
    }

    /// The blocks that enumerate what is asked for, best first, where several things are.
    fn blocks(&self, found: &Found, spellings: &[String], topic: Option<Topic>) -> Vec<Fitting<'a>> {
        let (text, many) = (&self.query.folded, self.query.many);
        let several = || !self.asks_for_one() && (many.is_some() || topics::perhaps_many(text, self.query.wanted));
        if self.query.regions.only_uncovered() || (topic.is_none() && (spellings.is_empty() || !several())) {
            return Vec::new();
        }
        let names = match topic {
            Some(topic) => matches!(topic, Topic::Partners | Topic::Residents),
            None => many.map_or_else(|| topics::asks_for_bodies(text), |m| m.names),
        };
        let sieve = Sieve::new(self.ask, &self.query.filters, spellings);
        blocks::fitting(self.ask, self.query, found, &sieve, Wish { topic, names })
    }

    /// The confidence that is enough: less where a list is asked for of a region with articles and no pattern found one,
    /// because the passages that come nearest are worth more to the asker than silence.
    fn threshold(&self) -> f32 {
        let listed = self.query.list.is_some() && !self.query.regions.covered.is_empty();
        self.ask.options.threshold * if listed { UNLISTED } else { 1.0 }
    }

    fn say(&self, confidence: f32, certainty: f32, kind: AnswerKind) -> Answer {
        let assumptions = match &kind {
            AnswerKind::Abstention(_) => Vec::new(),
            _ => self.query.assumptions.clone(),
        };
        Answer { lang: self.query.lang, confidence, certainty, assumptions, missing: Vec::new(), kind }
    }

    // --- quotes ---

    /// The best quotes. Of a region (`regional`), whose sentences all speak of much the same, one that enumerates says more
    /// than those that come nearer to the words; of anything else the words alone tell what is meant.
    fn quotes(&self, found: &Found, blocks: &[Fitting<'_>], regional: bool) -> Vec<Citation> {
        let sieve = Sieve::new(self.ask, &self.query.filters, &[]);
        let Some(best) = found.windows.first().map(|w| w.score) else { return Vec::new() };
        let block = self.block(blocks, found);
        if let Some((citations, true)) = block {
            return self.without_those_left_out(citations);
        }
        let mut out = match block {
            Some((citations, _)) => citations,
            None if regional => self.enumeration(found, best).into_iter().collect(),
            None => Vec::new(),
        };
        let enumerated = !out.is_empty();
        let mut beside = if self.asks_for_many() { self.beside(blocks) } else { Vec::new() };
        let home = found.windows.first().map(|w| &self.ask.corpus.article_of(w.passage).meta.region);
        // Where no region is named, one that others speak for is hardly meant as well, and one whose article does not know
        // the names that the best one's knows is another matter.
        let names = found.windows.first().map_or(0, |w| self.names_known(w.passage));
        let enough = |w: &Window| {
            let at_home = home == Some(&self.ask.corpus.article_of(w.passage).meta.region);
            w.score >= best * if at_home { WORTH_ADDING } else { WORTH_ADDING_FROM_ELSEWHERE }
                && (at_home || names & !self.names_known(w.passage) == 0)
        };
        for window in found.windows.iter().filter(|w| enough(w)) {
            if out.len() >= QUOTES {
                break;
            }
            let span = self.with_what_it_leans_on(window);
            let article = self.ask.corpus.article_of(window.passage);
            let overlaps = |c: &Citation| c.quote.article().meta.id == article.meta.id && c.quote.span().overlaps(span);
            if out.iter().any(overlaps)
                || !self.may_be_said(window.passage, span)
                || !sieve.allows_quote(window.passage, span)
            {
                continue;
            }
            if let Some(citation) = self.cite(window.passage, span, window.score) {
                add_unless_said(&mut out, citation);
            }
            for citation in beside.drain(..) {
                let span = citation.quote.span();
                let said = |c: &Citation| {
                    c.quote.article().meta.id == citation.quote.article().meta.id && c.quote.span().overlaps(span)
                };
                if !out.iter().any(said) {
                    out.push(citation);
                }
            }
        }
        if self.query.filters.years.is_none() && !enumerated && out.len() <= QUOTES {
            newest_first(&mut out);
        }
        self.without_those_left_out(out)
    }

    /// The quotes without those that are about what the question leaves out.
    fn without_those_left_out(&self, mut quotes: Vec<Citation>) -> Vec<Citation> {
        quotes.retain(|c| !self.names_left_out(c.quote.text()));
        quotes
    }

    /// The names and numbers of the question that a passage's article holds, as bits.
    fn names_known(&self, passage: PassageId) -> u64 {
        let article = &self.ask.lexis.articles[self.ask.corpus.article_index(passage)];
        let lang = lang_index(article.lang);
        let named = |t: &super::query::Term| t.name || t.word.starts_with(|c: char| c.is_numeric());
        let held = |t: &super::query::Term| t.views[lang].stems.iter().any(|s| article.count(s.0) > 0);
        let terms = self.query.terms.iter().enumerate().filter(|(_, t)| t.is_content() && named(t) && held(t));
        terms.fold(0, |all, (i, _)| all | 1 << i)
    }

    /// The quotes of the block that fits best though not well: what comes along behind the best quote.
    fn beside(&self, blocks: &[Fitting<'_>]) -> Vec<Citation> {
        let Some(best) = blocks.first().filter(|b| b.score >= BESIDE && b.block.quotes.len() <= FEW) else {
            return Vec::new();
        };
        let article = &self.ask.corpus.articles()[best.article];
        let cite = |span| self.ask.curated.cite(article, span, best.score);
        best.quotes(self.ask).into_iter().filter_map(cite).collect()
    }

    /// Whether several things are asked for, to be sure.
    fn asks_for_many(&self) -> bool {
        self.query.list.is_some() || (self.query.asks_for_several() && !self.asks_for_one())
    }

    /// Whether one number or what one thing is is asked for, whatever the wording: "what interest do they pay".
    fn asks_for_one(&self) -> bool {
        let is_number = self.query.kinds.has_any(&[Kind::Share, Kind::Duration, Kind::Area, Kind::People]);
        is_number || self.query.wanted == Wanted::Definition
    }

    /// Whether the best quote is one thing of a block that alone says a word of the question: "the bonus of a small firm" is
    /// one row of the table.
    fn singles_out(&self, block: &Fitting<'_>, found: &Found) -> bool {
        let corpus = &self.ask.corpus;
        let items = || block.block.quotes.iter().map(|(span, _)| *span);
        let is_own = |w: &&Window| corpus.article_index(w.passage) == block.article;
        let is_one = |w: &&Window| is_own(w) && items().filter(|i| i.overlaps(w.span)).count() == 1;
        let Some(best) = found.windows.first().filter(is_one) else { return false };
        let beside = |w: &&Window| {
            !w.span.overlaps(best.span) && (block.block.lead.overlaps(w.span) || items().any(|i| i.overlaps(w.span)))
        };
        let others = found.windows.iter().filter(is_own).filter(beside).fold(0, |all, w| all | w.said);
        best.said & self.query.content_terms() & !others != 0
    }

    /// The quotes of the block that enumerates what is asked for, and whether that is sure: others beside them would
    /// name none of it.
    fn block(&self, blocks: &[Fitting<'_>], found: &Found) -> Option<(Vec<Citation>, bool)> {
        let best = blocks.first()?;
        let strong = best.block.shape.is_strong();
        let enough = match (self.asks_for_many(), strong) {
            (true, _) if best.gone => best.score >= listing::GONE && best.window >= listing::SEEN,
            (true, true) => best.score >= LIKELY_LIST && best.window >= ENUMERATING,
            (true, false) => best.score >= listing::LIKELY && best.window >= ENUMERATING,
            (false, true) => best.score >= PERHAPS_LIST,
            (false, false) => best.score >= PERHAPS && best.window >= ENUMERATING,
        };
        let who = self.query.many.is_some_and(|m| !m.certain);
        if !enough || who || (!self.asks_for_many() && self.singles_out(best, found)) {
            return None;
        }
        let article = &self.ask.corpus.articles()[best.article];
        let mut quotes = best.quotes(self.ask);
        // A quote that says more beside it fits the question better.
        if let ([one], Some(window)) = (quotes.as_slice(), found.windows.first()) {
            let same = self.ask.corpus.article_index(window.passage) == best.article;
            if same && window.span.contains(*one) {
                quotes = vec![window.span];
            }
        }
        let quotes = quotes.into_iter().take(BLOCK);
        let quotes: Vec<Citation> =
            quotes.filter_map(|span| self.ask.curated.cite(article, span, best.score)).collect();
        (!quotes.is_empty()).then_some((quotes, best.score >= listing::SURE))
    }

    /// The one quote that enumerates, where several things are asked for: others beside it would name none of them.
    fn enumeration(&self, found: &Found, best: f32) -> Option<Citation> {
        let many = self.query.many?;
        let share = if many.certain { ENUMERATING } else { 1.0 };
        let near = found.windows.iter().take_while(|w| w.score >= share * best);
        let text = |w: &Window| self.ask.corpus.article_of(w.passage).slice(w.span);
        let window = near.into_iter().find(|w| statements::enumerates(&self.ask.institutions, text(w), many.names))?;
        let span = self.with_what_it_leans_on(window);
        self.may_be_said(window.passage, span).then(|| self.cite(window.passage, span, window.score))?
    }

    /// A sentence that begins with "It" or "The third" takes the one before it along when both fit.
    fn with_what_it_leans_on(&self, window: &Window) -> Span {
        let sentences = self.ask.lexis.sentences_of(window.passage);
        let text = self.ask.corpus.article_of(window.passage);
        let (mut first, mut span) = (window.sentences.0, window.span);
        while first > 0 && sentences[first].leans_back {
            let with_it = Span::new(sentences[first - 1].span.start, span.end);
            if !fits(text.slice(with_it)) {
                break;
            }
            (first, span) = (first - 1, with_it);
        }
        span
    }

    /// Whether a quote names what the question leaves out and no others beside it.
    fn names_left_out(&self, text: &str) -> bool {
        self.query.filters.leaves_out(text) && !statements::enumerates(&self.ask.institutions, text, false)
    }

    /// When the question names only regions without articles, a quote must speak of one of them itself.
    fn may_be_said(&self, passage: PassageId, span: Span) -> bool {
        let named = &self.query.regions;
        if !named.only_uncovered() {
            return true;
        }
        let text = self.ask.corpus.article_of(passage).slice(span);
        let stems = stems(text);
        self.query.list.is_none() && named.uncovered_stems.iter().any(|s| stems.contains(s))
    }

    fn cite(&self, passage: PassageId, span: Span, score: f32) -> Option<Citation> {
        self.ask.curated.cite(self.ask.corpus.article_of(passage), span, score)
    }

    // --- silence ---

    fn abstain(&self) -> Abstention {
        let named = &self.query.regions;
        let reason = if named.only_uncovered() && self.query.small_talk.is_none() {
            Reason::Region
        } else if self.query.small_talk.is_some() || self.makes_no_sense() || self.says_nothing() {
            Reason::Unclear
        } else {
            Reason::Topic
        };
        let lang = lang_index(self.query.lang);
        let covered = named.covered.first().map(|id| self.ask.regions.name(*id, lang).to_owned());
        let region = if reason == Reason::Region { named.uncovered.first().cloned() } else { covered };
        let offered: Vec<_> = match named.covered.as_slice() {
            [] => self.ask.regions.covered().collect(),
            some => some.to_vec(),
        };
        let regions = offered.iter().take(OFFERS).map(|id| self.ask.regions.name(*id, lang).to_owned()).collect();
        let examples = examples(self.ask, self.query.lang, offered.into_iter());
        Abstention { reason, small_talk: self.query.small_talk, region, regions, examples }
    }

    /// It is made of stop words alone: «ну что там вообще как оно».
    fn says_nothing(&self) -> bool {
        let named = &self.query.regions;
        named.covered.is_empty() && named.uncovered.is_empty() && !self.query.has_content()
    }

    /// No word of it, not even a stop word, is known to the texts.
    fn makes_no_sense(&self) -> bool {
        let known = |t: &super::query::Term| !t.is_content() || t.views.iter().any(|v| !v.stems.is_empty());
        !self.query.terms.iter().any(known)
    }
}

/// Adds a quote; the same words, or nearly the same, from another article are folded under the earlier source.
fn add_unless_said(out: &mut Vec<Citation>, citation: Citation) {
    if let Some(said) = out.iter_mut().find(|c| is_reprint(&c.quote, &citation.quote)) {
        if citation.quote.article().meta.date < said.quote.article().meta.date {
            let score = said.score;
            *said = Citation { score, ..citation };
        }
    } else if !out.iter().any(|c| shares_a_sentence(&c.quote, &citation.quote)) {
        // What says the same beside something else is no news.
        out.push(citation);
    }
}

/// The words of a text, for comparing quotes.
pub(super) fn folded(text: &str) -> String {
    words(text).into_iter().map(|w| w.folded).collect::<Vec<_>>().join(" ")
}

/// A question that a list answers, in the asker's language.
pub fn example(lang: Lang, topic: Topic, region: &str) -> String {
    let key = match topic {
        Topic::Directions => "example-directions",
        Topic::Partners => "example-partners",
        Topic::Programmes => "example-programmes",
        Topic::Residents => "example-residents",
    };
    locale::text(lang, key, &[("region", region.into())])
}

/// Questions about the regions that their articles answer with a list, at most three.
pub(super) fn examples(ask: &Ask, lang: Lang, regions: impl Iterator<Item = RegionId>) -> Vec<String> {
    let of_region = |id: RegionId| {
        let articles = articles_in(ask, ask.regions.spellings(id));
        let stated = move |topic| articles.iter().any(|i| ask.stated[*i].found.iter().any(|f| f.topic == topic));
        let topics = Topic::ALL.into_iter().filter(move |t| stated(*t));
        topics.map(move |t| example(lang, t, ask.regions.name(id, lang_index(lang))))
    };
    regions.flat_map(of_region).take(OFFERS).collect()
}

//! The filters of one query held against one corpus: which articles, passages and quotes they leave.

use std::ops::Range;

use super::ask::Ask;
use super::filters::{Filters, Phrase, Ruled, Time};
use super::lexis::lang_index;
use crate::domain::{PassageId, Span};

/// Words that make a phrase a long one, and the share of them that must be there.
const LONG: usize = 4;
const MOST_OF_IT: f32 = 0.6;

/// What a year filter leaves of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Nothing,
    /// Passages that speak of the years.
    Some,
    All,
}

/// The filters of one query over one corpus.
pub struct Sieve<'a> {
    ask: &'a Ask,
    filters: &'a Filters,
    /// Stems of the years asked for that the corpus holds.
    years: Vec<u32>,
    /// By phrase: whether texts of another language hold it as it is written; then it need not be looked for in translation.
    borrowed: Vec<bool>,
    /// By position in the corpus; empty when all are left.
    left: Vec<Left>,
}

impl<'a> Sieve<'a> {
    /// For the articles of some regions (all when empty).
    pub fn new(ask: &'a Ask, filters: &'a Filters, regions: &[String]) -> Self {
        let mut out = Self { ask, filters, years: Vec::new(), borrowed: Vec::new(), left: Vec::new() };
        if filters.is_empty() {
            return out;
        }
        let years = filters.years.into_iter().flat_map(|y| y.from..=y.to);
        out.years = years.filter_map(|y| ask.lexis.stems.get(&y.to_string())).collect();
        let articles = ask.corpus.articles();
        let within = |i: usize| regions.is_empty() || regions.contains(&articles[i].meta.region);
        let borrowed = |phrase: &Phrase| (0..articles.len()).any(|i| within(i) && out.borrows(i, phrase));
        out.borrowed = filters.phrases.iter().map(borrowed).collect();
        let anywhere = regions.is_empty() && filters.time == Time::Any;
        let dated = !anywhere && (0..articles.len()).any(|i| within(i) && out.is_of_time(i));
        // Without a region the articles that speak of a year are about anything.
        let spoken = !regions.is_empty()
            && filters.time != Time::Any
            && (0..articles.len()).any(|i| within(i) && out.speaks_of_time(i));
        let leave = |i| if within(i) { out.leave(i, dated, spoken) } else { Left::Nothing };
        out.left = (0..articles.len()).map(leave).collect();
        out
    }

    fn is_of_time(&self, article: usize) -> bool {
        let year = self.ask.corpus.articles()[article].meta.date.year();
        self.filters.years.is_some_and(|y| (y.from..=y.to).contains(&year))
    }

    fn speaks_of_time(&self, article: usize) -> bool {
        let Some(years) = self.filters.years else { return false };
        let date = self.ask.corpus.articles()[article].meta.date.year();
        let beside = [date.wrapping_sub(1), date + 1].iter().any(|y| (years.from..=years.to).contains(y));
        self.names_time(article)
            || beside && self.ask.corpus.passages_of(article).any(|p| self.passage_speaks_of_time(article, p))
    }

    /// Whether an article names one of the years.
    fn names_time(&self, article: usize) -> bool {
        self.years.iter().any(|y| self.ask.lexis.articles[article].count(*y) > 0)
    }

    /// Whether a passage names one of the years, or calls it last or next year.
    fn passage_speaks_of_time(&self, article: usize, passage: PassageId) -> bool {
        let tokens = &self.ask.lexis.passages[passage.index()].tokens;
        let date = self.ask.corpus.articles()[article].meta.date.year();
        let meant = |y: u16| self.filters.years.is_some_and(|years| (years.from..=years.to).contains(&y));
        let lexis = &self.ask.lexis;
        let word = |t: u32| lexis.surfaces.name(lexis.surface[t as usize]);
        let beside = |t: u32| {
            let year = t + 1 < tokens.end && ["year", "год"].iter().any(|y| word(t + 1).starts_with(y));
            let is = |beginnings: &[&str]| beginnings.iter().any(|b| word(t).starts_with(b));
            year && (meant(date - 1) && is(&["last", "previous", "past", "прошл", "минувш", "предыдущ"])
                || meant(date + 1) && is(&["next", "coming", "следующ", "будущ"]))
        };
        self.name_time(tokens) || tokens.clone().any(beside)
    }

    fn leave(&self, article: usize, dated: bool, spoken: bool) -> Left {
        let meta = &self.ask.corpus.articles()[article].meta;
        let too_old = self.filters.not_before.is_some_and(|date| meta.date < date);
        let phrases = self.filters.phrases.iter().zip(&self.borrowed);
        if too_old || !phrases.into_iter().all(|(phrase, borrowed)| self.holds(article, phrase, *borrowed)) {
            return Left::Nothing;
        }
        let unlimited = self.filters.years.is_none() || !(dated || spoken);
        if self.filters.time == Time::Sentences {
            if self.names_time(article) { Left::Some } else { Left::Nothing }
        } else if unlimited || self.is_of_time(article) {
            Left::All
        } else if dated && self.filters.time == Time::Passages {
            Left::Some
        } else if self.speaks_of_time(article) {
            Left::All
        } else {
            Left::Nothing
        }
    }

    /// Whether an article in another language than a phrase holds it as it is written.
    fn borrows(&self, article: usize, phrase: &Phrase) -> bool {
        let lexis = &self.ask.lexis;
        let lang = lexis.articles[article].lang;
        let stands = |p: PassageId| phrase.stands_as_written(lexis, &lexis.passages[p.index()].tokens);
        phrase.is_foreign_to(lang) && self.ask.corpus.passages_of(article).any(stands)
    }

    /// Whether an article holds a phrase in its text or its title.
    fn holds(&self, article: usize, phrase: &Phrase, borrowed: bool) -> bool {
        let lexis = &self.ask.lexis;
        let held = &lexis.articles[article];
        let foreign = phrase.is_foreign_to(held.lang) && !borrowed;
        let stems = |w: &Ruled| w.views[lang_index(held.lang)].stems.clone();
        let in_title = |w: &Ruled| stems(w).iter().any(|s| held.title.binary_search(&s.0).is_ok());
        let known =
            |w: &Ruled| (foreign && stems(w).is_empty()) || stems(w).iter().any(|s| held.count(s.0) > 0) || in_title(w);
        let (there, all) = (phrase.content().filter(|w| known(w)).count(), phrase.content().count());
        // In another language half of its words, and a name or two by their sound, are as much as one can know.
        if there < all && !(foreign && there * 2 >= all) {
            // Nobody remembers a long phrase word for word.
            return all >= LONG && there as f32 >= MOST_OF_IT * all as f32;
        }
        let stands = |p: PassageId| phrase.stands_in(lexis, &lexis.passages[p.index()].tokens, held.lang);
        foreign || all >= LONG || phrase.content().all(in_title) || self.ask.corpus.passages_of(article).any(stands)
    }

    /// Whether an article may be quoted from.
    pub fn allows_article(&self, article: usize) -> bool {
        self.left.get(article).is_none_or(|left| *left != Left::Nothing)
    }

    /// Whether a passage may be quoted from.
    pub fn allows(&self, passage: PassageId) -> bool {
        let tokens = &self.ask.lexis.passages[passage.index()].tokens;
        self.left.get(self.ask.corpus.article_index(passage)).is_none_or(|left| match left {
            Left::Nothing => false,
            Left::Some => self.passage_speaks_of_time(self.ask.corpus.article_index(passage), passage),
            Left::All => true,
        }) && !self.is_ruled_out(tokens)
    }

    /// Whether a part of a passage may be quoted: its own words, as far as the filters are about the quote itself.
    pub fn allows_quote(&self, passage: PassageId, span: Span) -> bool {
        if self.filters.is_empty() {
            return true;
        }
        let lexis = &self.ask.lexis;
        let sentences = lexis.sentences_of(passage).iter().filter(|s| s.span.overlaps(span));
        let tokens = sentences
            .fold(None, |all: Option<Range<u32>>, s| Some(all.map_or(s.tokens.clone(), |a| a.start..s.tokens.end)));
        let lang = self.ask.corpus.article_of(passage).meta.lang;
        tokens.is_none_or(|tokens| {
            !self.is_ruled_out(&tokens)
                && (self.filters.time != Time::Sentences || self.name_time(&tokens))
                && (!self.filters.in_quote
                    || self.filters.phrases.iter().all(|p| p.is_foreign_to(lang) || p.stands_in(lexis, &tokens, lang)))
        })
    }

    /// Whether a statement of a list may be given.
    pub fn allows_statement(&self, article: usize, span: Span) -> bool {
        let corpus = &self.ask.corpus;
        let holds = |p: &PassageId| corpus.passage(*p).span.overlaps(span);
        let passage = if self.filters.is_empty() { None } else { corpus.passages_of(article).find(holds) };
        passage.is_none_or(|p| self.allows(p) && self.allows_quote(p, span))
    }

    /// Whether one of the years is among some tokens.
    fn name_time(&self, tokens: &Range<u32>) -> bool {
        self.stems(tokens).any(|s| self.years.contains(&s))
    }

    fn stems(&self, tokens: &Range<u32>) -> impl Iterator<Item = u32> {
        tokens.clone().map(|t| self.ask.lexis.stem_at(t))
    }

    fn is_ruled_out(&self, tokens: &Range<u32>) -> bool {
        let out = |stem| self.filters.without.iter().any(|w| w.views.iter().any(|v| v.surely().any(|s| s == stem)));
        !self.filters.without.is_empty() && self.stems(tokens).any(out)
    }
}

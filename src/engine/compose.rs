//! From what was found to an [`Answer`].
//!
//! In this order: a region without articles is said to be one; a list that is asked for is given whole; else the best
//! quotes are given if the confidence reaches the threshold; else the bot is silent and says why.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::ask::{Ask, Found};
use super::filters::Sieve;
use super::lexis::lang_index;
use super::query::Query;
use super::retrieve::RetrieveError;
use super::statements;
use super::twins::{is_reprint, newest_first};
use super::windows::{Window, fits};
use crate::domain::{
    Abstention, Answer, AnswerKind, Citation, Lang, PassageId, Quote, Reason, RegionId, Span, Statement, StatementList,
    Topic,
};
use crate::locale;
use crate::text::fragment;
use crate::text::stem::{stem, stems};
use crate::text::words::words;

/// Quotes in one answer.
const QUOTES: usize = 3;
/// A further quote is given when its score is at least this share of the best one's.
const WORTH_ADDING: f32 = 0.5;
/// Statements in one list: more would not be read.
const STATEMENTS: usize = 40;
/// Regions and questions offered instead of an answer.
const OFFERS: usize = 3;
/// Confidence of a list: found by rules, not by a score.
const LIST_CONFIDENCE: f32 = 0.95;
/// Share of a list question's particular words that its articles must hold.
const LIST_COVERAGE: f32 = 0.5;

/// Stems of words of list questions that do not narrow the list.
static GENERAL: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = "direction area priority support region regional partner company corporation organisation organization institution \
    enterprise business cooperate cooperation collaborate collaboration work programme program measure grant subsidy project initiative \
    scheme incentive instrument tool state government governor authority technology technological tech high innovation innovative \
    innovator development policy main key major big large exist available offer mention announce describe mean current today \
    направление приоритет поддержка область регион региональный край республика партнер партнерский компания корпорация организация \
    институт предприятие бизнес сотрудничать сотрудничество взаимодействовать взаимодействие работать работа программа мера грант \
    субсидия проект инициатива льгота инструмент конкурс государство власть губернатор правительство технология технологический \
    высокотехнологичный инновация инновационный развитие политика основной ключевой главный крупный существовать действовать \
    назвать называть упомянуть предлагать предложить сегодня сфера";
    words.split_whitespace().map(|w| stem(w).into_owned()).collect()
});

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
        if let Some(list) = self.list(&spellings) {
            return Ok(self.say(LIST_CONFIDENCE, AnswerKind::List(list)));
        }
        let found = self.ask.find(self.query, &spellings)?;
        let sure = found.confidence >= self.ask.options.threshold && self.query.small_talk.is_none();
        let citations = if sure { self.quotes(&found) } else { Vec::new() };
        if !citations.is_empty() {
            return Ok(self.say(found.confidence, AnswerKind::Quotes(citations)));
        }
        Ok(self.say(found.confidence, AnswerKind::Abstention(self.abstain(&found))))
    }

    fn say(&self, confidence: f32, kind: AnswerKind) -> Answer {
        let assumptions = match &kind {
            AnswerKind::Abstention(_) => Vec::new(),
            _ => self.query.assumptions.clone(),
        };
        Answer { lang: self.query.lang, confidence, assumptions, missing: Vec::new(), kind }
    }

    // --- quotes ---

    fn quotes(&self, found: &Found) -> Vec<Citation> {
        let sieve = Sieve::new(self.ask, &self.query.filters, &[]);
        let Some(best) = found.windows.first().map(|w| w.score) else { return Vec::new() };
        let mut taken: Vec<(PassageId, Span)> = Vec::new();
        let mut out: Vec<Citation> = Vec::new();
        for window in found.windows.iter().filter(|w| w.score >= WORTH_ADDING * best) {
            let span = self.with_what_it_leans_on(window);
            let article = self.ask.corpus.article_index(window.passage);
            let overlaps =
                |(p, s): &(PassageId, Span)| self.ask.corpus.article_index(*p) == article && s.overlaps(span);
            if taken.iter().any(overlaps)
                || !self.may_be_said(window.passage, span)
                || !sieve.allows_quote(window.passage, span)
            {
                continue;
            }
            if let Some(citation) = self.cite(window.passage, span, window.score) {
                taken.push((window.passage, span));
                add_unless_said(&mut out, citation);
            }
            if out.len() == QUOTES {
                break;
            }
        }
        if self.query.filters.years.is_none() {
            newest_first(&mut out);
        }
        out
    }

    /// A sentence that begins with "It" or "The third" takes the one before it along when both fit.
    fn with_what_it_leans_on(&self, window: &Window) -> Span {
        let sentences = self.ask.lexis.sentences_of(window.passage);
        let (first, last) = window.sentences;
        let leans = self.ask.lexis.leans_back(&sentences[first].tokens);
        if first == 0 || first != last || !leans {
            return window.span;
        }
        let both = Span::new(sentences[first - 1].span.start, window.span.end);
        if fits(self.ask.corpus.article_of(window.passage).slice(both)) { both } else { window.span }
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
        cite(self.ask.corpus.article_of(passage), span, score)
    }

    // --- lists ---

    fn list(&self, spellings: &[String]) -> Option<StatementList> {
        if self.query.regions.only_uncovered() {
            return None;
        }
        let topic = self.topic()?;
        let sieve = Sieve::new(self.ask, &self.query.filters, spellings);
        let mut articles = articles_in(self.ask, spellings);
        articles.retain(|i| sieve.allows_article(*i));
        if !self.speaks_of(&articles) || self.names_one_institution(topic) {
            return None;
        }
        let mut out = Vec::new();
        let (mut said, mut keys) = (HashSet::new(), HashSet::new());
        for index in &articles {
            for found in self.ask.stated[*index]
                .found
                .iter()
                .filter(|f| f.topic == topic && sieve.allows_statement(*index, f.span))
            {
                let fresh =
                    found.keys.is_empty() | found.keys.iter().fold(false, |fresh, k| keys.insert(k.clone()) | fresh);
                if let Some(statement) =
                    self.state(*index, found).filter(|s| fresh && said.insert(folded(s.citation.quote.text())))
                {
                    out.push(statement);
                }
            }
        }
        out.truncate(STATEMENTS);
        let announced = articles.iter().flat_map(|i| &self.ask.stated[*i].announced).find(|a| a.topic == topic);
        let announced = announced.map(|a| (a.announced, a.described));
        (!out.is_empty()).then_some(StatementList { topic, statements: out, announced })
    }

    /// The topic of the list: the one asked for; directions when nothing but a region is named.
    fn topic(&self) -> Option<Topic> {
        let only_region = !self.query.regions.covered.is_empty() && !self.query.has_content();
        self.query.list.or(only_region.then_some(Topic::Directions))
    }

    /// Whether the articles know most of what the question says beyond the general words of list questions.
    fn speaks_of(&self, articles: &[usize]) -> bool {
        let particular: Vec<_> =
            self.query.terms.iter().filter(|t| t.is_content() && !GENERAL.contains(stem(&t.word).as_ref())).collect();
        let held = |t: &&super::query::Term| {
            articles.iter().any(|i| {
                let article = &self.ask.lexis.articles[*i];
                let view = &t.views[lang_index(article.lang)];
                view.stems.iter().any(|s| article.count(s.0) > 0 || article.title.binary_search(&s.0).is_ok())
            })
        };
        let known = particular.iter().filter(|t| held(t)).count();
        particular.is_empty() || known as f32 >= LIST_COVERAGE * particular.len() as f32
    }

    /// "Is Gazprom a partner?" asks about one, not for all.
    fn names_one_institution(&self, topic: Topic) -> bool {
        topic == Topic::Partners && self.ask.institutions.any(&self.query.text)
    }

    fn state(&self, article: usize, found: &statements::Found) -> Option<Statement> {
        let article = &self.ask.corpus.articles()[article];
        let names = found.names.iter().map(|n| article.slice(*n).trim_matches(QUOTATION_MARKS).to_owned()).collect();
        Some(Statement { names, citation: cite(article, found.span, 1.0)? })
    }

    // --- silence ---

    fn abstain(&self, found: &Found) -> Abstention {
        let named = &self.query.regions;
        let reason = if named.only_uncovered() && self.query.small_talk.is_none() {
            Reason::Region
        } else if self.query.small_talk.is_some()
            || self.makes_no_sense()
            || (found.ranked.is_empty() && named.covered.is_empty() && !self.query.has_content())
        {
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

    /// No word of it, not even a stop word, is known to the texts.
    fn makes_no_sense(&self) -> bool {
        let known = |t: &super::query::Term| !t.is_content() || t.views.iter().any(|v| !v.stems.is_empty());
        !self.query.terms.iter().any(known)
    }
}

const QUOTATION_MARKS: [char; 6] = ['«', '»', '“', '”', '„', '"'];

pub(super) fn cite(article: &std::sync::Arc<crate::domain::Article>, span: Span, score: f32) -> Option<Citation> {
    let quote = Quote::cut(article, span).ok()?;
    let link = fragment::link(&article.meta.url, article.text.as_str(), span);
    Some(Citation { quote, link, score })
}

/// Adds a quote; the same words, or nearly the same, from another article are folded under the earlier source.
fn add_unless_said(out: &mut Vec<Citation>, citation: Citation) {
    let words = folded(citation.quote.text());
    let same = |c: &Quote| folded(c.text()) == words || is_reprint(c, &citation.quote);
    match out.iter_mut().find(|c| same(&c.quote)) {
        Some(said) => {
            if citation.quote.article().meta.date < said.quote.article().meta.date {
                let score = said.score;
                *said = Citation { score, ..citation };
            }
        }
        None => out.push(citation),
    }
}

fn folded(text: &str) -> String {
    words(text).into_iter().map(|w| w.folded).collect::<Vec<_>>().join(" ")
}

/// A question that a list answers, in the asker's language.
fn example(lang: Lang, topic: Topic, region: &str) -> String {
    let key = match topic {
        Topic::Directions => "example-directions",
        Topic::Partners => "example-partners",
        Topic::Programmes => "example-programmes",
    };
    locale::text(lang, key, &[("region", region.into())])
}

/// Articles of the regions, earliest first.
fn articles_in(ask: &Ask, spellings: &[String]) -> Vec<usize> {
    let articles = ask.corpus.articles();
    let mut out: Vec<usize> =
        (0..articles.len()).filter(|i| spellings.is_empty() || spellings.contains(&articles[*i].meta.region)).collect();
    out.sort_by_key(|i| articles[*i].meta.date);
    out
}

/// Questions about the regions that their articles answer with a list, at most three.
pub(super) fn examples(ask: &Ask, lang: Lang, regions: impl Iterator<Item = RegionId>) -> Vec<String> {
    let of_region = |id: RegionId| {
        let articles = articles_in(ask, ask.regions.spellings(id));
        let stated = move |topic| articles.iter().any(|i| ask.stated[*i].found.iter().any(|f| f.topic == topic));
        let topics = [Topic::Directions, Topic::Partners, Topic::Programmes].into_iter().filter(move |t| stated(*t));
        topics.map(move |t| example(lang, t, ask.regions.name(id, lang_index(lang))))
    };
    regions.flat_map(of_region).take(OFFERS).collect()
}

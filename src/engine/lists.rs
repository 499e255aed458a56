//! The complete list that a question asks for: which of the statements found beforehand belong to it.
//!
//! Of the statements on the topic in the articles of the regions named, those are taken that fit the question's
//! particular words (beyond "which partners does the region have") about as well as the best: a word counts for more
//! the nearer to the statement it stands. Partners that are gone and repetitions are left out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::ask::Ask;
use super::bridge::script_of;
use super::compose::folded;
use super::context::flag;
use super::intent::rule;
use super::lexis::lang_index;
use super::query::{Query, Term};
use super::sieve::Sieve;
use super::statements::Found;
use super::topics;
use crate::domain::{Corpus, PartialDate, PassageId, Span, Statement, Topic};
use crate::text::stem::{stem, stems};

/// Statements in one list: more would not be read.
const STATEMENTS: usize = 40;
/// How much of the question's particular words a list must fit at least, 0 to 1.
const LEAST_FIT: f32 = 0.3;
/// The same where the question names no region.
const LEAST_FIT_ANYWHERE: f32 = 0.5;
/// A statement is taken when it fits at least this share of what the best one does.
const LIKE_BEST: f32 = 0.75;

/// What a word is worth by where it stands: in the statement or what leads up to it, in its passage or the one before,
/// in the article's title, elsewhere in the article.
const HERE: f32 = 1.0;
const NEAR: f32 = 0.7;
const TITLE: f32 = 0.6;
const ARTICLE: f32 = 0.35;

/// Stems of words of list questions that do not narrow the list.
static GENERAL: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = include_str!("general.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace);
    words.map(|w| stem(w).into_owned()).collect()
});

/// A statement that may be taken.
struct Candidate<'a> {
    article: usize,
    found: &'a Found,
    fit: f32,
}

/// What patterns find for a list.
pub struct Stated {
    /// What is listed: the topic asked for, or the one under which sources may have it.
    pub topic: Topic,
    /// The statements, earliest first; at least one.
    pub statements: Vec<OneStated>,
    /// How many things the one article they are from announces and how many it names, where the two differ.
    pub announced: Option<(u32, u32)>,
}

/// One of them.
pub struct OneStated {
    /// Position of its article in the corpus.
    pub article: usize,
    /// Bytes of its sentence.
    pub span: Span,
    /// Bytes of what leads up to it and its likes.
    pub lead: Option<Span>,
    /// Whether it stands alone, in no list of the text.
    pub single: bool,
    /// What its names are joined by.
    pub keys: Vec<String>,
    /// What is said.
    pub statement: Statement,
}

/// Finds the list for one query.
pub struct Lists<'a> {
    ask: &'a Ask,
    query: &'a Query,
}

impl<'a> Lists<'a> {
    /// For a query.
    pub fn new(ask: &'a Ask, query: &'a Query) -> Self {
        Self { ask, query }
    }

    /// The statements asked for in articles of the regions so spelt, earliest first; `None` when no list is asked for or
    /// no statement is found.
    pub fn stated(&self, spellings: &[String]) -> Option<Stated> {
        let topic = self.topic()?;
        let sieve = Sieve::new(self.ask, &self.query.filters, spellings);
        let mut articles = self.of_the_years(articles_in(self.ask, spellings));
        articles.retain(|i| sieve.allows_article(*i));
        let other = || topics::instead(&self.query.folded, topic);
        let found = self.fitting(&articles, topic, &sieve).map(|taken| (topic, taken));
        let found = found.or_else(|| other().and_then(|t| self.fitting(&articles, t, &sieve).map(|taken| (t, taken))));
        let (topic, mut taken) = found?;
        if topic == Topic::Programmes {
            // The same programme in several years: what is said of it last.
            taken.sort_by_key(|c| (std::cmp::Reverse(self.date_of(c)), c.article));
        }
        // What several articles say in the same words is said by the earliest.
        let words: Vec<String> = taken.iter().map(|c| self.words_of(c)).collect();
        let mut earliest: HashMap<&str, &Candidate<'_>> = HashMap::new();
        for (candidate, words) in taken.iter().zip(&words) {
            let first = earliest.entry(words).or_insert(candidate);
            if self.date_of(candidate) < self.date_of(first) {
                *first = candidate;
            }
        }
        let mut out: Vec<OneStated> = Vec::new();
        let (mut said, mut keys) = (HashSet::new(), HashSet::new());
        for words in &words {
            let candidate = earliest[words.as_str()];
            let found = candidate.found;
            let gone = self.gone(&articles, candidate);
            let fresh = found.keys.iter().fold(false, |fresh, k| (!gone.contains(k) && keys.insert(k.clone())) | fresh);
            let statement = self.state(candidate, &gone);
            if let Some(statement) = statement.filter(|_| (fresh || found.keys.is_empty()) && said.insert(words)) {
                let (article, span, lead, single) = (candidate.article, found.span, found.lead, true);
                out.push(OneStated { article, span, lead, single, keys: found.keys.clone(), statement });
            }
        }
        out.sort_by_key(|s| s.statement.citation.quote.article().meta.date);
        out.truncate(STATEMENTS);
        let leads: Vec<_> = out.iter().map(|s| (s.article, s.lead)).collect();
        for one in &mut out {
            one.single = one.lead.is_none() || leads.iter().filter(|l| **l == (one.article, one.lead)).count() < 2;
        }
        // How many are announced is said of one article's list, not of what several say together.
        let of_one = out.iter().all(|s| s.article == out[0].article);
        let announced = out.first().filter(|_| of_one).map(|s| &self.ask.stated[s.article].announced);
        let announced = announced.into_iter().flatten().find(|a| a.topic == topic);
        let announced = announced.map(|a| (a.announced, a.described));
        (!out.is_empty()).then_some(Stated { topic, statements: out, announced })
    }

    fn date_of(&self, candidate: &Candidate<'_>) -> PartialDate {
        self.ask.corpus.articles()[candidate.article].meta.date
    }

    /// The words of a statement, for comparing.
    fn words_of(&self, candidate: &Candidate<'_>) -> String {
        folded(self.ask.corpus.articles()[candidate.article].slice(candidate.found.span))
    }

    /// The topic of the list: the one asked for; directions when nothing but a region is named. `None` where the regions
    /// named have no articles.
    pub fn topic(&self) -> Option<Topic> {
        if self.query.regions.only_uncovered() {
            return None;
        }
        let only_region = !self.query.regions.covered.is_empty() && !self.query.has_content();
        let yes_or_no = || {
            let text = self.query.text.to_lowercase();
            text.contains(" ли ") || YES_OR_NO.iter().any(|w| text.starts_with(w))
        };
        let asked = self.query.list.filter(|_| !yes_or_no());
        asked.or(only_region.then_some(Topic::Directions))
    }

    /// Whether the question names years of which the articles of the regions say nothing.
    pub fn is_out_of_time(&self, spellings: &[String]) -> bool {
        let articles = articles_in(self.ask, spellings);
        !articles.is_empty() && self.of_the_years(articles).is_empty()
    }

    /// The articles of the years that the question names; if there are none, those that speak of them; all where the
    /// years are still to come, since plans reach far.
    fn of_the_years(&self, articles: Vec<usize>) -> Vec<usize> {
        let Some(years) = self.query.filters.years else { return articles };
        let year = |i: &usize| self.ask.corpus.articles()[*i].meta.date.year();
        let some: Vec<usize> =
            articles.iter().copied().filter(|i| (years.from..=years.to).contains(&year(i))).collect();
        if !some.is_empty() || articles.iter().map(year).max() < Some(years.from) {
            return if some.is_empty() { articles } else { some };
        }
        let numbers = (years.from..=years.to).filter_map(|y| self.ask.lexis.stems.get(&y.to_string()));
        let numbers: Vec<u32> = numbers.collect();
        let speaks = |i: &usize| numbers.iter().any(|n| self.ask.lexis.articles[*i].count(*n) > 0);
        articles.into_iter().filter(speaks).collect()
    }

    /// Whether it is asked of a place that no text knows: "partners in Honduras", «партнёры Гондураса».
    pub fn is_of_an_unknown_place(&self) -> bool {
        let known = |t: &Term| t.views.iter().any(|v| v.surely().next().is_some());
        let unknown = |t: &Term| is_particular(t) && t.groups.is_empty() && !known(t);
        let terms = &self.query.terms;
        let mut pairs = self.query.sequence.windows(2).map(|pair| (&terms[pair[0]], &terms[pair[1]]));
        pairs.any(|(before, term)| unknown(term) && (term.name || PLACES.contains(&before.word.as_str())))
    }

    /// Whether all there is on the topic is asked for, nothing in particular.
    pub fn is_general(&self) -> bool {
        self.particular().is_empty()
    }

    /// The words that narrow the list.
    fn particular(&self) -> Vec<&'a Term> {
        let dated = self.query.filters.years.is_some();
        let narrows = |t: &&Term| is_particular(t) && !(dated && OF_YEARS.contains(&t.word.as_str()));
        self.query.terms.iter().filter(narrows).collect()
    }

    /// The statements on the topic that fit the question's particular words.
    fn fitting(&self, articles: &[usize], topic: Topic, sieve: &Sieve<'_>) -> Option<Vec<Candidate<'a>>> {
        let particular = self.particular();
        let no_region = self.query.regions.covered.is_empty();
        // What no text knows may be the name of another region.
        if no_region && particular.iter().any(|t| t.views.iter().all(|v| v.stems.is_empty())) {
            return None;
        }
        let at_home = |t: &&Term| self.ask.homes.is_at_home(t, &self.ask.lexis);
        let names: Vec<&Term> = particular.iter().copied().filter(at_home).collect();
        let mut all = Vec::new();
        for article in articles {
            for found in self.ask.stated[*article].found.iter() {
                if found.topic != topic || !sieve.allows_statement(*article, found.span) {
                    continue;
                }
                all.push(Candidate { article: *article, found, fit: self.fit(&particular, &names, *article, found) });
            }
        }
        // A list of directions is one: a word that only one of them holds does not leave the others out.
        if topic == Topic::Directions {
            let of_list: Vec<_> = all.iter().map(|c| (c.article, c.found.lead, c.fit)).collect();
            for c in all.iter_mut().filter(|c| c.found.lead.is_some()) {
                let same = of_list.iter().filter(|o| (o.0, o.1) == (c.article, c.found.lead));
                c.fit = same.map(|o| o.2).fold(0.0, f32::max);
            }
        }
        let asked = Relation::of(&self.query.text.to_lowercase());
        let related = |c: &Candidate<'_>| asked.iter().any(|r| r.is_in(self.ask, c));
        if all.iter().any(related) {
            all.retain(related);
        }
        let best = all.iter().map(|c| c.fit).fold(0.0, f32::max);
        if best < if no_region { LEAST_FIT_ANYWHERE } else { LEAST_FIT } {
            return None;
        }
        all.retain(|c| c.fit >= LIKE_BEST * best);
        if !particular.is_empty() && no_region {
            self.keep_one_region(&mut all);
        }
        Some(all)
    }

    /// Where no region is named but something particular is asked, the best statement's region is meant.
    fn keep_one_region(&self, all: &mut Vec<Candidate<'_>>) {
        let region = |c: &Candidate<'_>| self.ask.corpus.articles()[c.article].meta.region.clone();
        let best = all.iter().max_by(|a, b| a.fit.total_cmp(&b.fit).then(b.article.cmp(&a.article))).map(region);
        all.retain(|c| Some(region(c)) == best);
    }

    /// How well a statement fits the words, 0 to 1; 1 when there are none. `names` are those of them that are at home in
    /// one region.
    fn fit(&self, particular: &[&Term], names: &[&Term], article: usize, found: &Found) -> f32 {
        let lang = lang_index(self.ask.lexis.articles[article].lang);
        let weight = |t: &Term| match t.views[lang].stems.is_empty() {
            // Not known to these texts; of a word of the other language that says nothing.
            true => flag(script_of(&t.word) == Some(self.ask.lexis.articles[article].lang)),
            false => t.views[lang].idf.max(0.1),
        };
        let total: f32 = particular.iter().map(|t| weight(t)).sum();
        if total == 0.0 {
            return 1.0;
        }
        let place = Place::of(self.ask, article, found);
        let worth = |t: &Term| {
            let worth = t.views[lang].stems.iter().map(|s| s.1 * place.worth(self.ask, article, s.0));
            worth.fold(0.0, f32::max)
        };
        // What is said far from the one name that the question has is said of something else.
        if !names.is_empty() && names.iter().all(|t| worth(t) <= ARTICLE) {
            return 0.0;
        }
        particular.iter().map(|t| weight(t) * worth(t)).sum::<f32>() / total
    }

    /// Keys of partners that an article as new as the statement's, or a newer one, says are gone.
    fn gone(&self, articles: &[usize], candidate: &Candidate<'_>) -> HashSet<String> {
        if !matches!(candidate.found.topic, Topic::Partners | Topic::Residents) {
            return HashSet::new();
        }
        let date = |i: usize| self.ask.corpus.articles()[i].meta.date;
        let newer = articles.iter().filter(|i| date(**i) >= date(candidate.article));
        newer.flat_map(|i| &self.ask.stated[*i].gone).cloned().collect()
    }

    fn state(&self, candidate: &Candidate<'_>, gone: &HashSet<String>) -> Option<Statement> {
        let (article, found) = (&self.ask.corpus.articles()[candidate.article], candidate.found);
        let there = found.names.iter().zip(&found.keys).filter(|(_, key)| !gone.contains(*key));
        let there: Vec<_> = there.filter(|(n, _)| !self.query.filters.leaves_out(article.slice(**n))).collect();
        if there.is_empty() && !found.names.is_empty() {
            return None;
        }
        let names =
            there.into_iter().map(|(n, _)| article.slice(*n).trim_matches(QUOTATION_MARKS).to_owned()).collect();
        Some(Statement { names, citation: self.ask.curated.cite(article, found.span, 1.0)? })
    }
}

/// Words behind which a place is named.
const PLACES: [&str; 6] = ["in", "of", "at", "в", "во", "у"];
/// Words beside a number that is a year.
const OF_YEARS: [&str; 9] = ["year", "years", "год", "года", "году", "годом", "годы", "годов", "годах"];
pub(super) const QUOTATION_MARKS: [char; 8] = ['«', '»', '“', '”', '„', '"', '‘', '’'];
/// Questions that begin so want to hear yes or no.
const YES_OR_NO: [&str; 8] = ["is ", "are ", "does ", "do ", "did ", "has ", "was ", "правда "];

/// A way of being a partner, or a kind of measure, that both a question and a statement may name, in either language.
struct Relation(&'static Regex);

static RELATIONS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"\b(co-?)?found(ed|ers?)\b|учред|основал|основан|соучред",
        r"\bsign|\bagreement|memorand|соглашени|меморандум|подписа|\bдоговор",
        r"consorti|консорциум",
        r"\bcustomers?\b|заказчик",
        r"\bco-?invest|соинвест",
        r"corporate|корпоратив",
        r"industrial (partner|customer)|(индустриальн|промышленн)\S+ (партн|заказч)",
        r"\banchor|якорн",
        r"universit|\bвуз|университет",
        r"\bbanks?\b|\bбанк",
        r"development institutions|институт\S* развития",
        r"\bgrants?\b|\bгрант",
        r"\bloans?\b|\bза[её]м|\bзайм|кредит",
        r"\btax|налог",
        r"subsid|субсиди",
        r"voucher|ваучер",
        r"accelerat|акселерат",
        r"competition|contest|конкурс",
        r"\bexport|экспорт",
        r"\bclusters\b|\bкластер(ы|ов|ам|ами|ах)\b",
    ]
    .map(rule)
    .into()
});

impl Relation {
    /// The relations that a text in lower case names.
    fn of(text: &str) -> Vec<Self> {
        RELATIONS.iter().filter(|r| r.is_match(text)).map(Self).collect()
    }

    fn is_in(&self, ask: &Ask, candidate: &Candidate<'_>) -> bool {
        let article = &ask.corpus.articles()[candidate.article];
        let found = candidate.found;
        let mut spans = std::iter::once(found.span).chain(found.lead);
        spans.any(|s| self.0.is_match(&article.slice(s).to_lowercase()))
    }
}

fn is_particular(term: &Term) -> bool {
    let year = term.word.len() == 4 && term.word.parse::<u16>().is_ok();
    term.is_content() && !year && !GENERAL.contains(stem(&topics::mended(&term.word)).as_ref())
}

/// The stems around a statement.
struct Place {
    here: HashSet<u32>,
    near: HashSet<u32>,
}

impl Place {
    fn of(ask: &Ask, article: usize, found: &Found) -> Self {
        let text = &ask.corpus.articles()[article];
        let known = |span: Span| stems(text.slice(span)).into_iter().filter_map(|s| ask.lexis.stems.get(&s));
        let here = known(found.span).chain(found.lead.into_iter().flat_map(known)).collect();
        let mut near = HashSet::new();
        for passage in passages_near(&ask.corpus, article, found.passage) {
            let words = &ask.lexis.passages[passage.index()];
            let headings = words.heading.into_iter().map(|h| ask.lexis.passages[h.index()].tokens.clone());
            near.extend(std::iter::once(words.tokens.clone()).chain(headings).flatten().map(|t| ask.lexis.stem_at(t)));
        }
        Self { here, near }
    }

    fn worth(&self, ask: &Ask, article: usize, stem: u32) -> f32 {
        let words = &ask.lexis.articles[article];
        if self.here.contains(&stem) {
            HERE
        } else if self.near.contains(&stem) {
            NEAR
        } else if words.title.binary_search(&stem).is_ok() {
            TITLE
        } else if words.count(stem) > 0 {
            ARTICLE
        } else {
            0.0
        }
    }
}

/// The passage of a statement and the one before it.
fn passages_near(corpus: &Corpus, article: usize, passage: usize) -> impl Iterator<Item = PassageId> {
    corpus.passages_of(article).skip(passage.saturating_sub(1)).take(if passage == 0 { 1 } else { 2 })
}

/// Articles of the regions, earliest first.
pub(super) fn articles_in(ask: &Ask, spellings: &[String]) -> Vec<usize> {
    let articles = ask.corpus.articles();
    let mut out = if spellings.is_empty() { (0..articles.len()).collect() } else { ask.articles_of(spellings) };
    out.sort_by_key(|i| articles[*i].meta.date);
    out
}

//! Ways to understand one question, best first.
//!
//! An answer is looked for in the next reading only when the one before has none, so a question that is answered as
//! typed never meets the others.

use super::ask::Ask;
use super::filters::{self, Filters, Time, Years};
use super::query::{Query, Term, Wanted};
use super::{followup, repair};
use crate::domain::{PartialDate, Question};

/// How many dates are tried, newest first, when the question asks for what holds now.
const NEWEST: usize = 4;

/// The readings of a question; there is at least one.
pub fn readings<'a>(ask: &'a Ask, question: &'a Question) -> impl Iterator<Item = Query> + 'a {
    in_context(ask, question, ask.read(question))
}

/// The readings of a question that found nothing as typed, its text repaired.
pub fn repaired<'a>(ask: &'a Ask, question: &'a Question) -> impl Iterator<Item = Query> + 'a {
    let taken = filters::take(&question.text);
    let texts = repair::texts(&ask.understanding(), &taken.text);
    let read = move |text: &str| ask.understanding().reread(question, text, taken.without.clone());
    texts.into_iter().flat_map(move |text| in_context(ask, question, read(&text)))
}

/// A question with what it takes over from the one before it, and alone unless it leans on that.
fn in_context<'a>(ask: &'a Ask, question: &Question, alone: Query) -> impl Iterator<Item = Query> + 'a {
    let completed = ask.completed(question, &alone);
    let stands_alone = completed.is_none() || !followup::leans_back(&alone);
    let all = completed.into_iter().chain(stands_alone.then_some(alone));
    all.flat_map(move |query| filtered(ask, query))
}

/// A query with its filters taken strictly first, then less so.
fn filtered(ask: &Ask, query: Query) -> Vec<Query> {
    let with = |filters: Filters| Query { filters, ..query.clone() };
    let mut out = Vec::new();
    let has_capitals = query.text.chars().any(char::is_uppercase);
    let literal = (has_capitals && query.filters.phrases.iter().any(|p| !p.name))
        || (!query.filters.phrases.is_empty() && says_no_more(&query));
    if literal {
        out.push(with(Filters { in_quote: true, ..query.filters.clone() }));
    }
    if query.filters.now && query.filters.years.is_none() {
        let dates = dates(ask, &query).into_iter().take(NEWEST);
        out.extend(dates.map(|date| with(Filters { not_before: Some(date), ..query.filters.clone() })));
    }
    if query.filters.years.is_some_and(Years::are_many) && asks_for_the_years(&query) {
        out.push(with(Filters { time: Time::Sentences, ..query.filters.clone() }));
    }
    let times = [Time::Articles, Time::Any].into_iter().filter(|_| query.filters.years.is_some());
    let loose: Vec<Query> = times.map(|time| with(Filters { time, ..query.filters.clone() })).collect();
    out.push(query);
    out.extend(loose);
    out
}

/// Whether little but the years is asked for: "what happened in Tomsk before 2017". Whoever asks for something in particular
/// is answered by an article of that time, whose sentences need not name it; what a list holds "until 2030" is a plan for then.
fn asks_for_the_years(query: &Query) -> bool {
    let is_number = |t: &&Term| t.word.starts_with(char::is_numeric);
    let others = query.content().map(|(_, t)| t).filter(|t| t.is_content() && !t.general && !is_number(t)).count();
    query.list.is_none() && query.wanted == Wanted::What && others <= 1
}

/// Whether the question holds no word that carries meaning but the quoted ones.
fn says_no_more(query: &Query) -> bool {
    let quoted = |word: &str| query.filters.phrases.iter().any(|p| p.words.iter().any(|w| w.word == word));
    query.terms.iter().all(|t| !t.is_content() || quoted(&t.word))
}

/// Dates of the articles of the regions named, newest first, without the oldest: that one rules nothing out.
fn dates(ask: &Ask, query: &Query) -> Vec<PartialDate> {
    let articles = ask.articles_of(&ask.spellings(query));
    let mut dates: Vec<PartialDate> = articles.into_iter().map(|i| ask.corpus.articles()[i].meta.date).collect();
    dates.sort_unstable_by(|a, b| b.cmp(a));
    dates.dedup();
    dates.pop();
    dates
}

//! Facts of articles: what the lists are made of, and the sums and days in the text.
//!
//! Statements ([`statements`]) give directions, partners, programmes and residents; `amounts` and `deadlines` read sums of
//! money and days until which one can apply. Every fact has its sentence and the very words that name it; a curator's
//! notes have been put into effect. Nothing is inferred: what no words state is no fact.

mod amounts;
mod deadlines;

use self::amounts::amounts;
use self::deadlines::deadlines;
use super::ask::Ask;
use super::statements::names::Institutions;
use super::statements::{self, Found, Stated};
use crate::domain::{Article, Deed, Fact, FactKind, PassageKind, Span, Topic, Value};

impl Ask {
    /// The facts of all articles of the regions so spelt (of all regions when there is none), article by article.
    pub fn facts(&self, spellings: &[String]) -> Vec<Fact> {
        let articles = self.corpus.articles().iter().zip(&self.stated);
        let of_regions = articles.filter(|(a, _)| spellings.is_empty() || spellings.contains(&a.meta.region));
        of_regions.flat_map(|(article, stated)| of_article(article, stated, &self.institutions)).collect()
    }
}

/// The facts of one article, in the order of the text, those of a sentence by kind.
pub fn of_article(article: &Article, stated: &Stated, institutions: &Institutions) -> Vec<Fact> {
    let mut out: Vec<Fact> =
        stated.found.iter().flat_map(|found| of_statement(article, stated, institutions, found)).collect();
    let passages = article.passages.iter().filter(|p| p.kind != PassageKind::Heading);
    for sentence in passages.flat_map(|p| &p.sentences) {
        out.extend(values(article, *sentence));
    }
    note(article, &mut out);
    out.sort_by_key(|f| (f.span, f.kind, f.named));
    out
}

fn fact(article: &Article, kind: FactKind, name: String, value: Option<Value>, span: Span, named: Span) -> Fact {
    let meta = &article.meta;
    Fact { region: meta.region.clone(), kind, name, value, article: meta.id.clone(), span, named, date: meta.date }
}

fn of_statement(article: &Article, stated: &Stated, institutions: &Institutions, found: &Found) -> Vec<Fact> {
    let kind = FactKind::of_topic(found.topic);
    let bodies = matches!(found.topic, Topic::Partners | Topic::Residents);
    let named = found.names.iter().zip(&found.keys).filter(|(_, key)| !(bodies && stated.gone.contains(key)));
    let named: Vec<Fact> = named
        .map(|(span, key)| {
            let given = stated.renamed.iter().rev().find(|(k, _)| k == key).map(|(_, name)| name.as_str());
            let known = given.or_else(|| institutions.is_known(key).then_some(key.as_str()));
            let name = known.unwrap_or_else(|| article.slice(*span).trim_matches(MARKS)).to_owned();
            fact(article, kind, name, None, found.span, *span)
        })
        .collect();
    if !named.is_empty() || bodies {
        return named;
    }
    let at = found.span.start;
    let titles = statements::titles(article.slice(found.span)).into_iter();
    let moved = titles.map(|t| Span::new(t.start + at, t.end + at));
    moved.map(|t| fact(article, kind, article.slice(t).to_owned(), None, found.span, t)).collect()
}

const MARKS: [char; 8] = ['«', '»', '“', '”', '„', '"', '‘', '’'];

/// The sums and days in one sentence.
fn values(article: &Article, sentence: Span) -> Vec<Fact> {
    let text = article.slice(sentence);
    let money = amounts(text).into_iter().map(|(span, money)| (FactKind::Amount, span, Value::Money(money)));
    let days =
        deadlines(text, article.meta.date).into_iter().map(|(span, d)| (FactKind::Deadline, span, Value::Day(d)));
    money
        .chain(days)
        .map(|(kind, span, value)| {
            let named = Span::new(span.start + sentence.start, span.end + sentence.start);
            fact(article, kind, article.slice(named).to_owned(), Some(value), sentence, named)
        })
        .collect()
}

/// Puts the curator's notes on sums and days into effect; those on statements have been.
fn note(article: &Article, facts: &mut Vec<Fact>) {
    for note in &article.notes {
        let meant = |f: &Fact| {
            f.value.is_some()
                && note.kind.is_none_or(|kind| kind == f.kind)
                && article.slice(f.named).contains(&note.words)
        };
        match (&note.deed, note.kind) {
            (Deed::Suppress, _) => facts.retain(|f| !meant(f)),
            (Deed::Rename(name), _) => {
                facts.iter_mut().filter(|f| meant(f)).for_each(|f| f.name.clone_from(name));
            }
            (Deed::Add(name), Some(kind))
                if kind.topic().is_none() && !facts.iter().any(|f| f.kind == kind && meant(f)) =>
            {
                let sentences = article.passages.iter().flat_map(|p| &p.sentences);
                let Some(span) = sentences.copied().find(|s| s.contains(note.span)) else { continue };
                let name = name.as_ref().unwrap_or(&note.words).clone();
                let money = || amounts(&note.words).first().map(|(_, money)| Value::Money(*money));
                let day = || deadlines::day(&note.words, article.meta.date).map(Value::Day);
                let value = if kind == FactKind::Amount { money() } else { day() };
                facts.push(fact(article, kind, name, value, span, note.span));
            }
            (Deed::Add(_), _) => {}
        }
    }
}

#[cfg(test)]
mod tests;

//! What a curator says in the front matter, or in a file beside the article, on what an article states: added, renamed, suppressed.

use super::names::Institutions;
use super::{Found, Stated};
use crate::domain::{Article, Deed, FactNote, Span, Topic};

/// Puts the article's notes into effect, in their order.
pub(super) fn apply(article: &Article, institutions: &Institutions, stated: &mut Stated) {
    for note in &article.notes {
        let topics = Topic::ALL.into_iter().filter(|t| note.kind.is_none_or(|kind| kind.topic() == Some(*t)));
        let topics: Vec<Topic> = topics.collect();
        match &note.deed {
            Deed::Add(name) => {
                if let [topic] = topics[..] {
                    add(article, institutions, stated, topic, note, name.as_deref());
                }
            }
            Deed::Rename(name) => rename(article, institutions, stated, &topics, note, name),
            Deed::Suppress => suppress(article, stated, &topics, note),
        }
    }
}

fn add(
    article: &Article,
    institutions: &Institutions,
    stated: &mut Stated,
    topic: Topic,
    note: &FactNote,
    name: Option<&str>,
) {
    let passages = article.passages.iter().enumerate();
    let mut sentences = passages.flat_map(|(i, p)| p.sentences.iter().map(move |s| (i, *s)));
    let Some((passage, span)) = sentences.find(|(_, s)| s.contains(note.span)) else { return };
    let key = institutions.key(name.unwrap_or(&note.words));
    stated.renamed.extend(name.map(|name| (key.clone(), name.to_owned())));
    let known = stated.found.iter_mut().find(|f| f.topic == topic && f.span == span);
    match known {
        Some(found) if !found.keys.contains(&key) => {
            found.names.push(note.span);
            found.keys.push(key);
        }
        Some(_) => {}
        None => stated.found.push(Found { topic, span, passage, names: vec![note.span], keys: vec![key], lead: None }),
    }
}

fn rename(
    article: &Article,
    institutions: &Institutions,
    stated: &mut Stated,
    topics: &[Topic],
    note: &FactNote,
    name: &str,
) {
    let key = institutions.key(name);
    let mut used = false;
    for found in stated.found.iter_mut().filter(|f| topics.contains(&f.topic)) {
        for (span, old) in found.names.iter().zip(&mut found.keys) {
            if article.slice(*span).contains(&note.words) {
                (*old, used) = (key.clone(), true);
            }
        }
        let words = words_in(article, found.span, &note.words).filter(|_| found.names.is_empty());
        if let Some(words) = words {
            (found.names, found.keys, used) = (vec![words], vec![key.clone()], true);
        }
    }
    stated.renamed.extend(used.then(|| (key, name.to_owned())));
}

fn suppress(article: &Article, stated: &mut Stated, topics: &[Topic], note: &FactNote) {
    let held = |span: Span| article.slice(span).contains(&note.words);
    stated.found.retain_mut(|found| {
        if !topics.contains(&found.topic) {
            return true;
        }
        if found.names.is_empty() {
            return !held(found.span);
        }
        let kept: Vec<(Span, String)> =
            found.names.drain(..).zip(found.keys.drain(..)).filter(|n| !held(n.0)).collect();
        (found.names, found.keys) = kept.into_iter().unzip();
        !found.names.is_empty()
    });
}

/// Where words stand in a span of the article.
fn words_in(article: &Article, span: Span, words: &str) -> Option<Span> {
    let at = span.start + article.slice(span).find(words)?;
    Some(Span::new(at, at + words.len()))
}

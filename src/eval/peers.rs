//! Plain searches on the same questions and passages: what a figure of the engine is worth.
//!
//! Four of them: tantivy's BM25 as it comes; the same on folded words; the same on stems; and passages in the order of
//! how many of the question's words stand in them as they are written. A peer's quotes are cut as the engine's are, one
//! sentence or two, where they share most terms with the question: first from its best passage, then from its three
//! best. Peers know no silence, so they are asked what is answerable only, and get follow-up questions without what
//! they follow.

use std::collections::BTreeSet;

use super::EvalError;
use super::outcome::{DEPTH, Outcome, QUOTES, Said};
use super::questions::QuestionSet;
use super::report::{Group, group};
use super::run::{Plan, posed, ranks};
use crate::domain::{Corpus, PassageId, Span};
use crate::engine::windows::MOST_CHARS;
use crate::index::plain::{Analysis, PlainSearch};
use crate::text::stopwords::is_stop;
use crate::text::words::words;

/// The searches by their names.
const PEERS: [(&str, Option<Analysis>); 4] = [
    ("BM25 (tantivy as it comes)", Some(Analysis::Default)),
    ("BM25, folded words", Some(Analysis::Words)),
    ("BM25, stems", Some(Analysis::Stems)),
    ("substrings", None),
];

/// One search over a corpus.
enum Peer {
    Bm25(PlainSearch),
    Substrings,
}

impl Peer {
    /// What of the question is looked for.
    fn terms(&self, question: &str) -> Result<BTreeSet<String>, EvalError> {
        Ok(match self {
            Peer::Bm25(search) => search.terms(question)?,
            Peer::Substrings => words(question).into_iter().map(|w| w.folded).filter(|w| !is_stop(w)).collect(),
        })
    }

    /// The best passages.
    fn search(&self, corpus: &Corpus, question: &str) -> Result<Vec<PassageId>, EvalError> {
        let Peer::Bm25(search) = self else {
            let terms = self.terms(question)?;
            let held = |id: PassageId| self.shared(corpus, id, corpus.passage(id).span, &terms);
            let mut all = Vec::new();
            for id in (0..corpus.len() as u32).map(PassageId) {
                all.push((held(id)?, id));
            }
            all.retain(|(held, _)| *held > 0);
            all.sort_by_key(|(held, id)| (std::cmp::Reverse(*held), *id));
            return Ok(all.into_iter().take(DEPTH).map(|(_, id)| id).collect());
        };
        Ok(search.search(question, DEPTH)?)
    }

    /// How many of the terms a part of a passage holds.
    fn shared(&self, corpus: &Corpus, id: PassageId, span: Span, terms: &BTreeSet<String>) -> Result<usize, EvalError> {
        let text = corpus.article_of(id).slice(span);
        Ok(match self {
            Peer::Bm25(search) => search.terms(text)?.intersection(terms).count(),
            Peer::Substrings => {
                let text = text.to_lowercase().replace('ё', "е");
                terms.iter().filter(|term| text.contains(term.as_str())).count()
            }
        })
    }

    /// One or two neighbouring sentences of a passage, those that share most terms first.
    fn windows(&self, corpus: &Corpus, id: PassageId, terms: &BTreeSet<String>) -> Result<Vec<Window>, EvalError> {
        let sentences = &corpus.passage(id).sentences;
        let pairs = sentences.windows(2).map(|pair| Span::new(pair[0].start, pair[1].end));
        let fits = |span: &Span| corpus.article_of(id).slice(*span).chars().count() <= MOST_CHARS;
        let mut out = Vec::new();
        for span in sentences.iter().copied().chain(pairs.filter(fits)) {
            out.push(Window { shared: self.shared(corpus, id, span, terms)?, passage: id, span });
        }
        // Of equals the first; single sentences stand before pairs.
        out.sort_by_key(|w| std::cmp::Reverse(w.shared));
        Ok(out)
    }
}

/// A part of a passage that may be quoted.
#[derive(Clone, Copy)]
struct Window {
    /// Terms of the question it holds.
    shared: usize,
    passage: PassageId,
    span: Span,
}

/// The figures of all peers for the questions of a plan.
pub fn peers(set: &QuestionSet, plan: &Plan) -> Result<Vec<Group>, EvalError> {
    let corpus = set.corpus(None);
    let mut out = Vec::new();
    for (name, analysis) in PEERS {
        let peer = match analysis {
            Some(analysis) => Peer::Bm25(PlainSearch::new(&corpus, analysis)?),
            None => Peer::Substrings,
        };
        let mut outcomes = posed(set, plan);
        outcomes.retain(|o| o.asked.answerable);
        for outcome in &mut outcomes {
            answer(&peer, &corpus, outcome)?;
        }
        out.push(group("peer", name.to_owned(), outcomes.iter().collect()));
    }
    Ok(out)
}

fn answer(peer: &Peer, corpus: &Corpus, outcome: &mut Outcome<'_>) -> Result<(), EvalError> {
    let terms = peer.terms(&outcome.text)?;
    let found = peer.search(corpus, &outcome.text)?;
    let mut windows = Vec::new();
    for (rank, id) in found.iter().take(QUOTES).enumerate() {
        let of_passage = peer.windows(corpus, *id, &terms)?;
        // The best passage's best window comes first; then they compete.
        windows.extend(of_passage.into_iter().enumerate().map(|(i, w)| (rank + i > 0, std::cmp::Reverse(w.shared), w)));
    }
    windows.sort_by_key(|(later, shared, _)| (*later, *shared));
    let mut taken: Vec<Window> = Vec::new();
    for (_, _, window) in windows {
        let is_new = |w: &Window| w.passage != window.passage || !w.span.overlaps(window.span);
        if taken.len() < QUOTES && taken.iter().all(is_new) {
            taken.push(window);
        }
    }
    let said = |w: &Window| {
        let article = corpus.article_of(w.passage);
        Said::new(article.slice(w.span), &article.meta.id, outcome.asked)
    };
    outcome.said = taken.iter().map(said).collect();
    outcome.passages = Some(ranks(corpus, outcome.asked, &found));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::noise::Noise;
    use crate::eval::questions::Part;
    use crate::eval::squad;

    #[test]
    fn stems_find_what_words_and_substrings_do_not() {
        let text = r#"{"data": [{"title": "Salt", "paragraphs": [
            {"context": "Fish swim. Sugar is sweet. Cities have streets.", "qas": []},
            {"context": "Fish was cooked. Salty lakes are few.", "qas": [
                {"id": "a", "question": "What is the lake with salt?", "answers": [{"text": "lakes"}]}]}]}]}"#;
        let set = squad::parse(std::path::Path::new("set"), text).expect("a set");
        let plan = Plan {
            questions: String::new(),
            corpus: None,
            part: Part::All,
            noise: Noise::None,
            seed: 1,
            leave_out: false,
            unbarred: true,
            options: crate::engine::Options::default(),
        };
        let groups = peers(&set, &plan).expect("figures");
        let value = |key| groups.iter().map(|g| g.figures.get(key).expect("a figure").value).collect::<Vec<_>>();
        // "is" alone leads words to the first passage; "lake" is a stem and a substring of "lakes".
        assert_eq!(value("recall_1"), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(value("quote_1"), [0.0, 0.0, 1.0, 1.0]);
    }
}

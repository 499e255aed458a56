//! Question sets in SQuAD format: articles of paragraphs with questions and accepted answers.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::questions::{Asked, QuestionSet};
use super::{EvalError, GIVE_A_SET};
use crate::domain::{Article, ArticleId, ArticleKind, ArticleMeta, FrozenText, Lang, Passage, PassageKind, Span};
use crate::text::{language, sentences};

#[derive(Deserialize)]
struct File {
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    title: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    context: String,
    qas: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    id: String,
    question: String,
    answers: Vec<Accepted>,
    /// Since version 2 of the format.
    #[serde(default)]
    is_impossible: bool,
}

#[derive(Deserialize)]
struct Accepted {
    text: String,
}

/// Reads a set. The error names file and line.
pub fn read(path: &Path) -> Result<QuestionSet, EvalError> {
    parse(path, &super::read_text(path)?)
}

/// Reads a set from the text of the file `path`.
pub fn parse(path: &Path, text: &str) -> Result<QuestionSet, EvalError> {
    let file: File = serde_json::from_str(text).map_err(|e| EvalError::json(path, 0, &e, GIVE_A_SET))?;
    let mut set = QuestionSet { questions: Vec::new(), articles: Vec::new() };
    let mut taken = HashSet::new();
    for (i, entry) in file.data.iter().enumerate() {
        let id = ArticleId(format!("{i:04}"));
        set.articles.push(Arc::new(article(&id, entry)));
        for (paragraph, p) in entry.paragraphs.iter().enumerate() {
            for question in &p.qas {
                let twice = || ("is there twice", "give each question an id of its own");
                let fault = if taken.insert(&question.id) { fault(question, &p.context) } else { Some(twice()) };
                if let Some((what, remedy)) = fault {
                    return Err(EvalError::new(path, None, format!("question '{}' {what}", question.id), remedy));
                }
                set.questions.push(asked(question, set.questions.len(), &id, paragraph));
            }
        }
    }
    if set.questions.is_empty() {
        return Err(EvalError::new(path, None, "it has no questions".to_owned(), GIVE_A_SET));
    }
    Ok(set)
}

/// What is wrong with a question on a paragraph, and the remedy.
fn fault(question: &Question, paragraph: &str) -> Option<(&'static str, &'static str)> {
    let answers = |a: &Accepted| !a.text.trim().is_empty() && paragraph.contains(&a.text);
    if question.question.trim().is_empty() {
        Some(("is blank", "write what is asked"))
    } else if !question.is_impossible && !question.answers.iter().any(answers) {
        let remedy = "copy an answer from its paragraph, or write \"is_impossible\": true";
        Some(("has no answer that stands in its paragraph", remedy))
    } else {
        None
    }
}

fn asked(question: &Question, number: usize, article: &ArticleId, paragraph: usize) -> Asked {
    Asked {
        number,
        id: question.id.clone(),
        text: question.question.clone(),
        context: None,
        lang: language::detect(&question.question).unwrap_or_default(),
        class: None,
        style: None,
        cross: false,
        region: None,
        gold: question.answers.iter().map(|a| a.text.clone()).collect(),
        list: Vec::new(),
        article: Some(article.clone()),
        paragraph: Some(paragraph),
        answerable: !question.is_impossible,
        reason: None,
    }
}

fn article(id: &ArticleId, entry: &Entry) -> Article {
    let blocks: Vec<FrozenText> = entry.paragraphs.iter().map(|p| FrozenText::freeze(&p.context)).collect();
    let body = blocks.iter().map(FrozenText::as_str).collect::<Vec<_>>().join("\n\n");
    let lang = language::detect(&body).unwrap_or(Lang::En);
    let mut start = 0;
    let mut passages = Vec::new();
    for block in &blocks {
        let end = start + block.as_str().len();
        let shift = |s: Span| Span::new(s.start + start, s.end + start);
        let sentences = sentences::sentences(block.as_str(), lang).into_iter().map(shift).collect();
        passages.push(Passage { span: Span::new(start, end), kind: PassageKind::Paragraph, page: None, sentences });
        start = end + 2;
    }
    let meta = ArticleMeta {
        id: id.clone(),
        title: entry.title.replace('_', " "),
        kind: ArticleKind::Article,
        url: format!("https://example.org/{}", id.0),
        references: Vec::new(),
        region: String::new(),
        lang,
        date: "2016".parse().unwrap_or_else(|e| panic!("a constant: {e}")),
        publisher: None,
        speaker: None,
        tags: Vec::new(),
        fetched: None,
    };
    Article { meta, text: FrozenText::freeze(&body), passages, notes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::questions::Part;

    const SET: &str = r#"{"data": [
        {"title": "Salt_lakes", "paragraphs": [
            {"context": "Salt is dry. It is white.", "qas": [
                {"id": "a", "question": "What is salt?", "answers": [{"text": "white", "answer_start": 19}]}]},
            {"context": "Lakes are wet.", "qas": [
                {"id": "b", "question": "What is wet?", "answers": [{"text": "Lakes", "answer_start": 0}]},
                {"id": "c", "question": "What is hot?", "answers": [], "is_impossible": true}]}]},
        {"title": "Fire", "paragraphs": [{"context": "Fire is hot.", "qas": []}]}]}"#;

    #[test]
    fn questions_that_cannot_be_right_are_refused() {
        for (from, to, says) in [
            ("\"b\"", "\"a\"", "'a' is there twice"),
            ("What is wet?", " ", "'b' is blank"),
            ("\"Lakes\", \"answer_start\"", "\"Seas\", \"answer_start\"", "'b' has no answer"),
        ] {
            let error = parse(Path::new("set.json"), &SET.replace(from, to)).expect_err(says).to_string();
            assert!(error.contains(says), "{error}");
        }
        assert!(parse(Path::new("set.json"), r#"{"data": []}"#).is_err());
    }

    #[test]
    fn paragraphs_are_passages_and_questions_know_theirs() {
        let set = parse(Path::new("set.json"), SET).expect("a set");
        assert_eq!(set.articles[0].meta.title, "Salt lakes");
        assert_eq!(set.articles[0].text.as_str(), "Salt is dry. It is white.\n\nLakes are wet.");
        let found: Vec<_> = set.questions.iter().map(|q| (q.id.as_str(), q.paragraph, q.answerable)).collect();
        assert_eq!(found, [("a", Some(0), true), ("b", Some(1), true), ("c", Some(1), false)]);
        let corpus = set.corpus(None);
        let right: Vec<bool> = corpus.passages_of(0).map(|p| set.questions[1].is_answered_by(&corpus, p)).collect();
        assert_eq!(right, [false, true]);
        assert_eq!((set.part(Part::Tune).len(), set.part(Part::Test).len()), (3, 0));
    }

    #[test]
    fn what_is_no_set_is_named_with_its_line() {
        let error = parse(Path::new("set.json"), "{\"data\": [\n{\"title\": 1}]}").expect_err("no set");
        assert!(error.to_string().starts_with("set.json:2: "), "{error}");
    }

    #[test]
    fn a_translation_must_be_parallel() {
        let set = parse(Path::new("set.json"), SET).expect("a set");
        let other = parse(Path::new("other.json"), &SET.replace("white", "weiss")).expect("a set");
        let crossed = set.on(&other, Path::new("other.json")).expect("parallel");
        assert_eq!(
            (crossed.questions[0].text.as_str(), crossed.questions[0].gold[0].as_str()),
            ("What is salt?", "weiss")
        );
        let short = QuestionSet { questions: Vec::new(), ..other };
        let error = set.on(&short, Path::new("other.json")).expect_err("not parallel");
        assert!(error.to_string().starts_with("other.json: it has 0 questions"), "{error}");
    }
}

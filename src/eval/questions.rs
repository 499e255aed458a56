//! Question sets: what is asked, what is accepted as an answer, and the articles that hold it.
//!
//! Two formats are read: SQuAD, whose paragraphs are the articles ([`squad`](super::squad)), and our own lines of JSON
//! beside a folder of articles ([`lines`](super::lines)).

use std::path::Path;
use std::sync::Arc;

use super::EvalError;
use super::measure::holds;
use crate::domain::{Article, ArticleId, Corpus, Lang, PassageId, Question, Reason};

/// How a question set is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Lines,
    /// One JSON object in SQuAD's form.
    Squad,
}

impl Format {
    /// The format of a file: by its extension (`.jsonl`, `.json`), else lines when its first line alone is JSON.
    pub fn guess(path: &Path) -> Result<Self, EvalError> {
        match path.extension().and_then(|e| e.to_str()) {
            Some("jsonl") => Ok(Format::Lines),
            Some("json") => Ok(Format::Squad),
            _ => Ok(Self::of(&super::read_text(path)?)),
        }
    }

    fn of(text: &str) -> Self {
        match serde_json::from_str::<serde_json::Value>(text.lines().next().unwrap_or_default()) {
            Ok(line) if line.get("data").is_none() => Format::Lines,
            _ => Format::Squad,
        }
    }
}

/// A question with what is accepted as an answer.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its place in the file, from 0: the same in a translation of the set.
    pub number: usize,
    /// Its name in the set.
    pub id: String,
    /// The question.
    pub text: String,
    /// The question that was asked before it, where it follows one.
    pub context: Option<String>,
    /// Its language.
    pub lang: Lang,
    /// What kind of answer it wants, in the words of the set.
    pub class: Option<String>,
    /// How it is worded, in the words of the set.
    pub style: Option<String>,
    /// Whether it is in another language than the article.
    pub cross: bool,
    /// The region it is about, as the article spells it.
    pub region: Option<String>,
    /// Accepted strings; empty when the articles do not answer, or the set only names the article that does.
    pub gold: Vec<String>,
    /// Where a list is asked for: a string for every item.
    pub list: Vec<String>,
    /// Id of the article that answers, if one does and the set names it.
    pub article: Option<ArticleId>,
    /// Number of the paragraph in the article, where the set tells it.
    pub paragraph: Option<usize>,
    /// Whether the articles answer it.
    pub answerable: bool,
    /// Where they do not: the reason to be given.
    pub reason: Option<Reason>,
}

/// A set: the questions and the articles that answer them.
#[derive(Debug, Clone)]
pub struct QuestionSet {
    /// Questions in file order.
    pub questions: Vec<Asked>,
    /// Articles: of SQuAD in file order, else in the order of their ids.
    pub articles: Vec<Arc<Article>>,
}

/// Which questions to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those of the first half of the articles, in their order in the set; of those without an article, every second.
    Tune,
    /// The others.
    Test,
    /// All.
    All,
}

impl Part {
    /// `tune`, `test` or `all`.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Tune => "tune",
            Part::Test => "test",
            Part::All => "all",
        }
    }
}

impl Asked {
    /// The question as it is put to the engine, in `text` (its own words, perhaps damaged), after what it follows.
    pub fn put(&self, text: String) -> Question {
        let question = Question::new(text);
        match &self.context {
            Some(context) => question.after(Question::new(context.clone())),
            None => question,
        }
    }

    /// Whether a passage of a corpus answers: the paragraph told, else one of the article that holds an accepted string.
    pub fn is_answered_by(&self, corpus: &Corpus, passage: PassageId) -> bool {
        let article = corpus.article_of(passage);
        let holds = || holds(article.slice(corpus.passage(passage).span), &self.gold);
        match (&self.article, self.paragraph) {
            (None, _) => self.answerable && holds(),
            (Some(right), _) if *right != article.meta.id => false,
            (Some(_), Some(n)) => corpus.passages_of(corpus.article_index(passage)).nth(n) == Some(passage),
            (Some(_), None) => self.gold.is_empty() || holds(),
        }
    }
}

impl QuestionSet {
    /// The corpus of all articles, or of all but one.
    pub fn corpus(&self, without: Option<&ArticleId>) -> Arc<Corpus> {
        let kept = self.articles.iter().filter(|a| Some(&a.meta.id) != without).cloned();
        Arc::new(Corpus::new(kept.collect()))
    }

    /// The questions of a part, in file order.
    pub fn part(&self, part: Part) -> Vec<&Asked> {
        let half = self.articles.len() / 2;
        let first = |q: &Asked| match &q.article {
            Some(id) => self.articles.iter().position(|a| a.meta.id == *id).is_some_and(|i| i < half),
            None => q.number.is_multiple_of(2),
        };
        let keep = |q: &&Asked| match part {
            Part::All => true,
            Part::Tune => first(q),
            Part::Test => !first(q),
        };
        self.questions.iter().filter(keep).collect()
    }

    /// These questions on the articles of a translation, with the strings accepted there. `path` is named when the two
    /// sets are not parallel.
    pub fn on(&self, translation: &QuestionSet, path: &Path) -> Result<Self, EvalError> {
        let (here, there) = (self.questions.len(), translation.questions.len());
        let parallel = self.questions.iter().zip(&translation.questions).all(|(a, b)| a.article == b.article);
        if here != there || !parallel {
            let reason = format!("it has {there} questions, not the same {here} in the same order");
            return Err(EvalError::new(path, None, reason, "give a translation of the question set"));
        }
        let questions = self.questions.iter().zip(&translation.questions);
        let questions = questions.map(|(q, t)| Asked { gold: t.gold.clone(), cross: q.lang != t.lang, ..q.clone() });
        Ok(Self { questions: questions.collect(), articles: translation.articles.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_guessed() {
        assert_eq!(Format::guess(Path::new("nowhere/set.jsonl")).expect("by its name"), Format::Lines);
        assert_eq!(Format::guess(Path::new("nowhere/set.json")).expect("by its name"), Format::Squad);
        assert!(Format::guess(Path::new("nowhere/set")).is_err());
        assert_eq!(Format::of("{\"id\": 1}\n{\"id\": 2}"), Format::Lines);
        assert_eq!(Format::of("{\"data\": []}"), Format::Squad);
        assert_eq!(Format::of("{\n\"data\": []}"), Format::Squad);
    }
}

//! Question sets: in SQuAD format (articles of paragraphs with questions and accepted answers), and our own, lines of
//! JSON beside a folder of articles (described in `tests/data/eval/README.md`).

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::EvalError;
use super::measure::holds;
use crate::domain::{Article, ArticleId, ArticleMeta, Corpus, FrozenText, Lang, Passage, PassageId, PassageKind, Span};
use crate::ingest;
use crate::text::{language, sentences};

/// A question with what is accepted as an answer.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its place in the file, from 0: the same in a translation of the set.
    pub number: usize,
    /// The question.
    pub text: String,
    /// Accepted strings; empty when the articles do not answer.
    pub gold: Vec<String>,
    /// Id of the article that answers, if one does.
    pub article: Option<ArticleId>,
    /// Number of the paragraph in the article, where the set tells it.
    pub paragraph: Option<usize>,
}

/// A set: the questions and the articles that answer them.
#[derive(Debug, Clone)]
pub struct QuestionSet {
    /// Questions in file order.
    pub questions: Vec<Asked>,
    /// Articles in file order.
    pub articles: Vec<Arc<Article>>,
}

/// Which articles' questions to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Those of the first half of the articles, in file order.
    Tune,
    /// Those of the second half.
    Test,
    /// All.
    All,
}

#[derive(Deserialize)]
struct File {
    data: Vec<FileArticle>,
}

#[derive(Deserialize)]
struct FileArticle {
    title: String,
    paragraphs: Vec<FileParagraph>,
}

#[derive(Deserialize)]
struct FileParagraph {
    context: String,
    qas: Vec<FileQuestion>,
}

#[derive(Deserialize)]
struct FileQuestion {
    question: String,
    answers: Vec<FileAnswer>,
}

#[derive(Deserialize)]
struct FileAnswer {
    text: String,
}

/// Reads a set.
pub fn read(path: &Path) -> Result<QuestionSet, EvalError> {
    let wrong = |reason: String| EvalError::Questions { path: path.display().to_string(), reason };
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let file: File = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
    let mut set = QuestionSet { questions: Vec::new(), articles: Vec::new() };
    for (i, entry) in file.data.iter().enumerate() {
        let id = ArticleId(format!("{i:04}"));
        set.articles.push(Arc::new(article(&id, entry)));
        for (paragraph, p) in entry.paragraphs.iter().enumerate() {
            let first = set.questions.len();
            set.questions.extend(p.qas.iter().enumerate().map(|(i, q)| Asked {
                number: first + i,
                text: q.question.clone(),
                gold: q.answers.iter().map(|a| a.text.clone()).collect(),
                article: Some(id.clone()),
                paragraph: Some(paragraph),
            }));
        }
    }
    Ok(set)
}

/// A line of our own sets, as far as it is used here.
#[derive(Deserialize)]
struct Line {
    q: String,
    article: Option<String>,
    #[serde(default)]
    gold: Vec<String>,
}

/// Reads a set of our own; its articles lie in `folder`, the rules for page furniture in `lexicon`.
pub fn read_lines(path: &Path, folder: &Path, lexicon: &Path) -> Result<QuestionSet, EvalError> {
    let wrong = |reason: String| EvalError::Questions { path: path.display().to_string(), reason };
    let loaded = ingest::load(folder, &ingest::Boilerplate::load(lexicon).0);
    if let Some(problem) = loaded.problems.first() {
        return Err(wrong(problem.to_string()));
    }
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let mut set = QuestionSet { questions: Vec::new(), articles: loaded.articles };
    for (number, line) in text.lines().enumerate() {
        let Line { q, article, gold } =
            serde_json::from_str(line).map_err(|e| wrong(format!("line {}: {e}", number + 1)))?;
        set.questions.push(Asked { number, text: q, gold, article: article.map(ArticleId), paragraph: None });
    }
    Ok(set)
}

fn article(id: &ArticleId, entry: &FileArticle) -> Article {
    let blocks: Vec<FrozenText> = entry.paragraphs.iter().map(|p| FrozenText::freeze(&p.context)).collect();
    let body = blocks.iter().map(FrozenText::as_str).collect::<Vec<_>>().join("\n\n");
    let lang = language::detect(&body).unwrap_or(Lang::En);
    let mut start = 0;
    let mut passages = Vec::new();
    for block in &blocks {
        let end = start + block.as_str().len();
        let shift = |s: Span| Span::new(s.start + start, s.end + start);
        let sentences = sentences::sentences(block.as_str(), lang).into_iter().map(shift).collect();
        passages.push(Passage { span: Span::new(start, end), kind: PassageKind::Paragraph, sentences });
        start = end + 2;
    }
    let meta = ArticleMeta {
        id: id.clone(),
        title: entry.title.replace('_', " "),
        url: format!("https://example.org/{}", id.0),
        region: String::new(),
        lang,
        date: "2016".parse().unwrap_or_else(|e| panic!("a constant: {e}")),
        publisher: None,
        speaker: None,
        tags: Vec::new(),
    };
    Article { meta, text: FrozenText::freeze(&body), passages }
}

impl Asked {
    /// Whether a passage of a corpus answers: the paragraph told, else one of the article that holds an accepted string.
    pub fn is_answered_by(&self, corpus: &Corpus, passage: PassageId) -> bool {
        let article = corpus.article_of(passage);
        Some(&article.meta.id) == self.article.as_ref()
            && match self.paragraph {
                Some(n) => corpus.passages_of(corpus.article_index(passage)).nth(n) == Some(passage),
                None => holds(article.slice(corpus.passage(passage).span), &self.gold),
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
        let first = |q: &Asked| {
            self.articles.iter().position(|a| Some(&a.meta.id) == q.article.as_ref()).is_some_and(|i| i < half)
        };
        let keep = |q: &&Asked| match part {
            Part::All => true,
            Part::Tune => first(q),
            Part::Test => !first(q),
        };
        self.questions.iter().filter(keep).collect()
    }
}

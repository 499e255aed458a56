//! Our own question sets: one JSON object a line, beside a folder of articles. `tests/data/eval/README.md` describes
//! the fields.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::measure::holds;
use super::questions::{Asked, QuestionSet};
use super::{EvalError, GIVE_A_SET};
use crate::domain::{Article, ArticleId, Lang, Reason};
use crate::ingest;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    q: String,
    context: Option<String>,
    lang: String,
    class: Option<String>,
    style: Option<String>,
    #[serde(default)]
    cross: bool,
    region: Option<String>,
    article: Option<String>,
    #[serde(default)]
    gold: Vec<String>,
    #[serde(default)]
    list: Vec<String>,
    answerable: bool,
    reason: Option<String>,
}

/// Reads a set and the articles in `folder`; `lexicon` is the folder with the rules for page furniture. Errors name
/// file and line.
pub fn read(path: &Path, folder: &Path, lexicon: &Path) -> Result<QuestionSet, EvalError> {
    let loaded = ingest::load(folder, &ingest::Boilerplate::load(lexicon).0);
    if let Some(problem) = loaded.problems.into_iter().next() {
        return Err(EvalError::Article(problem));
    }
    let mut articles = loaded.articles;
    articles.sort_by(|a, b| a.meta.id.cmp(&b.meta.id));
    let questions = parse(path, &super::read_text(path)?, &articles)?;
    Ok(QuestionSet { questions, articles })
}

/// Reads questions on `articles` from the text of the file `path`. Empty lines are passed over.
fn parse(path: &Path, text: &str, articles: &[Arc<Article>]) -> Result<Vec<Asked>, EvalError> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::new();
    for (index, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line: Line = serde_json::from_str(text).map_err(|e| EvalError::json(path, index, &e, GIVE_A_SET))?;
        let wrong = |(reason, remedy): (String, &'static str)| EvalError::new(path, Some(index + 1), reason, remedy);
        if let Some(other) = taken.insert(line.id.clone(), index + 1) {
            return Err(wrong((format!("the id '{}' is taken by line {other}", line.id), "give it another one")));
        }
        out.push(asked(line, out.len(), articles).map_err(wrong)?);
    }
    if out.is_empty() {
        return Err(EvalError::new(path, None, "it has no questions".to_owned(), GIVE_A_SET));
    }
    Ok(out)
}

/// What is wrong with the fields of a line taken by themselves, and the remedy.
fn fault(line: &Line) -> Option<(String, &'static str)> {
    let blank = |texts: &[String]| texts.iter().any(|t| t.trim().is_empty());
    if line.q.trim().is_empty() {
        Some(("the question `q` is blank".to_owned(), "write what is asked"))
    } else if line.answerable && line.class.as_deref() == Some("unanswerable") {
        Some(("`class` and `answerable` contradict each other".to_owned(), "correct one of them"))
    } else if blank(&line.gold) || blank(&line.list) {
        Some(("`gold` or `list` holds a blank string, which stands everywhere".to_owned(), "take it out"))
    } else {
        None
    }
}

/// A question, or what is wrong with it and the remedy.
fn asked(line: Line, number: usize, articles: &[Arc<Article>]) -> Result<Asked, (String, &'static str)> {
    if let Some(fault) = fault(&line) {
        return Err(fault);
    }
    let lang: Lang = line.lang.parse().map_err(|e: String| (e, "correct `lang`"))?;
    let reason = match &line.reason {
        Some(code) => Some(
            reason(code)
                .ok_or_else(|| (format!("'{code}' is no reason for silence"), "write region, topic or unclear"))?,
        ),
        None => None,
    };
    if line.answerable {
        check_gold(&line, articles)?;
    }
    Ok(Asked {
        number,
        id: line.id,
        text: line.q,
        context: line.context,
        lang,
        class: line.class,
        style: line.style,
        cross: line.cross,
        region: line.region,
        gold: line.gold,
        list: line.list,
        article: line.article.map(ArticleId),
        paragraph: None,
        answerable: line.answerable,
        reason,
    })
}

/// Whether what is accepted stands in the article named.
fn check_gold(line: &Line, articles: &[Arc<Article>]) -> Result<(), (String, &'static str)> {
    let Some(id) = &line.article else {
        let held = |s: &String| articles.iter().any(|a| holds(a.text.as_str(), std::slice::from_ref(s)));
        return match line.gold.iter().chain(&line.list).find(|s| !held(s)) {
            Some(missing) => {
                Err((format!("'{missing}' stands in no article"), "copy it from the article that answers"))
            }
            None if line.gold.is_empty() => Err((
                "an answerable question has neither `gold` nor `article`".to_owned(),
                "give the strings that are accepted, or name the article that answers",
            )),
            None => Ok(()),
        };
    };
    let Some(article) = articles.iter().find(|a| a.meta.id.0 == *id) else {
        return Err((
            format!("there is no article '{id}'"),
            "give the folder with the set's articles with --knowledge",
        ));
    };
    let missing = |s: &&String| !holds(article.text.as_str(), std::slice::from_ref(s));
    match line.gold.iter().chain(&line.list).find(missing) {
        Some(missing) => Err((format!("'{missing}' does not stand in article '{id}'"), "copy it from the article")),
        None => Ok(()),
    }
}

fn reason(code: &str) -> Option<Reason> {
    [Reason::Region, Reason::Topic, Reason::Unclear].into_iter().find(|r| r.code() == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tomsk() -> Vec<Arc<Article>> {
        let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
        ingest::load(&knowledge.join("tomsk"), &ingest::Boilerplate::default()).articles
    }

    #[test]
    fn a_set_may_give_strings_or_the_article_and_no_reason() {
        let articles = tomsk();
        let id = &articles[0].meta.id;
        let text = format!(
            "{}\n{}\n{}",
            r#"{"id":"a","q":"?","lang":"en","class":"compare","gold":["human resources"],"answerable":true}"#,
            format_args!(r#"{{"id":"b","q":"?","lang":"en","article":"{}","answerable":true}}"#, id.0),
            r#"{"id":"c","q":"?","lang":"en","class":"amount","answerable":false}"#,
        );
        let set = parse(Path::new("q"), &text, &articles).expect("a set");
        let answers = |q: usize, text: &str| super::super::outcome::Said::new(text, id, &set[q]).answers;
        assert_eq!([answers(0, "of human resources"), answers(0, "of whales")], [true, false]);
        assert_eq!([answers(1, "of whales"), answers(2, "of whales")], [true, false]);
    }

    #[test]
    fn a_set_without_questions_is_none() {
        let error = parse(Path::new("q"), "\n", &[]).expect_err("nothing is asked").to_string();
        assert!(error.contains("no questions"), "{error}");
    }

    #[test]
    fn bad_lines_are_named() {
        let articles = tomsk();
        let id = &articles[0].meta.id.0;
        let good = |id: &str, gold: &str, article: &str| {
            format!(r#"{{"id":"{id}","q":"?","lang":"en","article":"{article}","gold":["{gold}"],"answerable":true}}"#)
        };
        let fine = good("a", "Human Resources", id);
        assert_eq!(
            parse(Path::new("q"), &format!("{fine}\n\n"), &articles).expect("good")[0].gold,
            ["Human Resources"]
        );
        for (line, says) in [
            (good("a", "human resources", id), "the id 'a' is taken by line 1"),
            (good("b", "whales", id), "'whales' does not stand in article"),
            (good("b", "human resources", "nowhere"), "there is no article 'nowhere'"),
            (fine.replace("\"en\"", "\"de\""), "'de' is not a language"),
            (r#"{"id":"b","q":"?","lang":"en","answerable":true}"#.to_owned(), "neither `gold` nor `article`"),
            (
                r#"{"id":"b","q":"?","lang":"en","gold":["whales"],"answerable":true}"#.to_owned(),
                "stands in no article",
            ),
            (r#"{"id":"b","q":"?","lang":"en","answerable":false,"reason":"sad"}"#.to_owned(), "'sad' is no reason"),
            (r#"{"id":"b","q":"?","lang":"en","answerable":false,"colour":1}"#.to_owned(), "colour"),
            (r#"{"id":"b","q":" ","lang":"en","answerable":false,"reason":"topic"}"#.to_owned(), "is blank"),
            (good("b", " ", id), "a blank string"),
            (
                good("b", "human resources", id).replace("\"answerable\"", "\"class\":\"unanswerable\",\"answerable\""),
                "contradict",
            ),
        ] {
            let line =
                line.replace("\"id\":\"a\",\"q\":\"?\",\"lang\":\"de\"", "\"id\":\"b\",\"q\":\"?\",\"lang\":\"de\"");
            let error = parse(Path::new("q"), &format!("{fine}\n{line}"), &articles).expect_err(says).to_string();
            assert!(error.starts_with("q:2: ") && error.contains(says), "{error}");
        }
    }
}

//! What came of one question.

use super::measure::holds;
use super::questions::Asked;
use crate::domain::{Answer, AnswerKind, ArticleId, Quote, Reason};

/// Passages looked at, from the best one on.
pub const DEPTH: usize = 10;
/// Quotes an ordinary answer has.
pub const QUOTES: usize = 3;

/// One question and what was answered to it.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// The question.
    pub asked: &'a Asked,
    /// Its words as they were put, perhaps damaged.
    pub text: String,
    /// Passages found, where there are right ones.
    pub passages: Option<Passages>,
    /// The quotes given, best first; of a list, all its statements.
    pub said: Vec<Said>,
    /// Whether they were given as a list.
    pub is_list: bool,
    /// Whether anything was said at the threshold that users get.
    pub answered: bool,
    /// Why nothing was said then.
    pub silence: Option<Reason>,
    /// The confidence reported.
    pub confidence: f32,
    /// How sure the first quote was said to be right.
    pub certainty: f32,
    /// Whether the first quote would have been wrong had the threshold been 0; `None` where even then nothing is said.
    pub wrong_if_said: Option<bool>,
    /// The same question without its article.
    pub left_out: Option<LeftOut>,
    /// Time for the answer, microseconds.
    pub micros: u64,
}

/// Where the right passages are.
#[derive(Debug, Clone, Default)]
pub struct Passages {
    /// How many right ones there are.
    pub right: usize,
    /// Ranks, from 0 and below [`DEPTH`], of those that were found.
    pub ranks: Vec<usize>,
}

/// One quote.
#[derive(Debug, Clone)]
pub struct Said {
    /// Its words.
    pub text: String,
    /// Its article.
    pub article: ArticleId,
    /// Whether it holds an accepted string; where the set has none, whether it is from the article that answers.
    pub answers: bool,
    /// Which items of the list asked for it holds.
    pub items: Vec<usize>,
    /// Whether its article is of another region than the question.
    pub wrong_region: bool,
    /// Whether these very words stand in the article.
    pub exact: bool,
}

/// What is said to a question when its article is not there.
#[derive(Debug, Clone, Copy)]
pub struct LeftOut {
    /// The confidence.
    pub confidence: f32,
    /// Whether anything was quoted.
    pub answered: bool,
}

impl Said {
    /// A quote, looked at by what the question accepts. Region and exactness are taken to be right.
    pub fn new(text: &str, article: &ArticleId, asked: &Asked) -> Self {
        let held = |item: &usize| holds(text, std::slice::from_ref(&asked.list[*item]));
        let of_article = || asked.answerable && asked.article.as_ref() == Some(article);
        Self {
            text: text.to_owned(),
            article: article.clone(),
            // A set may say no more than in which article the answer stands.
            answers: if asked.gold.is_empty() { of_article() } else { holds(text, &asked.gold) },
            items: (0..asked.list.len()).filter(held).collect(),
            wrong_region: false,
            exact: true,
        }
    }
}

impl<'a> Outcome<'a> {
    /// Nothing yet.
    pub fn new(asked: &'a Asked, text: String) -> Self {
        Self {
            asked,
            text,
            passages: None,
            said: Vec::new(),
            is_list: false,
            answered: false,
            silence: None,
            confidence: 0.0,
            certainty: 0.0,
            wrong_if_said: None,
            left_out: None,
            micros: 0,
        }
    }

    /// Takes in what users get.
    pub fn take(&mut self, answer: &Answer) {
        self.confidence = answer.confidence;
        self.certainty = answer.certainty;
        self.answered = answer.citations().next().is_some();
        self.silence = match &answer.kind {
            AnswerKind::Abstention(abstention) => Some(abstention.reason),
            _ => None,
        };
    }

    /// Takes in the quotes to be judged; `judge` looks at one of them.
    pub fn take_quotes(&mut self, answer: &Answer, judge: impl Fn(&Quote) -> Said) {
        self.said = answer.citations().map(|c| judge(&c.quote)).collect();
        self.is_list = matches!(answer.kind, AnswerKind::List(_));
    }

    /// Whether an accepted string is in one of the first `k` quotes.
    pub fn answers_within(&self, k: usize) -> bool {
        self.said.iter().take(k).any(|s| s.answers)
    }

    /// Items of the list asked for that are in no quote.
    pub fn missing(&self) -> Vec<&'a str> {
        let list = self.asked.list.iter().enumerate();
        list.filter(|(i, _)| !self.said.iter().any(|s| s.items.contains(i))).map(|(_, item)| item.as_str()).collect()
    }

    /// Statements of a list that hold none of its items.
    pub fn strangers(&self) -> impl Iterator<Item = &Said> {
        self.said.iter().filter(|s| s.items.is_empty())
    }

    /// What is wrong with it, in words; nothing when it is right.
    pub fn faults(&self) -> Vec<&'static str> {
        let asked = self.asked;
        let (list, answerable) = (!asked.list.is_empty(), asked.answerable);
        let checks = [
            ("answered though unanswerable", !answerable && !self.said.is_empty()),
            (
                "another reason",
                !answerable && asked.reason.is_some() && self.silence.is_some_and(|r| Some(r) != asked.reason),
            ),
            ("unanswered", answerable && self.said.is_empty()),
            ("list incomplete", answerable && list && !self.said.is_empty() && !self.missing().is_empty()),
            ("wrong items", answerable && list && self.is_list && self.strangers().next().is_some()),
            ("not in the first quote", answerable && !list && !self.said.is_empty() && !self.answers_within(1)),
            ("nor in the next two", answerable && !list && !self.said.is_empty() && !self.answers_within(QUOTES)),
            ("wrong region", self.said.iter().any(|s| s.wrong_region)),
            ("quote not exact", self.said.iter().any(|s| !s.exact)),
        ];
        checks.into_iter().filter(|(_, is_so)| *is_so).map(|(fault, _)| fault).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::Lang;

    /// A question on an article, answerable if there is one.
    pub fn asked(article: Option<&str>) -> Asked {
        Asked {
            number: 0,
            id: "q".into(),
            text: "?".into(),
            context: None,
            lang: Lang::En,
            class: None,
            style: None,
            cross: false,
            region: None,
            gold: article.map(|_| "gold".into()).into_iter().collect(),
            list: Vec::new(),
            article: article.map(|id| ArticleId(id.into())),
            paragraph: None,
            answerable: article.is_some(),
            reason: article.is_none().then_some(Reason::Topic),
        }
    }

    fn quoted<'a>(asked: &'a Asked, quotes: &[&str]) -> Outcome<'a> {
        let said = quotes.iter().map(|q| Said::new(q, &ArticleId("a".into()), asked)).collect();
        Outcome { said, ..Outcome::new(asked, "?".into()) }
    }

    #[test]
    fn answers_are_looked_for_quote_by_quote() {
        let question = asked(Some("a"));
        assert!(quoted(&question, &["all Gold", "x"]).faults().is_empty());
        assert_eq!(quoted(&question, &["x", "gold"]).faults(), ["not in the first quote"]);
        assert_eq!(quoted(&question, &["x", "y"]).faults(), ["not in the first quote", "nor in the next two"]);
        assert_eq!(quoted(&question, &[]).faults(), ["unanswered"]);
        let never = asked(None);
        assert_eq!(quoted(&never, &["gold"]).faults(), ["answered though unanswerable"]);
        let silent = Outcome { silence: Some(Reason::Region), ..quoted(&never, &[]) };
        assert_eq!(silent.faults(), ["another reason"]);
    }

    #[test]
    fn lists_are_compared_item_by_item() {
        let list = ["one", "two"].map(str::to_owned).to_vec();
        let question = Asked { gold: list.clone(), list, ..asked(Some("a")) };
        let given = Outcome { is_list: true, ..quoted(&question, &["One and more", "three"]) };
        assert_eq!(given.missing(), ["two"]);
        assert_eq!(given.strangers().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["three"]);
        assert_eq!(given.faults(), ["list incomplete", "wrong items"]);
        assert!(quoted(&question, &["one, two"]).faults().is_empty());
    }
}

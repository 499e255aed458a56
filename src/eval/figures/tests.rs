//! Figures computed by hand.

use super::*;
use crate::domain::{ArticleId, Reason};
use crate::eval::outcome::tests::asked;
use crate::eval::outcome::{LeftOut, Said};
use crate::eval::questions::Asked;

fn given<'a>(asked: &'a Asked, confidence: f32, quotes: &[(&str, &str)]) -> Outcome<'a> {
    let said = |(text, article): &(&str, &str)| Said {
        wrong_region: article == &"elsewhere",
        ..Said::new(text, &ArticleId((*article).into()), asked)
    };
    let said: Vec<Said> = quotes.iter().map(said).collect();
    let wrong_if_said = said.first().map(|s| !s.answers);
    Outcome {
        answered: !said.is_empty(),
        said,
        confidence,
        certainty: confidence,
        wrong_if_said,
        ..Outcome::new(asked, "?".into())
    }
}

fn values(outcomes: &[Outcome<'_>]) -> impl Fn(&str) -> Option<f64> + use<> {
    let figures = Figures::of(&outcomes.iter().collect::<Vec<_>>());
    move |key| figures.get(key).map(|f| f.value)
}

#[test]
fn shares_are_of_the_questions_that_count() {
    let (with, without) = (Asked { region: Some("R".into()), ..asked(Some("a")) }, asked(None));
    let passages = |right, ranks: &[usize]| Some(Passages { right, ranks: ranks.to_vec() });
    let outcomes = [
        Outcome { passages: passages(1, &[0]), ..given(&with, 0.9, &[("gold", "a")]) },
        Outcome { passages: passages(2, &[1, 4]), ..given(&with, 0.8, &[("x", "elsewhere"), ("y", "elsewhere")]) },
        Outcome { passages: passages(1, &[]), ..given(&with, 0.2, &[]) },
        Outcome { silence: Some(Reason::Topic), ..given(&without, 0.1, &[]) },
        given(&without, 0.85, &[("gold", "a")]),
    ];
    let value = values(&outcomes);
    assert_eq!((value("recall_1"), value("recall_3"), value("recall_10")), (Some(0.3333), Some(0.6667), Some(0.6667)));
    assert_eq!(value("mrr_10"), Some(0.5), "(1 + 1/2 + 0) / 3");
    // (1 + (1/log2(3) + 1/log2(6)) / (1 + 1/log2(3)) + 0) / 3
    assert_eq!(value("ndcg_10"), Some(0.5414));
    assert_eq!((value("quote_1"), value("article_1"), value("answered")), (Some(0.3333), Some(0.3333), Some(0.6667)));
    assert_eq!((value("silent"), value("reason"), value("wrong_region")), (Some(0.5), Some(0.5), Some(2.0)));
    // .9 beats both, .8 and .2 beat .1 only: 4 of 6 pairs.
    assert_eq!(value("auroc"), Some(0.6667));
    assert_eq!(value("answered_5"), Some(0.2), "only the surest is right");
    assert_eq!((value("faultless"), value("exact"), value("list_items")), (Some(0.4), Some(1.0), None));
    assert_eq!(value("left_out_auroc"), None);
}

#[test]
fn items_count_once_and_strangers_only_in_lists() {
    let list: Vec<String> = ["one", "two"].map(str::to_owned).to_vec();
    let (lists, plain) = (Asked { gold: list.clone(), list, ..asked(Some("a")) }, asked(Some("b")));
    let outcomes = [
        Outcome { is_list: true, ..given(&lists, 1.0, &[("one", "a"), ("one two", "a"), ("three", "a")]) },
        given(&lists, 1.0, &[("two", "a"), ("x", "a"), ("y", "a")]),
        Outcome { is_list: true, ..given(&plain, 1.0, &[("z", "b")]) },
    ];
    let value = values(&outcomes);
    assert_eq!((value("list_items"), value("lists_complete")), (Some(0.75), Some(0.5)));
    assert_eq!(
        (value("lists_as_lists"), value("list_wrong"), value("lists_unasked")),
        (Some(0.5), Some(0.3333), Some(1.0))
    );
}

#[test]
fn the_same_question_without_its_article_is_the_other_side() {
    let question = asked(Some("a"));
    let pair = |with, without, answered| Outcome {
        left_out: Some(LeftOut { confidence: without, answered }),
        ..given(&question, with, &[("gold", "a")])
    };
    let value = values(&[pair(0.9, 0.3, false), pair(0.5, 0.6, true)]);
    assert_eq!((value("left_out_silent"), value("left_out_auroc")), (Some(0.5), Some(0.75)));
    assert_eq!(value("left_out_precision"), Some(0.6667), "at .5 both are answered, and one without its article");
}

#[test]
fn keys_and_names_are_unique() {
    let mut keys: Vec<_> = MEASURES.iter().flat_map(|m| [m.key, m.name]).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 2 * MEASURES.len());
    assert!(Measure::named("list_wrong").is_some_and(|m| m.lower_is_better && !m.is_number()));
}

#[test]
fn what_never_failed_may_still_fail() {
    let (with, without) = (asked(Some("a")), asked(None));
    let mut outcomes = vec![given(&without, 0.1, &[]); 30];
    outcomes.extend(vec![given(&with, 0.9, &[("gold", "a")]); 2]);
    let figures = Figures::of(&outcomes.iter().collect::<Vec<_>>());
    let figure = |value, low, high| Some(Figure { value, low, high });
    assert_eq!(figures.get("silent"), figure(1.0, 0.9, 1.0), "3 / 30");
    assert_eq!(figures.get("lists_unasked"), figure(0.0, 0.0, 1.0), "3 / 2 is no share");
    assert_eq!(figures.get("exact"), figure(1.0, 1.0, 1.0), "a promise");
}

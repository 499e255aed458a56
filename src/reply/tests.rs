use std::sync::Arc;

use super::*;
use crate::domain::Lang;
use crate::domain::{
    Abstention, Answer, AnswerKind, Article, ArticleId, ArticleKind, ArticleMeta, Assumption, FrozenText, Quote,
    Reason, SmallTalk, Span, Statement, StatementList, Topic,
};

const TEXT: &str = "The region supports start-ups.\nIts partners are Acme and Initech.";

fn article(text: FrozenText) -> Arc<Article> {
    let meta = ArticleMeta {
        id: ArticleId("made-up".to_owned()),
        title: "A governor <speaks>".to_owned(),
        kind: ArticleKind::Article,
        url: "https://example.org/a".to_owned(),
        references: Vec::new(),
        region: "Far Region".to_owned(),
        lang: Lang::En,
        date: "2020-11-12".parse().expect("date"),
        publisher: None,
        speaker: None,
        tags: Vec::new(),
        fetched: None,
    };
    Arc::new(Article { meta, text, passages: Vec::new(), notes: Vec::new() })
}

fn citation(article: &Arc<Article>, span: Span) -> Citation {
    let quote = Quote::cut(article, span).expect("quote");
    Citation { quote, link: "https://example.org/a#:~:text=The".to_owned(), score: 1.0 }
}

fn answered(lang: Lang, kind: AnswerKind) -> Answer {
    Answer { lang, confidence: 0.9, certainty: 0.9, assumptions: Vec::new(), missing: Vec::new(), kind }
}

#[test]
fn quotes_stand_byte_for_byte_with_their_source() {
    let article = article(FrozenText::freeze(TEXT));
    let all = citation(&article, Span::new(0, TEXT.len()));
    let shown = plain(&answer(&answered(Lang::Ru, AnswerKind::Quotes(vec![all]))));
    let source =
        "└─ A governor <speaks> · Far Region · 12 ноября 2020 · на английском\n   https://example.org/a#:~:text=The\n";
    assert_eq!(shown, format!("Вот что говорит источник:\n\n┌─\n{TEXT}\n{source}"));
}

#[test]
fn a_list_says_what_is_announced_and_names_what_is_named() {
    let article = article(FrozenText::freeze(TEXT));
    let names = vec!["Acme".to_owned(), "Initech".to_owned()];
    let statements = vec![Statement { names, citation: citation(&article, Span::new(31, TEXT.len())) }];
    let list = StatementList { topic: Topic::Partners, statements, announced: Some((5, 2)) };
    let shown = plain(&answer(&answered(Lang::En, AnswerKind::List(list))));
    let said = "The source announces 5 partners; its text names 2.\n\nPartners, in the sources' own words (1 quote):\n";
    assert!(shown.starts_with(said), "{shown}");
    assert!(shown.contains("\n┌─ Acme, Initech\nIts partners are Acme and Initech.\n└─ "), "{shown}");
    assert!(!shown.contains("in English"), "{shown}");
}

fn silent(reason: Reason, region: Option<&str>) -> String {
    let silence = Abstention {
        reason,
        small_talk: None,
        region: region.map(str::to_owned),
        regions: vec!["Tomsk Region".to_owned(), "Far Region".to_owned()],
        examples: vec!["Who are the partners?".to_owned()],
    };
    plain(&answer(&answered(Lang::En, AnswerKind::Abstention(silence))))
}

#[test]
fn three_kinds_of_silence_each_with_a_way_on() {
    let on = "\nI can answer about: Tomsk Region, Far Region.\n\nTry asking:\n  • Who are the partners?\n";
    let region = silent(Reason::Region, Some("Narnia"));
    assert_eq!(region, format!("I have no sources about Narnia yet.\n{on}"));
    let topic = silent(Reason::Topic, Some("Far Region"));
    assert_eq!(topic, format!("My sources about Far Region don't speak about that.\n{on}"));
    let unclear = silent(Reason::Unclear, None);
    assert_eq!(unclear, format!("Sorry, I did not understand the question. Could you put it in other words?\n{on}"));
}

#[test]
fn small_talk_gets_a_reply_of_its_own() {
    let told = |talk| {
        let silence = Abstention {
            reason: Reason::Unclear,
            small_talk: Some(talk),
            region: None,
            regions: vec!["Far Region".to_owned()],
            examples: vec!["Who are the partners?".to_owned()],
        };
        plain(&answer(&answered(Lang::En, AnswerKind::Abstention(silence))))
    };
    let kinds = [SmallTalk::Greeting, SmallTalk::Thanks, SmallTalk::Farewell, SmallTalk::Insult, SmallTalk::AboutBot];
    let replies: std::collections::BTreeSet<String> = kinds.map(told).into();
    assert_eq!(replies.len(), kinds.len());
    assert!(replies.iter().all(|reply| !reply.contains("did not understand")));
    assert!(told(SmallTalk::Greeting).contains("Who are the partners?"));
    assert!(!told(SmallTalk::Thanks).contains("Who are the partners?"));
}

#[test]
fn an_assumption_is_said_first_and_a_long_one_is_cut() {
    let silence = Abstention {
        reason: Reason::Unclear,
        small_talk: None,
        region: None,
        regions: Vec::new(),
        examples: Vec::new(),
    };
    let mut answered = answered(Lang::En, AnswerKind::Abstention(silence));
    answered.assumptions = vec![Assumption::Reread("я".repeat(30_000))];
    let shown = plain(&answer(&answered));
    assert!(shown.starts_with("Searched for: яяя") && shown.chars().count() < 400, "{}", shown.len());
}

#[test]
fn a_changed_article_is_not_quoted() {
    let good = FrozenText::freeze(TEXT);
    let changed = article(FrozenText::restore(TEXT.replace("Acme", "Evil"), good.sha256()));
    let intact = article(good);
    let first = Span::new(0, 30);
    let quotes = vec![citation(&changed, first), citation(&intact, first), citation(&changed, first)];
    let (reply, errors) = vet(answer(&answered(Lang::En, AnswerKind::Quotes(quotes))));
    assert_eq!(errors.len(), 2);
    assert_eq!(reply.cited().count(), 1);
    assert_eq!(plain(&reply).matches("could not confirm").count(), 1);
}

#[test]
fn the_greeting_tells_what_is_covered() {
    let coverage = Coverage {
        regions: vec!["Томская область".to_owned()],
        articles: 21,
        newest: Some("2020-11".parse().expect("date")),
        examples: Vec::new(),
    };
    let shown = covered(Lang::Ru.into(), &coverage);
    let covers = "Сейчас я знаю 21 статью, в них 1 регион: Томская область. Дата самой новой: ноябрь 2020.";
    assert_eq!(shown, covers);
}

#[test]
fn the_age_of_a_date_in_words() {
    // 22 November 2026.
    let now_ms = 1_795_348_800_000;
    let told = |lang: Lang, date: &str| age(lang.into(), date.parse().expect("date"), now_ms);
    for (date, en, ru) in [
        ("2020-11", "6 years ago", "6 лет назад"),
        ("2020-12-31", "5 years ago", "5 лет назад"),
        ("2024", "2 years ago", "2 года назад"),
        ("2025-11-30", "1 year ago", "1 год назад"),
        ("2025-12", "11 months ago", "11 месяцев назад"),
        ("2026-10", "1 month ago", "1 месяц назад"),
        ("2026-11-01", "this month", "в этом месяце"),
        ("2027-05", "this month", "в этом месяце"),
        ("2026", "this year", "в этом году"),
    ] {
        assert_eq!((told(Lang::En, date).as_str(), told(Lang::Ru, date).as_str()), (en, ru), "{date}");
    }
}

#[test]
fn a_brief_is_called_one_with_the_number_of_its_sources() {
    let brief = ArticleMeta { kind: ArticleKind::Brief, ..article(FrozenText::freeze(TEXT)).meta.clone() };
    for (sources, en, ru) in [
        (1, "policybot brief, based on 1 public source", "справка policybot на основе 1 открытого источника"),
        (2, "policybot brief, based on 2 public sources", "справка policybot на основе 2 открытых источников"),
        (11, "policybot brief, based on 11 public sources", "справка policybot на основе 11 открытых источников"),
        (21, "policybot brief, based on 21 public sources", "справка policybot на основе 21 открытого источника"),
    ] {
        let meta = ArticleMeta { references: vec!["https://example.org/".to_owned(); sources], ..brief.clone() };
        assert_eq!(details(Lang::En.into(), &meta), format!("Far Region · 12 November 2020 · {en}"));
        assert_eq!(details(Lang::Ru.into(), &meta), format!("Far Region · 12 ноября 2020 · на английском · {ru}"));
    }
}

#[test]
fn debug_output_holds_no_words() {
    assert_eq!(format!("{:?}", Reply::say(Locale::default(), "canary")), "Reply(en, 1 parts, 0 quotes)");
}

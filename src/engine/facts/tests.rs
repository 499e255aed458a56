use std::sync::Arc;

use super::*;
use crate::domain::{ArticleId, ArticleKind, ArticleMeta, FactNote, FrozenText, Institution, Lang, Lexicon, Passage};

/// An article of one-sentence paragraphs with the notes of its curator: what is meant, words of the text, deed.
fn article(text: &str, notes: &[(Option<FactKind>, &str, Deed)]) -> Arc<Article> {
    let mut passages = Vec::new();
    let mut at = 0;
    for line in text.lines() {
        let span = Span::new(at, at + line.len());
        passages.push(Passage { span, kind: PassageKind::Paragraph, page: None, sentences: vec![span] });
        at = span.end + 1;
    }
    let note = |(kind, words, deed): &(Option<FactKind>, &str, Deed)| {
        let start = text.find(words).expect("words of the text");
        FactNote {
            kind: *kind,
            words: (*words).to_owned(),
            span: Span::new(start, start + words.len()),
            deed: deed.clone(),
        }
    };
    let meta = ArticleMeta {
        id: ArticleId("a".into()),
        title: "T".into(),
        kind: ArticleKind::Article,
        url: "https://example.org/".into(),
        references: vec![],
        region: "R".into(),
        lang: Lang::En,
        date: "2023-04".parse().expect("a date"),
        publisher: None,
        speaker: None,
        tags: vec![],
        fetched: None,
    };
    Arc::new(Article { meta, text: FrozenText::freeze(text), passages, notes: notes.iter().map(note).collect() })
}

/// Kinds, names and values of the facts.
fn facts(text: &str, notes: &[(Option<FactKind>, &str, Deed)]) -> Vec<(FactKind, String, Option<String>)> {
    let fund = Institution {
        name: "Bortnik Fund".into(),
        aliases: ["Bortnik Fund", "Bortnikov Fund", "FASIE", "Фонд содействия инновациям"].map(str::to_owned).into(),
    };
    let institutions = Institutions::new(&Lexicon { institutions: vec![fund], ..Lexicon::default() });
    let article = article(text, notes);
    let stated = statements::in_article(&article, &institutions);
    let found = of_article(&article, &stated, &institutions);
    for fact in &found {
        assert!(fact.span.contains(fact.named), "{fact:?}");
    }
    found.into_iter().map(|f| (f.kind, f.name, f.value.map(|v| v.to_string()))).collect()
}

const TEXT: &str = "The region bets on optics, pumps and small satellites.\n\
                    It works with the Bortnikov Fund, Acme Oil and Borealis.\n\
                    The Spark Grant pays up to 3 million rubles.\n\
                    Applications are accepted until 30 June.";

#[test]
fn every_kind_has_its_words() {
    let expected = [
        (FactKind::Direction, "optics", None),
        (FactKind::Direction, "pumps", None),
        (FactKind::Direction, "small satellites", None),
        (FactKind::Partner, "Bortnik Fund", None),
        (FactKind::Partner, "Acme Oil", None),
        (FactKind::Partner, "Borealis", None),
        (FactKind::Programme, "Spark Grant", None),
        (FactKind::Amount, "up to 3 million rubles", Some("RUB 3000000")),
        (FactKind::Deadline, "until 30 June", Some("2023-06-30")),
    ];
    let expected = expected.map(|(kind, name, value)| (kind, name.to_owned(), value.map(str::to_owned)));
    assert_eq!(facts(TEXT, &[]), expected);
}

#[test]
fn names_of_one_institution_are_one() {
    for name in ["the Bortnik Fund", "FASIE", "Bortnikov Fund"] {
        let text = format!("The park cooperates with {name} and Borealis.");
        assert_eq!(facts(&text, &[])[0].1, "Bortnik Fund", "{name}");
    }
    let russian = "Партнёрами парка стали Фонд содействия инновациям и «Вега».";
    assert_eq!(facts(russian, &[])[0].1, "Bortnik Fund");
}

#[test]
fn curators_add_rename_and_suppress() {
    let notes = [
        (Some(FactKind::Partner), "Acme Oil", Deed::Suppress),
        (None, "Borealis", Deed::Rename("Borealis Group".into())),
        (None, "pumps", Deed::Suppress),
        (Some(FactKind::Partner), "Spark", Deed::Add(Some("Spark Ltd".into()))),
        (Some(FactKind::Amount), "3 million", Deed::Suppress),
        (Some(FactKind::Deadline), "30 June", Deed::Rename("first call".into())),
    ];
    let found = facts(TEXT, &notes);
    let of = |kind| found.iter().filter(|f| f.0 == kind).map(|f| f.1.as_str()).collect::<Vec<_>>();
    assert_eq!(of(FactKind::Partner), ["Bortnik Fund", "Borealis Group", "Spark Ltd"]);
    assert_eq!((of(FactKind::Amount), of(FactKind::Deadline)), (vec![], vec!["first call"]));
    assert_eq!(of(FactKind::Programme), ["Spark Grant"]);
    // A sentence of several directions without names is one statement: it is suppressed as a whole.
    assert!(of(FactKind::Direction).is_empty());
}

//! The index on a real folder.

use super::*;
use crate::domain::{ArticleId, ArticleKind, ArticleMeta, FrozenText, Lang, Passage, PassageId, PassageKind, Span};
use crate::engine::{Retriever, Search};

fn article(id: &str, region: &str, text: &str) -> Arc<Article> {
    let span = Span::new(0, text.len());
    Arc::new(Article {
        meta: ArticleMeta {
            id: ArticleId(id.into()),
            title: format!("Title of {id}"),
            kind: ArticleKind::Article,
            url: "https://example.org/".into(),
            references: Vec::new(),
            region: region.into(),
            lang: crate::text::language::detect(text).unwrap_or(Lang::En),
            date: "2020".parse().expect("a date"),
            publisher: None,
            speaker: None,
            tags: vec!["grants".into()],
            fetched: None,
        },
        text: FrozenText::freeze(text),
        passages: vec![Passage { span, kind: PassageKind::Paragraph, page: None, sentences: vec![span] }],
        notes: Vec::new(),
    })
}

fn corpus(articles: &[(&str, &str, &str)]) -> Arc<Corpus> {
    Arc::new(Corpus::new(articles.iter().map(|(id, region, text)| article(id, region, text)).collect()))
}

fn search(index: &SearchIndex, corpus: &Arc<Corpus>, lang: Lang, regions: &[&str], stem: &str) -> Vec<PassageId> {
    let search = Search {
        lang,
        regions: regions.iter().map(|r| (*r).to_owned()).collect(),
        stems: vec![(stem.to_owned(), 1.0)],
        words: vec![],
        passages: 10,
        articles: 0,
    };
    let found = index.searcher(Arc::clone(corpus)).retrieve(&search).expect("an answer");
    found.into_iter().map(|c| c.passage).collect()
}

const THREE: [(&str, &str, &str); 3] = [
    ("a", "Tomsk Region", "Directions of support."),
    ("b", "Omsk Region", "Another direction."),
    ("c", "Omsk Region", "Партнёрами стали банки."),
];

#[test]
fn finds_stems_by_language_region_and_title() {
    let corpus = corpus(&THREE);
    let index = SearchIndex::in_memory().expect("an index");
    index.sync(&corpus, |_, _| {}).expect("a commit");
    assert_eq!(search(&index, &corpus, Lang::En, &[], "direct").len(), 2);
    assert_eq!(search(&index, &corpus, Lang::En, &["Omsk Region"], "direct"), [PassageId(1)]);
    assert_eq!(search(&index, &corpus, Lang::Ru, &[], "партнер"), [PassageId(2)]);
    assert_eq!(search(&index, &corpus, Lang::En, &[], "tomsk"), [PassageId(0)], "region is searchable");
    assert_eq!(search(&index, &corpus, Lang::En, &[], "grant").len(), 2, "tags are searchable");
}

#[test]
fn only_what_changed_is_indexed_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let open = || SearchIndex::open(dir.path()).expect("an index");
    let first = open();
    assert_eq!(first.1, Opened::Created);
    first.0.sync(&corpus(&THREE), |_, _| {}).expect("a commit");
    drop(first);
    let (index, opened) = open();
    assert_eq!(opened, Opened::Existing);
    let next =
        corpus(&[THREE[0], ("b", "Omsk Region", "Another direction, changed."), ("d", "Omsk Region", "Renamed.")]);
    let changes = index.sync(&next, |_, _| {}).expect("a commit");
    assert_eq!(changes, Changes { added: 1, changed: 1, removed: 1, unchanged: 1 });
    assert_eq!(search(&index, &next, Lang::En, &[], "chang"), [PassageId(1)]);
    assert_eq!(search(&index, &next, Lang::Ru, &[], "партнер"), []);
    assert_eq!(index.sync(&next, |_, _| {}).expect("nothing to do").unchanged, 3);
}

#[test]
fn what_cannot_be_used_is_rebuilt() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("index");
    let fill = || {
        let (index, opened) = SearchIndex::open(&folder).expect("an index");
        let corpus = corpus(&THREE);
        index.sync(&corpus, |_, _| {}).expect("a commit");
        assert_eq!(search(&index, &corpus, Lang::En, &[], "direct").len(), 2);
        opened
    };
    assert_eq!(fill(), Opened::Created);
    let files = || std::fs::read_dir(&folder).expect("a folder").map(|f| f.expect("a file").path());
    // A segment cut short, a segment gone, a foreign stamp, a broken list of segments, a stray file only.
    let segment = |ending: &str| files().find(|p| p.extension().is_some_and(|e| e == ending)).expect(ending);
    std::fs::write(segment("term"), b"x").expect("written");
    assert!(matches!(fill(), Opened::Rebuilt(_)));
    std::fs::remove_file(segment("store")).expect("removed");
    assert!(matches!(fill(), Opened::Rebuilt(_)));
    let meta = std::fs::read_to_string(folder.join("meta.json")).expect("text");
    std::fs::write(folder.join("meta.json"), meta.replace(folder::FORMAT, "policybot index 0")).expect("written");
    assert_eq!(fill(), Opened::Rebuilt("it was written by another version".to_owned()));
    std::fs::write(folder.join("meta.json"), &meta[..meta.len() / 2]).expect("written");
    assert!(matches!(fill(), Opened::Rebuilt(_)));
    files()
        .filter(|p| p.file_name().is_some_and(|n| n != ".managed.json"))
        .for_each(|p| std::fs::remove_file(p).expect("removed"));
    assert!(matches!(fill(), Opened::Rebuilt(_)));
}

#[test]
fn a_searcher_keeps_finding_what_it_was_made_of() {
    let dir = tempfile::tempdir().expect("a folder");
    let (index, _) = SearchIndex::open(dir.path()).expect("an index");
    let first = corpus(&THREE);
    index.sync(&first, |_, _| {}).expect("a commit");
    let old = index.searcher(Arc::clone(&first));
    // Commits enough for segments to be merged and their files to be removed.
    for n in 0..20 {
        let texts: Vec<String> = (0..5).map(|i| format!("Edition {n} of paragraph {i}.")).collect();
        let rows: Vec<(&str, &str, &str)> = texts.iter().map(|t| (&t[..], "Tomsk Region", &t[..])).collect();
        index.sync(&corpus(&rows), |_, _| {}).expect("a commit");
    }
    let files = std::fs::read_dir(dir.path()).expect("a folder").count();
    assert!(files < 100, "segments of old generations are removed: {files} files");
    let search = Search {
        lang: Lang::En,
        regions: vec![],
        stems: vec![("direct".to_owned(), 1.0)],
        words: vec![],
        passages: 10,
        articles: 3,
    };
    let found = old.retrieve(&search).expect("an answer");
    let mut passages: Vec<PassageId> = found.iter().map(|c| c.passage).collect();
    passages.sort();
    assert_eq!(passages, [PassageId(0), PassageId(1)]);
}

#[test]
fn one_search_finds_the_best_passages_and_those_of_the_best_articles() {
    let texts = ["A grant.", "A grant is a grant.", "Grants and loans and much else that nobody asks for here."];
    let articles = ["a", "b", "c"].into_iter().zip(texts).map(|(id, text)| (id, "Omsk Region", text));
    let corpus = corpus(&articles.collect::<Vec<_>>());
    let index = SearchIndex::in_memory().expect("an index");
    index.sync(&corpus, |_, _| {}).expect("a commit");
    let found = |passages: usize, articles: usize, lang: Lang| {
        let stems = vec![("grant".to_owned(), 1.0)];
        let search = Search { lang, regions: vec![], stems, words: vec![], passages, articles };
        let found = index.searcher(Arc::clone(&corpus)).retrieve(&search).expect("an answer");
        found.into_iter().map(|c| (c.passage.0, c.score > 0.0)).collect::<Vec<_>>()
    };
    assert_eq!(found(2, 0, Lang::En), [(1, true), (0, true)]);
    assert_eq!(found(1, 2, Lang::En), [(1, true), (0, false)]);
    assert_eq!(found(0, 1, Lang::En), [(1, false)]);
    assert_eq!(found(5, 5, Lang::Ru), []);
}

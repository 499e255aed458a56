//! One snapshot gives way to the next.

use std::sync::Arc;

use policybot::app::{Current, KnowledgeBase};
use policybot::config::{Overrides, Settings, Sources};
use policybot::dialogue::{Knowledge, pinned};
use policybot::domain::{ArticleId, Question};
use policybot::telegram::Library;

use super::article;

fn settings(folder: &std::path::Path) -> Settings {
    settings_with(folder, &folder.join("data"))
}

fn settings_with(folder: &std::path::Path, data: &std::path::Path) -> Settings {
    let overrides = Overrides { knowledge: Some(folder.join("knowledge")), data: Some(data.to_owned()) };
    let sources = Sources::of(&overrides, &folder.join("no.env"), |_| None).expect("sources");
    Settings::new(&sources).expect("settings")
}

fn quotes(knowledge: &dyn Knowledge, question: &str) -> Vec<String> {
    let answer = knowledge.ask(&Question::new(question)).expect("an answer");
    answer.citations().map(|c| c.quote.text().to_owned()).collect()
}

#[test]
fn what_is_under_way_keeps_its_snapshot_and_what_comes_next_gets_the_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let knowledge = folder.path().join("knowledge");
    std::fs::create_dir_all(&knowledge).expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(knowledge.join(name), article(name, "Tver Region", text)).expect("written");
    };
    write("old.md", "The Tver Region supports small foundries with grants.");
    let mut base = KnowledgeBase::open(&settings(folder.path())).expect("a base");
    let current = Arc::new(Current::new(base.first(|_, _| {}).expect("a snapshot")));
    let generation = current.generation();
    let under_way = pinned(&(Arc::clone(&current) as Arc<dyn Knowledge>));
    let (old, new) = ("Who supports small foundries in Tver?", "Who builds greenhouses in Tver?");
    let (was, is) = ("The Tver Region supports small foundries with grants.", "The Tver Region builds greenhouses.");
    std::fs::remove_file(knowledge.join("old.md")).expect("removed");
    write("new.md", is);
    let read = base.read();
    current.swap(base.snapshot(read, |_, _| {}).expect("a snapshot"));

    assert_eq!(
        (quotes(&*under_way, old), quotes(&*under_way, new).contains(&is.to_owned())),
        (vec![was.to_owned()], false)
    );
    assert_eq!(quotes(&*current, new), [is]);
    assert!(!quotes(&*current, old).contains(&was.to_owned()));
    assert!(under_way.article(&ArticleId("old".to_owned())).is_some());
    assert!(current.article(&ArticleId("old".to_owned())).is_none());
    assert_ne!(current.generation(), generation);
    // The last article goes, too: nothing is left to quote, and nothing fails.
    std::fs::remove_dir_all(&knowledge).expect("removed");
    let read = base.read();
    current.swap(base.snapshot(read, |_, _| {}).expect("a snapshot"));
    assert_eq!(quotes(&*current, new), [""; 0]);
    assert_eq!(quotes(&*under_way, old), [was]);
}

#[test]
fn a_note_beside_an_article_counts_with_the_next_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let knowledge = folder.path().join("knowledge");
    std::fs::create_dir_all(&knowledge).expect("a folder");
    let text = "The region cooperates with Acme Oil, Borealis and Hartwell Foundry.";
    std::fs::write(knowledge.join("a.md"), article("a", "Tver Region", text)).expect("written");
    let mut base = KnowledgeBase::open(&settings(folder.path())).expect("a base");
    let current = Arc::new(Current::new(base.first(|_, _| {}).expect("a snapshot")));
    let generation = current.generation();
    let names = |current: &Current| current.load().ask.all_stated().map(|s| s.names.len()).sum::<usize>();
    assert_eq!(names(&current), 3);
    std::fs::write(knowledge.join("a.facts.toml"), "[[facts]]\nsuppress = \"Borealis\"\n").expect("written");
    let read = base.read();
    assert!(read.changed);
    current.swap(base.snapshot(read, |_, _| {}).expect("a snapshot"));
    assert_eq!(names(&current), 2);
    assert_ne!(current.generation(), generation);
}

/// Everything that is stated, with the words of the names.
fn stated(current: &Current) -> Vec<String> {
    let snapshot = current.load();
    let line = |s: policybot::engine::stating::Stating<'_>| {
        let names: Vec<&str> = s.names.iter().map(|name| s.article.slice(*name)).collect();
        format!("{} {:?} {:?} {names:?}", s.article.meta.id.0, s.topic, s.span)
    };
    snapshot.ask.all_stated().map(line).collect()
}

#[test]
fn after_any_change_of_the_lexicon_all_is_as_if_it_were_read_for_the_first_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let knowledge = folder.path().join("knowledge");
    std::fs::create_dir_all(knowledge.join("lexicon")).expect("a folder");
    let texts = [
        "The region cooperates with Acme Oil, Borealis and Hartwell Foundry. The РАН and Zubr help, too.",
        "The region cooperates with Narnia, Borealis and Gondor Steel. Partners of the fund are Zubr and Rohan Bank.",
        "Область сотрудничает с «Вегой», РАН и компанией Зубр. Ранее она работала одна.",
        "Grants are given to bakeries, and nobody else is named here.\n\nIt rained in Tver.",
    ];
    for (n, text) in texts.into_iter().enumerate() {
        std::fs::write(knowledge.join(format!("a{n}.md")), article("a", "Tver Region", text)).expect("written");
    }
    std::fs::write(knowledge.join("a1.facts.toml"), "[[facts]]\nrename = \"Gondor Steel\"\nname = \"Gondor Iron\"\n")
        .expect("written");
    let institution =
        |name: &str, aliases: &str| format!("[[institution]]\nname = \"{name}\"\naliases = [{aliases}]\n");
    let regions = "[[region]]\nen = \"Tver Region\"\nru = \"Тверская область\"\n";
    let narnia = "[[region]]\nen = \"Narnia\"\nru = \"Нарния\"\n";
    let edits = [
        ("institutions.toml", institution("Acme", "\"Acme Oil\"")),
        ("institutions.toml", institution("Borealis Group", "\"Borealis\", \"РАН\"")),
        ("institutions.toml", institution("Zubr", "\"Зубр\"") + &institution("Gondor", "\"Gondor Iron\"")),
        ("institutions.toml", institution("Zubr Plant", "\"Зубр\", \"Zubr\"")),
        ("regions.toml", format!("{regions}{narnia}")),
        ("regions.toml", regions.to_owned()),
        ("synonyms.toml", "[[group]]\nen = [\"grants\"]\nru = [\"деньги\"]\n".to_owned()),
        ("glossary.toml", "[[entry]]\nen = [\"bakery\"]\nru = [\"хлебозавод\"]\n".to_owned()),
        ("boilerplate.toml", "phrases = [\"Grants are given to …\"]\n".to_owned()),
        ("boilerplate.toml", "phrases = []\n".to_owned()),
    ];
    let mut base = KnowledgeBase::open(&settings(folder.path())).expect("a base");
    let current = Current::new(base.first(|_, _| {}).expect("a snapshot"));
    let questions = ["Who works with Tver?", "Какие деньги дают в Твери?", "What do хлебозаводы get in Tver?"];
    for (file, content) in edits {
        std::fs::write(knowledge.join("lexicon").join(file), &content).expect("written");
        let read = base.read();
        current.swap(base.snapshot(read, |_, _| {}).expect("a snapshot"));
        let elsewhere = tempfile::tempdir().expect("a folder");
        let fresh = settings_with(folder.path(), elsewhere.path());
        let mut anew = KnowledgeBase::open(&fresh).expect("a base");
        let anew = Current::new(anew.first(|_, _| {}).expect("a snapshot"));
        assert_eq!(stated(&current), stated(&anew), "after {file}: {content}");
        for question in questions {
            assert_eq!(quotes(&current, question), quotes(&anew, question), "{question} after {file}: {content}");
        }
    }
}

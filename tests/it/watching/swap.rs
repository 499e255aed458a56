//! One snapshot gives way to the next.

use std::sync::Arc;

use policybot::app::{Current, KnowledgeBase};
use policybot::config::{Overrides, Settings, Sources};
use policybot::dialogue::{Knowledge, pinned};
use policybot::domain::{ArticleId, Question};
use policybot::telegram::Library;

use super::article;

fn settings(folder: &std::path::Path) -> Settings {
    let overrides = Overrides { knowledge: Some(folder.join("knowledge")), data: Some(folder.join("data")) };
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

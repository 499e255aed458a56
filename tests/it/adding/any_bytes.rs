//! Whatever is thrown at it: no panic, nothing written outside the folder, what was there stays.

use std::fs;
use std::path::Path;

use policybot::domain::Lexicon;
use policybot::ingest::adding::{Document, Holdings, Wishes, propose};
use policybot::ingest::{Boilerplate, load_knowledge};
use proptest::prelude::*;

use super::{files, news};

const NOW: &str = "2026-01-01T00:00:00Z";

fn wishes(url: &str, title: Option<&str>, region: &str) -> Wishes {
    let given = |s: &str| Some(s.to_owned());
    Wishes {
        url: given(url),
        title: title.map(str::to_owned),
        region: given(region),
        date: given("2020"),
        ..Wishes::default()
    }
}

/// Adds to `root/knowledge`; whether an article was written.
fn add(root: &Path, name: &str, bytes: &[u8], wishes: &Wishes) -> bool {
    let (furniture, lexicon, knowledge) = (Boilerplate::default(), Lexicon::default(), root.join("knowledge"));
    let Ok(document) = Document::sent(name, bytes.to_vec()) else { return false };
    let holdings = Holdings::open(&knowledge, &furniture);
    let Ok(proposal) = propose(document, wishes, &holdings, &lexicon, &furniture, NOW) else { return false };
    proposal.write(&knowledge).is_ok()
}

fn page() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "[a-zа-я .,\u{ad}\u{a0}]{0,30}",
        "</?(p|div|table|tr|td|li|ul|h1|br|a|b|script|article|!--|title|meta charset=koi8-r)>",
        "(---\n|title: |date: 2020\n|# |- |\\| a \\| b \\|\n|&amp;|&#0;|\r\n)",
    ];
    let text = prop::collection::vec(piece, 0..30).prop_map(|p| p.concat().into_bytes());
    prop_oneof![text, prop::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nothing_breaks_and_nothing_leaves_the_folder(
        bytes in page(),
        name in prop::sample::select(vec!["a.html", "a.md", "a.txt", "a.pdf", "a.docx", "../a.html", "a"]),
        title in prop_oneof!["\\PC{1,30}", Just("../../x".to_owned()), Just("..".to_owned()), Just("a\n---\nurl: x".to_owned())],
        region in prop_oneof![Just("Tomsk Region".to_owned()), Just("../..".to_owned()), "\\PC{1,20}"],
        same_address in any::<bool>(),
    ) {
        let root = tempfile::tempdir().expect("a folder");
        let knowledge = root.path().join("knowledge");
        fs::create_dir_all(knowledge.join("lexicon")).expect("a folder");
        // The shipped files, which stand in for missing ones, take long to read.
        for name in ["areas", "boilerplate", "cues", "glossary", "institutions", "pins", "regions", "synonyms"] {
            fs::write(knowledge.join(format!("lexicon/{name}.toml")), "").expect("written");
        }
        fs::write(root.path().join("beside"), "stays").expect("written");
        prop_assert!(add(root.path(), "good.html", news("").as_bytes(), &wishes("https://example.org/good", None, "Tomsk Region")));
        let before = files(&knowledge);
        let url = if same_address { "https://example.org/good" } else { "https://example.org/other" };
        let written = add(root.path(), name, &bytes, &wishes(url, Some(&title), &region));
        let outside: Vec<String> = files(root.path()).into_iter().map(|f| f.0).filter(|f| !f.starts_with("knowledge/")).collect();
        prop_assert_eq!(outside, ["beside"]);
        let after = files(&knowledge);
        prop_assert!(!after.iter().any(|f| f.0.ends_with(".new")), "a temporary file stays");
        prop_assert!(written || after == before, "what was refused has changed something");
        let loaded = load_knowledge(&knowledge, "https://example.org");
        prop_assert!(loaded.problems.is_empty(), "what was written cannot be read: {:?}", loaded.problems);
        prop_assert_eq!(loaded.articles.len(), 1 + usize::from(written && !same_address));
    }
}

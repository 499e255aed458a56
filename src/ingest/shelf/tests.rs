//! Shelves over real folders.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// A knowledge folder, and one for copies.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(place.knowledge().join("lexicon")).expect("a folder");
        place
    }

    fn knowledge(&self) -> PathBuf {
        self.0.path().join("knowledge")
    }

    fn shelf(&self) -> Shelf {
        Shelf::new(&self.knowledge(), crate::domain::PUBLIC_URL, Some(self.0.path().join("copies")))
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.knowledge().join(name), content).expect("written");
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.knowledge().join(name)).ok();
    }

    fn copies(&self) -> usize {
        fs::read_dir(self.0.path().join("copies/articles")).map_or(0, Iterator::count)
    }
}

fn article(text: &str) -> String {
    format!("---\ntitle: T\nurl: https://example.org/\nregion: Tver Region\nlang: en\ndate: 2024\n---\n{text}\n")
}

/// The articles by id, with their texts.
fn texts(reading: &Reading) -> BTreeMap<String, String> {
    let text = |a: &Arc<Article>| (a.meta.id.0.clone(), a.text.as_str().to_owned());
    reading.knowledge.articles.iter().map(text).collect()
}

/// The words of all notes on facts that count.
fn notes(reading: &Reading) -> Vec<String> {
    reading.knowledge.articles.iter().flat_map(|a| &a.notes).map(|note| note.words.clone()).collect()
}

#[test]
fn notes_beside_an_article_are_read_kept_and_gone_like_articles() {
    let place = Place::new();
    let mut shelf = place.shelf();
    place.write("a.md", article("Acme and Borealis help."));
    assert_eq!(notes(&shelf.read()), [""; 0]);
    place.write("a.facts.toml", "[[facts]]\nsuppress = \"Acme\"\n");
    let reading = shelf.read();
    assert_eq!((reading.changed, notes(&reading)), (true, vec!["Acme".to_owned()]));
    place.write("a.facts.toml", "[[facts]]\nsuppress = \"Borealis\"\n");
    let reading = shelf.read();
    assert_eq!((reading.changed, notes(&reading)), (true, vec!["Borealis".to_owned()]));
    assert!(!shelf.read().changed);
    // What is broken keeps its last good version, also after a restart, while the article is read as it is now.
    place.write("a.facts.toml", "[[facts]\n");
    place.write("a.md", article("Acme helps more than Borealis."));
    for mut shelf in [shelf, place.shelf()] {
        let reading = shelf.read();
        assert_eq!(
            (texts(&reading)["a"].as_str(), notes(&reading)),
            ("Acme helps more than Borealis.", vec!["Borealis".to_owned()])
        );
        let file = format!("{}/a.facts.toml", place.knowledge().display());
        assert_eq!(reading.kept, std::slice::from_ref(&file));
        assert!(reading.knowledge.problems.iter().any(|p| p.file == file), "{:?}", reading.knowledge.problems);
        assert_eq!(place.copies(), 2);
    }
    // Removed is gone, with the copy.
    let mut shelf = place.shelf();
    shelf.read();
    place.remove("a.facts.toml");
    let reading = shelf.read();
    assert_eq!((reading.changed, notes(&reading), place.copies()), (true, vec![], 1));
    assert_eq!(notes(&place.shelf().read()), [""; 0]);
}

#[test]
fn a_broken_edit_keeps_the_last_good_version_also_after_a_restart() {
    let place = Place::new();
    let mut shelf = place.shelf();
    place.write("a.md", article("First."));
    assert!(shelf.read().changed);
    assert!(!shelf.read().changed);
    place.write("a.md", "---\ntitle: T\n");
    for mut shelf in [shelf, place.shelf()] {
        let reading = shelf.read();
        assert!(reading.changed && texts(&reading)["a"] == "First.", "{:?}", texts(&reading));
        assert_eq!(reading.kept.len(), 1);
        let said: Vec<String> = reading.knowledge.problems.iter().map(ToString::to_string).collect();
        assert!(
            said.len() == 1 && said[0].contains("/a.md:1: the front matter that opens here is never closed"),
            "{said:?}"
        );
    }
    let mut shelf = place.shelf();
    shelf.read();
    place.write("a.md", article("Second."));
    let reading = shelf.read();
    assert!(texts(&reading)["a"] == "Second." && reading.kept.is_empty() && reading.knowledge.problems.is_empty());
    // Removed is removed: what is broken afterwards has no version to fall back on.
    place.remove("a.md");
    assert!(texts(&shelf.read()).is_empty() && place.copies() == 0);
    place.write("a.md", "broken");
    assert!(texts(&shelf.read()).is_empty() && texts(&place.shelf().read()).is_empty());
}

#[test]
fn an_id_that_is_taken_stays_with_the_file_that_had_it() {
    let place = Place::new();
    let mut shelf = place.shelf();
    place.write("b.md", article("Ours.").replace("date:", "id: x\ndate:"));
    shelf.read();
    place.write("a.md", article("Theirs.").replace("date:", "id: x\ndate:"));
    let reading = shelf.read();
    assert_eq!(texts(&reading)["x"], "Ours.");
    assert!(reading.knowledge.problems[0].to_string().contains("/a.md:6: the id 'x' is taken by"));
}

#[test]
fn a_folder_that_cannot_be_listed_loses_nothing() {
    let place = Place::new();
    fs::create_dir_all(place.knowledge().join("sub")).expect("a folder");
    place.write("sub/a.md", article("Inside."));
    let mut shelf = place.shelf();
    shelf.read();
    // What a user without the right to read sees; a test may run as one who may read everything.
    let listing = Listing { unreadable: vec!["sub/".to_owned()], ..Listing::default() };
    shelf.drop_gone(&listing);
    assert_eq!(shelf.gather(Vec::new()).0.articles.len(), 1);
    shelf.drop_gone(&Listing::default());
    assert!(shelf.gather(Vec::new()).0.articles.is_empty());
}

#[test]
fn a_broken_lexicon_keeps_the_last_good_one_also_after_a_restart() {
    let place = Place::new();
    place.write("a.md", article("First."));
    let narnia = "[[region]]\nen = \"Narnia Region\"\nru = \"Нарния\"\n";
    place.write("lexicon/regions.toml", narnia);
    let mut shelf = place.shelf();
    let names =
        |reading: &Reading| -> Vec<String> { reading.knowledge.lexicon.regions.iter().map(|r| r.en.clone()).collect() };
    let first = shelf.read();
    assert_eq!(names(&first), ["Narnia Region"]);
    place.write("lexicon/regions.toml", "[[region]\n");
    for mut shelf in [shelf, place.shelf()] {
        let reading = shelf.read();
        assert_eq!(names(&reading), ["Narnia Region"]);
        assert!(reading.changed && reading.kept.len() == 1 && reading.knowledge.problems.len() == 1);
    }
    let mut shelf = place.shelf();
    shelf.read();
    place.write("lexicon/regions.toml", narnia.replace("Narnia Region", "Archenland"));
    let reading = shelf.read();
    assert!(
        names(&reading) == ["Archenland"] && reading.kept.is_empty() && reading.lexicon_sha256 != first.lexicon_sha256
    );
}

#[test]
fn what_did_not_change_stays_the_same_object() {
    let place = Place::new();
    place.write("a.md", article("Same."));
    place.write("b.md", article("Other."));
    let mut shelf = place.shelf();
    let before = shelf.read().knowledge.articles;
    place.write("b.md", article("Another."));
    // Written again, and judged by other rules that leave nothing of it out.
    place.write("a.md", article("Same."));
    place.write("lexicon/boilerplate.toml", "phrases = [\"Print\"]\n");
    let after = shelf.read().knowledge.articles;
    assert!(Arc::ptr_eq(&before[0], &after[0]) && !Arc::ptr_eq(&before[1], &after[1]));
}

/// What happens to a folder.
#[derive(Debug, Clone)]
enum Event {
    Good(usize, u32),
    Bad(usize, Vec<u8>),
    Remove(usize),
    /// A file of the lexicon becomes anything.
    Names(Vec<u8>),
    Restart,
}

fn event() -> impl Strategy<Value = (Event, bool)> {
    let bad = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..80),
        "(---\n)?(title: T\n)?(url: [a-z:/]{0,9}\n)?(---\n)?\\PC{0,30}".prop_map(String::into_bytes),
    ];
    let event = prop_oneof![
        (0..3usize, any::<u32>()).prop_map(|(file, n)| Event::Good(file, n)),
        (0..3usize, bad.clone()).prop_map(|(file, bytes)| Event::Bad(file, bytes)),
        bad.prop_map(Event::Names),
        (0..3usize).prop_map(Event::Remove),
        Just(Event::Restart),
    ];
    (event, any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// After every reading each file that is there has its last version that could be read, and nothing else is there.
    #[test]
    fn the_last_good_version_is_never_lost(events in proptest::collection::vec(event(), 1..12)) {
        let place = Place::new();
        // The shipped files, which stand in for missing ones, take long to read.
        for name in ["areas", "boilerplate", "cues", "glossary", "institutions", "light", "pins", "regions", "synonyms"] {
            place.write(&format!("lexicon/{name}.toml"), "");
        }
        let mut shelf = place.shelf();
        // On disk: the number of a good version, or something else. In service: the number.
        let mut disk: [Option<Option<u32>>; 3] = [None; 3];
        let mut service: [Option<u32>; 3] = [None; 3];
        for (event, read) in events {
            match event {
                Event::Good(file, n) => {
                    place.write(&format!("{file}.md"), article(&format!("Version {n}.")));
                    disk[file] = Some(Some(n));
                }
                Event::Bad(file, bytes) => {
                    place.write(&format!("{file}.md"), bytes);
                    disk[file] = Some(None);
                }
                Event::Remove(file) => {
                    place.remove(&format!("{file}.md"));
                    disk[file] = None;
                }
                Event::Names(bytes) => place.write("lexicon/regions.toml", bytes),
                Event::Restart => shelf = place.shelf(),
            }
            if !read {
                continue;
            }
            for file in 0..3 {
                service[file] = disk[file].and_then(|n| n.or(service[file]));
            }
            let expected = (0..3).filter_map(|f| Some((f.to_string(), format!("Version {}.", service[f]?)))).collect();
            prop_assert_eq!(texts(&shelf.read()), expected);
        }
        let outside = fs::read_dir(place.0.path()).expect("a folder").count();
        prop_assert!(outside <= 2, "nothing is written outside the two folders");
    }
}

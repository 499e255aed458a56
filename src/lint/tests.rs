//! Folders with something wrong in them.

use super::drift::{DriftFile, PageNow};
use super::*;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir(place.0.path().join("lexicon")).expect("a folder");
        let regions = "[[region]]\nen = \"Tver Region\"\nru = \"Тверская область\"\n";
        place.write("lexicon/regions.toml", regions);
        place
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.0.path().join(name), content).expect("written");
    }

    /// Findings without the folder's name.
    fn findings(&self) -> Vec<String> {
        let today = "2025-06-15".parse().expect("a date");
        let shown = format!("{}/", self.0.path().display());
        check(self.0.path(), today).iter().map(|finding| finding.to_string().replace(&shown, "")).collect()
    }
}

const HEAD: &str = "---\ntitle: T\nurl: https://example.org/\nregion: Tver Region\nlang: en\ndate: 2025-06-15\n---\n";
const TEXT: &str =
    "The region supports small foundries with grants, and it opens a technology park for them in autumn.";

#[test]
fn a_good_folder_has_no_findings() {
    let place = Place::new();
    place.write("a.md", &format!("{HEAD}{TEXT}\n"));
    assert_eq!(place.findings(), [""; 0]);
}

#[test]
fn every_fault_is_found_where_it_stands() {
    let place = Place::new();
    place.write("date.md", &format!("{HEAD}{TEXT} One.\n").replace("2025-06-15", "2025-06-16"));
    place.write("lang.md", &format!("{HEAD}Регион поддерживает малые литейные предприятия грантами и осенью открывает для них технологический парк в городе.\n"));
    place.write(
        "region.md",
        &format!("{HEAD}Something else is said here, about quite another place with many lakes and hills.\n")
            .replace("Tver", "Narnia"),
    );
    place.write("short.md", &format!("{HEAD}Too little.\n"));
    place.write("head.md", "no head\n");
    place.write("lexicon/institutions.toml", "[[institution]]\nname = \"Fund\"\naliases = [\"Тверская область\"]\n");
    let expected = [
        "date.md:6: error: the date 2025-06-16 lies in the future; write the day of publication",
        "head.md:1: error: there is no front matter; begin the file with a line ---, the fields title, url, region, lang, date, and a line ---",
        "lang.md:5: error: the text is marked as 'en' but most of its letters say 'ru'; write lang: ru",
        "lexicon/institutions.toml:3: warning: 'Тверская область' means the institution 'Fund' and the region 'Tver Region'; keep it where it belongs and remove it from the other",
        "region.md:4: warning: the region 'Narnia Region' is not in the lexicon; correct it, or add it to lexicon/regions.toml",
        "short.md:2: warning: the article has hardly any text; add the article's words, or remove the file",
    ];
    assert_eq!(place.findings(), expected);
}

#[test]
fn notes_pins_and_blocks_whose_words_are_gone_or_stand_twice_are_found_on_their_lines() {
    let place = Place::new();
    let notes = "facts:\n  - add: partner\n    words: the Weavers' Guild\n  - add: partner\n    words: Acme\n  \
                 - rename: Sparks\n    name: Spark\n  - suppress: Borealis\n  - rename: Acme\n    name: Acme Oil\n---\n";
    let head = HEAD.replacen("---\n", "", 1).replace("---\n", notes);
    place.write("a.md", &format!("---\n{head}{TEXT} Acme helps, and so does the Acme fund.\n"));
    let pins = "pin = [\n  { article = \"a\", quote = \"Gone.\", questions = [\"q\"] },\n  \
                { article = \"a\", quote = \"Acme\", questions = [\"q\"] },\n]\n\
                block = [\n  { article = \"a\", quote = \"Borealis\", reason = \"r\" },\n  \
                { article = \"a\", quote = \"Acme\", reason = \"r\" },\n]\n";
    place.write("lexicon/pins.toml", pins);
    let gone = |words: &str| {
        format!("the words '{words}' are not in the article; copy them from the article's text, or remove the note")
    };
    let moved = "these words do not stand in article 'a'; copy them from the article, letter by letter";
    let expected = [
        format!("a.md:9: error: {}", gone("the Weavers\\' Guild")),
        "a.md:11: warning: the words 'Acme' stand in the article 2 times, and the first place is taken; copy more of the \
         words around those that are meant, and call the fact by name: …"
            .to_owned(),
        format!("a.md:12: error: {}", gone("Sparks")),
        format!("a.md:14: error: {}", gone("Borealis")),
        format!("lexicon/pins.toml:2: error: {moved}"),
        "lexicon/pins.toml:3: warning: these words stand in article 'a' 2 times, and the first place is quoted; copy \
         more of the words around those that are meant"
            .to_owned(),
        format!("lexicon/pins.toml:6: error: {moved}"),
    ];
    assert_eq!(place.findings(), expected);
}

#[test]
fn notes_beside_an_article_are_held_to_its_text_on_their_own_lines() {
    let place = Place::new();
    place.write("a.md", &format!("{HEAD}{TEXT} Acme helps, and so does the Acme fund.\n"));
    let notes = "# What the rules miss.\n[[facts]]\nadd = \"partner\"\nwords = \"Acme\"\n\n[[facts]]\nsuppress = \"Borealis\"\n\n\
                 [[facts]]\nrename = \"Acme\"\n";
    place.write("a.facts.toml", notes);
    place.write("lonely.facts.toml", "[[facts]]\nsuppress = \"Acme\"\n");
    let expected = [
        "a.facts.toml:4: warning: the words 'Acme' stand in the article 2 times, and the first place is taken; copy more of \
         the words around those that are meant, and call the fact by name: …",
        "a.facts.toml:7: error: the words 'Borealis' are not in the article; copy them from the article's text, or remove the note",
        "a.facts.toml:10: error: a note on facts is incomplete or says several things; write one of: add: KIND, words: …; \
         rename: WORDS, name: …; suppress: WORDS (in a file .facts.toml with = for :); kind and words of the article's text, \
         see README.md",
        "lonely.facts.toml:1: error: there is no article beside these notes; name it like the article's file, with .facts.toml \
         for .md, or remove it",
    ];
    assert_eq!(place.findings(), expected);
    place.write("a.facts.toml", "[[facts]]\nad = \"partner\"\n");
    let found = place.findings();
    assert!(
        found[0].starts_with("a.facts.toml:2: error: this is not the TOML expected here: unknown field `ad`"),
        "{found:?}"
    );
}

#[test]
fn copies_are_found_and_articles_on_the_same_matter_are_not() {
    let place = Place::new();
    let long = |own: &str| {
        format!(
            "{HEAD}{TEXT} {} {own}\n",
            "Foundries of the region make bells, pans and parts of engines, as they have done for ages."
        )
    };
    place.write("a.md", &long("Nothing is added."));
    place.write("b.md", &long("A reprint says so."));
    place.write("c.md", &format!("{HEAD}The region supports small foundries with loans, while grants are given to bakeries and to nobody else.\n"));
    let found = place.findings();
    assert!(
        found.len() == 1
            && found[0].starts_with("b.md:2: warning: 9")
            && found[0].contains("% of the text stands in a.md, too"),
        "{found:?}"
    );
}

fn day(written: &str) -> PartialDate {
    written.parse().expect("a date")
}

struct Web(online::Page);

impl online::Pages for Web {
    fn get(&self, _url: &str) -> online::Page {
        self.0.clone()
    }
}

#[test]
fn pages_that_are_gone_or_say_something_else_are_found() {
    use online::Page;
    let place = Place::new();
    place.write("a.md", &format!("{HEAD}{TEXT}\n\nAnother sentence, which has not changed at all.\n"));
    let live = "<…> The region supports small foundries\u{a0}with loans. Another sentence – which has not changed at all! Menu";
    let cases = [
        (Page::Text(format!("{TEXT} Another sentence, which has not changed at all.")), None),
        (
            Page::Text(live.to_owned()),
            Some("a.md:3: warning: 1 of 2 sentences no longer stand on the page, first: The region supports"),
        ),
        (Page::Text("Sold.".to_owned()), Some("a.md:3: error: 2 of 2 sentences no longer stand on the page")),
        (
            Page::Gone("404 Not Found".to_owned()),
            Some("a.md:3: error: the page https://example.org/ is gone (404 Not Found);"),
        ),
        (Page::Unreachable("timed out".to_owned()), Some("a.md:3: warning: the page cannot be reached (timed out);")),
    ];
    for (page, expected) in cases {
        let mut drift = Drift::default();
        let done = |done, all| assert_eq!((done, all), (1, 1));
        let found = check_online(place.0.path(), &Web(page), day("2026-11-27"), &mut drift, done);
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), usize::from(expected.is_some()), "{said:?}");
        assert!(expected.is_none_or(|expected| said[0].contains(expected)), "{said:?}");
    }
}

#[test]
fn findings_are_printed_for_people_programs_and_github() {
    let finding = Finding {
        file: "a,b.md".into(),
        line: 3,
        level: Level::Error,
        what: "100 %\nwrong".into(),
        remedy: "mend it".into(),
    };
    let print = |format| printed(std::slice::from_ref(&finding), format);
    assert_eq!(print(Format::Text), "a,b.md:3: error: 100 % wrong; mend it\n");
    assert_eq!(print(Format::Github), "::error file=a%2Cb.md,line=3::100 %25%0Awrong; mend it\n");
    let json: serde_json::Value = serde_json::from_str(&print(Format::Json)).expect("JSON");
    assert_eq!(
        json,
        serde_json::json!([{"file": "a,b.md", "line": 3, "level": "error", "what": "100 %\nwrong", "fix": "mend it"}])
    );
    assert_eq!((printed(&[], Format::Text), printed(&[], Format::Json)), (String::new(), "[]\n".to_owned()));
}

#[test]
fn what_became_of_a_page_is_remembered_for_the_text_it_was_compared_with() {
    use online::Page;
    let (place, data) = (Place::new(), tempfile::tempdir().expect("a folder"));
    let data = data.path().join("not/there/yet");
    place.write("a.md", &format!("{HEAD}{TEXT}\n\nAnother sentence, which has not changed at all.\n"));
    let article = |place: &Place| {
        let mut shelf = Shelf::new(place.0.path(), PUBLIC_URL, None);
        shelf.read();
        filed(&shelf).remove(0).article
    };
    let look = |page: Page, on: &str| {
        let mut drift = Drift::load(&data);
        check_online(place.0.path(), &Web(page), day(on), &mut drift, |_, _| {});
        drift.save(&data).expect("written");
        Drift::load(&data).of(&article(&place)).map(|(page, on)| (page, on.to_string()))
    };
    let whole = format!("{TEXT} Another sentence, which has not changed at all.");
    assert_eq!(look(Page::Unreachable("timed out".to_owned()), "2026-11-20"), None);
    assert_eq!(look(Page::Text(whole), "2026-11-21"), Some((PageNow::Unchanged, "2026-11-21".to_owned())));
    let changed = Some((PageNow::Changed { lost: 1 }, "2026-11-22".to_owned()));
    assert_eq!(look(Page::Text(TEXT.to_owned()), "2026-11-22"), changed);
    assert_eq!(look(Page::Unreachable("timed out".to_owned()), "2026-11-23"), changed, "nothing new is known");
    assert_eq!(look(Page::Gone("404".to_owned()), "2026-11-24"), Some((PageNow::Gone, "2026-11-24".to_owned())));

    place.write("a.md", &format!("{HEAD}{TEXT}\n"));
    let known = DriftFile::new(&data);
    assert_eq!(known.now().1.of(&article(&place)), None, "it was found of another text");
    std::fs::write(data.join("drift.json"), "[1]").expect("written");
    assert_eq!(Drift::load(&data), Drift::default(), "a file of somebody else");
    std::fs::remove_file(data.join("drift.json")).expect("removed");
    assert_eq!(known.now(), (None, std::sync::Arc::default()));
}

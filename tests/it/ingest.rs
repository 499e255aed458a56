//! Folder to articles: good files, every kind of bad file with its line, and the project's own knowledge.

use std::fs;
use std::path::{Path, PathBuf};

use policybot::domain::PUBLIC_URL;
use policybot::domain::{Article, FrozenText, PassageKind};
use policybot::ingest::lexicon;
use policybot::ingest::{Boilerplate, Loaded, MAX_FILE_BYTES, Problem, load, load_knowledge};
use policybot::text::stem::stems;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::skip;

const HEAD: &str = "---\ntitle: A title\nurl: https://a.ru/x\nregion: Tomsk Region\nlang: en\ndate: 2020-11\n---\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
    dir
}

fn loaded(dir: &TempDir) -> Loaded {
    load(dir.path(), &Boilerplate::default())
}

/// Problems as `file:line: what`, file names without the folder.
fn told(dir: &TempDir, problems: &[Problem]) -> Vec<String> {
    let root = format!("{}/", dir.path().display());
    problems.iter().map(|p| p.to_string().replace(&root, "")).collect()
}

fn ids(loaded: &Loaded) -> Vec<&str> {
    loaded.articles.iter().map(|a| a.meta.id.0.as_str()).collect()
}

fn file(body: &str) -> Vec<u8> {
    format!("{HEAD}{body}").into_bytes()
}

/// What must hold of every article.
fn check(article: &Article) {
    let text = article.text.as_str();
    assert_eq!(FrozenText::freeze(text), article.text, "a fixed point of freezing");
    assert!(article.text.is_intact());
    let mut at = 0;
    for passage in &article.passages {
        assert!(text[at..passage.span.start].trim().is_empty(), "passages leave only white space out");
        at = passage.span.start;
        for sentence in &passage.sentences {
            assert!(passage.span.contains(*sentence) && text[at..sentence.start].trim().is_empty());
            let words = sentence.of(text).expect("on character borders");
            assert!(!words.is_empty() && words.trim() == words);
            at = sentence.end;
        }
        assert_eq!(at, passage.span.end, "a passage ends with its last sentence");
    }
    assert_eq!(at, text.len());
}

#[test]
fn folders_are_read_in_order_and_by_kind() {
    let good = file("Some text.");
    let dir = folder(&[
        ("b.md", &good),
        ("a/z.markdown", &good),
        ("a/y.TXT", &good),
        ("README.md", b"no article"),
        ("a/README.md", &file("This one is an article.")),
        (".hidden.md", b"x"),
        (".git/x.md", b"x"),
        ("lexicon/x.md", b"x"),
        ("settings.toml", b"x"),
        ("c.pdf", b"x"),
        ("page.html", b"x"),
        ("NOTES", b"x"),
    ]);
    let loaded = loaded(&dir);
    assert_eq!(ids(&loaded), ["a/README", "a/y", "a/z", "b"]);
    assert_eq!(
        told(&dir, &loaded.problems),
        [
            "NOTES:1: a file without extension is not a format this build reads; save it as .md or .txt",
            "c.pdf:1: 'pdf' is not a format this build reads; take it in with: policybot add FILE",
            "page.html:1: 'html' is not a format this build reads; take it in with: policybot add FILE",
        ]
    );
    loaded.articles.iter().for_each(|a| check(a));
}

/// Each bad file with the beginning of its message; the good neighbour loads.
#[test]
fn every_bad_file_is_told_with_its_line() {
    let with = |change: &dyn Fn(String) -> String| change(HEAD.to_owned() + "Text.\n").into_bytes();
    let huge = vec![b'a'; MAX_FILE_BYTES as usize + 1];
    let utf16: Vec<u8> = "\u{feff}---\ntitle: A\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bare.md", b"Just text.\n".to_vec(), "1: there is no front matter; "),
        ("nothing.md", vec![], "1: there is no front matter; "),
        ("unclosed.md", b"---\ntitle: A\n\nText.\n".to_vec(), "1: the front matter that opens here is never closed; "),
        ("head.md", b"---\n---\nText\n".to_vec(), "1: the front matter is empty; "),
        ("yaml.md", with(&|s| s.replace("title: A title", "title: A: title")), "2: the front matter is not valid YAML"),
        ("quote.md", with(&|s| s.replace("lang: en", "lang: 'en")), "5: the front matter is not valid YAML"),
        (
            "list.md",
            with(&|s| s.replace("date: 2020-11", "date: 2020-11\ntags: 5")),
            "7: the front matter is not valid",
        ),
        ("twice.md", with(&|s| s.replace("lang: en", "lang: en\nlang: ru")), "6: the front matter is not valid YAML"),
        (
            "field.md",
            with(&|s| s.replace("lang: en", "lang: en\nauthor: B")),
            "6: unknown field 'author'; allowed are title,",
        ),
        ("title.md", with(&|s| s.replace("title: A title\n", "")), "1: no title; "),
        ("title0.md", with(&|s| s.replace("A title", "' '")), "2: the title is empty; "),
        ("title1.md", with(&|s| s.replace("A title", "")), "2: the title is empty; "),
        ("region.md", with(&|s| s.replace("region: Tomsk Region\n", "")), "1: no region; "),
        ("date.md", with(&|s| s.replace("2020-11", "2020-13")), "6: '2020-13' is not a date; write YYYY"),
        ("date1.md", with(&|s| s.replace("2020-11", "Nov 2020")), "6: 'Nov 2020' is not a date; "),
        (
            "lang.md",
            with(&|s| s.replace("lang: en", "lang: de")),
            "5: 'de' is not a language of this bot; write en or ru",
        ),
        ("url.md", with(&|s| s.replace("https://a.ru/x", "a.ru/x")), "3: 'a.ru/x' is not a web address; "),
        ("url1.md", with(&|s| s.replace("https://a.ru/x", "ftp://a.ru")), "3: 'ftp://a.ru' is not a web address; "),
        ("url2.md", with(&|s| s.replace("https://a.ru/x", "'https://a.ru/ x'")), "3: 'https://a.ru/ x' is not a web"),
        ("id.md", with(&|s| s.replace("lang: en", "lang: en\nid: Моя статья")), "6: 'Моя статья' is not an id; "),
        (
            "bytes.md",
            [HEAD.as_bytes(), b"ok\n\n\xd2\x98\xcf\xc7\x90\n"].concat(),
            "10: the byte 0xcf is not UTF-8, and no other encoding fits; save the text as UTF-8",
        ),
        ("utf16.md", utf16, "1: the front matter that opens here is never closed"),
        ("nul.md", [HEAD.as_bytes(), b"a\nb\0\n"].concat(), "9: a NUL byte"),
        ("empty.md", with(&|s| s.replace("Text.\n", "\n \u{a0}\n---\n")), "8: the article has no text; "),
        ("furniture.md", with(&|s| s.replace("Text.", "Printable version")), "8: the article has only paragraphs that"),
        ("huge.md", huge, "1: the file is larger than 4 MiB; split"),
        ("nested.md", with(&|s| s.replace("A title", &"[".repeat(10_000))), "2: the front matter is not valid YAML"),
        (
            "long.md",
            with(&|s| s.replace("A title", &"x".repeat(20_000))),
            "1: the front matter is longer than 16 KiB; ",
        ),
    ];
    let good = file("Good text.");
    let rules: &[u8] = b"phrases = ['printable version']";
    let mut files: Vec<(&str, &[u8])> = cases.iter().map(|(n, b, _)| (*n, b.as_slice())).collect();
    files.extend([("good.md", good.as_slice()), ("lexicon/boilerplate.toml", rules)]);
    let dir = folder(&files);
    let knowledge = load_knowledge(dir.path(), PUBLIC_URL);
    let told = told(&dir, &knowledge.problems);
    for (name, _, expected) in &cases {
        let own: Vec<&String> = told.iter().filter(|t| t.starts_with(&format!("{name}:"))).collect();
        assert_eq!(own.len(), 1, "{name}: {own:?}");
        assert!(own[0].starts_with(&format!("{name}:{expected}")), "expected {expected}, got {}", own[0]);
        assert!(own[0].contains("; ") && !own[0].contains('\n'), "{}", own[0]);
    }
    assert_eq!(told.len(), cases.len());
    assert_eq!(knowledge.articles.iter().map(|a| a.meta.id.0.as_str()).collect::<Vec<_>>(), ["good"]);
}

#[test]
fn the_first_of_two_files_with_one_id_stays() {
    let same = String::from_utf8(file("Other.")).expect("UTF-8").replace("lang: en", "lang: en\nid: a");
    let dir = folder(&[("a.md", &file("One.")), ("a.txt", &file("Two.")), ("b/c.md", same.as_bytes())]);
    let loaded = loaded(&dir);
    assert_eq!(ids(&loaded), ["a"]);
    let root = dir.path().display();
    let remedy = "give one of the two files another id (field id)";
    assert_eq!(
        told(&dir, &loaded.problems),
        [
            format!("a.txt:1: the id 'a' is taken by a.md; {remedy}"),
            format!("b/c.md:6: the id 'a' is taken by a.md; {remedy}")
        ],
        "{root}"
    );
}

#[test]
fn a_missing_folder_is_a_problem() {
    let loaded = load(Path::new("/nowhere/at/all"), &Boilerplate::default());
    assert!(loaded.articles.is_empty());
    assert!(loaded.problems[0].to_string().starts_with("/nowhere/at/all:1: the folder cannot be read"));
}

#[cfg(unix)]
#[test]
fn links_stay_inside_and_unreadable_files_are_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = folder(&[("x.md", &file("Secret."))]);
    let dir = folder(&[("a.md", &file("One.")), ("b/c.md", &file("Two.")), ("shut.md", &file("Three."))]);
    let at = |name: &str| dir.path().join(name);
    symlink(outside.path().join("x.md"), at("out.md")).expect("a link");
    symlink(at("b"), at("loop")).expect("a link");
    symlink(at("b/c.md"), at("inside.md")).expect("a link");
    symlink(at("gone.md"), at("gone-link.md")).expect("a link");
    fs::set_permissions(at("shut.md"), fs::Permissions::from_mode(0o000)).expect("shut");
    // The superuser reads everything.
    let shut = fs::File::open(at("shut.md")).is_err();
    let loaded = loaded(&dir);
    let expected: &[&str] = if shut { &["a", "b/c", "inside"] } else { &["a", "b/c", "inside", "shut"] };
    assert_eq!(ids(&loaded), expected);
    let files: Vec<String> =
        told(&dir, &loaded.problems).iter().map(|t| t.split(": ").next().unwrap_or("").to_owned()).collect();
    let expected: &[&str] = if shut {
        &["gone-link.md:1", "loop:1", "out.md:1", "shut.md:1"]
    } else {
        &["gone-link.md:1", "loop:1", "out.md:1"]
    };
    assert_eq!(files, expected);
}

#[test]
fn a_text_becomes_passages_and_sentences() {
    let body = "\u{a0}A TITLE!\n\n## Part\n\nOne  is\u{a0}here. Two\nis there.\n\n- first\n- second\n\nPrintable version\n\n|a|b|\n|-|-|\n|c|d|\n";
    let dir = folder(&[("a.md", &file(body)), ("lexicon/boilerplate.toml", b"phrases = ['Printable version']")]);
    let knowledge = load_knowledge(dir.path(), PUBLIC_URL);
    let article = &knowledge.articles[0];
    check(article);
    assert_eq!(
        article.text.as_str(),
        "A TITLE!\n\nPart\n\nOne  is\u{a0}here. Two is there.\n\nfirst\nsecond\n\na | b\nc | d"
    );
    let kinds: Vec<_> = article.passages.iter().map(|p| (p.kind, article.slice(p.span), p.sentences.len())).collect();
    use PassageKind::{Heading, ListItem, Paragraph, TableRow};
    let expected = [
        (Heading, "A TITLE!", 1),
        (Heading, "Part", 1),
        (Paragraph, "One  is\u{a0}here. Two is there.", 2),
        (ListItem, "first", 1),
        (ListItem, "second", 1),
        (TableRow, "a | b", 1),
        (TableRow, "c | d", 1),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_long_paragraph_is_cut_between_sentences() {
    let sentence = format!("It {}end. ", "word ".repeat(30));
    let dir = folder(&[("a.txt", &file(&sentence.repeat(20))), ("b.txt", &file(&sentence.repeat(7)))]);
    let loaded = loaded(&dir);
    for (article, passages) in loaded.articles.iter().zip([4, 1]) {
        check(article);
        assert_eq!(article.passages.len(), passages);
    }
    assert!(loaded.articles[0].passages.iter().all(|p| p.span.len() <= 800));
}

#[test]
fn what_is_left_out_of_an_article_is_a_warning() {
    let dir = folder(&[("a.md", &file("Text.\n\n<div>raw</div>\n\nMore."))]);
    let loaded = loaded(&dir);
    assert_eq!(loaded.articles[0].text.as_str(), "Text.\n\nMore.");
    assert_eq!(told(&dir, &loaded.warnings), ["a.md:10: raw HTML is left out; write this part as Markdown"]);
}

#[test]
fn windows_files_are_read_like_others() {
    let unix = file("One.\n\nTwo.");
    let windows =
        [b"\xef\xbb\xbf".as_slice(), String::from_utf8_lossy(&unix).replace('\n', "\r\n").as_bytes()].concat();
    let dir = folder(&[("a.md", &unix), ("b.md", &windows)]);
    let loaded = loaded(&dir);
    assert_eq!(told(&dir, &loaded.problems), Vec::<String>::new());
    assert_eq!(loaded.articles[0].text, loaded.articles[1].text);
}

fn knowledge_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")
}

#[test]
fn the_projects_own_knowledge_has_no_problem() {
    let knowledge = load_knowledge(&knowledge_dir(), PUBLIC_URL);
    assert_eq!(knowledge.problems, []);
    assert_eq!(knowledge.warnings, []);
    knowledge.articles.iter().for_each(|a| check(a));
    let article = knowledge.articles.iter().find(|a| a.meta.id.0 == "tomsk/tomsk-governor-regional-support");
    let article = article.expect("the first article");
    assert_eq!(article.passages[0].kind, PassageKind::Heading);
    for furniture in ["Printable version", "You can mark"] {
        assert!(!article.text.as_str().contains(furniture));
    }
    assert!(article.text.as_str().contains("business, - said the governor"));
}

#[test]
fn the_shipped_rules_leave_out_furniture_and_no_content() {
    let (rules, problems) = Boilerplate::load(&knowledge_dir().join("lexicon"));
    assert_eq!(problems, []);
    let table = include_str!("../data/boilerplate.tsv");
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (kind, paragraph) = line.split_once('\t').expect("a kind and a paragraph");
        if rules.matches(paragraph) != (kind == "furniture") {
            wrong.push(line);
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn no_sentence_of_the_articles_at_hand_is_taken_for_furniture() {
    let (rules, _) = Boilerplate::load(&knowledge_dir().join("lexicon"));
    let tune = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval/tune/articles");
    for dir in [knowledge_dir(), tune] {
        for article in load(&dir, &Boilerplate::default()).articles {
            let prose = article.passages.iter().filter(|p| p.kind != PassageKind::Heading);
            let furniture = ["Printable version", "You can mark you"];
            for sentence in prose.flat_map(|p| &p.sentences).map(|s| article.slice(*s)) {
                let known = furniture.iter().any(|f| sentence.starts_with(f));
                assert!(known || !rules.matches(sentence), "{}: {sentence}", article.meta.id.0);
            }
        }
    }
}

/// The article's file holds the source's words byte for byte.
#[test]
fn the_first_article_is_the_source_word_for_word() {
    let source = skip::shared().join("articles/tomsk-governor-regional-support.txt");
    let Ok(source) = fs::read(source) else { return skip::skip("the shared articles are missing") };
    let file = fs::read(knowledge_dir().join("tomsk/tomsk-governor-regional-support.md")).expect("the article");
    let head = file.windows(5).position(|w| w == b"\n---\n").expect("a closed front matter");
    assert!(file[head + 5..] == source[..], "the body differs from the source");
    let articles = load_knowledge(&knowledge_dir(), PUBLIC_URL).articles;
    let article = articles.iter().find(|a| a.meta.id.0.starts_with("tomsk/")).expect("the article");
    let source = String::from_utf8(source).expect("UTF-8");
    for passage in &article.passages {
        assert!(source.contains(article.slice(passage.span)), "{}", article.slice(passage.span));
    }
}

#[test]
fn a_lexicon_is_read_and_its_faults_are_told_with_their_lines() {
    let regions = "region = [\n  { en = 'A', ru = 'А', aliases = ['aa', 'X', 'Aa'] },\n  { en = 'B', ru = 'Б', aliases = ['x', '', 'y'] },\n  { en = 'C', ru = 'Б', people = ['Z'] },\n]\n\
        shared = [\n  { name = 'S', regions = ['A', 'B'] },\n  { name = 'T', regions = ['A', 'Q'] },\n  { name = 'U', regions = ['A'] },\n  { name = 'X', regions = ['A', 'B'] },\n]\n";
    let institutions = "institution = [\n  { name = 'G', aliases = ['Г'] },\n  { name = 'H', nick = ['h'] },\n]\n";
    let glossary = "entry = [\n  { en = ['one'], ru = ['один'] },\n  { en = ['first', 'One'], ru = ['один'] },\n  { en = ['FIRST', 'one'], ru = ['один'] },\n  { en = [], ru = ['два'] },\n]\n";
    let aims = "[[aim]]\nname = 'a'\nquestion = { en = ['who'], ru = [] }\nanswer = { en = [], ru = ['он'] }\n\
        [[aim]]\nname = 'a'\nquestion = { en = ['when'], ru = [] }\nanswer = { en = ['then'], ru = [] }\n\
        [[aim]]\nname = 'b'\nquestion = { en = ['where'], ru = [] }\nanswer = { en = [], ru = [] }\n";
    let dir = folder(&[
        ("regions.toml", regions.as_bytes()),
        ("institutions.toml", institutions.as_bytes()),
        ("glossary.toml", glossary.as_bytes()),
        ("aims.toml", aims.as_bytes()),
    ]);
    let (lexicon, problems) = lexicon::load(dir.path());
    let told = told(&dir, &problems);
    let starts: Vec<&str> = told.iter().map(|t| t.split("; ").next().unwrap_or("")).collect();
    assert_eq!(
        starts[..7],
        [
            "regions.toml:2: 'Aa' is given twice",
            "regions.toml:3: 'x' already means 'A'",
            "regions.toml:3: an empty name",
            "regions.toml:4: 'Б' already means 'B'",
            "regions.toml:8: there is no region 'Q'",
            "regions.toml:9: a shared name of fewer than two regions",
            "regions.toml:10: 'X' already means 'A'"
        ]
    );
    assert!(starts[7].starts_with("institutions.toml:3: ") && starts[7].contains("nick"), "{starts:?}");
    assert_eq!(starts[8], "glossary.toml:4: all of this entry stands in line 3 or before already");
    assert!(starts[9].starts_with("glossary.toml:5: an entry without words"), "{starts:?}");
    let of_aims =
        ["aims.toml:6: 'a' is given twice", "aims.toml:10: the aim 'b' lacks words of questions or of answers"];
    assert_eq!(starts[10..], of_aims);
    assert_eq!(
        lexicon.regions.iter().map(|r| (r.en.as_str(), r.aliases.len())).collect::<Vec<_>>(),
        [("A", 2), ("B", 1)]
    );
    assert_eq!((lexicon.institutions.len(), lexicon.glossary.len(), lexicon.aims.len()), (0, 2, 1));
}

#[test]
fn for_a_missing_lexicon_the_shipped_one_stands_in() {
    let (lexicon, problems) = lexicon::load(Path::new("/nowhere"));
    let shipped = lexicon::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/lexicon"));
    assert_eq!((lexicon, problems), shipped);
}

#[test]
fn the_lexicon_is_large_and_its_names_are_told_apart_by_stems() {
    let (lexicon, problems) = lexicon::load(&knowledge_dir().join("lexicon"));
    assert_eq!(problems, []);
    assert!(lexicon.regions.len() >= 89 + 60 && lexicon.institutions.len() >= 300 && lexicon.glossary.len() >= 600);
    let mut owners = std::collections::HashMap::new();
    for region in &lexicon.regions {
        let guarded = region.capitals.iter().chain(&region.people);
        for name in [&region.en, &region.ru].into_iter().chain(&region.aliases).chain(guarded) {
            let owner = owners.entry(stems(name)).or_insert(&region.en);
            assert_eq!(*owner, &region.en, "'{name}' is one of {owner}'s names by its stems");
        }
    }
    let mut owners = std::collections::HashMap::new();
    for institution in &lexicon.institutions {
        for name in &institution.aliases {
            let owner = owners.entry(stems(name)).or_insert(&institution.name);
            assert_eq!(*owner, &institution.name, "'{name}' is one of {owner}'s names by its stems");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), after_head in any::<bool>()) {
        let bytes = if after_head { [HEAD.as_bytes(), &bytes].concat() } else { bytes };
        let dir = folder(&[("a.md", &bytes), ("b.txt", &bytes)]);
        loaded(&dir).articles.iter().for_each(|a| check(a));
    }

    #[test]
    fn any_text_gives_sound_spans(body in "([A-Za-zА-Яа-я]{1,8}[.,!?]? ?|[#*_>|`\\[\\]()<&;-]{1,3}|\\n{1,3}|[0-9]{1,2}\\. |\\PC|\u{a0}|\u{200e}|\u{30a}|\\r|\\t){0,60}") {
        let dir = folder(&[("a.md", &file(&body)), ("b.txt", &file(&body))]);
        loaded(&dir).articles.iter().for_each(|a| check(a));
    }
}

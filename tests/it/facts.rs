//! `policybot facts` on articles with notes of a curator.

use serde_json::Value;

use crate::support::program::Home;

const ARTICLE: &str = "\
---
title: Larch
url: https://example.org/larch
region: Larch County
lang: en
date: 2023-04-10
facts:
  - add: partner
    words: the old Weavers' Guild, \"Loom\"
    name: Loom Guild
  - rename: Bortnikov Fund
    name: FASIE
  - suppress: Borealis
    kind: partner
  - suppress: words that are nowhere
---
The county bets on optics, pumps and small satellites.

It works with the Bortnikov Fund, Acme Oil and Borealis. Help came from the old Weavers' Guild, \"Loom\".

The Spark Grant pays up to 3 million rubles. Applications are accepted until 30 June.
";

fn home() -> Home {
    let home = Home::new();
    home.write("k/larch.md", ARTICLE);
    let (head, rest) = ARTICLE.split_once("facts:\n").expect("notes");
    let (_, body) = rest.split_once("---\n").expect("a body");
    home.write("k/other.md", format!("{head}---\n{body}").replace("Larch County", "Rowan Shire"));
    home
}

fn facts(home: &Home, arguments: &[&str]) -> (String, String) {
    let folder = home.path("k");
    let all = [&["facts", "--knowledge", folder.to_str().expect("UTF-8")], arguments].concat();
    let output = home.command(&all).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

#[test]
fn notes_of_the_curator_hold_and_every_fact_has_its_words() {
    let home = home();
    let (out, _) = facts(&home, &["--region", "Larch County", "--json"]);
    let rows: Vec<Value> = serde_json::from_str(&out).expect("JSON");
    let of = |kind: &str| {
        let rows = rows.iter().filter(|r| r["kind"] == kind);
        rows.map(|r| r["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("direction"), ["optics", "pumps", "small satellites"]);
    assert_eq!(of("partner"), ["FASIE", "Acme Oil", "Loom Guild"]);
    assert_eq!(of("programme"), ["Spark Grant"]);
    assert_eq!((of("amount"), of("deadline")), (vec!["up to 3 million rubles".into()], vec!["until 30 June".into()]));
    for row in &rows {
        assert_eq!((&row["region"], &row["date"]), (&"Larch County".into(), &"2023-04-10".into()));
        assert!(ARTICLE.contains(row["words"].as_str().expect("words")), "{row}");
        assert!(row["link"].as_str().expect("a link").starts_with("https://example.org/larch#:~:text="), "{row}");
    }
    let value = |kind: &str| rows.iter().find(|r| r["kind"] == kind).map(|r| r["value"].clone());
    assert_eq!((value("amount"), value("deadline")), (Some("RUB 3000000".into()), Some("2023-06-30".into())));
}

#[test]
fn notes_in_a_file_beside_the_article_do_the_same_as_in_its_head() {
    let home = home();
    let in_head = facts(&home, &["--region", "Larch County", "--csv"]).0;
    let (head, rest) = ARTICLE.split_once("facts:\n").expect("notes");
    let (_, body) = rest.split_once("---\n").expect("a body");
    home.write("k/larch.md", format!("{head}---\n{body}"));
    assert_ne!(facts(&home, &["--region", "Larch County", "--csv"]).0, in_head);
    let beside = r#"
facts = [
  { add = "partner", words = "the old Weavers' Guild, \"Loom\"", name = "Loom Guild" },
  { rename = "Bortnikov Fund", name = "FASIE" },
  { suppress = "Borealis", kind = "partner" },
]
"#;
    home.write("k/larch.facts.toml", beside);
    assert_eq!(facts(&home, &["--region", "Larch County", "--csv"]), (in_head, String::new()));
}

#[test]
fn words_that_are_not_in_the_text_are_named_with_their_line() {
    let home = home();
    let folder = home.path("k");
    let output = home.command(&["index", "--knowledge", folder.to_str().expect("UTF-8")]).output().expect("runs");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        err.contains(
            "larch.md:15: the words 'words that are nowhere' are not in the article; copy them from the article's"
        ),
        "{err}"
    );
}

#[test]
fn csv_keeps_cells_apart_and_kinds_are_chosen() {
    let (out, _) = facts(&home(), &["--kind", "partner", "--csv"]);
    let lines: Vec<&str> = out.split("\r\n").collect();
    assert_eq!(lines[0], "region,kind,name,value,words,date,article,start,end,link");
    assert!(lines.iter().any(|l| l.starts_with("Rowan Shire,partner,Borealis,,")), "{out}");
    let quoted =
        "Larch County,partner,Loom Guild,,\"Help came from the old Weavers' Guild, \"\"Loom\"\".\",2023-04-10,larch,";
    assert!(out.contains(quoted), "{out}");
}

#[test]
fn a_region_without_articles_is_said_to_be_one() {
    let (out, err) = facts(&home(), &["--region", "Atlantis"]);
    assert_eq!(out, "");
    assert!(err.contains("no article is about a region called 'Atlantis'"), "{err}");
}

#[test]
fn lists_follow_the_notes() {
    let home = home();
    let folder = home.path("k");
    let ask = ["ask", "--knowledge", folder.to_str().expect("UTF-8"), "Which partners work with Larch County?"];
    let output = home.command(&ask).output().expect("runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(out.contains("Acme Oil") && out.contains("Weavers' Guild"), "{out}");
    let names = out.lines().find(|l| l.contains("Acme Oil")).expect("the names");
    assert!(!names.contains("Borealis"), "{out}");
}

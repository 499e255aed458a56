//! The real program on the command line, with the knowledge that comes with it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Output, Stdio};

use policybot::domain::PUBLIC_URL;
use policybot::domain::{Article, Span};
use policybot::ingest::load_knowledge;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Value, json};

use crate::support::program::{Home, shipped};

const DIRECTIONS: &str = "Which directions of support does the Tomsk Region name?";
const NONSENSE: &str = "qwrtp zxcvb";
const PARTNERS: [&str; 8] = [
    "Gazprom",
    "Gazprom Neft",
    "Rosneft",
    "Rosatom",
    "SIBUR",
    "Skolkovo",
    "Bortnikov Fund",
    "National Technological Initiative",
];

/// Runs it and looks at the exit code.
fn run(home: &Home, arguments: &[&str], code: i32) -> (String, String) {
    read(&home.run(arguments).output().expect("runs"), code)
}

fn read(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    (out, err)
}

fn jsonl(home: &Home, lines: impl Into<Vec<u8>>, code: i32) -> (Vec<String>, String) {
    let output = home.run(&["ask", "--jsonl"]).write_stdin(lines).output().expect("runs");
    let (out, err) = read(&output, code);
    (out.lines().map(str::to_owned).collect(), err)
}

/// The words between the rules of quotes.
fn quotes(out: &str) -> Vec<&str> {
    let parts = out.split("┌─").skip(1);
    parts.map(|part| part.split_once('\n').expect("a quote").1.split("\n└─").next().expect("a rule")).collect()
}

fn tomsk() -> Article {
    let mut articles = load_knowledge(&shipped(), PUBLIC_URL).articles;
    let at = articles.iter().position(|a| a.meta.id.0.starts_with("tomsk/")).expect("the article");
    Article::clone(&articles.remove(at))
}

#[test]
fn directions_are_quoted_and_counted() {
    let (out, err) = run(&Home::new(), &["ask", DIRECTIONS], 0);
    assert!(out.starts_with("The source announces 5 directions; its text describes 3.\n"), "{out}");
    let quotes = quotes(&out);
    assert_eq!(quotes.len(), 3, "{out}");
    for (quote, about) in quotes.iter().zip(["infrastructure", "largest Russian companies", "human resources"]) {
        assert!(quote.contains(about), "{quote}");
        assert!(tomsk().text.as_str().contains(quote), "{quote}");
    }
    assert_eq!(out.matches("   http://www.investintomsk.com/").count(), 3);
    assert_eq!(out.matches("/#:~:text=").count(), 3);
    assert_eq!(err, "");
}

#[test]
fn partners_are_named_in_both_languages() {
    let home = Home::new();
    for (question, intro) in [
        ("Which partners does the Tomsk Region have?", "Partners, in the sources' own words"),
        ("Какие компании сотрудничают с Томском?", "Партнёры словами источников"),
    ] {
        let (out, _) = run(&home, &["ask", question], 0);
        assert!(out.starts_with(intro), "{out}");
        let quotes = quotes(&out).join("\n");
        for name in PARTNERS {
            assert!(quotes.contains(name), "{name} is missing: {out}");
        }
    }
}

/// Keys in the order in which they stand.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Keys;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, _)) = map.next_entry::<String, Value>()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Keys of an answer and of its quotes.
fn keys(line: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let Keys(outer) = serde_json::from_str(line).expect("an object");
    let quotes = line.split_once("\"quotes\":").expect("quotes").1.rsplit_once(",\"elapsed_us\"").expect("a time").0;
    let quotes: Vec<Keys> = serde_json::from_str(quotes).expect("an array of objects");
    (outer, quotes.into_iter().map(|q| q.0).collect())
}

#[test]
fn json_has_exactly_the_documented_keys_and_verbatim_texts() {
    let home = Home::new();
    let (out, _) = run(&home, &["ask", "--json", DIRECTIONS], 0);
    assert_eq!(out.lines().count(), 1);
    let (outer, quotes) = keys(&out);
    assert_eq!(outer, ["id", "kind", "reason", "lang", "confidence", "quotes", "elapsed_us"]);
    let expected = ["id", "text", "url", "link", "title", "region", "date", "lang", "article", "start", "end", "score"];
    let expected = [&expected[..], &["kind", "references"]].concat();
    assert_eq!(quotes, vec![expected; 3]);

    let answer: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!([&answer["id"], &answer["kind"], &answer["reason"]], [&json!(null), &json!("list"), &json!(null)]);
    assert!(answer["lang"] == "en" && answer["elapsed_us"].is_u64());
    assert!((0.0..=1.0).contains(&answer["confidence"].as_f64().expect("a number")));
    answer["quotes"].as_array().expect("quotes").iter().for_each(|quote| check(quote, &tomsk()));

    let again: Value = serde_json::from_str(&run(&home, &["ask", "--json", DIRECTIONS], 0).0).expect("JSON");
    assert_eq!(again["quotes"], answer["quotes"], "the same again, ids too");
}

#[test]
fn a_brief_is_called_one_and_its_links_go_to_the_reader() {
    let home = Home::new();
    let brief = "---\ntitle: Grants of Freeland\nkind: brief\nregion: Freeland Region\nlang: en\ndate: 2021\n\
                 references: [https://a.example/1, https://b.example/2]\n---\n\
                 Freeland Region pays grants of 5 million roubles to young companies.\n";
    home.write("k/freeland/grants.md", brief);
    let question = "How large are the grants of Freeland Region?";
    let ask = |arguments: &[&str]| {
        let mut command = home.run(arguments);
        command.env("POLICYBOT_PUBLIC_URL", "https://bot.example/reader/");
        read(&command.output().expect("runs"), 0).0
    };
    let out = ask(&["ask", question, "--knowledge", "k"]);
    let page = "https://bot.example/reader/a/freeland/grants";
    assert!(out.contains("Freeland Region · 2021 · policybot brief, based on 2 public sources\n"), "{out}");
    assert!(out.contains(&format!("   {page}#:~:text=Freeland%20Region%20pays")), "{out}");
    let answer: Value = serde_json::from_str(&ask(&["ask", "--json", question, "--knowledge", "k"])).expect("JSON");
    let quote = &answer["quotes"][0];
    assert_eq!((&quote["kind"], &quote["url"]), (&json!("brief"), &json!(page)));
    assert_eq!(quote["references"], json!(["https://a.example/1", "https://b.example/2"]));
}

fn check(quote: &Value, article: &Article) {
    let number = |key: &str| usize::try_from(quote[key].as_u64().expect("a number")).expect("an offset");
    let meta = &article.meta;
    assert_eq!(quote["text"], article.slice(Span::new(number("start"), number("end"))));
    assert_eq!(quote["url"], meta.url);
    let link = quote["link"].as_str().expect("a link");
    assert!(link.starts_with(&format!("{}#:~:text=", meta.url)) && link.is_ascii(), "{link}");
    let told = ["title", "region", "date", "lang", "article"].map(|key| quote[key].as_str().expect("a text"));
    assert_eq!(told, [&meta.title, &meta.region, "2020-11", "en", &meta.id.0]);
    assert_eq!((&quote["kind"], &quote["references"]), (&json!("article"), &json!([])));
    assert!(quote["score"].is_f64() && quote["id"].as_str().is_some_and(|id| !id.is_empty()));
}

#[test]
fn jsonl_answers_every_line_in_order_with_its_id() {
    let questions = [
        (json!(7), DIRECTIONS, "list"),
        (json!("номер \"два\""), NONSENSE, "abstention"),
        (json!(null), "Кто партнёры Томской области?", "list"),
        (json!(0.5), "What does Zhvachkin say about human resources?", "quotes"),
        (json!([1, {"b": 2}]), "", "abstention"),
    ];
    let lines: Vec<String> = questions.iter().map(|(id, q, _)| json!({ "id": id, "q": q }).to_string()).collect();
    let (answers, err) = jsonl(&Home::new(), lines.join("\r\n"), 0);
    assert_eq!((answers.len(), err.as_str()), (questions.len(), ""));
    for (line, (id, question, kind)) in answers.iter().zip(&questions) {
        let answer: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!((&answer["id"], answer["kind"].as_str()), (id, Some(*kind)), "{question}");
        assert_eq!(answer["reason"].is_string(), *kind == "abstention");
        assert_eq!(answer["quotes"].as_array().expect("quotes").is_empty(), *kind == "abstention");
        assert_eq!(keys(line).0, ["id", "kind", "reason", "lang", "confidence", "quotes", "elapsed_us"]);
    }
    let langs = answers.iter().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["lang"].clone());
    assert_eq!(langs.collect::<Vec<_>>()[..3], ["en", "en", "ru"]);
}

#[test]
fn ids_come_back_as_they_were_written() {
    let ids = ["12345678901234567890123", "1.50", "-0", "\"\\u0041\"", "{\"z\":1,\"a\":2}"];
    let lines: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id},\"q\":\"{NONSENSE}\"}}\n")).collect();
    let (answers, _) = jsonl(&Home::new(), lines.concat(), 0);
    let begins: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id},\"kind\":")).collect();
    assert!(answers.iter().zip(&begins).all(|(line, begin)| line.starts_with(begin)), "{answers:?}");
    assert_eq!(answers.len(), ids.len());
}

#[test]
fn a_bad_line_is_named_and_the_others_are_answered() {
    let mut lines = format!("no JSON\n\n{}\n{{\"q\":\"no id\"}}\n", json!({ "id": 1, "q": NONSENSE })).into_bytes();
    lines.extend(b"{\"id\":2,\"q\":\"\xff\"}\n");
    lines.extend(format!("{}\n", json!({ "id": 3, "q": 5 })).bytes());
    lines.extend(json!({ "id": 4, "q": DIRECTIONS }).to_string().bytes());
    let (answers, err) = jsonl(&Home::new(), lines, 1);
    let ids = answers.iter().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].clone());
    assert_eq!(ids.collect::<Vec<_>>(), [1, 4]);
    let named: Vec<&str> = err.lines().map(|line| line.split(": this").next().expect("a place")).collect();
    assert_eq!(named, [1, 4, 5, 6].map(|n| format!("error: standard input:{n}")));
    assert!(err.lines().all(|line| line.contains("write {\"id\": 1")), "{err}");
}

#[test]
fn wrong_use_and_failures_end_with_their_code_and_a_remedy() {
    let home = Home::new();
    let file = home.write("a-file", "");
    let missing = home.path("missing").display().to_string();
    home.write("empty/notes.toml", "");
    let set = |name: &'static str, value: &str| Some((name, value.to_owned()));
    type Case<'a> = (&'a [&'a str], Option<(&'static str, String)>, i32, &'a [&'a str]);
    let cases: [Case<'_>; 16] = [
        (&["ask"], None, 2, &["<QUESTION>"]),
        (&["ask", ""], None, 2, &["the question is empty", "policybot ask \""]),
        (&["ask", " \n"], None, 2, &["the question is empty"]),
        (&["ask", "--json", "--jsonl"], None, 2, &["cannot be used with"]),
        (&["ask", "--jsonl", "who?"], None, 2, &["cannot be used with"]),
        (&["aks", "who?"], None, 2, &["'aks'", "--help"]),
        (&["--data", "x", "ask", "who?"], None, 2, &["'--data'", "--data-dir"]),
        (&["serve"], None, 2, &["TELEGRAM_BOT_TOKEN", "@BotFather", "policybot ask"]),
        (&[], None, 2, &["TELEGRAM_BOT_TOKEN", "@BotFather", "policybot ask"]),
        (&["config"], set("POLICYBOT_WORKERS", "0"), 2, &["POLICYBOT_WORKERS (environment)", "from 1 to 64"]),
        (&["config"], set("TELEGRAM_BOT_TOKEN", "qcanaryz"), 2, &["TELEGRAM_BOT_TOKEN (environment)", "@BotFather"]),
        (&["config"], set("POLICYBOT_LOG", "a=b=c"), 2, &["POLICYBOT_LOG", "write error, warn"]),
        (&["ask", "who?", "--knowledge", &missing], None, 1, &[&missing, "--knowledge"]),
        (&["index", "--knowledge", &missing], None, 1, &[&missing, "--knowledge"]),
        (&["ask", "who?", "--knowledge", "empty"], None, 1, &["no article", "empty", "README.md"]),
        (&["ask", "who?"], set("POLICYBOT_KNOWLEDGE_DIR", file.to_str().expect("UTF-8")), 1, &["no knowledge folder"]),
    ];
    for (arguments, setting, code, told) in cases {
        let mut command = home.run(arguments);
        command.envs(setting);
        let (out, err) = read(&command.output().expect("runs"), code);
        assert_eq!(out, "", "{arguments:?}");
        assert!(err.starts_with("error: "), "{arguments:?}: {err}");
        assert!(told.iter().all(|part| err.contains(part)), "{arguments:?}: {err}");
        assert!(!err.contains("qcanaryz"), "{err}");
    }
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let home = Home::new();
    home.write("data", "a file");
    let (_, err) = run(&home, &["index"], 1);
    assert!(err.contains(home.data().to_str().expect("UTF-8")) && err.contains("--data-dir"), "{err}");
}

#[test]
fn a_question_of_30_kilobytes_is_answered() {
    let home = Home::new();
    let long = "какая-то политика & <b>слова</b> ".repeat(600);
    assert!(long.len() > 30_000);
    let (out, err) = run(&home, &["ask", &long], 0);
    assert!(!out.is_empty() && err.is_empty());
    let (answers, _) = jsonl(&home, json!({ "id": 1, "q": long }).to_string(), 0);
    assert_eq!(answers.len(), 1);
}

#[test]
fn settings_are_shown_with_their_source_and_without_the_token() {
    let home = Home::new();
    home.write(".env", "TELEGRAM_BOT_TOKEN=123:qcanaryz_token\nPOLICYBOT_WORKERS=2\n");
    let mut command = home.run(&["config"]);
    command.env("POLICYBOT_WORKERS", "3");
    let (out, err) = read(&command.output().expect("runs"), 0);
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["TELEGRAM_BOT_TOKEN", "(set,", "hidden)", ".env"]);
    let data = home.data().display().to_string();
    assert!(lines.contains(&vec!["POLICYBOT_DATA_DIR", &data, "command", "line"]), "{out}");
    assert!(lines.contains(&vec!["POLICYBOT_WORKERS", "3", "environment"]), "{out}");
    assert!(lines.contains(&vec!["POLICYBOT_LOG", "info", "default"]), "{out}");
    assert!(!out.contains("qcanaryz") && !err.contains("qcanaryz"));
}

#[test]
fn the_index_is_kept_and_a_damaged_one_is_built_anew_with_one_line() {
    let home = Home::new();
    let all = load_knowledge(&shipped(), PUBLIC_URL).articles.len();
    let told = |new: usize, same: usize| format!(": {new} new, 0 changed, 0 removed, {same} unchanged\n");
    assert!(run(&home, &["index"], 0).0.ends_with(&told(all, 0)));
    assert!(run(&home, &["index"], 0).0.ends_with(&told(0, all)));
    let index = home.data().join("index");
    let segment = |ending: &str| {
        let files = fs::read_dir(&index).expect("the index").map(|f| f.expect("a file").path());
        files.into_iter().find(|path| path.to_string_lossy().ends_with(ending)).expect("a file of the index")
    };
    let damages: [&dyn Fn(); 4] = [
        &|| fs::write(index.join("meta.json"), "{\"half\": ").expect("written"),
        &|| fs::remove_file(index.join("meta.json")).expect("removed"),
        &|| fs::remove_file(segment(".store")).expect("removed"),
        &|| {
            let path = segment(".idx");
            let mut bytes = fs::read(&path).expect("read");
            bytes[3] ^= 0x55;
            fs::write(&path, bytes).expect("written");
        },
    ];
    for damage in damages {
        damage();
        let (out, err) = run(&home, &["ask", DIRECTIONS], 0);
        assert_eq!(quotes(&out).len(), 3, "{out}");
        assert!(err.lines().count() == 1 && err.contains("built anew"), "{err}");
        assert_eq!(run(&home, &["ask", DIRECTIONS], 0).1, "", "once");
    }
}

#[test]
fn one_process_at_a_time_uses_a_data_folder() {
    let home = Home::new();
    let mut command = home.command(&["chat"]);
    let mut first = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts");
    let mut greeting = String::new();
    let mut out = BufReader::new(first.stdout.take().expect("a pipe"));
    out.read_line(&mut greeting).expect("a greeting");
    for arguments in [&["ask", "who?"] as &[&str], &["index"], &["chat"]] {
        let (_, err) = run(&home, arguments, 1);
        assert!(err.contains("another policybot process") && err.contains("--data-dir"), "{err}");
    }
    let mut serve = home.run(&["serve"]);
    let (_, err) = read(&serve.env("TELEGRAM_BOT_TOKEN", "1:a").output().expect("runs"), 1);
    assert!(err.contains("another policybot process"), "{err}");
    drop(first.stdin.take());
    assert!(first.wait().expect("ends").success());
    run(&home, &["ask", "who?"], 0);
}

#[test]
fn bad_articles_are_named_and_the_others_answer() {
    let home = Home::new();
    let tomsk = fs::read(shipped().join("tomsk/tomsk-governor-regional-support.md")).expect("the article");
    let head = "title: T\nurl: https://example.org/\nregion: R\nlang: en\ndate: 2020\n";
    home.write("k/tomsk.md", tomsk);
    home.write("k/broken.md", "---\ntitle: [\n---\ntext");
    home.write("k/colour.md", format!("---\n{head}colour: red\n---\ntext"));
    home.write("k/empty.md", format!("---\n{head}---\n\n"));
    home.write("k/garbled.md", [format!("---\n{head}---\n").as_bytes(), b"\xd2\x98\xcf\xc7\x90"].concat());
    home.write("k/untitled.md", format!("---\n{}---\ntext", head.replace("title: T\n", "")));
    home.write("k/same-1.md", format!("---\n{head}id: same\n---\ntext"));
    home.write("k/same-2.md", format!("---\n{head}id: same\n---\ntext"));
    for arguments in [&["ask", DIRECTIONS, "--knowledge", "k"] as &[&str], &["index", "--knowledge", "k"]] {
        let (out, err) = run(&home, arguments, 0);
        assert!(out.contains("infrastructure") || out.contains("2 articles"), "{out}");
        let files: Vec<&str> = err.lines().map(|l| l.split(':').nth(1).expect("a file").trim()).collect();
        let expected = ["broken", "colour", "empty", "garbled", "same-2", "untitled"].map(|n| format!("k/{n}.md"));
        assert_eq!(files, expected, "{err}");
        for line in err.lines() {
            let number = line.split(':').nth(2).and_then(|n| n.parse::<usize>().ok());
            assert!(number.is_some_and(|n| n > 0) && line.contains("; "), "{line}");
        }
        assert!(err.contains("k/colour.md:7: ") && err.contains("k/garbled.md:8: "), "{err}");
    }
}

#[test]
fn a_conversation_knows_the_commands_of_the_bot() {
    let lines =
        format!("/help\n\n{DIRECTIONS}\n/ask Какие компании сотрудничают с Томском?\n/nope\n/START\nzxcvb \u{ff}");
    let output = Home::new().run(&["chat"]).write_stdin(lines).output().expect("runs");
    let (out, err) = read(&output, 0);
    let at = |text: &str| out.find(text).unwrap_or_else(|| panic!("'{text}' is missing: {out}"));
    let order = [
        at("Hello!"),
        at("/ask – ask a question"),
        at("The source announces 5 directions"),
        at("Партнёры словами источников"),
        at("I don't know that command."),
        out.rfind("Hello!").expect("a second greeting"),
        at("I did not understand the question"),
    ];
    assert!(order.is_sorted(), "{order:?}: {out}");
    assert!(!out.contains("👍") && !out.contains("Tell the curators"), "nobody would be told: {out}");
    assert_eq!((out.matches("Hello!").count(), err.as_str()), (2, ""));
}

#[test]
fn every_command_of_the_help_is_understood_in_a_conversation() {
    let help = Home::new().run(&["chat"]).write_stdin("/help\n").output().expect("runs");
    let (help, _) = read(&help, 0);
    let names = help.lines().filter(|line| line.starts_with('/')).flat_map(|line| line.split("; "));
    let commands: Vec<&str> = names.map(|part| part.split([' ', '–']).next().expect("a command")).collect();
    assert!(commands.len() >= 18 && commands.contains(&"/forget"), "{commands:?}");
    for command in commands {
        let output = Home::new().run(&["chat"]).write_stdin(command).output().expect("runs");
        let (out, _) = read(&output, 0);
        assert!(!out.contains("I don't know that command."), "{command}: {out}");
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let home = Home::new();
    let mut command = home.command(&["ask", DIRECTIONS]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    let (_, err) = read(&child.wait_with_output().expect("ends"), 0);
    assert_eq!(err, "");
}

//! `policybot eval`: measuring, and the figures that must not be lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;

use crate::support::program::Home;
use crate::support::skip::{shared, skip};

/// A thousand questions on a busy machine.
const PATIENCE: Duration = Duration::from_secs(600);

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval").join(name)
}

/// Runs `eval` on a question set and looks at the exit code.
fn eval(home: &Home, questions: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let mut command = home.run(&["eval", "--questions", questions.to_str().expect("UTF-8")]);
    let output = command.timeout(PATIENCE).args(arguments).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    (out, err)
}

fn tune_articles() -> String {
    data("tune/articles").to_str().expect("UTF-8").to_owned()
}

/// Some lines of the tune half, as a set of their own.
fn some(home: &Home, step: usize) -> PathBuf {
    let all = fs::read_to_string(data("questions.tune.jsonl")).expect("questions");
    home.write("some.jsonl", all.lines().step_by(step).collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_confidence_is_fitted_by_itself() {
    let home = Home::new();
    let questions = some(&home, 6);
    let (out, _) = eval(&home, &questions, &["--knowledge", &tune_articles(), "--fit", "--confidence-alone"], 0);
    let fitted: toml::Table = out.parse().expect("a weights file");
    let shipped: toml::Table = include_str!("../../src/engine/weights.toml").parse().expect("a weights file");
    for table in ["passage", "window", "region_window"] {
        assert_eq!(fitted[table], shipped[table], "{table}");
    }
    for table in ["region_evidence", "region_right"] {
        assert_ne!(fitted[table], shipped[table], "{table}");
    }
    assert_ne!(fitted["region_evidence"], fitted["region_right"]);
    let (_, err) = eval(&home, &questions, &["--knowledge", &tune_articles(), "--confidence-alone"], 2);
    assert!(err.contains("--fit"), "{err}");
}

#[test]
fn two_runs_say_the_same_but_for_the_latency() {
    let home = Home::new();
    let questions = some(&home, 4);
    let run = || {
        let (out, err) = eval(&home, &questions, &["--knowledge", &tune_articles(), "--misses"], 0);
        assert_eq!(err, "");
        let (report, latency) = out.trim_end().rsplit_once('\n').expect("lines");
        assert!(latency.starts_with("latency of an answer: p50 ") && latency.ends_with(" µs"), "{latency}");
        report.to_owned()
    };
    let report = run();
    assert_eq!(run(), report);
    assert!(report.starts_with("# some.jsonl\n\n| 65 questions | value | 95 % interval |\n"), "{report}");
    for row in
        ["| quotes that are exact | 1.000 |", "\n| class unanswerable | 8 |", "\n| lang ru | ", "\n| BM25, stems |"]
    {
        assert!(report.contains(row), "{row}: {report}");
    }
    let faults = report.matches("\n- **t").count();
    assert!(report.contains(&format!("\n## Faults: {faults} questions\n")), "{faults}");
    // Figures are rounded to four digits before they are printed with three.
    let share = ((65 - faults) as f64 / 65.0 * 1e4).round() / 1e4;
    let faultless = format!("| questions without any fault | {share:.3} |");
    assert!(report.contains(&faultless), "{faultless}: {report}");
}

#[test]
fn json_says_what_markdown_says() {
    let home = Home::new();
    let arguments = ["--knowledge", &tune_articles(), "--json", "--misses", "--leave-out"];
    let (out, _) = eval(&home, &some(&home, 13), &arguments, 0);
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["run"], "some.jsonl, also without the article");
    let all = &report["groups"][0];
    assert_eq!((&all["by"], &all["questions"]), (&Value::from("all"), &Value::from(20)));
    for key in ["recall_1", "quote_3", "answered", "silent", "auroc", "answered_5", "left_out_silent", "exact"] {
        let figure = &all["figures"][key];
        let [low, value, high] = ["low", "value", "high"].map(|end| figure[end].as_f64().expect(key));
        assert!(0.0 <= low && low <= value && value <= high && high <= 1.0, "{key}: {figure}");
    }
    let peers: Vec<&str> =
        report["peers"].as_array().expect("peers").iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(peers, ["BM25 (tantivy as it comes)", "BM25, folded words", "BM25, stems", "substrings"]);
    let misses = report["misses"].as_array().expect("misses");
    let faultless = all["figures"]["faultless"]["value"].as_f64().expect("a share");
    assert_eq!(misses.len(), 20 - (faultless * 20.0).round() as usize);
    assert!(misses.iter().all(|m| m["id"].is_string() && m["faults"][0].is_string()));
    assert!(report["latency_us"]["p99"].as_u64() >= report["latency_us"]["p50"].as_u64());
    let at = |key: &str| out.find(&format!("\"{key}\"")).expect(key);
    assert!(at("run") < at("groups") && at("recall_1") < at("quote_1") && at("peers") < at("latency_us"));
}

#[test]
fn questions_are_damaged_before_they_are_asked() {
    let home = Home::new();
    let arguments = ["--knowledge", &tune_articles(), "--misses", "--noise", "translit", "--seed", "7"];
    let line = r#"{"id": "x", "q": "Кто разводит китов?", "lang": "ru", "answerable": false, "reason": "unclear"}"#;
    let (out, _) = eval(&home, &home.write("q.jsonl", line), &arguments, 0);
    assert!(out.starts_with("# q.jsonl, translit with seed 7\n"), "{out}");
    assert!(out.contains("\n  - asked: Kto razvodit kitov?\n  - expected: silence: unclear\n"), "{out}");
}

#[test]
fn a_squad_set_brings_its_paragraphs_and_can_cross_languages() {
    let home = Home::new();
    let set = |title: &str, context: &str, question: &str, answer: &str| {
        format!(
            r#"{{"data": [{{"title": "{title}", "paragraphs": [{{"context": "{context}", "qas": [
            {{"id": "a", "question": "{question}", "answers": [{{"text": "{answer}", "answer_start": 0}}]}}]}}]}}]}}"#
        )
    };
    let english =
        set("Salt lakes", "Lakes lie high. Salt comes from the sea.", "Where does salt come from?", "the sea");
    let russian = set("Озёра", "Озёра лежат высоко. Соль берут из моря.", "Откуда берут соль?", "из моря");
    let (english, russian) = (home.write("en.json", english), home.write("ru.json", russian));
    let quoted = "| answer in the first quote | 1.000 |";
    let (out, _) = eval(&home, &english, &["--part", "all"], 0);
    assert!(out.starts_with("# en.json\n\n| 1 questions |") && out.contains(quoted), "{out}");
    let crossed = ["--part", "all", "--format", "squad", "--corpus", english.to_str().expect("UTF-8")];
    let (out, _) = eval(&home, &russian, &crossed, 0);
    assert!(out.starts_with("# ru.json on en.json\n\n| 1 questions |"), "{out}");
}

#[test]
fn a_baseline_that_is_not_reached_fails() {
    let home = Home::new();
    let questions = some(&home, 20);
    let baseline = home.path("baseline.json");
    let run = |option: &str, code| {
        eval(&home, &questions, &["--knowledge", &tune_articles(), option, baseline.to_str().expect("UTF-8")], code)
    };
    let (_, err) = run("--compare", 1);
    assert!(err.contains("has no figures of 'some.jsonl'; write them with --raise"), "{err}");
    run("--raise", 0);
    run("--compare", 0);
    let written = fs::read_to_string(&baseline).expect("a baseline");
    let mut figures: Value = serde_json::from_str(&written).expect("JSON");
    let quote = &mut figures["some.jsonl"]["all"]["quote_1"];
    *quote = serde_json::json!({"value": 1.3, "low": 1.2, "high": 1.4});
    fs::write(&baseline, figures.to_string()).expect("written");
    let (out, err) = run("--compare", 1);
    assert!(out.starts_with("# some.jsonl\n"), "{out}");
    assert!(err.starts_with("error: worse than ") && err.lines().count() == 2, "{err}");
    assert!(err.contains("\nall: answer in the first quote went from 1.3 (1.2 to 1.4) to "), "{err}");
    run("--raise", 0);
    assert_eq!(fs::read_to_string(&baseline).expect("a baseline"), written);
}

#[test]
fn bad_input_is_named_with_its_line() {
    let home = Home::new();
    let good = fs::read_to_string(data("questions.tune.jsonl")).expect("questions");
    let good = good.lines().next().expect("a line");
    for (name, content, arguments, says) in [
        (
            "q.jsonl",
            format!("{good}\n{{\"id\": 1}}\n"),
            vec![],
            "q.jsonl:2: invalid type: integer `1`, expected a string; ",
        ),
        ("q.jsonl", format!("{good}\n{good}\n"), vec![], "q.jsonl:2: the id 't001' is taken by line 1; "),
        (
            "q.jsonl",
            good.replace("Начал он", "Кончил он"),
            vec![],
            "q.jsonl:1: 'Кончил он с инфраструктуры' does not stand in article",
        ),
        ("s.json", "{\"data\": [\n1]}".to_owned(), vec![], "s.json:2: "),
        ("questions", good.to_owned(), vec!["--format", "squad"], "questions:1: missing field `data`"),
        ("q.jsonl", good.to_owned(), vec!["--knowledge", "nowhere"], "nowhere"),
    ] {
        let path = home.write(name, content);
        let articles = tune_articles();
        let folder = if arguments.contains(&"--knowledge") { vec![] } else { vec!["--knowledge", &articles] };
        let (out, err) = eval(&home, &path, &[folder, arguments].concat(), 1);
        assert!(out.is_empty() && err.starts_with("error: ") && err.contains(says), "{says}: {err}");
    }
    let misused = ["--knowledge", &tune_articles(), "--corpus", "s.json"];
    let (_, err) = eval(&home, &home.write("q.jsonl", good), &misused, 2);
    assert!(err.contains("--corpus goes with SQuAD sets"), "{err}");
    let (_, err) = eval(&home, &home.path("missing.jsonl"), &["--knowledge", &tune_articles()], 1);
    assert!(err.contains("missing.jsonl: ") && err.contains("check the path"), "{err}");
}

/// Compares the figures of a set with `baseline.json`; with `POLICYBOT_RAISE_BASELINE` set, writes them there.
#[allow(clippy::disallowed_methods)]
fn hold(questions: &Path, arguments: &[&str]) {
    static FILE: Mutex<()> = Mutex::new(());
    let (option, _guard) = match std::env::var_os("POLICYBOT_RAISE_BASELINE") {
        // One after the other: each reads the file, changes it and writes it.
        Some(_) => ("--raise", Some(FILE.lock().unwrap_or_else(|e| e.into_inner()))),
        None => ("--compare", None),
    };
    let baseline = data("baseline.json");
    let held = [option, baseline.to_str().expect("UTF-8")];
    eval(&Home::new(), questions, &[arguments, &held].concat(), 0);
}

#[test]
fn baseline_of_the_tune_half() {
    hold(&data("questions.tune.jsonl"), &["--knowledge", &tune_articles()]);
}

#[test]
fn baseline_of_the_test_half() {
    hold(&data("questions.test.jsonl"), &["--knowledge", data("test/articles").to_str().expect("UTF-8")]);
}

#[test]
fn baseline_of_the_check_set() {
    hold(&data("questions.check.jsonl"), &["--knowledge", data("check/articles").to_str().expect("UTF-8")]);
}

fn hold_xquad(name: &str) {
    let questions = shared().join("data").join(name);
    if !questions.exists() {
        return skip(&format!("{} is not there", questions.display()));
    }
    hold(&questions, &["--part", "test"]);
}

#[test]
fn baseline_of_english_encyclopaedia_articles() {
    hold_xquad("xquad.en.json");
}

#[test]
fn baseline_of_russian_encyclopaedia_articles() {
    hold_xquad("xquad.ru.json");
}

//! What the documents say must be true of the program, and nothing private is in the repository.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use regex::Regex;

const README: &str = include_str!("../../README.md");
const ENV_EXAMPLE: &str = include_str!("../../.env.example");
/// Variables of the tests and benches, which are no settings.
const FOR_TESTS: [&str; 6] = [
    "POLICYBOT_AXE",
    "POLICYBOT_TEST_ALL",
    "POLICYBOT_TEST_WRITE",
    "POLICYBOT_SHARED",
    "POLICYBOT_BENCH_PASSAGES",
    "POLICYBOT_RAISE_BASELINE",
];

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn find<'t>(pattern: &str, text: &'t str) -> BTreeSet<&'t str> {
    let regex = Regex::new(pattern).expect("a pattern");
    regex.captures_iter(text).map(|c| c.get(1).expect("a group").as_str()).collect()
}

fn help(arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_policybot")).args(arguments).arg("--help").output().expect("runs");
    assert!(out.status.success(), "policybot {arguments:?} --help fails");
    String::from_utf8(out.stdout).expect("UTF-8")
}

#[test]
fn the_readme_names_every_command_and_no_other() {
    let help = help(&[]);
    let mut exist = find(r"(?m)^  ([a-z]+)  +\S", &help);
    exist.remove("help");
    assert_eq!(find("policybot ([a-z]+)[ `\n]", README), exist);
    assert!(find("cargo run --release -- ([a-z]+)", README).is_subset(&exist));
}

#[test]
fn the_readme_names_every_option_and_no_other() {
    let mut exist = BTreeSet::new();
    for command in find(r"(?m)^  ([a-z]+)  +\S", &help(&[])).into_iter().filter(|c| *c != "help") {
        exist.extend(find("(--[a-z][a-z-]*)", &help(&[command])).into_iter().map(str::to_owned));
    }
    // Of `eval`, which is for developers, only the option that must be given is named; those of cargo are not ours.
    let developers = [
        "--corpus",
        "--part",
        "--noise",
        "--seed",
        "--leave-out",
        "--misses",
        "--without",
        "--compare",
        "--raise",
        "--fit",
        "--confidence-alone",
        "--lines",
        "--articles",
    ];
    let not_named = [&["--help", "--version"][..], &developers[..]].concat();
    let expected: BTreeSet<&str> = exist.iter().map(String::as_str).filter(|o| !not_named.contains(o)).collect();
    let mut named = find("[ `](--[a-z][a-z-]*)", README);
    named.retain(|option| !["--release", "--profile", "--features"].contains(option));
    assert_eq!(named, expected);
}

#[test]
fn the_documented_members_are_those_of_the_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = Command::new(env!("CARGO_BIN_EXE_policybot"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["ask", "--json", "Which directions of support does the Tomsk Region name?"])
        .args(["--knowledge", "knowledge", "--data-dir"])
        .arg(folder.path())
        .output()
        .expect("runs");
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let members = |object: &serde_json::Value| -> BTreeSet<String> {
        object.as_object().expect("an object").keys().cloned().collect()
    };
    let (_, section) = README.split_once("### Answers for programs").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("an end");
    let (of_answer, of_quote) = section.split_once("Each quote:").expect("two tables");
    let documented = |table: &str| -> BTreeSet<String> {
        let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
        rows.flat_map(|cell| find("`([a-z_]+)`", cell)).map(str::to_owned).collect()
    };
    assert_eq!(documented(of_answer), members(&answer));
    assert_eq!(documented(of_quote), members(&answer["quotes"][0]));
}

/// The steps of a conversation: what the user does, with all that the bot shows in return.
fn steps(conversation: &str) -> Vec<&str> {
    let begins = conversation.match_indices("\n> ").map(|(at, _)| at + 1);
    let mut begins: Vec<usize> = begins.collect();
    if conversation.starts_with("> ") {
        begins.insert(0, 0);
    }
    let ends = begins.iter().skip(1).copied().chain([conversation.len()]);
    begins.iter().zip(ends).map(|(begin, end)| conversation[*begin..end].trim_end()).collect()
}

#[test]
fn the_conversations_of_the_readme_are_those_the_tests_play() {
    let blocks: Vec<&str> = README.split("```text\n> ").skip(1).filter_map(|b| b.split("\n```").next()).collect();
    assert_eq!(blocks.len(), 2, "one in each language");
    for (block, lang) in blocks.into_iter().zip(["en", "ru"]) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/transcripts");
        let files = std::fs::read_dir(folder).expect("transcripts").map(|f| f.expect("an entry"));
        let files = files.filter(|f| f.file_name().to_string_lossy().starts_with(lang));
        let played: Vec<String> = files.map(|f| std::fs::read_to_string(f.path()).expect("a transcript")).collect();
        let played: BTreeSet<&str> = played.iter().flat_map(|transcript| steps(transcript)).collect();
        let shown = format!("> {block}");
        assert!(steps(&shown).len() > 2, "{lang}");
        for step in steps(&shown) {
            assert!(played.contains(step), "the README shows what no transcript has:\n{step}");
        }
    }
}

#[test]
fn documents_and_packages_name_only_variables_that_exist() {
    let variables = r"\b((?:POLICYBOT|TELEGRAM)_[A-Z_]*[A-Z])\b";
    let exist: BTreeSet<&str> = find(variables, ENV_EXAMPLE).into_iter().chain(FOR_TESTS).collect();
    let settings: BTreeSet<&str> = find(variables, ENV_EXAMPLE);
    assert!(settings.is_subset(&find(variables, README)), "the README leaves out a setting");
    for file in
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "deploy/Dockerfile", "deploy/policybot.service", ".ci/run"]
    {
        let text = read(file);
        let unknown: Vec<&str> = find(variables, &text).difference(&exist).copied().collect();
        assert!(unknown.is_empty(), "{file} names {unknown:?}");
    }
}

#[test]
fn the_changelog_has_this_version() {
    let heading = format!("\n## [{}] - ", env!("CARGO_PKG_VERSION"));
    assert!(read("CHANGELOG.md").contains(&heading), "CHANGELOG.md has no '{}'", heading.trim());
}

#[test]
fn just_runs_the_steps_of_continuous_integration() {
    let (run, just) = (read(".ci/run"), read("justfile"));
    let steps: Vec<(String, String)> = Regex::new(r"(?m)^step ([a-z]+) '(.*)'$")
        .expect("a pattern")
        .captures_iter(&run)
        .map(|c| (c[1].to_owned(), c[2].to_owned()))
        .collect();
    let recipes: Vec<(String, String)> = Regex::new(r"(?m)^([a-z]+):\n    (.*)$")
        .expect("a pattern")
        .captures_iter(&just)
        .map(|c| (c[1].to_owned(), c[2].to_owned()))
        .collect();
    assert!(!steps.is_empty() && run.matches("\nstep ").count() == steps.len(), "{steps:?}");
    assert_eq!(steps, recipes);
    let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
    assert!(just.contains(&format!("\nci: {}\n", names.join(" "))), "ci does not run {names:?}");
}

#[test]
fn continuous_integration_runs_the_commands_of_the_readme() {
    let (run, quick) = (read(".ci/run"), README.split_once("```sh\n").and_then(|(_, rest)| rest.split_once("```")));
    let commands: Vec<&str> = quick.expect("the two commands").0.lines().collect();
    assert_eq!(commands.len(), 2);
    for command in commands {
        assert!(run.contains(&format!("'{command}")), ".ci/run does not run {command}");
    }
}

#[test]
fn nothing_private_is_tracked() {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let Ok(list) = git.map(|o| String::from_utf8(o.stdout).expect("UTF-8")) else {
        return crate::support::skip::skip("git is not there");
    };
    let files: Vec<&str> = list.split('\0').filter(|f| !f.is_empty()).collect();
    if files.is_empty() {
        return crate::support::skip::skip("this is no clone");
    }
    // Folders of a machine (but not those of a web address), and tokens: the length of real ones, but for those that say they are made up.
    let private = Regex::new(r"(?:^|[^\w./-])/(?:work|root|home|tmp|Users)/[a-zA-Z0-9_.-]").expect("a pattern");
    let token = Regex::new(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b").expect("a pattern");
    let mut found = Vec::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let has_token = token.find_iter(line).any(|t| !t.as_str().contains("canary"));
            if private.is_match(line) || has_token {
                found.push(format!("{file}:{}: {line}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(private.is_match(concat!("cd /ro", "ot/x")) && token.is_match(&format!("12345678:{}", "A".repeat(35))));
}

#[test]
fn the_dashboard_shows_every_metric_there_is_and_no_other() {
    let mut code = String::new();
    for file in walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        code += &std::fs::read_to_string(file).expect("a source");
    }
    let mut exist: BTreeSet<&str> = find(r#""(policybot_[a-z_]+)""#, &code);
    // Analyzers of the index.
    exist.retain(|name| !["policybot_stems", "policybot_words"].contains(name));
    let dashboard = read("deploy/grafana-dashboard.json");
    serde_json::from_str::<serde_json::Value>(&dashboard).expect("JSON");
    let shown = find(r"(policybot_[a-z_]+)", &dashboard);
    let shown: BTreeSet<&str> = shown.iter().map(|name| name.trim_end_matches("_bucket")).collect();
    assert_eq!(shown, exist);
}

/// Every Rust file below a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let below = |path: std::path::PathBuf| if path.is_dir() { walk(&path) } else { vec![path] };
    entries.flat_map(below).filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

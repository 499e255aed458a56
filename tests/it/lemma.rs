//! The operator's dictionary of lemmas, through the real program.

use std::process::Output;

use crate::support::program::Home;

const ARTICLE: &str = "---\ntitle: Технопарк Вязовой области\nregion: Вязовая область\nurl: https://elm.example/park\n\
                       lang: ru\ndate: 2024-03\n---\n\
                       Технопарк стоит на берегу озера. Его построили за два года.\n\n\
                       В цехах технопарка трудится триста жмулей. Половина из них приехала из соседних городов.\n\n\
                       Аренда цеха стоит двести рублей за метр.\n";
const DICTIONARY: &str = "# Of no use here: кто-то\nкто-то\tкто\nпоёт\tпеть\nХарбинов\tЖМУЛЬ\nхарбины\tжмуль\n";

/// A home with one article in `k` and a dictionary.
fn home(dictionary: &str) -> Home {
    let home = Home::new();
    home.write("k/elm/park.md", ARTICLE);
    home.write("words.tsv", dictionary);
    home
}

/// Runs it, with the dictionary or without; what it prints and says, and its exit code.
fn run(home: &Home, lemmas: Option<&str>, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = home.run(arguments);
    command.args(["--knowledge", "k"]);
    command.envs(lemmas.map(|file| ("POLICYBOT_LEMMAS", file)));
    let Output { status, stdout, stderr } = command.output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(stdout), text(stderr), status.code())
}

#[cfg(feature = "lemma")]
mod with_the_feature {
    use super::*;

    const QUESTION: &str = "Сколько там работает харбинов?";
    const ANSWER: &str = "трудится триста жмулей.";

    #[test]
    fn a_question_that_only_a_lemma_connects_is_answered() {
        let home = home(DICTIONARY);
        for (lemmas, answered) in [(None, false), (Some("words.tsv"), true), (None, false)] {
            let (out, err, code) = run(&home, lemmas, &["ask", QUESTION]);
            assert_eq!((out.contains(ANSWER), err.as_str(), code), (answered, "", Some(0)), "{lemmas:?}: {out}");
        }
    }

    #[test]
    fn every_way_to_ask_has_the_lemmas() {
        let home = home(DICTIONARY);
        let question = format!("{{\"id\": 1, \"q\": \"{QUESTION}\"}}\n");
        let request = format!(
            "{{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\", \
             \"params\": {{\"name\": \"ask\", \"arguments\": {{\"question\": \"{QUESTION}\"}}}}}}\n"
        );
        let ways: [(&[&str], &str); 3] =
            [(&["ask", "--jsonl"], &question), (&["chat"], QUESTION), (&["mcp"], &request)];
        for (way, input) in ways {
            let mut command = home.run(way);
            command.args(["--knowledge", "k"]).env("POLICYBOT_LEMMAS", "words.tsv").write_stdin(input);
            let out = String::from_utf8(command.output().expect("runs").stdout).expect("UTF-8");
            assert!(out.contains(ANSWER), "{way:?}: {out}");
        }
        let set = format!(
            "{{\"id\": \"1\", \"q\": \"{QUESTION}\", \"lang\": \"ru\", \"article\": \"elm/park\", \
             \"gold\": [\"триста жмулей\"], \"answerable\": true}}\n"
        );
        home.write("questions.jsonl", set);
        let measure = |lemmas| run(&home, lemmas, &["eval", "--questions", "questions.jsonl"]);
        let (with, without) = (measure(Some("words.tsv")), measure(None));
        assert!(with.0.starts_with("# questions.jsonl, with lemmas\n"), "{with:?}");
        assert!(with.0.contains("| answer in the first quote | 1.000 |"), "{with:?}");
        assert!(without.0.contains("| answer in the first quote | 0.000 |"), "{without:?}");
    }

    #[test]
    fn the_index_is_built_anew_when_the_lemmas_change() {
        let home = home(DICTIONARY);
        home.write("other.tsv", "цехах\tзавод\n");
        home.write("same.tsv", format!("# In another order.\nхарбины\tжмуль\n{DICTIONARY}"));
        let runs = [
            (None, "1 new, 0 changed, 0 removed, 0 unchanged"),
            (None, "0 new, 0 changed, 0 removed, 1 unchanged"),
            (Some("words.tsv"), "0 new, 1 changed, 0 removed, 0 unchanged"),
            (Some("same.tsv"), "0 new, 0 changed, 0 removed, 1 unchanged"),
            (Some("other.tsv"), "0 new, 1 changed, 0 removed, 0 unchanged"),
            (None, "0 new, 1 changed, 0 removed, 0 unchanged"),
        ];
        for (lemmas, expected) in runs {
            let (out, _, code) = run(&home, lemmas, &["index"]);
            assert!(out.contains(expected) && code == Some(0), "{lemmas:?}: {out}");
        }
    }

    #[test]
    fn a_dictionary_that_cannot_be_used_is_told_with_file_line_and_remedy() {
        let home = home("харбины\tжмуль\nпоёт петь\n");
        let cases = [
            (
                "words.tsv",
                "words.tsv:2: there is no tab in the line; write a form, a tab and its lemma, or # before a comment",
            ),
            (
                "none.tsv",
                "none.tsv: the file cannot be read (No such file or directory (os error 2)); check that it exists and may be read",
            ),
            ("k", "k: the file cannot be read (Is a directory (os error 21)); check that it exists and may be read"),
        ];
        for (file, expected) in cases {
            for command in [["ask", QUESTION].as_slice(), &["index"], &["lint"], &["eval", "--questions", "none"]] {
                let (out, err, code) = run(&home, Some(file), command);
                let expected = format!("error: cannot use the dictionary of POLICYBOT_LEMMAS: {expected}\n");
                assert_eq!((out.as_str(), err, code), ("", expected, Some(1)), "{command:?}");
            }
            let (out, _, code) = run(&home, Some(file), &["config"]);
            assert!(out.contains(file) && code == Some(0), "{out}");
        }
    }
}

#[cfg(not(feature = "lemma"))]
#[test]
fn a_build_without_lemmas_does_not_ignore_the_setting() {
    let (out, err, code) = run(&home(DICTIONARY), Some("words.tsv"), &["index"]);
    let expected = "error: POLICYBOT_LEMMAS (environment): this program was built without lemmas; build it with cargo build \
                    --release --features lemma, or leave the setting out\n";
    assert_eq!((out.as_str(), err.as_str(), code), ("", expected, Some(2)));
}

//! `policybot add` on a terminal: what is found is shown, and written when somebody agrees.

use std::process::{Command, Output};

use policybot::domain::PUBLIC_URL;
use policybot::ingest::load_knowledge;

use super::sources::report;
use super::{knowledge, names, out};
use crate::support::program::{Home, PATIENCE};
use crate::support::skip::skip;
use crate::support::web_server::{Page, WebServer};

/// Runs the program on a terminal of its own, made by util-linux's `script`, at which this is typed and nothing more.
fn on_a_terminal(inner: &Command, typed: &str) -> Output {
    let words = std::iter::once(inner.get_program()).chain(inner.get_args());
    let line: Vec<String> = words.map(|word| format!("'{}'", word.to_str().expect("text"))).collect();
    let mut command = Command::new("script");
    command.args(["-qec", &line.join(" "), "/dev/null"]).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(inner.get_current_dir().expect("a folder"));
    assert_cmd::Command::from_std(command).write_stdin(typed).timeout(PATIENCE).output().expect("runs")
}

#[test]
fn each_document_is_asked_about_and_only_a_yes_writes() {
    if !Command::new("script").arg("--version").output().is_ok_and(|said| out(&said).contains("util-linux")) {
        return skip("there is no `script` of util-linux to make a terminal");
    }
    let server = WebServer::start();
    let (boat, lamp) =
        (server.put("/boat", Page::html(&report("boat"))), server.put("/lamp", Page::html(&report("lamp"))));
    let cases: [(&str, &[&str]); 6] = [
        ("y\nn\n", &[&boat]),
        ("n\nда\n", &[&lamp]),
        ("YES\ny\n", &[&boat, &lamp]),
        ("\n\n", &[]),
        ("yep\nno\n", &[]),
        // The end of the input, as Ctrl-D types it.
        ("\u{4}\u{4}", &[]),
    ];
    for (typed, expected) in cases {
        let home = Home::new();
        let folder = knowledge(&home);
        let path = folder.to_str().expect("a path");
        let more = ["add", "--knowledge", path, "--allow-loopback", "--date", "2020", "--region", "Tomsk Region"];
        let output = on_a_terminal(&home.command(&[&more, &[&*boat, &*lamp][..]].concat()), typed);
        let said = out(&output);
        assert_eq!(output.status.code(), Some(0), "{typed:?}: {said}");
        assert_eq!(said.matches("Write it? [y/N]").count(), 2, "{typed:?}: {said}");
        assert!(said.contains("a new article") && said.contains("region     Tomsk Region"), "{typed:?}: {said}");
        let articles = load_knowledge(&folder, PUBLIC_URL).articles;
        let mut written: Vec<&str> = articles.iter().map(|article| article.meta.url.as_str()).collect();
        written.sort_unstable();
        assert_eq!(written, expected, "{typed:?}: {said}");
        assert_eq!(
            said.matches(" written: /").count() + said.matches("\nwritten: /").count(),
            expected.len(),
            "{typed:?}: {said}"
        );
        assert_eq!(said.matches("not written").count(), 2 - expected.len(), "{typed:?}: {said}");
        assert_eq!(names(&folder).len(), 2 * expected.len(), "each article and its original");
    }
}

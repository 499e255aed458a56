use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

use super::*;

fn keys(sources: [&str; 4]) -> BTreeSet<String> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9-]*) *=").expect("regex");
    let all: Vec<String> = sources.iter().flat_map(|s| key.captures_iter(s)).map(|c| c[1].to_owned()).collect();
    let different: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(all.len(), different.len(), "a key stands twice");
    different
}

fn variables(sources: [&str; 4], key: &str) -> BTreeSet<String> {
    let source = sources.join("\n");
    let body = source.split(&format!("\n{key} =")).nth(1).unwrap_or_default();
    let end = Regex::new(r"\n\S").expect("regex").find(body).map_or(body.len(), |m| m.start());
    let variable = Regex::new(r"\$([a-z]+)").expect("regex");
    variable.captures_iter(&body[..end]).map(|c| c[1].to_owned()).collect()
}

/// The sources that say something.
fn sources(dir: &Path, out: &mut String) {
    for entry in std::fs::read_dir(dir).expect("src is readable") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if dir.ends_with("templates") {
            out.push_str(&std::fs::read_to_string(&path).expect("a template"));
        } else if !path.ends_with("locale/tests.rs") {
            let source = std::fs::read_to_string(&path).expect("source");
            if source.contains("locale::") {
                out.push_str(&source);
            }
        }
    }
}

#[test]
fn both_files_are_valid_and_have_the_same_keys_and_variables() {
    for source in [EN, RU].concat() {
        let errors = FluentResource::try_new(source.to_owned()).err().map(|(_, errors)| errors);
        assert!(errors.is_none(), "{errors:?}");
    }
    assert_eq!(keys(EN), keys(RU));
    for key in keys(EN) {
        assert_eq!(variables(EN, &key), variables(RU, &key), "variables of {key}");
    }
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let mut code = String::new();
    for dir in ["src", "templates"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir), &mut code);
    }
    let keys = keys(EN);
    for key in &keys {
        assert!(code.contains(&format!("\"{key}\"")), "{key} is in the files but not used in src");
    }
    let used = Regex::new(r#"(?:\btext\(\s*[\w.:*]+,\s*|\bframe\.t\()"([^"]+)""#).expect("regex");
    let used: BTreeSet<_> = used.captures_iter(&code).map(|c| c[1].to_owned()).collect();
    assert!(used.len() > 10, "the scan finds the calls");
    for key in used {
        assert!(keys.contains(&key), "{key} is used in src but not in the files");
    }
}

#[test]
fn russian_plurals() {
    let quotes = |n: u32| text(Lang::Ru, "list-partners", &[("n", n.into())]);
    for (n, words) in [(1, "1 цитата"), (2, "2 цитаты"), (5, "5 цитат"), (11, "11 цитат"), (21, "21 цитата")]
    {
        assert_eq!(quotes(n), format!("Партнёры словами источников ({words}):"));
    }
}

#[test]
fn english_plurals_and_no_isolation_marks() {
    let said = text(Lang::En, "announced-directions", &[("announced", 5u32.into()), ("described", 3u32.into())]);
    assert_eq!(said, "The source announces 5 directions; its text describes 3.");
    assert_eq!(text(Lang::En, "no-region", &[("region", "Narnia".into())]), "I have no sources about Narnia yet.");
}

#[test]
fn nothing_is_left_unfilled() {
    for lang in [Lang::En, Lang::Ru] {
        for key in keys(EN) {
            let names: Vec<String> = variables(EN, &key).into_iter().collect();
            for n in [1u32, 2, 5] {
                let args: Vec<_> = names.iter().map(|name| (name.as_str(), Arg::Number(n))).collect();
                let said = text(lang, &key, &args);
                assert!(!said.contains(['{', '}', '$']) && !said.is_empty() && said != key, "{key}: {said}");
            }
        }
    }
}

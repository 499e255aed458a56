use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

use super::*;
use crate::domain::Lang;

/// The texts of a language, one after the other.
fn texts(locale: Locale) -> String {
    FOLDERS[locale.index()].1.iter().map(|text| format!("\n{text}")).collect()
}

fn keys(locale: Locale) -> BTreeSet<String> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9-]*) *=").expect("regex");
    let texts = texts(locale);
    let all: Vec<String> = key.captures_iter(&texts).map(|c| c[1].to_owned()).collect();
    let different: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(all.len(), different.len(), "a key stands twice in locales/{locale}");
    different
}

fn variables(locale: Locale, key: &str) -> BTreeSet<String> {
    let texts = texts(locale);
    let body = texts.split(&format!("\n{key} =")).nth(1).unwrap_or_default();
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
fn every_folder_is_a_language_and_every_file_in_it_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let names = |folder: &Path| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").file_name());
        entries.map(|name| name.to_string_lossy().into_owned()).collect()
    };
    assert_eq!(Locale::all().map(|l| l.code().to_owned()).collect::<BTreeSet<_>>(), names(&root));
    for locale in Locale::all() {
        assert_eq!(FOLDERS[locale.index()].1.len(), names(&root.join(locale.code())).len(), "{locale}");
    }
    assert_eq!(Locale::default().code(), "en");
}

#[test]
fn all_files_are_valid_and_have_the_same_keys_and_variables() {
    let english = keys(Locale::default());
    for locale in Locale::all() {
        for source in FOLDERS[locale.index()].1 {
            let errors = FluentResource::try_new((*source).to_owned()).err().map(|(_, errors)| errors);
            assert!(errors.is_none(), "{locale}: {errors:?}");
        }
        assert_eq!(keys(locale), english, "{locale}");
        for key in &english {
            assert_eq!(variables(locale, key), variables(Locale::default(), key), "variables of {key} in {locale}");
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let mut code = String::new();
    for dir in ["src", "templates"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir), &mut code);
    }
    let keys = keys(Locale::default());
    for key in &keys {
        assert!(code.contains(&format!("\"{key}\"")), "{key} is in the files but not used in src");
    }
    let used = Regex::new(r#"(?:\btext\(\s*[\w.:()*]+,\s*|\bframe\.t\()"([^"]+)""#).expect("regex");
    let used: BTreeSet<_> = used.captures_iter(&code).map(|c| c[1].to_owned()).collect();
    assert!(used.len() > 10, "the scan finds the calls");
    for key in used {
        assert!(keys.contains(&key), "{key} is used in src but not in the files");
    }
}

#[test]
fn a_language_tag_leads_to_the_language_or_to_english() {
    for (tag, code) in [("ru", "ru"), ("ru-RU", "ru"), ("RU_ru", "ru"), ("en-GB", "en"), ("xx", "en"), ("", "en")] {
        assert_eq!(Locale::of(tag).code(), code, "{tag}");
    }
    assert_eq!([Locale::from(Lang::En), Locale::from(Lang::Ru)].map(Locale::lang), [Lang::En, Lang::Ru]);
    assert_eq!(Locale::default().replying(Lang::Ru), Locale::from(Lang::Ru));
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
    for locale in Locale::all() {
        for key in keys(locale) {
            let names: Vec<String> = variables(locale, &key).into_iter().collect();
            for n in [1u32, 2, 5] {
                let args: Vec<_> = names.iter().map(|name| (name.as_str(), Arg::Number(n))).collect();
                let said = text(locale, &key, &args);
                assert!(!said.contains(['{', '}', '$']) && !said.is_empty() && said != key, "{key}: {said}");
            }
        }
    }
}

//! Layers, errors, secrets and `.env.example`.

use std::path::{Path, PathBuf};

use super::*;

const SECRET: &str = "123456:AAsecretsecret";

fn settings(env: &[(&str, &str)], file: &str, overrides: &Overrides) -> Result<Settings, ConfigError> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(".env");
    std::fs::write(&path, file).expect("written");
    let lookup = |name: &str| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    Settings::new(&Sources::of(overrides, &path, lookup)?)
}

#[test]
fn the_command_line_beats_the_environment_beats_the_file_beats_the_default() {
    let file = "POLICYBOT_DATA_DIR=from_file\nPOLICYBOT_KNOWLEDGE_DIR=from_file\nPOLICYBOT_WORKERS=7\n";
    let env = [("POLICYBOT_DATA_DIR", "from_env"), ("POLICYBOT_KNOWLEDGE_DIR", "from_env"), ("POLICYBOT_LOG", "")];
    let overrides = Overrides { data: Some(PathBuf::from("from_option")), ..Overrides::default() };
    let s = settings(&env, file, &overrides).expect("settings");
    assert_eq!((s.data.to_str(), s.knowledge.to_str(), s.workers), (Some("from_option"), Some("from_env"), 7));
    assert_eq!(s.log, "info", "an empty value is no value");
    let sources: Vec<Source> = s.shown().iter().map(|s| s.source).collect();
    assert_eq!(sources[2..6], [Source::Environment, Source::CommandLine, Source::Default, Source::File]);
}

#[test]
fn errors_name_the_variable_and_the_remedy() {
    let cases = [
        ("POLICYBOT_WORKERS", "many", "POLICYBOT_WORKERS (environment): 'many' is not a number from 1 to 64"),
        ("POLICYBOT_THRESHOLD", "2", "POLICYBOT_THRESHOLD (environment): '2' is not a number from 0 to 1"),
        (
            "TELEGRAM_API_URL",
            "example",
            "TELEGRAM_API_URL (environment): 'example' is no web address; write for example https://api.telegram.org",
        ),
        (
            "POLICYBOT_WEB_ADDR",
            "8080",
            "POLICYBOT_WEB_ADDR (environment): '8080' is no address; write host:port, for example 127.0.0.1:8080",
        ),
        (
            "POLICYBOT_READER_ADDR",
            "8080",
            "POLICYBOT_READER_ADDR (environment): '8080' is no address; write host:port, for example 127.0.0.1:8080",
        ),
        (
            "POLICYBOT_TRUSTED_PROXIES",
            "127.0.0.1, proxy",
            "POLICYBOT_TRUSTED_PROXIES (environment): 'proxy' is no IP address; write them with commas between, for \
             example 127.0.0.1, ::1",
        ),
        (
            "POLICYBOT_CORS_ORIGINS",
            "https://a.example/",
            "POLICYBOT_CORS_ORIGINS (environment): 'https://a.example/' is no origin; write for example \
             https://example.org, or * for all",
        ),
        ("POLICYBOT_LOG_FORMAT", "xml", "POLICYBOT_LOG_FORMAT (environment): 'xml' is neither text nor json"),
        (
            "POLICYBOT_PUBLIC_URL",
            "https://bot.example/?a",
            "POLICYBOT_PUBLIC_URL (environment): 'https://bot.example/?a' is no address of a site; write for example \
             https://policybot.example.org",
        ),
    ];
    for (name, value, expected) in cases {
        let error = settings(&[(name, value)], "", &Overrides::default()).expect_err(name);
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_misspelt_setting_in_the_file_is_reported() {
    let error = settings(&[], "POLICYBOT_DATA=x\n", &Overrides::default()).expect_err("unknown");
    assert!(error.to_string().starts_with(".env: there is no setting POLICYBOT_DATA; known are: TELEGRAM_BOT_TOKEN"));
}

#[test]
fn lemmas_are_a_file_or_refused_by_a_build_without_them() {
    let settings = settings(&[("POLICYBOT_LEMMAS", "words.tsv")], "", &Overrides::default());
    if cfg!(feature = "lemma") {
        assert_eq!(settings.expect("settings").lemmas, Some(PathBuf::from("words.tsv")));
    } else {
        let expected = "POLICYBOT_LEMMAS (environment): this program was built without lemmas; build it with cargo build \
                        --release --features lemma, or leave the setting out";
        assert_eq!(settings.expect_err("refused").to_string(), expected);
    }
}

#[test]
fn the_token_is_shown_nowhere() {
    let good = settings(&[("TELEGRAM_BOT_TOKEN", SECRET)], "", &Overrides::default()).expect("settings");
    assert!(good.token.is_some());
    assert!(!format!("{good:?}").contains("secretsecret"));
    let broken = format!("TELEGRAM_BOT_TOKEN=\"{SECRET}\nX");
    for file in [broken.as_str(), "TELEGRAM_BOT_TOKEN=secretsecret"] {
        let error = settings(&[], file, &Overrides::default()).expect_err("bad");
        assert!(!error.to_string().contains("secretsecret") && !format!("{error:?}").contains("secretsecret"));
    }
}

#[test]
fn env_example_explains_every_variable_with_its_default() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".env.example");
    let text = std::fs::read_to_string(path).expect(".env.example");
    let mut named = Vec::new();
    let mut before = "";
    for line in text.lines() {
        if let Some((name, value)) = line
            .trim_start_matches("# ")
            .split_once('=')
            .filter(|(n, _)| n.chars().all(|c| c == '_' || c.is_ascii_uppercase()))
        {
            let variable = VARIABLES.iter().find(|v| v.name == name).unwrap_or_else(|| panic!("{name} does not exist"));
            assert_eq!(value, variable.default, "{name}");
            assert!(before.starts_with("# "), "{name} is not explained");
            named.push(name);
        }
        before = line;
    }
    assert_eq!(named, VARIABLES.iter().map(|v| v.name).collect::<Vec<_>>());
}

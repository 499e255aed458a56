//! The architecture, kept: a module imports only from lower floors, and outside crates stay behind their fences.
//!
//! [`FLOORS`] and [`FENCES`] are the architecture. The sources are read as tokens, not as text, so comments and strings
//! do not count.

use std::fs;
use std::path::Path;

mod made_up;
mod paths;
mod source;

use source::Source;

/// Modules of the library, lowest floor first; a module uses those of lower floors only. `main` is the program.
const FLOORS: [&[&str]; 10] = [
    &["domain"],
    &["text", "locale", "canvas"],
    &["engine", "store"],
    &["ingest", "reply", "watch", "curate"],
    &["index", "dialogue", "lint"],
    &["telegram", "web", "eval"],
    &["config", "telemetry"],
    &["app"],
    &["cli"],
    &["main"],
];

/// What may be named only in some modules. A `*` at the end stands for any ending, a `!` for a macro.
const FENCES: &[(&str, &[&str])] = &[
    ("teloxide", &["telegram"]),
    ("dptree", &["telegram"]),
    ("governor", &["telegram", "web"]),
    ("reqwest", &["telegram", "ingest"]),
    ("axum", &["web"]),
    ("hyper*", &["web"]),
    ("tower", &["web"]),
    ("askama", &["web"]),
    ("fontdue", &["canvas"]),
    ("png", &["canvas"]),
    ("tower_http", &["web"]),
    ("sqlx", &["store"]),
    ("tantivy", &["index"]),
    ("arc_swap", &["app"]),
    ("notify", &["watch"]),
    ("serde_saphyr", &["ingest"]),
    ("pulldown_cmark", &["ingest"]),
    ("dom_query", &["ingest"]),
    ("dom_smoothie", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("feed_rs", &["ingest"]),
    ("flate2", &["ingest"]),
    ("pdf_oxide", &["ingest"]),
    ("quick_xml", &["ingest"]),
    ("undoc", &["ingest"]),
    ("fluent*", &["locale"]),
    ("fst", &["text"]),
    ("unic_langid", &["locale"]),
    ("dotenvy", &["config"]),
    ("std::env", &["config"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("tracing_subscriber", &["telemetry"]),
    ("tokio", &["store", "telegram", "web", "app"]),
    ("anyhow", &["app", "cli", "main"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("print!", &["cli"]),
    ("eprint!", &["cli"]),
    ("dbg!", &[]),
    ("policybot", &["main"]),
];

#[test]
fn every_module_keeps_to_its_floor_and_its_fences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = Source::all(root, "src");
    for module in FLOORS.iter().flat_map(|floor| floor.iter()) {
        let found = sources.iter().any(|s| s.path.first().is_some_and(|m| m == module));
        assert!(found, "the table of floors has a module {module}, but there is no source of it");
    }
    let found = violations(&sources);
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_fenced_crate_is_a_dependency() {
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).expect("Cargo.toml");
    let outside = FENCES.iter().map(|f| f.0).filter(|name: &&str| !name.contains([':', '!']) && *name != "policybot");
    for name in outside {
        let name = name.trim_end_matches('*');
        let named = [name.to_owned(), name.replace('_', "-")];
        assert!(named.iter().any(|n| manifest.contains(&format!("\n{n}"))), "{name} is fenced and no dependency");
    }
}

/// Every violation as `file:line: module must not use module: the line`.
fn violations(sources: &[Source]) -> Vec<String> {
    sources.iter().flat_map(|source| paths::used(source).into_iter().filter_map(|u| violation(source, &u))).collect()
}

fn violation(source: &Source, used: &paths::Used) -> Option<String> {
    // The root only lists the modules.
    let module = source.path.first()?.as_str();
    let target = match floor_target(module, used) {
        Some(target) => Some(target),
        None if used.in_test => None,
        None => fenced(module, &used.names),
    }?;
    let line = source.text.lines().nth(used.line - 1).unwrap_or_default().trim();
    Some(format!("{}:{}: {module} must not use {target}: {line}", source.file, used.line))
}

/// The module of our own that a path leads to, when it is not one below.
fn floor_target(module: &str, used: &paths::Used) -> Option<String> {
    let target = used.module.as_deref().filter(|target| *target != module)?;
    match (floor(module), floor(target)) {
        (Some(own), Some(other)) if other < own => None,
        (Some(_), Some(_)) => Some(target.to_owned()),
        (None, _) => Some(format!("{target} ({module} has no floor in the table)")),
        (_, None) => Some(format!("{target} (it has no floor in the table)")),
    }
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// What a path names that is fenced off from the module.
fn fenced(module: &str, names: &[String]) -> Option<String> {
    let path = names.join("::");
    let within = |fence: &str| match fence.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None if fence.ends_with('!') => path.strip_prefix("std::").unwrap_or(&path) == fence,
        None => path == fence || path.strip_prefix(fence).is_some_and(|rest| rest.starts_with("::")),
    };
    let (fence, _) = FENCES.iter().find(|(fence, allowed)| within(fence) && !allowed.contains(&module))?;
    Some((*fence).to_owned())
}

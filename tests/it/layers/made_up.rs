//! The layers test itself, on made-up sources.

use super::source::{Source, mark_tests};
use super::{FENCES, FLOORS, violations};

/// What is found in one made-up file.
fn found(inside: &str, text: &str) -> Vec<String> {
    violations(&[Source::new(inside, inside, text)])
}

/// Lines of the violations found in one made-up file, with what must not be used.
fn lines(inside: &str, text: &str) -> Vec<(usize, String)> {
    let read = |v: &String| {
        let (line, rest) = v.strip_prefix(inside)?.strip_prefix(':')?.split_once(": ")?;
        let (_, target) = rest.split_once(" must not use ")?;
        Some((line.parse().ok()?, target.split([':', ' ']).next()?.to_owned()))
    };
    found(inside, text).iter().map(|v| read(v).unwrap_or_else(|| panic!("{v}"))).collect()
}

#[test]
fn a_violation_names_file_line_and_both_modules() {
    let text = "//! Ask.\n\nuse std::fmt;\nuse crate::index::Searcher;\n";
    let expected = "engine/ask.rs:4: engine must not use index: use crate::index::Searcher;";
    assert_eq!(found("engine/ask.rs", text), [expected]);
}

#[test]
fn every_module_may_use_those_below_and_no_other() {
    for (height, floor) in FLOORS.iter().enumerate() {
        for module in floor.iter() {
            for (other_height, other) in FLOORS.iter().enumerate().flat_map(|(h, f)| f.iter().map(move |o| (h, *o))) {
                let allowed = other_height < height || other == *module;
                let text = format!("fn f() {{ crate::{other}::g() }}");
                let problems = found(&format!("{module}.rs"), &text);
                assert_eq!(problems.is_empty(), allowed, "{module} uses {other}: {problems:?}");
            }
        }
    }
}

#[test]
fn every_fence_holds() {
    let modules = || FLOORS.iter().flat_map(|floor| floor.iter());
    for &(fence, allowed) in FENCES {
        let text = match fence.strip_suffix('!') {
            Some(name) => format!("fn f() {{ {name}!(\"x\") }}"),
            None => format!("use {}::x;", fence.replace('*', "_x")),
        };
        for module in modules().filter(|_| fence != "policybot") {
            let problems = found(&format!("{module}/part.rs"), &text);
            assert_eq!(problems.is_empty(), allowed.contains(module), "{module} uses {fence}: {problems:?}");
        }
        assert!(allowed.iter().all(|module| modules().any(|m| m == module)), "{fence} names an unknown module");
    }
}

#[test]
fn every_way_to_name_a_module_is_seen() {
    let cases = [
        ("use crate::app;", vec![(1, "app")]),
        ("use crate::app as a;", vec![(1, "app")]),
        ("pub use crate::app::*;", vec![(1, "app")]),
        ("use crate::{domain, app::Lock};", vec![(1, "app")]),
        (
            "use crate::{\n    domain::{\n        Span,\n        Quote,\n    },\n    cli::{self, x::Y},\n};",
            vec![(6, "cli"), (6, "cli")],
        ),
        ("use super::super::app::Lock;", vec![(1, "app")]),
        ("use super::{super::app, ask};", vec![(1, "app")]),
        ("use self::super::super::app;", vec![(1, "app")]),
        ("fn f() -> Vec<crate::app::Lock> { Vec::new() }", vec![(1, "app")]),
        ("fn f() {\n    let x = 0..crate::\n        app::N;\n}", vec![(3, "app")]),
        ("#[derive(crate::app::D)]\nstruct S;", vec![(1, "app")]),
        ("pub(in crate::app) struct S;", vec![(1, "app")]),
        ("macro_rules! m { () => { $crate::app::f() } }", vec![(1, "app")]),
        ("mod inner {\n    use super::super::super::app;\n}", vec![(2, "app")]),
        ("mod inner { mod deep {} }\nuse super::super::app;", vec![(2, "app")]),
        ("#[cfg(test)]\nmod tests {\n    use crate::app;\n}", vec![(3, "app")]),
        ("use policybot::domain::Span;", vec![(1, "policybot")]),
        ("use crate as root;", vec![(1, "the")]),
        ("use super::super::*;", vec![(1, "*")]),
        ("use crate::nowhere::X;", vec![(1, "nowhere")]),
    ];
    for (text, expected) in cases {
        let expected: Vec<(usize, String)> = expected.into_iter().map(|(l, t)| (l, t.to_owned())).collect();
        assert_eq!(lines("engine/part.rs", text), expected, "{text}");
    }
}

#[test]
fn every_way_to_name_a_crate_is_seen() {
    let cases = [
        ("use tokio;", "tokio"),
        ("use ::tokio::sync::mpsc;", "tokio"),
        ("use {std::fmt, tokio::sync};", "tokio"),
        ("extern crate tokio as t;", "tokio"),
        ("#[tokio::main]\nasync fn f() {}", "tokio"),
        ("fn f() { let x = <A as tokio::B>::new(); }", "tokio"),
        ("fn f() -> anyhow::Result<()> { Ok(()) }", "anyhow"),
        ("use std::env;", "std"),
        ("use std::{env::var, fmt};", "std"),
        ("fn f() { std::println!(\"x\") }", "println!"),
        ("fn f() { println! { \"x\" } }", "println!"),
    ];
    for (text, expected) in cases {
        let targets: Vec<String> = lines("domain/part.rs", text).into_iter().map(|l| l.1).collect();
        assert_eq!(targets, [expected], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_violation_is_none() {
    let cases = [
        "// use crate::app;\n/* use crate::app; /* println!() */ tokio::spawn() */",
        "/// See [`Lock`](crate::app::Lock), `tokio::spawn`.\nstruct S;",
        r##"const A: &str = "use crate::app; \" println!()"; const B: &str = r#"tokio::spawn " crate::app"#;"##,
        "const A: (char, char, &[u8], u8) = ('\"', '\\'', b\"crate::app::x\", b'\"');",
        "fn f<'crate_>(x: &'crate_ str) -> &'crate_ str { x }",
        "fn app(tokio: u8) -> bool { tokio != 1 }",
        "struct S { app: u8 }\nfn f(s: S) -> u8 { s.app }",
        "mod app { pub fn f() {} }\nfn f() { app::f() }",
        "use super::compose;\nuse self::inner::X;\nuse crate::engine::ask::Ask;",
        "mod inner {\n    use super::super::ask;\n}",
        "fn f() { write!(out, \"x\"); my_println!(\"x\"); }",
        "fn f() { let s = environment::var(\"X\"); env!(\"CARGO_PKG_NAME\"); }",
        "#[cfg(test)]\nmod tests {\n    use tokio::sync;\n    fn f() { println!(\"x\") }\n}",
        "#[cfg(test)]\nuse tokio::sync;",
    ];
    for text in cases {
        assert_eq!(found("engine/part.rs", text), [""; 0], "{text}");
    }
}

#[test]
fn code_after_the_tests_is_no_test() {
    let text = "#[cfg(test)]\nmod tests {\n    fn f() {}\n}\n#[cfg(test)]\nuse a::{b, c};\nuse tokio::sync;";
    assert_eq!(lines("engine/part.rs", text), [(7, "tokio".to_owned())]);
}

#[test]
fn a_file_of_tests_keeps_to_its_floor_but_not_to_fences() {
    let declared = Source::new("a", "engine/mod.rs", "#[cfg(test)]\nmod tests;");
    let tests = Source::new("b", "engine/tests/more.rs", "use tokio::sync;\nuse crate::app;");
    let mut sources = [declared, tests];
    mark_tests(&mut sources);
    assert_eq!(violations(&sources), ["b:2: engine must not use app: use crate::app;"]);
    sources[0].text = "mod tests;".to_owned();
    mark_tests(&mut sources);
    assert_eq!(violations(&sources).len(), 2);
}

#[test]
fn a_module_without_a_floor_is_reported() {
    assert_eq!(lines("news/feed.rs", "use crate::domain::Span;"), [(1, "domain".to_owned())]);
}

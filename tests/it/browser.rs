//! A real browser opens the links and highlights the quoted words, all of them and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use policybot::domain::{FrozenText, Span};
use policybot::text::fragment::link;

use crate::support::browser::{STYLE, Site, with_browser};
use crate::support::skip::{shared, skip};

const TOMSK: &str = "tomsk-governor-regional-support";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sentence_is_highlighted_alone() {
    let tomsk = fs::read_to_string(shared().join(format!("articles/{TOMSK}.txt")))
        .or_else(|_| fs::read_to_string(format!("knowledge/{TOMSK}.md")))
        .map(|file| body(&file).to_owned());
    let Ok(tomsk) = tomsk else { return skip("the article of the Tomsk Region is not there") };
    let russian = fs::read_to_string("tests/data/pages/ru.txt").expect("the fixture");

    let site = Site::default();
    let address = site.serve().await;
    let mut visits = Vec::new();
    for (name, lang, text) in [("tomsk", "en", tomsk), ("russian", "ru", russian)] {
        let text = FrozenText::freeze(&text).as_str().to_owned();
        site.add(name, page(&text, lang));
        visits.extend(quotes(&text).into_iter().enumerate().map(|(number, span)| {
            // A new address each time, so that the page is loaded afresh.
            let link = link(&format!("http://{address}/page/{name}?visit={number}"), &text, span);
            (name, link, letters(span.of(&text).expect("a span of the text")))
        }));
    }
    let outcome = with_browser(&site, |browser| async move {
        let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for (name, link, expected) in visits {
            let seen: Vec<String> = browser.highlighted(&link).await.iter().map(|run| letters(run)).collect();
            let (exact, total) = counts.entry(name).or_default();
            *total += 1;
            if seen == [expected.as_str()] {
                *exact += 1;
            } else {
                println!("{name}: {link}\n  expected {expected}\n  seen     {seen:?}");
            }
        }
        for (name, (exact, total)) in &counts {
            println!("{name}: {exact} of {total} quotes highlighted exactly");
        }
        assert!(counts.len() == 2 && counts.values().all(|(exact, total)| exact == total && *total > 10));
    });
    if let Err(reason) = outcome.await {
        skip(&reason);
    }
}

/// A file without its front matter.
fn body(file: &str) -> &str {
    let matter = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    matter.map_or(file, |(_, body)| body)
}

/// Every sentence, and every other two adjacent ones.
fn quotes(text: &str) -> Vec<Span> {
    let sentences = sentences(text);
    let pairs = sentences.windows(2).step_by(2).map(|pair| Span::new(pair[0].start, pair[1].end));
    sentences.iter().copied().chain(pairs).collect()
}

/// Sentences as a reader would cut them, roughly; a line or cell at least is one.
fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let ends = c == '\n'
            || matches!(c, '.' | '!' | '?' | '…' | '”' | '»') && {
                let next = rest.trim_start();
                let marks = text[..at].ends_with(['.', '!', '?', '…']) || !matches!(c, '”' | '»');
                marks && next.len() < rest.len() && next.starts_with(|c: char| c.is_uppercase() || "“«–—".contains(c))
            };
        if ends || rest.is_empty() {
            let end = at + c.len_utf8();
            let sentence = &text[start..end];
            let lead = sentence.len() - sentence.trim_start().len();
            let span = Span::new(start + lead, start + lead + sentence.trim().len());
            spans.extend((!span.is_empty()).then_some(span));
            start = end;
        }
    }
    spans
}

/// What can be seen of a text, without white space: the browser breaks lines where it likes.
fn letters(text: &str) -> String {
    text.replace(" | ", "").chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}')).collect()
}

/// A page with the article in the middle: a menu with the same words, far scrolling, inline tags, the text repeated
/// in a list of related news behind.
fn page(text: &str, lang: &str) -> String {
    let mut main = String::new();
    for part in text.split("\n\n") {
        let lines: Vec<&str> = part.split('\n').collect();
        if part.contains(" | ") {
            let rows = lines.iter().map(|row| format!("<tr><td>{}</td></tr>", row.replace(" | ", "</td> <td>")));
            let _ = writeln!(main, "<table>{}</table>", rows.collect::<String>());
        } else if lines.len() > 1 {
            let items = lines.iter().map(|line| format!("<li>{}</li>\n", tagged(line)));
            let _ = writeln!(main, "<ul>{}</ul>", items.collect::<String>());
        } else {
            let _ = writeln!(main, "<p>\n  {}\n</p><div></div><script>var p = 'Yes. Да.';</script>", tagged(part));
        }
    }
    let menu: String =
        text.split_whitespace().take(60).map(|w| format!("<li><a href='#'>{}</a></li>", escape(w))).collect();
    let related = escape(text);
    format!(
        "<!doctype html><html lang={lang}><meta charset=utf-8><title>{}</title><style>{STYLE}</style>\
         <nav><ul>{menu}</ul></nav><div style='height:5000px'></div><main>{main}</main>\
         <aside style='margin-top:5000px'><p>{related}</p></aside></html>",
        escape(text.split('\n').next().unwrap_or_default()),
    )
}

/// Inline tags around words and across them, at fixed distances.
fn tagged(line: &str) -> String {
    let words = line.split(' ').enumerate().map(|(at, word)| match (at % 7, escape(word)) {
        (1, word) => format!("<b>{word}</b>"),
        (3, word) => format!("<a href='#'>{word}"),
        (4, word) => format!("{word}</a>"),
        (5, word) if word.chars().count() > 3 && !word.contains('&') => {
            let middle = word.char_indices().nth(2).map_or(0, |(at, _)| at);
            format!("<span>{}</span><i>{}</i>", &word[..middle], &word[middle..])
        }
        (_, word) => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

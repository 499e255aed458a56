//! A real browser opens the links and highlights the quoted words, all of them and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use policybot::domain::PUBLIC_URL;
use policybot::domain::{Article, PassageKind, Span};
use policybot::ingest::load_knowledge;
use policybot::text::fragment::link;

use crate::support::browser::{STYLE, Site, with_browser};
use crate::support::skip::skip;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sentence_is_highlighted_alone() {
    let site = Site::default();
    let address = site.serve().await;
    let mut visits = Vec::new();
    for (name, folder) in [("tomsk", "knowledge"), ("russian", "tests/data/pages")] {
        let knowledge = load_knowledge(Path::new(folder), PUBLIC_URL);
        let article = knowledge.articles.first().expect("an article");
        site.add(name, page(article));
        visits.extend(quotes(article).into_iter().enumerate().map(|(number, span)| {
            // A new address each time, so that the page is loaded afresh.
            let url = format!("http://{address}/page/{name}?visit={number}");
            (name, link(&url, article.text.as_str(), span), letters(article.slice(span)))
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

/// Every sentence, and every other two adjacent ones.
fn quotes(article: &Article) -> Vec<Span> {
    let sentences: Vec<Span> = article.passages.iter().flat_map(|passage| passage.sentences.clone()).collect();
    let pairs = sentences.windows(2).step_by(2).map(|pair| Span::new(pair[0].start, pair[1].end));
    sentences.iter().copied().chain(pairs).collect()
}

/// What can be seen of a text, without white space: the browser breaks lines where it likes.
pub fn letters(text: &str) -> String {
    text.replace(" | ", "").chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}')).collect()
}

/// A page with the article in the middle: a menu of the same words, far scrolling, inline tags, the text once more
/// behind it.
pub fn page(article: &Article) -> String {
    let text = article.text.as_str();
    let mut main = String::new();
    let mut at = 0;
    for line in text.split('\n') {
        let kind = article.passages.iter().find(|p| p.span.start <= at && at < p.span.end).map(|p| p.kind);
        let shown = tagged(line);
        let _ = match kind {
            _ if line.trim().is_empty() => Ok(()),
            Some(PassageKind::Heading) => writeln!(main, "<h2>{shown}</h2>"),
            Some(PassageKind::ListItem) => writeln!(main, "<ul><li>{shown}</li></ul>"),
            Some(PassageKind::TableRow) => {
                writeln!(main, "<table><tr><td>{}</td></tr></table>", escape(line).replace(" | ", "</td> <td>"))
            }
            _ => writeln!(main, "<p>\n  {shown}\n</p><div></div><script>var p = 'Yes. Да.';</script>"),
        };
        at += line.len() + 1;
    }
    let words = text.split_whitespace().take(60);
    let menu: String = words.map(|word| format!("<li><a href='#'>{}</a></li>", escape(word))).collect();
    format!(
        "<!doctype html><html lang={}><meta charset=utf-8><title>{}</title><style>{STYLE}</style>\
         <nav><ul>{menu}</ul></nav><div style='height:5000px'></div><main>{main}</main>\
         <aside style='margin-top:5000px'><p>{}</p></aside></html>",
        article.meta.lang,
        escape(&article.meta.title),
        escape(text),
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

//! Links to every sentence of every shipped article, opened in a real browser: how many land exactly.
//!
//! A page may be opened with many text directives at once. So all odd sentences of an article are looked at together, then
//! all even ones: each must be highlighted alone, and what is between them must not be.

use std::collections::BTreeMap;
use std::sync::Arc;

use policybot::domain::{Article, PUBLIC_URL, Span};
use policybot::ingest::load_knowledge;
use policybot::text::fragment::link;

use crate::browser::{letters, page};
use crate::support::browser::{STYLE, Site, with_browser};
use crate::support::program::shipped;
use crate::support::skip::skip;

/// Of a hundred links, so many must land exactly.
const PERCENT: usize = 99;
/// Letters are small here, so that a whole article is in the picture, wherever the browser scrolls to.
const SMALL: &str = "body{font:9px/13px sans-serif!important} h2{font-size:9px}";

/// One page load: sentences that are not neighbours.
struct Load {
    name: String,
    link: String,
    /// Letters of each sentence, in order.
    expected: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_to_all_sentences_of_the_shipped_articles_land_exactly() {
    let knowledge = load_knowledge(&shipped(), PUBLIC_URL);
    let site = Site::default();
    let address = site.serve().await;
    let mut loads = Vec::new();
    let mut without = Vec::new();
    for (number, article) in knowledge.articles.iter().enumerate() {
        site.add(
            &number.to_string(),
            page(article).replace(STYLE, &format!("{STYLE}{SMALL}")).replace("5000px", "1500px"),
        );
        let url = format!("http://{address}/page/{number}");
        for part in 0..2 {
            let (load, lost) = load(article, &format!("{url}?part={part}"), part);
            loads.push(load);
            without.extend(lost);
        }
    }
    let total = loads.iter().map(|load| load.expected.len()).sum::<usize>() + without.len();
    let outcome = with_browser(&site, |browser| async move {
        let mut failures = without;
        for Load { name, link, expected } in loads {
            let seen: Vec<String> = browser.highlighted(&link).await.iter().map(|run| letters(run)).collect();
            failures.extend(missed(&expected, &seen).map(|sentence| format!("{name}: {sentence}")));
        }
        let exact = total - failures.len();
        println!("{exact} of {total} links to sentences land exactly");
        for failure in &failures {
            println!("missed: {failure}");
        }
        assert!(exact * 100 >= total * PERCENT, "{exact} of {total}; missed:\n{}", failures.join("\n"));
    });
    if let Err(reason) = outcome.await {
        skip(&reason);
    }
}

/// Every other sentence of an article in one link, and those that have no directive.
fn load(article: &Arc<Article>, url: &str, part: usize) -> (Load, Vec<String>) {
    let name = article.meta.id.0.clone();
    let sentences: Vec<Span> = article.passages.iter().flat_map(|passage| passage.sentences.clone()).collect();
    let (mut directives, mut expected, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for span in sentences.into_iter().skip(part).step_by(2) {
        let link = link(url, article.text.as_str(), span);
        match link.split_once(":~:") {
            Some((_, directive)) => {
                directives.push(directive.to_owned());
                expected.push(letters(article.slice(span)));
            }
            None => without.push(format!("{name}: no link to {}", article.slice(span))),
        }
    }
    let link = format!("{url}#:~:{}", directives.join("&"));
    (Load { name, link, expected }, without)
}

/// The sentences that are not among the highlighted runs, each run standing for one.
fn missed<'a>(expected: &'a [String], seen: &[String]) -> impl Iterator<Item = &'a String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for run in seen {
        *left.entry(run).or_default() += 1;
    }
    expected.iter().filter(move |sentence| match left.get_mut(sentence.as_str()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    })
}

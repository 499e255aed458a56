//! Links to every sentence and every two neighbouring ones of every shipped article, all that can be a quote, opened in a
//! real browser: how many land exactly.
//!
//! A page may be opened with many text directives at once. So all odd sentences of an article are looked at together, then
//! all even ones: each must be highlighted alone, and what is between them must not be. Of the pairs every third one is
//! looked at together, so that a sentence stands between them, too.

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
/// Links there must be at least: fewer would measure nothing.
const LINKS: usize = 500;
/// Page loads that together show every sentence, and every pair of neighbouring ones.
const SETS_OF_SENTENCES: usize = 2;
const SETS_OF_PAIRS: usize = 3;
/// Letters are small here, so that a whole article is in the picture, wherever the browser scrolls to.
const SMALL: &str = "body{font:9px/13px sans-serif!important} h2{font-size:9px}";

/// One page load: quotes that are not neighbours.
struct Load {
    name: String,
    link: String,
    /// Letters of each quote, in order.
    expected: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_to_all_quotes_of_the_shipped_articles_land_exactly() {
    let knowledge = load_knowledge(&shipped(), PUBLIC_URL);
    let site = Site::default();
    let address = site.serve().await;
    let (mut loads, mut without) = (Vec::new(), Vec::new());
    let (mut sentences, mut pairs) = (0, 0);
    for (number, article) in knowledge.articles.iter().enumerate() {
        site.add(
            &number.to_string(),
            page(article).replace(STYLE, &format!("{STYLE}{SMALL}")).replace("5000px", "1500px"),
        );
        let url = format!("http://{address}/page/{number}");
        for (part, spans) in sets(article).into_iter().enumerate() {
            *if part < SETS_OF_SENTENCES { &mut sentences } else { &mut pairs } += spans.len();
            let (load, lost) = load(article, &format!("{url}?part={part}"), &spans);
            loads.extend(Some(load).filter(|load| !load.expected.is_empty()));
            without.extend(lost);
        }
    }
    let total = loads.iter().map(|load| load.expected.len()).sum::<usize>() + without.len();
    assert_eq!(total, sentences + pairs);
    assert!(total >= LINKS, "{total} links");
    let outcome = with_browser(&site, |browser| async move {
        let mut failures = without;
        for Load { name, link, expected } in loads {
            let seen: Vec<String> = browser.highlighted(&link).await.iter().map(|run| letters(run)).collect();
            failures.extend(missed(&expected, &seen).map(|quote| format!("{name}: {quote}")));
        }
        let exact = total - failures.len();
        println!("{exact} of {total} links land exactly: to {sentences} sentences and {pairs} pairs of them");
        for failure in &failures {
            println!("missed: {failure}");
        }
        assert!(exact * 100 >= total * PERCENT, "{exact} of {total}; missed:\n{}", failures.join("\n"));
    });
    if let Err(reason) = outcome.await {
        skip(&reason);
    }
}

/// The sentences of an article, and then the pairs of them within its passages, in sets without neighbours.
fn sets(article: &Article) -> Vec<Vec<Span>> {
    let (mut sets, mut number) = (vec![Vec::new(); SETS_OF_SENTENCES + SETS_OF_PAIRS], 0);
    for passage in &article.passages {
        for (at, sentence) in passage.sentences.iter().enumerate() {
            sets[number % SETS_OF_SENTENCES].push(*sentence);
            if let Some(next) = passage.sentences.get(at + 1) {
                sets[SETS_OF_SENTENCES + number % SETS_OF_PAIRS].push(Span::new(sentence.start, next.end));
            }
            number += 1;
        }
    }
    sets
}

/// These quotes of an article in one link, and those that have no directive.
fn load(article: &Arc<Article>, url: &str, spans: &[Span]) -> (Load, Vec<String>) {
    let name = article.meta.id.0.clone();
    let (mut directives, mut expected, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for span in spans.iter().copied() {
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

/// The quotes that are not among the highlighted runs, each run standing for one.
fn missed<'a>(expected: &'a [String], seen: &[String]) -> impl Iterator<Item = &'a String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for run in seen {
        *left.entry(run).or_default() += 1;
    }
    expected.iter().filter(move |quote| match left.get_mut(quote.as_str()) {
        Some(n) if *n > 0 => {
            *n -= 1;
            false
        }
        _ => true,
    })
}

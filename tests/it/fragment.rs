//! Every sentence's link selects that sentence alone, judged by a resolver that knows only the draft.

use std::path::Path;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use policybot::domain::PUBLIC_URL;
use policybot::domain::Span;
use policybot::ingest::load_knowledge;
use policybot::text::fragment::{MAX_LINK_BYTES, link};
use proptest::prelude::*;

use crate::support::text_directive::{Comparison, Document, TextDirective, shown};

const URL: &str = "http://example.org/news?id=7";

/// A made-up article: its text and the spans of its sentences.
#[derive(Debug, Clone, Default)]
struct Made {
    text: String,
    sentences: Vec<Span>,
}

impl Made {
    /// Blocks of (sentence, what separates it from the next).
    fn new(blocks: &[Vec<(String, &str)>], border: &str) -> Self {
        let mut made = Self::default();
        for (number, block) in blocks.iter().enumerate() {
            made.text += if number > 0 { border } else { "" };
            for (at, (sentence, gap)) in block.iter().enumerate() {
                let start = made.text.len();
                made.text += sentence;
                made.sentences.push(Span::new(start, made.text.len()));
                made.text += if at + 1 < block.len() { gap } else { "" };
            }
        }
        made
    }
}

/// An article as a page shows it.
struct Layout<'a> {
    text: &'a str,
    /// Where each block begins in the text.
    starts: Vec<usize>,
    /// The blocks as shown.
    blocks: Vec<String>,
}

impl<'a> Layout<'a> {
    fn new(text: &'a str) -> Self {
        let raw: Vec<&str> = text.split('\n').flat_map(|line| line.split(" | ")).collect();
        let starts = raw.iter().map(|block| block.as_ptr() as usize - text.as_ptr() as usize).collect();
        Self { text, starts, blocks: raw.iter().map(|block| shown(block)).collect() }
    }

    /// Block and byte in it where the shown text up to `at` ends.
    fn end(&self, at: usize) -> (usize, usize) {
        let block = self.starts.iter().rposition(|start| *start < at).expect("a block");
        (block, shown(&self.text[self.starts[block]..at]).len())
    }

    /// Block and byte in it where the shown text from `at` on begins; a letter stands there.
    fn start(&self, at: usize) -> (usize, usize) {
        let letter = self.text[at..].chars().next().map_or(0, char::len_utf8);
        let (block, end) = self.end(at + letter);
        (block, end - letter)
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "the",
        "The",
        "art",
        "start",
        "we",
        "a",
        "Go",
        "don't",
        "U.S.",
        "да",
        "Да",
        "партнёр",
        "партнер",
        "мы",
        "май",
        "Томск",
        "5",
        "2020",
        "3.14",
        "10\u{202f}000",
        "m²",
        "m2",
        "🚀",
        "👨\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "–",
        "50 %",
        "раз\u{ad}витие",
        "high-tech",
        "R&D",
        "№ 5",
        "éclair",
    ])
}

fn sentence() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![" ", " ", " ", " ", "\u{a0}", ", ", " – ", "  ", "\u{a0} "]);
    let mark = prop::sample::select(vec![".", ".", "!", "?", "…", ".”", ""]);
    let open = prop::sample::select(vec!["", "", "", "“", "«", "(", "– "]);
    let words = prop_oneof![3 => prop::collection::vec((word(), gap.clone()), 1..5), 1 => prop::collection::vec((word(), gap), 9..30)];
    (open, words, mark).prop_map(|(open, words, mark)| {
        let last = words.len() - 1;
        let body: String =
            words.iter().enumerate().flat_map(|(i, (w, g))| [*w, if i < last { *g } else { "" }]).collect();
        format!("{open}{body}{mark}")
    })
}

/// Articles of few different sentences and blocks, thus full of repetitions.
fn article(border: &'static str) -> impl Strategy<Value = Made> {
    let gap = prop::sample::select(vec![" ", " ", "\u{a0}", "\u{a0} ", "  ", "\t", ""]);
    (
        prop::collection::vec(sentence(), 1..5),
        prop::collection::vec(prop::collection::vec((0..5usize, gap), 1..4), 1..4),
    )
        .prop_flat_map(|(pool, kinds)| {
            let blocks = prop::collection::vec(0..kinds.len(), 1..7);
            (Just(pool), Just(kinds), blocks)
        })
        .prop_map(move |(pool, kinds, blocks)| {
            let pick = |(i, gap): &(usize, &'static str)| (pool[i % pool.len()].clone(), *gap);
            let blocks: Vec<Vec<_>> = blocks.iter().map(|kind| kinds[*kind].iter().map(pick).collect()).collect();
            Made::new(&blocks, border)
        })
}

/// Whether nothing a directive can say tells a quote within one block from an earlier place, or what it had to say is
/// too long.
fn is_indistinguishable(layout: &Layout<'_>, (block, start): (usize, usize), (_, end): (usize, usize)) -> bool {
    let text = &layout.blocks[block];
    let side = |inside: &str, beyond: Option<&String>| {
        let side = if inside.trim().is_empty() { beyond.map_or("", String::as_str) } else { inside };
        (!side.trim().is_empty()).then(|| side.trim().to_owned())
    };
    let fullest = TextDirective {
        prefix: side(&text[..start], block.checked_sub(1).and_then(|before| layout.blocks.get(before))),
        start: text[start..end].to_owned(),
        end: None,
        suffix: side(&text[end..], layout.blocks.get(block + 1)),
    };
    let parts = [fullest.prefix.as_ref(), Some(&fullest.start), fullest.suffix.as_ref()];
    let bytes: usize = parts
        .into_iter()
        .flatten()
        .map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).map(str::len).sum::<usize>())
        .sum();
    let document = Document::new(&layout.blocks, Comparison::Loosest);
    bytes > MAX_LINK_BYTES - 100 || document.find(&fullest) != Some(document.selection((block, start), (block, end)))
}

/// Checks the link of every sentence; returns those without a directive.
fn check(url: &str, text: &str, sentences: &[Span]) -> Result<Vec<Span>, TestCaseError> {
    let layout = Layout::new(text);
    let documents = [Comparison::Draft, Comparison::Chromium].map(|c| Document::new(&layout.blocks, c));
    let mut plain = Vec::new();
    for span in sentences {
        let (start, end) = (layout.start(span.start), layout.end(span.end));
        let link = link(url, text, *span);
        prop_assert!(link.len() < MAX_LINK_BYTES && link.starts_with(url));
        let Some(directive) = TextDirective::of_link(&link) else {
            prop_assert_eq!(&link, url);
            plain.push(*span);
            continue;
        };
        for document in &documents {
            let wanted = document.selection(start, end);
            prop_assert_eq!(document.find(&directive), Some(wanted), "{:?} in {:?}", directive, layout.blocks);
        }
    }
    Ok(plain)
}

fn check_made(made: &Made) -> Result<(), TestCaseError> {
    let layout = Layout::new(&made.text);
    for span in check(URL, &made.text, &made.sentences)? {
        let lost = is_indistinguishable(&layout, layout.start(span.start), layout.end(span.end));
        prop_assert!(lost, "no directive for {:?} in {:?}", span.of(&made.text), layout.blocks);
    }
    Ok(())
}

#[test]
fn every_sentence_of_our_articles_is_selected_alone() {
    let knowledge = ["knowledge", "tests/data/pages"].map(|folder| load_knowledge(Path::new(folder), PUBLIC_URL));
    assert!(knowledge.iter().all(|knowledge| !knowledge.articles.is_empty()));
    for article in knowledge.iter().flat_map(|knowledge| &knowledge.articles) {
        let sentences: Vec<Span> = article.passages.iter().flat_map(|passage| passage.sentences.clone()).collect();
        let plain =
            check(&article.meta.url, article.text.as_str(), &sentences).expect("every link selects its sentence");
        assert_eq!(plain, [], "sentences of {} without a directive", article.meta.id);
    }
}

proptest! {
    #[test]
    fn every_sentence_of_any_article_is_selected_alone(made in article("\n\n")) {
        check_made(&made)?;
    }

    #[test]
    fn so_is_every_cell_of_a_table(made in article(" | ")) {
        check_made(&made)?;
    }

    #[test]
    fn any_text_and_span_give_an_address(text in "[\\PC\n]{0,40}", start in 0..50usize, end in 0..50usize) {
        let link = link(URL, &text, Span::new(start, end));
        prop_assert!(link.starts_with(URL) && link.len() < MAX_LINK_BYTES);
        TextDirective::of_link(&link);
    }
}

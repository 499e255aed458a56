//! Every sentence's link selects that sentence alone, judged by a resolver that knows only the draft.

use policybot::domain::Span;
use policybot::text::fragment::{MAX_LINK_BYTES, link};
use proptest::prelude::*;

use crate::support::text_directive::{Comparison, Document, TextDirective, shown};

const URL: &str = "http://example.org/news?id=7";

/// A made-up article: its text, and of each sentence the span and the number of its block.
#[derive(Debug, Clone)]
struct Made {
    text: String,
    sentences: Vec<(Span, usize)>,
}

impl Made {
    /// Blocks of (sentence, what separates it from the next).
    fn new(blocks: &[Vec<(String, &str)>], border: &str) -> Self {
        let mut made = Self { text: String::new(), sentences: Vec::new() };
        for (number, block) in blocks.iter().enumerate() {
            if number > 0 {
                made.text += border;
            }
            for (at, (sentence, gap)) in block.iter().enumerate() {
                let start = made.text.len();
                made.text += sentence;
                made.sentences.push((Span::new(start, made.text.len()), number));
                if at + 1 < block.len() {
                    made.text += gap;
                }
            }
        }
        made
    }

    fn blocks(&self, border: &str) -> Vec<&str> {
        self.text.split(border).collect()
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

/// Whether nothing a directive can say tells the sentence from an earlier place, or what it had to say is too long.
fn is_indistinguishable(blocks: &[String], block: usize, start: usize, end: usize) -> bool {
    let text = &blocks[block];
    let side = |inside: &str, beyond: Option<&String>| {
        let side = if inside.trim().is_empty() { beyond.map_or("", String::as_str) } else { inside };
        (!side.trim().is_empty()).then(|| side.trim().to_owned())
    };
    let fullest = TextDirective {
        prefix: side(&text[..start], block.checked_sub(1).and_then(|b| blocks.get(b))),
        start: text[start..end].to_owned(),
        end: None,
        suffix: side(&text[end..], blocks.get(block + 1)),
    };
    let bytes: usize = [&fullest.prefix, &Some(fullest.start.clone()), &fullest.suffix]
        .into_iter()
        .flatten()
        .map(|part| part.chars().map(|c| if c.is_ascii_alphanumeric() { 1 } else { 3 * c.len_utf8() }).sum::<usize>())
        .sum();
    let document = Document::new(blocks, Comparison::Loosest);
    bytes > MAX_LINK_BYTES - 100 || document.find(&fullest) != Some(document.selection(block, start, end))
}

/// Checks every sentence.
fn check(made: &Made, border: &str) -> Result<(), TestCaseError> {
    let raw = made.blocks(border);
    let blocks: Vec<String> = raw.iter().map(|block| shown(block)).collect();
    for (span, block) in &made.sentences {
        let block_start = raw[*block].as_ptr() as usize - made.text.as_ptr() as usize;
        let end = shown(&made.text[block_start..span.end]).len();
        let start = end - shown(&made.text[span.start..span.end]).len();
        let link = link(URL, &made.text, *span);
        prop_assert!(link.len() < MAX_LINK_BYTES);
        prop_assert!(link.starts_with(URL));
        let Some(directive) = TextDirective::of_link(&link) else {
            prop_assert_eq!(&link, URL);
            let lost = is_indistinguishable(&blocks, *block, start, end);
            prop_assert!(lost, "no directive for {:?} in {:?}", &blocks[*block][start..end], blocks);
            continue;
        };
        for comparison in [Comparison::Draft, Comparison::Chromium] {
            let document = Document::new(&blocks, comparison);
            let (found, wanted) = (document.find(&directive), document.selection(*block, start, end));
            prop_assert_eq!(
                found,
                Some(wanted),
                "{:?} for {:?} in {:?}",
                directive,
                &blocks[*block][start..end],
                blocks
            );
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_sentence_of_any_article_is_selected_alone(made in article("\n\n")) {
        check(&made, "\n\n")?;
    }

    #[test]
    fn so_is_every_cell_of_a_table(made in article(" | ")) {
        check(&made, " | ")?;
    }

    #[test]
    fn any_text_and_span_give_an_address(text in "[\\PC\n]{0,40}", start in 0..50usize, end in 0..50usize) {
        let link = link(URL, &text, Span::new(start, end));
        prop_assert!(link.starts_with(URL) && link.len() < MAX_LINK_BYTES);
        TextDirective::of_link(&link);
    }
}

//! Blocks to an article: the text is frozen once, then passages and sentences are cut as spans of the frozen text.

use super::importer::Block;
use super::{Boilerplate, headings};
use crate::domain::{Article, ArticleMeta, FrozenText, Lang, Passage, PassageKind, Span};
use crate::text::sentences::sentences;

/// A paragraph longer than this many characters is cut into passages.
const LONG_CHARS: usize = 1_200;
/// The parts of a long paragraph have at most this many characters, unless one sentence alone is longer.
const PART_CHARS: usize = 800;

/// Why there is no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    /// The body has no words.
    NoWords,
    /// All paragraphs of the body are page furniture.
    Furniture,
}

/// Makes the article.
pub(super) fn assemble(meta: ArticleMeta, blocks: Vec<Block>, furniture: &Boilerplate) -> Result<Article, Empty> {
    let mut blocks: Vec<Block> = blocks.into_iter().filter_map(freeze).collect();
    if blocks.is_empty() {
        return Err(Empty::NoWords);
    }
    blocks.retain(|b| !furniture.matches(&b.text));
    if let Some(first) = blocks.first_mut()
        && letters(&first.text) == letters(&meta.title)
    {
        first.kind = PassageKind::Heading;
    }
    headings::mark(&mut blocks);
    let (text, passages) = join(&blocks, meta.lang);
    if passages.is_empty() {
        return Err(Empty::Furniture);
    }
    // The blocks are frozen already and line breaks touch nothing, so this only adds the hash (tests hold it to that).
    let text = FrozenText::freeze(&text);
    Ok(Article { meta, text, passages, notes: Vec::new() })
}

/// The block in frozen form; nothing when it has no word.
fn freeze(block: Block) -> Option<Block> {
    let text = FrozenText::freeze(&block.text).as_str().to_owned();
    text.contains(char::is_alphanumeric).then_some(Block { text, ..block })
}

fn letters(s: &str) -> String {
    s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn join(blocks: &[Block], lang: Lang) -> (String, Vec<Passage>) {
    let (mut text, mut passages) = (String::new(), Vec::new());
    for block in blocks {
        if !text.is_empty() {
            text.push_str(if block.tight { "\n" } else { "\n\n" });
        }
        let start = text.len();
        text.push_str(&block.text);
        let at = |s: Span| Span::new(start + s.start, start + s.end);
        let found: Vec<Span> = sentences(&block.text, lang).into_iter().map(at).collect();
        passages.extend(parts(&text, block, found));
    }
    (text, passages)
}

/// One passage for the sentences of a block, several for a long one.
fn parts(text: &str, block: &Block, sentences: Vec<Span>) -> Vec<Passage> {
    let chars = |from: Span, to: Span| text[from.start..to.end].chars().count();
    let long = block.text.chars().count() > LONG_CHARS;
    let mut groups: Vec<Vec<Span>> = Vec::new();
    for sentence in sentences {
        match groups.last_mut() {
            Some(group) if !long || chars(group[0], sentence) <= PART_CHARS => group.push(sentence),
            _ => groups.push(vec![sentence]),
        }
    }
    let passage = |sentences: Vec<Span>| {
        let span = Span::new(sentences[0].start, sentences[sentences.len() - 1].end);
        Passage { span, kind: block.kind, page: block.page, sentences }
    };
    groups.into_iter().map(passage).collect()
}

//! An article's text in blocks, sentences and marked runs.

use crate::domain::{Article, PassageKind, Span};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// The title, where the text begins with it.
    Title,
    /// A heading.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    Item,
    /// One row of a table.
    Row,
}

/// One block.
pub(super) struct Block {
    pub kind: BlockKind,
    pub pieces: Vec<Piece>,
}

/// A sentence, or what stands between two.
pub(super) struct Piece {
    /// Its number in the article, from 1; 0 for what is no sentence.
    pub sentence: usize,
    pub runs: Vec<Run>,
}

/// Text that is marked as a whole or not at all.
pub(super) struct Run {
    pub text: String,
    pub marked: bool,
    /// Whether it is the first that is marked.
    pub first: bool,
}

/// The whole text; `mark` is set off.
pub(super) fn blocks(article: &Article, mark: Option<Span>) -> Vec<Block> {
    let text = article.text.as_str();
    let (mut out, mut at, mut sentence): (Vec<Block>, usize, usize) = (Vec::new(), 0, 0);
    for passage in &article.passages {
        // The parts of a long paragraph are passages of their own; only a line break ends a block.
        let goes_on = !text[at..passage.span.start].contains('\n');
        if !goes_on || out.is_empty() {
            out.push(Block { kind: kind(passage.kind), pieces: Vec::new() });
            at = passage.span.start;
        }
        let Some(block) = out.last_mut() else { continue };
        for span in &passage.sentences {
            if at < span.start {
                block.pieces.push(Piece { sentence: 0, runs: runs(article, Span::new(at, span.start), mark) });
            }
            sentence += 1;
            block.pieces.push(Piece { sentence, runs: runs(article, *span, mark) });
            at = span.end;
        }
    }
    if let Some(first) = out.first_mut()
        && first.kind == BlockKind::Heading
        && letters(&plain(first)) == letters(&article.meta.title)
    {
        first.kind = BlockKind::Title;
    }
    out
}

fn kind(kind: PassageKind) -> BlockKind {
    match kind {
        PassageKind::Heading => BlockKind::Heading,
        PassageKind::Paragraph => BlockKind::Paragraph,
        PassageKind::ListItem => BlockKind::Item,
        PassageKind::TableRow => BlockKind::Row,
    }
}

fn plain(block: &Block) -> String {
    block.pieces.iter().flat_map(|piece| &piece.runs).map(|run| run.text.as_str()).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of `span`, cut where the mark begins and ends.
pub(super) fn runs(article: &Article, span: Span, mark: Option<Span>) -> Vec<Run> {
    let mark = mark.filter(|mark| mark.overlaps(span)).unwrap_or(Span::new(span.end, span.end));
    let (from, to) = (mark.start.clamp(span.start, span.end), mark.end.clamp(span.start, span.end));
    let cuts = [(span.start, from, false), (from, to, true), (to, span.end, false)];
    let run = |(start, end, marked): (usize, usize, bool)| Run {
        text: article.slice(Span::new(start, end)).to_owned(),
        marked,
        first: marked && start == mark.start,
    };
    cuts.into_iter().filter(|(start, end, _)| start < end).map(run).collect()
}

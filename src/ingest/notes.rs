//! A curator's notes on facts: the field `facts` of the front matter, checked against the article's text.

use serde::Deserialize;

use super::front_matter::line_of;
use super::problem::Fault;
use crate::domain::{Article, Deed, FactKind, FactNote, FrozenText, Span};

/// One entry of the field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    add: Option<String>,
    rename: Option<String>,
    suppress: Option<String>,
    words: Option<String>,
    name: Option<String>,
    kind: Option<String>,
}

const REMEDY: &str = "write one of: add: KIND, words: …; rename: WORDS, name: …; suppress: WORDS; \
                      kind and words of the article's text, see README.md";

/// The notes that can be used, and what is wrong with the others.
pub(super) fn read(head: &str, rows: Vec<Row>, article: &Article) -> (Vec<FactNote>, Vec<Fault>) {
    let (mut notes, mut faults) = (Vec::new(), Vec::new());
    for row in rows {
        let line = line(head, &row);
        match note(row, article) {
            Ok(note) => notes.push(note),
            Err((what, remedy)) => faults.push(Fault::new(line, what, remedy)),
        }
    }
    (notes, faults)
}

fn note(row: Row, article: &Article) -> Result<FactNote, (String, String)> {
    let kind = |code: &str| {
        code.parse::<FactKind>()
            .map_err(|e| e.split_once("; ").map_or((e.clone(), REMEDY.to_owned()), |(a, b)| (a.into(), b.into())))
    };
    let of_kind = row.kind.as_deref().map(kind).transpose()?;
    let (kind, words, deed) = match (row.add, row.rename, row.suppress, row.words, row.name) {
        (Some(add), None, None, Some(words), name) if of_kind.is_none() => (Some(kind(&add)?), words, Deed::Add(name)),
        (None, Some(words), None, None, Some(name)) => (of_kind, words, Deed::Rename(name)),
        (None, None, Some(words), None, None) => (of_kind, words, Deed::Suppress),
        _ => return Err(("a note on facts is incomplete or says several things".to_owned(), REMEDY.to_owned())),
    };
    let words = FrozenText::freeze(words.trim()).as_str().to_owned();
    let text = article.text.as_str();
    let at = text.find(&words).filter(|_| !words.is_empty()).ok_or_else(|| {
        let what = format!("the words '{}' are not in the article", words.escape_debug());
        (what, "copy them from the text below the front matter, or remove the note".to_owned())
    })?;
    Ok(FactNote { kind, span: Span::new(at, at + words.len()), words, deed })
}

/// The line of the file on which an entry says what it is about; that of the field when it is not found.
fn line(head: &str, row: &Row) -> usize {
    let words = [&row.words, &row.rename, &row.suppress, &row.add].into_iter().flatten().next();
    let from = line_of(head, "facts");
    let holds = |l: &str| words.is_some_and(|w| w.lines().next().is_some_and(|first| l.contains(first.trim())));
    head.lines().enumerate().skip(from.saturating_sub(1)).find(|(_, l)| holds(l)).map_or(from, |(i, _)| i + 2)
}

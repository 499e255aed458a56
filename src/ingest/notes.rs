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
const ONE_PLACE: &str = "copy more of the words around those that are meant, and call the fact by name: …";

/// What the field gave.
#[derive(Default)]
pub(super) struct Notes {
    /// The notes that can be used.
    pub usable: Vec<FactNote>,
    /// What is wrong with those that cannot.
    pub faults: Vec<Fault>,
    /// Those that can be used, but perhaps not as they were meant.
    pub doubts: Vec<Fault>,
}

/// Checks the notes against the text.
pub(super) fn read(head: &str, rows: Vec<Row>, article: &Article) -> Notes {
    let mut notes = Notes::default();
    for row in rows {
        let line = line(head, &row);
        match note(row, article) {
            Ok(note) => {
                notes.doubts.extend(doubt(&note, article).map(|what| Fault::new(line, what, ONE_PLACE)));
                notes.usable.push(note);
            }
            Err((what, remedy)) => notes.faults.push(Fault::new(line, what, remedy)),
        }
    }
    notes
}

/// Only a fact that is added stands in one place; a name is changed, and a fact suppressed, wherever the words stand.
fn doubt(note: &FactNote, article: &Article) -> Option<String> {
    let Deed::Add(_) = note.deed else { return None };
    let times = article.text.as_str().matches(&note.words).count();
    let shown = note.words.escape_debug();
    (times > 1).then(|| format!("the words '{shown}' stand in the article {times} times, and the first place is taken"))
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

//! A curator's notes on facts: the field `facts` of the front matter and the file `<article>.facts.toml` beside the
//! article, written alike and checked against the article's text by the same rules.

use serde::Deserialize;
use toml::Spanned;

use super::folder::Sidecar;
use super::front_matter::line_of;
use super::problem::{Fault, Problem};
use super::toml_file;
use crate::domain::{Article, Deed, FactKind, FactNote, FrozenText, Span};

/// One note as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    add: Option<String>,
    rename: Option<String>,
    suppress: Option<String>,
    words: Option<String>,
    name: Option<String>,
    kind: Option<String>,
}

/// A note with the line of its file on which it says what it is about.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    row: Row,
    line: usize,
}

/// The file beside an article.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    #[serde(default)]
    facts: Vec<Spanned<Row>>,
}

const REMEDY: &str = "write one of: add: KIND, words: …; rename: WORDS, name: …; suppress: WORDS (in a file .facts.toml \
                      with = for :); kind and words of the article's text, see README.md";
const ONE_PLACE: &str = "copy more of the words around those that are meant, and call the fact by name: …";

/// What the notes of one file gave.
#[derive(Default)]
pub(super) struct Notes {
    /// The notes that can be used.
    pub usable: Vec<FactNote>,
    /// What is wrong with those that cannot.
    pub faults: Vec<Fault>,
    /// Those that can be used, but perhaps not as they were meant.
    pub doubts: Vec<Fault>,
}

/// The notes of a head, with their lines: where the words stand, or where the field begins.
pub(super) fn in_head(head: &str, rows: Vec<Row>) -> Vec<Noted> {
    let from = line_of(head, "facts");
    let noted = |row: Row| {
        let mut lines = head.lines().enumerate().skip(from.saturating_sub(1));
        let line = lines.find(|(_, l)| row.is_about(l)).map_or(from, |(i, _)| i + 2);
        Noted { row, line }
    };
    rows.into_iter().map(noted).collect()
}

/// Reads the file beside an article.
pub(super) fn beside(sidecar: &Sidecar) -> Result<Vec<Noted>, Problem> {
    let (folder, name) = (sidecar.path.parent(), sidecar.path.file_name().and_then(|name| name.to_str()));
    let file = toml_file::read::<Beside>(folder.unwrap_or(&sidecar.path), name.unwrap_or_default());
    let file = file.map_err(|problem| Problem { file: sidecar.shown.clone(), ..problem })?;
    let rows = &file.values.facts;
    // A table's span is that of its header alone.
    let until = rows.iter().skip(1).map(|row| Some(row.span().start)).chain([None]);
    let noted = |(row, until): (&Spanned<Row>, Option<usize>)| {
        let line = file.line_with(row.span().start, until, |l| row.get_ref().is_about(l));
        Noted { row: row.get_ref().clone(), line }
    };
    Ok(rows.iter().zip(until).map(noted).collect())
}

/// Checks notes against the text.
pub(super) fn read(noted: Vec<Noted>, article: &Article) -> Notes {
    let mut notes = Notes::default();
    for Noted { row, line } in noted {
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
        (what, "copy them from the article's text, or remove the note".to_owned())
    })?;
    Ok(FactNote { kind, span: Span::new(at, at + words.len()), words, deed })
}

impl Row {
    /// Whether a line of the file has the words that the note is about, their first line at the least.
    fn is_about(&self, line: &str) -> bool {
        let words = [&self.words, &self.rename, &self.suppress, &self.add].into_iter().flatten().next();
        words.is_some_and(|w| w.lines().next().is_some_and(|first| line.contains(first.trim())))
    }
}

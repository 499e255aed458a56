//! The articles as a whole: `/status`, `/reindex`, `/lint`, `/coverage`.

use std::sync::Arc;

use super::{Status, moment};
use crate::curate::coverage::{Cell, Column, Grid, named};
use crate::curate::plot::Plot;
use crate::locale::{Locale, text};
use crate::telegram::html::escape;
use crate::telegram::outbox::perform::File;
use crate::telegram::reach::Desk;
use crate::telegram::reach::deed::Deed;
use crate::telegram::worker::Stuck;

/// Findings and files named in a message.
const NAMED: usize = 10;
/// Characters of a list in a message.
const LIST_CHARS: usize = 3_000;

/// What is in service and what is not.
pub(super) async fn status(desk: &Desk, lang: Locale) -> Result<String, Stuck> {
    let status = desk.reach.library.status();
    let counts = desk.reach.store.counts().await?;
    let mut lines = articles(&status, lang);
    let people = [
        ("pending", counts.pending.into()),
        ("subscribers", counts.subscribers.into()),
        ("waiting", counts.waiting.into()),
        ("low", counts.low_ratings.into()),
    ];
    lines.push(text(lang, "status-people", &people));
    Ok(escape(&lines.join("\n")))
}

fn articles(status: &Status, lang: Locale) -> Vec<String> {
    let (since, read) = (moment(status.since_ms), moment(status.read_ms));
    let generation =
        [("generation", (&status.generation).into()), ("since", (&since).into()), ("read", (&read).into())];
    let mut lines = vec![text(lang, "status-generation", &generation)];
    if status.articles == 0 {
        lines.push(text(lang, "status-empty", &[]));
    } else {
        let n = [("articles", status.articles.into()), ("regions", status.regions.into())];
        lines.push(text(lang, "status-articles", &n));
    }
    lines.extend(status.failure.as_ref().map(|why| text(lang, "status-failure", &[("why", why.into())])));
    if !status.kept.is_empty() {
        lines.push(text(lang, "status-kept", &[("n", status.kept.len().into())]));
        lines.extend(status.kept.iter().take(NAMED).map(|file| format!("• {file}")));
    }
    if !status.problems.is_empty() {
        lines.push(text(lang, "status-problems", &[("n", status.problems.len().into())]));
        lines.extend(status.problems.iter().take(NAMED).map(|problem| format!("• {problem}")));
    }
    lines
}

/// Reads everything again and tells how it went.
pub(super) async fn reindex(desk: &Desk, lang: Locale) -> Result<Vec<Deed>, Stuck> {
    let done = match desk.reach.library.reread().await {
        true => text(lang, "reindex-done", &[]),
        false => text(lang, "reindex-later", &[]),
    };
    Ok(vec![Deed::say(format!("{}\n{}", escape(&done), status(desk, lang).await?))])
}

/// What is wrong with the files; a long list is a file.
pub(super) async fn lint(desk: &Desk, lang: Locale) -> Vec<Deed> {
    let library = Arc::clone(&desk.reach.library);
    let linting = tokio::task::spawn_blocking(move || library.lint()).await;
    let Ok(findings) = linting else { return vec![Deed::say(escape(&text(lang, "apology", &[])))] };
    if findings.is_empty() {
        return vec![Deed::say(escape(&text(lang, "lint-none", &[])))];
    }
    let intro = text(lang, "lint-intro", &[("n", findings.len().into())]);
    let all = findings.join("\n");
    if all.chars().count() <= LIST_CHARS {
        return vec![Deed::say(format!("{}\n\n{}", escape(&intro), escape(&all)))];
    }
    vec![Deed::File(File { name: "lint.txt".to_owned(), bytes: all.into_bytes(), caption: intro })]
}

/// What the articles cover, in words and as a picture.
pub(super) async fn coverage(desk: &Desk, lang: Locale) -> Vec<Deed> {
    let library = Arc::clone(&desk.reach.library);
    let Ok(grid) = tokio::task::spawn_blocking(move || library.coverage(lang.lang())).await else {
        return vec![Deed::say(escape(&text(lang, "apology", &[])))];
    };
    if grid.rows.is_empty() {
        return vec![Deed::say(escape(&text(lang, "status-empty", &[])))];
    }
    let title = text(lang, "coverage-title", &[]);
    let intro = text(lang, "coverage-intro", &[]);
    let words = format!("<b>{}</b>\n{}\n\n{}", escape(&title), escape(&intro), escape(&in_words(&grid, lang)));
    let note = text(lang, "coverage-note", &[]);
    let picture = Plot::new(&grid, &title, &note, |column| named(lang, column)).png();
    // Phones show no SVG.
    let file = picture.map(|bytes| Deed::File(File { name: "coverage.png".to_owned(), bytes, caption: title }));
    [Deed::say(words)].into_iter().chain(file).collect()
}

fn in_words(grid: &Grid, lang: Locale) -> String {
    let mut out = String::new();
    for (left, row) in (1..=grid.rows.len()).rev().zip(&grid.rows) {
        let newest = row.newest.to_string();
        let head = [("region", (&row.region).into()), ("n", row.articles.into()), ("newest", (&newest).into())];
        let cell = |(column, cell): (&Column, &Option<Cell>)| {
            let (cell, what) = ((*cell)?, named(lang, column));
            let newest = cell.newest.to_string();
            let args = [("what", (&what).into()), ("n", cell.quotes.into()), ("newest", (&newest).into())];
            let key = if cell.newest < row.newest { "coverage-cell-older" } else { "coverage-cell" };
            Some(text(lang, key, &args))
        };
        let cells: Vec<String> = grid.columns.iter().zip(&row.cells).filter_map(cell).collect();
        let next = format!("{}\n{}\n\n", text(lang, "coverage-region", &head), cells.join("; "));
        if out.chars().count() + next.chars().count() > LIST_CHARS {
            return out + &text(lang, "coverage-more", &[("n", left.into())]);
        }
        out += &next;
    }
    out.trim_end().to_owned()
}

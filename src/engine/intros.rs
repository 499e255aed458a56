//! What introduces the items of a list and the rows of a table: the line with a colon above them, the row that names the
//! columns. Its words are as good as those of a heading, and it is no answer itself.

use crate::domain::{Corpus, PassageId, PassageKind};

/// Rows of a table that has a head, at least, the head among them.
const LEAST_ROWS: usize = 3;

/// What the passages of one article are introduced by, in their order.
pub fn of_article(corpus: &Corpus, article: usize) -> Vec<Option<PassageId>> {
    let all: Vec<PassageId> = corpus.passages_of(article).collect();
    let kind = |i: usize| corpus.passage(all[i]).kind;
    let mut out = vec![None; all.len()];
    let mut i = 0;
    while i < all.len() {
        let run = (i..all.len()).take_while(|j| kind(*j) == kind(i)).count();
        let above = i.checked_sub(1).map(|j| all[j]).filter(|id| announces(corpus, *id));
        match kind(i) {
            PassageKind::ListItem => out[i..i + run].fill(above),
            PassageKind::TableRow if is_headed(corpus, &all[i..i + run]) => out[i + 1..i + run].fill(Some(all[i])),
            PassageKind::TableRow => out[i..i + run].fill(above),
            PassageKind::Paragraph | PassageKind::Heading => {}
        }
        i += run;
    }
    out
}

/// Whether a paragraph says what is to come below it.
fn announces(corpus: &Corpus, id: PassageId) -> bool {
    corpus.passage(id).kind == PassageKind::Paragraph && text(corpus, id).trim_end().ends_with(':')
}

/// Whether the first of some rows names the columns: it has no figures while most of the others do.
fn is_headed(corpus: &Corpus, rows: &[PassageId]) -> bool {
    let has_figures = |id: &PassageId| text(corpus, *id).contains(|c: char| c.is_ascii_digit());
    let Some((first, others)) = rows.split_first().filter(|_| rows.len() >= LEAST_ROWS) else { return false };
    !has_figures(first) && others.iter().filter(|id| has_figures(id)).count() * 2 > others.len()
}

fn text(corpus: &Corpus, id: PassageId) -> &str {
    corpus.article_of(id).slice(corpus.passage(id).span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::statements::tests::article;

    /// By passage: what introduces it.
    fn introduced(text: &str) -> Vec<Option<String>> {
        let corpus = Corpus::new(vec![article(text)]);
        of_article(&corpus, 0).into_iter().map(|by| by.map(|id| super::text(&corpus, id).to_owned())).collect()
    }

    #[test]
    fn items_are_introduced_by_the_line_with_a_colon() {
        let by = introduced("You must be:\n- small;\n- local.\nWe pay for staff.\n- rent\n- power");
        let lead = Some("You must be:".to_owned());
        assert_eq!(by, [None, lead.clone(), lead, None, None, None]);
    }

    #[test]
    fn rows_are_introduced_by_the_one_that_names_the_columns() {
        let by = introduced("On top of that:\n| Bonus | Points\n| Small firm | 20\n| Medium firm | 10");
        let head = Some("Bonus | Points".to_owned());
        assert_eq!(by, [None, None, head.clone(), head]);
        let facts = introduced("# The loan\n| Rate | 4 %\n| Term | 5 years\n| Sum | 3 million");
        assert!(facts.iter().all(Option::is_none), "{facts:?}");
    }
}

//! Statements that sources make on the topics of lists, found once for a corpus by general patterns and the lexicon.
//!
//! A statement is a sentence (or a list item) that names a direction of support, a partner or a programme. Three
//! modules know the patterns of one topic each; [`names`] reads enumerations of names. What is found here is only where
//! to cut: the quote is cut from the article at answer time.

mod directions;
pub mod names;
mod partners;
mod programmes;

use names::Institutions;
use regex::Regex;

use crate::domain::{Article, Corpus, PassageKind, Span, Topic};

/// A statement in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it speaks of.
    pub topic: Topic,
    /// Bytes of the sentence or item in the article's text.
    pub span: Span,
    /// Bytes of the names in it.
    pub names: Vec<Span>,
    /// What the names are joined by: the same for all names of one institution.
    pub keys: Vec<String>,
}

/// How many things an article announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// What it counts.
    pub topic: Topic,
    /// How many it says there are.
    pub announced: u32,
    /// How many it goes on to name.
    pub described: u32,
}

/// What one article states.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// The statements in the order of the text.
    pub found: Vec<Found>,
    /// Announced counts.
    pub announced: Vec<Announced>,
}

/// A sentence with what stands around it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its words.
    pub text: &'a str,
    /// Bytes in the article.
    pub span: Span,
    /// What its passage is.
    pub kind: PassageKind,
    /// Number of the passage in the article.
    pub passage: usize,
    /// Whether it is the first sentence of its passage.
    pub first: bool,
}

/// What every article of the corpus states, by position in the corpus.
pub fn find(corpus: &Corpus, institutions: &Institutions) -> Vec<Stated> {
    corpus.articles().iter().map(|article| in_article(article, institutions)).collect()
}

/// What one article states.
pub fn in_article(article: &Article, institutions: &Institutions) -> Stated {
    let lines = lines(article);
    let mut out = Stated::default();
    directions::find(&lines, &mut out);
    partners::find(&lines, institutions, &mut out);
    programmes::find(&lines, institutions, &mut out);
    out.found.sort_by_key(|f| f.span);
    out
}

fn lines(article: &Article) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    for (passage, p) in article.passages.iter().enumerate() {
        for (i, span) in p.sentences.iter().enumerate() {
            out.push(Line { text: article.slice(*span), span: *span, kind: p.kind, passage, first: i == 0 });
        }
    }
    out
}

/// The items of a list that follows a line ending in a colon, or a heading: their first sentences.
fn items_below<'l, 'a>(lines: &'l [Line<'a>], at: usize) -> impl Iterator<Item = &'l Line<'a>> + use<'l, 'a> {
    let below = lines[at + 1..].iter().take_while(|l| matches!(l.kind, PassageKind::ListItem | PassageKind::TableRow));
    below.filter(|l| l.first)
}

/// Compiles a pattern of this module's constants.
fn rule(pattern: &str) -> Regex {
    // The patterns are constants, compiled by the tests of their modules.
    Regex::new(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{ArticleId, ArticleMeta, FrozenText, Institution, Lang, Lexicon, Passage};

    /// An article of one-sentence passages; lines that begin with "# " are headings, with "- " list items.
    fn article(text: &str) -> Arc<Article> {
        let mut passages = Vec::new();
        let mut body = String::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let (kind, line) = match (line.strip_prefix("# "), line.strip_prefix("- ")) {
                (Some(rest), _) => (PassageKind::Heading, rest),
                (_, Some(rest)) => (PassageKind::ListItem, rest),
                _ => (PassageKind::Paragraph, line),
            };
            let span = Span::new(body.len(), body.len() + line.len());
            body = body + line + "\n";
            passages.push(Passage { span, kind, sentences: vec![span] });
        }
        let meta = ArticleMeta {
            id: ArticleId("a".into()),
            title: "T".into(),
            url: "https://example.org/".into(),
            region: "R".into(),
            lang: Lang::En,
            date: "2020".parse().expect("a date"),
            publisher: None,
            speaker: None,
            tags: vec![],
        };
        Arc::new(Article { meta, text: FrozenText::freeze(&body), passages })
    }

    fn stated(text: &str) -> (Arc<Article>, Stated) {
        let article = article(text);
        let fund = Institution {
            name: "Bortnik Fund".into(),
            aliases: vec!["Bortnik Fund".into(), "Фонд содействия инновациям".into()],
        };
        let institutions = Institutions::new(&Lexicon { institutions: vec![fund], ..Lexicon::default() });
        let stated = in_article(&article, &institutions);
        (article, stated)
    }

    fn names(text: &str, topic: Topic) -> Vec<String> {
        let (article, stated) = stated(text);
        let found = stated.found.iter().filter(|f| f.topic == topic);
        found.flat_map(|f| &f.names).map(|n| article.slice(*n).to_owned()).collect()
    }

    fn quotes(text: &str, topic: Topic) -> Vec<String> {
        let (article, stated) = stated(text);
        stated.found.iter().filter(|f| f.topic == topic).map(|f| article.slice(f.span).to_owned()).collect()
    }

    #[test]
    fn directions_by_ordinals_with_the_count_checked() {
        let text = "The minister mentioned four directions of support, roads being the first one.\n\
                    We built a network of labs – that is the second direction of support for business.\n\
                    The third direction of support is people.\nIt rained.";
        assert_eq!(quotes(text, Topic::Directions).len(), 3);
        let (_, stated) = stated(text);
        assert_eq!(stated.announced, [Announced { topic: Topic::Directions, announced: 4, described: 3 }]);
    }

    #[test]
    fn directions_in_russian() {
        let text = "Губернатор назвал три направления поддержки.\nПервое направление — инфраструктура.\n\
                    Второе — кадры.\nТретьим направлением стала кооперация с крупными компаниями.\nДождь шел весь день.";
        assert_eq!(quotes(text, Topic::Directions).len(), 3);
        let listed = "К приоритетным направлениям поддержки относятся биотехнологии, новые материалы и энергетика.";
        assert_eq!(quotes(listed, Topic::Directions), [listed]);
    }

    #[test]
    fn directions_as_a_list() {
        let text = "# Directions of support\n- Infrastructure for start-ups.\n- Export.\nThe end.";
        assert_eq!(quotes(text, Topic::Directions), ["Infrastructure for start-ups.", "Export."]);
    }

    #[test]
    fn partners_after_with_and_such_as() {
        let text = "Today makers cooperate with Acme, Acme Oil, Borealis, and other giants, which bought goods worth 66 billion rubles.\n\
                    The centre is an office for such institutions as Skylab, Bortnik Fund, and National Initiative.\n\
                    We talked with people in Rome.";
        let expected = ["Acme", "Acme Oil", "Borealis", "Skylab", "Bortnik Fund", "National Initiative"];
        assert_eq!(names(text, Topic::Partners), expected);
    }

    #[test]
    fn partners_in_russian() {
        let text = "Область сотрудничает с «Газпромом», «Сибуром» и «Росатомом».\n\
                    Партнёрами программы стали Фонд содействия инновациям и Сбер.\n\
                    Компания «Вега» вышла из соглашения с регионом.";
        let expected = ["«Газпромом»", "«Сибуром»", "«Росатомом»", "Фонд содействия инновациям", "Сбер"];
        assert_eq!(names(text, Topic::Partners), expected);
    }

    #[test]
    fn programmes_by_name_and_by_verb() {
        let text = "The programme “First Step” offers 2 million rubles.\nWe launched a pilot training programme for managers.\n\
                    The television programme was long.";
        assert_eq!(quotes(text, Topic::Programmes).len(), 2);
    }
}

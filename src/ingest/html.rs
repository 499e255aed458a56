//! HTML to blocks: the main text of a page.
//!
//! The page is parsed once for what it says of itself; `dom_smoothie` (Mozilla's readability) then picks the main text,
//! and `walk` makes blocks of it. Where readability finds next to nothing though the page has text, the whole body
//! without navigation, headers and footers is taken instead: page furniture is dealt with by the boilerplate rules, a
//! lost article by nothing.
//!
//! A tree nested so deep that recursion over it could exhaust the stack is refused.

mod walk;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::importer::{Block, Imported, Importer, Input, Said};
use super::problem::Fault;

/// Deeper trees are refused; real pages stay below 100.
const MAX_DEPTH: usize = 400;
/// Larger trees are refused; real pages stay below 20,000 elements.
const MAX_NODES: usize = 300_000;
/// A main text shorter than this many characters is doubted.
const DOUBTED_CHARS: usize = 500;
/// Where a page's date may stand, best first.
const DATES: [(&str, &str); 9] = [
    ("meta[property='article:published_time']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("[itemprop='datePublished']", "datetime"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='publish-date']", "content"),
    ("meta[name='date']", "content"),
    ("meta[name='DC.date']", "content"),
    ("meta[name='dcterms.date']", "content"),
    ("time[datetime]", "datetime"),
];

/// The HTML importer.
pub(super) struct Html;

impl Importer for Html {
    fn import(&self, input: &Input<'_>) -> Result<Imported, Fault> {
        let charset = input.charset.map(str::to_owned).or_else(|| declared(input.bytes));
        let decoded = Input { bytes: input.bytes, charset: charset.as_deref() }.text()?;
        check_nesting(&decoded.text)?;
        let page = Document::from(decoded.text.as_str());
        check_size(&page.root())?;
        let whole = walk::blocks_without_menus(&page.select("body").nodes().first().copied().unwrap_or(page.root()));
        let mut said = said(&page);
        let main = main_text(page, &mut said);
        let blocks = if is_doubtful(&main, &whole) { whole } else { main };
        Ok(Imported { blocks, left_out: decoded.notes, said })
    }
}

/// The encoding that the page declares in its head.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!label.is_empty()).then_some(label)
}

/// Elements whose end is often left out, or that have none: they nest nothing.
const OPEN_ENDED: [&str; 24] = [
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "br", "hr", "img", "meta", "link", "input",
    "col", "wbr", "base", "area", "param", "source", "embed", "track",
];

/// Refuses before parsing, which takes the square of the depth.
fn check_nesting(text: &str) -> Result<(), Fault> {
    let mut depth = 0usize;
    for tag in text.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if name.is_empty() || OPEN_ENDED.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > 3 * MAX_DEPTH {
            return Err(too_deep());
        }
    }
    Ok(())
}

fn too_deep() -> Fault {
    let what = "the page is nested too deep or has too many elements to be an article";
    Fault::new(1, what, "save its text as .txt or .md")
}

fn check_size(root: &NodeRef<'_>) -> Result<(), Fault> {
    let (mut open, mut nodes) = (vec![(*root, 1)], 0);
    while let Some((node, depth)) = open.pop() {
        nodes += 1;
        if depth > MAX_DEPTH || nodes > MAX_NODES {
            return Err(too_deep());
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    Ok(())
}

fn said(page: &Document) -> Said {
    let attribute = |(selector, name): (&str, &str)| {
        let value = page.select_single(selector).attr(name)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    Said {
        title: None,
        date: DATES.into_iter().find_map(attribute),
        publisher: attribute(("meta[property='og:site_name']", "content")),
        url: attribute(("link[rel='canonical']", "href")).or_else(|| attribute(("meta[property='og:url']", "content"))),
    }
}

/// What readability takes for the article; nothing when it finds none.
fn main_text(page: Document, said: &mut Said) -> Vec<Block> {
    let headline = single_headline(&page);
    let config = Config { max_elements_to_parse: MAX_NODES, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(page, None, Some(config)) else { return Vec::new() };
    let title = readability.get_article_title().trim().to_owned();
    said.title = headline.or(Some(title).filter(|t| !t.is_empty()));
    let Ok(article) = readability.parse() else { return Vec::new() };
    said.date = said.date.take().or(article.published_time);
    said.publisher = said.publisher.take().or(article.site_name);
    walk::blocks(&Document::from(article.content).root())
}

/// The words of the only top heading: what a page itself calls its headline.
fn single_headline(page: &Document) -> Option<String> {
    let headings = page.select("h1");
    let [heading] = headings.nodes() else { return None };
    let text = heading.text().split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether the main text is so short beside the whole page that readability probably went wrong.
fn is_doubtful(main: &[Block], whole: &[Block]) -> bool {
    let length = |blocks: &[Block]| blocks.iter().map(|b| b.text.chars().count()).sum::<usize>();
    let (main, whole) = (length(main), length(whole));
    main < DOUBTED_CHARS && whole > 2 * main || main * 5 < whole
}

#[cfg(test)]
mod tests;

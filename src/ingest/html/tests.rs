//! Pages as they are found: furniture, lists, tables, old encodings, scripts.

use super::*;
use PassageKind::{Heading, ListItem, Paragraph, TableRow};

use crate::domain::PassageKind;

fn import(page: &str) -> Imported {
    Html.import(&Input { bytes: page.as_bytes(), charset: None }).expect("a page")
}

/// The blocks of a body, without readability.
#[track_caller]
fn check(body: &str, expected: &[(PassageKind, &str)]) {
    let page = Document::from(format!("<html><body>{body}</body></html>"));
    let found: Vec<_> = walk::blocks(&page.root()).into_iter().map(|b| (b.kind, b.text)).collect();
    assert_eq!(found, expected.iter().map(|(k, t)| (*k, (*t).to_owned())).collect::<Vec<_>>());
}

const SENTENCE: &str =
    "The region supports companies that build instruments, pays for patents, and lets land, it said.";

fn news(body: &str) -> String {
    let menu: String = (0..30).map(|i| format!("<li><a href='/{i}'>Section {i}</a></li>")).collect();
    format!(
        "<!doctype html><html lang=en><head><title>Grants for instruments — Example Region</title>\
         <meta property='og:site_name' content='Example Region'>\
         <meta property='article:published_time' content='2021-03-04T10:00:00+07:00'>\
         <link rel=canonical href='https://example.org/news/1'></head><body>\
         <div id=header class=header><ul class=menu>{menu}</ul></div>\
         <div class=content><h1>Grants for  instruments</h1>{body}</div>\
         <div class=sidebar><ul>{menu}</ul></div><footer>© Example Region, all rights reserved</footer>\
         <script>var a = '<p>no text</p>';</script></body></html>"
    )
}

#[test]
fn the_main_text_is_found_and_what_the_page_says_of_itself() {
    let body = format!(
        "<p>{SENTENCE}</p><p>{SENTENCE} Twice.</p><h2>Terms</h2><ul><li>Up to <b>5</b> million a company;</li>\
         <li>for three years.</li></ul><table><tr><th>Year</th><th>Grants</th></tr><tr><td>2020</td><td>12</td></tr>\
         </table><p>{SENTENCE} Thrice.</p>"
    );
    let found = import(&news(&body));
    let text: Vec<&str> = found.blocks.iter().map(|b| b.text.as_str()).collect();
    for expected in [
        SENTENCE,
        &format!("{SENTENCE} Twice."),
        "Terms",
        "Up to 5 million a company;",
        "for three years.",
        "Year | Grants",
        "2020 | 12",
        &format!("{SENTENCE} Thrice."),
    ] {
        assert_eq!(text.iter().filter(|t| **t == expected).count(), 1, "{expected}: {text:#?}");
    }
    assert!(!text.iter().any(|t| t.contains("Section") || t.contains("rights") || t.contains("no text")), "{text:#?}");
    assert_eq!(
        found.said,
        Said {
            title: Some("Grants for instruments".into()),
            date: Some("2021-03-04T10:00:00+07:00".into()),
            publisher: Some("Example Region".into()),
            url: Some("https://example.org/news/1".into()),
        }
    );
}

#[test]
fn a_short_page_is_not_lost() {
    let found = import("<html><body><div>One short line.</div><nav>Home</nav></body></html>");
    assert_eq!(found.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), ["One short line."]);
    assert!(import("<html><body><script>render()</script></body></html>").blocks.is_empty());
    assert!(import("").blocks.is_empty());
}

#[test]
fn words_neither_stick_together_nor_get_lost() {
    check(
        "Bare <b>wor</b>ds<br>go&nbsp;on.<div>Div<p>Para<span>graph</span></p>tail</div>",
        &[(Paragraph, "Bare words go\u{a0}on."), (Paragraph, "Div"), (Paragraph, "Paragraph"), (Paragraph, "tail")],
    );
    check(
        "First.<br><br>Second.<br>\n<br>Third.",
        &[(Paragraph, "First."), (Paragraph, "Second."), (Paragraph, "Third.")],
    );
    check("Меры:<br>— займы;<br>— гранты.", &[(Paragraph, "Меры:"), (ListItem, "займы;"), (ListItem, "гранты.")]);
    check(
        "<h2>A<br>b</h2><p hidden>x</p><p style='display: none'>y</p><dl><dt>T</dt><dd>D</dd></dl>",
        &[(Heading, "A b"), (Paragraph, "T"), (Paragraph, "D")],
    );
}

#[test]
fn lists_inside_lists_and_tables_that_only_arrange() {
    check(
        "<ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p><p>More</p></li></ul><ol><li>New</li></ol>",
        &[(ListItem, "One"), (ListItem, "Inner"), (ListItem, "Two"), (ListItem, "More"), (ListItem, "New")],
    );
    let page = Document::from("<ul><li>a</li><li>b</li></ul><ul><li>c</li></ul><table><tr><td>1<td>2<tr><td>3</table>");
    let tight: Vec<bool> = walk::blocks(&page.root()).iter().map(|b| b.tight).collect();
    assert_eq!(tight, [false, true, false, false, true]);
    check(
        "<table><tr><td>Menu</td><td><table><tr><td>A</td><td>B</td></tr></table></td></tr></table>",
        &[(Paragraph, "Menu"), (TableRow, "A | B")],
    );
}

#[test]
fn old_encodings_are_read_as_declared_or_by_their_letters() {
    let page = "<html><head><meta charset=windows-1251></head><body><p>Ещё меры поддержки</p></body></html>";
    for (page, charset) in [(page.to_owned(), None), (page.replace("windows-1251", "koi8-r"), Some("windows-1251"))] {
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&page);
        let found = Html.import(&Input { bytes: &bytes, charset }).expect("a page");
        assert_eq!(found.blocks[0].text, "Ещё меры поддержки");
    }
    let (bytes, ..) = encoding_rs::KOI8_R.encode("<p>Ещё меры поддержки</p>");
    let found = Html.import(&Input { bytes: &bytes, charset: None }).expect("a page");
    assert_eq!(found.blocks[0].text, "Ещё меры поддержки");
}

#[test]
fn endless_nesting_is_refused() {
    let deep = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let fault = Html.import(&Input { bytes: deep.as_bytes(), charset: None }).expect_err("too deep");
    assert!(fault.what.contains("too deep"), "{fault:?}");
}

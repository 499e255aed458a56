use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::{Article, ArticleId, ArticleKind, ArticleMeta, FrozenText, Lang, Quote, Span};

const LINK: &str = "https://example.org/a?b=1&c=2#:~:text=a%2Db,c";

fn cited(words: &str, names: &[String], title: &str, link: &str) -> Option<Cited> {
    let meta = ArticleMeta {
        id: ArticleId("made-up".to_owned()),
        title: title.to_owned(),
        kind: ArticleKind::Article,
        url: "https://example.org/a".to_owned(),
        references: Vec::new(),
        region: "Far Region".to_owned(),
        lang: Lang::En,
        date: "2020".parse().expect("date"),
        publisher: None,
        speaker: None,
        tags: Vec::new(),
        fetched: None,
    };
    let article = Arc::new(Article { meta, text: FrozenText::freeze(words), passages: Vec::new(), notes: Vec::new() });
    let quote = Quote::cut(&article, Span::new(0, article.text.as_str().len())).ok()?;
    let citation = Citation { quote, link: link.to_owned(), score: 1.0 };
    Some(Cited {
        names: names.to_vec(),
        citation,
        details: "Far Region · 2020".to_owned(),
        speaker: None,
        marks: vec![],
        number: None,
        page: None,
    })
}

fn reply(quotes: &[&str]) -> Reply {
    let number = |n: u32| (quotes.len() > 1).then_some(n);
    let cited = |words: &&str| cited(words, &[], "A \"title\"", LINK).expect("quote");
    let parts = (1..).zip(quotes).map(|(n, words)| Part::Cited(Cited { number: number(n), ..cited(words) })).collect();
    Reply { lang: Locale::default(), parts }
}

#[test]
fn a_quote_with_its_source_and_a_button() {
    let mut reply = reply(&["if a < b & c:\n\"d\""]);
    reply.parts.insert(0, Part::Say("1 < 2".to_owned()));
    reply.parts.push(Part::Examples(vec!["who & why?".to_owned()]));
    let [message] = render(&reply).try_into().unwrap_or_else(|_| panic!("one message"));
    let expected = "1 &lt; 2\n\n<blockquote>if a &lt; b &amp; c:\n\"d\"</blockquote>\n\
        <a href=\"https://example.org/a?b=1&amp;c=2#:~:text=a%2Db,c\">A \"title\"</a> · Far Region · 2020\n\n\
        • <code>who &amp; why?</code>";
    assert_eq!(message.html, expected);
    let button = &message.rows[0][0];
    assert_eq!((button.text.as_str(), button.url().map(Url::as_str)), ("Open at the quote", Some(LINK)));
    assert!(message.to_plain().ends_with(&format!("• who & why?\n{LINK}")), "{}", message.to_plain());
}

#[test]
fn words_are_set_bold_and_stay_what_they_are() {
    let mut cited = cited("a <b> & c d", &[], "T", LINK).expect("quote");
    cited.marks = vec![Span::new(0, 1), Span::new(6, 7), Span::new(10, 11), Span::new(3, 900)];
    let [message] = render(&Reply { lang: Locale::default(), parts: vec![Part::Cited(cited)] })
        .try_into()
        .unwrap_or_else(|_| panic!("one"));
    let expected = "<blockquote><b>a</b> &lt;b&gt; <b>&amp;</b> c <b>d</b></blockquote>";
    assert!(message.html.starts_with(expected), "{}", message.html);
}

#[test]
fn the_buttons_of_a_dialogue_carry_its_key_and_bad_addresses_give_none() {
    let press = |press| keyboard::Button { label: "L".repeat(100), press };
    let open = |link: &str| press(Press::Open(link.to_owned(), "https://localhost/".to_owned()));
    let tap = press(Press::Tap(keyboard::Action::Card(2)));
    let board = vec![vec![open("ftp://example.org/")], vec![tap, open(LINK)], vec![press(Press::Copy("c".to_owned()))]];
    let shown = Show { here: false, reply: Reply::say(Locale::default(), "Hi"), keyboard: board, body: None };
    let [message] = show(&shown, "key", 1).try_into().unwrap_or_else(|_| panic!("one message"));
    let told: Vec<Vec<&Does>> = message.rows.iter().map(|row| row.iter().map(|b| &b.does).collect()).collect();
    let (link, tell) = (Does::Open(Url::parse(LINK).expect("url")), Does::Tell("v1:key:c2".to_owned()));
    let copy = Does::Copy("c".to_owned());
    let expected = vec![vec![&tell, &link], vec![&copy]];
    assert!(told == expected && message.rows[0][0].text.chars().count() == LABEL_CHARS);
}

#[test]
fn several_quotes_are_numbered_and_long_ones_folded() {
    let long = "я".repeat(601);
    let [message] = render(&reply(&["one", &long])).try_into().unwrap_or_else(|_| panic!("one message"));
    assert!(message.html.contains("1.\n<blockquote>one</blockquote>\n<a"), "{}", message.html);
    assert!(message.html.contains(&format!("2.\n<blockquote expandable>{long}</blockquote>\n<a")), "{}", message.html);
    let labels: Vec<_> = message.rows.iter().flatten().map(|b| b.text.as_str()).collect();
    assert_eq!(labels, ["Open at quote 1", "Open at quote 2"]);
}

#[test]
fn a_link_to_its_own_page_stands_behind_the_source_of_a_quote_or_alone() {
    let page = |address: &str, details: &str| {
        let cited = cited("one", &[], "Title", LINK).expect("quote");
        let cited = Cited { page: Some(address.to_owned()), details: details.to_owned(), number: Some(1), ..cited };
        render(&Reply { lang: Lang::En.into(), parts: vec![Part::Cited(cited)] }).remove(0).html
    };
    let public = "https://reader.example/q/abc";
    let behind = page(public, "2020");
    assert!(behind.ends_with("Title</a> · 2020 · <a href=\"https://reader.example/q/abc\">Page</a>"), "{behind}");
    let alone = page(public, "");
    assert!(alone.ends_with("</blockquote>\n<a href=\"https://reader.example/q/abc\">Page</a>"), "{alone}");
    assert!(page("http://127.0.0.1:8080/q/abc", "2020").ends_with("Title</a> · 2020"), "nobody else reaches that");
}

#[test]
fn what_does_not_fit_goes_to_the_next_message_and_the_rest_is_counted() {
    let words = "w".repeat(1_700);
    let messages = render(&reply(&[words.as_str(); 11]));
    assert_eq!(messages.len(), MESSAGES_MAX);
    let shown: Vec<_> = messages.iter().map(|m| m.html.matches(&words).count()).collect();
    assert_eq!(shown, [2, 2]);
    assert!(messages[1].html.ends_with("7 more quotes did not fit here. A narrower question will show them."));
    let few = render(&reply(&["w"; 11]));
    assert_eq!(few.iter().map(|m| m.rows.len()).collect::<Vec<_>>(), [10, 1]);
}

#[test]
fn a_quote_longer_than_a_message_is_linked_and_not_cut() {
    let [message] = render(&reply(&["w".repeat(3_900).as_str()])).try_into().unwrap_or_else(|_| panic!("one message"));
    assert!(message.html.starts_with("This quote is too long for a message"), "{}", message.html);
    assert!(!message.html.contains("www") && message.html.contains("<a href=") && message.rows.len() == 1);
}

#[test]
fn a_link_telegram_would_not_take_gives_way_to_the_plain_one_or_to_none() {
    let shown = |link: &str| {
        let cited = cited("one", &[], "T", link).expect("quote");
        address(&cited.citation).map(String::from)
    };
    let plain = Some("https://example.org/a".to_owned());
    let long = format!("https://example.org/{}", "a".repeat(2_040));
    for link in [
        "",
        "no url",
        "https://localhost/a",
        "http://127.0.0.1:8080/a",
        "ftp://example.org/",
        "javascript:alert(1)",
        long.as_str(),
    ] {
        assert_eq!(shown(link), plain, "{link}");
    }
    assert_eq!(shown(LINK).as_deref(), Some(LINK));
}

/// The entities of a message in our grammar, or what is wrong with it.
fn parse(html: &str) -> Result<usize, String> {
    let (mut open, mut entities): (Vec<&str>, usize) = (Vec::new(), 0);
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        rest = &rest[at..];
        let end = match rest.strip_prefix("<a href=\"") {
            Some(href) => href.find("\">").ok_or("unfinished")? + "<a href=\"\"".len(),
            None => rest.find(['>', ';']).ok_or("unfinished")?,
        };
        let (token, after) = rest.split_at(end + 1);
        rest = after;
        match token {
            "&amp;" | "&lt;" | "&gt;" | "&quot;" => {}
            "<b>" | "<code>" | "<blockquote>" | "<blockquote expandable>" => {
                open.push(token[1..token.len() - 1].split(' ').next().unwrap_or_default());
            }
            _ if token.starts_with("<a ") && !token[9..token.len() - 2].contains(['<', '>', '"']) => open.push("a"),
            _ => match token.strip_prefix("</").and_then(|t| t.strip_suffix('>')) {
                Some(name) if open.pop() == Some(name) => entities += 1,
                _ => return Err(format!("unexpected {token}")),
            },
        }
        let inside = matches!(open.as_slice(), ["blockquote", "b"]);
        if open.len() > 1 && !inside {
            return Err(format!("nested: {open:?}"));
        }
    }
    if open.is_empty() { Ok(entities) } else { Err(format!("open: {open:?}")) }
}

/// What a part is made of.
#[derive(Debug, Clone)]
enum Spec {
    Say(String),
    Examples(Vec<String>),
    Quote { words: String, names: Vec<String>, title: String, link: String, marks: Vec<usize> },
}

impl Spec {
    fn part(&self) -> Part {
        match self {
            Spec::Say(said) => Part::Say(said.clone()),
            Spec::Examples(questions) => Part::Examples(questions.clone()),
            Spec::Quote { words, names, title, link, marks } => match cited(words, names, title, link) {
                Some(cited) => {
                    let marks = marks.chunks_exact(2).map(|m| Span::new(m[0], m[1])).collect();
                    let page = (words.len() % 2 == 0).then(|| "https://reader.example/q/abcdefghijklmnop".to_owned());
                    Part::Cited(Cited { marks, page, ..cited })
                }
                None => Part::Say(words.clone()),
            },
        }
    }
}

fn spec() -> impl Strategy<Value = Spec> {
    let names = proptest::collection::vec("\\PC{0,150}", 0..4);
    let words = prop_oneof![
        4 => "[\\PC<>&\"\n\u{a0}]{1,300}",
        1 => ("[\\PC<>&]{1,20}", 1usize..300).prop_map(|(words, n)| words.repeat(n)),
    ];
    let link = prop_oneof![Just(LINK.to_owned()), "https?://[a-z]{1,5}\\.[a-z]{2}/[\\PC\"<>&#]{0,80}", "\\PC{0,30}"];
    let marks = proptest::collection::vec(0usize..40, 0..24);
    let quote = (words, names, "\\PC{0,300}", link, marks);
    prop_oneof![
        1 => "\\PC{0,3000}".prop_map(Spec::Say),
        1 => proptest::collection::vec("\\PC{0,300}", 0..9).prop_map(Spec::Examples),
        6 => quote.prop_map(|(words, names, title, link, marks)| Spec::Quote { words, names, title, link, marks }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn limits_and_grammar_hold_and_quotes_are_verbatim(specs in proptest::collection::vec(spec(), 1..14)) {
        let reply = Reply { lang: Lang::Ru.into(), parts: specs.iter().map(Spec::part).collect() };
        let messages = render(&reply);
        prop_assert!(messages.len() <= MESSAGES_MAX);
        for message in &messages {
            let entities = parse(&message.html).map_err(TestCaseError::fail)?;
            prop_assert!(entities <= ENTITIES_MAX);
            let shown = to_plain(&message.html);
            prop_assert!(len_utf16(&shown) <= LEN_UTF16_MAX && len_utf16(&message.to_plain()) <= LEN_UTF16_MAX);
            prop_assert!(message.rows.iter().flatten().all(|b| b.url().is_none_or(|url| url.as_str().len() < 2_048)));
        }
        let blocks: Vec<String> = messages.iter().flat_map(|m| m.html.split("<blockquote").skip(1)).map(|block| {
            let (_, inner) = block.split_once('>').expect("a tag");
            to_plain(inner.split("</blockquote>").next().expect("closed"))
        }).collect();
        let quotes: Vec<&str> = reply.cited().map(|c| c.citation.quote.text()).collect();
        // Every blockquote is a quote byte for byte, in order; those missing are too long or counted as left out.
        let mut rest = quotes.iter();
        for block in &blocks {
            prop_assert!(rest.any(|quote| quote == block), "a blockquote that is no quote");
        }
        let noted = messages.iter().any(|m| m.html.contains("не уместил") || m.html.contains("слишком длинная"));
        prop_assert!(blocks.len() == quotes.len() || noted);
    }
}

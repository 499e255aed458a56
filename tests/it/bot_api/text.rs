//! What becomes of the text of a message: grammar, clean-up, links.

use serde_json::json;

use super::{call, html, ok, refused, server};

#[tokio::test]
async fn reads_the_html_grammar() {
    let api = server().await;
    // Source, stored text, entities as kind:offset+length.
    let good = [
        ("plain", "plain", ""),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;x&quot; &#39;y&#x27;", "1 < 2 && 3 > 2 \"x\" 'y'", ""),
        ("&lt b &#128512!", "< b 😀!", ""),
        ("<b>a</b><strong>b</strong>", "ab", "bold:0+1 bold:1+1"),
        ("<i>a</i><em>b</em>", "ab", "italic:0+1 italic:1+1"),
        ("<u>a</u><ins>b</ins>", "ab", "underline:0+1 underline:1+1"),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", "strikethrough:0+1 strikethrough:1+1 strikethrough:2+1"),
        ("<tg-spoiler>a</tg-spoiler><span class=\"tg-spoiler\">b</span>", "ab", "spoiler:0+1 spoiler:1+1"),
        ("<code>a</code> <pre>b</pre>", "a b", "code:0+1 pre:2+1"),
        ("<pre><code class=\"language-rust\">fn</code></pre>", "fn", "pre:0+2"),
        ("<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>", "👍", "custom_emoji:0+2"),
        ("<B>a</B><i >b</i >", "ab", "bold:0+1 italic:1+1"),
        ("<b>a<i>b</i></b>", "ab", "bold:0+2 italic:1+1"),
        ("<b>a</>", "a", "bold:0+1"),
        ("<b></b>a", "a", ""),
        ("<b> \n</b>a", "a", ""),
        ("😀<b>é</b>", "😀é", "bold:2+1"),
        (
            "<blockquote>a <b>b</b> <a href='http://x.org'>c</a></blockquote>",
            "a b c",
            "blockquote:0+5 bold:2+1 text_link:4+1",
        ),
        ("<blockquote expandable>a</blockquote>", "a", "expandable_blockquote:0+1"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "ab", "blockquote:0+1 blockquote:1+1"),
        ("<a href=\"https://x.org/?a=1&amp;b=&quot;\">t</a>", "t", "text_link:0+1"),
        ("<a>x.org</a>", "x.org", "text_link:0+5"),
    ];
    for (i, (source, text, entities)) in good.into_iter().enumerate() {
        ok(&api, "sendMessage", html(source)).await;
        let message = &api.messages(7)[i];
        let found: Vec<_> = message.entities.iter().map(|e| format!("{}:{}+{}", e.kind, e.offset, e.length)).collect();
        assert_eq!((message.text.as_str(), found.join(" ").as_str()), (text, entities), "{source}");
    }
    assert_eq!(api.violations(), [""; 0]);
}

#[tokio::test]
async fn refuses_what_is_not_in_the_html_grammar() {
    let api = server().await;
    let bad = [
        ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
        ("<b>a<i>b</i>", "Can't find end tag corresponding to start tag \"b\""),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>a</i>", "Unmatched end tag at byte offset 6, expected \"</b>\", found \"</i>\""),
        ("<b><i>a</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<a href=\"http://x.org>a</a>", "Unclosed start tag at byte offset 0"),
        ("<p>a</p>", "Unsupported start tag \"p\" at byte offset 0"),
        ("a<br>b", "Unsupported start tag \"br\" at byte offset 1"),
        ("a<br/>b", "Unsupported start tag \"br/\" at byte offset 1"),
        ("1 < 2", "Unsupported start tag \"\" at byte offset 2"),
        ("<span>a</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ("<a \"x\">a</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
        ("<a href=http://x.org>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href=\"http://x.org/\"y\">a</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "blockquote can't be nested in blockquote at byte offset 13",
        ),
        (
            "<blockquote><b><blockquote expandable>b</blockquote></b></blockquote>",
            "expandable_blockquote can't be nested in blockquote",
        ),
        ("<a href=\"http://x.org\"><blockquote>b</blockquote></a>", "blockquote can't be nested in text_link"),
        ("<a href=\"http://x.org\"><a href=\"http://y.org\">b</a></a>", "text_link can't be nested in text_link"),
        ("<code><b>a</b></code>", "bold can't be nested in code"),
        ("<pre><i>a</i></pre>", "italic can't be nested in pre"),
    ];
    for (i, (source, why)) in bad.into_iter().enumerate() {
        let (status, description) = refused(&api, "sendMessage", html(source)).await;
        assert_eq!(status, 400);
        assert!(
            description.starts_with(&format!("Bad Request: can't parse entities: {why}")),
            "{source}: {description}"
        );
        assert_eq!(api.violations().len(), i + 1, "{source}");
    }
    assert_eq!(api.messages(7), []);
}

#[tokio::test]
async fn notes_what_telegram_tolerates_and_the_documentation_forbids() {
    let api = server().await;
    for (source, text, noted) in [
        ("R&D", "R&D", "unescaped '&' at byte offset 1"),
        ("a&nbsp;b", "a&nbsp;b", "unescaped '&' at byte offset 1"),
        ("&apos;", "&apos;", "unescaped '&' at byte offset 0"),
        ("&#0;", "&#0;", "unescaped '&' at byte offset 0"),
        ("2 > 1", "2 > 1", "unescaped '>' at byte offset 2"),
        ("<b onclick=\"x\">a</b>", "a", "unknown attribute \"onclick\" of tag \"b\""),
    ] {
        ok(&api, "sendMessage", html(source)).await;
        assert_eq!(api.messages(7).last().expect("a message").text, text);
        assert!(api.violations().last().expect("a violation").contains(noted), "{source}: {:?}", api.violations());
    }
    assert_eq!(api.violations().len(), 6);
}

#[tokio::test]
async fn cleans_texts_up() {
    let api = server().await;
    let table = [
        ("  \n a b  c\n\n", "a b  c"),
        ("a\tb\u{b}c\u{1f}d\0e", "a b c d e"),
        ("\ta\t", "a"),
        ("a\r\nb\rc", "a\nbc"),
        ("a\u{2028}b\u{2029}c\u{202a}d\u{202e}e\u{202f}f", "abcde\u{202f}f"),
        ("A\u{30a}u\u{30a} \u{333}a\u{33f}b å и\u{306}", "Au ab å и\u{306}"),
        ("a\u{200e}b", "a\u{200e}b"),
        ("a\u{200e}\u{200f}b", "a\u{200c}\u{200f}b"),
        ("a\u{200f}\u{200f}\u{200e}b\u{200e}", "a\u{200c}\u{200c}\u{200e}b\u{200e}"),
        ("a\u{200e}\u{2028}\u{200f}b", "a\u{200c}\u{200f}b"),
        ("\u{a0}a\u{a0}b\u{ad}c\u{a0}", "\u{a0}a\u{a0}b\u{ad}c\u{a0}"),
        ("\u{feff}a\u{7f}\u{85}", "\u{feff}a\u{7f}\u{85}"),
    ];
    for (sent, stored) in table {
        for params in [html(sent), json!({ "chat_id": 7, "text": sent })] {
            ok(&api, "sendMessage", params).await;
            assert_eq!(api.messages(7).last().expect("a message").text, stored, "{sent:?}");
        }
    }
    assert_eq!(api.violations(), [""; 0]);
}

#[tokio::test]
async fn moves_entities_with_the_cleaned_text() {
    let api = server().await;
    ok(&api, "sendMessage", html(" \n<b>a\r</b>\u{2028}x\r<i>\r</i><blockquote>\tq 😀\r\n </blockquote> ")).await;
    let message = &api.messages(7)[0];
    assert_eq!(message.text, "ax q 😀");
    let found: Vec<_> = message.entities.iter().map(|e| (e.kind.as_str(), e.offset, e.length)).collect();
    assert_eq!(found, [("bold", 0, 1), ("blockquote", 2, 5)]);
    assert_eq!(message.quotes(), [" q 😀"]);
}

#[tokio::test]
async fn stores_checks_and_drops_links() {
    let api = server().await;
    let table = [
        ("https://Example.ORG", Some("https://example.org/")),
        ("HTTP://example.org:8080/A?B#C", Some("http://example.org:8080/A?B#C")),
        ("example.org", Some("http://example.org/")),
        ("https://example.org?q", Some("https://example.org/?q")),
        ("https://example.org/a b", Some("https://example.org/a%20b")),
        ("https://example.org/п#:~:text=a%20b,-c", Some("https://example.org/п#:~:text=a%20b,-c")),
        ("https://пример.рф/", Some("https://пример.рф/")),
        ("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080/")),
        ("http://[::1]:80/", Some("http://[::1]:80/")),
        ("tg://user?id=5", Some("tg://user?id=5")),
        ("http://localhost/", None),
        ("http://localhost:80/", None),
        ("https:///path", None),
        ("https://example.org:0/", None),
        ("https://example.org:99999/", None),
        ("ftp://example.org/", None),
        ("https://exa mple.org/", None),
        ("https://.org/", None),
        ("just words", None),
    ];
    for (link, stored) in table {
        ok(&api, "sendMessage", html(&format!("<a href=\"{link}\">x</a>"))).await;
        let message = api.messages(7).pop().expect("a message");
        assert_eq!((message.text.as_str(), message.links()), ("x", stored.into_iter().collect()), "{link}");
        assert_eq!(message.dropped_links.len(), usize::from(stored.is_none()), "{link}");
    }
    assert_eq!(api.violations(), [""; 0]);
    for (link, stored) in table {
        let keyboard = json!({ "inline_keyboard": [[{ "text": "x", "url": link }]] });
        let params = json!({ "chat_id": 7, "text": "x", "reply_markup": keyboard });
        let (status, body) = call(&api, "sendMessage", params).await;
        let expected = if stored.is_some() { 200 } else { 400 };
        assert_eq!(status, expected, "{link}: {body}");
        if stored.is_none() {
            assert_eq!(body["description"], "Bad Request: BUTTON_URL_INVALID");
        }
    }
    assert_eq!(api.violations().len(), 9);
}

//! Telegram's small HTML: escaping, counting, and the way back to plain text.

/// Escapes text for the body of a message.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
    out
}

/// Escapes text for an attribute in double quotes.
pub(super) fn escape_attribute(text: &str) -> String {
    escape(text).replace('"', "&quot;")
}

/// Length in UTF-16 code units, as Telegram counts.
pub(super) fn len_utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text without tags, references resolved: what a reader sees. For HTML made here only.
pub fn to_plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { rest.find('>') } else { rest.find(';') };
        let Some(end) = end else { break };
        out.push_str(match &rest[..=end] {
            "&amp;" => "&",
            "&lt;" => "<",
            "&gt;" => ">",
            "&quot;" => "\"",
            _ => "",
        });
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_comes_back() {
        let nasty = "a < b && c > \"d\" &amp; <b>x</b> я😀";
        assert_eq!(escape("<a&b>\""), "&lt;a&amp;b&gt;\"");
        assert_eq!(escape_attribute("<a&b>\""), "&lt;a&amp;b&gt;&quot;");
        assert_eq!(
            to_plain(&format!("<b>{}</b><a href=\"x\">{}</a>", escape(nasty), escape("!"))),
            format!("{nasty}!")
        );
        assert_eq!(len_utf16("aя😀"), 4);
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC{0,60}") {
            proptest::prop_assert_eq!(to_plain(&escape(&text)), text.clone());
            proptest::prop_assert_eq!(to_plain(&escape_attribute(&text)), text);
        }
    }
}

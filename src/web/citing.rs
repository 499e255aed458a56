//! Ways to cite a quote. The words stay as they are; what a format reads as syntax is escaped, or the format keeps them
//! apart.

use crate::domain::Citation;
use crate::locale::Locale;
use crate::reply;

/// For letters: the words between rules, then their source.
pub(super) fn plain(lang: Locale, citation: &Citation, address: &str) -> String {
    let (quote, meta) = (&citation.quote, &citation.quote.article().meta);
    let publisher = meta.publisher.as_ref().map(|name| format!("{name}, ")).unwrap_or_default();
    let date = reply::date(lang, meta.date);
    format!("{}\n— {} ({publisher}{date}). {}\n{address}", quote.text(), meta.title, meta.url)
}

/// Markdown: a block quote with a link under it.
pub(super) fn markdown(lang: Locale, citation: &Citation, address: &str) -> String {
    let (quote, meta) = (&citation.quote, &citation.quote.article().meta);
    let words: String = quote.text().lines().map(|line| format!("> {}\n", escaped(line))).collect();
    let date = reply::date(lang, meta.date);
    format!("{words}>\n> — [{}](<{}>), {date} ([card](<{address}>))", escaped(&meta.title), link(&citation.link))
}

/// BibTeX, for `\cite`; the words are in the note.
pub(super) fn bibtex(citation: &Citation, address: &str) -> String {
    let (quote, meta) = (&citation.quote, &citation.quote.article().meta);
    let mut fields = vec![("title", tex(&meta.title))];
    fields.extend(meta.speaker.as_deref().map(|name| ("author", format!("{{{}}}", tex(name)))));
    fields.extend(meta.publisher.as_deref().map(|name| ("organization", tex(name))));
    fields.push(("year", meta.date.year().to_string()));
    fields.extend(meta.date.month().map(|month| ("month", month.to_string())));
    fields.push(("url", meta.url.clone()));
    fields.push(("note", format!("{} {}", tex(quote.text()), address)));
    let lines: String = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@online{{policybot-{},\n{lines}}}", quote.id())
}

/// Text that Markdown reads as it is.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An address between angle brackets.
fn link(url: &str) -> String {
    url.replace('<', "%3C").replace('>', "%3E")
}

/// Text that TeX reads as it is, as far as a bibliography needs it.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            // Unbalanced braces would end the field.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_of_the_format_is_taken_as_text() {
        assert_eq!(escaped("a *b* [c](d) <e> R&D #1"), "a \\*b\\* \\[c\\](d) \\<e\\> R\\&D \\#1");
        assert_eq!(
            tex("R&D: 5 % {of} a_b\\c\n2"),
            "R\\&D: 5 \\% \\textbraceleft{}of\\textbraceright{} a\\_b\\textbackslash{}c 2"
        );
        assert_eq!(link("http://x/<a>"), "http://x/%3Ca%3E");
    }
}

//! A reply on a terminal.

use super::{Cited, Part, Reply};

/// The reply as plain text, ending in a line break.
///
/// Every quote stands alone between two rules, byte for byte as in its source, whatever line breaks are in it:
///
/// ```text
/// ┌─ Gazprom, Rosneft
/// The governor named Gazprom and Rosneft.
/// └─ A title · Tomsk Region · November 2020
///    https://example.org/a#:~:text=The%20governor
/// ```
pub fn plain(reply: &Reply) -> String {
    let mut out = String::new();
    for (i, part) in reply.parts.iter().enumerate() {
        if i > 0 && !matches!(part, Part::Examples(_)) {
            out.push('\n');
        }
        match part {
            Part::Say(said) => {
                out.push_str(said);
                out.push('\n');
            }
            Part::Examples(questions) => {
                for question in questions {
                    out.push_str(&format!("  • {question}\n"));
                }
            }
            Part::Cited(cited) => quote(cited, &mut out),
        }
    }
    out
}

fn quote(cited: &Cited, out: &mut String) {
    let citation = &cited.citation;
    out.push_str(format!("┌─ {}", cited.names.join(", ")).trim_end());
    out.push('\n');
    out.push_str(citation.quote.text());
    out.push_str(&format!("\n└─ {} · {}\n", citation.quote.article().meta.title, cited.details));
    out.push_str(&format!("   {}\n", citation.link));
}

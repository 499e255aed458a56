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
        let joined =
            matches!((i.checked_sub(1).map(|b| &reply.parts[b]), part), (Some(Part::Entry(_)), Part::Entry(_)));
        if i > 0 && !joined && !matches!(part, Part::Examples(_)) {
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
            Part::Title(title) => out.push_str(&format!("{title}\n{}\n", "─".repeat(title.chars().count().min(72)))),
            Part::Entry(entry) => {
                let details = if entry.details.is_empty() { String::new() } else { format!(" · {}", entry.details) };
                out.push_str(&format!("{}{details}\n   {}\n", entry.title, entry.url));
            }
        }
    }
    out
}

fn quote(cited: &Cited, out: &mut String) {
    let citation = &cited.citation;
    out.push_str(format!("┌─ {}", cited.names.join(", ")).trim_end());
    out.push('\n');
    out.push_str(citation.quote.text());
    let title = citation.quote.article().meta.title.as_str();
    let said = [cited.speaker.as_deref(), Some(title), Some(cited.details.as_str())];
    let said: Vec<&str> = said.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    out.push_str(&format!("\n└─ {}\n", said.join(" · ")));
    out.push_str(&format!("   {}\n", citation.link));
}

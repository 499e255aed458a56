//! The last look before a reply leaves.

use super::{Part, Reply};
use crate::domain::QuoteError;
use crate::locale::text;

/// Takes out every quote whose article no longer has the hash it was frozen with, says so once where the first stood,
/// and returns what was found, for the log. Call it right before showing a reply, wherever that is.
pub fn vet(reply: Reply) -> (Reply, Vec<QuoteError>) {
    let lang = reply.lang;
    let mut errors = Vec::new();
    let mut parts = Vec::with_capacity(reply.parts.len());
    for part in reply.parts {
        let verdict = match &part {
            Part::Cited(cited) => cited.citation.quote.verify(),
            _ => Ok(()),
        };
        match verdict {
            Ok(()) => parts.push(part),
            Err(error) => {
                if errors.is_empty() {
                    parts.push(Part::Say(text(lang, "quote-withheld", &[])));
                }
                errors.push(error);
            }
        }
    }
    (Reply { lang, parts }, errors)
}

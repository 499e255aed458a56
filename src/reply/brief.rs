//! The shorter form of a reply, for groups.

use super::{Part, Reply};
use crate::locale::text;

/// The reply with its first quote only and a line that says how many there are besides. Everything said before the
/// quotes stays.
pub fn brief(reply: Reply) -> Reply {
    let quotes = reply.cited().count();
    if quotes < 2 {
        return reply;
    }
    let lang = reply.lang;
    let mut first = true;
    let mut parts = reply.parts;
    parts.retain(|part| !matches!(part, Part::Cited(_)) || std::mem::take(&mut first));
    parts.push(Part::Say(text(lang, "brief-more", &[("n", (quotes - 1).into())])));
    Reply { lang, parts }
}

/// The reply with a line on top that says which region was assumed, because the group has chosen it.
pub fn assuming(mut reply: Reply, region: Option<&str>) -> Reply {
    if let Some(region) = region {
        reply.parts.insert(0, Part::Say(text(reply.lang, "assumed-region", &[("region", region.into())])));
    }
    reply
}

//! The wording of answers.

use super::words::{details, enumeration, shorten};
use super::{Cited, Part, Reply};
use crate::domain::{
    Abstention, Answer, AnswerKind, Assumption, Citation, Lang, Reason, SmallTalk, StatementList, TakenOver, Topic,
};
use crate::locale::text;

/// How much of the asker's own words is repeated, in characters.
const ECHO_MAX: usize = 200;
/// How many example questions are offered.
const EXAMPLES_MAX: usize = 4;

/// Puts an answer into words.
pub fn answer(answer: &Answer) -> Reply {
    let lang = answer.lang;
    let mut parts: Vec<Part> = answer.assumptions.iter().map(|assumed| assumption(lang, assumed)).collect();
    match &answer.kind {
        AnswerKind::Quotes(quotes) => quoted(lang, quotes, &mut parts),
        AnswerKind::List(list) => listed(lang, list, &mut parts),
        AnswerKind::Abstention(silence) => abstained(lang, silence, &mut parts),
    }
    parts.extend(answer.missing.iter().map(|missing| Part::Say(nothing_about(lang, missing.reason, &missing.region))));
    Reply { lang, parts }
}

fn nothing_about(lang: Lang, reason: Reason, region: &str) -> String {
    let region = shorten(region, 100);
    match reason {
        Reason::Region => text(lang, "no-region", &[("region", (&region).into())]),
        _ => text(lang, "no-topic-in", &[("region", (&region).into())]),
    }
}

fn assumption(lang: Lang, assumed: &Assumption) -> Part {
    match assumed {
        Assumption::Reread(words) => {
            Part::Say(text(lang, "searched-for", &[("text", (&shorten(words, ECHO_MAX)).into())]))
        }
        Assumption::TakenOver(taken) => Part::Say(shorten(&completed(lang, taken), ECHO_MAX)),
    }
}

/// What the question is about: "Tomsk Region · partners".
fn completed(lang: Lang, taken: &TakenOver) -> String {
    let topic = taken.topic.map(|topic| match topic {
        Topic::Directions => text(lang, "about-directions", &[]),
        Topic::Partners => text(lang, "about-partners", &[]),
        Topic::Programmes => text(lang, "about-programmes", &[]),
    });
    let words = Some(taken.words.join(", ")).filter(|w| !w.is_empty());
    taken.regions.iter().cloned().chain(topic).chain(words).collect::<Vec<_>>().join(" · ")
}

fn cited(lang: Lang, names: &[String], citation: &Citation) -> Part {
    let details = details(lang, &citation.quote.article().meta);
    Part::Cited(Cited { names: names.to_vec(), citation: citation.clone(), details })
}

fn quoted(lang: Lang, quotes: &[Citation], parts: &mut Vec<Part>) {
    parts.push(Part::Say(text(lang, "quotes-intro", &[("n", quotes.len().into())])));
    parts.extend(quotes.iter().map(|citation| cited(lang, &[], citation)));
}

fn listed(lang: Lang, list: &StatementList, parts: &mut Vec<Part>) {
    let (intro, announced) = match list.topic {
        Topic::Directions => ("list-directions", "announced-directions"),
        Topic::Partners => ("list-partners", "announced-partners"),
        Topic::Programmes => ("list-programmes", "announced-programmes"),
    };
    let mut said = text(lang, intro, &[("n", list.statements.len().into())]);
    if let Some((announces, describes)) = list.announced {
        let args = [("announced", announces.into()), ("described", describes.into())];
        said = format!("{}\n\n{said}", text(lang, announced, &args));
    }
    parts.push(Part::Say(said));
    parts.extend(list.statements.iter().map(|statement| cited(lang, &statement.names, &statement.citation)));
}

fn abstained(lang: Lang, silence: &Abstention, parts: &mut Vec<Part>) {
    if let Some(talk) = silence.small_talk {
        return talked(lang, talk, silence, parts);
    }
    let region = silence.region.as_deref().map(|region| shorten(region, 100));
    let said = match (silence.reason, &region) {
        (Reason::Region, Some(region)) => text(lang, "no-region", &[("region", region.into())]),
        (Reason::Region, None) => text(lang, "no-region-unnamed", &[]),
        (Reason::Topic, Some(region)) => text(lang, "no-topic-in", &[("region", region.into())]),
        (Reason::Topic, None) => text(lang, "no-topic", &[]),
        (Reason::Unclear, _) => text(lang, "unclear", &[]),
    };
    parts.push(Part::Say(said));
    can_answer(lang, silence, parts);
}

/// A short reply to what is no question, with something to ask where that helps.
fn talked(lang: Lang, talk: SmallTalk, silence: &Abstention, parts: &mut Vec<Part>) {
    let (said, offers) = match talk {
        SmallTalk::Greeting => (text(lang, "talk-greeting", &[]), true),
        SmallTalk::Thanks => (text(lang, "talk-thanks", &[]), false),
        SmallTalk::Farewell => (text(lang, "talk-farewell", &[]), false),
        SmallTalk::Insult => (text(lang, "talk-insult", &[]), false),
        SmallTalk::AboutBot => (text(lang, "talk-about-bot", &[]), true),
    };
    parts.push(Part::Say(said));
    if offers {
        can_answer(lang, silence, parts);
    }
}

fn can_answer(lang: Lang, silence: &Abstention, parts: &mut Vec<Part>) {
    if !silence.regions.is_empty() {
        let names = enumeration(lang, &silence.regions);
        parts.push(Part::Say(text(lang, "can-answer", &[("names", (&names).into())])));
    }
    offer(lang, &silence.examples, parts);
}

/// Adds example questions, if there are any.
pub(super) fn offer(lang: Lang, examples: &[String], parts: &mut Vec<Part>) {
    if !examples.is_empty() {
        parts.push(Part::Say(text(lang, "examples-intro", &[])));
        parts.push(Part::Examples(examples.iter().take(EXAMPLES_MAX).map(|q| shorten(q, ECHO_MAX)).collect()));
    }
}

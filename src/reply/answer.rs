//! The wording of answers.

use super::words::{details, enumeration, shorten};
use super::{Cited, Part, Reply};
use crate::domain::{
    Abstention, Answer, AnswerKind, Assumption, Citation, Reason, SmallTalk, StatementList, TakenOver, Topic,
};
use crate::locale::{Locale, text};

/// How much of the asker's own words is repeated, in characters.
const ECHO_MAX: usize = 200;
/// How many example questions are offered.
const EXAMPLES_MAX: usize = 4;

/// Puts an answer into words.
pub fn answer(answer: &Answer) -> Reply {
    let lang = Locale::from(answer.lang);
    let mut parts: Vec<Part> = answer.assumptions.iter().map(|assumed| assumption(lang, assumed)).collect();
    match &answer.kind {
        AnswerKind::Quotes(quotes) => quoted(lang, quotes, &mut parts),
        AnswerKind::List(list) => listed(lang, list, &mut parts),
        AnswerKind::Abstention(silence) => abstained(lang, silence, &mut parts),
    }
    parts.extend(answer.missing.iter().map(|missing| Part::Say(nothing_about(lang, missing.reason, &missing.region))));
    Reply { lang, parts }
}

/// That a region has nothing to say, and why.
pub fn nothing_about(lang: Locale, reason: Reason, region: &str) -> String {
    let region = shorten(region, 100);
    match reason {
        Reason::Region => text(lang, "no-region", &[("region", (&region).into())]),
        _ => text(lang, "no-topic-in", &[("region", (&region).into())]),
    }
}

/// What had to be assumed.
pub fn assumption(lang: Locale, assumed: &Assumption) -> Part {
    match assumed {
        Assumption::Reread(words) => {
            Part::Say(text(lang, "searched-for", &[("text", (&shorten(words, ECHO_MAX)).into())]))
        }
        Assumption::TakenOver(taken) => Part::Say(shorten(&completed(lang, taken), ECHO_MAX)),
    }
}

/// What the question is about: "Tomsk Region · partners".
pub fn completed(lang: Locale, taken: &TakenOver) -> String {
    let topic = taken.topic.map(|topic| match topic {
        Topic::Directions => text(lang, "about-directions", &[]),
        Topic::Partners => text(lang, "about-partners", &[]),
        Topic::Programmes => text(lang, "about-programmes", &[]),
        Topic::Residents => text(lang, "about-residents", &[]),
    });
    let words = Some(taken.words.join(", ")).filter(|w| !w.is_empty());
    taken.regions.iter().cloned().chain(topic).chain(words).collect::<Vec<_>>().join(" · ")
}

fn cited(lang: Locale, names: &[String], citation: &Citation, number: Option<u32>) -> Part {
    let details = details(lang, &citation.quote.article().meta);
    let (names, citation) = (names.to_vec(), citation.clone());
    Part::Cited(Cited { names, citation, details, speaker: None, marks: Vec::new(), number, page: None })
}

/// Numbers from 1 for several, none for one.
fn numbers(of: usize) -> impl Iterator<Item = Option<u32>> {
    (1..).map(move |n| (of > 1).then_some(n))
}

fn quoted(lang: Locale, quotes: &[Citation], parts: &mut Vec<Part>) {
    parts.push(Part::Say(text(lang, "quotes-intro", &[("n", quotes.len().into())])));
    parts.extend(quotes.iter().zip(numbers(quotes.len())).map(|(citation, n)| cited(lang, &[], citation, n)));
}

fn listed(lang: Locale, list: &StatementList, parts: &mut Vec<Part>) {
    parts.push(Part::Say(list_intro(lang, list.topic, list.statements.len(), list.announced)));
    let statements = list.statements.iter().zip(numbers(list.statements.len()));
    parts.extend(statements.map(|(s, number)| cited(lang, &s.names, &s.citation, number)));
}

/// What is said above a list: how many the source announces, where that differs, and how many quotes there are.
pub fn list_intro(lang: Locale, topic: Topic, quotes: usize, announced: Option<(u32, u32)>) -> String {
    let (intro, said) = match topic {
        Topic::Directions => ("list-directions", "announced-directions"),
        Topic::Partners => ("list-partners", "announced-partners"),
        Topic::Programmes => ("list-programmes", "announced-programmes"),
        Topic::Residents => ("list-residents", "announced-residents"),
    };
    let intro = text(lang, intro, &[("n", quotes.into())]);
    match announced {
        Some((announces, describes)) => {
            let args = [("announced", announces.into()), ("described", describes.into())];
            format!("{}\n\n{intro}", text(lang, said, &args))
        }
        None => intro,
    }
}

fn abstained(lang: Locale, silence: &Abstention, parts: &mut Vec<Part>) {
    parts.push(Part::Say(refusal(lang, silence)));
    if offers_help(silence) {
        can_answer(lang, silence, parts);
    }
}

/// Whether something to ask helps: not after thanks or a goodbye.
pub fn offers_help(silence: &Abstention) -> bool {
    !matches!(silence.small_talk, Some(SmallTalk::Thanks | SmallTalk::Farewell | SmallTalk::Insult))
}

fn talked(lang: Locale, talk: SmallTalk) -> String {
    match talk {
        SmallTalk::Greeting => text(lang, "talk-greeting", &[]),
        SmallTalk::Thanks => text(lang, "talk-thanks", &[]),
        SmallTalk::Farewell => text(lang, "talk-farewell", &[]),
        SmallTalk::Insult => text(lang, "talk-insult", &[]),
        SmallTalk::AboutBot => text(lang, "talk-about-bot", &[]),
    }
}

fn can_answer(lang: Locale, silence: &Abstention, parts: &mut Vec<Part>) {
    if !silence.regions.is_empty() {
        let names = enumeration(lang, &silence.regions);
        parts.push(Part::Say(text(lang, "can-answer", &[("names", (&names).into())])));
    }
    offer(lang, &silence.examples, parts);
}

/// Why there is no answer; to small talk, a short reply.
pub fn refusal(lang: Locale, silence: &Abstention) -> String {
    if let Some(talk) = silence.small_talk {
        return talked(lang, talk);
    }
    let region = silence.region.as_deref().map(|region| shorten(region, 100));
    match (silence.reason, &region) {
        (Reason::Region, Some(region)) => text(lang, "no-region", &[("region", region.into())]),
        (Reason::Region, None) => text(lang, "no-region-unnamed", &[]),
        (Reason::Topic, Some(region)) => text(lang, "no-topic-in", &[("region", region.into())]),
        (Reason::Topic, None) => text(lang, "no-topic", &[]),
        (Reason::Unclear, _) => text(lang, "unclear", &[]),
    }
}

/// Adds example questions, if there are any.
fn offer(lang: Locale, examples: &[String], parts: &mut Vec<Part>) {
    if !examples.is_empty() {
        parts.push(Part::Say(text(lang, "examples-intro", &[])));
        parts.push(Part::Examples(examples.iter().take(EXAMPLES_MAX).map(|q| shorten(q, ECHO_MAX)).collect()));
    }
}

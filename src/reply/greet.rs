//! Greeting, help, and what the bot says when there is no question to answer.

use super::answer::{answer, offer};
use super::words::{date, enumeration, shorten};
use super::{Line, Part, Reply, Said};
use crate::domain::{Answer, Lang, PartialDate, Question};
use crate::locale::text;

/// What the bot can speak of at the moment, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Names of the regions covered, for display, most important first.
    pub regions: Vec<String>,
    /// Number of articles.
    pub articles: usize,
    /// Date of the newest article.
    pub newest: Option<PartialDate>,
    /// Questions the sources do answer; when empty, general ones about the first region are offered.
    pub examples: Vec<String>,
}

/// The reply to one line of a conversation: the greeting, help, a hint, or what `ask` answers to a question.
///
/// `lang` is the asker's interface language. Fails as `ask` fails.
pub fn respond<E>(
    line: &Line,
    lang: Lang,
    coverage: &Coverage,
    ask: impl FnOnce(&Question) -> Result<Answer, E>,
) -> Result<Reply, E> {
    Ok(match &line.said {
        Said::Start => start(lang, coverage),
        Said::Help => help(lang, coverage),
        Said::AskNothing => ask_empty(lang),
        Said::Unknown => unknown_command(lang),
        Said::Question(text) => answer(&ask(&Question { lang: Some(lang), ..Question::new(text.clone()) })?),
    })
}

/// `/start`: what the bot does, what it covers now, what to ask.
pub fn start(lang: Lang, coverage: &Coverage) -> Reply {
    let mut parts = vec![Part::Say(text(lang, "start-welcome", &[])), Part::Say(covered(lang, coverage))];
    offer(lang, &examples(lang, coverage), &mut parts);
    Reply { lang, parts }
}

/// `/help`: how to ask.
pub fn help(lang: Lang, coverage: &Coverage) -> Reply {
    let says = [text(lang, "help-how", &[]), text(lang, "help-what", &[]), text(lang, "help-commands", &[])];
    let mut parts: Vec<Part> = says.into_iter().map(Part::Say).collect();
    offer(lang, &examples(lang, coverage), &mut parts);
    Reply { lang, parts }
}

/// `/ask` without a question.
pub fn ask_empty(lang: Lang) -> Reply {
    Reply::say(lang, text(lang, "ask-empty", &[]))
}

/// A command the bot does not have.
pub fn unknown_command(lang: Lang) -> Reply {
    Reply::say(lang, text(lang, "unknown-command", &[]))
}

/// A message without words: a sticker, a photo without a caption.
pub fn unsupported(lang: Lang, coverage: &Coverage) -> Reply {
    let example = examples(lang, coverage).into_iter().take(1).collect::<Vec<_>>();
    let mut parts = vec![Part::Say(text(lang, "unsupported", &[]))];
    if example.is_empty() {
        parts = vec![Part::Say(text(lang, "help-how", &[]))];
    } else {
        parts.push(Part::Examples(example));
    }
    Reply { lang, parts }
}

/// Something failed inside.
pub fn apology(lang: Lang) -> Reply {
    Reply::say(lang, text(lang, "apology", &[]))
}

/// The question waited so long that an answer would come out of the blue.
pub fn too_late(lang: Lang) -> Reply {
    Reply::say(lang, text(lang, "too-late", &[]))
}

fn covered(lang: Lang, coverage: &Coverage) -> String {
    if coverage.articles == 0 {
        return text(lang, "start-empty", &[]);
    }
    let names = enumeration(lang, &coverage.regions);
    let counts = [
        ("articles", coverage.articles.into()),
        ("regions", coverage.regions.len().into()),
        ("names", (&names).into()),
    ];
    let mut said = text(lang, "start-covers", &counts);
    if let Some(newest) = coverage.newest {
        said.push(' ');
        said.push_str(&text(lang, "start-newest", &[("date", (&date(lang, newest)).into())]));
    }
    said
}

fn examples(lang: Lang, coverage: &Coverage) -> Vec<String> {
    match (coverage.examples.is_empty(), coverage.regions.first()) {
        (false, _) => coverage.examples.clone(),
        (true, None) => Vec::new(),
        (true, Some(region)) => {
            let region = shorten(region, 100);
            let about = [("region", (&region).into())];
            vec![
                text(lang, "example-directions", &about),
                text(lang, "example-partners", &about),
                text(lang, "example-programmes", &about),
            ]
        }
    }
}

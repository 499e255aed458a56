//! What people type, taken apart. The same in Telegram and in the terminal.
//!
//! ```text
//! line     = *space ( command / question ) *space
//! command  = "/" name [ "@" bot ] [ 1*space rest ]
//! name     = 1*32( letter / digit / "_" )      ASCII, upper and lower case are the same
//! bot      = 1*( letter / digit / "_" )        ASCII, a bot's username
//! rest     = *any
//! ```
//!
//! Known names are those of [`Said`], every other is [`Said::Unknown`]; `rest` is the question of `ask`, the payload of
//! `start` (a link to a quote card), a region or two, and ignored elsewhere. What does not match `command` to its end is a question, `/path/to` and `/!` too.

use crate::domain::Topic;

/// Commands that are dealt with where people and groups are known.
const ELSEWHERE: [&str; 7] = ["subscribe", "subscriptions", "digest", "mydata", "forget", "privacy", "settings"];

/// One line of a conversation.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// What it asks for.
    pub said: Said,
    /// Whether it was written as a command.
    pub command: bool,
    /// The bot a command is addressed to by username (`/ask@this_bot`), without `@`, as written.
    pub bot: Option<String>,
}

/// What a line asks for.
#[derive(Clone, PartialEq, Eq)]
pub enum Said {
    /// `/start`, with what the link that was followed says.
    Start(String),
    /// `/help`.
    Help,
    /// `/lang`, with a language.
    Lang(String),
    /// `/regions`.
    Regions,
    /// `/region`, with a name.
    Region(String),
    /// `/directions`, `/partners` or `/programmes`, with the name of a region.
    List(Topic, String),
    /// `/compare`, with the names of regions.
    Compare(String),
    /// `/latest`, with the name of a region.
    Latest(String),
    /// `/sources`.
    Sources,
    /// A command for which the bot needs Telegram: it has to do with people and groups.
    Elsewhere,
    /// `/ask` without a question.
    AskNothing,
    /// A command that does not exist.
    Unknown,
    /// A question, plain or after `/ask`, without white space around it.
    Question(String),
}

impl Line {
    /// Reads one line (or a whole message: line breaks are white space here).
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let Some((name, bot, rest)) = command(text) else {
            return Self { said: Said::Question(text.to_owned()), command: false, bot: None };
        };
        let said = match name.to_ascii_lowercase().as_str() {
            "start" => Said::Start(rest.to_owned()),
            "help" => Said::Help,
            "lang" | "language" => Said::Lang(rest.to_owned()),
            "regions" => Said::Regions,
            "region" => Said::Region(rest.to_owned()),
            "directions" => Said::List(Topic::Directions, rest.to_owned()),
            "partners" => Said::List(Topic::Partners, rest.to_owned()),
            "programmes" | "programs" => Said::List(Topic::Programmes, rest.to_owned()),
            "residents" => Said::List(Topic::Residents, rest.to_owned()),
            "compare" => Said::Compare(rest.to_owned()),
            "latest" => Said::Latest(rest.to_owned()),
            "sources" => Said::Sources,
            "ask" if rest.is_empty() => Said::AskNothing,
            "ask" => Said::Question(rest.to_owned()),
            name if ELSEWHERE.contains(&name) => Said::Elsewhere,
            _ => Said::Unknown,
        };
        Self { said, command: true, bot: bot.map(str::to_owned) }
    }
}

/// Takes a command apart: name, addressed bot, rest; `None` when it is none.
pub fn command(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let body = text.strip_prefix('/')?;
    let (head, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let (name, bot) = match head.split_once('@') {
        Some((name, bot)) => (name, Some(bot)),
        None => (head, None),
    };
    let word = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (word(name) && name.len() <= 32 && bot.is_none_or(word)).then(|| (name, bot, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Said, Option<String>) {
        let line = Line::parse(text);
        (line.said, line.bot)
    }

    fn question(text: &str) -> (Said, Option<String>) {
        (Said::Question(text.to_owned()), None)
    }

    #[test]
    fn commands() {
        assert!(parse("/start") == (Said::Start(String::new()), None));
        assert!(parse(" /START q_abc ") == (Said::Start("q_abc".to_owned()), None));
        assert!(parse("/programs  Tomsk ") == (Said::List(Topic::Programmes, "Tomsk".to_owned()), None));
        assert!(parse("/latest") == (Said::Latest(String::new()), None));
        assert!(parse("/help@Some_Bot") == (Said::Help, Some("Some_Bot".to_owned())));
        assert!(parse("/ask") == (Said::AskNothing, None));
        assert!(parse("/ask@b \n") == (Said::AskNothing, Some("b".to_owned())));
        assert!(parse("/ask  кто\nпартнёры? ") == question("кто\nпартнёры?"));
        assert!(parse("/ask\u{a0}who") == question("who"));
        assert!(parse("/asking who") == (Said::Unknown, None));
        assert!(parse("/Digest 9 +7") == (Said::Elsewhere, None));
    }

    #[test]
    fn no_commands() {
        let long = format!("/{}", "a".repeat(33));
        for text in ["who?", "/path/to", "/", "/ ask", "/!", "/ask@", "/спроси", "5 / 3", "/ask@b@c", long.as_str()]
        {
            let line = Line::parse(text);
            assert!(line.said == Said::Question(text.to_owned()) && !line.command, "{text}");
        }
        assert!(parse("  who? \n") == question("who?"));
    }

    proptest::proptest! {
        #[test]
        fn loses_no_question(text in "\\PC{1,40}") {
            let expected = format!("q{text}");
            let said = Line::parse(&format!("/ask  {expected}")).said;
            proptest::prop_assert!(said == Said::Question(expected.trim().to_owned()));
        }
    }
}

//! What the bot answers.

use super::{Citation, Lang};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Language of the question: the bot's own words are in it, quotes stay in theirs.
    pub lang: Lang,
    /// How sure the engine is that the sources answer the question, 0 to 1.
    pub confidence: f32,
    /// How sure it is that the first quote is the one that answers, 0 to 1.
    pub certainty: f32,
    /// What was assumed to understand the question, to be said to the asker.
    pub assumptions: Vec<Assumption>,
    /// Regions that were to be compared and have nothing to say: no region is left out in silence.
    pub missing: Vec<Missing>,
    /// The answer itself.
    pub kind: AnswerKind,
}

/// A region that a comparison asked for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its name, for display.
    pub region: String,
    /// Why there is nothing: no sources about it, or none that speaks of this.
    pub reason: Reason,
}

impl Answer {
    /// Every citation of the answer, best first; empty for an abstention.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let (quotes, list): (&[Citation], &[Statement]) = match &self.kind {
            AnswerKind::Quotes(quotes) => (quotes, &[]),
            AnswerKind::List(list) => (&[], &list.statements),
            AnswerKind::Abstention(_) => (&[], &[]),
        };
        quotes.iter().chain(list.iter().map(|s| &s.citation))
    }
}

/// The three kinds of answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerKind {
    /// One to three quotes, best first.
    Quotes(Vec<Citation>),
    /// Every statement the sources make on a topic.
    List(StatementList),
    /// Honest silence.
    Abstention(Abstention),
}

impl AnswerKind {
    /// The list, if it is one.
    pub fn list(&self) -> Option<&StatementList> {
        match self {
            AnswerKind::List(list) => Some(list),
            _ => None,
        }
    }

    /// The silence, if it is one.
    pub fn silence(&self) -> Option<&Abstention> {
        match self {
            AnswerKind::Abstention(silence) => Some(silence),
            _ => None,
        }
    }

    /// Whether it is silence.
    pub fn is_silent(&self) -> bool {
        self.silence().is_some()
    }
}

/// What a list enumerates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Directions of support.
    Directions,
    /// Partner companies and institutions.
    Partners,
    /// Support programmes and measures.
    Programmes,
    /// Residents of zones and parks.
    Residents,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Directions, Self::Partners, Self::Programmes, Self::Residents];

    /// The word under which it is stored: `directions`, `partners`, `programmes` or `residents`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Directions => "directions",
            Self::Partners => "partners",
            Self::Programmes => "programmes",
            Self::Residents => "residents",
        }
    }

    /// The topic stored under a word.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

/// A complete list.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementList {
    /// What is listed.
    pub topic: Topic,
    /// The statements, in the order of the sources, each with its own quote.
    pub statements: Vec<Statement>,
    /// How many a source announces and how many its text describes, where the two differ.
    pub announced: Option<(u32, u32)>,
}

/// One statement of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What is named, in the source's own words (each a part of the quote); empty where the quote speaks for itself.
    pub names: Vec<String>,
    /// The quote.
    pub citation: Citation,
}

/// Why the bot is silent, and what it could answer instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abstention {
    /// The reason.
    pub reason: Reason,
    /// What was said instead of a question; the reason is then [`Reason::Unclear`].
    pub small_talk: Option<SmallTalk>,
    /// Region the question named, as far as it was understood, for display.
    pub region: Option<String>,
    /// What the bot can answer: regions it covers, for display, nearest first.
    pub regions: Vec<String>,
    /// Questions the sources do answer, in the asker's language, nearest first.
    pub examples: Vec<String>,
}

/// What people say to a bot without asking its sources anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SmallTalk {
    /// "Hello", also "how are you".
    Greeting,
    /// "Thanks", also "ok".
    Thanks,
    /// "Goodbye".
    Farewell,
    /// An insult.
    Insult,
    /// A question about the bot itself.
    AboutBot,
}

/// The reasons for silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The region named is not covered.
    Region,
    /// The sources do not speak of this.
    Topic,
    /// The question was not understood.
    Unclear,
}

impl Reason {
    /// The word used in JSON: `region`, `topic` or `unclear`.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Region => "region",
            Reason::Topic => "topic",
            Reason::Unclear => "unclear",
        }
    }
}

/// What a question is about, completed from the one before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenOver {
    /// Regions, for display in the asker's language.
    pub regions: Vec<String>,
    /// What is to be listed.
    pub topic: Option<Topic>,
    /// Words taken from the question before, as they were written there.
    pub words: Vec<String>,
}

/// Something taken for granted to understand the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumption {
    /// The question was searched for in these words instead (wrong keyboard layout, typos).
    Reread(String),
    /// The question left something unsaid, which was taken from the one before it.
    TakenOver(TakenOver),
}

//! Names and words that the sources and the askers use for the same thing. Data only; matching is the engine's work.

/// Number of a region in its [`Lexicon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub u32);

/// A region with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// English name, for display.
    pub en: String,
    /// Russian name, for display.
    pub ru: String,
    /// Further names: cities that stand for it, adjectives, abbreviations, in either language.
    pub aliases: Vec<String>,
    /// Names that are ordinary words in lower case («Орёл», "Perm", «РТ»): they count with a capital, after "in", or
    /// beside "region" or "city".
    pub capitals: Vec<String>,
    /// Names that people have, too (Vladimir, Sofia): they count after "in", or beside "region" or "city".
    pub people: Vec<String>,
}

impl Region {
    /// The names that mean it wherever they stand.
    pub fn sure_names(&self) -> impl Iterator<Item = &String> {
        [&self.en, &self.ru].into_iter().chain(&self.aliases)
    }

    /// All its names, those included that are ordinary words or names of people elsewhere.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.sure_names().chain(&self.capitals).chain(&self.people)
    }
}

/// A name that more than one region has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedName {
    /// The name («Алтай»).
    pub name: String,
    /// English names of the regions.
    pub regions: Vec<String>,
}

/// An institution or company with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// Name used to join duplicates.
    pub name: String,
    /// All names in use, in either language, `name` included.
    pub aliases: Vec<String>,
}

/// A direction of support that regions have in common, whatever they call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// English name, for display.
    pub en: String,
    /// Russian name, for display.
    pub ru: String,
    /// Words and phrases that statements on it hold, in either language.
    pub words: Vec<String>,
}

/// Words of the two languages that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// English words.
    pub en: Vec<String>,
    /// Russian words.
    pub ru: Vec<String>,
}

/// What a question of one kind asks for, told by its wording, and what an answer to it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// The kind.
    pub kind: Kind,
    /// Words and phrases of such questions, in either language.
    pub question: Vec<String>,
    /// Words and phrases of sentences that answer them, in either language.
    pub answer: Vec<String>,
}

/// One particular thing that people want to know ("how old may the company be"): how they ask for it, and how sources say
/// it in other words. Finer than a [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// What it is called.
    pub name: String,
    /// Words and phrases of questions that are after it, in either language.
    pub question: Vec<String>,
    /// Words and phrases of sentences that tell it, in either language.
    pub answer: Vec<String>,
}

/// Kinds of questions by what an answer must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A date or a period.
    When,
    /// A sum of money.
    Amount,
    /// A number.
    Count,
    /// A person or an organisation.
    Who,
    /// A place.
    Where,
    /// Terms that must be met.
    Condition,
    /// A cause or a purpose.
    Why,
    /// What a thing is.
    Definition,
    /// Whether something holds still.
    Status,
    /// How to proceed.
    How,
    /// A length of time.
    Duration,
    /// An area.
    Area,
    /// A share or a rate.
    Share,
    /// A number of people or jobs.
    People,
}

impl Kind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::When,
        Self::Amount,
        Self::Count,
        Self::Who,
        Self::Where,
        Self::Condition,
        Self::Why,
        Self::Definition,
        Self::Status,
        Self::How,
        Self::Duration,
        Self::Area,
        Self::Share,
        Self::People,
    ];

    /// The name in `cues.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Amount => "amount",
            Self::Count => "count",
            Self::Who => "who",
            Self::Where => "where",
            Self::Condition => "condition",
            Self::Why => "why",
            Self::Definition => "definition",
            Self::Status => "status",
            Self::How => "how",
            Self::Duration => "duration",
            Self::Area => "area",
            Self::Share => "share",
            Self::People => "people",
        }
    }
}

/// Words of an article that a curator pinned to questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Id of the article.
    pub article: String,
    /// The words, as they stand in the article.
    pub quote: String,
    /// Wordings of the questions that they answer.
    pub questions: Vec<String>,
}

/// What a curator blocked from being quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Id of the article.
    pub article: String,
    /// The words, as they stand in the article; `None` for all of it.
    pub quote: Option<String>,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Known regions, covered by articles or not.
    pub regions: Vec<Region>,
    /// Names that stand for any of several regions; every other name belongs to one.
    pub shared_names: Vec<SharedName>,
    /// Known institutions and companies.
    pub institutions: Vec<Institution>,
    /// Translations.
    pub glossary: Vec<GlossaryEntry>,
    /// Groups of words and phrases, in either language, that may stand for each other in a question and its answer.
    pub synonyms: Vec<Vec<String>>,
    /// Verbs and general words that a question may hold and its answer may leave unsaid.
    pub light: Vec<String>,
    /// How kinds of questions and their answers are worded.
    pub cues: Vec<Cue>,
    /// What questions are after, and how sources say it.
    pub aims: Vec<Aim>,
    /// Directions of support, in the order in which they are shown.
    pub areas: Vec<Area>,
    /// Quotes pinned to questions.
    pub pins: Vec<Pin>,
    /// What must not be quoted.
    pub blocks: Vec<Block>,
}

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
}

/// An institution or company with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// Name used to join duplicates.
    pub name: String,
    /// All names in use, in either language, `name` included.
    pub aliases: Vec<String>,
}

/// Words of the two languages that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryEntry {
    /// English words.
    pub en: Vec<String>,
    /// Russian words.
    pub ru: Vec<String>,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Known regions, covered by articles or not.
    pub regions: Vec<Region>,
    /// Known institutions and companies.
    pub institutions: Vec<Institution>,
    /// Translations.
    pub glossary: Vec<GlossaryEntry>,
}

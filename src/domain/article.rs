//! Articles and their parts.

use std::fmt;
use std::str::FromStr;

use super::{FactNote, FrozenText, PartialDate, Span};

/// A language the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Lang {
    /// The ISO 639-1 code: `en` or `ru`.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ru => "ru",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        match s {
            "en" => Ok(Lang::En),
            "ru" => Ok(Lang::Ru),
            _ => Err(format!("'{s}' is not a language of this bot; write en or ru")),
        }
    }
}

/// Identifies an article for ever: the front matter's `id`, else the file's path under `knowledge/` without extension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub String);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where our own reader is reached when nobody says otherwise.
pub const PUBLIC_URL: &str = "http://127.0.0.1:8080";

impl ArticleId {
    /// The page on which our own reader, reached at `base` (without `/` at its end), shows the article's words.
    ///
    /// ```
    /// use policybot::domain::ArticleId;
    ///
    /// assert_eq!(ArticleId("tomsk/zone".to_owned()).page("https://bot.example"), "https://bot.example/a/tomsk/zone");
    /// ```
    pub fn page(&self, base: &str) -> String {
        format!("{base}/a/{}", self.0)
    }
}

/// Whose words an article has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ArticleKind {
    /// Those of a page elsewhere.
    #[default]
    Article,
    /// Those of this bot's curators, who sum up what public pages state. They stand on our own reader's page only.
    Brief,
}

impl ArticleKind {
    /// The word in the front matter and in JSON: `article` or `brief`.
    pub const fn code(self) -> &'static str {
        match self {
            ArticleKind::Article => "article",
            ArticleKind::Brief => "brief",
        }
    }
}

impl FromStr for ArticleKind {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        match s {
            "article" => Ok(ArticleKind::Article),
            "brief" => Ok(ArticleKind::Brief),
            _ => Err(format!("'{s}' is not a kind of article; write article or brief, or leave the field out")),
        }
    }
}

/// What the front matter says of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleMeta {
    /// Stable identity.
    pub id: ArticleId,
    /// Headline.
    pub title: String,
    /// Whose words they are.
    pub kind: ArticleKind,
    /// Address of the page that has the article's words, http or https: exactly as written in the front matter, or of a
    /// brief its page in our reader ([`ArticleId::page`]). All links to quotes are made of it.
    pub url: String,
    /// Addresses of the public pages that state what a brief says; empty for an article.
    pub references: Vec<String>,
    /// Region as written, for example "Tomsk Region".
    pub region: String,
    /// Language of the text.
    pub lang: Lang,
    /// When it was published.
    pub date: PartialDate,
    /// Who published it.
    pub publisher: Option<String>,
    /// Whose words it mainly reports.
    pub speaker: Option<String>,
    /// Free tags, searchable.
    pub tags: Vec<String>,
    /// When its words were fetched from the source, `YYYY-MM-DDThh:mm:ssZ`.
    pub fetched: Option<String>,
}

/// What kind of block a passage was in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKind {
    /// Running text.
    Paragraph,
    /// A heading: context for what follows, never quoted alone.
    Heading,
    /// One bullet or numbered item of a list.
    ListItem,
    /// One row of a table, cells separated as in the frozen text.
    TableRow,
}

/// A unit of retrieval: one paragraph, list item, row or heading (long ones cut between sentences).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the article's text.
    pub span: Span,
    /// What it was in the source.
    pub kind: PassageKind,
    /// The page of the source it begins on, from 1, where the source has pages.
    pub page: Option<u32>,
    /// Its sentences in order: inside `span`, not overlapping, without white space at their ends.
    pub sentences: Vec<Span>,
}

/// One source text with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Front matter.
    pub meta: ArticleMeta,
    /// The text all spans point into.
    pub text: FrozenText,
    /// Its passages in reading order.
    pub passages: Vec<Passage>,
    /// What its curator says on the facts in it.
    pub notes: Vec<FactNote>,
}

impl Article {
    /// The page of the source on which `span` begins, from 1, where the source has pages.
    pub fn page(&self, span: Span) -> Option<u32> {
        let after = self.passages.partition_point(|p| p.span.start <= span.start);
        after.checked_sub(1).and_then(|at| self.passages[at].page)
    }

    /// The text of `span`, or "" when it does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        span.of(self.text.as_str()).unwrap_or("")
    }
}

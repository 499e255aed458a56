//! The values everything else speaks of: articles, spans, quotes, questions, answers.
//!
//! Pure data and the rules that make it trustworthy: a [`FrozenText`] is brought once into the form that Telegram
//! leaves unchanged and is hashed; a [`Quote`] can only be cut out of an [`Article`] by a [`Span`]. Nothing here
//! knows of files, networks, clocks, search engines or chat platforms.

mod answer;
mod article;
mod corpus;
mod date;
mod fact;
mod frozen;
mod lexicon;
mod question;
mod quote;
mod span;

pub use answer::{
    Abstention, Answer, AnswerKind, Assumption, Missing, Reason, SmallTalk, Statement, StatementList, TakenOver, Topic,
};
pub use article::{Article, ArticleId, ArticleKind, ArticleMeta, Lang, PUBLIC_URL, Passage, PassageKind};
pub use corpus::{Corpus, PassageId};
pub use date::{DateError, PartialDate};
pub use fact::{Deed, Fact, FactKind, FactNote, Money, Value};
pub use frozen::FrozenText;
pub use lexicon::{
    Aim, Area, Block, Cue, GlossaryEntry, Institution, Kind, Lexicon, Pin, Region, RegionId, SharedName,
};
pub use question::{Candidate, Question};
pub use quote::{Citation, Quote, QuoteError, QuoteId};
pub use span::Span;

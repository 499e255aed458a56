//! Facts: what an article states, bound to the words that state it.

use std::fmt;
use std::str::FromStr;

use super::{ArticleId, PartialDate, Span, Topic};

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// A direction of support.
    Direction,
    /// A partner.
    Partner,
    /// A programme or a measure of support.
    Programme,
    /// A resident of a zone or a park.
    Resident,
    /// A sum of money.
    Amount,
    /// A day until which something can be applied for.
    Deadline,
}

impl FactKind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Direction, Self::Partner, Self::Programme, Self::Resident, Self::Amount, Self::Deadline];

    /// Its word in front matter, on the command line and in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Direction => "direction",
            Self::Partner => "partner",
            Self::Programme => "programme",
            Self::Resident => "resident",
            Self::Amount => "amount",
            Self::Deadline => "deadline",
        }
    }

    /// The list that facts of this kind are on, if there is one.
    pub const fn topic(self) -> Option<Topic> {
        match self {
            Self::Direction => Some(Topic::Directions),
            Self::Partner => Some(Topic::Partners),
            Self::Programme => Some(Topic::Programmes),
            Self::Resident => Some(Topic::Residents),
            Self::Amount | Self::Deadline => None,
        }
    }

    /// The kind of the facts on a list.
    pub const fn of_topic(topic: Topic) -> Self {
        match topic {
            Topic::Directions => Self::Direction,
            Topic::Partners => Self::Partner,
            Topic::Programmes => Self::Programme,
            Topic::Residents => Self::Resident,
        }
    }
}

impl FromStr for FactKind {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == s);
        let codes = || Self::ALL.map(Self::code).join(", ");
        known.ok_or_else(|| format!("'{s}' is not a kind of fact; write one of {}", codes()))
    }
}

/// A sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    /// How much, in hundredths of the currency's unit.
    pub hundredths: u128,
    /// ISO 4217 code of the currency, for example `RUB`.
    pub currency: &'static str,
}

/// Without hundredths when there are none: `RUB 3000000`, `EUR 12.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.hundredths / 100)?;
        match self.hundredths % 100 {
            0 => Ok(()),
            rest => write!(f, ".{rest:02}"),
        }
    }
}

/// What a fact amounts to, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Of an amount.
    Money(Money),
    /// Of a deadline.
    Day(PartialDate),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(money) => money.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// Something an article states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The region, as the article spells it.
    pub region: String,
    /// What it is about.
    pub kind: FactKind,
    /// What it is called: the lexicon's or the curator's name, else the article's words.
    pub name: String,
    /// The sum or the day, of amounts and deadlines.
    pub value: Option<Value>,
    /// The article.
    pub article: ArticleId,
    /// Bytes of the sentence or item that states it, in the article's text.
    pub span: Span,
    /// Bytes of the words that name it, inside `span`.
    pub named: Span,
    /// When the article was published.
    pub date: PartialDate,
}

/// What a curator has to say on a fact of an article, in its front matter or in a file beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactNote {
    /// Which facts are meant; any when it is left out.
    pub kind: Option<FactKind>,
    /// Words of the article's text: those that state the fact, or those that name it.
    pub words: String,
    /// Bytes of their first occurrence in the text.
    pub span: Span,
    /// What is to be done.
    pub deed: Deed,
}

/// What is to be done with a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// It is one, though no rule finds it; called by a name, or by the words themselves.
    Add(Option<String>),
    /// It is called by another name.
    Rename(String),
    /// It is none.
    Suppress,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_and_topics_have_one_each() {
        for kind in FactKind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
        }
        assert_eq!(
            "partners".parse::<FactKind>(),
            Err("'partners' is not a kind of fact; write one of direction, partner, programme, resident, amount, deadline"
                .to_owned())
        );
        for topic in Topic::ALL {
            assert_eq!(FactKind::of_topic(topic).topic(), Some(topic));
        }
    }

    #[test]
    fn money_is_printed_with_its_currency() {
        let money = |hundredths| Money { hundredths, currency: "RUB" }.to_string();
        assert_eq!((money(300_000_000), money(1_250)), ("RUB 3000000".to_owned(), "RUB 12.50".to_owned()));
    }
}

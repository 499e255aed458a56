//! From a question to an answer made of quotes.
//!
//! [`Ask`] is the one way in. The stages, each a module: [`understand`] reads the [`Question`](crate::domain::Question)
//! into a [`Query`] (language, [`regions`], [`intent`], terms with their [`spelling`] and [`bridge`] to the other
//! language); a [`Retriever`] finds candidate passages; [`rank`] orders them; [`windows`] cuts and orders the sentences;
//! [`confidence`] says whether to speak at all; [`compose`] makes the [`Answer`](crate::domain::Answer). Lists come
//! from [`statements`], which are found once for a corpus; [`topics`] hears that one is asked for, [`lists`] takes what
//! belongs to it, [`blocks`] weighs what else the texts enumerate, [`listing`] joins the two.
//!
//! The engine is synchronous and pure: no clock, network, file, randomness or global state. The same question on the
//! same corpus gives the same answer. Scores come from the analysed corpus ([`lexis`]); the retriever only proposes.

pub mod aims;
pub mod areas;
pub mod ask;
pub mod blocks;
pub mod bridge;
pub mod compare;
pub mod compose;
pub mod confidence;
pub mod context;
pub mod curated;
mod editions;
pub mod explain;
pub mod facts;
pub mod families;
pub mod filters;
pub mod followup;
pub mod grams;
pub mod homes;
pub mod intent;
mod intros;
pub mod lexis;
pub mod listing;
pub mod lists;
pub mod marks;
mod matched;
pub mod news;
pub mod phrasebook;
pub mod prepared;
pub mod query;
pub mod rank;
pub mod readings;
pub mod regions;
pub mod repair;
pub mod retrieve;
mod rule;
mod scene;
pub mod senses;
pub mod sieve;
pub mod signals;
pub mod small_talk;
pub mod spelling;
pub mod statements;
pub mod stating;
pub mod topics;
pub mod twins;
pub mod typed;
pub mod understand;
pub mod weights;
pub mod windows;

pub use ask::{Ask, Options};
pub use query::Query;
pub use retrieve::{RetrieveError, Retriever, Search};

//! Puts the parts together.
//!
//! A [`KnowledgeBase`] makes a [`Snapshot`]: articles from the knowledge folder, the index brought up to date, the engine
//! over both. [`open`] makes just one; [`serve`] runs the bot on the [`Current`] one until it is told to stop, [`web`] the
//! reader alone. A [`Lock`] keeps a second process out of the data folder. With the feature `lemma`, the
//! operator's dictionary is put into use before all of these.

mod adding;
mod base;
mod beside;
mod clock;
mod current;
#[cfg(feature = "lemma")]
mod lemmas;
mod library;
mod lock;
mod pages;
mod reader;
mod reload;
mod serve;
mod snapshot;
mod sources;

pub use adding::Adding;
pub use base::KnowledgeBase;
pub use beside::{Ledger, Overview, is_running, today};
pub use clock::now;
pub use current::{Current, Upkeep};
#[cfg(feature = "lemma")]
pub use lemmas::use_lemmas;
pub use lock::Lock;
pub use reader::{edition, web};
pub use serve::serve;
pub use snapshot::{Snapshot, open};
pub use sources::{Busy, Lease, look, now_s};

/// The data folder is in use.
#[derive(Debug, thiserror::Error)]
#[error(
    "another policybot process is using the data folder {0}; stop it, or give this one its own with --data-dir or \
     POLICYBOT_DATA_DIR"
)]
pub struct InUse(pub String);

/// The bot was started without a token.
#[derive(Debug, thiserror::Error)]
#[error(
    "TELEGRAM_BOT_TOKEN is not set. Get a token: open Telegram, talk to @BotFather, send /newbot, then put the token into .env \
     (cp .env.example .env). To try the bot without Telegram: policybot ask \"Which directions of support does the Tomsk Region \
     name?\" or policybot chat"
)]
pub struct NoToken;

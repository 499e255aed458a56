//! The bot's commands and descriptions as Telegram shows them: compared at the start, set only where they differ.

use std::sync::Arc;

use serde_json::{Value, json};
use teloxide::payloads::{
    GetMyCommands, GetMyDescription, GetMyShortDescription, SetMyCommands, SetMyDescription, SetMyShortDescription,
};
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use super::options::Options;
use crate::locale::{Locale, text};
use crate::telegram::backoff;
use crate::telegram::outbox::{Outbox, Unsent};

/// A command: its name and the key of its description.
type Entry = (&'static str, &'static str);

/// Shown in private chats.
const PRIVATE: [Entry; 19] = [
    ("ask", "command-ask"),
    ("regions", "command-regions"),
    ("region", "command-region"),
    ("directions", "command-directions"),
    ("partners", "command-partners"),
    ("programmes", "command-programmes"),
    ("residents", "command-residents"),
    ("compare", "command-compare"),
    ("latest", "command-latest"),
    ("sources", "command-sources"),
    ("subscribe", "command-subscribe"),
    ("subscriptions", "command-subscriptions"),
    ("digest", "command-digest"),
    ("lang", "command-lang"),
    ("privacy", "command-privacy"),
    ("mydata", "command-mydata"),
    ("forget", "command-forget"),
    ("start", "command-start"),
    ("help", "command-help"),
];
/// Shown in groups.
const GROUP: [Entry; 6] = [
    ("ask", "command-ask"),
    ("regions", "command-regions"),
    ("region", "command-region"),
    ("latest", "command-latest"),
    ("settings", "command-settings"),
    ("help", "command-help"),
];
/// Shown to administrators besides.
const ADMIN: [Entry; 9] = [
    ("status", "command-status"),
    ("misses", "command-misses"),
    ("coverage", "command-coverage"),
    ("lint", "command-lint"),
    ("reindex", "command-reindex"),
    ("add", "command-add"),
    ("ban", "command-ban"),
    ("unban", "command-unban"),
    ("invite", "command-invite"),
];
/// Rounds before it is left to the next start.
const ROUNDS: u32 = 5;

/// Registers everything that is not as it should be.
pub(in crate::telegram) async fn register(options: Options, outbox: Arc<Outbox>) {
    for round in 1..=ROUNDS {
        match all(&options, &outbox).await {
            Ok(0) => return,
            Ok(set) => {
                tracing::info!(set, "commands and descriptions were registered");
                return;
            }
            Err(unsent) => {
                tracing::warn!(?unsent, "commands and descriptions could not be registered");
                let wait = if let Unsent::Paused(wait) = unsent { wait } else { backoff::delay(round + 2) };
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// How many were set.
async fn all(options: &Options, outbox: &Outbox) -> Result<usize, Unsent> {
    let mut set = 0;
    for lang in Locale::all() {
        // Without a code: for everybody whose language has none of its own.
        let code = (lang != Locale::default()).then(|| lang.code().to_owned());
        for (scope, entries) in scopes(options) {
            match commands(outbox, scope, code.clone(), lang, &entries).await {
                Ok(changed) => set += usize::from(changed),
                // An administrator who has never written to the bot has no chat with it yet.
                Err(Unsent::Refused(error)) => tracing::info!(%error, "commands of one scope were refused"),
                Err(unsent) => return Err(unsent),
            }
        }
        set += usize::from(description(outbox, code.clone(), lang).await?);
        set += usize::from(short_description(outbox, code, lang).await?);
    }
    Ok(set)
}

fn scopes(options: &Options) -> Vec<(BotCommandScope, Vec<Entry>)> {
    let mut scopes =
        vec![(BotCommandScope::AllPrivateChats, PRIVATE.to_vec()), (BotCommandScope::AllGroupChats, GROUP.to_vec())];
    for admin in &options.admins {
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(*admin)) };
        scopes.push((scope, PRIVATE.iter().chain(&ADMIN).copied().collect()));
    }
    scopes
}

async fn commands(
    outbox: &Outbox,
    scope: BotCommandScope,
    code: Option<String>,
    lang: Locale,
    entries: &[Entry],
) -> Result<bool, Unsent> {
    let wanted: Vec<BotCommand> =
        entries.iter().map(|(name, key)| BotCommand::new(*name, text(lang, key, &[]))).collect();
    let mut get = GetMyCommands::new();
    (get.scope, get.language_code) = (Some(scope.clone()), code.clone());
    let current = outbox.perform(&mut 0, |_| get.clone()).await?;
    if current == json!(wanted) {
        return Ok(false);
    }
    let mut set = SetMyCommands::new(wanted);
    (set.scope, set.language_code) = (Some(scope), code);
    outbox.perform(&mut 0, |_| set.clone()).await.map(|_| true)
}

async fn description(outbox: &Outbox, code: Option<String>, lang: Locale) -> Result<bool, Unsent> {
    let wanted = text(lang, "bot-description", &[]);
    let mut get = GetMyDescription::new();
    get.language_code = code.clone();
    let current: Value = outbox.perform(&mut 0, |_| get.clone()).await?;
    if current["description"] == wanted.as_str() {
        return Ok(false);
    }
    let mut set = SetMyDescription::new();
    (set.description, set.language_code) = (Some(wanted), code);
    outbox.perform(&mut 0, |_| set.clone()).await.map(|_| true)
}

async fn short_description(outbox: &Outbox, code: Option<String>, lang: Locale) -> Result<bool, Unsent> {
    let wanted = text(lang, "bot-short-description", &[]);
    let mut get = GetMyShortDescription::new();
    get.language_code = code.clone();
    let current: Value = outbox.perform(&mut 0, |_| get.clone()).await?;
    if current["short_description"] == wanted.as_str() {
        return Ok(false);
    }
    let mut set = SetMyShortDescription::new();
    (set.short_description, set.language_code) = (Some(wanted), code);
    outbox.perform(&mut 0, |_| set.clone()).await.map(|_| true)
}

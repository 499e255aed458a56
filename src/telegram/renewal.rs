//! What a new generation of the articles sets off: news for subscribers, answers for those who waited for one.

use std::sync::Arc;

use tokio::sync::Notify;

use super::granted;
use super::outbox::Outbox;
use super::reach::curators::propose;
use super::reach::{Library, Reach, announce};
use crate::dialogue::Dialogue;
use crate::store::StoreError;

/// Does it for the generation at the start (but for the news, which are announced before) and for every one after it, for
/// ever. `wake` wakes whoever sends notices.
pub(super) async fn keep_up(reach: Reach, dialogue: Dialogue, outbox: Arc<Outbox>, wake: Arc<Notify>) {
    loop {
        let generation = reach.library.generation();
        if let Err(error) = granted::tell(&*reach.store, &dialogue, &outbox).await {
            tracing::error!(%error, "questions that wait for an answer could not be looked through; the next change of the articles tries again");
        }
        if let Err(error) = propose(&reach, dialogue.knowledge(), &outbox).await {
            tracing::error!(%error, "questions without an answer could not be looked through; the next change of the articles tries again");
        }
        reach.library.renewed(&generation).await;
        let library = reach.library.pinned().unwrap_or_else(|| Arc::clone(&reach.library));
        if let Err(error) = news(&reach, &*library).await {
            tracing::error!(%error, "subscribers could not be told of the new articles; the next change of the articles tries again");
        }
        wake.notify_one();
    }
}

async fn news(reach: &Reach, library: &dyn Library) -> Result<(), StoreError> {
    let changed = announce(&*reach.store, library).await?;
    tracing::info!(changed, "articles compared with those before");
    Ok(())
}

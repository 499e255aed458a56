//! A quote by its id: as it stands in its article now, else as it was when it was shown first.

use std::sync::Arc;

use super::shelf::Shelf;
use super::site::Site;
use crate::dialogue::state::Kept;
use crate::domain::{Citation, PartialDate};

/// What has become of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardState {
    /// Its words stand in the article.
    Live,
    /// The article is there and the words are not.
    Changed,
    /// The article is gone.
    Gone,
}

impl CardState {
    /// The word in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            CardState::Live => "live",
            CardState::Changed => "changed",
            CardState::Gone => "gone",
        }
    }
}

/// A quote with what is known of its history.
pub(super) struct Card {
    /// Its id. That of the citation is another one when only the stored words are left.
    pub id: String,
    /// The words: today's, or the stored ones.
    pub citation: Citation,
    pub state: CardState,
    /// When it was shown first; `None` when that is now.
    pub kept_on: Option<PartialDate>,
    /// SHA-256 of the article's text at that time, hexadecimal.
    pub article_sha256: String,
    /// Whether the article is still the same.
    pub article_is_same: bool,
}

/// Finds a quote. One that is shown for the first time is kept.
pub(super) async fn card(site: &Site, shelf: &Arc<Shelf>, id: &str) -> Option<Card> {
    let is_id = id.len() == 16 && id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
    if !is_id {
        return None;
    }
    match site.kept(id).await {
        Some((kept, kept_at_ms)) => known(shelf, id, &kept, kept_at_ms),
        None => {
            let (at, wanted) = (Arc::clone(shelf), id.to_owned());
            let citation = site.work(move || at.quote(&wanted)).await.ok().flatten()?;
            citation.quote.verify().ok()?;
            site.keep(std::iter::once(&citation.quote)).await;
            let article_sha256 = citation.quote.article().text.sha256_hex();
            let state = CardState::Live;
            Some(Card { id: id.to_owned(), citation, state, kept_on: None, article_sha256, article_is_same: true })
        }
    }
}

fn known(shelf: &Shelf, id: &str, kept: &Kept, kept_at_ms: i64) -> Option<Card> {
    let article = shelf.article(&kept.article);
    let live = article.as_ref().and_then(|article| kept.find(article));
    let (state, citation) = match (live, &article) {
        (Some(citation), _) => (CardState::Live, citation),
        (None, Some(_)) => (CardState::Changed, kept.restore()?),
        (None, None) => (CardState::Gone, kept.restore()?),
    };
    citation.quote.verify().ok()?;
    Some(Card {
        id: id.to_owned(),
        state,
        kept_on: day(kept_at_ms),
        article_is_same: article.is_some_and(|a| a.text.sha256_hex() == kept.article_sha256),
        article_sha256: kept.article_sha256.clone(),
        citation,
    })
}

/// The day of a moment in milliseconds since 1970-01-01 UTC.
fn day(ms: i64) -> Option<PartialDate> {
    let moment = time::OffsetDateTime::from_unix_timestamp(ms / 1000).ok()?;
    format!("{:04}-{:02}-{:02}", moment.year(), u8::from(moment.month()), moment.day()).parse().ok()
}

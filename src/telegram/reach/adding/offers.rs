//! What was offered and waits for a press.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::ingest::adding::{Action, Document, Wishes};

/// How long an offer stands.
const STANDS: Duration = Duration::from_secs(15 * 60);
/// Offers kept at a time; documents are large.
const MOST: usize = 8;

/// Chat and message in which the document came.
pub(super) type Key = (i64, i32);

/// A document that was shown, and what it was said to do.
#[derive(Clone)]
pub(super) struct Offer {
    pub document: Document,
    pub wishes: Wishes,
    pub action: Action,
    pub file: PathBuf,
}

/// All that stands.
#[derive(Default)]
pub(in crate::telegram::reach) struct Offers(Mutex<HashMap<Key, (Instant, Offer)>>);

impl Offers {
    pub(super) fn keep(&self, key: Key, offer: Offer) {
        let mut all = self.standing(Instant::now());
        while all.len() >= MOST && !all.contains_key(&key) {
            let Some(oldest) = all.iter().min_by_key(|(_, (since, _))| *since).map(|(key, _)| *key) else { break };
            all.remove(&oldest);
        }
        all.insert(key, (Instant::now(), offer));
    }

    pub(super) fn get(&self, key: Key) -> Option<Offer> {
        self.standing(Instant::now()).get(&key).map(|(_, offer)| offer.clone())
    }

    pub(super) fn forget(&self, key: Key) {
        self.standing(Instant::now()).remove(&key);
    }

    /// Those that still stand at this moment.
    fn standing(&self, now: Instant) -> MutexGuard<'_, HashMap<Key, (Instant, Offer)>> {
        let mut all = self.0.lock().unwrap_or_else(|e| e.into_inner());
        all.retain(|_, (since, _)| now.saturating_duration_since(*since) < STANDS);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer() -> Offer {
        let document = Document::sent("a.md", b"Words.".to_vec()).expect("a document");
        Offer { document, wishes: Wishes::default(), action: Action::New, file: PathBuf::from("a.md") }
    }

    #[test]
    fn an_offer_stands_for_a_quarter_of_an_hour() {
        let offers = Offers::default();
        offers.keep((1, 5), offer());
        assert!(offers.get((1, 5)).is_some() && offers.get((2, 5)).is_none());
        assert_eq!(offers.standing(Instant::now() + STANDS - Duration::from_secs(60)).len(), 1);
        assert_eq!(offers.standing(Instant::now() + STANDS).len(), 0);
    }

    #[test]
    fn the_oldest_gives_way() {
        let offers = Offers::default();
        (0..=MOST as i32).for_each(|n| offers.keep((1, n), offer()));
        assert!(offers.get((1, 0)).is_none() && offers.get((1, 1)).is_some());
        offers.forget((1, 1));
        assert!(offers.get((1, 1)).is_none());
    }
}

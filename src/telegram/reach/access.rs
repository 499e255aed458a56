//! Who is answered, and how much.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::options::{Access, Options};
use crate::store::{Store, StoreError};

/// Inline queries a minute of one user: one comes for every few letters typed.
const INLINE_PER_MINUTE: u32 = 120;
/// Notices an hour to somebody who is not let in.
const NOTICES_PER_HOUR: u32 = 1;
/// Notices a minute to somebody who writes too much.
const SLOWER_PER_MINUTE: u32 = 1;
/// After so many checks what is known of those who fell silent is dropped.
const SHRINK_EVERY: u32 = 1024;

/// Who asks, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asker {
    pub user_id: i64,
    /// Negative for groups; the user for inline queries.
    pub chat_id: i64,
    pub inline: bool,
}

/// The verdict on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is answered.
    Pass,
    /// It is not, and nothing is said about it.
    Silent,
    /// It is not: too many. To be said once.
    Slower,
    /// It is not: the asker is not let in. To be said once.
    Closed,
}

/// Buckets of requests and of notices.
pub(super) struct Gate {
    options: Options,
    users: DefaultKeyedRateLimiter<i64>,
    chats: DefaultKeyedRateLimiter<i64>,
    inline: DefaultKeyedRateLimiter<i64>,
    slower: DefaultKeyedRateLimiter<i64>,
    closed: DefaultKeyedRateLimiter<i64>,
    checked: AtomicU32,
}

impl Gate {
    pub fn new(options: Options) -> Self {
        let some = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let per_minute = |n: u32| RateLimiter::keyed(Quota::per_minute(some(n)));
        Self {
            users: per_minute(options.user_per_minute),
            chats: per_minute(options.chat_per_minute),
            inline: per_minute(INLINE_PER_MINUTE),
            slower: per_minute(SLOWER_PER_MINUTE),
            closed: RateLimiter::keyed(Quota::per_hour(some(NOTICES_PER_HOUR))),
            checked: AtomicU32::new(0),
            options,
        }
    }

    /// Judges a request, and counts it.
    pub async fn check(&self, asker: Asker, store: &dyn Store) -> Result<Verdict, StoreError> {
        if self.options.admins.contains(&asker.user_id) {
            return Ok(Verdict::Pass);
        }
        if store.is_banned(asker.user_id).await? {
            return Ok(Verdict::Silent);
        }
        if !self.is_let_in(asker, store).await? {
            return Ok(self.once(&self.closed, asker, Verdict::Closed));
        }
        self.shrink();
        let pass = match asker.inline {
            true => self.inline.check_key(&asker.user_id).is_ok(),
            false => {
                self.users.check_key(&asker.user_id).is_ok()
                    && (asker.chat_id > 0 || self.chats.check_key(&asker.chat_id).is_ok())
            }
        };
        Ok(if pass { Verdict::Pass } else { self.once(&self.slower, asker, Verdict::Slower) })
    }

    /// Says it once in a while; in groups and for inline queries never, where it would disturb others.
    fn once(&self, notices: &DefaultKeyedRateLimiter<i64>, asker: Asker, said: Verdict) -> Verdict {
        let closed_group = asker.chat_id < 0 && said == Verdict::Closed;
        let say = !asker.inline && !closed_group && notices.check_key(&asker.chat_id).is_ok();
        if say { said } else { Verdict::Silent }
    }

    async fn is_let_in(&self, asker: Asker, store: &dyn Store) -> Result<bool, StoreError> {
        let listed = |id: i64| self.options.allowed.contains(&id);
        if self.options.access == Access::Open || listed(asker.user_id) || listed(asker.chat_id) {
            return Ok(true);
        }
        Ok(self.options.access == Access::Invite
            && (store.is_admitted(asker.user_id).await? || store.is_admitted(asker.chat_id).await?))
    }

    fn shrink(&self) {
        if self.checked.fetch_add(1, Ordering::Relaxed) % SHRINK_EVERY == SHRINK_EVERY - 1 {
            for keyed in [&self.users, &self.chats, &self.inline, &self.slower, &self.closed] {
                keyed.retain_recent();
                keyed.shrink_to_fit();
            }
        }
    }
}

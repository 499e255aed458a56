//! A bot for stories about its conversation alone: nobody is turned away, nothing is registered, there is no news.

use std::sync::Arc;

use policybot::domain::{Citation, Lang};
use policybot::engine::news::Interest;
use policybot::store::Store;
use policybot::telegram::reach::Options;
use policybot::telegram::{Library, Reach};

/// Settings and articles for such a bot.
pub fn quiet(store: Arc<impl Store>) -> Reach {
    let most = 10_000;
    let options = Options { register: false, user_per_minute: most, chat_per_minute: most, ..Options::default() };
    Reach { options, store, library: Arc::new(NoNews) }
}

struct NoNews;

impl Library for NoNews {
    fn generation(&self) -> String {
        String::new()
    }

    fn articles(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn regions(&self, _: Lang) -> Vec<(String, String)> {
        Vec::new()
    }

    fn region_name(&self, region: &str, _: Lang) -> String {
        region.to_owned()
    }

    fn interest(&self, _: &str, _: Lang) -> Interest {
        Interest::default()
    }

    fn news(&self, _: &str, _: &Interest) -> Option<Citation> {
        None
    }
}

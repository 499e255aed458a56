//! Names of this module's metrics. All are counters but [`DEPTH`].

/// Updates committed to the inbox.
pub const ACCEPTED: &str = "policybot_updates_accepted_total";
/// Updates that could not be read: not an object, or without `update_id`.
pub const UNREADABLE: &str = "policybot_updates_unreadable_total";
/// Updates that needed no reply: other bots, channels, group talk that is not for this bot.
pub const IGNORED: &str = "policybot_updates_ignored_total";
/// Messages accepted by Telegram.
pub const SENT: &str = "policybot_messages_sent_total";
/// Sends that were repeated after a network failure, a 5xx or a 429.
pub const RETRIED: &str = "policybot_sends_retried_total";
/// Messages whose HTML Telegram refused, sent as plain text instead. Anything but 0 is a bug.
pub const REFUSED_HTML: &str = "policybot_html_refused_total";
/// Updates given up: the chat is gone, or the reply was refused.
pub const DEAD: &str = "policybot_updates_dead_total";
/// Handlers that panicked.
pub const PANICS: &str = "policybot_handler_panics_total";
/// Questions that waited too long and got one line saying so.
pub const LATE: &str = "policybot_questions_late_total";
/// Quotes withheld because their article no longer matches its hash. Anything but 0 is an alarm.
pub const QUOTE_MISMATCH: &str = "policybot_quote_mismatch_total";
/// Requests of people who are banned, not let in or too many.
pub const TURNED_AWAY: &str = "policybot_requests_turned_away_total";
/// Notices to subscribers that were sent.
pub const NOTICES: &str = "policybot_notices_sent_total";
/// Notices that may not have arrived and are not sent again.
pub const NOTICES_LOST: &str = "policybot_notices_lost_total";
/// Polls that failed.
pub const POLL_FAILURES: &str = "policybot_poll_failures_total";

/// Updates accepted and not finished, those under way among them. A gauge.
pub const DEPTH: &str = "policybot_inbox_depth";

pub(super) fn count(name: &'static str) {
    metrics::counter!(name).increment(1);
}

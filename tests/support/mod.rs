//! What several test modules share.

pub mod bot_api;

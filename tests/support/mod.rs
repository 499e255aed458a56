//! What several test modules share.

pub mod bot_api;
pub mod browser;
pub mod engine;
pub mod no_news;
pub mod program;
pub mod skip;
pub mod text_directive;
pub mod web_server;

//! Shared by the integration tests.

pub mod browser;
pub mod skip;
pub mod text_directive;
//! What several test modules share.

pub mod bot_api;

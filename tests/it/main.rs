//! All integration tests, one binary.

#[path = "../support/mod.rs"]
mod support;

mod bot_api;
mod telegram;

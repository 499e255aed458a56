//! All integration tests, one binary.

mod ingest;
#[path = "../support/mod.rs"]
mod support;

mod browser;
mod fragment;

mod bot_api;
mod telegram;

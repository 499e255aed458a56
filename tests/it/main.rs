//! All integration tests, one binary.

#[path = "../support/mod.rs"]
mod support;

mod bot_api;
mod browser;
mod cli;
mod e2e;
mod fragment;
mod ingest;
mod kill;
mod telegram;

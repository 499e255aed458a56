//! All integration tests, one binary.

#[path = "../support/mod.rs"]
mod support;

mod adding;
mod answers;
mod bot_api;
mod browser;
mod cli;
mod conversation;
mod coverage;
mod curated;
mod docs;
mod e2e;
mod eval;
mod facts;
mod fragment;
mod ingest;
mod kill;
mod layers;
mod lemma;
mod lists;
mod online;
mod reach;
mod reader;
mod regions;
mod statements;
mod telegram;
mod understanding;
mod watching;
mod web;

//! Ask about a region's technology policy and get the source's own words, with a link that opens the source at those
//! words.
//!
//! The modules are floors: each imports only from the floors above it in this list, never from its neighbours (the
//! test `layers` holds the table).
//!
//! 1. [`domain`]: articles, spans, quotes, questions, answers.
//! 2. [`text`], [`locale`], [`canvas`]: strings in, spans out; the bot's own words; pictures.
//! 3. [`engine`], [`store`]: question to answer; what must survive a crash.
//! 4. [`ingest`], [`reply`], [`watch`], [`curate`]: files to articles; answers to neutral reply parts; news of changed files;
//!    what curators are shown.
//! 5. [`dialogue`], [`index`], [`lint`]: what is said in a conversation; the search index; what is wrong with the files.
//! 6. [`telegram`], [`web`], [`eval`]: the ways in.
//! 7. [`config`], [`telemetry`], [`app`]: settings, logs, and putting the parts together.
//! 8. [`cli`]: the command line.

pub mod app;
pub mod canvas;
pub mod cli;
pub mod config;
pub mod curate;
pub mod dialogue;
pub mod domain;
pub mod engine;
pub mod eval;
pub mod index;
pub mod ingest;
pub mod lint;
pub mod locale;
pub mod reply;
pub mod store;
pub mod telegram;
pub mod telemetry;
pub mod text;
pub mod watch;
pub mod web;

/// An answer takes some thousand small allocations, which cost the system's allocator a tenth of its time. Set here, so that
/// benchmarks measure what the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

//! What is read over HTTP.
//!
//! - [`reader`](serve_reader): pages for people (search, regions, articles, quote cards, print), feeds, and the same as
//!   JSON for programs, on an address that anybody may reach.
//! - [`operator`]: health and metrics, on an address of its own that only the operator reaches.
//! - [`mcp`]: the same knowledge for assistants, line by line; how the lines travel is not known here.
//!
//! ```text
//! listen (connections, slow clients) ▶ guard (rate, headers, limits) ▶ routes ▶ pages | api | feeds | assets
//!                                                                             └─ Shelf: the articles as they are now
//! ```
//!
//! Articles, questions and addresses are text from strangers: pages are askama templates, which escape everything, and
//! nothing else makes HTML. Everything shown comes from the [`Edition`] that is current when the request begins. It must
//! not know of Telegram, of files or of how a snapshot is made.

mod api;
mod assets;
mod cards;
mod citing;
mod client;
mod connections;
mod feeds;
mod guard;
mod image;
pub mod mcp;
pub mod operator;
mod options;
mod pages;
mod routes;
mod shelf;
mod site;
mod visit;

pub use options::Options;
pub use routes::{Reader, serve_reader};
pub use shelf::{Current, Edition};

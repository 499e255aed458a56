//! Folder to articles: what stands in `knowledge/` becomes [`Article`](crate::domain::Article)s and a
//! [`Lexicon`](crate::domain::Lexicon).
//!
//! Flow for one file: `folder` lists it, `decode` makes text of its bytes, `front_matter` reads the head, an
//! importer (`markdown`, `plain`) makes blocks of the body, [`boilerplate`] leaves page furniture out, and
//! `assemble` freezes the text and cuts passages and sentences. What is wrong is a [`Problem`] with file, line and
//! remedy; the other files still load. The same folder always gives the same result.
//!
//! It fetches nothing, stores nothing and knows of no search engine.

pub mod adding;
mod assemble;
pub mod boilerplate;
mod decode;
#[cfg(feature = "docx")]
mod docx;
pub mod fetch;
mod folder;
mod format;
mod front_matter;
mod guarded;
mod headings;
mod html;
mod importer;
pub mod lexicon;
mod load;
mod markdown;
mod markup;
mod notes;
#[cfg(feature = "pdf")]
mod pdf;
mod pins;
mod plain;
mod problem;
mod shelf;
pub mod sources;
mod toml_file;

pub use boilerplate::Boilerplate;
pub use decode::MAX_FILE_BYTES;
pub use front_matter::MAX_HEAD_BYTES;
pub use load::{Knowledge, Loaded, load, load_knowledge};
pub use problem::Problem;
pub use shelf::{Reading, Shelf};

//! Lexicon files, rules and a list of sources of any bytes: what is good in them, never a panic.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use policybot::ingest::{Boilerplate, lexicon, sources};

thread_local!(static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) });

fuzz_target!(|bytes: &[u8]| {
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| tempfile::tempdir().expect("a folder")).path();
        for name in ["regions", "institutions", "glossary", "synonyms", "cues", "areas", "boilerplate", "sources"] {
            std::fs::write(folder.join(format!("{name}.toml")), bytes).expect("written");
        }
        _ = lexicon::load(folder);
        _ = Boilerplate::load(folder).0.matches("Printable version");
        _ = sources::list(folder);
    });
});

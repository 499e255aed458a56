//! A document called `file.md` of any bytes: an article or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policybot::domain::Lexicon;
use policybot::ingest::Boilerplate;
use policybot::ingest::adding::{Document, Holdings, Wishes, propose};

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::sent("file.md", bytes.to_vec()) else { return };
    let given = |s: &str| Some(s.to_owned());
    let wishes = Wishes { url: given("https://example.org/a"), region: given("Tomsk Region"), ..Wishes::default() };
    let (lexicon, furniture) = (Lexicon::default(), Boilerplate::default());
    let made = propose(document, &wishes, &Holdings::default(), &lexicon, &furniture, "2026-01-01T00:00:00Z");
    if let Ok(proposal) = made {
        assert!(proposal.sentences > 0 && proposal.file.is_relative());
    }
});

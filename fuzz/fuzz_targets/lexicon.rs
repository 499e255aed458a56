//! Every file of the lexicon, and the list of sources, of any bytes: what is good in them, complaints about the rest,
//! never a panic.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use policybot::ingest::sources;
use policybot_fuzz::{LEXICON, in_folder, load};

const ARTICLE: &str = "---\ntitle: T\nurl: https://example.org/\nregion: Tver Region\nlang: en\ndate: 2024\n---\n\
                       The Tver Region supports small foundries with grants. Printable version.\n";

fuzz_target!(|bytes: &[u8]| {
    in_folder(|folder| {
        for name in LEXICON {
            fs::write(folder.join(format!("lexicon/{name}.toml")), bytes).expect("written");
        }
        fs::write(folder.join("sources.toml"), bytes).expect("written");
        fs::write(folder.join("a.md"), ARTICLE).expect("written");
        load(folder, 1);
        sources::list(folder);
    });
});

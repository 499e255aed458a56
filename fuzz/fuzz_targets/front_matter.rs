//! Any bytes as `file.md`, put into the knowledge folder by hand and added: an article or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policybot_fuzz::{add, in_folder, load};

fuzz_target!(|bytes: &[u8]| {
    in_folder(|folder| {
        std::fs::write(folder.join("file.md"), bytes).expect("written");
        load(folder, 1);
    });
    add("file.md", bytes);
});

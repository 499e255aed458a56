//! A PDF file of any bytes: an article or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policybot_fuzz::{add, parsers_may_panic};

fuzz_target!(init: parsers_may_panic(), |bytes: &[u8]| add("file.pdf", bytes));

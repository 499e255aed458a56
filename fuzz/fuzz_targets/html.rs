//! A web page of any bytes: an article or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policybot_fuzz::add;

fuzz_target!(|bytes: &[u8]| add("page.html", bytes));

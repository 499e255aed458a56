//! A feed or a sitemap of any bytes: addresses or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policybot::ingest::sources::{Kind, addresses};

fuzz_target!(init: policybot_fuzz::parsers_may_panic(), |bytes: &[u8]| {
    for kind in [Kind::Feed, Kind::Sitemap] {
        _ = addresses(kind, bytes, "https://example.org/");
    }
});

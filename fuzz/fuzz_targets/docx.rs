//! A Word file of any bytes, or one whose text is any XML: an article or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policybot_fuzz::{add, docx, parsers_may_panic};

fuzz_target!(init: parsers_may_panic(), |bytes: &[u8]| {
    if bytes.starts_with(b"PK") { add("file.docx", bytes) } else { add("file.docx", &docx(bytes)) }
});

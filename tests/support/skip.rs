//! Tests that need something a machine may lack.

use std::path::PathBuf;

/// Says that a test is skipped and why; where no test may be skipped (`POLICYBOT_TEST_ALL` is set, as in CI) it fails.
#[allow(clippy::disallowed_methods)]
pub fn skip(reason: &str) {
    assert!(std::env::var_os("POLICYBOT_TEST_ALL").is_none(), "POLICYBOT_TEST_ALL is set, but {reason}");
    println!("skipped: {reason}");
}

/// Where material that is not part of the package lies: `POLICYBOT_SHARED`, or `shared` beside the package.
#[allow(clippy::disallowed_methods)]
pub fn shared() -> PathBuf {
    std::env::var_os("POLICYBOT_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
}

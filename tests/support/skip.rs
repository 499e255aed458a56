//! Tests that need something a machine may lack.

/// Says that a test is skipped and why; where no test may be skipped (`POLICYBOT_TEST_ALL` is set, as in CI) it fails.
#[allow(clippy::disallowed_methods)]
pub fn skip(reason: &str) {
    assert!(std::env::var_os("POLICYBOT_TEST_ALL").is_none(), "POLICYBOT_TEST_ALL is set, but {reason}");
    println!("skipped: {reason}");
}

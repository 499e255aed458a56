//! Shared by the integration tests.

pub mod text_directive;

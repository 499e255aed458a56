//! (in the making)

pub mod sentences;

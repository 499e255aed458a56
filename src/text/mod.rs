//! (in the making)

pub mod fragment;

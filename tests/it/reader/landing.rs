//! Where links land.

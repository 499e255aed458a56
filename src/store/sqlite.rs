//! SQLite (in the making).

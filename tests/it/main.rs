//! All integration tests, one binary.

mod ingest;

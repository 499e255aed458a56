//! What is remembered of the sources between runs, in the data folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::ingest::adding::{AddError, write_atomically};
use crate::ingest::fetch::Version;

/// After so many failures in a row a source is reported, once.
pub const FAILURES_REPORTED: u32 = 5;
/// A source that fails is left alone for at most this long.
const LONGEST_WAIT_H: u64 = 7 * 24;
const FILE: &str = "sources.json";

/// What is remembered of all sources.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct State {
    #[serde(default)]
    pub(super) sources: BTreeMap<String, Memory>,
}

/// What is remembered of one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Memory {
    /// When it is to be looked at again, in seconds since 1970.
    pub due_at_s: u64,
    /// Failures in a row.
    pub failures: u32,
    /// Whether these failures were reported.
    pub reported: bool,
    /// Why it failed last.
    pub failure: Option<String>,
    /// The version of its list.
    #[serde(default)]
    pub(super) version: Version,
    /// Its documents.
    #[serde(default)]
    pub(super) documents: BTreeMap<String, Seen>,
}

/// What is remembered of one document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    pub version: Version,
    pub changed: Option<String>,
}

/// The state cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It cannot be read.
    #[error("{path} cannot be read ({reason}); correct it, or remove it to look at all sources anew")]
    Read {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] AddError),
}

impl State {
    /// Reads the state in the data folder; empty when there is none.
    pub fn load(data: &Path) -> Result<Self, StateError> {
        let path = data.join(FILE);
        let fail = |reason: String| StateError::Read { path: path.display().to_string(), reason };
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| fail(e.to_string())),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(fail(e.to_string())),
        }
    }

    /// Writes it.
    pub fn save(&self, data: &Path) -> Result<(), StateError> {
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        Ok(write_atomically(data, Path::new(FILE), &text)?)
    }

    /// Whether a source is to be looked at.
    pub fn is_due(&self, name: &str, now_s: u64) -> bool {
        self.sources.get(name).is_none_or(|m| m.due_at_s <= now_s)
    }

    /// The sources, and what is remembered of them, that have failed so often in a row that administrators are to be told,
    /// whoever looked at them; each once, until it has worked again.
    pub fn to_be_reported(&mut self) -> Vec<(String, Memory)> {
        let new =
            self.sources.iter_mut().filter(|(_, memory)| memory.failures >= FAILURES_REPORTED && !memory.reported);
        new.map(|(name, memory)| {
            memory.reported = true;
            (name.clone(), memory.clone())
        })
        .collect()
    }

    /// What is remembered of a source.
    pub fn memory(&self, name: &str) -> Option<&Memory> {
        self.sources.get(name)
    }
}

impl Memory {
    pub(super) fn succeeded(&mut self, now_s: u64, interval_h: u32) {
        let due_at_s = now_s + u64::from(interval_h) * 3_600;
        *self = Self { due_at_s, failures: 0, reported: false, failure: None, ..std::mem::take(self) };
    }

    /// Notes a failure. The wait doubles with each.
    pub(super) fn failed(&mut self, now_s: u64, interval_h: u32, reason: String, retry_after_s: Option<u64>) {
        self.failures += 1;
        let wait_h = (u64::from(interval_h) << self.failures.min(6).saturating_sub(1)).min(LONGEST_WAIT_H);
        // A source looked at seldom is tried again earlier than usual, one that asks for patience gets it.
        let wait_s =
            (wait_h.min(1 << self.failures.min(8)) * 3_600).max(retry_after_s.unwrap_or(0).min(LONGEST_WAIT_H * 3_600));
        self.due_at_s = now_s + wait_s;
        self.failure = Some(reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_is_reported_once_and_the_wait_grows() {
        let mut state = State::default();
        let fails = |state: &mut State, interval_h, retry| {
            let memory = state.sources.entry("a".to_owned()).or_default();
            memory.failed(0, interval_h, "x".into(), retry);
            memory.due_at_s / 3_600
        };
        let reports = |state: &mut State| -> Vec<u32> {
            state.to_be_reported().into_iter().map(|(_, memory)| memory.failures).collect()
        };
        let (waits, told): (Vec<u64>, Vec<_>) =
            (0..8).map(|_| (fails(&mut state, 24, None), reports(&mut state))).unzip();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 168]);
        assert_eq!(told.concat(), [5]);
        state.sources.entry("a".to_owned()).or_default().succeeded(0, 24);
        let memory = state.memory("a").expect("known");
        assert_eq!((memory.failures, memory.reported, memory.due_at_s), (0, false, 24 * 3_600));
        assert_eq!(fails(&mut state, 1, Some(7_200)), 2);
        // Nobody was told of the next five until now.
        (0..6).for_each(|_| _ = fails(&mut state, 24, None));
        assert_eq!((reports(&mut state), reports(&mut state)), (vec![7], vec![]));
    }

    #[test]
    fn a_broken_file_is_told_and_a_missing_one_is_empty() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(State::load(dir.path()).expect("empty").is_due("a", 0));
        State::default().save(dir.path()).expect("saved");
        fs::write(dir.path().join(FILE), "{").expect("written");
        assert!(State::load(dir.path()).is_err());
    }
}

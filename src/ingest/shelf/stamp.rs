//! Whether a file is the one that was read before, told without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that was written so shortly before it was read may be written again without its times showing it.
const YOUNG: Duration = Duration::from_secs(2);

/// What the file system says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) struct Stamp {
    len: u64,
    /// When content and, on Unix, anything of it was changed: nanoseconds since 1970-01-01 UTC.
    changed: (u128, i128),
    /// Its number, on Unix: a file moved here from elsewhere may be old.
    number: u64,
    young: bool,
}

impl Stamp {
    /// Of a file, links followed; `None` when there is none.
    pub(in crate::ingest) fn of(path: &Path) -> Option<Self> {
        let file = path.metadata().ok()?;
        let modified = file.modified().ok()?;
        let young = SystemTime::now().duration_since(modified).map_or(true, |age| age < YOUNG);
        let at = modified.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        let (status, number) = status(&file);
        Some(Self { len: file.len(), changed: (at, status), number, young })
    }

    /// Whether a file with this stamp now is certainly the one that had `before` when it was read.
    pub(in crate::ingest) fn proves(self, before: Self) -> bool {
        !before.young && self.matches(before)
    }

    /// Whether nothing tells two stamps apart.
    pub(in crate::ingest) fn matches(self, other: Self) -> bool {
        Self { young: false, ..self } == Self { young: false, ..other }
    }

    /// Length in bytes.
    pub(in crate::ingest) fn len(self) -> u64 {
        self.len
    }
}

#[cfg(unix)]
fn status(file: &Metadata) -> (i128, u64) {
    use std::os::unix::fs::MetadataExt;
    (i128::from(file.ctime()) * 1_000_000_000 + i128::from(file.ctime_nsec()), file.ino())
}

#[cfg(not(unix))]
fn status(_file: &Metadata) -> (i128, u64) {
    (0, 0)
}

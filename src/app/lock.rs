//! One process a data folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;

use anyhow::Context;

use super::InUse;

/// Held as long as the process works in the data folder. The operating system lets go of it even after `kill -9`.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Makes the folder if need be and takes its lock, or says that another process has it.
    pub fn take(data: &Path) -> anyhow::Result<Self> {
        let shown = data.display();
        fs::create_dir_all(data).with_context(|| {
            format!("cannot make the data folder {shown}; choose another with --data-dir or POLICYBOT_DATA_DIR")
        })?;
        let path = data.join("lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.with_context(|| format!("cannot write {}; check the folder's permissions", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(InUse(shown.to_string()).into()),
            Err(TryLockError::Error(e)) => Err(e).with_context(|| format!("cannot lock {}", path.display())),
        }
    }
}

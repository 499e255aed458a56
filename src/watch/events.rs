//! Events of the operating system.

use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::look;

/// Keeps them coming.
pub(super) struct Events {
    _watcher: RecommendedWatcher,
    /// Number of the folder they come from.
    number: Option<u64>,
}

impl Events {
    /// Calls `stirred` at every event in the folder that matters; `None` when there are no events.
    pub(super) fn of(folder: &Path, stirred: impl Fn() + Send + 'static) -> Option<Self> {
        // Events name the folder as it really is.
        let root = folder.canonicalize().ok()?;
        let number = look::number(folder);
        let inside = root.clone();
        let heard = move |event: notify::Result<Event>| {
            // An error may stand for any number of lost events.
            if event.map_or(true, |event| matters(&event, &inside)) {
                stirred();
            }
        };
        let watcher = notify::recommended_watcher(heard).and_then(|mut watcher| {
            watcher.watch(&root, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        match watcher {
            Ok(watcher) => Some(Self { _watcher: watcher, number }),
            Err(error) => {
                tracing::debug!(%error, "no events from the folder, it is looked at instead");
                None
            }
        }
    }

    /// Whether they come from the folder that is there now, not from one that was moved away or deleted.
    pub(super) fn are_of(&self, folder: &Path) -> bool {
        look::number(folder) == self.number
    }
}

/// Whether something may have changed in a file that is not hidden.
fn matters(event: &Event, root: &PathBuf) -> bool {
    let reading = matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    let hidden = |path: &PathBuf| path.strip_prefix(root).is_ok_and(look::is_hidden);
    !reading && (event.paths.is_empty() || !event.paths.iter().all(hidden))
}

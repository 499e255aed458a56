//! Watches over real folders, with events and without.

use std::fs;
use std::thread;

use super::*;

/// A folder that is watched by a thread; whatever wakes it comes out of the receiver.
struct Place {
    folder: tempfile::TempDir,
    bell: Bell,
    woken: Receiver<Woken>,
}

/// Long, for slow and busy machines.
const PATIENCE: Duration = Duration::from_secs(60);

impl Place {
    fn new(events: bool) -> Self {
        Self::with(Options { events, ..Options::default() })
    }

    /// One that looks often.
    fn with(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("k/sub")).expect("a folder");
        fs::write(folder.path().join("k/sub/a.md"), "one").expect("written");
        let look = Duration::from_millis(200);
        let options = Options { look, look_alone: look, ..options };
        let mut watch = Watch::new(&folder.path().join("k"), options);
        assert_eq!(watch.hears(), options.events);
        let bell = watch.bell();
        let (tell, woken) = mpsc::channel();
        thread::spawn(move || while tell.send(watch.wait()).is_ok() {});
        Self { folder, bell, woken }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("k").join(name)
    }

    fn next(&self) -> Woken {
        self.woken.recv_timeout(PATIENCE).expect("woken")
    }
}

#[test]
fn every_kind_of_change_is_told_with_events_and_without() {
    for events in [true, false] {
        let place = Place::new(events);
        type Change = fn(&Place) -> std::io::Result<()>;
        let changes: [(&str, Change); 7] = [
            ("edited", |p| fs::write(p.path("sub/a.md"), "two")),
            ("added", |p| fs::write(p.path("b.md"), "one")),
            ("renamed", |p| fs::rename(p.path("b.md"), p.path("c.md"))),
            ("written and renamed", |p| {
                fs::write(p.path(".c.md.tmp"), "new")?;
                fs::rename(p.path(".c.md.tmp"), p.path("c.md"))
            }),
            ("in a new folder", |p| {
                fs::create_dir(p.path("new"))?;
                fs::write(p.path("new/d.md"), "one")
            }),
            ("deleted", |p| fs::remove_dir_all(p.path("sub"))),
            ("in a folder deleted and made again", |p| {
                fs::remove_dir_all(p.path(""))?;
                fs::create_dir(p.path(""))
            }),
        ];
        for (what, change) in changes {
            change(&place).expect(what);
            assert_eq!(place.next(), Woken::Changed, "{what}, events: {events}");
        }
        // Whoever watched the old folder hears of the new one, too.
        fs::write(place.path("a.md"), "one").expect("written");
        assert_eq!(place.next(), Woken::Changed);
        place.bell.ring();
        assert_eq!(place.next(), Woken::Rung);
        place.bell.stop();
        assert_eq!(place.next(), Woken::Stopped);
    }
}

#[test]
fn a_batch_is_told_of_once_and_not_while_git_is_at_work() {
    let place = Place::new(true);
    fs::create_dir(place.path(".git")).expect("a folder");
    fs::write(place.path(".git/index.lock"), "").expect("a lock");
    for n in 0..300 {
        fs::write(place.path(&format!("{n}.md")), "one").expect("written");
    }
    assert_eq!(place.woken.recv_timeout(Duration::from_secs(1)), Err(RecvTimeoutError::Timeout));
    fs::remove_file(place.path(".git/index.lock")).expect("removed");
    assert_eq!(place.next(), Woken::Changed);
    // The next thing told of is the bell, not the rest of the batch.
    place.bell.ring();
    assert_eq!(place.next(), Woken::Rung);
}

#[test]
fn what_is_read_or_hidden_is_no_change() {
    let place = Place::new(true);
    fs::read(place.path("sub/a.md")).expect("read");
    fs::write(place.path(".a.md.swp"), "x").expect("written");
    fs::create_dir(place.path(".originals")).expect("a folder");
    fs::write(place.path(".originals/a.html"), "x").expect("written");
    assert_eq!(place.woken.recv_timeout(Duration::from_secs(1)), Err(RecvTimeoutError::Timeout));
}

#[test]
fn what_changes_while_it_is_read_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    for events in [true, false] {
        let mut watch = Watch::new(folder.path(), Options { events, ..Options::default() });
        assert!(!watch.stirs());
        fs::write(folder.path().join(format!("{events}.md")), "one").expect("written");
        assert!(watch.stirs());
        watch.settle();
        assert!(!watch.stirs());
    }
}

#[test]
fn without_events_and_looks_only_the_bell_wakes_it() {
    let place = Place::with(Options { events: false, looks: false, ..Options::default() });
    fs::write(place.path("sub/a.md"), "two").expect("written");
    // Time enough for several looks, were there any.
    thread::sleep(Duration::from_secs(1));
    place.bell.ring();
    assert_eq!(place.next(), Woken::Rung);
}

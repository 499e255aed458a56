//! The inbox on real files.

use std::path::PathBuf;
use std::sync::Arc;

use super::*;

const DAY_MS: i64 = 24 * 3_600_000;

pub(super) struct Place(tempfile::TempDir);

impl Place {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("inbox.sqlite")
    }

    pub(super) async fn open(&self) -> SqliteInbox {
        SqliteInbox::open(&self.path()).await.expect("opens")
    }

    /// Runs a statement from outside, as if time had passed or something had gone wrong.
    async fn meddle(&self, sql: &'static str, number: i64) {
        let options = SqliteConnectOptions::new().filename(self.path());
        let mut conn = options.connect().await.expect("a second connection");
        sqlx::query(sql).bind(number).execute(&mut conn).await.expect(sql);
    }

    /// Makes everything seem so much older.
    async fn age(&self, ms: i64) {
        self.meddle("UPDATE inbox SET finished_at_ms = finished_at_ms - ?", ms).await;
        self.meddle("UPDATE last_accepted SET accepted_at_ms = accepted_at_ms - ?", ms).await;
    }

    /// Whether any file of the database holds the words.
    fn holds(&self, words: &str) -> bool {
        let files = fs::read_dir(self.0.path()).expect("a folder").map(|f| f.expect("an entry").path());
        files.into_iter().any(|f| {
            // The side files may vanish meanwhile.
            fs::read(f).unwrap_or_default().windows(words.len()).any(|w| w == words.as_bytes())
        })
    }

    /// Waits until no file holds the words of [`update`].
    async fn wiped(&self) {
        let wiped = async {
            while self.holds("canary") {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), wiped).await.expect("it is wiped");
    }
}

fn update(update_id: i64) -> NewUpdate {
    NewUpdate { update_id, chat_id: update_id % 10, raw: format!(r#"{{"update_id":{update_id},"text":"canary"}}"#) }
}

fn ids(pending: &[Pending]) -> Vec<i64> {
    pending.iter().map(|p| p.update_id).collect()
}

#[tokio::test]
async fn accepts_each_update_once_and_in_order() {
    let place = Place::new();
    let inbox = place.open().await;
    let new = inbox.accept(vec![update(7), update(8), update(8)]).await.expect("accepts");
    assert_eq!(ids(&new), [7, 8]);
    assert!(new.iter().all(|p| p.attempts == 0 && p.parts_sent == 0 && p.chat_id == p.update_id));
    let new = inbox.accept(vec![update(6), update(7), update(9)]).await.expect("accepts");
    assert_eq!(ids(&new), [6, 9]);
    assert_eq!(ids(&inbox.pending().await.expect("reads")), [6, 7, 8, 9]);
    assert_eq!(inbox.next_offset().await.expect("reads"), Some(10));
    assert_eq!(inbox.load(8).await.expect("reads"), Some(update(8).raw));
    assert_eq!(inbox.load(5).await.expect("reads"), None);
}

#[tokio::test]
async fn an_empty_inbox_knows_no_offset() {
    let place = Place::new();
    let inbox = place.open().await;
    assert_eq!(inbox.accept(Vec::new()).await.expect("accepts"), []);
    assert_eq!(inbox.next_offset().await.expect("reads"), None);
    assert_eq!(inbox.pending().await.expect("reads"), []);
    inbox.check().await.expect("can be written to");
}

#[tokio::test]
async fn goes_on_where_it_stopped_after_reopening() {
    let place = Place::new();
    let inbox = place.open().await;
    let accepted = inbox.accept(vec![update(1), update(2), update(3)]).await.expect("accepts");
    inbox.begin(2).await.expect("begins");
    inbox.begin(2).await.expect("begins");
    for part in [0, 1, 1] {
        inbox.sent(2, part, 50).await.expect("notes");
    }
    inbox.finish(1, Outcome::Done).await.expect("finishes");
    // Not closed: what was answered is on disk, as after a kill.
    let again = place.open().await;
    let expected = [Pending { attempts: 2, parts_sent: 2, ..accepted[1] }, accepted[2]];
    assert_eq!(again.pending().await.expect("reads"), expected);
    assert_eq!(again.next_offset().await.expect("reads"), Some(4));
    drop(inbox);
}

#[tokio::test]
async fn only_pending_updates_can_be_worked_on() {
    let place = Place::new();
    let inbox = place.open().await;
    inbox.accept(vec![update(1)]).await.expect("accepts");
    inbox.finish(1, Outcome::Dead).await.expect("finishes");
    for id in [1, 2] {
        assert!(matches!(inbox.begin(id).await, Err(StoreError::NotPending(n)) if n == id));
        assert!(matches!(inbox.sent(id, 0, 9).await, Err(StoreError::NotPending(n)) if n == id));
        assert!(matches!(inbox.finish(id, Outcome::Done).await, Err(StoreError::NotPending(n)) if n == id));
        assert_eq!(inbox.load(id).await.expect("reads"), None);
    }
    assert_eq!(inbox.accept(vec![update(1)]).await.expect("accepts"), [], "still recognised");
}

#[tokio::test]
async fn finished_updates_are_forgotten_after_two_days_but_not_the_offset() {
    let place = Place::new();
    let inbox = place.open().await;
    inbox.accept(vec![update(1), update(2)]).await.expect("accepts");
    inbox.sent(1, 0, 9).await.expect("notes");
    inbox.finish(1, Outcome::Done).await.expect("finishes");
    place.age(2 * DAY_MS - 60_000).await;
    assert_eq!(inbox.accept(vec![update(1)]).await.expect("accepts"), []);
    place.age(120_000).await;
    assert_eq!(ids(&inbox.accept(vec![update(1)]).await.expect("accepts")), [1]);
    assert_eq!(inbox.next_offset().await.expect("reads"), Some(3));
    assert_eq!(inbox.pending().await.expect("reads")[0].parts_sent, 0, "its messages are forgotten with it");
}

#[tokio::test]
async fn a_new_sequence_may_begin_after_a_week_of_silence() {
    let place = Place::new();
    let inbox = place.open().await;
    inbox.accept(vec![update(1_000)]).await.expect("accepts");
    place.age(6 * DAY_MS - 60_000).await;
    assert_eq!(inbox.next_offset().await.expect("reads"), Some(1_001));
    place.age(120_000).await;
    assert_eq!(inbox.next_offset().await.expect("reads"), None);
    assert_eq!(ids(&inbox.accept(vec![update(5)]).await.expect("accepts")), [5]);
    assert_eq!(inbox.next_offset().await.expect("reads"), Some(6), "the new sequence counts");
    inbox.accept(vec![update(4)]).await.expect("accepts");
    assert_eq!(inbox.next_offset().await.expect("reads"), Some(6), "a repeated delivery does not turn it back");
}

#[tokio::test]
async fn finishing_deletes_the_words_from_every_file() {
    let place = Place::new();
    let inbox = place.open().await;
    // Many rows of many sizes, so that SQLite moves them between pages.
    for first in (0..400).step_by(40) {
        let sized =
            |id: i64| NewUpdate { raw: "canary ".repeat(1 + (id as usize * 37) % 1500), ..update((id * 271) % 400) };
        inbox.accept((first..first + 40).map(sized).collect()).await.expect("accepts");
    }
    assert!(place.holds("canary"));
    for id in (0..400).rev() {
        inbox.finish(id, Outcome::Done).await.expect("finishes");
    }
    // No close: a bot that runs for months deletes too, once it is quiet for a moment.
    place.wiped().await;
    inbox.close().await;
    assert!(!place.holds("canary"));
}

#[tokio::test]
async fn what_a_killed_process_deleted_is_wiped_at_the_next_start() {
    let (place, copy) = (Place::new(), Place::new());
    let inbox = place.open().await;
    inbox.accept(vec![update(1)]).await.expect("accepts");
    inbox.finish(1, Outcome::Done).await.expect("finishes");
    // The files as they are left when the process ends here; on this one thread the writer cannot get on meanwhile.
    for name in ["inbox.sqlite", "inbox.sqlite-wal"] {
        fs::copy(place.0.path().join(name), copy.0.path().join(name)).expect("copied");
    }
    assert!(copy.holds("canary"));
    let _inbox = copy.open().await;
    copy.wiped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_at_once_lose_nothing() {
    let place = Place::new();
    let inbox = Arc::new(place.open().await);
    let tasks: Vec<_> = (0..200)
        .map(|id| {
            let inbox = Arc::clone(&inbox);
            tokio::spawn(async move {
                let new = inbox.accept(vec![update(id)]).await.expect("accepts");
                assert_eq!(ids(&new), [id]);
                inbox.begin(id).await.expect("begins");
                assert_eq!(inbox.load(id).await.expect("reads"), Some(update(id).raw));
                inbox.sent(id, 0, id).await.expect("notes");
                if id % 2 == 0 {
                    inbox.finish(id, Outcome::Done).await.expect("finishes");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    let pending = inbox.pending().await.expect("reads");
    assert_eq!(ids(&pending), (0..200).filter(|id| id % 2 == 1).collect::<Vec<_>>());
    assert!(pending.iter().all(|p| p.attempts == 1 && p.parts_sent == 1));
}

#[tokio::test]
async fn a_failing_change_fails_alone() {
    let place = Place::new();
    let inbox = place.open().await;
    // RAISE(ROLLBACK) undoes the whole transaction at once, as SQLite itself does on a full disk.
    let trigger = "CREATE TRIGGER bad BEFORE INSERT ON inbox WHEN NEW.update_id % 10 = 3
                   BEGIN SELECT RAISE(ROLLBACK, 'made to fail'); END";
    let mut conn = SqliteConnectOptions::new().filename(place.path()).connect().await.expect("connects");
    sqlx::query(trigger).execute(&mut conn).await.expect("a trigger");
    // Polled one after the other without a pause between, all wait when the writer wakes.
    let results = {
        let accept = |id| inbox.accept(vec![update(100 + id), update(id)]);
        tokio::join!(accept(1), accept(2), accept(3), accept(4))
    };
    assert!(results.0.is_ok() && results.1.is_ok() && results.3.is_ok());
    assert!(matches!(results.2, Err(StoreError::Failed(reason)) if reason.contains("made to fail")));
    assert_eq!(ids(&inbox.pending().await.expect("reads")), [1, 2, 4, 101, 102, 104]);
    inbox.check().await.expect("still writes");
}

#[tokio::test]
async fn says_which_file_cannot_be_opened() {
    let place = Place::new();
    let missing = place.0.path().join("no/such/folder/inbox.sqlite");
    fs::write(place.path(), "This is no database. ".repeat(300)).expect("writes");
    for path in [missing, place.path(), place.0.path().to_owned()] {
        match SqliteInbox::open(&path).await {
            Err(StoreError::Open { path: named, .. }) => assert_eq!(named, path.display().to_string()),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn finds_damage_in_the_middle_of_the_file() {
    let place = Place::new();
    let inbox = place.open().await;
    inbox.accept((0..300).map(update).collect()).await.expect("accepts");
    inbox.close().await;
    let mut bytes = fs::read(place.path()).expect("reads");
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0x55);
    fs::write(place.path(), bytes).expect("writes");
    match SqliteInbox::open(&place.path()).await {
        Err(StoreError::Open { reason, .. }) => assert!(reason.contains("damaged"), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    fs::write(place.path(), "").expect("writes");
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o644)).expect("changes the mode");
    let inbox = place.open().await;
    inbox.accept(vec![update(1)]).await.expect("accepts");
    for file in fs::read_dir(place.0.path()).expect("a folder") {
        let file = file.expect("an entry");
        assert_eq!(file.metadata().expect("its mode").permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
}

#[tokio::test]
async fn the_writer_syncs_every_commit_and_overwrites_what_it_deletes() {
    let place = Place::new();
    keep_private(&place.path()).expect("creates the file");
    let options = SqliteConnectOptions::new().filename(place.path()).busy_timeout(BUSY_TIMEOUT);
    let mut conn = prepare(&options).await.expect("opens");
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut conn).await.expect("a mode");
    assert_eq!(mode, "wal");
    for (pragma, value) in [("PRAGMA synchronous", 2), ("PRAGMA secure_delete", 1), ("PRAGMA busy_timeout", 5_000)] {
        let found: i64 = sqlx::query_scalar(pragma).fetch_one(&mut conn).await.expect(pragma);
        assert_eq!(found, value, "{pragma}");
    }
}

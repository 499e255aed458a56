//! The one task that writes.
//!
//! Changes that wait at the same time are committed together, so a burst of them costs one `fsync`, not one each.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::memory;
use super::statement::Statement;
use crate::store::memory::Note;
use crate::store::{NewUpdate, Outcome, Pending, StoreError};

/// At most so many changes are committed together.
const BATCH: usize = 256;
/// After so long without a change the write-ahead log, which still holds deleted texts, is emptied.
const QUIET: Duration = Duration::from_secs(1);
/// How long finished updates are remembered: Telegram delivers for at most 24 hours, so twice that.
const REMEMBERED_MS: i64 = 48 * 3_600_000;
/// Telegram chooses its next `update_id` freely after a week without updates, and the last update may have waited
/// there for up to a day before it was accepted here. Past this age the last `update_id` says nothing any more.
pub(super) const SEQUENCE_MS: i64 = 6 * 24 * 3_600_000;

/// What is to be written.
pub(super) enum Change {
    Accept(Vec<NewUpdate>),
    Begin(i64),
    Sent { update_id: i64, part: u32, message_id: i64 },
    Finish(i64, Outcome),
    Execute(Vec<Statement>),
    Check,
    Note(Vec<Note>),
    Forget(i64),
}

/// New updates of [`Change::Accept`]; empty for the other changes.
type Written = Vec<Pending>;

/// A change with somebody who waits for it.
pub(super) struct Request {
    pub(super) change: Change,
    pub(super) answer: oneshot::Sender<Result<Written, StoreError>>,
}

/// Writes until every sender is gone, then closes the connection.
pub(super) async fn run(mut conn: SqliteConnection, mut requests: mpsc::Receiver<Request>) {
    let mut batch = Vec::new();
    // A process that was killed may have left traces of texts it had deleted.
    let mut deleted = true;
    loop {
        let received = requests.recv_many(&mut batch, BATCH);
        let count = if deleted {
            match timeout(QUIET, received).await {
                Ok(count) => count,
                Err(_) => {
                    deleted = !wipe(&mut conn).await.unwrap_or(false);
                    continue;
                }
            }
        } else {
            received.await
        };
        if count == 0 {
            break;
        }
        deleted |= batch
            .iter()
            .any(|r| matches!(r.change, Change::Finish(..) | Change::Note(_) | Change::Forget(_) | Change::Execute(_)));
        write(&mut conn, std::mem::take(&mut batch)).await;
    }
    // The last commit is on disk; the rest only tidies up.
    wipe(&mut conn).await.ok();
    conn.close().await.ok();
}

/// Removes what is left of deleted texts: in the table's pages, once it has no rows, and in the write-ahead log, which
/// is moved into the database and cut to nothing. False when rows or a reader stood in the way.
async fn wipe(conn: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let waiting: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM texts)").fetch_one(&mut *conn).await?;
    if !waiting {
        // Without a condition SQLite clears whole pages instead of rows.
        sqlx::query("DELETE FROM texts").execute(&mut *conn).await?;
    }
    let checkpoint = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)");
    let (busy, ..) = checkpoint.fetch_one(conn).await?;
    Ok(!waiting && busy == 0)
}

/// Commits the batch at once; when that fails, each change by itself, so that a bad one fails alone.
async fn write(conn: &mut SqliteConnection, batch: Vec<Request>) {
    if let Ok(results) = commit(conn, &batch).await {
        for (request, result) in batch.into_iter().zip(results) {
            // Who does not wait any more needs no answer.
            request.answer.send(result).ok();
        }
        return;
    }
    for request in batch {
        let result = match commit(conn, std::slice::from_ref(&request)).await {
            Ok(results) => results.into_iter().next().unwrap_or_else(|| Ok(Vec::new())),
            Err(error) => Err(StoreError::from(error)),
        };
        request.answer.send(result).ok();
    }
}

/// One transaction. The outer error undid everything, the inner ones are those of single changes.
async fn commit(
    conn: &mut SqliteConnection,
    requests: &[Request],
) -> Result<Vec<Result<Written, StoreError>>, sqlx::Error> {
    // Plain statements instead of sqlx's `Transaction`: SQLite may roll back by itself (full disk), whereupon the
    // latter's own rollback fails and its count of open transactions stays wrong for good.
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *conn).await?;
    let result = match apply_all(conn, requests).await {
        Ok(results) => sqlx::query("COMMIT").execute(&mut *conn).await.map(|_| results),
        Err(error) => Err(error),
    };
    if result.is_err() {
        sqlx::query("ROLLBACK").execute(&mut *conn).await.ok();
    }
    result
}

async fn apply_all(
    conn: &mut SqliteConnection,
    requests: &[Request],
) -> Result<Vec<Result<Written, StoreError>>, sqlx::Error> {
    let now_ms = now_ms();
    let mut results = Vec::with_capacity(requests.len());
    for request in requests {
        results.push(apply(conn, &request.change, now_ms).await?);
    }
    Ok(results)
}

/// One change. The outer error is the database's, which undoes the whole transaction.
async fn apply(
    conn: &mut SqliteConnection,
    change: &Change,
    now_ms: i64,
) -> Result<Result<Written, StoreError>, sqlx::Error> {
    let (update_id, pending) = match change {
        Change::Accept(updates) => return accept(conn, updates, now_ms).await.map(Ok),
        Change::Check => return check(conn, now_ms).await.map(|()| Ok(Vec::new())),
        Change::Execute(statements) => {
            for statement in statements {
                statement.run(conn).await?;
            }
            return Ok(Ok(Vec::new()));
        }
        Change::Note(notes) => return memory::note(conn, notes, now_ms).await.map(|()| Ok(Vec::new())),
        Change::Forget(user_id) => return memory::forget(conn, *user_id).await.map(|()| Ok(Vec::new())),
        Change::Begin(update_id) => (*update_id, begin(conn, *update_id).await?),
        Change::Sent { update_id, part, message_id } => (*update_id, sent(conn, *update_id, *part, *message_id).await?),
        Change::Finish(update_id, outcome) => (*update_id, finish(conn, *update_id, *outcome, now_ms).await?),
    };
    Ok(if pending { Ok(Vec::new()) } else { Err(StoreError::NotPending(update_id)) })
}

async fn check(conn: &mut SqliteConnection, now_ms: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE health SET checked_at_ms = ?").bind(now_ms).execute(conn).await.map(|_| ())
}

async fn begin(conn: &mut SqliteConnection, update_id: i64) -> Result<bool, sqlx::Error> {
    let query = "UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ? AND finished_at_ms IS NULL";
    Ok(sqlx::query(query).bind(update_id).execute(conn).await?.rows_affected() == 1)
}

async fn sent(conn: &mut SqliteConnection, update_id: i64, part: u32, message_id: i64) -> Result<bool, sqlx::Error> {
    let query = "INSERT INTO sent (update_id, part, message_id)
                 SELECT update_id, ?, ? FROM inbox WHERE update_id = ? AND finished_at_ms IS NULL
                 ON CONFLICT DO UPDATE SET message_id = excluded.message_id";
    let query = sqlx::query(query).bind(part).bind(message_id).bind(update_id);
    let pending = query.execute(&mut *conn).await?.rows_affected() == 1;
    memory::screen_sent(conn, update_id, part, message_id).await?;
    Ok(pending)
}

async fn finish(
    conn: &mut SqliteConnection,
    update_id: i64,
    outcome: Outcome,
    now_ms: i64,
) -> Result<bool, sqlx::Error> {
    let outcome = match outcome {
        Outcome::Done => "done",
        Outcome::Dead => "dead",
    };
    sqlx::query("DELETE FROM texts WHERE update_id = ?").bind(update_id).execute(&mut *conn).await?;
    // Whose it was need not be known to recognise it when it is delivered again.
    let query = "UPDATE inbox SET chat_id = 0, finished_at_ms = ?, outcome = ?
                 WHERE update_id = ? AND finished_at_ms IS NULL";
    Ok(sqlx::query(query).bind(now_ms).bind(outcome).bind(update_id).execute(conn).await?.rows_affected() == 1)
}

async fn accept(conn: &mut SqliteConnection, updates: &[NewUpdate], now_ms: i64) -> Result<Written, sqlx::Error> {
    // First, because identifiers may begin anew after a week.
    sqlx::query("DELETE FROM inbox WHERE finished_at_ms < ?").bind(now_ms - REMEMBERED_MS).execute(&mut *conn).await?;
    let mut new = Vec::new();
    for update in updates {
        if insert(conn, update, now_ms).await? {
            let (update_id, chat_id) = (update.update_id, update.chat_id);
            new.push(Pending { update_id, chat_id, accepted_at_ms: now_ms, attempts: 0, parts_sent: 0 });
        }
    }
    if let Some(highest) = updates.iter().map(|u| u.update_id).max() {
        note_last(conn, highest, now_ms).await?;
    }
    Ok(new)
}

/// False when it was known before.
async fn insert(conn: &mut SqliteConnection, update: &NewUpdate, now_ms: i64) -> Result<bool, sqlx::Error> {
    let query = "INSERT INTO inbox (update_id, chat_id, accepted_at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    let query = sqlx::query(query).bind(update.update_id).bind(update.chat_id).bind(now_ms);
    if query.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(false);
    }
    let query = sqlx::query("INSERT INTO texts (update_id, raw) VALUES (?, ?)").bind(update.update_id);
    query.bind(&update.raw).execute(conn).await.map(|_| true)
}

/// Notes how far the updates go. Repeated deliveries do not turn back, a new sequence may begin below the old one.
async fn note_last(conn: &mut SqliteConnection, highest: i64, now_ms: i64) -> Result<(), sqlx::Error> {
    let query = "INSERT INTO last_accepted (only_row, update_id, accepted_at_ms) VALUES (1, ?, ?)
         ON CONFLICT DO UPDATE SET
            update_id = iif(accepted_at_ms < ?, excluded.update_id, max(update_id, excluded.update_id)),
            accepted_at_ms = excluded.accepted_at_ms";
    sqlx::query(query).bind(highest).bind(now_ms).bind(now_ms - SEQUENCE_MS).execute(conn).await.map(|_| ())
}

/// Milliseconds since 1970-01-01 UTC.
pub(super) fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

//! The inbox in a SQLite file.
//!
//! Write-ahead log with `synchronous=FULL`: what is committed has been synced to disk. One task writes (see
//! `writer.rs`), a few read-only connections read beside it. Deleted texts are overwritten, the last
//! traces of them in a moment of quiet (about a second) in which nothing is pending, or when the file is closed. That
//! only one process uses the file is somebody else's care.

use std::fs;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlSafeStr, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::{Inbox, NewUpdate, Outcome, Pending, StoreError};
pub use curators::Register;
use writer::{Change, Request, SEQUENCE_MS, now_ms};

mod curators;
mod memory;
mod people;
mod statement;
mod subscriptions;
mod writer;

/// How long a statement waits for another connection's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections that read.
const READERS: u32 = 2;
/// Steps from an empty file to today's tables.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "inbox", include_str!("migrations/sqlite/0001_inbox.sql")),
    (10, "dialogue", include_str!("migrations/sqlite/0010_dialogue.sql")),
    (20, "people", include_str!("migrations/sqlite/0020_people.sql")),
    (30, "locales", include_str!("migrations/sqlite/0030_locales.sql")),
    (40, "curators", include_str!("migrations/sqlite/0040_curators.sql")),
    (50, "askers", include_str!("migrations/sqlite/0050_askers.sql")),
];
/// Changes that may wait for the writer before callers are made to wait.
const QUEUE: usize = 1024;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::Failed(error.to_string())
    }
}

/// An [`Inbox`] and a [`Memory`](super::memory::Memory) in one SQLite file. Dropping it lets what was handed over be written; [`close`](Self::close) waits
/// for that.
#[derive(Debug)]
pub struct SqliteInbox {
    readers: SqlitePool,
    requests: mpsc::Sender<Request>,
    writer: JoinHandle<()>,
}

impl SqliteInbox {
    /// Opens the file, creates it when there is none (readable by the owner only) and brings its tables up to date.
    /// Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`StoreError::Open`] when it cannot be opened, is damaged or comes from a later version of this program.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |reason: String| StoreError::Open { path: path.display().to_string(), reason };
        keep_private(path).map_err(|e| failed(e.to_string()))?;
        let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT).disable_statement_logging();
        let conn = prepare(&options).await.map_err(|e| failed(explain(&e)))?;
        // The writer has switched the file to the write-ahead log; doing so again would need all locks.
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.read_only(true))
            .await
            .map_err(|e| failed(e.to_string()))?;
        let (requests, received) = mpsc::channel(QUEUE);
        let writer = tokio::spawn(writer::run(conn, received));
        Ok(Self { readers, requests, writer })
    }

    /// Writes what waits, empties the write-ahead log and closes the file.
    pub async fn close(self) {
        let Self { readers, requests, writer } = self;
        readers.close().await;
        drop(requests);
        // A writer that panicked has nothing left to close.
        writer.await.ok();
    }

    async fn write(&self, change: Change) -> Result<Vec<Pending>, StoreError> {
        let (answer, answered) = oneshot::channel();
        let stopped = || StoreError::Failed("its writing task has stopped; restart the bot".to_owned());
        self.requests.send(Request { change, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// Runs the statements in one transaction.
    async fn execute(&self, statements: Vec<statement::Statement>) -> Result<(), StoreError> {
        self.write(Change::Execute(statements)).await.map(|_| ())
    }
}

#[async_trait]
impl Inbox for SqliteInbox {
    async fn accept(&self, updates: Vec<NewUpdate>) -> Result<Vec<Pending>, StoreError> {
        if updates.is_empty() {
            return Ok(Vec::new());
        }
        self.write(Change::Accept(updates)).await
    }

    async fn next_offset(&self) -> Result<Option<i64>, StoreError> {
        let query = "SELECT update_id + 1 FROM last_accepted WHERE accepted_at_ms >= ?";
        Ok(sqlx::query_scalar(query).bind(now_ms() - SEQUENCE_MS).fetch_optional(&self.readers).await?)
    }

    async fn pending(&self) -> Result<Vec<Pending>, StoreError> {
        let query = "SELECT update_id, chat_id, accepted_at_ms, attempts,
                        (SELECT count(*) FROM sent WHERE sent.update_id = inbox.update_id)
                     FROM inbox WHERE finished_at_ms IS NULL ORDER BY update_id";
        let rows = sqlx::query_as::<_, (i64, i64, i64, u32, u32)>(query).fetch_all(&self.readers).await?;
        let pending = |(update_id, chat_id, accepted_at_ms, attempts, parts_sent)| Pending {
            update_id,
            chat_id,
            accepted_at_ms,
            attempts,
            parts_sent,
        };
        Ok(rows.into_iter().map(pending).collect())
    }

    async fn load(&self, update_id: i64) -> Result<Option<String>, StoreError> {
        let query = "SELECT raw FROM texts WHERE update_id = ?";
        Ok(sqlx::query_scalar(query).bind(update_id).fetch_optional(&self.readers).await?)
    }

    async fn begin(&self, update_id: i64) -> Result<(), StoreError> {
        self.write(Change::Begin(update_id)).await.map(|_| ())
    }

    async fn sent(&self, update_id: i64, part: u32, message_id: i64) -> Result<(), StoreError> {
        self.write(Change::Sent { update_id, part, message_id }).await.map(|_| ())
    }

    async fn finish(&self, update_id: i64, outcome: Outcome) -> Result<(), StoreError> {
        self.write(Change::Finish(update_id, outcome)).await.map(|_| ())
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.write(Change::Check).await.map(|_| ())
    }
}

/// Creates the file for its owner alone, or takes the others' rights away. SQLite gives its side files the same mode.
fn keep_private(path: &Path) -> std::io::Result<()> {
    let mut open = fs::OpenOptions::new();
    open.create(true).read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    let file = open.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    drop(file);
    Ok(())
}

/// The connection of the writer, on a sound file with all tables.
async fn prepare(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    let mut conn = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
        .connect()
        .await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut conn).await?;
    if found != "ok" {
        return Err(sqlx::Error::Protocol(damaged(&found)));
    }
    let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect()).run(&mut conn).await?;
    Ok(conn)
}

fn explain(error: &sqlx::Error) -> String {
    const CORRUPT: &str = "11";
    const NOT_A_DATABASE: &str = "26";
    match error {
        sqlx::Error::Protocol(reason) => reason.clone(),
        sqlx::Error::Database(e) if matches!(e.code().as_deref(), Some(CORRUPT | NOT_A_DATABASE)) => {
            damaged(e.message())
        }
        _ => error.to_string(),
    }
}

fn damaged(how: &str) -> String {
    format!("it is damaged ({how}) and must be moved away, the questions waiting in it are lost")
}

#[cfg(test)]
mod tests;

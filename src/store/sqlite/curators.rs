//! The curators' part in the SQLite file, also for a short command beside the running bot.

use std::path::Path;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions, SqliteRow};
use sqlx::{ConnectOptions, Row};

use super::people::lang;
use super::statement::Statement;
use super::{BUSY_TIMEOUT, MIGRATIONS, SqliteInbox, StoreError};
use crate::store::curators::{Counts, Curators, LowRating, Missed, PassedOn, State};
use crate::store::people::Miss;

#[async_trait]
impl Curators for SqliteInbox {
    async fn misses(&self, limit: u32) -> Result<Vec<Missed>, StoreError> {
        misses(&self.readers, limit).await
    }

    async fn set_state(&self, misses: &[Miss], state: State) -> Result<(), StoreError> {
        self.execute(misses.iter().map(|miss| state_of(miss, state)).collect()).await
    }

    async fn set_proposed(&self, misses: &[Miss], at_ms: Option<i64>) -> Result<(), StoreError> {
        let set = "UPDATE misses SET proposed_at_ms = ? WHERE lang = ? AND reason = ? AND region = ? AND question = ?";
        let statement = |miss: &Miss| Statement::new(set, [vec![at_ms.into()], key(miss).to_vec()].concat());
        self.execute(misses.iter().map(statement).collect()).await
    }

    async fn passed_on(&self) -> Result<Vec<PassedOn>, StoreError> {
        passed_on(&self.readers).await
    }

    async fn low_ratings(&self, limit: u32) -> Result<Vec<LowRating>, StoreError> {
        low_ratings(&self.readers, limit).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        counts(&self.readers).await
    }

    async fn digest_sent_at_ms(&self) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar("SELECT sent_at_ms FROM digest").fetch_optional(&self.readers).await?)
    }

    async fn note_digest(&self, at_ms: i64) -> Result<(), StoreError> {
        let note = "INSERT INTO digest (only_row, sent_at_ms) VALUES (1, ?)
                    ON CONFLICT DO UPDATE SET sent_at_ms = excluded.sent_at_ms";
        self.execute(vec![Statement::new(note, [at_ms.into()])]).await
    }
}

/// The curators' part of a file that the bot may be using at this moment. Nothing else of it is touched.
#[derive(Debug)]
pub struct Register {
    pool: SqlitePool,
}

impl Register {
    /// Opens the file; it must be there, with today's tables.
    ///
    /// # Errors
    /// [`StoreError::Open`] with what to do when it is missing or of another version.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |reason: String| StoreError::Open { path: path.display().to_string(), reason };
        if !path.is_file() {
            return Err(failed("there is none yet; the bot makes it when it is started for the first time".to_owned()));
        }
        let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT).disable_statement_logging();
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
        let pool = pool.map_err(|e| failed(e.to_string()))?;
        let version = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&pool).await;
        let version: Option<i64> = version.map_err(|e| failed(super::explain(&e)))?;
        if version != MIGRATIONS.last().map(|m| m.0) {
            let reason = "it comes from another version of this program; start the bot of this version once";
            return Err(failed(reason.to_owned()));
        }
        Ok(Self { pool })
    }

    /// See [`Curators::misses`].
    pub async fn misses(&self, limit: u32) -> Result<Vec<Missed>, StoreError> {
        misses(&self.pool, limit).await
    }

    /// See [`Curators::set_state`].
    pub async fn set_state(&self, of: &[Miss], state: State) -> Result<(), StoreError> {
        // Each statement by itself: the bot may be writing, too, and a half done list does no harm.
        let mut conn = self.pool.acquire().await?;
        for miss in of {
            state_of(miss, state).run(&mut conn).await?;
        }
        Ok(())
    }

    /// See [`Curators::passed_on`].
    pub async fn passed_on(&self) -> Result<Vec<PassedOn>, StoreError> {
        passed_on(&self.pool).await
    }

    /// See [`Curators::low_ratings`].
    pub async fn low_ratings(&self, limit: u32) -> Result<Vec<LowRating>, StoreError> {
        low_ratings(&self.pool, limit).await
    }

    /// See [`Curators::counts`].
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        counts(&self.pool).await
    }
}

fn key(miss: &Miss) -> [super::statement::Bound; 4] {
    [miss.lang.code().into(), (&*miss.reason).into(), (&*miss.region).into(), (&*miss.question).into()]
}

fn state_of(miss: &Miss, state: State) -> Statement {
    let set = "UPDATE misses SET state = ? WHERE lang = ? AND reason = ? AND region = ? AND question = ?";
    Statement::new(set, [vec![state.code().into()], key(miss).to_vec()].concat())
}

async fn misses(pool: &SqlitePool, limit: u32) -> Result<Vec<Missed>, StoreError> {
    let query = "SELECT lang, reason, region, question, count, first_at_ms, last_at_ms, state, proposed_at_ms,
                        (SELECT group_concat(user_id, ' ' ORDER BY user_id) FROM askers a
                         WHERE (a.lang, a.reason, a.region, a.question) = (m.lang, m.reason, m.region, m.question))
                 FROM misses m ORDER BY count DESC, last_at_ms DESC, question LIMIT ?";
    let numbers =
        |all: Option<&str>| all.into_iter().flat_map(str::split_whitespace).filter_map(|n| n.parse().ok()).collect();
    let missed = |row: &SqliteRow| Missed {
        miss: Miss { lang: lang(row.get(0)), reason: row.get(1), region: row.get(2), question: row.get(3) },
        count: row.get(4),
        first_at_ms: row.get(5),
        last_at_ms: row.get(6),
        state: row.get::<&str, _>(7).parse().unwrap_or_default(),
        proposed_at_ms: row.get(8),
        askers: numbers(row.get(9)),
    };
    Ok(sqlx::query(query).bind(limit).fetch_all(pool).await?.iter().map(missed).collect())
}

async fn passed_on(pool: &SqlitePool) -> Result<Vec<PassedOn>, StoreError> {
    let query = "SELECT question, user_id IS NOT NULL FROM wishes ORDER BY at_ms DESC LIMIT 1000";
    let rows = sqlx::query_as::<_, (String, bool)>(query).fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(question, waits)| PassedOn { question, waits }).collect())
}

async fn low_ratings(pool: &SqlitePool, limit: u32) -> Result<Vec<LowRating>, StoreError> {
    let query = "SELECT question, reason, (SELECT body FROM quotes WHERE id = quote_id), at_ms FROM low_ratings
                 ORDER BY at_ms DESC, question LIMIT ?";
    let rating =
        |row: &SqliteRow| LowRating { question: row.get(0), reason: row.get(1), quote: row.get(2), at_ms: row.get(3) };
    Ok(sqlx::query(query).bind(limit).fetch_all(pool).await?.iter().map(rating).collect())
}

async fn counts(pool: &SqlitePool) -> Result<Counts, StoreError> {
    let query = "SELECT (SELECT count(*) FROM inbox WHERE finished_at_ms IS NULL), (SELECT count(*) FROM subscribers),
                        (SELECT count(*) FROM wishes WHERE user_id IS NOT NULL), (SELECT count(*) FROM low_ratings)";
    let (pending, subscribers, waiting, low_ratings) = sqlx::query_as(query).fetch_one(pool).await?;
    Ok(Counts { pending, subscribers, waiting, low_ratings })
}

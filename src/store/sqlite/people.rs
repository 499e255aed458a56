//! People and chats in the SQLite file.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::statement::Statement;
use super::writer::now_ms;
use super::{SqliteInbox, StoreError};
use crate::domain::Lang;
use crate::locale::Locale;
use crate::store::people::{ChatSettings, Miss, People};

/// Unanswered questions are kept for a year after they were asked last.
const MISSES_KEPT_MS: i64 = 365 * 24 * 3_600_000;

/// A kind of row that has a user's number: how to show it as JSON and how to delete it (`None`: it stays).
struct Held {
    name: &'static str,
    rows: &'static str,
    delete: Option<&'static str>,
}

/// Every kind, those that others refer to last. A new table with a user's number needs a line here.
const HELD: [Held; 7] = [
    Held {
        name: "unanswered",
        rows: "SELECT json_object('question', question, 'lang', lang, 'region', region, 'count', count, 'last_at_ms', last_at_ms)
               FROM askers WHERE user_id = ? ORDER BY last_at_ms, question",
        delete: Some("DELETE FROM askers WHERE user_id = ?"),
    },
    Held {
        name: "settings",
        rows: "SELECT json_object('lang', lang, 'region', region) FROM chat_settings WHERE chat_id = ?",
        delete: Some("DELETE FROM chat_settings WHERE chat_id = ?"),
    },
    Held {
        name: "subscriptions",
        rows: "SELECT json_object('region', region, 'topic', topic) FROM subscriptions WHERE user_id = ? ORDER BY id",
        delete: Some("DELETE FROM subscriptions WHERE user_id = ?"),
    },
    Held {
        name: "notices",
        rows: "SELECT json_object('article', article, 'version', version, 'topic', topic, 'due_at_ms', due_at_ms, 'state', state)
               FROM notices WHERE user_id = ?",
        delete: Some("DELETE FROM notices WHERE user_id = ?"),
    },
    Held {
        name: "subscriber",
        rows: "SELECT json_object('lang', lang, 'hour', hour, 'offset_min', offset_min) FROM subscribers WHERE user_id = ?",
        delete: Some("DELETE FROM subscribers WHERE user_id = ?"),
    },
    Held {
        name: "admitted",
        rows: "SELECT json_object('admitted_at_ms', admitted_at_ms) FROM admitted WHERE id = ?",
        delete: Some("DELETE FROM admitted WHERE id = ?"),
    },
    Held {
        name: "banned",
        rows: "SELECT json_object('banned_at_ms', banned_at_ms) FROM banned WHERE user_id = ?",
        delete: None,
    },
];

/// A language from a column that holds nothing else.
pub(super) fn lang(code: &str) -> Lang {
    code.parse().unwrap_or_default()
}

#[async_trait]
impl People for SqliteInbox {
    async fn settings(&self, chat_id: i64) -> Result<ChatSettings, StoreError> {
        let query = "SELECT lang, region FROM chat_settings WHERE chat_id = ?";
        let row = sqlx::query_as::<_, (Option<String>, Option<String>)>(query).bind(chat_id);
        let (code, region) = row.fetch_optional(&self.readers).await?.unwrap_or_default();
        Ok(ChatSettings { lang: code.and_then(|code| code.parse().ok()), region })
    }

    async fn set_settings(&self, chat_id: i64, settings: &ChatSettings) -> Result<(), StoreError> {
        let set = "INSERT INTO chat_settings (chat_id, lang, region) VALUES (?, ?, ?)
                   ON CONFLICT DO UPDATE SET lang = excluded.lang, region = excluded.region";
        let values = [chat_id.into(), settings.lang.map(Locale::code).into(), settings.region.as_deref().into()];
        self.execute(vec![Statement::new(set, values)]).await
    }

    async fn moved(&self, from: i64, to: i64) -> Result<(), StoreError> {
        let ids = [to.into(), from.into()];
        let settings = "UPDATE OR REPLACE chat_settings SET chat_id = ? WHERE chat_id = ?";
        let admitted = "UPDATE OR REPLACE admitted SET id = ? WHERE id = ?";
        self.execute(vec![Statement::new(settings, ids.clone()), Statement::new(admitted, ids)]).await
    }

    async fn gone(&self, chat_id: i64) -> Result<(), StoreError> {
        self.erase(chat_id).await
    }

    async fn is_admitted(&self, id: i64) -> Result<bool, StoreError> {
        let query = "SELECT EXISTS (SELECT 1 FROM admitted WHERE id = ?)";
        Ok(sqlx::query_scalar(query).bind(id).fetch_one(&self.readers).await?)
    }

    async fn admit(&self, id: i64) -> Result<(), StoreError> {
        let admit = "INSERT INTO admitted (id, admitted_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING";
        self.execute(vec![Statement::new(admit, [id.into(), now_ms().into()])]).await
    }

    async fn is_banned(&self, user_id: i64) -> Result<bool, StoreError> {
        let query = "SELECT EXISTS (SELECT 1 FROM banned WHERE user_id = ?)";
        Ok(sqlx::query_scalar(query).bind(user_id).fetch_one(&self.readers).await?)
    }

    async fn ban(&self, user_id: i64, banned: bool) -> Result<(), StoreError> {
        let statement = if banned {
            let ban = "INSERT INTO banned (user_id, banned_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING";
            Statement::new(ban, [user_id.into(), now_ms().into()])
        } else {
            Statement::new("DELETE FROM banned WHERE user_id = ?", [user_id.into()])
        };
        self.execute(vec![statement]).await
    }

    async fn held(&self, user_id: i64) -> Result<Value, StoreError> {
        let mut all = Map::new();
        for kind in &HELD {
            let rows: Vec<String> = sqlx::query_scalar(kind.rows).bind(user_id).fetch_all(&self.readers).await?;
            let rows = rows.iter().map(|row| serde_json::from_str(row).unwrap_or(Value::Null)).collect();
            all.insert(kind.name.to_owned(), Value::Array(rows));
        }
        Ok(Value::Object(all))
    }

    async fn erase(&self, user_id: i64) -> Result<(), StoreError> {
        let deletions = HELD.iter().filter_map(|kind| kind.delete);
        self.execute(deletions.map(|sql| Statement::new(sql, [user_id.into()])).collect()).await
    }

    async fn note_miss(&self, miss: &Miss, asker: Option<i64>) -> Result<(), StoreError> {
        let now = now_ms();
        let note = "INSERT INTO misses (lang, reason, region, question, first_at_ms, last_at_ms)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                    ON CONFLICT DO UPDATE SET count = count + 1, last_at_ms = excluded.last_at_ms, proposed_at_ms = NULL,
                        state = iif(state = 'resolved', 'open', state)";
        let Miss { lang, reason, region, question } = miss;
        let values = [lang.code().into(), (&**reason).into(), (&**region).into(), (&**question).into(), now.into()];
        let who = asker.map(|asker| {
            let note =
                "INSERT INTO askers (lang, reason, region, question, last_at_ms, user_id) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET count = count + 1, last_at_ms = excluded.last_at_ms";
            Statement::new(note, [values.to_vec(), vec![asker.into()]].concat())
        });
        let old = ["DELETE FROM misses WHERE last_at_ms < ?", "DELETE FROM askers WHERE last_at_ms < ?"];
        let old = old.map(|delete| Statement::new(delete, [(now - MISSES_KEPT_MS).into()]));
        self.execute(old.into_iter().chain([Statement::new(note, values)]).chain(who).collect()).await
    }

    async fn erase_askers(&self) -> Result<(), StoreError> {
        self.execute(vec![Statement::new("DELETE FROM askers", [])]).await
    }

    async fn note_chosen(&self, quote: &str) -> Result<(), StoreError> {
        let note = "INSERT INTO chosen (quote, last_at_ms) VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET count = count + 1, last_at_ms = excluded.last_at_ms";
        self.execute(vec![Statement::new(note, [quote.into(), now_ms().into()])]).await
    }

    async fn chosen(&self, quote: &str) -> Result<u32, StoreError> {
        let query = sqlx::query_scalar("SELECT count FROM chosen WHERE quote = ?").bind(quote);
        Ok(query.fetch_optional(&self.readers).await?.unwrap_or(0))
    }
}

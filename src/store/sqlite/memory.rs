//! Conversations in SQLite.

use async_trait::async_trait;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::SqliteInbox;
use super::statement::Statement;
use super::writer::{Change, now_ms};
use crate::store::StoreError;
use crate::store::memory::{KeptQuote, Memory, Note, Origin, Person, SCREEN_MS, Screen, Vote, Who, Wish};

/// Low ratings are kept for a year.
const RATINGS_KEPT_MS: i64 = 365 * 24 * 3_600_000;

/// The query for screens that have not expired, with one more condition.
macro_rules! screen {
    ($condition:literal) => {
        concat!(
            "SELECT key, chat_id, user_id, asked_id, message_id, body FROM screens WHERE expires_at_ms > ? AND ",
            $condition
        )
    };
}

#[async_trait]
impl Memory for SqliteInbox {
    async fn person(&self, who: Who) -> Result<Person, StoreError> {
        let query = "SELECT (SELECT lang FROM people WHERE user_id = ?1),
                            (SELECT body FROM contexts WHERE chat_id = ?2 AND user_id = ?1 AND expires_at_ms > ?3)";
        let query = sqlx::query_as(query).bind(who.user_id).bind(who.chat_id).bind(now_ms());
        let (lang, context) = query.fetch_one(&self.readers).await?;
        Ok(Person { lang, context })
    }

    async fn screen(&self, key: &str) -> Result<Option<Screen>, StoreError> {
        let query = sqlx::query(screen!("key = ?")).bind(now_ms()).bind(key);
        Ok(query.fetch_optional(&self.readers).await?.map(|row| screen(&row)))
    }

    async fn screen_at(&self, chat_id: i64, message_id: i64) -> Result<Option<Screen>, StoreError> {
        let query = sqlx::query(screen!("chat_id = ? AND message_id = ?"));
        let query = query.bind(now_ms()).bind(chat_id).bind(message_id);
        Ok(query.fetch_optional(&self.readers).await?.map(|row| screen(&row)))
    }

    async fn screen_for(&self, chat_id: i64, asked_id: i64) -> Result<Option<Screen>, StoreError> {
        let query = sqlx::query(screen!("chat_id = ? AND asked_id = ?"));
        let query = query.bind(now_ms()).bind(chat_id).bind(asked_id);
        Ok(query.fetch_optional(&self.readers).await?.map(|row| screen(&row)))
    }

    async fn quotes(&self, ids: &[String]) -> Result<Vec<KeptQuote>, StoreError> {
        let mut out = Vec::new();
        for id in ids {
            let query = sqlx::query_as("SELECT id, body, kept_at_ms FROM quotes WHERE id = ?").bind(id);
            let row: Option<(String, String, i64)> = query.fetch_optional(&self.readers).await?;
            out.extend(row.map(|(id, body, kept_at_ms)| KeptQuote { id, body, kept_at_ms }));
        }
        Ok(out)
    }

    async fn vote(&self, screen: &str, user_id: i64) -> Result<Option<Vote>, StoreError> {
        let query = "SELECT good, reason, quote_id FROM votes WHERE screen = ? AND user_id = ?";
        let row: Option<(bool, Option<String>, Option<String>)> =
            sqlx::query_as(query).bind(screen).bind(user_id).fetch_optional(&self.readers).await?;
        Ok(row.map(|(good, reason, quote_id)| Vote { screen: screen.to_owned(), user_id, good, reason, quote_id }))
    }

    async fn note(&self, notes: Vec<Note>) -> Result<(), StoreError> {
        if notes.is_empty() {
            return Ok(());
        }
        self.write(Change::Note(notes)).await.map(|_| ())
    }

    async fn waiting(&self) -> Result<Vec<Wish>, StoreError> {
        let query = "SELECT screen, question, reason, lang, chat_id, user_id FROM wishes
                     WHERE user_id IS NOT NULL AND chat_id IS NOT NULL ORDER BY at_ms LIMIT 1000";
        let wish = |row: &SqliteRow| Wish {
            screen: row.get(0),
            question: row.get(1),
            reason: row.get(2),
            lang: row.get(3),
            hear_back: Some(Who { chat_id: row.get(4), user_id: row.get(5) }),
        };
        Ok(sqlx::query(query).fetch_all(&self.readers).await?.iter().map(wish).collect())
    }

    async fn granted(&self, screen: &str) -> Result<(), StoreError> {
        let forget = "UPDATE wishes SET chat_id = NULL, user_id = NULL WHERE screen = ?";
        self.execute(vec![Statement::new(forget, [screen.into()])]).await
    }

    async fn all_about(&self, user_id: i64) -> Result<Value, StoreError> {
        // SQLite makes the JSON; the bodies of contexts and screens are JSON already.
        let query = "SELECT json_object(
            'language', (SELECT lang FROM people WHERE user_id = ?1),
            'contexts', (SELECT json_group_array(json_object('chat', chat_id, 'until_ms', expires_at_ms,
                'continues', json(body))) FROM contexts WHERE user_id = ?1),
            'answers', (SELECT json_group_array(json_object('chat', chat_id, 'message', message_id,
                'until_ms', expires_at_ms, 'shows', json(body))) FROM screens WHERE user_id = ?1),
            'votes', (SELECT json_group_array(json_object('quote', quote_id, 'good', good, 'reason', reason,
                'at_ms', at_ms)) FROM votes WHERE user_id = ?1),
            'passed_on', (SELECT json_group_array(json_object('chat', chat_id, 'question', question,
                'at_ms', at_ms)) FROM wishes WHERE user_id = ?1))";
        let all: String = sqlx::query_scalar(query).bind(user_id).fetch_one(&self.readers).await?;
        serde_json::from_str(&all).map_err(|e| StoreError::Failed(e.to_string()))
    }

    async fn forget(&self, user_id: i64) -> Result<(), StoreError> {
        self.write(Change::Forget(user_id)).await.map(|_| ())
    }
}

fn screen(row: &SqliteRow) -> Screen {
    Screen {
        key: row.get(0),
        who: Who { chat_id: row.get(1), user_id: row.get(2) },
        asked_id: row.get(3),
        message_id: row.get(4),
        body: row.get(5),
    }
}

/// Writes the notes and deletes what has expired.
pub(super) async fn note(conn: &mut SqliteConnection, notes: &[Note], now_ms: i64) -> Result<(), sqlx::Error> {
    for table in ["DELETE FROM contexts WHERE expires_at_ms <= ?", "DELETE FROM screens WHERE expires_at_ms <= ?"] {
        sqlx::query(table).bind(now_ms).execute(&mut *conn).await?;
    }
    for note in notes {
        match note {
            Note::Lang { user_id, lang } => note_lang(conn, *user_id, lang).await?,
            Note::Context { who, body, expires_at_ms } => {
                note_context(conn, *who, body.as_deref(), *expires_at_ms).await?;
            }
            Note::Screen { screen, origin } => note_screen(conn, screen, *origin, now_ms).await?,
            Note::Quote(quote) => note_quote(conn, quote).await?,
            Note::Vote { vote, question } => {
                note_vote(conn, vote, now_ms).await?;
                note_rating(conn, vote, question.as_deref(), now_ms).await?;
            }
            Note::Wish(wish) => note_wish(conn, wish, now_ms).await?,
        }
    }
    Ok(())
}

async fn note_lang(conn: &mut SqliteConnection, user_id: i64, lang: &str) -> Result<(), sqlx::Error> {
    let query = "INSERT INTO people (user_id, lang) VALUES (?, ?) ON CONFLICT DO UPDATE SET lang = excluded.lang";
    sqlx::query(query).bind(user_id).bind(lang).execute(conn).await.map(|_| ())
}

async fn note_context(
    conn: &mut SqliteConnection,
    who: Who,
    body: Option<&str>,
    expires_at_ms: i64,
) -> Result<(), sqlx::Error> {
    let Some(body) = body else {
        let query = sqlx::query("DELETE FROM contexts WHERE chat_id = ? AND user_id = ?");
        return query.bind(who.chat_id).bind(who.user_id).execute(conn).await.map(|_| ());
    };
    let query = "INSERT INTO contexts (chat_id, user_id, body, expires_at_ms) VALUES (?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET body = excluded.body, expires_at_ms = excluded.expires_at_ms";
    let query = sqlx::query(query).bind(who.chat_id).bind(who.user_id).bind(body).bind(expires_at_ms);
    query.execute(conn).await.map(|_| ())
}

async fn note_screen(
    conn: &mut SqliteConnection,
    screen: &Screen,
    origin: Origin,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let query =
        "INSERT INTO screens (key, chat_id, user_id, asked_id, update_id, part, message_id, body, expires_at_ms)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET body = excluded.body, expires_at_ms = excluded.expires_at_ms";
    let query = sqlx::query(query).bind(&screen.key).bind(screen.who.chat_id).bind(screen.who.user_id);
    let query = query.bind(screen.asked_id).bind(origin.update_id).bind(origin.part).bind(screen.message_id);
    query.bind(&screen.body).bind(now_ms + SCREEN_MS).execute(conn).await.map(|_| ())
}

/// Notes which message a screen has become.
pub(super) async fn screen_sent(
    conn: &mut SqliteConnection,
    update_id: i64,
    part: u32,
    message_id: i64,
) -> Result<(), sqlx::Error> {
    let query = "UPDATE screens SET message_id = ? WHERE update_id = ? AND part = ? AND message_id IS NULL";
    sqlx::query(query).bind(message_id).bind(update_id).bind(part).execute(conn).await.map(|_| ())
}

async fn note_quote(conn: &mut SqliteConnection, quote: &KeptQuote) -> Result<(), sqlx::Error> {
    let query = "INSERT INTO quotes (id, body, kept_at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    sqlx::query(query).bind(&quote.id).bind(&quote.body).bind(quote.kept_at_ms).execute(conn).await.map(|_| ())
}

async fn note_vote(conn: &mut SqliteConnection, vote: &Vote, now_ms: i64) -> Result<(), sqlx::Error> {
    let query = "INSERT INTO votes (screen, user_id, good, reason, quote_id, at_ms) VALUES (?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET good = excluded.good, reason = excluded.reason,
                    quote_id = excluded.quote_id, at_ms = excluded.at_ms";
    let query = sqlx::query(query).bind(&vote.screen).bind(vote.user_id).bind(vote.good).bind(&vote.reason);
    query.bind(&vote.quote_id).bind(now_ms).execute(conn).await.map(|_| ())
}

/// A low rating stands by itself, without the voter; a better one takes it back.
async fn note_rating(
    conn: &mut SqliteConnection,
    vote: &Vote,
    question: Option<&str>,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let (false, Some(question)) = (vote.good, question) else {
        let query = sqlx::query("DELETE FROM low_ratings WHERE screen = ? AND ?").bind(&vote.screen).bind(vote.good);
        return query.execute(conn).await.map(|_| ());
    };
    sqlx::query("DELETE FROM low_ratings WHERE at_ms < ?").bind(now_ms - RATINGS_KEPT_MS).execute(&mut *conn).await?;
    let query = "INSERT INTO low_ratings (screen, question, reason, quote_id, at_ms) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET reason = ifnull(excluded.reason, reason), quote_id = excluded.quote_id,
                    at_ms = excluded.at_ms";
    let query = sqlx::query(query).bind(&vote.screen).bind(question).bind(&vote.reason).bind(&vote.quote_id);
    query.bind(now_ms).execute(conn).await.map(|_| ())
}

async fn note_wish(conn: &mut SqliteConnection, wish: &Wish, now_ms: i64) -> Result<(), sqlx::Error> {
    let query =
        "INSERT INTO wishes (screen, question, reason, lang, at_ms, chat_id, user_id) VALUES (?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET question = excluded.question, reason = excluded.reason,
                    lang = excluded.lang, chat_id = ifnull(excluded.chat_id, chat_id),
                    user_id = ifnull(excluded.user_id, user_id)";
    let query = sqlx::query(query).bind(&wish.screen).bind(&wish.question).bind(&wish.reason).bind(&wish.lang);
    let query = query.bind(now_ms).bind(wish.hear_back.map(|w| w.chat_id)).bind(wish.hear_back.map(|w| w.user_id));
    query.execute(conn).await.map(|_| ())
}

/// Deletes what is known of a user.
pub(super) async fn forget(conn: &mut SqliteConnection, user_id: i64) -> Result<(), sqlx::Error> {
    let queries = [
        "DELETE FROM people WHERE user_id = ?",
        "DELETE FROM contexts WHERE user_id = ?",
        "DELETE FROM screens WHERE user_id = ?",
        "DELETE FROM votes WHERE user_id = ?",
        "UPDATE wishes SET chat_id = NULL, user_id = NULL WHERE user_id = ?",
    ];
    for query in queries {
        sqlx::query(query).bind(user_id).execute(&mut *conn).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::Place;
    use super::*;

    const ANNA: Who = Who { chat_id: 1, user_id: 1 };

    fn screen(key: &str, body: &str) -> Screen {
        Screen { key: key.to_owned(), who: ANNA, asked_id: Some(5), message_id: None, body: body.to_owned() }
    }

    fn context(body: &str, expires_at_ms: i64) -> Note {
        Note::Context { who: ANNA, body: Some(body.to_owned()), expires_at_ms }
    }

    #[tokio::test]
    async fn a_context_lives_until_it_expires_and_in_its_chat_only() {
        let place = Place::new();
        let store = place.open().await;
        let lang = Note::Lang { user_id: 1, lang: "ru".to_owned() };
        store.note(vec![context("1", i64::MAX), lang]).await.expect("notes");
        let person = store.person(ANNA).await.expect("reads");
        assert!(person.lang.as_deref() == Some("ru") && person.context.as_deref() == Some("1"));
        let elsewhere = store.person(Who { chat_id: -7, ..ANNA }).await.expect("reads");
        assert!(elsewhere.lang.is_some() && elsewhere.context.is_none());
        store.close().await;
        let store = place.open().await;
        assert!(store.person(ANNA).await.expect("reads").context.is_some(), "after a restart");
        store.note(vec![context("2", now_ms() - 1)]).await.expect("notes");
        assert!(store.person(ANNA).await.expect("reads").context.is_none());
    }

    #[tokio::test]
    async fn a_screen_is_found_by_key_question_and_message() {
        let place = Place::new();
        let store = place.open().await;
        let origin = Origin { update_id: 9, part: 1 };
        let raw = "{}".to_owned();
        store.accept(vec![crate::store::NewUpdate { update_id: 9, chat_id: 1, raw }]).await.expect("accepts");
        use crate::store::Inbox;
        store.note(vec![Note::Screen { screen: screen("k", "1"), origin }]).await.expect("notes");
        assert!(store.screen_at(1, 77).await.expect("reads").is_none());
        store.sent(9, 1, 77).await.expect("sent");
        let found = store.screen_at(1, 77).await.expect("reads").expect("found");
        assert!(found.key == "k" && found.message_id == Some(77));
        store.note(vec![Note::Screen { screen: screen("k", "2"), origin }]).await.expect("notes");
        let found = store.screen_for(1, 5).await.expect("reads").expect("found");
        assert!(found.body == "2" && found.message_id == Some(77));
        assert!(store.screen("K").await.expect("reads").is_none());
    }

    #[tokio::test]
    async fn one_vote_a_user_and_the_first_wording_of_a_quote() {
        let place = Place::new();
        let store = place.open().await;
        let vote = |good| Vote { screen: "k".to_owned(), user_id: 1, good, reason: None, quote_id: None };
        let quote = |body: &str| KeptQuote { id: "q".to_owned(), body: body.to_owned(), kept_at_ms: 1 };
        for (good, body) in [(true, "first"), (false, "second")] {
            store.note(vec![vote(good).on(Some("why?".to_owned())), Note::Quote(quote(body))]).await.expect("notes");
        }
        assert_eq!(store.vote("k", 1).await.expect("reads"), Some(vote(false)));
        assert_eq!(store.quotes(&["q".to_owned(), "other".to_owned()]).await.expect("reads"), [quote("first")]);
    }

    #[tokio::test]
    async fn what_is_known_of_somebody_can_be_seen_and_forgotten() {
        let place = Place::new();
        let store = place.open().await;
        let wish = |hear_back| {
            Note::Wish(Wish {
                screen: "k".to_owned(),
                question: "why?".to_owned(),
                reason: "topic".to_owned(),
                lang: "en".to_owned(),
                hear_back,
            })
        };
        let origin = Origin { update_id: 9, part: 0 };
        let notes = vec![
            wish(Some(ANNA)),
            wish(None),
            context("{\"a\":1}", i64::MAX),
            Note::Screen { screen: screen("k", "{}"), origin },
        ];
        store.note(notes).await.expect("notes");
        let waiting = store.waiting().await.expect("reads");
        assert!(waiting.len() == 1 && waiting[0].hear_back == Some(ANNA));
        let all = store.all_about(1).await.expect("reads");
        assert_eq!(
            (&all["passed_on"][0]["question"], &all["contexts"][0]["continues"]["a"]),
            (&"why?".into(), &1.into())
        );
        store.forget(1).await.expect("forgets");
        let none = serde_json::json!({"language": null, "contexts": [], "answers": [], "votes": [], "passed_on": []});
        assert_eq!(store.all_about(1).await.expect("reads"), none);
    }
}

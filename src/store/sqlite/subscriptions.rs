//! Subscriptions in the SQLite file.

use async_trait::async_trait;

use super::statement::Statement;
use super::{SqliteInbox, StoreError};
use crate::locale::Locale;
use crate::store::subscriptions::{Daily, Notice, Subscription, Subscriptions, Version};

type SubscriptionRow = (i64, i64, String, String, Option<u8>, i32);
type NoticeRow = (i64, String, String, String, i64, String);

fn subscription((id, user_id, region, topic, hour, offset_min): SubscriptionRow) -> Subscription {
    Subscription { id, user_id, region, topic, daily: hour.map(|hour| Daily { hour, offset_min }) }
}

fn notice((user_id, article, version, topic, due_at_ms, code): NoticeRow) -> Notice {
    Notice { user_id, article: Version { article, version }, topic, due_at_ms, lang: code.parse().unwrap_or_default() }
}

/// One statement for each notice: its number, article and version are the last three values.
fn each(notices: &[Notice], sql: &'static str, first: &[i64]) -> Vec<Statement> {
    let values = |n: &Notice| {
        let mut values: Vec<_> = first.iter().map(|v| (*v).into()).collect();
        values.extend([n.user_id.into(), (&*n.article.article).into(), (&*n.article.version).into()]);
        values
    };
    notices.iter().map(|n| Statement::new(sql, values(n))).collect()
}

#[async_trait]
impl Subscriptions for SqliteInbox {
    async fn subscribe(&self, user_id: i64, lang: Locale, region: &str, topic: &str) -> Result<(), StoreError> {
        let subscriber = "INSERT INTO subscribers (user_id, lang) VALUES (?, ?)
                          ON CONFLICT DO UPDATE SET lang = excluded.lang";
        let subscription = "INSERT INTO subscriptions (user_id, region, topic) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        self.execute(vec![
            Statement::new(subscriber, [user_id.into(), lang.code().into()]),
            Statement::new(subscription, [user_id.into(), region.into(), topic.into()]),
        ])
        .await
    }

    async fn unsubscribe(&self, user_id: i64, id: i64) -> Result<(), StoreError> {
        let one = "DELETE FROM subscriptions WHERE user_id = ? AND id = ?";
        let waiting = "DELETE FROM notices WHERE user_id = ?1 AND state = 'due'
                       AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE user_id = ?1)";
        self.execute(vec![Statement::new(one, [user_id.into(), id.into()]), Statement::new(waiting, [user_id.into()])])
            .await
    }

    async fn set_daily(&self, user_id: i64, daily: Option<Daily>, due_at_ms: i64) -> Result<(), StoreError> {
        let set = "UPDATE subscribers SET hour = ?, offset_min = ? WHERE user_id = ?";
        let offset_min = daily.map_or(0, |d| i64::from(d.offset_min));
        let values = [daily.map(|d| i64::from(d.hour)).into(), offset_min.into(), user_id.into()];
        let waiting = "UPDATE notices SET due_at_ms = ? WHERE user_id = ? AND state = 'due'";
        self.execute(vec![Statement::new(set, values), Statement::new(waiting, [due_at_ms.into(), user_id.into()])])
            .await
    }

    async fn subscriptions_of(&self, user_id: i64) -> Result<Vec<Subscription>, StoreError> {
        let query = "SELECT id, user_id, region, topic, hour, offset_min FROM subscriptions
                     JOIN subscribers USING (user_id) WHERE user_id = ? ORDER BY id";
        let rows = sqlx::query_as::<_, SubscriptionRow>(query).bind(user_id).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(subscription).collect())
    }

    async fn all_subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        let query = "SELECT id, user_id, region, topic, hour, offset_min FROM subscriptions
                     JOIN subscribers USING (user_id) ORDER BY user_id, id";
        let rows = sqlx::query_as::<_, SubscriptionRow>(query).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(subscription).collect())
    }

    async fn known_articles(&self) -> Result<Vec<Version>, StoreError> {
        let query = "SELECT id, version FROM known_articles ORDER BY id";
        let rows = sqlx::query_as::<_, (String, String)>(query).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(|(article, version)| Version { article, version }).collect())
    }

    async fn announce(&self, articles: &[Version], notices: &[Notice]) -> Result<(), StoreError> {
        let known = "INSERT INTO known_articles (id, version) VALUES (?, ?)";
        let wait = "INSERT INTO notices (user_id, article, version, topic, due_at_ms) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING";
        let mut all = vec![Statement::new("DELETE FROM known_articles", [])];
        all.extend(articles.iter().map(|a| Statement::new(known, [(&*a.article).into(), (&*a.version).into()])));
        all.extend(notices.iter().map(|n| {
            let Version { article, version } = &n.article;
            let (user, due) = (n.user_id.into(), n.due_at_ms.into());
            Statement::new(wait, [user, (&**article).into(), (&**version).into(), (&*n.topic).into(), due])
        }));
        self.execute(all).await
    }

    async fn due(&self, now_ms: i64, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let query =
            "SELECT user_id, article, version, topic, due_at_ms, lang FROM notices JOIN subscribers USING (user_id)
                     WHERE state = 'due' AND due_at_ms <= ? ORDER BY user_id, article LIMIT ?";
        let rows = sqlx::query_as::<_, NoticeRow>(query).bind(now_ms).bind(limit).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(notice).collect())
    }

    async fn next_due_at_ms(&self) -> Result<Option<i64>, StoreError> {
        let query = "SELECT min(due_at_ms) FROM notices JOIN subscribers USING (user_id) WHERE state = 'due'";
        Ok(sqlx::query_scalar(query).fetch_one(&self.readers).await?)
    }

    async fn begin_notices(&self, notices: &[Notice]) -> Result<(), StoreError> {
        let sql = "UPDATE notices SET state = 'begun' WHERE user_id = ? AND article = ? AND version = ?";
        self.execute(each(notices, sql, &[])).await
    }

    async fn finish_notices(&self, notices: &[Notice]) -> Result<(), StoreError> {
        let sql = "UPDATE notices SET state = 'sent' WHERE user_id = ? AND article = ? AND version = ?";
        self.execute(each(notices, sql, &[])).await
    }

    async fn put_off_notices(&self, notices: &[Notice], due_at_ms: i64) -> Result<(), StoreError> {
        let sql = "UPDATE notices SET state = 'due', due_at_ms = ? WHERE user_id = ? AND article = ? AND version = ?";
        self.execute(each(notices, sql, &[due_at_ms])).await
    }
}

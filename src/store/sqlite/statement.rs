//! Statements that change something beside the inbox, as values, so that the writer can commit them with the others.

use sqlx::SqliteConnection;

/// A value for a `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    Null,
    Number(i64),
    Text(String),
}

impl From<i64> for Bound {
    fn from(number: i64) -> Self {
        Bound::Number(number)
    }
}

impl From<&str> for Bound {
    fn from(text: &str) -> Self {
        Bound::Text(text.to_owned())
    }
}

impl<T: Into<Bound>> From<Option<T>> for Bound {
    fn from(value: Option<T>) -> Self {
        value.map_or(Bound::Null, Into::into)
    }
}

/// A statement with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    sql: &'static str,
    values: Vec<Bound>,
}

impl Statement {
    pub(super) fn new(sql: &'static str, values: impl Into<Vec<Bound>>) -> Self {
        Self { sql, values: values.into() }
    }

    pub(super) async fn run(&self, conn: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let mut query = sqlx::query(self.sql);
        for value in &self.values {
            query = match value {
                Bound::Null => query.bind(None::<i64>),
                Bound::Number(number) => query.bind(*number),
                Bound::Text(text) => query.bind(text.as_str()),
            };
        }
        query.execute(conn).await.map(|_| ())
    }
}

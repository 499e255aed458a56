-- Who asked what found no answer; only where the operator has switched it on (POLICYBOT_LOG_USERS).
CREATE TABLE askers (
    user_id    INTEGER NOT NULL,
    lang       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    region     TEXT NOT NULL,
    question   TEXT NOT NULL,
    count      INTEGER NOT NULL DEFAULT 1,
    last_at_ms INTEGER NOT NULL,
    PRIMARY KEY (lang, reason, region, question, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX askers_user ON askers (user_id);

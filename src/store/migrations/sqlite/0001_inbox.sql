-- Updates from Telegram. Finished ones are kept for a while only to recognise repeated deliveries.
CREATE TABLE inbox (
    update_id      INTEGER PRIMARY KEY,
    chat_id        INTEGER NOT NULL,
    accepted_at_ms INTEGER NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    finished_at_ms INTEGER,
    outcome        TEXT CHECK (outcome IN ('done', 'dead')),
    CHECK ((outcome IS NULL) = (finished_at_ms IS NULL))
) STRICT;

CREATE INDEX inbox_pending ON inbox (update_id) WHERE finished_at_ms IS NULL;
CREATE INDEX inbox_finished ON inbox (finished_at_ms) WHERE finished_at_ms IS NOT NULL;

-- JSON of the updates that are not finished. Apart and without foreign keys, so that the pages can be wiped as a whole:
-- SQLite's secure_delete misses copies of rows that were moved within or between pages.
CREATE TABLE texts (
    update_id INTEGER PRIMARY KEY,
    raw       TEXT NOT NULL
) STRICT;

-- Messages of replies that Telegram has accepted.
CREATE TABLE sent (
    update_id  INTEGER NOT NULL REFERENCES inbox ON DELETE CASCADE,
    part       INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    PRIMARY KEY (update_id, part)
) STRICT, WITHOUT ROWID;

-- Where polling goes on: outlives the rows of inbox. At most one row.
CREATE TABLE last_accepted (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    update_id      INTEGER NOT NULL,
    accepted_at_ms INTEGER NOT NULL
) STRICT;

-- Written to by readiness checks. One row.
CREATE TABLE health (
    only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
    checked_at_ms INTEGER NOT NULL
) STRICT;
INSERT INTO health VALUES (1, 0);

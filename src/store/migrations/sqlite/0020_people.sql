-- What a chat has chosen; a private chat has the number of its user.
CREATE TABLE chat_settings (
    chat_id INTEGER PRIMARY KEY,
    lang    TEXT CHECK (lang IN ('en', 'ru')),
    region  TEXT
) STRICT;

-- Users and groups let in by an invitation.
CREATE TABLE admitted (
    id             INTEGER PRIMARY KEY,
    admitted_at_ms INTEGER NOT NULL
) STRICT;

-- Users who are not answered.
CREATE TABLE banned (
    user_id      INTEGER PRIMARY KEY,
    banned_at_ms INTEGER NOT NULL
) STRICT;

-- Who is told of new articles, when (NULL: at once) and in which language.
CREATE TABLE subscribers (
    user_id    INTEGER PRIMARY KEY,
    lang       TEXT NOT NULL CHECK (lang IN ('en', 'ru')),
    hour       INTEGER CHECK (hour BETWEEN 0 AND 23),
    offset_min INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What they are told of; '' stands for any.
CREATE TABLE subscriptions (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    region  TEXT NOT NULL,
    topic   TEXT NOT NULL,
    UNIQUE (user_id, region, topic)
) STRICT;

-- The articles of the last start, to see what has changed.
CREATE TABLE known_articles (
    id      TEXT PRIMARY KEY,
    version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each subscriber and version of an article, kept after sending: nobody is told twice.
CREATE TABLE notices (
    user_id   INTEGER NOT NULL,
    article   TEXT NOT NULL,
    version   TEXT NOT NULL,
    topic     TEXT NOT NULL,
    due_at_ms INTEGER NOT NULL,
    state     TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'begun', 'sent')),
    PRIMARY KEY (user_id, article, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_due ON notices (due_at_ms) WHERE state = 'due';

-- Questions without an answer; nobody's number is here.
CREATE TABLE misses (
    lang        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    region      TEXT NOT NULL,
    question    TEXT NOT NULL,
    count       INTEGER NOT NULL DEFAULT 1,
    first_at_ms INTEGER NOT NULL,
    last_at_ms  INTEGER NOT NULL,
    PRIMARY KEY (lang, reason, region, question)
) STRICT, WITHOUT ROWID;

-- How often which quote was chosen in inline mode; nobody's number is here.
CREATE TABLE chosen (
    quote      TEXT PRIMARY KEY,
    count      INTEGER NOT NULL DEFAULT 1,
    last_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

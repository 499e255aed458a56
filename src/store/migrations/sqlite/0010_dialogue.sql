-- What the bot remembers of its conversations. No table here holds a question longer than its follow-ups may come,
-- but for questions that somebody asked to be passed on (wishes).

-- The language somebody chose with /lang.
CREATE TABLE people (
    user_id INTEGER PRIMARY KEY,
    lang    TEXT NOT NULL
) STRICT;

-- What a follow-up question continues.
CREATE TABLE contexts (
    chat_id       INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    body          TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    PRIMARY KEY (chat_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contexts_expired ON contexts (expires_at_ms);

-- Messages of the bot that can be continued: by a button, by a reply, by an edit of the question (asked_id, a message).
CREATE TABLE screens (
    key           TEXT PRIMARY KEY,
    chat_id       INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    asked_id      INTEGER,
    update_id     INTEGER NOT NULL,
    part          INTEGER NOT NULL,
    message_id    INTEGER,
    body          TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX screens_expired ON screens (expires_at_ms);
CREATE INDEX screens_update ON screens (update_id);
CREATE INDEX screens_message ON screens (chat_id, message_id);
CREATE INDEX screens_asked ON screens (chat_id, asked_id);

-- Every quote that was shown, as it was when it was shown first. Never deleted: links to quotes live on.
CREATE TABLE quotes (
    id         TEXT PRIMARY KEY,
    body       TEXT NOT NULL,
    kept_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whether an answer helped.
CREATE TABLE votes (
    screen   TEXT NOT NULL,
    user_id  INTEGER NOT NULL,
    good     INTEGER NOT NULL CHECK (good IN (0, 1)),
    reason   TEXT,
    quote_id TEXT,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (screen, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_user ON votes (user_id);

-- Questions without an answer that their askers passed on; with chat and user only when they want to hear back.
CREATE TABLE wishes (
    screen   TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    reason   TEXT NOT NULL,
    lang     TEXT NOT NULL,
    at_ms    INTEGER NOT NULL,
    chat_id  INTEGER,
    user_id  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX wishes_user ON wishes (user_id) WHERE user_id IS NOT NULL;

-- What curators have made of a question without an answer, and when it was proposed to them as answered by now.
ALTER TABLE misses ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved', 'ignored'));
ALTER TABLE misses ADD COLUMN proposed_at_ms INTEGER;

-- Answers that did not help, by the screen they were shown on; nobody's number is here.
CREATE TABLE low_ratings (
    screen   TEXT PRIMARY KEY,
    question TEXT NOT NULL,
    reason   TEXT,
    quote_id TEXT,
    at_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When administrators were last written to at regular times. One row.
CREATE TABLE digest (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    sent_at_ms INTEGER NOT NULL
) STRICT;

-- Saved searches that are asked of everything that comes in, and what they have caught.

CREATE TABLE watches (
    name        TEXT PRIMARY KEY,
    query       TEXT NOT NULL,
    -- Where its alerts go, as JSON; the terminal is not among them.
    outputs     TEXT NOT NULL,
    created     INTEGER NOT NULL,
    last_run    INTEGER,
    -- Why the query can no longer be read, and since when it catches nothing.
    fault       TEXT,
    fault_since INTEGER
) STRICT, WITHOUT ROWID;

-- One row for what one watch caught of one article, for each deal that the article tells. Written with the article.
CREATE TABLE alerts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    watch     TEXT NOT NULL REFERENCES watches (name) ON DELETE CASCADE,
    article   TEXT NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    deal      TEXT,
    -- 'article' or 'deal': what the query holds for.
    matched   TEXT NOT NULL,
    -- 'new' or 'edited': how the article came.
    came      TEXT NOT NULL,
    -- How the deal stood before, as JSON; NULL where it was not there.
    was       TEXT,
    seen      INTEGER NOT NULL,
    -- When every output had it.
    delivered INTEGER
) STRICT;

CREATE INDEX alerts_open ON alerts (watch, id) WHERE delivered IS NULL;
CREATE INDEX alerts_article ON alerts (article);

-- Which outputs have an alert that others still wait for.
CREATE TABLE alert_deliveries (
    alert  INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    output TEXT NOT NULL,
    PRIMARY KEY (alert, output)
) STRICT, WITHOUT ROWID;

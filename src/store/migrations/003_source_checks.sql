-- What is known of sources beside what they gave.

-- How each answered when it was last checked; a check of another address counts for nothing.
CREATE TABLE source_checks (
    name       TEXT PRIMARY KEY,
    url        TEXT NOT NULL,
    checked_at INTEGER NOT NULL,
    good       INTEGER NOT NULL,
    verdict    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a listing says that it has moved for good, until the user has accepted it.
CREATE TABLE source_moves (
    name    TEXT PRIMARY KEY,
    old_url TEXT NOT NULL,
    new_url TEXT NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the history of each source.
CREATE INDEX pages_source ON pages (source, first_seen) WHERE source IS NOT NULL;

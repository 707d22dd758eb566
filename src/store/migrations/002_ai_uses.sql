-- The inventories of AI uses that agencies report, as the user imported them: words as printed. Whom they name is asked of
-- the lists when somebody asks.

CREATE TABLE ai_inventories (
    -- The year, else the name of the file: an import takes the place of the one before it of this name.
    name           TEXT PRIMARY KEY,
    file           TEXT NOT NULL,
    digest         TEXT NOT NULL,
    added          INTEGER NOT NULL,
    archive_file   TEXT NOT NULL,
    archive_offset INTEGER NOT NULL,
    archive_length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ai_uses (
    inventory   TEXT NOT NULL REFERENCES ai_inventories (name) ON DELETE CASCADE,
    seq         INTEGER NOT NULL,
    agency      TEXT NOT NULL,
    agency_code TEXT,
    bureau      TEXT,
    use_id      TEXT,
    name        TEXT NOT NULL,
    purpose     TEXT,
    stage       TEXT,
    topic       TEXT,
    vendor      TEXT,
    high_impact TEXT,
    operational TEXT,
    PRIMARY KEY (inventory, seq)
) STRICT, WITHOUT ROWID;

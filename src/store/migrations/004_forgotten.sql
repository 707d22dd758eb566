-- What the user has had forgotten, so that no crawl takes it in again.
CREATE TABLE forgotten (
    -- 'page' an id of an article, 'url' a canonical address, 'site' a host with all below it.
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    -- The article that went with it: all rows of one are lifted together.
    page TEXT,
    at   INTEGER NOT NULL,
    why  TEXT,
    PRIMARY KEY (kind, what)
) STRICT, WITHOUT ROWID;

-- Archive files in whose place others have been written, until they are deleted; their names are never used again.
CREATE TABLE obsolete_archives (
    file TEXT PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which pages a record of the archive serves.
CREATE INDEX page_versions_archived ON page_versions (archive_file, archive_offset) WHERE archive_file IS NOT NULL;

-- Which page an address gave when it was asked for.
CREATE INDEX page_versions_requested ON page_versions (requested) WHERE requested IS NOT NULL;

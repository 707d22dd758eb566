-- Of each address that answers with what is no page (a listing, robots.txt, an error) the last answer that stands in the
-- archive with a body: what comes again as it was is noted there without it.
CREATE TABLE archived_answers (
    -- The address that answered.
    url            TEXT PRIMARY KEY,
    content_sha256 TEXT NOT NULL,
    fetched_at     INTEGER NOT NULL,
    archive_file   TEXT NOT NULL,
    archive_offset INTEGER NOT NULL,
    archive_length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which answer stands in a record of the archive.
CREATE INDEX archived_answers_placed ON archived_answers (archive_file, archive_offset);

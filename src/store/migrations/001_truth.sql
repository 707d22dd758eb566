-- Truth: what the network or the user gave us. Migrated, never dropped.
-- Instants are microseconds since 1970 UTC; flags are 0 or 1; structured values are JSON.

-- Single values by name: the stamp and the version of the derived tables.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One page or added document, by the id of the article it holds or may hold.
CREATE TABLE pages (
    id         TEXT PRIMARY KEY,
    url        TEXT,
    source_id  TEXT,
    publisher  TEXT,
    country    TEXT,
    first_seen INTEGER NOT NULL,
    origin     TEXT NOT NULL,
    source     TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX pages_first_seen ON pages (first_seen, id);

-- Every text a page has had. The newest row also keeps when it was last checked and the validators of that answer.
CREATE TABLE page_versions (
    page           TEXT NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    seq            INTEGER NOT NULL,
    fetched_at     INTEGER NOT NULL,
    checked_at     INTEGER NOT NULL,
    requested      TEXT,
    final_url      TEXT,
    status         INTEGER NOT NULL,
    content_type   TEXT,
    etag           TEXT,
    last_modified  TEXT,
    robots_tag     TEXT,
    content_sha256 TEXT NOT NULL,
    archive_file   TEXT,
    archive_offset INTEGER,
    archive_length INTEGER,
    text_digest    TEXT,
    hints          TEXT NOT NULL,
    PRIMARY KEY (page, seq)
) STRICT, WITHOUT ROWID;

-- Addresses that may hold an article or a further listing. Due when next_try has come, whatever the state.
CREATE TABLE leads (
    url           TEXT PRIMARY KEY,
    source        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    hints         TEXT NOT NULL,
    published     TEXT,
    found_at      INTEGER NOT NULL,
    depth         INTEGER NOT NULL,
    state         TEXT NOT NULL,
    attempts      INTEGER NOT NULL,
    next_try      INTEGER,
    last_error    TEXT,
    etag          TEXT,
    last_modified TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX leads_waiting ON leads (next_try) WHERE next_try IS NOT NULL;
CREATE INDEX leads_state ON leads (state);

-- Feeds, sitemaps and listing pages: when each was fetched and when it is due again.
CREATE TABLE listings (
    url           TEXT PRIMARY KEY,
    source        TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    last_fetched  INTEGER,
    next_due      INTEGER,
    failures      INTEGER NOT NULL,
    last_error    TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind    TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended   INTEGER,
    counts  TEXT NOT NULL
) STRICT;

CREATE TABLE sources_seen (
    name         TEXT PRIMARY KEY,
    last_success INTEGER,
    last_failure INTEGER,
    failures     INTEGER NOT NULL,
    last_error   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
    name     TEXT PRIMARY KEY,
    position TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Deal ids that were shown once and live on in another deal.
CREATE TABLE deal_redirects (
    old_id TEXT PRIMARY KEY,
    new_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_redirects_new ON deal_redirects (new_id);

-- Which articles the deals held when the derived tables were last cleared: redirects are made from it after a rebuild.
CREATE TABLE former_deals (
    deal    TEXT NOT NULL,
    article TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (deal, article, ordinal)
) STRICT, WITHOUT ROWID;

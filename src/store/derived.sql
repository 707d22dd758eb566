-- Derived: read from the truth by reader, extractor and matcher. Dropped and made again, never migrated.
-- A change here raises DERIVED_VERSION in migrate.rs.

CREATE TABLE articles (
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    title         TEXT NOT NULL,
    publisher     TEXT,
    published_day TEXT,
    published     TEXT,
    url           TEXT,
    language      TEXT,
    country       TEXT,
    relevant      INTEGER NOT NULL,
    relevance     REAL NOT NULL,
    partial       INTEGER NOT NULL,
    derived_stamp TEXT NOT NULL,
    -- As compressed JSON. The text of an article is kept here only.
    article       BLOB NOT NULL,
    facts         BLOB NOT NULL
) STRICT;

CREATE INDEX articles_published ON articles (published_day, id);
CREATE INDEX articles_relevant ON articles (relevant, partial);
CREATE INDEX articles_stamp ON articles (derived_stamp, id);

-- The stamp of an event is its article's. The sum is in thousandths of the unit; one that does not fit is NULL.
CREATE TABLE events (
    seq           INTEGER PRIMARY KEY,
    article       INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
    ordinal       INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    published_day TEXT,
    value         INTEGER,
    currency      TEXT,
    role          TEXT,
    date          TEXT,
    sentence      TEXT NOT NULL,
    event         TEXT NOT NULL,
    written       TEXT,
    UNIQUE (article, ordinal)
) STRICT;

CREATE INDEX events_published ON events (published_day);

-- Events that tell a deal, as they are linked; apart from the claims, since each new event is compared with many of them.
CREATE TABLE linked_events (
    event        INTEGER PRIMARY KEY REFERENCES events (seq) ON DELETE CASCADE,
    -- The events it is settled with, by the smallest row of them; NULL while it waits to be linked.
    block        INTEGER,
    -- The rows of the two events that it matches best, and how well.
    best         REAL,
    best_event   INTEGER,
    second       REAL,
    second_event INTEGER,
    -- Events that are compared with each other mostly share it: they are linked one after the other.
    neighbourhood INTEGER NOT NULL,
    -- What it is compared by.
    compared     BLOB NOT NULL
) STRICT;

-- The keys of such an event, its own and those by which it looks for others.
CREATE TABLE event_lookups (
    event INTEGER PRIMARY KEY REFERENCES linked_events (event) ON DELETE CASCADE,
    keys  BLOB NOT NULL
) STRICT;

CREATE INDEX linked_events_block ON linked_events (block);
CREATE INDEX linked_events_best ON linked_events (best_event) WHERE best_event IS NOT NULL;
CREATE INDEX linked_events_second ON linked_events (second_event) WHERE second_event IS NOT NULL;

-- Events that hang together, each pair under the smaller row, and how well the two match.
CREATE TABLE event_links (
    event INTEGER NOT NULL REFERENCES linked_events (event) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES linked_events (event) ON DELETE CASCADE,
    score REAL NOT NULL,
    PRIMARY KEY (event, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_links_other ON event_links (other);

CREATE TABLE event_keys (
    key   INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
    PRIMARY KEY (key, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_keys_event ON event_keys (event);

CREATE TABLE deals (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    status        TEXT,
    disputed      INTEGER NOT NULL,
    first_day     TEXT,
    last_day      TEXT,
    program       TEXT,
    derived_stamp TEXT,
    -- The sum that lists show it with, as those who reckon it write it.
    headline      TEXT,
    deal          TEXT NOT NULL
) STRICT;

-- What is shown of a deal beside an article, without reading all of it.
CREATE INDEX deals_glance ON deals (id, status, disputed, name, headline);
CREATE INDEX deals_last_day ON deals (last_day, id);
CREATE INDEX deals_program ON deals (program, last_day) WHERE program IS NOT NULL;

-- Who stands on which side: 'buyer', 'vendor', and the 'department' at the head of each buyer's path.
CREATE TABLE deal_parties (
    deal TEXT NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
    side TEXT NOT NULL,
    org  TEXT NOT NULL,
    PRIMARY KEY (side, org, deal)
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_parties_deal ON deal_parties (deal, side, org);

-- The telling words of what a deal is about.
CREATE TABLE deal_terms (
    term TEXT NOT NULL,
    deal TEXT NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
    PRIMARY KEY (term, deal)
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_terms_deal ON deal_terms (deal);

-- By the article's id, not its row: the deals of an article that was taken out must still be found to be settled anew.
CREATE TABLE deal_events (
    article TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    deal    TEXT NOT NULL REFERENCES deals (id) ON DELETE CASCADE,
    PRIMARY KEY (article, ordinal, deal)
) STRICT, WITHOUT ROWID;

CREATE INDEX deal_events_deal ON deal_events (deal);

-- What stands at head and foot of each article as it was read, as the first 64 bits of a SHA-256, and of what title.
CREATE TABLE edge_blocks (
    site    TEXT NOT NULL,
    digest  INTEGER NOT NULL,
    article TEXT NOT NULL,
    title   INTEGER NOT NULL,
    PRIMARY KEY (site, digest, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX edge_blocks_article ON edge_blocks (article);

-- What each text is like, and the story it tells: the row of one of the articles that are copies of each other.
CREATE TABLE sketches (
    article INTEGER PRIMARY KEY REFERENCES articles (seq) ON DELETE CASCADE,
    story   INTEGER NOT NULL,
    sketch  BLOB NOT NULL
) STRICT;

CREATE INDEX sketches_story ON sketches (story);

-- By story, so that one of thousands of copies is found without reading the others.
CREATE TABLE sketch_bands (
    band    INTEGER NOT NULL,
    story   INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES sketches (article) ON DELETE CASCADE,
    PRIMARY KEY (band, story, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX sketch_bands_article ON sketch_bands (article);

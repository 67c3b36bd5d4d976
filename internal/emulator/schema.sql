-- Facts of the account itself: profile, prefix of its media_ids, __biz, clock.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Settings that differ from the profile's; base is what a reset goes back to.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, base TEXT) WITHOUT ROWID;

-- kind: plain, stable, component, authorizer, refresh, code. ends is when it stops
-- working, superseded whether a newer one took its place.
CREATE TABLE token (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, appid TEXT NOT NULL,
  issued INTEGER NOT NULL, ends INTEGER NOT NULL, superseded INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX token_kind ON token (kind, issued);

-- One message of 1 to 8 articles. box: material, draft, upload (media/uploadnews),
-- post (published or sent). seq is the order of creation.
CREATE TABLE message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, box TEXT NOT NULL, media_id TEXT NOT NULL,
  created INTEGER NOT NULL, updated INTEGER NOT NULL, lag INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX message_id ON message (media_id, box);
CREATE INDEX message_box ON message (box, seq);

-- content comes last, so that a listing without it does not read its pages.
CREATE TABLE article (
  message INTEGER NOT NULL REFERENCES message (seq), idx INTEGER NOT NULL,
  type TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, digest TEXT NOT NULL,
  source_url TEXT NOT NULL, thumb TEXT NOT NULL, show_cover INTEGER NOT NULL,
  comments INTEGER NOT NULL, fans_only INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '', content TEXT NOT NULL
);
CREATE UNIQUE INDEX article_place ON article (message, idx);

-- Bytes of images, voices and videos, by the key in their URL.
CREATE TABLE blob (
  key TEXT PRIMARY KEY, format TEXT NOT NULL, type TEXT NOT NULL,
  width INTEGER NOT NULL, height INTEGER NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL
);

-- Materials other than articles. ends is 0 for permanent ones.
CREATE TABLE file (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  name TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', intro TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL, ends INTEGER NOT NULL, lag INTEGER NOT NULL DEFAULT 0,
  key TEXT NOT NULL REFERENCES blob (key)
);
CREATE INDEX file_kind ON file (kind, seq) WHERE ends = 0;

-- One row a call. time is in milliseconds, query has no credentials in it.
CREATE TABLE request (
  id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, method TEXT NOT NULL,
  path TEXT NOT NULL, query TEXT NOT NULL, errcode INTEGER NOT NULL,
  rid TEXT NOT NULL, fault TEXT NOT NULL
);
CREATE INDEX request_rid ON request (rid);

-- skip calls still pass; then left calls are hit, for ever when left is -1.
CREATE TABLE fault (
  id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, mode TEXT NOT NULL,
  errcode INTEGER NOT NULL, delay_ms INTEGER NOT NULL, skip INTEGER NOT NULL, left INTEGER NOT NULL
);

-- Calls of one API in one window of time (a day or a minute, named by its start).
CREATE TABLE quota (
  path TEXT NOT NULL, span TEXT NOT NULL, start INTEGER NOT NULL, used INTEGER NOT NULL,
  PRIMARY KEY (path, span)
) WITHOUT ROWID;

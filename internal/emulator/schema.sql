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
CREATE INDEX token_kind ON token (kind, superseded);

-- One message of 1 to 8 articles. lag is how many lists it still misses. box: material, draft, upload (media/uploadnews),
-- post (published or sent). seq is the order of creation.
CREATE TABLE message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, box TEXT NOT NULL, media_id TEXT NOT NULL,
  created INTEGER NOT NULL, updated INTEGER NOT NULL, lag INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX message_id ON message (media_id, box);
CREATE INDEX message_box ON message (box, lag, seq);
CREATE INDEX message_lag ON message (box) WHERE lag > 0;

-- content comes last, so that a listing without it does not read its pages.
CREATE TABLE article (
  message INTEGER NOT NULL REFERENCES message (seq), idx INTEGER NOT NULL,
  type TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, digest TEXT NOT NULL,
  source_url TEXT NOT NULL, thumb TEXT NOT NULL, show_cover INTEGER NOT NULL,
  comments INTEGER NOT NULL, fans_only INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0, -- of posts: whether comments were ever open
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
CREATE INDEX file_kind ON file (kind, lag, seq) WHERE ends = 0;
CREATE INDEX file_lag ON file (kind) WHERE lag > 0;

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

-- What followers can read: a message that was published or sent.
CREATE TABLE post (
  msg_data_id INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL UNIQUE,
  article_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, created INTEGER NOT NULL
);

-- One freepublish/submit. post is 0 when it failed; ready is when it is over.
CREATE TABLE job (
  publish_id INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL, post INTEGER NOT NULL,
  status INTEGER NOT NULL, ready INTEGER NOT NULL
);

-- One mass send. post is 0 unless it sent articles.
CREATE TABLE mass (
  msg_id INTEGER PRIMARY KEY AUTOINCREMENT, post INTEGER NOT NULL, client_id TEXT NOT NULL,
  created INTEGER NOT NULL, status TEXT NOT NULL
);
CREATE INDEX mass_client ON mass (client_id, created);

-- What the console has scheduled to be sent.
CREATE TABLE schedule (message INTEGER PRIMARY KEY, at INTEGER NOT NULL);

-- id counts from 1 in each article. gone: 1 by its writer, 2 by the account.
CREATE TABLE comment (
  post INTEGER NOT NULL, idx INTEGER NOT NULL, id INTEGER NOT NULL, openid TEXT NOT NULL,
  content TEXT NOT NULL, created INTEGER NOT NULL, elected INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0, reply TEXT, replied INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (post, idx, id)
) WITHOUT ROWID;

-- Ids begin where real ones look alike; none fits 31 bits.
INSERT INTO sqlite_sequence (name, seq) VALUES
  ('post', 2247483646), ('job', 2247490000), ('mass', 3147483646);

-- The idempotency keys under which feeds were made. A call that is repeated is answered with its token, which nobody keeps:
-- the token follows from the key, which only its caller has, and from a salt that is forgotten after a day.
CREATE TABLE calendar_feed_keys (
  -- SHA-256 of person, calendar and key.
  digest TEXT PRIMARY KEY,
  salt TEXT NOT NULL,
  label TEXT NOT NULL,
  made_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX calendar_feed_keys_by_time ON calendar_feed_keys (made_at);

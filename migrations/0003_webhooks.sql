-- What other systems bring: who may (sources), what they brought (deliveries), and who asked to be told of a type.

CREATE TABLE webhook_sources (
  name TEXT PRIMARY KEY,
  description TEXT NOT NULL,
  scheme TEXT NOT NULL,
  -- JSON [{secret, untilMs}], encrypted by SOURCE_KEY.
  secrets TEXT NOT NULL,
  -- JSON; null: events are notifications already.
  mapping TEXT,
  -- JSON: what the source declares of its types.
  types TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  -- What the signature vouches for; one event is one row, however often it comes.
  event_id TEXT NOT NULL,
  received_at TEXT NOT NULL,
  -- SHA-256 of what is read of the request besides its body, and not signed: it is the same when the event comes again.
  digest TEXT NOT NULL,
  -- The request, encrypted by SOURCE_KEY, so that it can be replayed.
  content TEXT NOT NULL,
  tries INTEGER NOT NULL,
  -- open: it was not taken yet; accepted, queued, ignored: it was; refused: it never can be.
  state TEXT NOT NULL,
  -- JSON: what became of it.
  result TEXT NOT NULL
);

CREATE UNIQUE INDEX webhook_deliveries_by_event ON webhook_deliveries (source, event_id);
CREATE INDEX webhook_deliveries_by_source ON webhook_deliveries (source, id);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (received_at);

CREATE TABLE type_subscriptions (
  type TEXT NOT NULL,
  person TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (type, person)
) WITHOUT ROWID;

CREATE INDEX type_subscriptions_by_person ON type_subscriptions (person, type);

-- Answers to calls with an idempotency key, given again when the call is.
CREATE TABLE idempotent_answers (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  claimed_at TEXT NOT NULL,
  -- Null as long as the call has not come to its end.
  status INTEGER,
  body TEXT,
  PRIMARY KEY (caller, key)
) WITHOUT ROWID;

CREATE INDEX idempotent_answers_by_time ON idempotent_answers (claimed_at);

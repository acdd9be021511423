-- What a development server would have sent, had somebody configured who sends it. Empty everywhere else.
CREATE TABLE dev_outbox (
  delivery_id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT
) STRICT;

CREATE INDEX dev_outbox_by_time ON dev_outbox (at_ms);

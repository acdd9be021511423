-- Addresses under which programs that cannot sign in read a calendar. Each shows what the person who made it may see.
CREATE TABLE calendar_feeds (
  -- SHA-256 of the token: who reads this table can read no calendar.
  digest TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  calendar_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  label TEXT NOT NULL,
  created_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX calendar_feeds_by_calendar ON calendar_feeds (calendar_id, person_id);

-- How often the times, the recurrence or the cancellation of an event have changed: SEQUENCE of iCalendar.
ALTER TABLE events ADD COLUMN times_revision INTEGER NOT NULL DEFAULT 0;

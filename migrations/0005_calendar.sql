-- What lists know of calendars and of events. As with trips, the truth is in the documents.

CREATE TABLE calendars (
  id TEXT PRIMARY KEY,
  -- Grows with every projection of the calendar: an older one never overwrites a newer one.
  sequence INTEGER NOT NULL,
  version INTEGER NOT NULL,
  owner_id TEXT NOT NULL,
  title TEXT NOT NULL,
  color TEXT,
  time_zone TEXT,
  member_count INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  -- A deleted calendar stays as a mark, so that a late projection cannot bring it back.
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  deleted_at TEXT
) WITHOUT ROWID;

CREATE TABLE calendar_members (
  person_id TEXT NOT NULL,
  calendar_id TEXT NOT NULL REFERENCES calendars (id),
  role TEXT NOT NULL,
  PRIMARY KEY (person_id, calendar_id)
) WITHOUT ROWID;

CREATE INDEX calendar_members_by_calendar ON calendar_members (calendar_id);

-- With a rowid, as those who have to do with it below: of what an index finds, only what fits the question is looked up then.
CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL,
  version INTEGER NOT NULL,
  calendar_id TEXT NOT NULL,
  title TEXT NOT NULL,
  -- As the document has them: RFC 3339, or dates; null where nobody has set them.
  start_time TEXT,
  end_time TEXT,
  time_zone TEXT,
  all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
  location TEXT,
  status TEXT NOT NULL,
  color TEXT,
  visibility TEXT,
  recurrence TEXT,
  -- JSON: what is other than the rule says, by original start.
  exceptions TEXT NOT NULL,
  -- JSON: the first ones.
  attendees TEXT NOT NULL,
  attendee_count INTEGER NOT NULL,
  -- JSON: an array of words.
  tags TEXT NOT NULL,
  -- Where it stands in time, in ms since 1970: no occurrence of it is outside of them. An all-day event is written as if days
  -- were those of UTC. An endless series ends at the greatest number; without times, both are null.
  first_ms INTEGER,
  last_ms INTEGER,
  -- Title, location and tags, folded for searching.
  search_text TEXT NOT NULL,
  -- Which change of its calendar it was changed by last.
  change INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  deleted_at TEXT
);

-- A window in time: what is over is not read.
CREATE INDEX events_by_end ON events (calendar_id, last_ms, first_ms) WHERE deleted = 0;
-- What has changed since.
CREATE INDEX events_by_change ON events (calendar_id, change) WHERE deleted = 0;

-- Who has to do with an event by themselves: as a member of it, as one who is invited, or as both. Of a deleted event nobody.
CREATE TABLE event_people (
  person_id TEXT NOT NULL,
  event_id TEXT NOT NULL REFERENCES events (id),
  role TEXT,
  response_status TEXT,
  -- Copies of those of the event: who is in thousands of events asks for a few weeks.
  calendar_id TEXT NOT NULL,
  first_ms INTEGER,
  last_ms INTEGER,
  PRIMARY KEY (person_id, event_id)
);

CREATE INDEX event_people_by_event ON event_people (event_id);
CREATE INDEX event_people_by_end ON event_people (person_id, last_ms, first_ms, calendar_id);

-- How many changes the events of a calendar have seen.
CREATE TABLE calendar_changes (
  calendar_id TEXT PRIMARY KEY,
  change INTEGER NOT NULL
) WITHOUT ROWID;

-- Events that are in a calendar no more: deleted, or moved to another one.
CREATE TABLE event_departures (
  calendar_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  change INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (calendar_id, event_id)
) WITHOUT ROWID;

CREATE INDEX event_departures_by_change ON event_departures (calendar_id, change);

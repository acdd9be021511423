-- Projections: who can see what, lists, search. The truth is in the documents; all of this can be rebuilt from them.

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  avatar TEXT,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE trips (
  id TEXT PRIMARY KEY,
  -- Grows with every projection of the trip: an older one never overwrites a newer one.
  sequence INTEGER NOT NULL,
  version INTEGER NOT NULL,
  owner_id TEXT NOT NULL,
  title TEXT NOT NULL,
  start_date TEXT,
  end_date TEXT,
  destination TEXT,
  cover TEXT,
  -- Title and destination, folded for searching.
  search_text TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  -- A deleted trip stays as a mark, so that a late projection cannot bring it back.
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1))
) WITHOUT ROWID;

CREATE TABLE trip_members (
  person_id TEXT NOT NULL,
  trip_id TEXT NOT NULL REFERENCES trips (id),
  role TEXT NOT NULL,
  PRIMARY KEY (person_id, trip_id)
) WITHOUT ROWID;

CREATE INDEX trip_members_by_trip ON trip_members (trip_id);

-- What files of a calendar say of its events and lists do not show.
CREATE TABLE event_details (
  event_id TEXT PRIMARY KEY REFERENCES events (id),
  -- JSON.
  details TEXT NOT NULL
);

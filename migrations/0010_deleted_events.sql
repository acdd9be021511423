-- JSON: who owns a deleted event by themselves. They, and the owners of its calendar, may restore it.
ALTER TABLE events ADD COLUMN restorers TEXT NOT NULL DEFAULT '[]';

CREATE INDEX events_by_deletion ON events (calendar_id, deleted_at) WHERE deleted = 1;

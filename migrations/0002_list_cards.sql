-- What a card of the list shows besides the title and the dates, and what the lists of archived and of deleted trips need.

ALTER TABLE trips ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));

-- When a deleted trip was deleted: until its content is purged its owner may restore it.
ALTER TABLE trips ADD COLUMN deleted_at TEXT;

-- The first members as JSON: [{id, name, avatar}]. With the trip, because a list of trips is read far more often than written.
ALTER TABLE trips ADD COLUMN faces TEXT NOT NULL DEFAULT '[]';
ALTER TABLE trips ADD COLUMN member_count INTEGER NOT NULL DEFAULT 0;

-- Until its next projection a trip shows those members who are known by name.
UPDATE trips SET
  member_count = (SELECT count(*) FROM trip_members m WHERE m.trip_id = trips.id),
  faces = (
    SELECT json_group_array(json_object('id', id, 'name', name, 'avatar', avatar))
    FROM (
      SELECT p.id, p.name, p.avatar
      FROM trip_members m JOIN people p ON p.id = m.person_id
      WHERE m.trip_id = trips.id
      ORDER BY m.role <> 'owner', p.name
      LIMIT 5
    )
  );

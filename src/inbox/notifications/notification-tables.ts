/**
 * The tables of a person's notifications. Times are ms since the epoch. `read_at`, `dismissed_at` and `snoozed_until` are what
 * the marks say (marks-projection.ts); everything else here is the truth itself.
 */
export const notificationTables = `
  CREATE TABLE notifications (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, category TEXT NOT NULL, priority TEXT NOT NULL, channels TEXT NOT NULL,
    own_title TEXT, own_body TEXT, title TEXT NOT NULL, body TEXT NOT NULL, data TEXT NOT NULL, image TEXT, actions TEXT NOT NULL,
    trip TEXT, source TEXT NOT NULL, digest_key TEXT, count INTEGER NOT NULL,
    sent_at INTEGER NOT NULL, created_at INTEGER NOT NULL, shown_at INTEGER NOT NULL UNIQUE, expires_at INTEGER,
    read_at INTEGER, dismissed_at INTEGER, snoozed_until INTEGER
  );
  CREATE INDEX unread_notifications ON notifications (shown_at) WHERE read_at IS NULL AND dismissed_at IS NULL;
  CREATE INDEX snoozed_notifications ON notifications (snoozed_until) WHERE snoozed_until IS NOT NULL;
  CREATE INDEX digests ON notifications (digest_key, created_at) WHERE digest_key IS NOT NULL;
  CREATE TABLE notification_keys (key TEXT PRIMARY KEY, notification TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE scheduled_notifications (id TEXT PRIMARY KEY, due INTEGER NOT NULL, notification TEXT NOT NULL);
  CREATE TABLE presses (
    notification TEXT NOT NULL, action TEXT NOT NULL, idempotency_key TEXT NOT NULL, pressed_at INTEGER NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL, next_at INTEGER, PRIMARY KEY (notification, action)
  ) WITHOUT ROWID;
  CREATE TABLE plans (
    notification TEXT NOT NULL, channel TEXT NOT NULL, position INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (notification, channel)
  ) WITHOUT ROWID;
  CREATE TABLE deliveries (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, notification TEXT NOT NULL, channel TEXT NOT NULL,
    device TEXT, forced INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, tries INTEGER NOT NULL, next_at INTEGER,
    error TEXT, provider TEXT, sent_at INTEGER, updated_at INTEGER NOT NULL
  );
  CREATE INDEX due_deliveries ON deliveries (next_at) WHERE state = 'pending';
  CREATE INDEX deliveries_of_notification ON deliveries (notification);
  CREATE TABLE closings (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, closed TEXT NOT NULL,
    tries INTEGER NOT NULL, next_at INTEGER NOT NULL
  );
  CREATE TABLE devices (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, address_key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    label TEXT NOT NULL, state TEXT NOT NULL, address TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
  );
  CREATE TABLE marks (position INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL, goes_on INTEGER NOT NULL);
  CREATE TABLE last_session (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER NOT NULL)`;

/**
 * Notifications in the order in which they are shown, each with what every one has: the decisions about it, and its delivery
 * into the app. What is written of one that comes is a row here, two entries of indexes, and its event.
 */
export const notificationsInOrder = `
  CREATE TABLE ordered_notifications (
    shown_at INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, category TEXT NOT NULL, priority TEXT NOT NULL,
    channels TEXT NOT NULL, own_title TEXT, own_body TEXT, title TEXT NOT NULL, body TEXT NOT NULL, data TEXT NOT NULL, image TEXT,
    actions TEXT NOT NULL, trip TEXT, source TEXT NOT NULL, digest_key TEXT, count INTEGER NOT NULL,
    sent_at INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER,
    read_at INTEGER, dismissed_at INTEGER, snoozed_until INTEGER, plans TEXT NOT NULL, in_app TEXT
  );
  INSERT INTO ordered_notifications (shown_at, id, type, category, priority, channels, own_title, own_body, title, body, data, image,
      actions, trip, source, digest_key, count, sent_at, created_at, expires_at, read_at, dismissed_at, snoozed_until, plans, in_app)
    SELECT shown_at, id, type, category, priority, channels, own_title, own_body, title, body, data, image,
      actions, trip, source, digest_key, count, sent_at, created_at, expires_at, read_at, dismissed_at, snoozed_until,
      (SELECT json_group_array(json_object('channel', channel, 'verdict', verdict, 'reason', reason))
         FROM (SELECT * FROM plans WHERE notification = notifications.id ORDER BY position)),
      (SELECT json_object('id', id, 'forced', json(iif(forced, 'true', 'false')), 'state', state, 'reason', reason,
         'sentAtMs', sent_at, 'updatedAtMs', updated_at)
         FROM deliveries WHERE notification = notifications.id AND channel = 'in_app' ORDER BY position LIMIT 1)
    FROM notifications ORDER BY shown_at;
  DELETE FROM deliveries WHERE channel = 'in_app';
  DROP TABLE plans;
  DROP TABLE notifications;
  ALTER TABLE ordered_notifications RENAME TO notifications;
  CREATE INDEX unread_notifications ON notifications (shown_at, expires_at, snoozed_until)
    WHERE read_at IS NULL AND dismissed_at IS NULL;
  CREATE INDEX snoozed_notifications ON notifications (snoozed_until) WHERE snoozed_until IS NOT NULL;
  CREATE INDEX digests ON notifications (digest_key, created_at) WHERE digest_key IS NOT NULL`;

import type { Sql } from '../sql';

/** What makes a second event the first one again, for a time. */
export interface NotificationKey {
  readonly key: string;
  readonly notificationId: string;
  readonly untilMs: number;
}

/** Keys of what was taken; KnownNotifications looks things up by them. */
export class KeyStore {
  constructor(private readonly sql: Sql) {}

  put({ key, notificationId, untilMs }: NotificationKey): void {
    this.sql.rows(
      'INSERT OR REPLACE INTO notification_keys (key, notification, until) VALUES (?, ?, ?)',
      ...[key, notificationId, untilMs],
    );
  }

  /** What a key stands for has become part of another notification. */
  move(key: string, notificationId: string): void {
    this.sql.rows('UPDATE notification_keys SET notification = ? WHERE key = ?', notificationId, key);
  }

  removeOver(nowMs: number): void {
    this.sql.rows('DELETE FROM notification_keys WHERE until <= ?', nowMs);
  }
}

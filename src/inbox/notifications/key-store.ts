import type { Sql } from '../sql';

/** What makes a second event the first one again, for a time. */
export interface NotificationKey {
  readonly key: string;
  readonly notificationId: string;
  readonly untilMs: number;
}

export class KeyStore {
  constructor(private readonly sql: Sql) {}

  /** The notification that a key stands for; null when it stands for none (any more). */
  find(key: string, nowMs: number): string | null {
    const [row] = this.sql.rows<{ notification: string }>(
      'SELECT notification FROM notification_keys WHERE key = ? AND until > ?',
      ...[key, nowMs],
    );
    return row?.notification ?? null;
  }

  put({ key, notificationId, untilMs }: NotificationKey): void {
    this.sql.rows(
      'INSERT OR REPLACE INTO notification_keys (key, notification, until) VALUES (?, ?, ?)',
      ...[key, notificationId, untilMs],
    );
  }

  removeOver(nowMs: number): void {
    this.sql.rows('DELETE FROM notification_keys WHERE until <= ?', nowMs);
  }
}

import type { NewNotification } from '../api';
import type { Sql } from '../sql';

/** Which notifications the inbox has had (PROTOCOL.md, M1). Every one that comes is looked for, so it is one query. */
export class KnownNotifications {
  constructor(private readonly sql: Sql) {}

  /** The id under which a notification is here already, waits for its time, or is part of a digest; null for a new one. */
  find({ id, dedupeKey: key }: Pick<NewNotification, 'id' | 'dedupeKey'>, nowMs: number): string | null {
    const [row] = this.sql.rows<{ known: string | null }>(
      `SELECT coalesce(
         (SELECT id FROM notifications WHERE id = ?1), (SELECT id FROM scheduled_notifications WHERE id = ?1),
         (SELECT notification FROM notification_keys WHERE key = ?2 AND until > ?4),
         (SELECT notification FROM notification_keys WHERE key = ?3 AND until > ?4)) AS known`,
      ...[id, arrivedKey(id), key === null ? null : dedupeKey(key), nowMs],
    );
    return row?.known ?? null;
  }
}

/** Stands for the notification that one with this dedupe key has become. */
export function dedupeKey(key: string): string {
  return `dedupe:${key}`;
}

/** Stands for the digest that the notification with this id has become part of. */
export function arrivedKey(id: string): string {
  return `arrived:${id}`;
}

import type { NewNotification } from '../api';
import type { Sql } from '../sql';

/** One that waits. */
export interface Scheduled {
  /** When its time comes, ms since the epoch. */
  readonly dueMs: number;
  readonly notification: NewNotification;
}

/** Notifications that wait for their time. Nobody sees them before. */
export class ScheduleStore {
  constructor(private readonly sql: Sql) {}

  find(id: string): Scheduled | null {
    const [row] = this.sql.rows<{ due: number; notification: string }>(
      'SELECT due, notification FROM scheduled_notifications WHERE id = ?',
      id,
    );
    return row === undefined ? null : { dueMs: row.due, notification: JSON.parse(row.notification) as NewNotification };
  }

  put(dueMs: number, notification: NewNotification): void {
    this.sql.rows(
      'INSERT INTO scheduled_notifications (id, due, notification) VALUES (?, ?, ?)',
      ...[notification.id, dueMs, JSON.stringify(notification)],
    );
  }

  /** Takes out those whose time has come, in their order. */
  takeDue(nowMs: number): NewNotification[] {
    const due = this.sql.rows<{ notification: string }>(
      'SELECT notification FROM scheduled_notifications WHERE due <= ? ORDER BY due, rowid',
      nowMs,
    );
    this.sql.rows('DELETE FROM scheduled_notifications WHERE due <= ?', nowMs);
    return due.map(({ notification }) => JSON.parse(notification) as NewNotification);
  }

  nextDueMs(): number | null {
    const [row] = this.sql.rows<{ at: number | null }>('SELECT min(due) AS at FROM scheduled_notifications');
    return row?.at ?? null;
  }
}

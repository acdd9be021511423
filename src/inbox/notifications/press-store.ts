import type { ActionFailure } from '../../protocol/notifications';
import type { Sql } from '../sql';

/** A press that failed says why. */
export const pressFailures = 'ALTER TABLE presses ADD COLUMN failure TEXT';

/** The press of a button whose work a server does. Times are ms since the epoch. */
export interface PressRow {
  readonly notificationId: string;
  readonly actionId: string;
  /** The same for every call of this button, also after one that failed: its server can tell. */
  readonly idempotencyKey: string;
  readonly pressedAtMs: number;
  /** `failed`: its server would not, so the button can be pressed again. */
  readonly state: 'calling' | 'done' | 'failed';
  readonly tries: number;
  /** Why it failed; null unless it did. */
  readonly failure: ActionFailure | null;
  /** When it is called next; while it is being called: when to give that try up. */
  readonly nextAtMs: number | null;
}

interface StoredPress {
  readonly notification: string;
  readonly action: string;
  readonly idempotency_key: string;
  readonly pressed_at: number;
  readonly state: string;
  readonly tries: number;
  readonly next_at: number | null;
  readonly failure: string | null;
}

export class PressStore {
  constructor(private readonly sql: Sql) {}

  find(notificationId: string, actionId: string): PressRow | null {
    return this.#all('SELECT * FROM presses WHERE notification = ? AND action = ?', notificationId, actionId)[0] ?? null;
  }

  /** The presses of a notification, by button. */
  ofNotification(notificationId: string): ReadonlyMap<string, PressRow> {
    const rows = this.#all('SELECT * FROM presses WHERE notification = ?', notificationId);
    return new Map(rows.map((row) => [row.actionId, row]));
  }

  put(row: PressRow): void {
    this.sql.rows(
      `INSERT OR REPLACE INTO presses (notification, action, idempotency_key, pressed_at, state, tries, next_at, failure)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[row.notificationId, row.actionId, row.idempotencyKey, row.pressedAtMs, row.state, row.tries, row.nextAtMs],
      row.failure,
    );
  }

  due(nowMs: number): PressRow[] {
    return this.#all("SELECT * FROM presses WHERE state = 'calling' AND next_at <= ? ORDER BY next_at", nowMs);
  }

  nextAtMs(): number | null {
    const [row] = this.sql.rows<{ at: number | null }>("SELECT min(next_at) AS at FROM presses WHERE state = 'calling'");
    return row?.at ?? null;
  }

  removeOfNotification(id: string): void {
    this.sql.rows('DELETE FROM presses WHERE notification = ?', id);
  }

  #all(query: string, ...parameters: readonly (string | number)[]): PressRow[] {
    return this.sql.rows<StoredPress>(query, ...parameters).map((stored) => ({
      notificationId: stored.notification,
      actionId: stored.action,
      idempotencyKey: stored.idempotency_key,
      pressedAtMs: stored.pressed_at,
      state: stored.state as PressRow['state'],
      tries: stored.tries,
      nextAtMs: stored.next_at,
      failure: stored.failure as ActionFailure | null,
    }));
  }
}

import type { Sql } from '../sql';

/** A silent push that takes shown ones away from one device. */
export interface ClosingRow {
  readonly id: string;
  readonly deviceId: string;
  /** Ids of notifications. */
  readonly closed: readonly string[];
  readonly tries: number;
  /** When it goes; while it is under way: when to give that try up. */
  readonly nextAtMs: number;
}

interface StoredClosing {
  readonly id: string;
  readonly device: string;
  readonly closed: string;
  readonly tries: number;
  readonly next_at: number;
}

export class ClosingStore {
  constructor(private readonly sql: Sql) {}

  find(id: string): ClosingRow | null {
    return this.#all('SELECT * FROM closings WHERE id = ?', id)[0] ?? null;
  }

  /** The last one of a device that nobody has tried to send yet: more can join it. */
  waiting(deviceId: string): ClosingRow | null {
    return this.#all('SELECT * FROM closings WHERE device = ? AND tries = 0 ORDER BY position DESC LIMIT 1', deviceId)[0] ?? null;
  }

  put({ id, deviceId, closed, tries, nextAtMs }: ClosingRow): void {
    this.sql.rows(
      `INSERT INTO closings (id, device, closed, tries, next_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET closed = excluded.closed, tries = excluded.tries, next_at = excluded.next_at`,
      ...[id, deviceId, JSON.stringify(closed), tries, nextAtMs],
    );
  }

  remove(id: string): void {
    this.sql.rows('DELETE FROM closings WHERE id = ?', id);
  }

  due(nowMs: number): ClosingRow[] {
    return this.#all('SELECT * FROM closings WHERE next_at <= ? ORDER BY next_at, position', nowMs);
  }

  nextAtMs(): number | null {
    const [row] = this.sql.rows<{ at: number | null }>('SELECT min(next_at) AS at FROM closings');
    return row?.at ?? null;
  }

  #all(query: string, ...parameters: readonly (string | number)[]): ClosingRow[] {
    return this.sql.rows<StoredClosing>(query, ...parameters).map(({ id, device, closed, tries, next_at }) => ({
      id,
      deviceId: device,
      closed: JSON.parse(closed),
      tries,
      nextAtMs: next_at,
    }));
  }
}

import { formatCursor, parseCursor } from '../../protocol/stream-cursor';
import type { Sql } from '../sql';
import { type Coming, type Going, isTold, type LoggedEvent, type LoggedMessage } from './logged-event';
import type { RoomPorts } from './room-ports';
import { createRoomTables, hasRoomTables, upgradeRoomTables } from './room-tables';

interface Facts {
  readonly epoch: string;
  /** Everything after this offset that is still of interest is kept. */
  readonly base: number;
  /** Offset of the newest event; 0 before the first one. */
  readonly head: number;
  /** When something happened last that keeps an empty room. */
  readonly activeAtMs: number;
}

/** An event without the place that the log gives it. */
export type Unlogged = Omit<LoggedMessage, 'offset' | 'atMs'> | Omit<Coming, 'offset' | 'atMs'> | Omit<Going, 'offset' | 'atMs'>;

/** How often the log is looked at for what is too much of it. */
const trimEvery = 100;

/** What happened in a room, numbered. Writes are to be called in a transaction; after one that failed, `reset`. */
export class RoomLog {
  #facts: Facts | null = null;
  #sinceTrim = 0;

  constructor(private readonly ports: Pick<RoomPorts, 'sql' | 'nowMs' | 'newEpoch' | 'limits'>) {
    if (hasRoomTables(ports.sql)) upgradeRoomTables(ports.sql);
  }

  /** Throws away what is in memory: it will be read again. */
  reset(): void {
    this.#facts = null;
  }

  /** Null for a room that was never begun, or has gone. */
  facts(): Facts | null {
    if (this.#facts === null && hasRoomTables(this.#sql)) {
      const [row] = this.#sql.rows<{ epoch: string; base: number; head: number; active_at: number }>(
        'SELECT epoch, base, head, active_at FROM room',
      );
      if (row !== undefined) this.#facts = { epoch: row.epoch, base: row.base, head: row.head, activeAtMs: row.active_at };
    }
    return this.#facts;
  }

  /** The facts of a room that is known to be there. */
  existing(): Facts {
    const facts = this.facts();
    if (facts === null) throw new Error('the room was not begun');
    return facts;
  }

  /** Begins the room, unless it is there. */
  begin(epoch = this.ports.newEpoch(), after = 0): Facts {
    if (this.facts() === null) {
      const schema = createRoomTables(this.#sql);
      const activeAtMs = this.ports.nowMs();
      this.#sql.rows(
        'INSERT INTO room (only, schema, epoch, base, head, active_at) VALUES (1, ?, ?, ?, ?, ?)',
        ...[schema, epoch, after, after, activeAtMs],
      );
      this.#facts = { epoch, base: after, head: after, activeAtMs };
    }
    return this.existing();
  }

  cursorAt(offset: number): string {
    return formatCursor({ epoch: this.existing().epoch, offset });
  }

  /** The offset in a cursor; null when the log does not reach back to it. */
  offsetOf(cursor: string): number | null {
    const parsed = parseCursor(cursor);
    const { epoch, base, head } = this.existing();
    if (parsed === null || parsed.epoch !== epoch || parsed.offset < base || parsed.offset > head) return null;
    return parsed.offset;
  }

  append(event: Unlogged): LoggedEvent {
    const { head } = this.existing();
    const logged = { ...event, offset: head + 1, atMs: this.ports.nowMs() } as LoggedEvent;
    this.#insert(logged);
    if (logged.kind === 'message') this.#sql.rows('INSERT INTO taken (event_offset, id) VALUES (?, ?)', logged.offset, logged.id);
    this.#change({ head: logged.offset, activeAtMs: logged.atMs });
    return logged;
  }

  /** Takes events over that another log has numbered. */
  copy(events: readonly LoggedEvent[], head: number): void {
    for (const event of events) this.#insert(event);
    this.#change({ head, activeAtMs: this.ports.nowMs() });
  }

  /** Forgets everything but the tables: another stream begins. */
  clear(): void {
    for (const table of ['room', 'retained', 'events', 'taken', 'people', 'subscribers']) this.#sql.rows(`DELETE FROM ${table}`);
    this.#facts = null;
  }

  /** Goes on after a gap: what was kept before it is dropped. */
  jump(after: number): void {
    this.#sql.rows('DELETE FROM events');
    this.#change({ base: after, head: after });
  }

  /** The offset of a message that was taken already; null for a new one. */
  taken(id: string): number | null {
    if (this.facts() === null) return null;
    return this.#sql.rows<{ event_offset: number }>('SELECT event_offset FROM taken WHERE id = ?', id)[0]?.event_offset ?? null;
  }

  /** Events after an offset, oldest first: so many, and so large, as fit into one batch. `upTo`: nothing before it is missing. */
  after(offset: number): { readonly events: readonly LoggedEvent[]; readonly upTo: number } {
    const { maxBatchEvents, maxBatchChars } = this.ports.limits;
    const rows = this.#sql.rows<EventRow>(
      'SELECT event_offset, at, kind, body FROM events WHERE event_offset > ? ORDER BY event_offset LIMIT ?',
      ...[offset, maxBatchEvents],
    );
    const fitting = rows.slice(0, countWithin(rows, maxBatchChars));
    const isAll = fitting.length === rows.length && rows.length < maxBatchEvents;
    const upTo = isAll ? this.existing().head : (fitting.at(-1)?.event_offset ?? offset);
    return { events: fitting.map(eventOf), upTo };
  }

  /** Messages after an offset, oldest first. */
  messages(offset: number, limit: number): LoggedMessage[] {
    return this.#sql
      .rows<EventRow>(
        `SELECT event_offset, at, kind, body FROM events WHERE event_offset > ? AND kind = 'message' ORDER BY event_offset LIMIT ?`,
        ...[offset, limit],
      )
      .map((row) => eventOf(row) as LoggedMessage);
  }

  /** Drops what is too old or too much, now and then. `relayed`: the relays have everything up to here. */
  trimSometimes(relayed: number): void {
    this.#sinceTrim += 1;
    if (this.#sinceTrim >= trimEvery) this.trim(relayed);
  }

  trim(relayed: number): void {
    this.#sinceTrim = 0;
    const { keepEventsMs, maxEvents, rememberedMessages } = this.ports.limits;
    const { head, base } = this.existing();
    this.#sql.rows('DELETE FROM events WHERE told = 0 AND event_offset <= ?', relayed);
    this.#sql.rows('DELETE FROM taken WHERE event_offset <= ?', head - rememberedMessages);
    const [tooMany] = this.#sql.rows<{ event_offset: number }>(
      'SELECT event_offset FROM events ORDER BY event_offset DESC LIMIT 1 OFFSET ?',
      maxEvents,
    );
    const [tooOld] = this.#sql.rows<{ last: number | null }>(
      'SELECT max(event_offset) AS last FROM events WHERE at <= ?',
      this.ports.nowMs() - keepEventsMs,
    );
    const last = Math.max(tooMany?.event_offset ?? 0, tooOld?.last ?? 0);
    if (last <= base) return;
    this.#sql.rows('DELETE FROM events WHERE event_offset <= ?', last);
    this.#change({ base: last });
  }

  /** Time of the oldest event that is kept; null when none is. */
  oldestAtMs(): number | null {
    return this.#sql.rows<{ at: number | null }>('SELECT min(at) AS at FROM events')[0]?.at ?? null;
  }

  /** The value that whoever joins is given; null for none. */
  retained(): unknown {
    const [row] = this.#sql.rows<{ value: string }>('SELECT value FROM retained');
    return row === undefined ? null : JSON.parse(row.value);
  }

  retain(value: unknown): void {
    this.#sql.rows('INSERT OR REPLACE INTO retained (only, value) VALUES (1, ?)', JSON.stringify(value));
  }

  get #sql(): Sql {
    return this.ports.sql;
  }

  #insert(event: LoggedEvent): void {
    const { offset, atMs, kind, ...body } = event;
    this.#sql.rows(
      'INSERT INTO events (event_offset, at, kind, told, body) VALUES (?, ?, ?, ?, ?)',
      ...[offset, atMs, kind, isTold(event) ? 1 : 0, JSON.stringify(body)],
    );
  }

  #change(change: Partial<Facts>): void {
    this.#facts = { ...this.existing(), ...change };
    const { base, head, activeAtMs } = this.#facts;
    this.#sql.rows('UPDATE room SET base = ?, head = ?, active_at = ?', base, head, activeAtMs);
  }
}

interface EventRow {
  readonly event_offset: number;
  readonly at: number;
  readonly kind: string;
  readonly body: string;
}

function eventOf({ event_offset, at, kind, body }: EventRow): LoggedEvent {
  return { offset: event_offset, atMs: at, kind, ...(JSON.parse(body) as object) } as LoggedEvent;
}

/** How many rows from the first one on have so many characters in all; at least one. */
function countWithin(rows: readonly EventRow[], maxChars: number): number {
  let chars = 0;
  const tooMany = rows.findIndex(({ body }, index) => {
    chars += body.length;
    return index > 0 && chars > maxChars;
  });
  return tooMany < 0 ? rows.length : tooMany;
}

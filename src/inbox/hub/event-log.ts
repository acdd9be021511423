import type { HubEvent } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import { formatCursor, parseCursor } from '../../protocol/stream-cursor';
import type { EventPage, EventQuery, NewEvent } from '../api';
import type { InboxPorts } from '../ports';
import type { Sql } from '../sql';

export const eventTables = `
  CREATE TABLE hub_stream (
    only INTEGER PRIMARY KEY CHECK (only = 1), epoch TEXT NOT NULL, head INTEGER NOT NULL, seen INTEGER NOT NULL
  );
  CREATE TABLE hub_events (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL, correlation TEXT
  );
  CREATE TABLE hub_event_keys (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX hub_event_keys_at ON hub_event_keys (at)`;

/** Trimming is not worth the while for every single event. */
const trimEvery = 100;

/** How far the stream has come. */
interface Position {
  /** Number of the last event; 0 before the first one. */
  readonly head: number;
  /** Up to where a client has said that it has the events. */
  readonly seen: number;
}

interface EventRow {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly data: string;
  readonly correlation: string | null;
}

/**
 * The events of a person, numbered from 1 (PROTOCOL.md, Events): one log, and one query over it that every transport
 * answers from. Nothing of it that changes is in memory.
 */
export class EventLog {
  readonly #sql: Sql;
  #epoch: string | null = null;

  constructor(private readonly ports: Pick<InboxPorts, 'sql' | 'nowMs' | 'newId' | 'timers'>) {
    this.#sql = ports.sql;
  }

  /** Begins the stream. To be called once, when the tables are made. */
  begin(): void {
    const epoch = this.ports.newId().replaceAll('-', '');
    this.#sql.rows('INSERT INTO hub_stream (only, epoch, head, seen) VALUES (1, ?, 0, 0)', epoch);
  }

  /** Appends events, but for those whose key was taken within `keepEventsMs` (E5). To be called in a transaction. */
  append(events: readonly NewEvent[]): void {
    const nowMs = this.ports.nowMs();
    const head = this.head();
    const isFirst = this.trimAtMs() === null;
    let position = head;
    for (const event of events) {
      if (event.key !== undefined && !this.#takeKey(event.key, nowMs)) continue;
      position++;
      this.#sql.rows(
        'INSERT INTO hub_events (position, id, type, at, data, correlation) VALUES (?, ?, ?, ?, ?, ?)',
        ...[position, this.ports.newId(), event.type, nowMs, JSON.stringify(event.data), event.correlationId ?? null],
      );
    }
    if (position === head) return;
    this.#sql.rows('UPDATE hub_stream SET head = ?', position);
    if (Math.floor(position / trimEvery) > Math.floor(head / trimEvery)) this.trim();
    // There is one timer, for the oldest event.
    if (isFirst) this.ports.timers.at('tidy', this.trimAtMs());
  }

  /** The cursor of the last event. */
  cursor(): string {
    return this.cursorAt(this.head());
  }

  cursorAt(offset: number): string {
    return formatCursor({ epoch: this.#epochOfStream(), offset });
  }

  /** The cursor of who lacks an event, and has everything before it. */
  cursorBefore({ cursor }: HubEvent): string {
    const offset = this.offsetOf(cursor);
    if (offset === null) throw new Error('the event is not of this stream');
    return this.cursorAt(offset - 1);
  }

  /** Number of the last event; 0 before the first one. */
  head(): number {
    return this.#position().head;
  }

  /** The offset in a cursor; null for one that is not of this stream (E3). */
  offsetOf(cursor: string): number | null {
    const parsed = parseCursor(cursor);
    if (parsed === null || parsed.epoch !== this.#epochOfStream()) return null;
    return parsed.offset > this.head() ? null : parsed.offset;
  }

  /** What a caller has missed (E2, E3, E4). */
  page({ cursor, sinceMs, limit }: EventQuery): EventPage {
    if (cursor !== null) return this.#pageAfterCursor(cursor, limit);
    if (sinceMs !== null) return this.#pageSince(sinceMs, limit);
    return this.#recent(limit);
  }

  /** The events after an offset, whether or not there were others in between. */
  after(offset: number): HubEvent[] {
    return this.#events(offset, limits.maxEvents);
  }

  /** Notes that a client has everything up to an offset. Answers what was not known to have arrived before (E6). */
  seenUpTo(offset: number, type: HubEvent['type']): HubEvent[] {
    const { seen } = this.#position();
    if (offset <= seen) return [];
    this.#sql.rows('UPDATE hub_stream SET seen = ?', offset);
    return this.#sql
      .rows<EventRow>('SELECT * FROM hub_events WHERE position > ? AND position <= ? AND type = ?', seen, offset, type)
      .map((row) => this.#eventOf(row));
  }

  /** Forgets what nobody can ask for any more. */
  trim(): void {
    const oldestMs = this.ports.nowMs() - limits.keepEventsMs;
    this.#sql.rows(
      'DELETE FROM hub_events WHERE position <= ? OR position < ?',
      this.head() - limits.maxEvents,
      this.#firstSince(oldestMs),
    );
    this.#sql.rows('DELETE FROM hub_event_keys WHERE at < ?', oldestMs);
    this.#sql.rows(
      'DELETE FROM hub_event_keys WHERE key IN (SELECT key FROM hub_event_keys ORDER BY at DESC LIMIT -1 OFFSET ?)',
      limits.maxEventKeys,
    );
  }

  /** When the oldest event is to be forgotten; null without events. */
  trimAtMs(): number | null {
    const [oldest] = this.#sql.rows<{ at: number }>('SELECT at FROM hub_events ORDER BY position LIMIT 1');
    return oldest === undefined ? null : oldest.at + limits.keepEventsMs + 1;
  }

  #pageAfterCursor(cursor: string, limit: number): EventPage {
    const offset = this.offsetOf(cursor);
    if (offset === null) return this.#reset('other-epoch');
    const head = this.head();
    if (offset < head && offset + 1 < this.#oldest(head)) return this.#reset('too-old');
    return this.#pageOf(this.#events(offset, limit), offset);
  }

  #pageSince(sinceMs: number, limit: number): EventPage {
    const head = this.head();
    const oldest = this.#oldest(head);
    const first = Math.max(oldest, this.#firstSince(sinceMs + 1));
    const isFull = oldest === head - limits.maxEvents + 1;
    // What went because it was too old came before that time; what went because there was no room may have come after it.
    const isGap = first === oldest && oldest > 1 && (isFull || sinceMs < this.ports.nowMs() - limits.keepEventsMs);
    return isGap ? this.#reset('too-old') : this.#pageOf(this.#events(first - 1, limit), first - 1);
  }

  #recent(limit: number): EventPage {
    const head = this.head();
    const most = Math.min(limit, limits.maxRecentEvents);
    const first = Math.max(this.#firstSince(this.ports.nowMs() - limits.recentMs), head - most + 1);
    return this.#pageOf(this.#events(first - 1, most), first - 1);
  }

  #pageOf(events: readonly HubEvent[], offset: number): EventPage {
    const end = offset + events.length;
    return { events, cursor: this.cursorAt(end), hasMore: end < this.head(), reset: null };
  }

  #reset(reset: 'too-old' | 'other-epoch'): EventPage {
    return { events: [], cursor: this.cursor(), hasMore: false, reset };
  }

  /** The first event that can still be had; one after the head when there is none. */
  #oldest(head: number): number {
    return Math.max(this.#firstSince(this.ports.nowMs() - limits.keepEventsMs), head - limits.maxEvents + 1);
  }

  /** The first event from a time on; one after the head when there is none. */
  #firstSince(atMs: number): number {
    const [row] = this.#sql.rows<{ position: number }>(
      'SELECT position FROM hub_events WHERE at >= ? ORDER BY position LIMIT 1',
      atMs,
    );
    return row?.position ?? this.head() + 1;
  }

  #events(after: number, limit: number): HubEvent[] {
    return this.#sql
      .rows<EventRow>('SELECT * FROM hub_events WHERE position > ? ORDER BY position LIMIT ?', after, limit)
      .map((row) => this.#eventOf(row));
  }

  #eventOf({ position, id, type, at, data, correlation }: EventRow): HubEvent {
    return {
      type,
      id,
      timestamp: new Date(at).toISOString(),
      data: JSON.parse(data),
      metadata: { client_id: null, correlation_id: correlation },
      cursor: this.cursorAt(position),
    } as HubEvent;
  }

  /** Whether a key is new. */
  #takeKey(key: string, nowMs: number): boolean {
    const taken = this.#sql.rows(
      `INSERT INTO hub_event_keys (key, at) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE at < ? RETURNING key`,
      ...[key, nowMs, nowMs - limits.keepEventsMs],
    );
    return taken.length > 0;
  }

  #position(): Position {
    const [position] = this.#sql.rows<Position>('SELECT head, seen FROM hub_stream');
    if (position === undefined) throw new Error('the stream was not begun');
    return position;
  }

  #epochOfStream(): string {
    if (this.#epoch !== null) return this.#epoch;
    const [stream] = this.#sql.rows<{ epoch: string }>('SELECT epoch FROM hub_stream');
    if (stream === undefined) throw new Error('the stream was not begun');
    this.#epoch = stream.epoch;
    return stream.epoch;
  }
}

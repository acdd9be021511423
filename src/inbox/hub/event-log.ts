import type { HubEvent } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import { formatCursor, parseCursor } from '../../protocol/stream-cursor';
import type { EventPage, EventQuery, NewEvent } from '../api';
import type { InboxPorts } from '../ports';
import type { Sql } from '../sql';
import { EventPages } from './event-pages';
import { EventTail } from './event-tail';
import { StreamPlace, streamTables } from './stream-place';

export const eventTables = `
  ${streamTables};
  CREATE TABLE hub_events (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL, correlation TEXT
  );
  CREATE TABLE hub_event_keys (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX hub_event_keys_at ON hub_event_keys (at)`;

/** Trimming is not worth the while for every single event. */
const trimEvery = 100;

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
 * answers from. What is in memory counts until a step fails; then the log is made anew from what is stored.
 */
export class EventLog {
  readonly #sql: Sql;
  readonly #tail = new EventTail();
  readonly #pages: EventPages;
  readonly #place: StreamPlace;
  /** False when it is not known. */
  #hasEvents = false;
  /** The newest events that are written, without a gap: nobody was told of them yet. */
  #untold: HubEvent[] = [];

  constructor(private readonly ports: Pick<InboxPorts, 'sql' | 'nowMs' | 'newId' | 'timers'>) {
    this.#sql = ports.sql;
    this.#place = new StreamPlace(ports.sql);
    this.#pages = new EventPages(this, ports.nowMs);
  }

  /** Begins the stream. To be called once, when the tables are made. */
  begin(): void {
    this.#place.begin(this.ports.newId().replaceAll('-', ''));
  }

  /** Appends events, but for those whose key was taken within `keepEventsMs` (E5). To be called in a transaction. */
  append(events: readonly NewEvent[]): void {
    const nowMs = this.ports.nowMs();
    this.writeTail();
    const head = this.head();
    const isFirst = this.#isEmpty();
    let position = head;
    for (const event of events) {
      if (event.key !== undefined && !this.#takeKey(event.key, nowMs)) continue;
      position++;
      const { type, data } = event;
      const fields = { position, id: event.id ?? this.ports.newId(), type, at: nowMs, correlation: event.correlationId ?? null };
      this.#sql.rows(
        'INSERT INTO hub_events (position, id, type, at, data, correlation) VALUES (?, ?, ?, ?, ?, ?)',
        ...[position, fields.id, type, nowMs, JSON.stringify(data), fields.correlation],
      );
      this.#untold.push(this.#event(fields, data));
    }
    if (position > head) this.#written(head, position, isFirst);
  }

  /** Whether these events may wait to be written: it is known that a crash may lose some, and there is room. */
  canWait(events: readonly NewEvent[]): boolean {
    return this.isOpen() && this.#tail.hasRoomFor(events);
  }

  /** Appends events that are written later, at the latest with the next one that has to be (E10). */
  appendToTail(events: readonly NewEvent[]): void {
    const at = this.ports.nowMs();
    let position = this.head();
    for (const { type, data, id, correlationId } of events) {
      const fields = { id: id ?? this.ports.newId(), type, at, correlation: correlationId ?? null };
      this.#tail.push(this.#event({ ...fields, position: ++position }, data));
    }
  }

  get hasTail(): boolean {
    return this.#tail.length > 0;
  }

  /** Writes what waits. To be called in a transaction. */
  writeTail(): void {
    if (!this.hasTail) return;
    const { head } = this.#place.position();
    const position = head + this.#tail.length;
    const isFirst = this.#isEmpty();
    this.#tail.write(this.#sql, head);
    this.#written(head, position, isFirst);
  }

  /** Whether events may have been sent that are not written. */
  isOpen(): boolean {
    return this.#place.position().open === 1;
  }

  /** Notes that events are sent from now on which are not written; or that all are. */
  setOpen(isOpen: boolean): void {
    if (this.isOpen() !== isOpen) this.#place.move('open', isOpen ? 1 : 0);
  }

  /** Leaves out the numbers of events that may have been sent and are lost: nothing else is ever told under them (E10). */
  skipLost(): void {
    this.#place.move('head', this.#place.position().head + limits.maxTailEvents);
  }

  /** The cursor of the last event. */
  cursor(): string {
    return this.cursorAt(this.head());
  }

  cursorAt(offset: number): string {
    return formatCursor({ epoch: this.#place.epoch(), offset });
  }

  /** The cursor of who lacks an event, and has everything before it. */
  cursorBefore({ cursor }: HubEvent): string {
    const offset = this.offsetOf(cursor);
    if (offset === null) throw new Error('the event is not of this stream');
    return this.cursorAt(offset - 1);
  }

  /** Number of the last event; 0 before the first one. */
  head(): number {
    return this.#place.position().head + this.#tail.length;
  }

  /** The offset in a cursor; null for one that is not of this stream (E3). */
  offsetOf(cursor: string): number | null {
    const parsed = parseCursor(cursor);
    if (parsed === null || parsed.epoch !== this.#place.epoch()) return null;
    return parsed.offset > this.head() ? null : parsed.offset;
  }

  /** What a caller has missed (E2, E3, E4). */
  page(query: EventQuery): EventPage {
    return this.#pages.page(query);
  }

  /** The events after `told`, the last one that was told. They are told now. */
  takeNews(told: number): HubEvent[] {
    const untold = this.#untold;
    this.#untold = [];
    // Those of the tail are not among them.
    return untold.length === this.head() - told ? untold : this.events(told, limits.maxEvents);
  }

  /** So many of the events after an offset. */
  events(after: number, limit: number): HubEvent[] {
    const { head } = this.#place.position();
    const rows =
      after >= head
        ? []
        : this.#sql.rows<EventRow>('SELECT * FROM hub_events WHERE position > ? ORDER BY position LIMIT ?', after, limit);
    const waiting = this.#tail.without(after - head).slice(0, limit - rows.length);
    return [...rows.map((row) => this.#eventOf(row)), ...waiting];
  }

  /** The number of the first one of the newest events; 1 when there are not so many. */
  firstOfNewest(count: number): number {
    const written = count - this.#tail.length;
    if (written <= 0) return this.head() - count + 1;
    const [row] = this.#sql.rows<{ position: number }>(
      'SELECT position FROM hub_events ORDER BY position DESC LIMIT 1 OFFSET ?',
      written - 1,
    );
    return row?.position ?? 1;
  }

  /** The first event from a time on; one after the head when there is none. */
  firstSince(atMs: number): number {
    const [row] = this.#sql.rows<{ position: number }>(
      'SELECT position FROM hub_events WHERE at >= ? ORDER BY position LIMIT 1',
      atMs,
    );
    return row?.position ?? this.#place.position().head + 1 + this.#tail.countBefore(atMs);
  }

  /** Notes that a client has everything up to an offset. Answers what was not known to have arrived before (E6). */
  seenUpTo(offset: number, type: HubEvent['type']): HubEvent[] {
    const { seen, head } = this.#place.position();
    // What is not written yet is nothing that anybody waits for.
    const upTo = Math.min(offset, head);
    if (upTo <= seen) return [];
    this.#place.move('seen', upTo);
    return this.#sql
      .rows<EventRow>('SELECT * FROM hub_events WHERE position > ? AND position <= ? AND type = ?', seen, upTo, type)
      .map((row) => this.#eventOf(row));
  }

  /** Number of the last event that nobody can ask for any more; 0 for none. */
  forgotten(): number {
    const first = Math.max(this.firstSince(this.ports.nowMs() - limits.keepEventsMs), this.firstOfNewest(limits.maxEvents));
    const [row] = this.#sql.rows<{ last: number | null }>(
      'SELECT max(position) AS last FROM hub_events WHERE position < ?',
      first,
    );
    return row?.last ?? this.#place.position().forgotten;
  }

  /** Number of the first event behind an offset; one after the head when there is none that is written. */
  firstAfter(offset: number): number {
    const [row] = this.#sql.rows<{ first: number | null }>(
      'SELECT min(position) AS first FROM hub_events WHERE position > ?',
      offset,
    );
    return row?.first ?? this.#place.position().head + 1;
  }

  /** Forgets what nobody can ask for any more. */
  trim(): void {
    const forgotten = this.forgotten();
    if (forgotten > this.#place.position().forgotten) {
      this.#hasEvents = false;
      this.#sql.rows('DELETE FROM hub_events WHERE position <= ?', forgotten);
      this.#place.move('forgotten', forgotten);
    }
    this.#sql.rows('DELETE FROM hub_event_keys WHERE at < ?', this.ports.nowMs() - limits.keepEventsMs);
    this.#sql.rows(
      'DELETE FROM hub_event_keys WHERE key IN (SELECT key FROM hub_event_keys ORDER BY at DESC LIMIT -1 OFFSET ?)',
      limits.maxEventKeys,
    );
  }

  /** When the oldest event is to be forgotten; null without events. */
  trimAtMs(): number | null {
    const waitingMs = this.#tail.sinceMs;
    return this.#writtenTrimAtMs() ?? (waitingMs === null ? null : waitingMs + limits.keepEventsMs + 1);
  }

  #writtenTrimAtMs(): number | null {
    const [oldest] = this.#sql.rows<{ at: number }>('SELECT at FROM hub_events ORDER BY position LIMIT 1');
    return oldest === undefined ? null : oldest.at + limits.keepEventsMs + 1;
  }

  /** Whether there is no event that is written. */
  #isEmpty(): boolean {
    return !this.#hasEvents && this.#writtenTrimAtMs() === null;
  }

  /** The events between two numbers were written. */
  #written(head: number, position: number, isFirst: boolean): void {
    this.#hasEvents = true;
    this.#place.advance(position);
    if (Math.floor(position / trimEvery) > Math.floor(head / trimEvery)) this.trim();
    // There is one timer, for the oldest event.
    if (isFirst) this.ports.timers.at('tidy', this.#writtenTrimAtMs());
  }

  #eventOf({ data, ...row }: EventRow): HubEvent {
    return this.#event(row, JSON.parse(data));
  }

  #event({ position, id, type, at, correlation }: Omit<EventRow, 'data'>, data: unknown): HubEvent {
    return {
      type,
      id,
      timestamp: new Date(at).toISOString(),
      data,
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
}

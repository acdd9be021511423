import type { HubEvent } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import type { NewEvent } from '../api';
import type { Sql } from '../sql';

/**
 * The newest events of a stream, which were sent and are not written yet (PROTOCOL.md E10): of rooms only, whose own log
 * has them. They follow the last written one without a gap.
 */
export class EventTail {
  #events: HubEvent[] = [];
  #chars = 0;

  get length(): number {
    return this.#events.length;
  }

  /** When its first event happened, ms since the epoch; null for an empty one. */
  get sinceMs(): number | null {
    const [first] = this.#events;
    return first === undefined ? null : Date.parse(first.timestamp);
  }

  /** Whether these may wait, too. What waits is written as one value, of which there is a largest. */
  hasRoomFor(events: readonly Pick<NewEvent, 'data'>[]): boolean {
    const chars = events.reduce((sum, event) => sum + charsOf(event), this.#chars);
    return this.#events.length + events.length <= limits.maxTailEvents && chars <= limits.maxTailChars;
  }

  push(event: HubEvent): void {
    this.#events.push(event);
    this.#chars += charsOf(event);
  }

  /** All but the first events. */
  without(count: number): readonly HubEvent[] {
    return this.#events.slice(Math.max(0, count));
  }

  /** How many of them came before a time. */
  countBefore(atMs: number): number {
    const first = this.#events.findIndex(({ timestamp }) => Date.parse(timestamp) >= atMs);
    return first < 0 ? this.#events.length : first;
  }

  /** Writes everything behind the event `head`, in one statement, and is empty then. To be called in a transaction. */
  write(sql: Sql, head: number): void {
    const rows = this.#events.map(({ id, type, timestamp, data, metadata }, index) => [
      head + 1 + index,
      id,
      type,
      Date.parse(timestamp),
      JSON.stringify(data),
      metadata.correlation_id,
    ]);
    sql.rows(
      `INSERT INTO hub_events (position, id, type, at, data, correlation)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`,
      JSON.stringify(rows),
    );
    this.#events = [];
    this.#chars = 0;
  }
}

function charsOf({ data }: Pick<NewEvent, 'data'>): number {
  return JSON.stringify(data).length;
}

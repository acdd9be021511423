import type * as Y from 'yjs';
import type { EventTimes } from '../recurrence/event-series';
import { isOccurrence } from '../recurrence/is-occurrence';
import { moveSeries } from '../recurrence/move-series';
import type { Exceptions, OverrideTimes } from '../recurrence/series';
import { documentAt } from './history/document-at';
import { isSameJson } from './json-values';
import { registersOf } from './layout';
import { pointer } from './pointer';
import type { DocumentSchema } from './schema';
import type { LogStore } from './storage';

const seriesFields = ['start_time', 'end_time', 'time_zone', 'all_day', 'recurrence'] as const;
const exceptionsField = 'exceptions';

/** So many rows back, and so many moves of a series, somebody may have named an occurrence without knowing of them. */
const maxRows = 1_000;
const maxMoves = 5;

/**
 * Keeps what is different about an occurrence with its occurrence (PROTOCOL.md Rc5): exceptions are named by original starts,
 * and who moves a series renames those that they know. What others wrote meanwhile would be named after nothing.
 */
export class MovedOccurrences {
  constructor(
    private readonly schema: DocumentSchema,
    private readonly log: LogStore,
  ) {}

  /** When an event happens before a change, for {@link follow}; null where nothing repeats by its kind. */
  before(doc: Y.Doc): EventTimes | null {
    return Object.hasOwn(this.schema.fields, exceptionsField) ? this.#timesOf(doc) : null;
  }

  /**
   * Renames exceptions that are named by a start which their occurrence had before. To be called in a transaction.
   * @returns the JSON pointers of what it touched
   */
  follow(doc: Y.Doc, before: EventTimes | null): readonly string[] {
    if (before === null) return [];
    const now = this.#timesOf(doc);
    const hasMoved = seriesFields.some((field) => now[field] !== before[field]);
    const isNew = (start: string): boolean => !isSameJson(before.exceptions[start] ?? null, now.exceptions[start] ?? null);
    // Who moves a series says of what they write themselves where it belongs.
    const suspects = Object.keys(now.exceptions).filter((start) => isNew(start) !== hasMoved);
    let lost = now.recurrence === null ? [] : suspects.filter((start) => !isOccurrence(now, start));
    const touched: string[] = [];
    for (const former of lost.length === 0 ? [] : hasMoved ? [before] : this.#former()) {
      const known = lost.filter((start) => isOccurrence(former, start));
      for (const start of known) touched.push(...this.#rename(doc, former, now, start));
      lost = lost.filter((start) => !known.includes(start));
      if (lost.length === 0) break;
    }
    return touched;
  }

  #rename(doc: Y.Doc, former: EventTimes, now: EventTimes, start: string): string[] {
    const { start_time, end_time, all_day, time_zone } = now;
    const exceptions = { [start]: now.exceptions[start] ?? false };
    const moved = moveSeries({ ...former, exceptions }, { start_time, end_time, all_day, time_zone });
    const [entry] = Object.entries(moved?.times.exceptions ?? {});
    if (entry === undefined || Object.hasOwn(now.exceptions, entry[0]) || !isOccurrence(now, entry[0])) return [];
    const map = doc.getMap(exceptionsField);
    map.delete(start);
    map.set(entry[0], entry[1]);
    return [pointer(exceptionsField, start), pointer(exceptionsField, entry[0])];
  }

  /** What the series was before each of its moves, the latest first. */
  *#former(): Generator<EventTimes> {
    const head = this.log.head();
    // What moved it just now is not in the log yet.
    yield this.#timesAt(head);
    const rows = this.log.rows(Math.max(0, head - maxRows), head).reverse();
    const moves = rows.filter(({ touched }) => seriesFields.some((field) => touched.includes(pointer(field))));
    for (const { version } of moves.slice(0, maxMoves)) yield this.#timesAt(version - 1);
  }

  #timesAt(version: number): EventTimes {
    return this.#timesOf(documentAt(this.schema, this.log, version));
  }

  #timesOf(doc: Y.Doc): EventTimes {
    const registers = registersOf(doc, this.schema);
    const fields = Object.fromEntries(seriesFields.map((field) => [field, registers.get(field) ?? null]));
    const map = doc.getMap(exceptionsField);
    const exceptions = (map.size === 0 ? {} : map.toJSON()) as Exceptions<OverrideTimes>;
    return { ...fields, exceptions } as EventTimes;
  }
}

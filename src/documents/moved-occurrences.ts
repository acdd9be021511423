import type * as Y from 'yjs';
import type { EventTimes } from '../recurrence/event-series';
import { isOccurrence } from '../recurrence/is-occurrence';
import { moveSeries } from '../recurrence/move-series';
import type { Exceptions, OverrideTimes } from '../recurrence/series';
import { documentAt } from './history/document-at';
import { isSameJson } from './json-values';
import { registersOf } from './layout';
import type { FoundConflict } from './operations/found-conflicts';
import { pointer } from './pointer';
import type { DocumentSchema } from './schema';
import type { LogStore } from './storage';

const seriesFields = ['start_time', 'end_time', 'time_zone', 'all_day', 'recurrence'] as const;
const exceptionsField = 'exceptions';

/** What was done to exceptions that follow their occurrences. */
export interface Followed {
  /** JSON pointers. */
  readonly touched: readonly string[];
  /** What somebody else has said of the same occurrence. */
  readonly conflicts: readonly FoundConflict[];
}

/** A series before and after a move, and the name of an occurrence before it. */
interface Rename {
  readonly former: EventTimes;
  readonly now: EventTimes;
  readonly start: string;
  /** Whether the move came after what is said of the occurrence. */
  readonly isMoveLater: boolean;
}

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

  /** Renames exceptions that are named by a start which their occurrence had before. To be called in a transaction. */
  follow(doc: Y.Doc, before: EventTimes | null): Followed {
    const followed = { touched: [] as string[], conflicts: [] as FoundConflict[] };
    if (before === null) return followed;
    const now = this.#timesOf(doc);
    const hasMoved = seriesFields.some((field) => now[field] !== before[field]);
    const isNew = (start: string): boolean => !isSameJson(before.exceptions[start] ?? null, now.exceptions[start] ?? null);
    // Who moves a series says of what they write themselves where it belongs.
    const suspects = Object.keys(now.exceptions).filter((start) => isNew(start) !== hasMoved);
    let lost = now.recurrence === null ? [] : suspects.filter((start) => !isOccurrence(now, start));
    for (const former of lost.length === 0 ? [] : hasMoved ? [before] : this.#former()) {
      const known = lost.filter((start) => isOccurrence(former, start));
      for (const start of known) {
        const { touched, conflicts } = this.#rename(doc, { former, now, start, isMoveLater: hasMoved });
        followed.touched.push(...touched);
        followed.conflicts.push(...conflicts);
      }
      lost = lost.filter((start) => !known.includes(start));
      if (lost.length === 0) break;
    }
    return followed;
  }

  #rename(doc: Y.Doc, rename: Rename): Followed {
    const { now, start } = rename;
    const map = doc.getMap(exceptionsField);
    const entry = movedException(rename, now.exceptions[start] ?? false);
    if (entry === undefined || !isOccurrence(now, entry[0])) return { touched: [], conflicts: [] };
    const [name, value] = entry;
    const there = map.get(name);
    const conflicts = there === undefined || isSameJson(there, value) ? [] : this.#collide(rename, value, there);
    map.delete(start);
    if (conflicts.every(({ winner }) => winner === value)) map.set(name, value);
    return { touched: [start, name].map((one) => pointer(exceptionsField, one)), conflicts };
  }

  /** Two have said something of an occurrence; none is a conflict where one of them is who moved it and took along what was said before. */
  #collide(rename: Rename, value: unknown, there: unknown): readonly FoundConflict[] {
    const { former, now, start, isMoveLater } = rename;
    const bases = (isMoveLater ? this.#formerExceptions(start) : [former.exceptions[start]]).map(
      (base) => (base === undefined ? undefined : movedException(rename, base))?.[1],
    );
    if (bases.some((base) => isSameJson(base, there))) return [];
    const [name = ''] = movedException(rename, now.exceptions[start] ?? false) ?? [];
    const [winner, loser] = isMoveLater ? [there, value] : [value, there];
    const earlierPath = pointer(exceptionsField, isMoveLater ? start : name);
    const base = { value: bases.find((one) => one !== undefined && !isSameJson(one, value)) ?? null };
    return [{ type: 'update_update', path: pointer(exceptionsField, name), winner, loser, earlierPath, base }];
  }

  /** What was said of an occurrence before those who wrote to it last, the latest first. */
  #formerExceptions(start: string): readonly (Exceptions<OverrideTimes>[string] | undefined)[] {
    const head = this.log.head();
    const path = pointer(exceptionsField, start);
    const rows = this.log.rows(Math.max(0, head - maxRows), head).filter(({ touched }) => touched.includes(path));
    const versions = [head, ...rows.reverse().map(({ version }) => version - 1)].slice(0, maxMoves + 1);
    return versions.map((version) => this.#timesAt(version).exceptions[start]);
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

/** What is said of an occurrence after the move of its series, under its new name. */
function movedException({ former, now, start }: Rename, exception: false | OverrideTimes): [string, unknown] | undefined {
  const { start_time, end_time, all_day, time_zone } = now;
  const moved = moveSeries({ ...former, exceptions: { [start]: exception } }, { start_time, end_time, all_day, time_zone });
  return Object.entries(moved?.times.exceptions ?? {})[0];
}

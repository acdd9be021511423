import type { EventOccurrence, EventSummary, OccurrencePage } from '../../react/events';
import { inMonth, rangeOfMonths } from './calendar-months';
import { byStart, occurrenceKey, type ShownEvent, singleOccurrence } from './shown-event';

/** What the model needs of the REST API. */
export interface EventSource {
  listEvents(range: { from: string; to: string; limit: number; cursor?: string }): Promise<OccurrencePage>;
}

/** Where months that were seen are kept for a time without connection. */
export interface MonthShelf {
  read(month: string): Promise<readonly EventOccurrence[] | null>;
  keep(month: string, events: readonly EventOccurrence[]): Promise<void>;
}

/** What the calendar shows: a new object whenever something about it changes. */
export interface ShownMonths {
  /** By their start. */
  readonly events: readonly ShownEvent[];
  /** Whether there is nothing yet of some month that is wanted. */
  readonly loading: boolean;
  /** Why the newest state could not be had; what is shown is what was known before. */
  readonly error: Error | null;
}

/** An edit as it will show, before the server has taken it. */
export type EventChange = (events: readonly ShownEvent[]) => readonly ShownEvent[];

interface Month {
  readonly events: readonly ShownEvent[];
  /** Whether the server has something else by now, as far as anybody knows. */
  readonly stale: boolean;
}

/** The server sends so many at once. */
const pageLimit = 500;

/**
 * The events of the months that somebody looks at. Fetched once; changes come live, and what the person does lies over them
 * before the server has taken it.
 */
export class CalendarModel {
  readonly #source: EventSource;
  readonly #shelf: MonthShelf | null;
  readonly #listeners = new Set<() => void>();
  readonly #months = new Map<string, Month>();
  #changes: readonly EventChange[] = [];
  #wanted: readonly string[] = [];
  #fetching: Promise<void> | null = null;
  /** Whether something changed since the fetch that is under way began. */
  #fetchAgain = false;
  #error: Error | null = null;
  #shown: ShownMonths = { events: [], loading: true, error: null };

  constructor(source: EventSource, shelf: MonthShelf | null) {
    this.#source = source;
    this.#shelf = shelf;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  readonly shown = (): ShownMonths => this.#shown;

  /** Shows months, `YYYY-MM`: what is known of them at once, the rest as soon as it is there. */
  show(months: readonly string[]): void {
    this.#wanted = months;
    this.#tell();
    for (const month of months) if (!this.#months.has(month)) void this.#readKept(month);
    if (months.some((month) => this.#months.get(month)?.stale !== false)) void this.refresh();
  }

  /** Fetches what is shown anew; all other months when they are shown again. */
  refresh = async (): Promise<void> => {
    for (const [month, known] of this.#months) this.#months.set(month, { ...known, stale: true });
    this.#fetchAgain = true;
    this.#fetching ??= this.#fetchWhileNeeded().finally(() => {
      this.#fetching = null;
    });
    await this.#fetching;
  };

  /**
   * A calendar says what an event is now; null when it is not there any more. Of an event that moves, the calendar that it left
   * and the one where it is now speak in any order: what the former says must not take away what the latter has shown.
   */
  changed(calendar: string, id: string, summary: EventSummary | null): void {
    const before = this.#find(id);
    const isElsewhere = before !== undefined && before.calendar_id !== calendar;
    // What is being fetched may be older than this, and what is known older than that.
    if (summary === null && isElsewhere && this.#fetching === null) return;
    const single = summary === null ? null : singleOccurrence(summary);
    if (this.#fetching !== null || before?.is_recurring === true || (summary !== null && single === null)) {
      void this.refresh();
      return;
    }
    this.#replace(id, single === null ? [] : [single]);
    this.#tell();
  }

  /** What is to show over what the server has, in place of what was. */
  cover(changes: readonly EventChange[]): void {
    this.#changes = changes;
    this.#tell();
  }

  async #fetchWhileNeeded(): Promise<void> {
    while (this.#fetchAgain) {
      this.#fetchAgain = false;
      const months = [...this.#wanted];
      try {
        await this.#fetch(months);
        this.#error = null;
      } catch (error) {
        this.#error = error as Error;
      }
      // Somebody may look at other months by now.
      if (this.#error === null && this.#wanted.some((month) => !this.#months.has(month))) this.#fetchAgain = true;
      this.#tell();
    }
  }

  async #fetch(months: readonly string[]): Promise<void> {
    const [first, last] = [months[0], months.at(-1)];
    if (first === undefined || last === undefined) return;
    const range = rangeOfMonths(first, last);
    const events: EventOccurrence[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await this.#source.listEvents({ ...range, limit: pageLimit, ...(cursor === '' ? {} : { cursor }) });
      events.push(...page.events);
      cursor = page.next_cursor;
    }
    for (const month of months) {
      const own = inMonth(month, events);
      this.#months.set(month, { events: own, stale: this.#fetchAgain });
      // A device that keeps nothing only shows less without a connection.
      void this.#shelf?.keep(month, own).catch(() => undefined);
    }
  }

  async #readKept(month: string): Promise<void> {
    const kept = await this.#shelf?.read(month).catch(() => null);
    if (kept == null || this.#months.has(month)) return;
    this.#months.set(month, { events: kept, stale: true });
    this.#tell();
  }

  #replace(id: string, events: readonly ShownEvent[]): void {
    for (const [month, known] of this.#months) {
      const others = known.events.filter((event) => event.id !== id);
      const own = inMonth(month, events);
      if (others.length === known.events.length && own.length === 0) continue;
      this.#months.set(month, { ...known, events: [...others, ...own] });
    }
  }

  /** An event as it is known: by the months that are wanted if it is in them, which are the newest. */
  #find(id: string): ShownEvent | undefined {
    const everywhere = [...this.#months.values()].flatMap(({ events }) => events);
    return [...this.#known(), ...everywhere].find((event) => event.id === id);
  }

  /** All that is known of the wanted months, each occurrence once. */
  #known(): ShownEvent[] {
    const all = this.#wanted.flatMap((month) => this.#months.get(month)?.events ?? []);
    return [...new Map(all.map((event) => [occurrenceKey(event), event])).values()];
  }

  #tell(): void {
    let events: readonly ShownEvent[] = this.#known();
    for (const change of this.#changes) events = change(events);
    const loading = this.#error === null && this.#wanted.some((month) => !this.#months.has(month));
    this.#shown = { events: [...events].sort(byStart), loading, error: this.#error };
    for (const changed of this.#listeners) changed();
  }
}

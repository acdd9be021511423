import { type EventSpan, touches } from './event-span';

/** An event in a row of days. */
export interface LaneEntry<Event> {
  readonly event: Event;
  readonly span: EventSpan;
  /** From the top, 0 first. */
  readonly lane: number;
  /** The days of the row that it covers, from 0. */
  readonly from: number;
  readonly to: number;
  /** Whether there is more of it before and after this row. */
  readonly continuesBefore: boolean;
  readonly continuesAfter: boolean;
}

interface Spanning<Event> {
  readonly event: Event;
  readonly span: EventSpan;
}

/**
 * Lays events out in a row of days, each in one lane from its first to its last day. Who begins earlier is higher up, then who
 * is longer: what continues from the row before stands where everybody looks first.
 */
export function lanesOf<Event>(events: readonly Spanning<Event>[], days: readonly string[]): LaneEntry<Event>[] {
  const [start = '', end = ''] = [days[0], days.at(-1)];
  const inRow = events.filter(({ span }) => span.first.date <= end && span.last.date >= start).sort(bySpan);
  const takenUntil: number[] = [];
  return inRow.map(({ event, span }) => {
    const from = Math.max(days.indexOf(span.first.date), 0);
    const last = days.indexOf(span.last.date);
    const to = last === -1 ? days.length - 1 : last;
    const free = takenUntil.findIndex((until) => until < from);
    const lane = free === -1 ? takenUntil.length : free;
    takenUntil[lane] = to;
    return { event, span, lane, from, to, continuesBefore: span.first.date < start, continuesAfter: span.last.date > end };
  });
}

function bySpan<Event>({ span: a }: Spanning<Event>, { span: b }: Spanning<Event>): number {
  return (
    a.first.date.localeCompare(b.first.date) ||
    b.last.date.localeCompare(a.last.date) ||
    Number(b.isBar) - Number(a.isBar) ||
    a.first.minutes - b.first.minutes
  );
}

/** What of a row fits into so many lanes, and how many are left over on each day. */
export function fittingLanes<Event>(
  entries: readonly LaneEntry<Event>[],
  days: readonly string[],
  lanes: number,
): { readonly shown: readonly LaneEntry<Event>[]; readonly hidden: readonly number[] } {
  if (entries.every(({ lane }) => lane < lanes)) return { shown: entries, hidden: days.map(() => 0) };
  // The last lane is where a day says how many more there are.
  const shown = entries.filter(({ lane }) => lane < lanes - 1);
  const rest = entries.filter(({ lane }) => lane >= lanes - 1);
  return { shown, hidden: days.map((date) => rest.filter(({ span }) => touches(span, date)).length) };
}

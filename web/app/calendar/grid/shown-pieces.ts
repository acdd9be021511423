import { byStart, occurrenceKey, type ShownEvent } from '../shown-event';
import { dayMinutes } from '../zone-times';
import { type EventSpan, spanOf, touches } from './event-span';
import { columnsOf, leastMinutes, type PieceColumn } from './overlap-columns';

/** An event with the days it is on. */
export interface SpannedEvent {
  readonly event: ShownEvent;
  readonly span: EventSpan;
}

/** The part of an event that is on one day, as the time grid shows it. */
export interface GridPiece extends PieceColumn {
  readonly event: ShownEvent;
  /** Minutes of the day. */
  readonly from: number;
  readonly to: number;
  /** Whether it begins on a day before, and goes on on the next one. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

export function withSpans(events: readonly ShownEvent[], zone: string): SpannedEvent[] {
  return events.map((event) => ({ event, span: spanOf(event, zone) }));
}

/** What stands in the time grid of a day. Bars stand above it. */
export function piecesOf(events: readonly SpannedEvent[], date: string): GridPiece[] {
  const pieces = events
    .filter(({ span }) => !span.isBar && touches(span, date))
    .map(({ event, span: { first, last } }) => ({
      event,
      from: first.date === date ? Math.min(first.minutes, dayMinutes - leastMinutes) : 0,
      to: last.date === date ? last.minutes : dayMinutes,
      cutBefore: first.date !== date,
      cutAfter: last.date !== date,
    }))
    .sort((a, b) => a.from - b.from || b.to - a.to || (occurrenceKey(a.event) < occurrenceKey(b.event) ? -1 : 1));
  const columns = columnsOf(pieces);
  return pieces.map((piece, index) => ({ ...piece, ...(columns[index] as PieceColumn) }));
}

/** What is on a day, bars first, as lists and keys go through it. */
export function eventsOfDay(events: readonly SpannedEvent[], date: string): ShownEvent[] {
  const onDay = events.filter(({ span }) => touches(span, date));
  const bars = onDay.filter(({ span }) => span.isBar).map(({ event }) => event);
  const timed = onDay.filter(({ span }) => !span.isBar).map(({ event }) => event);
  return [...bars.sort(byStart), ...timed.sort(byStart)];
}

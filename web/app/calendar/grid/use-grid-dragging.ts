import { type RefObject, useEffect } from 'react';
import { useSteady } from '../../board/use-steady';
import { occurrenceKey, type ShownEvent } from '../shown-event';
import { timesAt, wholeDays } from './changed-times';
import type { Draft } from './draft';
import { type DragKind, draggedTimes } from './dragged-times';
import type { TimedEvent } from './event-span';
import { attachGridDragging } from './grid-dragging';
import type { GridPlace } from './place-at';

/** What the grid can do with events that are dragged, by pointer or by key. */
export interface GridChanges {
  readonly events: readonly ShownEvent[];
  readonly zone: string;
  readonly onDraft: (draft: Draft | null) => void;
  readonly onMove: (event: ShownEvent, times: TimedEvent) => void;
}

interface GridDragging extends GridChanges {
  readonly onCreate: (times: TimedEvent) => void;
  /** A day was clicked where it shows no hours; null where that makes an event. */
  readonly onDay: ((date: string) => void) | null;
}

/** Lets events of the grid be made, moved and resized by mouse, pen and finger. */
export function useGridDragging(root: RefObject<HTMLElement | null>, dragging: GridDragging): void {
  const { events, zone, onDraft, onMove, onCreate, onDay } = dragging;
  const find = (key: string | null) => events.find((event) => occurrenceKey(event) === key) ?? null;
  const timesOf = (kind: DragKind, key: string | null, from: GridPlace, to: GridPlace) => {
    const event = find(key);
    return key !== null && event === null ? null : draggedTimes(kind, event, from, to, zone);
  };
  const host = useSteady({
    drag: (kind: DragKind, key: string | null, from: GridPlace, to: GridPlace) => {
      const times = timesOf(kind, key, from, to);
      onDraft(times && { key, times });
    },
    drop: (kind: DragKind, key: string | null, from: GridPlace, to: GridPlace) => {
      const [event, times] = [find(key), timesOf(kind, key, from, to)];
      onDraft(null);
      if (times === null) return;
      if (event === null) onCreate(times);
      else if (!isSame(event, times)) onMove(event, times);
    },
    cancel: () => onDraft(null),
    click: (place: GridPlace) => {
      if (place.isTimed) onCreate(timesAt(place, zone));
      else if (onDay !== null) onDay(place.date);
      else onCreate(wholeDays(place.date, place.date));
    },
  });
  useEffect(() => (root.current === null ? undefined : attachGridDragging(root.current, host)), [root, host]);
}

/** Whether times are what an event has already. */
export function isSame(a: TimedEvent, b: TimedEvent): boolean {
  return a.start_time === b.start_time && a.end_time === b.end_time && a.all_day === b.all_day;
}

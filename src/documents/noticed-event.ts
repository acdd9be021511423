import type { NoticedEvent } from './api';
import type { EventView } from './event';
import type { NoticeKind } from './notice-store';
import type { LogRow } from './storage';

/** What is told of events only. */
const kindsOfEvents: ReadonlySet<NoticeKind> = new Set(['attendee-invited', 'time-changed', 'cancelled', 'reminder']);

/** Whether a notice says when an event is. */
export function isOfEvent(kind: NoticeKind): boolean {
  return kindsOfEvents.has(kind);
}

/** What people are told of an event. */
export function noticedEvent({ start_time, end_time, time_zone, all_day, location }: EventView): NoticedEvent {
  return { start_time, end_time, time_zone, all_day: all_day === true, location };
}

/** Who has touched something, as far as can be told. */
export function authorOf(rows: readonly LogRow[], path: string): string {
  const row = rows.find(({ touched }) => touched.some((one) => one === path || one.startsWith(`${path}/`))) ?? rows[0];
  return row?.actor ?? '';
}

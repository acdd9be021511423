import type * as Y from 'yjs';
import { type CalendarView, calendarSchema } from '../../../src/documents/calendar';

/** The registers of a calendar itself. */
export type CalendarDetails = Pick<CalendarView, 'color' | 'time_zone'>;

/** The shared types of a calendar, by name. */
export const calendarRoots = {
  title: (doc: Y.Doc): Y.Text => doc.getText('title'),
  description: (doc: Y.Doc): Y.Text => doc.getText('description'),
  details: (doc: Y.Doc): Y.Map<unknown> => doc.getMap(calendarSchema.registersRoot),
} as const;

export function readCalendarDetails(doc: Y.Doc): CalendarDetails {
  const [color, zone] = [calendarRoots.details(doc).get('color'), calendarRoots.details(doc).get('time_zone')];
  return { color: typeof color === 'string' ? color : null, time_zone: typeof zone === 'string' ? zone : null };
}

/** Sets registers of a calendar, in one edit. */
export function setCalendarDetails(doc: Y.Doc, values: Partial<CalendarDetails>): void {
  doc.transact(() => {
    for (const [name, value] of Object.entries(values)) calendarRoots.details(doc).set(name, value);
  });
}

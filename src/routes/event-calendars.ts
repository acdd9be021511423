import type { CalendarRoll } from '../documents/api';
import type { Identity } from '../protocol/roles';
import { defaultCalendarId, ensureDefaultCalendar } from './default-calendar';
import { isDocumentId } from './document-ids';
import { askCalendar } from './document-objects';
import { Refused } from './problems';

/**
 * Makes a place for an event in a calendar: in the one that its author asks for, if they may edit it, else in their own.
 * @returns who belongs to the calendar, which is what the event is created or moved with.
 * @throws Refused `not-found`, `forbidden` and `calendar-full`, as the calendar says it.
 */
export async function admittedEvent(env: Env, author: Identity, wanted: unknown, eventId: string): Promise<CalendarRoll> {
  const admitted = (id: string): Promise<CalendarRoll> =>
    askCalendar(env, id, (calendar) => calendar.admitEvent(author, eventId));
  if (wanted === undefined) return byDefault(env, author, admitted);
  if (typeof wanted !== 'string' || !isDocumentId(wanted)) throw new Refused({ code: 'not-found', detail: 'No such calendar.' });
  return admitted(wanted);
}

/** A default calendar is there from the moment in which it is needed for the first time. */
async function byDefault(env: Env, author: Identity, admitted: (id: string) => Promise<CalendarRoll>): Promise<CalendarRoll> {
  const id = await defaultCalendarId(author.id);
  try {
    return await admitted(id);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'not-found') throw error;
  }
  await ensureDefaultCalendar(env, author);
  return admitted(id);
}

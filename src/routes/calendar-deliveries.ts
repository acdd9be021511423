import type { CalendarApi, CalendarRoll, EventApi, Projection, RollAnswer } from '../documents/api';
import { documentObject } from './document-objects';

/** Tells the calendar of an event what the event is now, and those that it has left that it has. */
export async function tellCalendars(env: Env, told: Projection): Promise<void> {
  if (told.calendar_id === null) return;
  // The values of a view have no prototype, and RPC carries only objects that have the usual one.
  const event: Projection = { ...told, fields: JSON.parse(JSON.stringify(told.fields)) };
  const left = event.roll?.left ?? [];
  await Promise.all([
    calendarObject(env, told.calendar_id).eventChanged(event),
    ...left.map((calendar) => calendarObject(env, calendar).eventLeft(event.id)),
  ]);
}

/** Tells an event who belongs to its calendar. */
export function tellEvent(env: Env, eventId: string, roll: CalendarRoll): Promise<RollAnswer> {
  // As below.
  return (documentObject(env, 'event', eventId) as unknown as EventApi).takeRoll(roll);
}

function calendarObject(env: Env, id: string): CalendarApi {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  return documentObject(env, 'calendar', id) as unknown as CalendarApi;
}

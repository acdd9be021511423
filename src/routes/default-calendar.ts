import { rememberPerson } from '../db/people';
import type { Identity } from '../protocol/roles';
import { documentIdOfKey } from './document-ids';
import { askDocument } from './document-objects';

/** No idempotency key has a space in it. */
const key = 'default calendar';

/** The id of a person's default calendar: where their events go that name no calendar. */
export function defaultCalendarId(personId: string): Promise<string> {
  return documentIdOfKey(personId, key);
}

/** Makes a person's default calendar, if it is not there yet. */
export async function ensureDefaultCalendar(env: Env, owner: Identity): Promise<void> {
  const id = await defaultCalendarId(owner.id);
  await rememberPerson(env.DB, owner, Date.now());
  const beginning = { id, owner, fields: { title: owner.name }, requestHash: key, defaultOf: owner.id };
  await askDocument(env, 'calendar', id, (calendar) => calendar.create(beginning));
}

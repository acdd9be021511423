import { eventsInCalendar } from '../db/calendar-file';
import type { Attendee, EventView } from '../documents/event';
import { eventIdOf, type FileEvent } from '../icalendar/file-event';
import type { FileEntry } from '../icalendar/read-calendar';
import { calendarLimits } from '../protocol/limits';
import { listedExceptions, listedTitle } from '../protocol/listed';
import type { Identity } from '../protocol/roles';
import { documentIdOfKey } from './document-ids';
import { askDocument } from './document-objects';
import { admittedEvent } from './event-calendars';
import { Refused } from './problems';

/** What became of one event of a file. */
export interface ImportedEvent {
  readonly uid: string;
  readonly title: string;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed';
  readonly id: string | null;
  readonly detail: string | null;
}

/** What putting an event did, and (`detail`) what of the file it left out. */
type Put = Pick<ImportedEvent, 'outcome' | 'detail'>;

interface Import {
  readonly person: Identity;
  readonly calendarId: string;
}

/**
 * Takes events of a file over into a calendar, several at a time. An event of ours that is in the calendar becomes what the file
 * says; any other has an id that follows from the calendar and the UID, so that the same file makes nothing twice.
 */
export async function importEvents(env: Env, into: Import, entries: readonly FileEntry[]): Promise<readonly ImportedEvent[]> {
  const own = entries.flatMap(({ uid }) => eventIdOf(uid) ?? []);
  const known = await eventsInCalendar(env.DB, into.calendarId, own);
  const results: ImportedEvent[] = [];
  for (let at = 0; at < entries.length; at += calendarLimits.maxParallel) {
    const batch = entries.slice(at, at + calendarLimits.maxParallel);
    results.push(...(await Promise.all(batch.map((entry) => importEntry(env, into, entry, known)))));
  }
  return results;
}

async function importEntry(env: Env, into: Import, entry: FileEntry, known: ReadonlySet<string>): Promise<ImportedEvent> {
  const { uid, event, fault } = entry;
  if (event === undefined) return { uid, title: '', outcome: 'failed', id: null, detail: fault };
  try {
    return { uid, title: event.title, ...(await putFirst(env, into, idsOf(into, uid, known), event)) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, detail } = error.refusal;
    return { uid, title: event.title, outcome: 'failed', id: null, detail: detail ?? code };
  }
}

/** An event may be imported and deleted so many times. */
const maxLives = 20;

/** Under which ids a calendar may have an event of a file, in the order in which they are tried. */
async function* idsOf({ calendarId }: Import, uid: string, known: ReadonlySet<string>): AsyncGenerator<string> {
  const named = eventIdOf(uid);
  if (named !== null && known.has(named)) yield named;
  for (let life = 0; life < maxLives; life++) {
    yield documentIdOfKey(`calendar:${calendarId}`, life === 0 ? `uid:${uid}` : `uid ${life}:${uid}`);
  }
}

/**
 * Puts an event under the first id that is free, or is that of an event of the calendar. Who imports what was deleted, or moved
 * away, wants to see it: it becomes a new event, with an id that follows from how many there were before, and whoever restores
 * the deleted one, or moves the other one back, has both.
 */
async function putFirst(
  env: Env,
  into: Import,
  ids: AsyncIterable<string>,
  event: FileEvent,
): Promise<Put & Pick<ImportedEvent, 'id'>> {
  for await (const id of ids) {
    try {
      return { id, ...(await putEvent(env, into, id, event)) };
    } catch (error) {
      if (!(error instanceof Refused && isTaken(error.refusal.code))) throw error;
    }
  }
  throw new Refused({ code: 'not-found', detail: 'It was imported and deleted, or moved away, too often.' });
}

/** Whether there was an event with this id that is gone: deleted, or moved to another calendar. */
function isTaken(code: Refused['refusal']['code']): boolean {
  return code === 'not-found' || code === 'idempotency-key-reused';
}

/** All imports of an event are one request: who makes it again gets the event that is there. */
const requestHash = 'icalendar-import';

async function putEvent(env: Env, into: Import, id: string, event: FileEvent): Promise<Put> {
  const { person, calendarId } = into;
  const found = await findEvent(env, person, id);
  if (found !== null) return updateEvent(env, into, found, event);
  const calendar = await admittedEvent(env, person, calendarId, id);
  const request = { id, owner: person, requestHash, fields: { ...event }, calendar };
  const made = await askDocument(env, 'event', id, (document) => document.create(request));
  return made.created ? { outcome: 'created', detail: null } : updateEvent(env, into, made.view, event);
}

async function findEvent(env: Env, person: Identity, id: string): Promise<EventView | null> {
  try {
    return (await askDocument(env, 'event', id, (document) => document.read(person))).view;
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'not-found') return null;
    throw error;
  }
}

/** @throws Refused `not-found` for an event of another calendar: to read or edit it is not to have it in this one. */
async function updateEvent(env: Env, { person, calendarId }: Import, view: EventView, event: FileEvent): Promise<Put> {
  if (view.calendar_id !== calendarId) throw new Refused({ code: 'not-found' });
  const operations = differences(view, event);
  try {
    return { outcome: await change(env, person, view.id, operations), detail: null };
  } catch (error) {
    const rest = error instanceof Refused ? withoutStepBack(operations, error.refusal) : null;
    if (rest === null) throw error;
    return { outcome: await change(env, person, view.id, rest), detail: 'Its status stays: only an owner may set it back.' };
  }
}

async function change(env: Env, person: Identity, id: string, operations: readonly Replace[]): Promise<'updated' | 'unchanged'> {
  if (operations.length === 0) return 'unchanged';
  await askDocument(env, 'event', id, (document) => document.patch(person, { kind: 'json-patch', operations }, '*'));
  return 'updated';
}

/** What is left of a change whose status alone the importer may not write; null for one that was refused for another reason. */
function withoutStepBack(operations: readonly Replace[], { code, extensions }: Refused['refusal']): readonly Replace[] | null {
  return code === 'forbidden' && extensions?.pointer === '/status' ? operations.filter(({ path }) => path !== '/status') : null;
}

interface Replace {
  readonly op: 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** What has to be written for an event to be what a file says. What the file does not say of it stays as it is. */
function differences(view: EventView, { description, reminders, attendees, ...event }: FileEvent): readonly Replace[] {
  const wanted = {
    ...event,
    // Tags only ever grow.
    tags: [...new Set([...view.tags, ...event.tags])].sort(),
    ...(description === '' ? {} : { description }),
    ...(reminders.length === 0 ? {} : { reminders }),
    ...(attendees.length === 0 ? {} : { attendees: attendees.map((guest) => knownGuest(guest, view)) }),
  };
  return Object.entries(wanted)
    .filter(([name, value]) => !isSame(name, view[name as keyof FileEvent], value))
    .map(([name, value]) => ({ op: 'replace', path: `/${name}`, value }));
}

/** Files name guests by their address alone, or leave it out: who is invited already stays who they are. */
function knownGuest(guest: Attendee, { attendees }: EventView): Attendee {
  const known =
    attendees.find(({ user_id }) => user_id === guest.user_id) ??
    attendees.find(({ email }) => guest.email !== null && email?.toLowerCase() === guest.email);
  return known === undefined ? guest : { ...guest, user_id: known.user_id, email: known.email ?? guest.email };
}

function isSame(name: string, present: unknown, wanted: unknown): boolean {
  switch (name) {
    // A file of a calendar has of these what lists have.
    case 'title':
      return present === wanted || listedTitle(String(present)).trim() === wanted;
    case 'exceptions':
      return isSameJson(present, wanted) || isSameJson(listedExceptions(present as EventView['exceptions']), wanted);
    case 'description':
      return (present as EventView['description']).map(({ insert }) => insert).join('') === wanted;
    case 'start_time':
    case 'end_time':
      return present === wanted || (Boolean(present && wanted) && Date.parse(String(present)) === Date.parse(String(wanted)));
    case 'reminders':
      return (
        JSON.stringify((present as EventView['reminders']).map(ofFile)) ===
        JSON.stringify((wanted as FileEvent['reminders']).map(ofFile))
      );
    case 'all_day':
      return (present === true) === wanted;
    default:
      return isSameJson(present, wanted);
  }
}

function isSameJson(present: unknown, wanted: unknown): boolean {
  return JSON.stringify(sorted(present)) === JSON.stringify(sorted(wanted));
}

function ofFile({ method, minutes_before }: FileEvent['reminders'][number]) {
  return { method, minutes_before };
}

/** A value with its keys in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

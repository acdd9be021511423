import { getLogger } from '@logtape/logtape';
import type { CalendarApi, DocumentApi, EventApi } from '../documents/api';
import type { CalendarView } from '../documents/calendar';
import type { EventView } from '../documents/event';
import type { TripView } from '../documents/trip';
import type { Outcome } from '../protocol/codes';
import type { DocumentKind } from '../protocol/document-kinds';
import { granted } from './problems';
import { isUnreachable } from './unreachable';

const logger = getLogger(['triptrip', 'http']);

/** The JSON view of each kind. */
export interface ViewOf {
  readonly trip: TripView;
  readonly event: EventView;
  readonly calendar: CalendarView;
}

/** The object of a document, for the upgrade. */
export function documentObject(env: Env, kind: DocumentKind, id: string): DurableObjectStub {
  switch (kind) {
    case 'trip':
      return env.TRIPS.getByName(id);
    case 'event':
      return env.EVENTS.getByName(id);
    case 'calendar':
      return env.CALENDARS.getByName(id);
  }
}

/**
 * Asks the object of a document. What it refuses, and that it cannot be reached, becomes the answer to the request.
 * @param id checked by `isDocumentId`.
 */
export async function askDocument<Kind extends DocumentKind, T>(
  env: Env,
  kind: Kind,
  id: string,
  ask: (document: DocumentApi<ViewOf[Kind]>) => Promise<Outcome<T>>,
): Promise<T> {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  const document = documentObject(env, kind, id) as unknown as DocumentApi<ViewOf[Kind]>;
  let outcome: Outcome<T>;
  try {
    outcome = await ask(document);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    logger.warn('the object of a document could not be reached', { kind, document: id, error: String(error) });
    outcome = { ok: false, refusal: { code: 'unavailable' } };
  }
  return granted(outcome);
}

/** As {@link askDocument}, for what only events answer. */
export function askEvent<T>(env: Env, id: string, ask: (event: EventApi<EventView>) => Promise<Outcome<T>>): Promise<T> {
  return askDocument(env, 'event', id, (event) => ask(event as EventApi<EventView>));
}

/** As {@link askDocument}, for what only calendars answer. */
export function askCalendar<T>(
  env: Env,
  id: string,
  ask: (calendar: CalendarApi<CalendarView>) => Promise<Outcome<T>>,
): Promise<T> {
  return askDocument(env, 'calendar', id, (calendar) => ask(calendar as CalendarApi<CalendarView>));
}

import * as Y from 'yjs';
import { type Attendee, type ResponseStatus, responseStatuses } from '../../../src/documents/event';
import { elementsOf, eventRoots } from './event-content';

/** The people who are asked to come, in the order in which they were added; each of them once. */
export function readAttendees(doc: Y.Doc): readonly Attendee[] {
  const attendees = new Map<string, Attendee>();
  for (const element of elementsOf(eventRoots.attendees(doc))) {
    const attendee = readAttendee(element);
    if (attendee !== null && !attendees.has(attendee.user_id)) attendees.set(attendee.user_id, attendee);
  }
  return [...attendees.values()];
}

/** Asks somebody to come, unless they are asked already. */
export function addAttendee(doc: Y.Doc, attendee: Pick<Attendee, 'user_id'> & Partial<Attendee>): void {
  if (findAttendee(doc, attendee.user_id) !== undefined) return;
  const element = new Y.Map<unknown>();
  for (const [name, value] of Object.entries(attendee)) if (value !== null) element.set(name, value);
  eventRoots.attendees(doc).push([element]);
}

/** Sets what is known of an attendee, in one edit; what has the value already is left alone. */
export function setAttendee(doc: Y.Doc, userId: string, values: Partial<Omit<Attendee, 'user_id'>>): void {
  const element = findAttendee(doc, userId);
  if (element === undefined) return;
  doc.transact(() => {
    for (const [name, value] of Object.entries(values)) {
      if ((element.get(name) ?? null) !== value) element.set(name, value);
    }
  });
}

/** Asks somebody no more, and answers who that was; null when they were not asked. */
export function removeAttendee(doc: Y.Doc, userId: string): Attendee | null {
  const attendees = eventRoots.attendees(doc);
  const removed = readAttendees(doc).find(({ user_id }) => user_id === userId) ?? null;
  doc.transact(() => {
    // Two people may have added them at once.
    for (let at = attendees.length - 1; at >= 0; at--) {
      const element = attendees.get(at);
      if (element instanceof Y.Map && element.get('user_id') === userId) attendees.delete(at);
    }
  });
  return removed;
}

function findAttendee(doc: Y.Doc, userId: string): Y.Map<unknown> | undefined {
  return elementsOf(eventRoots.attendees(doc)).find((element) => element.get('user_id') === userId);
}

function readAttendee(element: Y.Map<unknown>): Attendee | null {
  const { user_id, email, name, response_status, optional } = element.toJSON();
  if (typeof user_id !== 'string') return null;
  return {
    user_id,
    email: typeof email === 'string' ? email : null,
    name: typeof name === 'string' ? name : null,
    response_status: responseStatuses.find((status): status is ResponseStatus => status === response_status) ?? 'NEEDS_ACTION',
    optional: typeof optional === 'boolean' ? optional : null,
  };
}

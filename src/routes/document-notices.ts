import { isPersonId } from '../auth/claims';
import type { Notice } from '../documents/api';
import { type ResponseStatus, responseStatuses } from '../documents/event';
import type { InboxApi, NewEvent, NewNotification } from '../inbox/api';
import { derivedId } from '../inbox/intake/draft';
import type { Outcome } from '../protocol/codes';
import { collections, type DocumentKind } from '../protocol/document-kinds';
import { responseAction } from './event-actions';
import { inboxObject } from './inbox-objects';
import { roomObject } from './room-access';
import { isUnreachable } from './unreachable';

/** So many inboxes are told at the same time … */
const parallel = 10;
/** … and after each such lot the document's own work has its turn, for so long. */
const pauseMs = 100;

/** The notification types of what a document has to say. What is not here is told to streams only. */
const typesOf: Readonly<Record<DocumentKind, Readonly<Partial<Record<Notice['kind'], string>>>>> = {
  trip: {
    invited: 'trip_invited',
    'role-changed': 'role_changed',
    removed: 'trip_removed',
    deleted: 'trip_deleted',
    'items-changed': 'trip_update',
  },
  event: {
    invited: 'event_shared',
    'role-changed': 'role_changed',
    removed: 'event_removed',
    'attendee-invited': 'event_invited',
    'time-changed': 'event_changed',
    cancelled: 'event_cancelled',
    reminder: 'event_reminder',
  },
  calendar: {
    invited: 'calendar_shared',
    'role-changed': 'role_changed',
    removed: 'calendar_removed',
    deleted: 'calendar_deleted',
  },
};

/** What people say to an invitation; nobody answers that they have not answered. */
const answers: readonly ResponseStatus[] = responseStatuses.filter((status) => status !== 'NEEDS_ACTION');

/**
 * Tells people's inboxes what a document has to say. Again it is harmless.
 * @returns who could not be told, and may be tried again.
 */
export async function sendNotice(env: Env, notice: Notice): Promise<string[]> {
  // Anything may stand for a guest of an event; only people have inboxes.
  const everybody = notice.to.filter(isPersonId);
  const missing: string[] = [];
  for (let from = 0; from < everybody.length; from += parallel) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const people = everybody.slice(from, from + parallel);
    const told = await Promise.all(people.map((person) => tell(env, notice, person)));
    missing.push(...people.filter((_, index) => !told[index]));
  }
  return missing;
}

async function tell(env: Env, notice: Notice, person: string): Promise<boolean> {
  const inbox = inboxObject(env, person) as unknown as InboxApi;
  const { kind, documentKind } = notice;
  const type = typesOf[documentKind][kind];
  if (type !== undefined) return arrives(() => inbox.accept([notificationOf(notice, type, person)]));
  const hasRoom = documentKind === 'trip' && kind === 'gone';
  const hasLeft = !hasRoom || (await arrives(() => roomObject(env, `trip:${notice.documentId}`).leave(person)));
  const isTheirs = notice.by?.id === person;
  return (isTheirs || (await arrives(() => inbox.publish([eventOf(notice)])))) && hasLeft;
}

/** Whether an object has taken something. A refusal, too, is tried again: the inbox may take it later. */
async function arrives(ask: () => Promise<Outcome<unknown>>): Promise<boolean> {
  try {
    return (await ask()).ok;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return false;
  }
}

function eventOf({ id, documentKind, documentId, kind, version, by }: Notice): NewEvent {
  const data = { entity_type: documentKind, id: documentId, version, updated_by: by?.id ?? null } as const;
  return { type: 'entity-updated', data: kind === 'gone' ? { ...data, deleted: true } : data, key: `notice:${id}` };
}

function notificationOf(notice: Notice, type: string, person: string): NewNotification {
  const { id, documentKind, documentId, kind, atMs, occurrence } = notice;
  const source = collections[documentKind];
  const isDigested = kind === 'items-changed' || kind === 'time-changed' || kind === 'deleted';
  return {
    id: derivedId(source, id, person),
    type,
    ...(documentKind === 'trip' ? {} : { category: 'calendar' }),
    ...(occurrence === null ? {} : { channels: [...new Set(['in_app', occurrence.method] as const)] }),
    data: dataOf(notice),
    image: null,
    actions: kind === 'attendee-invited' ? answers.map((answer) => responseAction(documentId, answer)) : [],
    createdAtMs: atMs,
    // Held for the night, or tried again, it may come late; of what is over nobody is reminded (B7).
    expiresAtMs: occurrence?.endMs ?? null,
    sendAtMs: null,
    dedupeKey: null,
    digestKey: isDigested ? `${documentKind}:${documentId}` : null,
    source,
  };
}

function dataOf({ documentKind, documentId, by, role, title, event, occurrence }: Notice): Readonly<Record<string, unknown>> {
  return {
    [`${documentKind}_id`]: documentId,
    ...(title === '' ? {} : { [`${documentKind}_title`]: title }),
    ...(by === null ? {} : { actor_id: by.id }),
    ...(by?.name ? { actor_name: by.name } : {}),
    ...(role === null ? {} : { role }),
    ...(documentKind === 'trip' ? {} : { url: documentKind === 'event' ? `/calendar?event=${documentId}` : '/calendar' }),
    ...event,
    ...(occurrence === null ? {} : { start_time: isoOf(occurrence.startMs), end_time: isoOf(occurrence.endMs) }),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

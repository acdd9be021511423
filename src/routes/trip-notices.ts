import type { Notice } from '../documents/api';
import type { InboxApi, NewEvent, NewNotification } from '../inbox/api';
import { derivedId } from '../inbox/intake/draft';
import type { Outcome } from '../protocol/codes';
import { inboxObject } from './inbox-objects';
import { roomObject } from './room-access';
import { isUnreachable } from './unreachable';

/** So many inboxes are told at the same time. */
const parallel = 25;

/** The notification types of what a trip has to say. What is not here is told to streams only. */
const typeOf: Readonly<Partial<Record<Notice['kind'], string>>> = {
  invited: 'trip_invited',
  'role-changed': 'role_changed',
  removed: 'trip_removed',
  'items-changed': 'trip_update',
};

/**
 * Tells people's inboxes what a trip's document has to say. Again it is harmless.
 * @returns who could not be told, and may be tried again.
 */
export async function sendTripNotice(env: Env, notice: Notice): Promise<string[]> {
  const missing: string[] = [];
  for (let from = 0; from < notice.to.length; from += parallel) {
    const people = notice.to.slice(from, from + parallel);
    const told = await Promise.all(people.map((person) => tell(env, notice, person)));
    missing.push(...people.filter((_, index) => !told[index]));
  }
  return missing;
}

async function tell(env: Env, notice: Notice, person: string): Promise<boolean> {
  const inbox = inboxObject(env, person) as unknown as InboxApi;
  const type = typeOf[notice.kind];
  if (type !== undefined) return arrives(() => inbox.accept([notificationOf(notice, type, person)]));
  const hasLeft = notice.kind !== 'gone' || (await arrives(() => roomObject(env, `trip:${notice.documentId}`).leave(person)));
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

function eventOf({ id, documentId, kind, version, by }: Notice): NewEvent {
  const data = { entity_type: 'trip', id: documentId, version, updated_by: by?.id ?? null } as const;
  return { type: 'entity-updated', data: kind === 'gone' ? { ...data, deleted: true } : data, key: `notice:${id}` };
}

function notificationOf({ id, documentId, by, role, title, atMs }: Notice, type: string, person: string): NewNotification {
  return {
    id: derivedId('trips', id, person),
    type,
    data: {
      trip_id: documentId,
      ...(title === '' ? {} : { trip_title: title }),
      ...(by === null ? {} : { actor_id: by.id }),
      ...(by?.name ? { actor_name: by.name } : {}),
      ...(role === null ? {} : { role }),
    },
    image: null,
    actions: [],
    createdAtMs: atMs,
    expiresAtMs: null,
    sendAtMs: null,
    dedupeKey: null,
    digestKey: type === 'trip_update' ? `trip:${documentId}` : null,
    source: 'trips',
  };
}

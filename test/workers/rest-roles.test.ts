import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Collection } from '../../src/protocol/document-kinds';
import { encodeSyncRequest } from '../../src/protocol/sync-body';
import { type Answer, type Caller, jsonPatch, mergePatch, newCaller } from '../support/workers-caller';

/** Everything that can be asked of a document. */
const requests = {
  read: (who: Caller, path: string) => who.call('GET', path),
  members: (who: Caller, path: string) => who.call('GET', `${path}/members`),
  presence: (who: Caller, path: string) => who.call('GET', `${path}/presence`),
  pull: (who: Caller, path: string) => who.call('POST', `${path}/sync`, syncBody(null)),
  push: (who: Caller, path: string) => who.call('POST', `${path}/sync`, syncBody('pushed')),
  ticket: (who: Caller, path: string) => who.call('POST', '/v1/tickets', { document: path.slice('/v1/'.length) }),
  versions: (who: Caller, path: string) => who.call('GET', `${path}/versions`),
  'a version': (who: Caller, path: string) => who.call('GET', `${path}/versions/1`),
  'a difference': (who: Caller, path: string) => who.call('GET', `${path}/diff?from=1&to=1`),
  conflicts: (who: Caller, path: string) => who.call('GET', `${path}/conflicts`),
  locks: (who: Caller, path: string) => who.call('GET', `${path}/locks`),
  'merge patch': (who: Caller, path: string) => who.call('PATCH', path, { title: 'x' }, mergePatch),
  'JSON patch': (who: Caller, path: string) =>
    who.call('PATCH', path, [{ op: 'replace', path: '/title', value: 'y' }], jsonPatch),
  undo: (who: Caller, path: string) => who.call('POST', `${path}/undo`),
  redo: (who: Caller, path: string) => who.call('POST', `${path}/redo`),
  lock: (who: Caller, path: string) =>
    who.call('POST', `${path}/locks`, { path: collectionOf(path) === 'trips' ? '/cover' : '/color' }),
  'set a status back': (who: Caller, path: string) => who.call('PATCH', path, [stepBack[collectionOf(path)]], jsonPatch),
  'add a member': (who: Caller, path: string) => who.call('PUT', `${path}/members/new`, { role: 'viewer' }),
  'make oneself owner': (who: Caller, path: string) => who.call('PUT', `${path}/members/${who.id}`, { role: 'owner' }),
  'remove a member': (who: Caller, path: string) => who.call('DELETE', `${path}/members/bystander`),
  invite: (who: Caller, path: string) => who.call('POST', `${path}/invites`, { role: 'viewer' }),
  'list invitations': (who: Caller, path: string) => who.call('GET', `${path}/invites`),
  'revoke an invitation': async (who: Caller, path: string) => {
    const { body } = await who.call('POST', `${path}/invites`, { role: 'viewer' });
    return who.call('DELETE', `${path}/invites/${body.id ?? 'none'}`);
  },
  move: async (who: Caller, path: string) => who.call('POST', `${path}/move`, { calendar_id: await ownCalendarOf(who) }),
  delete: (who: Caller, path: string) => who.call('DELETE', path),
  restore: (who: Caller, path: string) => who.call('POST', `${path}/restore`),
  'hand it over': (who: Caller, path: string) => who.call('POST', `${path}/transfer`, { user_id: 'heir' }),
} satisfies Record<string, (who: Caller, path: string) => Promise<Answer>>;

type Request = keyof typeof requests;

/** A status set back; a calendar has none. */
const stepBack: Readonly<Record<string, object>> = {
  trips: { op: 'replace', path: '/itinerary/0/booking_status', value: 'pending' },
  events: { op: 'replace', path: '/status', value: 'tentative' },
};

const collectionOf = (path: string): string => path.split('/')[2] ?? '';

/** What a document of each kind begins with, and what cannot be asked of it. */
const kinds: Readonly<Record<Collection, { readonly fields: object; readonly without: readonly Request[] }>> = {
  trips: { fields: { itinerary: [{ id: 'a', booking_status: 'confirmed' }] }, without: ['move'] },
  events: { fields: { title: 'Dinner', status: 'confirmed' }, without: [] },
  calendars: { fields: { title: 'Team' }, without: ['set a status back', 'move'] },
};

/** The calendar of somebody; a token may be restricted so that it cannot even make one. */
async function ownCalendarOf({ id }: Caller): Promise<unknown> {
  const { body } = await (await newCaller('Somebody', { sub: id })).call('GET', '/v1/calendars');
  return (body.calendars as readonly { id: string; is_default: boolean }[]).find((one) => one.is_default)?.id;
}

function syncBody(title: string | null): Uint8Array {
  const doc = new Y.Doc();
  if (title !== null) doc.getText('description').insert(0, title);
  return encodeSyncRequest({
    stateVector: Uint8Array.of(0),
    update: title === null ? new Uint8Array() : Y.encodeStateAsUpdate(doc),
  });
}

const watch: readonly Request[] = [
  ...(['read', 'members', 'presence', 'pull', 'ticket'] as const),
  ...(['versions', 'a version', 'a difference', 'conflicts', 'locks'] as const),
];
const edit: readonly Request[] = ['push', 'merge patch', 'JSON patch', 'undo', 'redo', 'lock'];
const rule: readonly Request[] = [
  'set a status back',
  'add a member',
  'make oneself owner',
  'remove a member',
  'invite',
  'list invitations',
  'revoke an invitation',
  'move',
  'delete',
  'restore',
  'hand it over',
];

interface Person {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Their role in the document; absent: no member. */
  readonly role?: 'owner' | 'editor' | 'commenter' | 'viewer';
  readonly may: readonly Request[];
}

/** @param scopes what the scopes that reach these documents begin with; @param others what those that do not begin with. */
const peopleOf = (scopes: string, others: string): Readonly<Record<string, Person>> => ({
  owner: { role: 'owner', may: [...watch, ...edit, ...rule] },
  editor: { role: 'editor', may: [...watch, ...edit] },
  commenter: { role: 'commenter', may: watch },
  viewer: { role: 'viewer', may: watch },
  stranger: { may: [] },
  admin: { claims: { role: 'admin' }, may: [...watch, ...edit, ...rule] },
  'service without membership': { claims: { role: 'service' }, may: [] },
  'service that edits': { claims: { role: 'service' }, role: 'editor', may: [...watch, ...edit] },
  'owner with a token to read': { claims: { scope: `${scopes}:read` }, role: 'owner', may: watch },
  'owner with a token to write': { claims: { scope: `${scopes}:write` }, role: 'owner', may: [...watch, ...edit, ...rule] },
  'owner with a token for other things': { claims: { scope: `openid ${others}:write` }, role: 'owner', may: [] },
  'viewer with a token to write': { claims: { scope: `${scopes}:write` }, role: 'viewer', may: watch },
  'admin with a token to read': { claims: { role: 'admin', scope: `${scopes}:read` }, may: watch },
});

const table = (Object.keys(kinds) as Collection[]).flatMap((collection) => {
  const people = collection === 'trips' ? peopleOf('trips', 'events') : peopleOf('events', 'trips');
  return Object.entries(people).map(([name, person]) => ({ collection, name, person }));
});

describe.each(table)('[A7] roles × routes of $collection: $name', ({ collection, person: { claims, role, may } }) => {
  const { fields, without } = kinds[collection];
  let owner: Caller;
  let who: Caller;
  let path: string;
  /** The document as it was last read; null: somebody may have changed it since. */
  let known: Answer['body'] | null = null;

  beforeAll(async () => {
    owner = await newCaller('Owner');
    who = await newCaller('Somebody', claims);
    const { body } = await owner.call('POST', `/v1/${collection}`, fields);
    path = `/v1/${collection}/${body.id}`;
    await owner.call('PUT', `${path}/members/bystander`, { role: 'viewer' });
    await owner.call('PUT', `${path}/members/heir`, { role: 'viewer' });
    if (role) await owner.call('PUT', `${path}/members/${who.id}`, { role });
  });

  const asked = (Object.keys(requests) as Request[]).filter((request) => !without.includes(request));

  // In their order: what ends the document, and then brings it back, comes last.
  it.each(asked.map((request) => [request, may.includes(request)] as const))('%s: %s', async (request, isAllowed) => {
    if (isAllowed) {
      known = null;
      expect((await requests[request](who, path)).status).toBeLessThan(300);
      return;
    }
    const before = known ?? (await owner.call('GET', path)).body;
    known = null;
    const answer = await requests[request](who, path);
    // Who may not even read is not told that there is something.
    expect([answer.status, answer.body.code]).toEqual(may.includes('read') ? [403, 'forbidden'] : [404, 'not-found']);
    const after = (await owner.call('GET', path)).body;
    expect(after).toEqual(before);
    known = after;
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { encodeSyncRequest } from '../../src/protocol/sync-body';
import { type Answer, type Caller, newCaller, newTrip } from '../support/workers-caller';

/** Everything that can be asked of a trip. */
const requests = {
  read: (who: Caller, trip: string) => who.call('GET', trip),
  members: (who: Caller, trip: string) => who.call('GET', `${trip}/members`),
  presence: (who: Caller, trip: string) => who.call('GET', `${trip}/presence`),
  pull: (who: Caller, trip: string) => who.call('POST', `${trip}/sync`, syncBody(null)),
  push: (who: Caller, trip: string) => who.call('POST', `${trip}/sync`, syncBody('pushed')),
  ticket: (who: Caller, trip: string) => who.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) }),
  'merge patch': (who: Caller, trip: string) =>
    who.call('PATCH', trip, { title: 'x' }, { 'content-type': 'application/merge-patch+json', 'if-match': '*' }),
  'JSON patch': (who: Caller, trip: string) =>
    who.call('PATCH', trip, [{ op: 'replace', path: '/title', value: 'y' }], {
      'content-type': 'application/json-patch+json',
      'if-match': '*',
    }),
  'set a status back': (who: Caller, trip: string) =>
    who.call('PATCH', trip, [{ op: 'replace', path: '/itinerary/0/booking_status', value: 'pending' }], {
      'content-type': 'application/json-patch+json',
      'if-match': '*',
    }),
  'add a member': (who: Caller, trip: string) => who.call('PUT', `${trip}/members/new`, { role: 'viewer' }),
  'make oneself owner': (who: Caller, trip: string) => who.call('PUT', `${trip}/members/${who.id}`, { role: 'owner' }),
  'remove a member': (who: Caller, trip: string) => who.call('DELETE', `${trip}/members/bystander`),
  invite: (who: Caller, trip: string) => who.call('POST', `${trip}/invites`, { role: 'viewer' }),
  'list invitations': (who: Caller, trip: string) => who.call('GET', `${trip}/invites`),
  'revoke an invitation': async (who: Caller, trip: string) => {
    const { body } = await who.call('POST', `${trip}/invites`, { role: 'viewer' });
    return who.call('DELETE', `${trip}/invites/${body.id ?? 'none'}`);
  },
  delete: (who: Caller, trip: string) => who.call('DELETE', trip),
  restore: (who: Caller, trip: string) => who.call('POST', `${trip}/restore`),
  'hand it over': (who: Caller, trip: string) => who.call('POST', `${trip}/transfer`, { user_id: 'heir' }),
} satisfies Record<string, (who: Caller, trip: string) => Promise<Answer>>;

type Request = keyof typeof requests;

function syncBody(title: string | null): Uint8Array {
  const doc = new Y.Doc();
  if (title !== null) doc.getText('description').insert(0, title);
  return encodeSyncRequest({
    stateVector: Uint8Array.of(0),
    update: title === null ? new Uint8Array() : Y.encodeStateAsUpdate(doc),
  });
}

const watch: readonly Request[] = ['read', 'members', 'presence', 'pull', 'ticket'];
const edit: readonly Request[] = ['push', 'merge patch', 'JSON patch'];
const rule: readonly Request[] = [
  'set a status back',
  'add a member',
  'make oneself owner',
  'remove a member',
  'invite',
  'list invitations',
  'revoke an invitation',
  'delete',
  'restore',
  'hand it over',
];

interface Person {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Their role in the trip; absent: no member. */
  readonly role?: 'owner' | 'editor' | 'commenter' | 'viewer';
  readonly may: readonly Request[];
}

const people: Readonly<Record<string, Person>> = {
  owner: { role: 'owner', may: [...watch, ...edit, ...rule] },
  editor: { role: 'editor', may: [...watch, ...edit] },
  commenter: { role: 'commenter', may: watch },
  viewer: { role: 'viewer', may: watch },
  stranger: { may: [] },
  admin: { claims: { role: 'admin' }, may: [...watch, ...edit, ...rule] },
  'service without membership': { claims: { role: 'service' }, may: [] },
  'service that edits': { claims: { role: 'service' }, role: 'editor', may: [...watch, ...edit] },
  'owner with a token to read': { claims: { scope: 'trips:read' }, role: 'owner', may: watch },
  'owner with a token to write': { claims: { scope: 'trips:write' }, role: 'owner', may: [...watch, ...edit, ...rule] },
  'owner with a token for other things': { claims: { scope: 'openid' }, role: 'owner', may: [] },
  'viewer with a token to write': { claims: { scope: 'trips:write' }, role: 'viewer', may: watch },
  'admin with a token to read': { claims: { role: 'admin', scope: 'trips:read' }, may: watch },
};

describe.each(Object.entries(people))('[A7] roles × routes: %s', (_, { claims, role, may }) => {
  let owner: Caller;
  let who: Caller;
  let trip: string;

  beforeAll(async () => {
    owner = await newCaller('Owner');
    who = await newCaller('Somebody', claims);
    trip = await newTrip(owner, { itinerary: [{ id: 'a', booking_status: 'confirmed' }] });
    await owner.call('PUT', `${trip}/members/bystander`, { role: 'viewer' });
    await owner.call('PUT', `${trip}/members/heir`, { role: 'viewer' });
    if (role) await owner.call('PUT', `${trip}/members/${who.id}`, { role });
  });

  // In their order: what ends the trip, and then brings it back, comes last.
  it.each((Object.keys(requests) as Request[]).map((request) => [request, may.includes(request)] as const))(
    '%s: %s',
    async (request, isAllowed) => {
      const before = await owner.call('GET', trip);
      const answer = await requests[request](who, trip);
      if (isAllowed) {
        expect(answer.status).toBeLessThan(300);
        return;
      }
      // Who may not even read is not told that there is something.
      expect([answer.status, answer.body.code]).toEqual(may.includes('read') ? [403, 'forbidden'] : [404, 'not-found']);
      expect((await owner.call('GET', trip)).body).toEqual(before.body);
    },
  );
});

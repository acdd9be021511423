import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/protocol/roles';
import { newEvent } from '../support/workers-calendar';
import { type Caller, newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient } from '../support/workers-document';
import { attempts, type FrameName, type Outcome, type RouteName, type Scene } from '../support/workers-document-roles';

interface Person {
  /** Their role in the document; null: no member. */
  readonly role: Role | null;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const people = {
  owner: { role: 'owner' },
  editor: { role: 'editor' },
  commenter: { role: 'commenter' },
  viewer: { role: 'viewer' },
  stranger: { role: null },
  admin: { role: null, claims: { role: 'admin' } },
  'admin who is a viewer': { role: 'viewer', claims: { role: 'admin' } },
  'service that is no member': { role: null, claims: { role: 'service' } },
  'service that is an editor': { role: 'editor', claims: { role: 'service' } },
  'owner with a token to read': { role: 'owner', claims: { scope: 'trips:read' } },
  'owner with a token to write': { role: 'owner', claims: { scope: 'trips:write' } },
  'owner with a token for other things': { role: 'owner', claims: { scope: 'openid' } },
  'admin with a token to read': { role: null, claims: { role: 'admin', scope: 'trips:read' } },
} satisfies Record<string, Person>;

type PersonName = keyof typeof people;
type Row = Readonly<{ frames: Readonly<Record<FrameName, Outcome>>; routes: Readonly<Record<RouteName, Outcome>> }>;

const ruling: Row = {
  frames: {
    'Token with a ticket': 'done',
    SyncStep1: 'done',
    'SyncStep2 with an edit': 'done',
    'Update with an edit': 'done',
    'Update that only deletes': 'done',
    'Update that sets a status back': 'done',
    Awareness: 'done',
    QueryAwareness: 'done',
  },
  routes: {
    'read it': 'done',
    'read its members': 'done',
    'read its presence': 'done',
    'pull by sync': 'done',
    'get a ticket': 'done',
    'push by sync': 'done',
    'patch it': 'done',
    'set a status back': 'done',
    'add a member': 'done',
    'become its owner': 'done',
    'make an invitation': 'done',
    'list its invitations': 'done',
    'revoke an invitation': 'done',
    'remove a member': 'done',
    'delete it': 'done',
  },
};

const editing: Row = {
  frames: {
    'Token with a ticket': 'done',
    SyncStep1: 'done',
    'SyncStep2 with an edit': 'done',
    'Update with an edit': 'done',
    'Update that only deletes': 'done',
    'Update that sets a status back': 'set back',
    Awareness: 'done',
    QueryAwareness: 'done',
  },
  routes: {
    'read it': 'done',
    'read its members': 'done',
    'read its presence': 'done',
    'pull by sync': 'done',
    'get a ticket': 'done',
    'push by sync': 'done',
    'patch it': 'done',
    'set a status back': 'refused',
    'add a member': 'refused',
    'become its owner': 'refused',
    'make an invitation': 'refused',
    'list its invitations': 'refused',
    'revoke an invitation': 'refused',
    'remove a member': 'refused',
    'delete it': 'refused',
  },
};

const watching: Row = {
  frames: {
    'Token with a ticket': 'done',
    SyncStep1: 'done',
    'SyncStep2 with an edit': 'refused',
    'Update with an edit': 'refused',
    'Update that only deletes': 'dropped',
    'Update that sets a status back': 'refused',
    Awareness: 'done',
    QueryAwareness: 'done',
  },
  routes: {
    'read it': 'done',
    'read its members': 'done',
    'read its presence': 'done',
    'pull by sync': 'done',
    'get a ticket': 'done',
    'push by sync': 'refused',
    'patch it': 'refused',
    'set a status back': 'refused',
    'add a member': 'refused',
    'become its owner': 'refused',
    'make an invitation': 'refused',
    'list its invitations': 'refused',
    'revoke an invitation': 'refused',
    'remove a member': 'refused',
    'delete it': 'refused',
  },
};

const nothing: Row = {
  frames: {
    'Token with a ticket': 'shut out',
    SyncStep1: 'shut out',
    'SyncStep2 with an edit': 'shut out',
    'Update with an edit': 'shut out',
    'Update that only deletes': 'shut out',
    'Update that sets a status back': 'shut out',
    Awareness: 'shut out',
    QueryAwareness: 'shut out',
  },
  routes: {
    'read it': 'shut out',
    'read its members': 'shut out',
    'read its presence': 'shut out',
    'pull by sync': 'shut out',
    'get a ticket': 'shut out',
    'push by sync': 'shut out',
    'patch it': 'shut out',
    'set a status back': 'shut out',
    'add a member': 'shut out',
    'become its owner': 'shut out',
    'make an invitation': 'shut out',
    'list its invitations': 'shut out',
    'revoke an invitation': 'shut out',
    'remove a member': 'shut out',
    'delete it': 'shut out',
  },
};

const table: Readonly<Record<PersonName, Row>> = {
  owner: ruling,
  editor: editing,
  commenter: watching,
  viewer: watching,
  stranger: nothing,
  admin: ruling,
  'admin who is a viewer': ruling,
  'service that is no member': nothing,
  'service that is an editor': editing,
  'owner with a token to read': watching,
  'owner with a token to write': ruling,
  'owner with a token for other things': nothing,
  'admin with a token to read': watching,
};

type Kind = 'trip' | 'event';

/** The scopes that reach a document, by the names that those of trips have. */
function claimsFor(kind: Kind, claims: Person['claims']): Person['claims'] {
  if (kind === 'trip' || typeof claims?.scope !== 'string') return claims;
  return { ...claims, scope: claims.scope === 'openid' ? 'openid trips:write' : claims.scope.replace('trips:', 'events:') };
}

const newDocument: Readonly<Record<Kind, (owner: Caller) => Promise<string>>> = {
  trip: (owner) => newTrip(owner, { title: 'Kyoto', itinerary: [{ id: 'a', booking_status: 'confirmed' }] }),
  event: async (owner) => `/v1/events/${await newEvent(owner, { title: 'Kyoto', status: 'confirmed' })}`,
};

/** A document, and somebody who is this person in it. What they may not do leaves it as it is, so one does for many cells. */
async function newScene(kind: Kind, { role, claims }: Person): Promise<{ who: Caller; scene: Scene }> {
  const owner = await newCaller('Owner');
  const trip = await newDocument[kind](owner);
  const who = await newCaller('Somebody', claimsFor(kind, claims));
  await owner.call('PUT', `${trip}/members/bystander`, { role: 'viewer' });
  if (role !== null) await owner.call('PUT', `${trip}/members/${who.id}`, { role });
  return { who, scene: { owner, trip, watching: await DocumentClient.join(owner, trip) } };
}

function entries<K extends string>(row: Readonly<Record<K, Outcome>>): [K, Outcome][] {
  return Object.entries(row) as [K, Outcome][];
}

describe.each(Object.keys(people) as PersonName[])('[A7] [A8] %s', (name) => {
  const dialects = [
    ['trip', 'sdk'],
    ['trip', 'stock'],
    ['event', 'sdk'],
    ['event', 'stock'],
  ] as const;
  describe.each(dialects)('in a document of the kind %s by a frame of a client that is %s', (kind, dialect) => {
    let scene: Awaited<ReturnType<typeof newScene>>;
    beforeAll(async () => {
      scene = await newScene(kind, people[name]);
    });
    it.each(entries(table[name].frames))('%s: %s', async (frame, outcome) => {
      expect(await attempts[dialect][frame](scene.who, scene.scene)).toBe(outcome);
    });
  });

  describe('by a route', () => {
    let scene: Awaited<ReturnType<typeof newScene>>;
    beforeAll(async () => {
      scene = await newScene('trip', people[name]);
    });
    it.each(entries(table[name].routes))('%s: %s', async (route, outcome) => {
      expect(await attempts.route[route](scene.who, scene.scene)).toBe(outcome);
    });
  });
});

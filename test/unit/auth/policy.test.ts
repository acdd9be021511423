import { describe, expect, it } from 'vitest';
import { type AccountAction, allows, allowsAccount, mayJoinRoom, mayPublish } from '../../../src/auth/policy';
import { type DocumentKind, documentKinds } from '../../../src/protocol/document-kinds';
import { type DocumentAction, documentActions, type Identity, type Role, roles } from '../../../src/protocol/roles';
import { parseRoomName, type RoomName } from '../../../src/protocol/rooms';

function identity(role: Identity['role'], scopes: readonly string[] | null = null): Identity {
  return { id: 'p', name: 'P', avatar: null, role, scopes, expiresAtMs: null };
}

const watching: readonly DocumentAction[] = ['read', 'share-presence'];
const attending: readonly DocumentAction[] = [...watching, 'respond'];
const expected: Readonly<Record<Role | 'none', readonly DocumentAction[]>> = {
  owner: documentActions,
  editor: [...attending, 'edit'],
  commenter: attending,
  viewer: attending,
  none: [],
};

const memberships = [...roles, null];
const table = memberships.flatMap((role) => documentActions.map((action) => ({ role, action })));

const kinds = documentKinds;

describe.each(kinds)('roles × actions in a document of the kind %s', (kind) => {
  it.each(table)('a user who is $role asks to $action', ({ role, action }) => {
    expect(allows(identity('user'), { kind, role }, action)).toBe(expected[role ?? 'none'].includes(action));
  });

  it.each(table)('a service acts as its membership: $role asks to $action', ({ role, action }) => {
    expect(allows(identity('service'), { kind, role }, action)).toBe(expected[role ?? 'none'].includes(action));
  });

  it.each(table)('an admin may do everything: $role asks to $action', ({ role, action }) => {
    expect(allows(identity('admin'), { kind, role }, action)).toBe(true);
  });
});

/** The kinds that the scopes of a family reach. */
const families = { trips: ['trip'], events: ['event', 'calendar'] } as const;
const scopeTable = (['trips', 'events'] as const).flatMap((family) =>
  documentActions.flatMap((action) => kinds.map((kind) => ({ family, action, kind }))),
);

describe('[A13] scopes', () => {
  const reaches = (family: keyof typeof families, kind: DocumentKind) => (families[family] as readonly string[]).includes(kind);

  it.each(scopeTable)('$family:read restricts an owner of a $kind to watching: $action', ({ family, kind, action }) => {
    const may = reaches(family, kind) && watching.includes(action);
    expect(allows(identity('user', [`${family}:read`]), { kind, role: 'owner' }, action)).toBe(may);
  });

  it.each(scopeTable)(
    '$family:write takes nothing from an owner of a $kind that it reaches: $action',
    ({ family, kind, action }) => {
      expect(allows(identity('user', [`${family}:write`]), { kind, role: 'owner' }, action)).toBe(reaches(family, kind));
    },
  );

  it.each(scopeTable)('$family:write adds nothing to a viewer of a $kind: $action', ({ family, kind, action }) => {
    const may = reaches(family, kind) && attending.includes(action);
    expect(allows(identity('user', [`${family}:write`]), { kind, role: 'viewer' }, action)).toBe(may);
  });

  it.each(scopeTable)('$family:read restricts an admin too: $action a $kind', ({ family, kind, action }) => {
    const may = reaches(family, kind) && watching.includes(action);
    expect(allows(identity('admin', [`${family}:read`]), { kind, role: null }, action)).toBe(may);
  });

  it.each([[], ['openid'], ['constructor'], ['TRIPS:READ'], ['inbox:write']])(
    'a token restricted to %j may do nothing',
    (...words) => {
      for (const kind of kinds) {
        for (const action of documentActions)
          expect(allows(identity('admin', words), { kind, role: 'owner' }, action)).toBe(false);
      }
    },
  );

  it('several scopes allow what any of them allows', () => {
    const access = { kind: 'trip', role: 'owner' } as const;
    expect(allows(identity('user', ['trips:read', 'trips:write']), access, 'delete')).toBe(true);
    expect(allows(identity('user', ['trips:read', 'events:write']), access, 'delete')).toBe(false);
  });
});

describe('outside of documents', () => {
  it.each([
    [null, true, true, true, true],
    [['trips:write'], true, true, false, false],
    [['trips:read'], true, false, false, false],
    [['events:write'], false, false, true, true],
    [['events:read'], false, false, true, false],
    [['trips:read', 'events:write'], true, false, true, true],
    [[], false, false, false, false],
    [['openid'], false, false, false, false],
  ] as const)('scopes %j', (words, readTrips, writeTrips, readEvents, writeEvents) => {
    const told: Readonly<Partial<Record<AccountAction, boolean>>> = {
      'list-trips': readTrips,
      'see-trip-invite': readTrips,
      'create-trip': writeTrips,
      'accept-trip-invite': writeTrips,
      'list-events': readEvents,
      'see-event-invite': readEvents,
      'create-event': writeEvents,
      'create-calendar': writeEvents,
      'accept-event-invite': writeEvents,
    };
    for (const [action, may] of Object.entries(told)) {
      expect(allowsAccount(identity('user', words), action as AccountAction), action).toBe(may);
    }
  });
});

describe('rooms', () => {
  const trip = 'trip:0198a000-0000-7000-8000-000000000001';
  const may = (who: Identity, room: string, role: Role | null = null) => {
    const access = { name: parseRoomName(room) as RoomName, role };
    return [mayJoinRoom(who, access), mayPublish(who, access)];
  };

  it.each([
    ['public', [true, false], [true, true], [true, true]],
    ['hashtag:kyoto', [true, false], [true, true], [true, true]],
    ['stock:room-12', [true, false], [true, true], [true, true]],
    ['user:p', [true, false], [true, true], [true, true]],
    ['user:q', [false, false], [false, true], [false, true]],
    [trip, [false, false], [false, true], [true, true]],
  ])('[G1] %s: a user, a service and an admin who are no members may join, may say something', (room, user, service, admin) => {
    expect(may(identity('user'), room)).toEqual(user);
    expect(may(identity('service'), room)).toEqual(service);
    expect(may(identity('admin'), room)).toEqual(admin);
  });

  it.each([
    ['owner', [true, true]],
    ['editor', [true, true]],
    ['commenter', [true, false]],
    ['viewer', [true, false]],
  ] as const)('[G1] in the room of a trip: %s', (role, expected) => {
    expect(may(identity('user'), trip, role)).toEqual(expected);
  });

  it('[G1] scopes restrict', () => {
    expect(may(identity('service', ['rooms:write']), 'public')).toEqual([false, true]);
    expect(may(identity('user', ['inbox:read']), 'public')).toEqual([true, false]);
    expect(may(identity('user', ['inbox:read']), trip, 'owner')).toEqual([false, false]);
    expect(may(identity('user', ['inbox:read', 'trips:read']), trip, 'owner')).toEqual([true, false]);
    expect(may(identity('user', ['trips:write']), trip, 'owner')).toEqual([false, true]);
  });
});

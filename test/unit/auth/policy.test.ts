import { describe, expect, it } from 'vitest';
import { allows, allowsAccount, mayJoinRoom, mayPublish } from '../../../src/auth/policy';
import { type DocumentAction, documentActions, type Identity, type Role, roles } from '../../../src/protocol/roles';
import { parseRoomName, type RoomName } from '../../../src/protocol/rooms';

function identity(role: Identity['role'], scopes: readonly string[] | null = null): Identity {
  return { id: 'p', name: 'P', avatar: null, role, scopes, expiresAtMs: null };
}

const watching: readonly DocumentAction[] = ['read', 'share-presence'];
const expected: Readonly<Record<Role | 'none', readonly DocumentAction[]>> = {
  owner: documentActions,
  editor: ['read', 'share-presence', 'edit'],
  commenter: watching,
  viewer: watching,
  none: [],
};

const memberships = [...roles, null];
const table = memberships.flatMap((role) => documentActions.map((action) => ({ role, action })));

describe('roles × actions', () => {
  it.each(table)('a user who is $role asks to $action', ({ role, action }) => {
    expect(allows(identity('user'), role, action)).toBe(expected[role ?? 'none'].includes(action));
  });

  it.each(table)('a service acts as its membership: $role asks to $action', ({ role, action }) => {
    expect(allows(identity('service'), role, action)).toBe(expected[role ?? 'none'].includes(action));
  });

  it.each(table)('an admin may do everything: $role asks to $action', ({ role, action }) => {
    expect(allows(identity('admin'), role, action)).toBe(true);
  });
});

describe('scopes', () => {
  it.each(documentActions)('trips:read restricts an owner to watching: %s', (action) => {
    expect(allows(identity('user', ['trips:read']), 'owner', action)).toBe(watching.includes(action));
  });

  it.each(documentActions)('trips:write takes nothing from an owner: %s', (action) => {
    expect(allows(identity('user', ['trips:write']), 'owner', action)).toBe(true);
  });

  it.each(documentActions)('trips:write adds nothing to a viewer: %s', (action) => {
    expect(allows(identity('user', ['trips:write']), 'viewer', action)).toBe(watching.includes(action));
  });

  it.each(documentActions)('trips:read restricts an admin too: %s', (action) => {
    expect(allows(identity('admin', ['trips:read']), null, action)).toBe(watching.includes(action));
  });

  it.each([[], ['openid'], ['constructor'], ['TRIPS:READ']])('a token restricted to %j may do nothing', (...scopes) => {
    for (const action of documentActions) expect(allows(identity('admin', scopes), 'owner', action)).toBe(false);
  });

  it('several scopes allow what any of them allows', () => {
    expect(allows(identity('user', ['trips:read', 'trips:write']), 'owner', 'delete')).toBe(true);
  });
});

describe('outside of documents', () => {
  it.each([
    [null, true, true],
    [['trips:write'], true, true],
    [['trips:read'], true, false],
    [[], false, false],
    [['openid'], false, false],
  ] as const)('scopes %j', (scopes, read, write) => {
    for (const action of ['list-trips', 'see-invite'] as const) {
      expect(allowsAccount(identity('user', scopes), action), action).toBe(read);
    }
    for (const action of ['create-trip', 'accept-invite'] as const) {
      expect(allowsAccount(identity('user', scopes), action), action).toBe(write);
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

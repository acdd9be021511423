import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { eventSchema } from '../../../src/documents/event';
import type { TripView } from '../../../src/documents/trip';
import type { Refusal } from '../../../src/protocol/codes';
import { restLimits } from '../../../src/protocol/limits';
import { person } from '../../support/engine-harness';
import { expectSameEverywhere, Room } from './room';

type Operations = readonly Record<string, unknown>[];

/** A trip of five cards on two days, with one open editor. */
function plan(): Room {
  const room = new Room();
  const anna = room.join('anna', { sdk: true });
  anna.doc.getText('title').insert(0, 'Kyoto');
  anna.doc.getArray('itinerary').push([
    { id: 'a', day: 1, title: 'Station', booking_status: 'confirmed' },
    { id: 'b', day: 1, title: 'Hotel' },
    { id: 'c', day: 2, title: 'Temple' },
    { id: 'd', day: 2, title: 'Garden' },
    { id: 'e', day: null, title: 'Free' },
  ]);
  anna.doc.getMap('budget').set('JPY', 100);
  room.settle();
  return room;
}

function patch(room: Room, operations: Operations, by = 'ben'): TripView {
  const patched = room.harness.service.patch(person(by), { kind: 'json-patch', operations }, '*');
  if (!patched.ok) throw new Error(JSON.stringify(patched.refusal));
  return JSON.parse(JSON.stringify(patched.value.view)) as TripView;
}

function refused(room: Room, operations: unknown, by = 'ben'): Refusal {
  const before = { view: room.view(), head: room.harness.storage.log.head() };
  const patched = room.harness.service.patch(person(by), { kind: 'json-patch', operations }, '*');
  if (patched.ok) throw new Error('the patch was accepted');
  expect({ view: room.view(), head: room.harness.storage.log.head() }).toEqual(before);
  return patched.refusal;
}

const seen = (view: TripView): string[] => view.itinerary.map(({ id, day }) => `${id}${day ?? '-'}`);

describe('JSON Patch', () => {
  it('[V2] changes fields, and open editors see it at once', () => {
    const room = plan();
    const view = patch(room, [
      { op: 'test', path: '/title', value: 'Kyoto' },
      { op: 'replace', path: '/title', value: 'Kyoto in May' },
      { op: 'add', path: '/start_date', value: '2027-05-01' },
      { op: 'add', path: '/budget/EUR', value: 5 },
      { op: 'remove', path: '/budget/JPY' },
      { op: 'replace', path: '/itinerary/2/cost', value: 500 },
      { op: 'copy', from: '/title', path: '/destination' },
    ]);
    expect(view).toMatchObject({
      title: 'Kyoto in May',
      start_date: '2027-05-01',
      destination: 'Kyoto in May',
      budget: { EUR: 5 },
      itinerary: [{}, {}, { id: 'c', cost: 500 }, {}, {}],
    });
    const [anna] = room.clients;
    anna?.receive();
    expect(anna?.doc.getText('title').toString()).toBe('Kyoto in May');
    expectSameEverywhere(room);
    const row = room.harness.storage.log.tail().at(-1);
    expect(row).toMatchObject({ kind: 'op', actor: 'ben', session: 'http' });
    expect([...(row?.touched ?? [])].sort()).toEqual(
      ['/budget/EUR', '/budget/JPY', '/destination', '/itinerary/@c/cost', '/start_date', '/title'].sort(),
    );
  });

  it('[V2] that changes nothing is no version', () => {
    const room = plan();
    const head = room.harness.storage.log.head();
    patch(room, [{ op: 'replace', path: '/title', value: 'Kyoto' }]);
    patch(room, []);
    expect(room.harness.storage.log.head()).toBe(head);
  });

  it.each<[string, unknown, string]>([
    ['a failing test', [{ op: 'test', path: '/title', value: 'Rome' }], 'patch-failed'],
    ['a path that is not there', [{ op: 'replace', path: '/itinerary/9/cost', value: 1 }], 'patch-failed'],
    ['a parent that is not there', [{ op: 'add', path: '/nowhere/x', value: 1 }], 'patch-failed'],
    ['an unknown field', [{ op: 'add', path: '/secret', value: 1 }], 'invalid'],
    ['an unknown field of an item', [{ op: 'add', path: '/itinerary/0/secret', value: 1 }], 'invalid'],
    ['a bad value', [{ op: 'replace', path: '/start_date', value: 'soon' }], 'invalid'],
    [
      'dates in the wrong order',
      [
        { op: 'replace', path: '/start_date', value: '2027-05-02' },
        { op: 'replace', path: '/end_date', value: '2027-05-01' },
      ],
      'invalid',
    ],
    ['an id that is there already', [{ op: 'add', path: '/itinerary/-', value: { id: 'a' } }], 'invalid'],
    ['a copy of an item with its id', [{ op: 'copy', from: '/itinerary/0', path: '/itinerary/-' }], 'invalid'],
    ['the id', [{ op: 'replace', path: '/id', value: 'x' }], 'read-only-field'],
    ['the owner', [{ op: 'replace', path: '/owner_id', value: 'ben' }], 'read-only-field'],
    ['a collaborator', [{ op: 'replace', path: '/collaborators/0/role', value: 'viewer' }], 'read-only-field'],
    ['the metadata', [{ op: 'move', from: '/metadata/version', path: '/budget/EUR' }], 'read-only-field'],
    ['everything', [{ op: 'replace', path: '', value: {} }], 'read-only-field'],
    ['a prototype', [{ op: 'add', path: '/__proto__/x', value: 1 }], 'malformed'],
    ['a prototype in a value', JSON.parse('[{"op":"add","path":"/budget","value":{"__proto__":{"x":1}}}]'), 'malformed'],
    ['a constructor', [{ op: 'copy', from: '/constructor/name', path: '/title' }], 'malformed'],
    ['no list', { op: 'remove', path: '/title' }, 'malformed'],
    ['an unknown operation', [{ op: 'merge', path: '/title' }], 'malformed'],
    ['no value', [{ op: 'add', path: '/title' }], 'malformed'],
    ['no pointer', [{ op: 'remove', path: 'title' }], 'malformed'],
    ['a `~` at the end of a pointer', [{ op: 'add', path: '/budget/EUR~', value: 1 }], 'malformed'],
    ['a `~` before neither 0 nor 1', [{ op: 'add', path: '/budget/EUR~2', value: 1 }], 'malformed'],
    ['such a `~` where it copies from', [{ op: 'copy', from: '/ti~tle', path: '/description' }], 'malformed'],
    ['such a `~` in a test', [{ op: 'test', path: '/title~', value: null }], 'malformed'],
    ['no from', [{ op: 'move', path: '/title' }], 'malformed'],
    ['null', [null], 'malformed'],
  ])('[V2] with %s changes nothing', (_, operations, code) => {
    const room = plan();
    const good = { op: 'replace', path: '/description', value: 'never' };
    expect(refused(room, Array.isArray(operations) ? [good, ...operations] : operations).code).toBe(code);
  });

  it('[V2] says which operation failed', () => {
    const operations = [
      { op: 'replace', path: '/title', value: 'x' },
      { op: 'test', path: '/title', value: 'y' },
    ];
    expect(refused(plan(), operations)).toMatchObject({ code: 'patch-failed', extensions: { index: 1 } });
  });

  it('[V2] compares long arrays as fast as it reads them, and however deep they are', () => {
    const room = new Room({ schema: eventSchema });
    const values = (value: number) => Array.from({ length: 20_000 }, () => value);
    const nested = (value: number, depth = 7): unknown =>
      depth === 0 ? value : Array.from({ length: 4 }, () => nested(value, depth - 1));
    const send = (operations: Operations) => room.harness.service.patch(person('ben'), { kind: 'json-patch', operations }, '*');
    for (const make of [values, nested]) {
      expect(send([{ op: 'replace', path: '/extensions', value: { long: make(0) } }]).ok).toBe(true);
      expect(send([{ op: 'test', path: '/extensions/long', value: make(0) }]).ok).toBe(true);
      expect(send([{ op: 'test', path: '/extensions/long', value: make(1) }])).toMatchObject({
        refusal: { code: 'patch-failed', extensions: { conflict: true } },
      });
    }
  });

  it.each([5, null, '/no/where'])('[V2] does not look at a `from` that an operation does not have: %j', (from) => {
    const room = plan();
    expect(patch(room, [{ op: 'replace', path: '/title', value: 'Nara', from }]).title).toBe('Nara');
    const { version } = room.view().metadata;
    patch(room, [{ op: 'replace', path: '/title', value: 'Uji' }]);
    const late = { kind: 'json-patch', operations: [{ op: 'replace', path: '/destination', value: 'Uji', from }] } as const;
    expect(room.harness.service.patch(person('ben'), late, { baseVersion: version }).ok).toBe(true);
  });

  it.each([
    ['/reminders/-', { minutes_before: 5 }],
    ['/extensions/list/-', 3],
    ['/tags/-', 'team'],
    ['/extensions/other', 3],
  ])('[V2] replaces nothing at %s, where there is nothing', (path, value) => {
    const room = new Room({ schema: eventSchema });
    const list = { list: [1, 2] };
    patch(room, [{ op: 'replace', path: '/extensions', value: list }]);
    expect(refused(room, [{ op: 'replace', path, value }])).toMatchObject({ code: 'patch-failed' });
    patch(room, [{ op: 'add', path, value }]);
  });

  it.each([
    ['move', '/itinerary/0', '/itinerary/5'],
    ['move', '/itinerary/4', '/itinerary/99'],
    ['copy', '/itinerary/0', '/attachments/1'],
    ['move', '/itinerary/0', '/attachments/1'],
  ])('[V2] does not %s %s to %s, behind the end', (op, from, path) => {
    expect(refused(plan(), [{ op, from, path }])).toMatchObject({ code: 'patch-failed' });
  });

  it.each([
    { op: 'remove', path: '/extensions/valueOf' },
    { op: 'replace', path: '/extensions/valueOf', value: 1 },
    { op: 'copy', from: '/extensions/toString', path: '/extensions/x' },
    { op: 'move', from: '/extensions/toString', path: '/extensions/x' },
  ])('[V2] takes nothing for a part of the document that it does not say: %j', (operation) => {
    expect(refused(new Room({ schema: eventSchema }), [operation])).toMatchObject({ code: 'patch-failed' });
  });

  it.each([
    ['a place into itself again and again', '/extensions'],
    ['a long text to many places', '/title'],
  ])('[V2] has a limit for who copies %s', (_, from) => {
    const room = new Room({ schema: eventSchema });
    patch(room, [{ op: 'replace', path: '/title', value: 'x'.repeat(20_000) }]);
    const copies = Array.from({ length: 200 }, (_one, index) => ({ op: 'copy', from, path: `/extensions/${index}` }));
    expect(refused(room, copies)).toMatchObject({ code: 'too-large' });
    patch(room, copies.slice(0, 3));
  });

  it('[V2] moves to the end by the index that is there without what is moved', () => {
    expect(
      seen(patch(plan(), [{ op: 'move', from: '/itinerary/0', path: '/itinerary/4' }]))
        .at(-1)
        ?.slice(0, 1),
    ).toBe('a');
  });

  it('[V2] has a limit of operations', () => {
    const operations = Array.from({ length: restLimits.maxPatchOperations + 1 }, () => ({
      op: 'test',
      path: '/title',
      value: 'Kyoto',
    }));
    expect(refused(plan(), operations).code).toBe('too-large');
  });

  it('[V4] a version that is not the current one is refused, with the current one', () => {
    const room = plan();
    const { version } = room.view().metadata;
    const { service } = room.harness;
    const merge = { kind: 'merge-patch', patch: { title: 'x' } } as const;
    expect(service.patch(person('ben'), merge, version - 1)).toEqual({
      ok: false,
      refusal: { code: 'precondition-failed', extensions: { version } },
    });
    expect(service.patch(person('ben'), merge, version)).toMatchObject({ ok: true, value: { version: version + 1 } });
    expect(service.patch(person('ben'), merge, '*').ok).toBe(true);
  });

  it('is for those who may edit', () => {
    const room = new Room({ members: { vera: 'viewer' } });
    expect(refused(room, [], 'vera').code).toBe('forbidden');
    expect(refused(room, [], 'stranger').code).toBe('not-found');
  });
});

describe('patches of lists', () => {
  it.each<[string, Operations, string[]]>([
    ['down within a day', [{ op: 'move', from: '/itinerary/0', path: '/itinerary/1' }], ['b1', 'a1', 'c2', 'd2', 'e-']],
    ['up within a day', [{ op: 'move', from: '/itinerary/3', path: '/itinerary/2' }], ['a1', 'b1', 'd2', 'c2', 'e-']],
    ['into another day', [{ op: 'move', from: '/itinerary/0', path: '/itinerary/2' }], ['b1', 'c2', 'a2', 'd2', 'e-']],
    ['back into an earlier day', [{ op: 'move', from: '/itinerary/3', path: '/itinerary/1' }], ['a1', 'd1', 'b1', 'c2', 'e-']],
    ['to the front', [{ op: 'move', from: '/itinerary/4', path: '/itinerary/0' }], ['e1', 'a1', 'b1', 'c2', 'd2']],
    ['to the end', [{ op: 'move', from: '/itinerary/1', path: '/itinerary/4' }], ['a1', 'c2', 'd2', 'e-', 'b-']],
    ['by its day', [{ op: 'replace', path: '/itinerary/0/day', value: 2 }], ['b1', 'a2', 'c2', 'd2', 'e-']],
    ['out of all days', [{ op: 'replace', path: '/itinerary/0/day', value: null }], ['b1', 'c2', 'd2', 'a-', 'e-']],
    ['to a day of its own', [{ op: 'replace', path: '/itinerary/4/day', value: 9 }], ['a1', 'b1', 'c2', 'd2', 'e9']],
    ['away', [{ op: 'remove', path: '/itinerary/1' }], ['a1', 'c2', 'd2', 'e-']],
  ])('[V3] a card goes %s', (_, operations, expected) => {
    const room = plan();
    const view = patch(room, operations);
    expect(new Set(seen(view))).toEqual(new Set(expected));
    if (operations[0]?.op === 'move') expect(seen(view)).toEqual(expected);
    expectSameEverywhere(room);
  });

  it('[V3] a move touches only the card that moved, and keeps what is typed in it meanwhile', () => {
    const room = plan();
    const [anna] = room.clients as [NonNullable<(typeof room.clients)[0]>];
    const map = anna.doc.getArray<Y.Map<unknown>>('itinerary').get(0);
    (map.get('title') as Y.Text).insert(7, ' East');
    patch(room, [{ op: 'move', from: '/itinerary/0', path: '/itinerary/3' }]);
    expect(room.harness.storage.log.tail().at(-1)?.touched).toEqual(['/itinerary/@a']);
    room.settle();
    expect(room.view().itinerary.find(({ id }) => id === 'a')?.title).toBe('Station East');
    expectSameEverywhere(room);
  });

  it('[V3] added cards stand where they were added', () => {
    const room = plan();
    const view = patch(room, [
      { op: 'add', path: '/itinerary/2', value: { id: 'x', title: 'Lunch', type: 'restaurant' } },
      { op: 'add', path: '/itinerary/-', value: { id: 'y', day: 2 } },
      { op: 'add', path: '/itinerary/0', value: { title: 'Airport' } },
    ]);
    expect(view.itinerary.map(({ id }) => id).filter((id) => 'abcdexy'.includes(id))).toEqual([
      'a',
      'b',
      'x',
      'c',
      'd',
      'y',
      'e',
    ]);
    expect(view.itinerary[0]).toMatchObject({ title: 'Airport', day: 1 });
    expect(view.itinerary.find(({ id }) => id === 'x')).toMatchObject({ day: 1, title: 'Lunch', notes: '' });
    expectSameEverywhere(room);
  });

  it('[V3] replacing the whole list keeps the cards whose ids stay', () => {
    const room = plan();
    const before = room.view();
    const kept = before.itinerary.filter(({ id }) => id !== 'b');
    const view = patch(room, [{ op: 'replace', path: '/itinerary', value: [...kept, { id: 'n', day: 3, title: 'New' }] }]);
    expect(seen(view)).toEqual(['a1', 'c2', 'd2', 'n3', 'e-']);
    expect([...(room.harness.storage.log.tail().at(-1)?.touched ?? [])].sort()).toEqual(['/itinerary/@b', '/itinerary/@n']);
  });

  it('[V3] attachments are changed, added and removed', () => {
    const room = plan();
    patch(room, [
      { op: 'add', path: '/attachments/-', value: { id: 't', url: 'https://example.com/t.pdf', title: 'Ticket' } },
      { op: 'add', path: '/attachments/-', value: { id: 'u', title: 'Map' } },
    ]);
    const view = patch(room, [
      { op: 'replace', path: '/attachments/0/title', value: 'Tickets' },
      { op: 'remove', path: '/attachments/1' },
    ]);
    expect(view.attachments).toEqual([{ id: 't', url: 'https://example.com/t.pdf', title: 'Tickets' }]);
  });

  it('[V3] attachments can be put into another order', () => {
    const room = plan();
    patch(room, [{ op: 'replace', path: '/attachments', value: [{ id: 't' }, { id: 'u' }, { id: 'v' }] }]);
    const view = patch(room, [{ op: 'move', from: '/attachments/2', path: '/attachments/0' }]);
    expect(view.attachments.map(({ id }) => id)).toEqual(['v', 't', 'u']);
    expect(room.harness.storage.log.tail().at(-1)?.touched).toEqual(['/attachments/@v']);
    const added = patch(room, [{ op: 'add', path: '/attachments/1', value: { id: 'n', title: 'New' } }]);
    expect(added.attachments.map(({ id }) => id)).toEqual(['v', 'n', 't', 'u']);
  });

  it('[R7] a status is set back only by who may do that', () => {
    const room = plan();
    const back: Operations = [{ op: 'replace', path: '/itinerary/0/booking_status', value: 'pending' }];
    expect(refused(room, back)).toMatchObject({ code: 'forbidden' });
    expect(refused(room, [{ op: 'remove', path: '/itinerary/0/booking_status' }])).toMatchObject({ code: 'forbidden' });
    expect(patch(room, [{ op: 'replace', path: '/itinerary/0/booking_status', value: 'cancelled' }]).itinerary[0]).toMatchObject({
      booking_status: 'cancelled',
    });
    expect(patch(room, back, 'owner').itinerary[0]).toMatchObject({ booking_status: 'pending' });
  });
});

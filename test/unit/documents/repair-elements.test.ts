import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TestClient } from '../../support/test-client';
import { expectSameEverywhere, Room, takeNotices } from './room';

const list = (client: TestClient): Y.Array<Y.Map<unknown>> => client.doc.getArray('itinerary');
const textOf = (client: TestClient, index = 0, name = 'title'): Y.Text => list(client).get(index).get(name) as Y.Text;
const push = (client: TestClient, ...values: object[]): void => client.doc.getArray('itinerary').push(values);

function pair(): { room: Room; anna: TestClient; ben: TestClient } {
  const room = new Room();
  return { room, anna: room.join('anna'), ben: room.join('ben', { sdk: true }) };
}

const idsOf = (room: Room): string[] => room.view().itinerary.map(({ id }) => id);

describe('repair of elements', () => {
  it('[R4] a plain object becomes a proper item', () => {
    const { room, anna, ben } = pair();
    push(anna, { id: 'tower', day: 1, type: 'attraction', title: '東京スカイツリー' });
    room.settle();
    expect(room.view().itinerary).toEqual([
      {
        id: 'tower',
        day: 1,
        order: expect.stringMatching(/^[0-9A-Za-z]+$/),
        time_slot: null,
        type: 'attraction',
        resource_id: null,
        title: '東京スカイツリー',
        notes: '',
        booking_status: 'pending',
        cost: null,
        currency: null,
        url: null,
      },
    ]);
    expect(textOf(ben)).toBeInstanceOf(Y.Text);
    textOf(ben).insert(0, '夜の');
    textOf(anna).insert(8, '!');
    room.settle();
    expect(room.view().itinerary[0]?.title).toBe('夜の東京スカイツリー!');
    expectSameEverywhere(room);
  });

  it('[R4] edit and replacement are one row and one frame', () => {
    const { room, anna, ben } = pair();
    ben.received.length = 0;
    const head = room.harness.storage.log.head();
    push(anna, { id: 'tower' }, { id: 'temple' });
    anna.sendUpdates();
    ben.receive();
    expect(ben.frames('update')).toHaveLength(1);
    expect(room.harness.storage.log.head()).toBe(head + 1);
    expect(
      list(ben)
        .toArray()
        .every((map) => map instanceof Y.Map),
    ).toBe(true);
  });

  it('[R4] several pushed at once, with bad and missing ids, each become an item of their own', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a', title: 'A' }, { title: 'no id' }, { id: 5, title: 'number' }, { id: 'x'.repeat(65) }, {});
    room.settle();
    const ids = idsOf(room);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
    expect(ids[0]).toBe('a');
    expect(room.view().itinerary.map(({ title }) => title)).toEqual(['A', 'no id', 'number', '', '']);
    expectSameEverywhere(room);
  });

  it('[R4] an object that is inserted stands where it was inserted', () => {
    const { room, anna, ben } = pair();
    push(anna, { id: 'a', day: 1 }, { id: 'c', day: 1 });
    room.settle();
    ben.doc.getArray('itinerary').insert(1, [{ id: 'b', day: 1 }]);
    room.settle();
    expect(idsOf(room)).toEqual(['a', 'b', 'c']);
    expect(list(anna).map((map) => map.get('id'))).toEqual(['a', 'b', 'c']);
  });

  it('[R4] bad fields are left out and told, good ones stay', () => {
    const { room, ben } = pair();
    takeNotices(ben);
    push(ben, { id: 'a', title: 5, cost: 'much', type: 'hotel', currency: 'yen', secret: true, booking_status: 'lost' });
    room.settle();
    expect(room.view().itinerary[0]).toMatchObject({ title: '', cost: null, type: 'hotel', booking_status: 'pending' });
    const [notice] = takeNotices(ben);
    expect(notice?.code).toBe('repaired');
    expect([...(notice?.paths ?? [])].sort()).toEqual(
      ['booking_status', 'cost', 'currency', 'secret', 'title'].map((key) => `/itinerary/@a/${key}`),
    );
  });

  it('[R4] the same id again changes the item that is there', () => {
    const { room, anna, ben } = pair();
    push(anna, { id: 'a', title: 'Tower', cost: 5, type: 'attraction' });
    room.settle();
    textOf(ben).insert(5, ' of Tokyo');
    push(anna, { id: 'a', title: 'Skytree', cost: 7, currency: 'JPY', day: 2 });
    room.settle();
    expect(room.view().itinerary).toMatchObject([{ id: 'a', cost: 7, currency: 'JPY', type: 'attraction', day: 2 }]);
    expectSameEverywhere(room);
  });

  it('[R4] the same id twice in one push is one item', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a', title: 'one', cost: 1 }, { id: 'a', title: 'two' });
    room.settle();
    expect(room.view().itinerary).toMatchObject([{ id: 'a', title: 'two', cost: 1 }]);
    expectSameEverywhere(room);
  });

  it('[R4] two people who push the same id make one item', () => {
    const { room, anna, ben } = pair();
    push(anna, { id: 'a', title: 'one', cost: 1 });
    list(ben).push([
      new Y.Map<unknown>([
        ['id', 'a'],
        ['title', new Y.Text('two')],
      ]),
    ]);
    room.settle();
    expect(room.view().itinerary).toMatchObject([{ id: 'a', title: 'two', cost: 1 }]);
    expectSameEverywhere(room);
  });

  it('[R4] an editor cannot set a status back by pushing the item again', () => {
    const { room, anna, ben } = pair();
    push(anna, { id: 'a', booking_status: 'confirmed' });
    room.settle();
    push(ben, { id: 'a', booking_status: 'pending' });
    room.settle();
    expect(room.view().itinerary[0]?.booking_status).toBe('confirmed');
  });

  it('[R4] who deletes their object before the replacement arrives has deleted the item', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a' });
    anna.sendUpdates();
    list(anna).delete(0);
    room.settle();
    expect(idsOf(room)).toEqual([]);
    expectSameEverywhere(room);
  });

  it('[R4] who replaces their object before the replacement arrives has one item, with the new content', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a', title: 'Tower' });
    anna.sendUpdates();
    anna.doc.transact(() => {
      list(anna).delete(0);
      push(anna, { id: 'a', title: 'Skytree' });
    });
    room.settle();
    expect(room.view().itinerary).toMatchObject([{ id: 'a', title: 'Skytree' }]);
    expectSameEverywhere(room);
  });

  it('[R4] a client that loads its own copy, replacement included, deletes nothing', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a', title: 'Tower' });
    room.settle();
    const stored = Y.encodeStateAsUpdate(anna.doc);
    const reloaded = room.join('anna');
    // What a local database brings after the connection has been made goes out as an update.
    room.harness.send(reloaded.session, { type: 'update', update: stored, n: null });
    room.settle();
    expect(idsOf(room)).toEqual(['a']);
  });

  it('[R4] a delete that a client made offline, before it saw the replacement, deletes the item', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a' });
    anna.sendUpdates();
    list(anna).delete(0);
    anna.reconnect();
    room.settle();
    expect(idsOf(room)).toEqual([]);
    expectSameEverywhere(room);
  });

  it('[R4] who has seen the replacement brings the delete of the plain struct as ours, not as theirs', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a' });
    room.settle();
    anna.reconnect();
    room.settle();
    expect(idsOf(room)).toEqual(['a']);
  });

  it('[R4] who was sent the replacement between two answers has not deleted it', () => {
    const { room, anna } = pair();
    push(anna, { id: 'a' });
    anna.sendUpdates();
    anna.reconnect();
    // More than the burst before the first answer: that answer is dropped and asked for again.
    for (let i = 0; i < 120; i++) anna.doc.getText('title').insert(0, 'x');
    anna.sendUpdates();
    for (let round = 0; round < 10; round++) {
      room.settle();
      room.harness.advance(1_000);
    }
    expect(idsOf(room)).toEqual(['a']);
    expect(room.view().title).toBe('x'.repeat(120));
    expectSameEverywhere(room);
  });

  it('[R4] a client that asks again while the replacement is on its way has not deleted it', () => {
    const { room, anna } = pair();
    const before = Y.encodeStateVector(anna.doc);
    push(anna, { id: 'a' });
    anna.sendUpdates();
    // Sent before the replacement arrived, received after it was sent.
    room.harness.send(anna.session, { type: 'step1', stateVector: before });
    room.settle();
    expect(idsOf(room)).toEqual(['a']);
    expectSameEverywhere(room);
  });

  it('[R4] a push and its delete that wait for the same flush leave nothing', () => {
    const { room, anna } = pair();
    room.crowd(40);
    const busy = room.join('chloe');
    for (let i = 0; i < 60; i++) busy.doc.getText('title').insert(0, 'x');
    busy.sendUpdates();
    const head = room.harness.storage.log.head();
    push(anna, { id: 'a' });
    list(anna).delete(0);
    anna.sendUpdates();
    expect(room.harness.storage.log.head(), 'nothing was flushed in between').toBe(head);
    room.settle();
    expect(idsOf(room)).toEqual([]);
    expectSameEverywhere(room);
  });

  it('[R4] attachments are adopted too', () => {
    const { room, anna } = pair();
    anna.doc.getArray('attachments').push([{ id: 't', url: 'https://example.com/t.pdf', title: 'Ticket', day: 3 }]);
    anna.doc.getArray('attachments').push([{ url: 'javascript:alert(1)' }]);
    room.settle();
    expect(room.view().attachments).toEqual([
      { id: 't', url: 'https://example.com/t.pdf', title: 'Ticket' },
      { id: expect.any(String), url: null, title: '' },
    ]);
    expectSameEverywhere(room);
  });
});

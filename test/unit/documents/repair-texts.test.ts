import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TestClient } from '../../support/test-client';
import { expectSameEverywhere, Room, takeNotices } from './room';

const card = (client: TestClient): Y.Map<unknown> => client.doc.getArray<Y.Map<unknown>>('itinerary').get(0);
const title = (client: TestClient): Y.Text => card(client).get('title') as Y.Text;

function pair(): { room: Room; anna: TestClient; ben: TestClient } {
  const room = new Room();
  const anna = room.join('anna', { sdk: true, clientId: 10 });
  const ben = room.join('ben', { sdk: true, clientId: 20 });
  anna.doc.getArray('itinerary').push([
    new Y.Map<unknown>([
      ['id', 'a'],
      ['title', new Y.Text('Tower')],
    ]),
  ]);
  room.settle();
  takeNotices(anna);
  takeNotices(ben);
  return { room, anna, ben };
}

const titleOf = (room: Room): string | undefined => room.view().itinerary[0]?.title;

describe('repair of texts', () => {
  it('[R5] every element has an id and its texts from the start', () => {
    const { room, anna, ben } = pair();
    anna.doc.getArray('itinerary').push([new Y.Map()]);
    anna.doc.getArray('attachments').push([new Y.Map()]);
    room.settle();
    for (const client of [anna, ben]) {
      for (const [list, names] of [
        ['itinerary', ['title', 'notes']],
        ['attachments', ['title']],
      ] as const) {
        const map = client.doc.getArray<Y.Map<unknown>>(list).toArray().at(-1) as Y.Map<unknown>;
        expect(map.get('id')).toEqual(expect.any(String));
        for (const name of names) expect(map.get(name)).toBeInstanceOf(Y.Text);
      }
    }
  });

  it.each<[string, unknown, string]>([
    ['a string', 'Skytree', 'Skytree'],
    ['a number', 5, ''],
    ['a map', new Y.Map(), ''],
    ['an XML text', new Y.XmlText('x'), ''],
    ['a list', new Y.Array(), ''],
  ])('[R5] an element that comes with %s as its text gets a text', (_, value, content) => {
    const { room, anna } = pair();
    anna.doc.getArray('itinerary').push([
      new Y.Map<unknown>([
        ['id', 'b'],
        ['title', value],
      ]),
    ]);
    room.settle();
    expect(room.view().itinerary.find(({ id }) => id === 'b')?.title).toBe(content);
    const map = anna.doc.getArray<Y.Map<unknown>>('itinerary').get(1);
    expect(map.get('title')?.constructor).toBe(Y.Text);
    expectSameEverywhere(room);
  });

  it('[R5] a text that is overwritten with a string is a text with that string', () => {
    const { room, anna, ben } = pair();
    card(anna).set('title', 'Skytree');
    room.settle();
    expect(titleOf(room)).toBe('Skytree');
    expect(title(ben)).toBeInstanceOf(Y.Text);
    title(ben).insert(7, '!');
    room.settle();
    expect(titleOf(room)).toBe('Skytree!');
    expectSameEverywhere(room);
  });

  it.each<[string, (map: Y.Map<unknown>) => void]>([
    ['deleted', (map) => map.delete('title')],
    ['overwritten with null', (map) => map.set('title', null)],
    ['overwritten with a number', (map) => map.set('title', 5)],
    ['overwritten with a map', (map) => map.set('title', new Y.Map([['x', 1]]))],
    ['overwritten with bytes', (map) => map.set('title', Uint8Array.of(1))],
    ['overwritten with an XML element', (map) => map.set('title', new Y.XmlElement('p'))],
  ])('[R5] a text that is %s keeps its content', (_, work) => {
    const { room, anna } = pair();
    work(card(anna));
    room.settle();
    expect(titleOf(room)).toBe('Tower');
    expect(title(anna)).toBeInstanceOf(Y.Text);
    expect(takeNotices(anna)).toEqual([{ code: 'repaired', paths: ['/itinerary/@a/title'] }]);
    expectSameEverywhere(room);
  });

  it('[R5] the content that is kept is what others had typed until then', () => {
    const { room, anna, ben } = pair();
    title(ben).insert(5, ' of Tokyo');
    ben.sendUpdates();
    card(anna).delete('title');
    room.settle();
    expect(titleOf(room)).toBe('Tower of Tokyo');
    expectSameEverywhere(room);
  });

  it('[R5] an edit of a text that has been replaced is stored, without effect, and answered as orphaned', () => {
    const { room, anna, ben } = pair();
    const replaced = title(ben);
    card(anna).set('title', 'Skytree');
    anna.sendUpdates();
    replaced.insert(0, 'My ');
    ben.sendUpdates();
    room.settle();
    expect(titleOf(room)).toBe('Skytree');
    expect(takeNotices(ben)).toEqual([{ code: 'orphaned' }]);
    expect(ben.saved).toBe(ben.n);
    expect(takeNotices(anna)).toEqual([]);
    expectSameEverywhere(room);
  });

  it('[R5] an edit of a deleted element is answered as orphaned, also after it was compacted', () => {
    const { room, anna, ben } = pair();
    const gone = title(ben);
    anna.doc.getArray('itinerary').delete(0);
    anna.sendUpdates();
    gone.insert(0, 'My ');
    ben.sendUpdates();
    room.settle();
    expect(takeNotices(ben)).toEqual([{ code: 'orphaned' }]);
    expect(ben.saved).toBe(ben.n);
    expectSameEverywhere(room);
  });

  it('[R5] who types and deletes the text themselves is not told of an orphan', () => {
    const { room, anna } = pair();
    anna.doc.transact(() => {
      title(anna).insert(0, 'My ');
      anna.doc.getArray('itinerary').delete(0);
    });
    room.settle();
    expect(takeNotices(anna)).toEqual([]);
    expect(room.view().itinerary).toEqual([]);
  });

  it.each([true, false])(
    '[R5] of two racing overwrites the later-accepted one stays (lower client id first: %s)',
    (lowIsFirst) => {
      const { room, anna, ben } = pair();
      const [first, second] = lowIsFirst ? [anna, ben] : [ben, anna];
      card(first).set('title', 'first');
      card(second).set('title', new Y.Text('second'));
      first.sendUpdates();
      second.sendUpdates();
      room.settle();
      expect(titleOf(room)).toBe('second');
      expectSameEverywhere(room);
    },
  );
});

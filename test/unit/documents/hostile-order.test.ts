import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { person } from '../../support/engine-harness';
import { expectSameEverywhere, Room } from './room';

/** Ids under which one hostile client writes. */
const [lower, higher] = [5_000, 6_000];

/** A document from which a card was removed, and the state that had it. */
function roomWithFormerCard(): { room: Room; before: Uint8Array } {
  const room = new Room();
  const anna = room.join('anna');
  anna.doc.getArray('itinerary').push([new Y.Map([['id', 'temple']])]);
  room.settle();
  const before = Y.encodeStateAsUpdate(anna.doc);
  anna.doc.getArray('itinerary').delete(0);
  room.settle();
  return { room, before };
}

interface Writing {
  readonly client: number;
  readonly work: (doc: Y.Doc) => void;
}

const title = (client: number, text: string): Writing => ({ client, work: (doc) => doc.getText('title').insert(0, text) });

/** Into what is no longer there: the log keeps what it came with as it came. */
const formerCard = (client: number): Writing => ({
  client,
  work: (doc) => doc.getArray<Y.Map<unknown>>('itinerary').get(0).set('cost', 5),
});

/** What somebody writes who has the state `before`: an update of each writing, with one client and no deletes. */
function written(before: Uint8Array, ...writings: readonly Writing[]): Uint8Array[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, before);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const { client, work } of writings) {
    doc.clientID = client;
    work(doc);
  }
  for (const update of updates) expect([update[0], update.at(-1)]).toEqual([1, 0]);
  return updates;
}

/** Updates of {@link written} as one, their clients in this order, each as often as it is here. */
function inThisOrder(...updates: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.of(updates.length, ...updates.flatMap((update) => [...update.slice(1, -1)]), 0);
}

function send(room: Room, update: Uint8Array): string {
  const session = room.harness.connect(person('ben'));
  room.harness.send(session, { type: 'update', update, n: null });
  return session;
}

/** Those who were there, who comes now, and the document that is read from the log have the same title. */
function expectTitle(room: Room, expected: string): void {
  room.join('chloe');
  expectSameEverywhere(room);
  room.harness.crash();
  const newcomer = room.join('chloe');
  expect([room.view().title, newcomer.doc.getText('title').toString()]).toEqual([expected, expected]);
}

describe('updates that Yjs would apply as one thing and merge as another', () => {
  it.each<[string, (before: Uint8Array) => Uint8Array]>([
    [
      'a client twice in a row',
      (before) => {
        const [first] = written(before, title(higher, 'AAA'));
        const [second] = written(before, title(higher, 'BBB'));
        return inThisOrder(first as Uint8Array, second as Uint8Array);
      },
    ],
    [
      'a client twice, with another one between',
      (before) => {
        const [first, card] = written(before, title(higher, 'AAA'), formerCard(lower));
        const [second] = written(before, title(higher, 'BBB'));
        return inThisOrder(first as Uint8Array, card as Uint8Array, second as Uint8Array);
      },
    ],
    [
      'a client whose id is higher than that of the one before',
      (before) => {
        const [card, text] = written(before, formerCard(lower), title(higher, 'AAA'));
        return inThisOrder(card as Uint8Array, text as Uint8Array);
      },
    ],
    [
      'a client without structs, and once more with some',
      (before) => inThisOrder(emptyOf(higher), ...written(before, title(higher, 'A'))),
    ],
  ])('[S4][O29] %s: refused as malformed, and nothing of it is stored', (_, hostile) => {
    const { room, before } = roomWithFormerCard();
    const head = room.harness.storage.log.head();
    const session = send(room, hostile(before));
    expect(room.harness.closed.get(session)?.code).toBe(4400);
    expect(room.harness.storage.log.head()).toBe(head);
    expectTitle(room, '');
  });

  it('[W2][O29] what somebody says anew, and otherwise, of what the document has is in no row', () => {
    const { room, before } = roomWithFormerCard();
    const [first] = written(before, title(lower, 'AAA'));
    send(room, first as Uint8Array);
    const [card, second] = written(before, formerCard(higher), title(lower, 'BBB'));
    // As Yjs orders them. Merged with the row before, the higher client puts this one's struct in the place of that one's.
    const session = send(room, inThisOrder(card as Uint8Array, second as Uint8Array));
    room.settle();
    expect(room.harness.closed.has(session)).toBe(false);
    expectTitle(room, 'AAA');
  });

  it('[W2][O29] what goes on from a letter of the title goes on there, though it says that it began in the card', () => {
    const { room, before } = roomWithFormerCard();
    const [first] = written(before, title(lower, 'AAA'));
    send(room, first as Uint8Array);
    send(room, letters(lower, idInCard(before), null, 'AAABBB'));
    expectTitle(room, 'AAABBB');
  });

  it('[W2][O29] what goes on from a value in a list does not become the value of a key', () => {
    const { room, before } = roomWithFormerCard();
    const [first] = written(before, { client: lower, work: (doc) => doc.getArray('itinerary').push([{ id: 'shrine' }]) });
    send(room, first as Uint8Array);
    send(room, amounts(lower, [4, 5]));
    expectTitle(room, '');
    expect(room.view()).toMatchObject({ budget: {}, itinerary: [{ id: 'shrine' }] });
  });

  it('[S4][O29] a letter between one of the title and what was in the card is refused: it is there until the card is gone', () => {
    const { room, before } = roomWithFormerCard();
    const [first] = written(before, title(lower, 'AAA'));
    send(room, first as Uint8Array);
    const head = room.harness.storage.log.head();
    const session = send(room, letters(higher, Y.createID(lower, 2), idInCard(before), 'BBB'));
    expect(room.harness.closed.get(session)?.code).toBe(4400);
    expect(room.harness.storage.log.head()).toBe(head);
    expectTitle(room, 'AAA');
  });
});

/** The id of something that the card consists of. */
function idInCard(before: Uint8Array): Y.ID {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, before);
  const item = doc.getArray<Y.Map<unknown>>('itinerary').get(0)._map.get('id');
  return item?.id as Y.ID;
}

/** An update of letters between two structs, wherever these are. */
function letters(client: number, left: Y.ID, right: Y.ID | null, text: string): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [1, 1, client, 0]) encoding.writeVarUint(encoder, value);
    encoding.writeUint8(encoder, 4 | 0x80 | (right === null ? 0 : 0x40));
    for (const id of right === null ? [left] : [left, right]) {
      for (const value of [id.client, id.clock]) encoding.writeVarUint(encoder, value);
    }
    encoding.writeVarString(encoder, text);
    encoding.writeVarUint(encoder, 0);
  });
}

/** An update that names a client and brings nothing of it. */
function emptyOf(client: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [1, 0, client, 0, 0]) encoding.writeVarUint(encoder, value);
  });
}

/** An update of values of the budget in euros, as no client writes more than one at once. */
function amounts(client: number, values: readonly number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const value of [1, 1, client, 0]) encoding.writeVarUint(encoder, value);
    encoding.writeUint8(encoder, 8 | 0x20);
    encoding.writeVarUint(encoder, 1);
    for (const name of ['budget', 'EUR']) encoding.writeVarString(encoder, name);
    encoding.writeVarUint(encoder, values.length);
    for (const value of values) encoding.writeAny(encoder, value);
    encoding.writeVarUint(encoder, 0);
  });
}

import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { validateContent } from '../../../src/documents/content-validation';
import { documentAt } from '../../../src/documents/history/document-at';
import { createDoc } from '../../../src/documents/layout';
import { tripSchema } from '../../../src/documents/trip';
import { contentOf } from '../../../src/documents/view';
import { expectSameEverywhere, Room } from './room';

/** One struct as no Yjs client would write it: any content, anywhere. */
interface WildStruct {
  readonly content: number;
  readonly origin: number | null;
  readonly rightOrigin: number | null;
  readonly parent: number;
  readonly key: string | null;
  readonly value: unknown;
  readonly length: number;
}

const roots = ['title', 'notes', 'details', 'itinerary', 'budget', 'attachments', 'secrets', '__proto__'];
const keys = [
  'id',
  'place',
  'day',
  'order',
  'title',
  'notes',
  'cost',
  'booking_status',
  'start_date',
  'EUR',
  'bold',
  '__proto__',
];
const values = fc.constantFrom<unknown>(
  'x',
  '2027-05-01',
  'confirmed',
  5,
  null,
  undefined,
  true,
  { id: 'temple', title: 'again' },
  { id: 'new', day: 2 },
  { day: 1, order: 'V' },
  { id: 5, cost: {} },
  ['x'],
  {},
);

const wildStruct: fc.Arbitrary<WildStruct> = fc.record({
  content: fc.integer({ min: 0, max: 17 }),
  origin: fc.option(fc.nat()),
  rightOrigin: fc.option(fc.nat(), { freq: 2 }),
  parent: fc.nat(),
  key: fc.option(fc.constantFrom(...keys)),
  value: values,
  length: fc.integer({ min: 1, max: 3 }),
});

/** Writes the content of a struct and answers how long it is. */
function writeContent(encoder: encoding.Encoder, { content, key, value, length }: WildStruct): number {
  const json = JSON.stringify(value ?? null);
  switch (content) {
    case 1:
      encoding.writeVarUint(encoder, length);
      return length;
    case 2:
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, json);
      return 1;
    case 3:
      encoding.writeVarUint8Array(encoder, Uint8Array.of(1, 2));
      return 1;
    case 4:
      encoding.writeVarString(encoder, 'abc'.slice(0, length));
      return length;
    case 5:
      encoding.writeVarString(encoder, json);
      return 1;
    case 6:
      encoding.writeVarString(encoder, key ?? 'bold');
      encoding.writeVarString(encoder, json);
      return 1;
    case 8:
      encoding.writeVarUint(encoder, length);
      for (let i = 0; i < length; i++) encoding.writeAny(encoder, value as never);
      return length;
    case 9:
      encoding.writeVarString(encoder, 'guid');
      encoding.writeAny(encoder, {});
      return 1;
    default: {
      // Shared types, as often as all the others: they are what can be written into.
      const type = content % 7;
      encoding.writeVarUint(encoder, type);
      if (type === 3 || type === 5) encoding.writeVarString(encoder, 'p');
      return 1;
    }
  }
}

/** What an update brings of one client. */
interface WildSection {
  readonly client: number;
  /** It begins with the client's first struct, though the document may have others in its place. */
  readonly fromStart: boolean;
  readonly structs: readonly WildStruct[];
}

const wildSection: fc.Arbitrary<WildSection> = fc.record({
  client: fc.integer({ min: 3_000, max: 3_003 }),
  fromStart: fc.boolean(),
  structs: fc.array(wildStruct, { minLength: 1, maxLength: 6 }),
});

/** As Yjs orders them, or in any order, with clients that come twice. */
const wildSections: fc.Arbitrary<WildSection[]> = fc
  .tuple(fc.array(wildSection, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 4 }))
  .map(([sections, order]) => (order === 0 ? sections : inOrder(sections)));

function inOrder(sections: readonly WildSection[]): WildSection[] {
  return [...new Map(sections.map((section) => [section.client, section])).values()].sort((a, b) => b.client - a.client);
}

function encodeWild(sections: readonly WildSection[], doc: Y.Doc, deletes: readonly number[]): Uint8Array {
  const ids = knownIds(doc);
  return encoding.encode((encoder) => {
    const id = (pick: number): Y.ID => ids[pick % ids.length] as Y.ID;
    const writeId = ({ client, clock }: Y.ID): void => {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    };
    encoding.writeVarUint(encoder, sections.length);
    for (const { client, fromStart, structs } of sections) {
      let clock = fromStart ? 0 : Y.getState(doc.store, client);
      for (const value of [structs.length, client, clock]) encoding.writeVarUint(encoder, value);
      for (const struct of structs) {
        const ref = struct.content <= 9 && struct.content > 0 && struct.content !== 7 ? struct.content : 7;
        const flags =
          (struct.origin === null ? 0 : 0x80) | (struct.rightOrigin === null ? 0 : 0x40) | (struct.key === null ? 0 : 0x20);
        encoding.writeUint8(encoder, ref | flags);
        if (struct.origin !== null) writeId(id(struct.origin));
        if (struct.rightOrigin !== null) writeId(id(struct.rightOrigin));
        if (struct.origin === null && struct.rightOrigin === null) {
          const isRoot = struct.parent % 2 === 0;
          encoding.writeVarUint(encoder, isRoot ? 1 : 0);
          if (isRoot) encoding.writeVarString(encoder, roots[(struct.parent / 2) % roots.length] as string);
          else writeId(id((struct.parent - 1) / 2));
          if (struct.key !== null) encoding.writeVarString(encoder, struct.key);
        }
        const length = writeContent(encoder, struct);
        for (let offset = 0; offset < length; offset++) ids.push(Y.createID(client, clock + offset));
        clock += length;
      }
    }
    const deleted = deletes.map(id);
    encoding.writeVarUint(encoder, deleted.length);
    for (const { client, clock } of deleted) for (const value of [client, 1, clock, 1]) encoding.writeVarUint(encoder, value);
  });
}

function plannedRoom(): Room {
  const room = new Room();
  const anna = room.join('anna');
  anna.doc.getText('title').insert(0, 'Kyoto');
  anna.doc.getText('notes').insert(0, 'Pack light', { bold: true });
  anna.doc.getMap('details').set('start_date', '2027-04-01');
  anna.doc.getMap('budget').set('EUR', 5);
  anna.doc.getArray('itinerary').push([
    { id: 'temple', day: 1, title: 'Temple', booking_status: 'confirmed' },
    { id: 'gone', day: 1 },
  ]);
  anna.doc.getArray('attachments').push([{ id: 'ticket' }]);
  room.settle();
  anna.doc.getArray('itinerary').delete(1);
  anna.doc.getText('title').delete(1, 2);
  room.settle();
  return room;
}

function knownIds(doc: Y.Doc): Y.ID[] {
  return [...doc.store.clients.values()].flatMap((structs) =>
    structs.flatMap(({ id, length }) => Array.from({ length }, (_, offset) => Y.createID(id.client, id.clock + offset))),
  );
}

/** Applies an update to its author's own document; some break even that. */
function appliesAlone(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update, 'server');
    return true;
  } catch {
    return false;
  }
}

/** What must hold of every document, whatever was sent. */
function expectSound(room: Room): void {
  const live = room.doc;
  const content = JSON.parse(JSON.stringify(contentOf(live, tripSchema))) as Record<string, unknown>;
  expect(validateContent(tripSchema, content)).toEqual([]);
  for (const element of live.getArray<Y.Map<unknown>>('itinerary')) {
    expect(element).toBeInstanceOf(Y.Map);
    expect(element.get('title')).toBeInstanceOf(Y.Text);
    for (const key of element.keys()) expect(['id', 'place', ...Object.keys(tripSchema.fields.itinerary.element)]).toContain(key);
  }
  const replayed = documentAt(tripSchema, room.harness.storage.log, room.harness.storage.log.head());
  expect(replayed.toJSON()).toEqual(live.toJSON());
  expect(Y.equalSnapshots(Y.snapshot(replayed), Y.snapshot(live))).toBe(true);
  const newcomer = createDoc(tripSchema);
  for (const update of room.harness.engine.state.updatesFor(new Map(), Uint8Array.of(0))) Y.applyUpdate(newcomer, update);
  expect(newcomer.toJSON()).toEqual(live.toJSON());
  expect(Y.equalSnapshots(Y.snapshot(newcomer), Y.snapshot(live))).toBe(true);
  const checkpoint = createDoc(tripSchema);
  Y.applyUpdate(checkpoint, Y.encodeStateAsUpdate(live));
  expect(checkpoint.toJSON()).toEqual(live.toJSON());
  expect(live.store.pendingStructs ?? live.store.pendingDs).toBeNull();
}

describe('hostile structs', () => {
  it('[R1][S4] whatever is written where, the document stays sound and everybody has the same', () => {
    fc.assert(
      fc.property(
        fc.array(wildSections, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        (scripts, deletes) => {
          const room = plannedRoom();
          for (const sections of scripts) {
            const mallory = room.join('ben', { clientId: 4_000 });
            const update = encodeWild(sections, room.doc, deletes);
            // It has what it sends: what is not changed is not sent back (W5).
            if (!appliesAlone(mallory.doc, update)) room.clients.splice(room.clients.indexOf(mallory), 1);
            room.harness.send(mallory.session, { type: 'update', update, n: null });
            room.settle();
            expectSound(room);
          }
          const [anna] = room.clients;
          anna?.doc.getText('title').insert(0, 'Still ');
          expectSameEverywhere(room);
          expect(room.view().title).toContain('Still ');
          const allowed = /neighbours that cannot|more than one value|Unexpected case/;
          for (const { error } of room.harness.reports) expect(String(error)).toMatch(allowed);
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TripView } from '../../../src/documents/trip';
import { person } from '../../support/engine-harness';
import { Room } from './room';

const cards = fc.array(
  fc.record({
    day: fc.option(fc.integer({ min: 1, max: 3 })),
    // Few keys, so that many cards have the same one: stock clients write what they like.
    order: fc.constantFrom('A', 'V', 'V1', 'Vz', 'z'),
  }),
  { minLength: 1, maxLength: 8 },
);
const moves = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 });

function plan(list: readonly { day: number | null; order: string }[]): Room {
  const room = new Room();
  const anna = room.join('anna');
  const elements = list.map(
    (place, index) =>
      new Y.Map<unknown>([
        ['id', `c${index}`],
        ['place', { ...place }],
      ]),
  );
  anna.doc.getArray('itinerary').push(elements);
  room.settle();
  return room;
}

function patch(room: Room, operations: readonly unknown[]): TripView {
  const patched = room.harness.service.patch(person('ben'), { kind: 'json-patch', operations }, '*');
  if (!patched.ok) throw new Error(JSON.stringify(patched.refusal));
  return JSON.parse(JSON.stringify(patched.value.view)) as TripView;
}

describe('arranging a placed list', () => {
  it('[V3] after moves, the cards stand in the order that the patch asks for', () => {
    fc.assert(
      fc.property(cards, moves, (list, script) => {
        const room = plan(list);
        const wanted = room.view().itinerary.map(({ id }) => id);
        const operations = script.map(([from, to]) => {
          const [source, target] = [from % wanted.length, to % wanted.length];
          wanted.splice(target, 0, ...wanted.splice(source, 1));
          return { op: 'move', from: `/itinerary/${source}`, path: `/itinerary/${target}` };
        });
        expect(patch(room, operations).itinerary.map(({ id }) => id)).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('[V3] a card that is added stands where it is added', () => {
    fc.assert(
      fc.property(cards, fc.nat(), (list, at) => {
        const room = plan(list);
        const wanted = room.view().itinerary.map(({ id }) => id);
        const index = at % (wanted.length + 1);
        wanted.splice(index, 0, 'new');
        const view = patch(room, [{ op: 'add', path: `/itinerary/${index}`, value: { id: 'new' } }]);
        expect(view.itinerary.map(({ id }) => id)).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('[V3] a patch of something else moves nothing', () => {
    fc.assert(
      fc.property(cards, (list) => {
        const room = plan(list);
        const before = room.view().itinerary;
        const view = patch(room, [{ op: 'replace', path: '/itinerary/0/title', value: 'New' }]);
        expect(view.itinerary).toEqual(before.map((card, index) => (index === 0 ? { ...card, title: 'New' } : card)));
        expect(room.harness.storage.log.tail().at(-1)?.touched).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  it('[V3] any days and orders that a patch names are what the cards have then', () => {
    fc.assert(
      fc.property(cards, cards, (list, others) => {
        const room = plan(list);
        const operations = room.view().itinerary.map((_, index) => {
          const { day, order } = others[index % others.length] as { day: number | null; order: string };
          return [
            { op: 'replace', path: `/itinerary/${index}/day`, value: day },
            { op: 'replace', path: `/itinerary/${index}/order`, value: order },
          ];
        });
        const before = room.view().itinerary;
        const view = patch(room, operations.flat());
        const days = new Map(before.map(({ id }, index) => [id, (others[index % others.length] as { day: number | null }).day]));
        for (const { id, day } of view.itinerary) expect(day).toBe(days.get(id));
      }),
      { numRuns: 100 },
    );
  });
});

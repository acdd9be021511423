import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  addItem,
  itemText,
  moveToDay,
  moveWithinDay,
  readDetails,
  readItems,
  removeItem,
  setBookingStatus,
  setDetails,
} from '../../../web/sdk';

let doc: Y.Doc;
beforeEach(() => {
  doc = new Y.Doc();
});

/** The titles in order, with their days. */
function plan(): string[] {
  return readItems(doc).map(({ id, day }) => `${day ?? '-'} ${itemText(doc, id, 'title')}`);
}

function add(...titles: string[]): string[] {
  return titles.map((title) => addItem(doc, { day: 1, title }));
}

describe('the itinerary', () => {
  it('adds items at the end of their day, unplanned ones last', () => {
    addItem(doc, { day: null, title: 'later' });
    addItem(doc, { day: 2, title: 'castle' });
    add('shrine', 'inn');
    expect(plan()).toEqual(['1 shrine', '1 inn', '2 castle', '- later']);
  });

  it('R5 gives each item its texts, its place and a pending booking from the start', () => {
    const [id] = add('shrine');
    const element = doc.getArray('itinerary').get(0) as Y.Map<unknown>;
    expect(element.toJSON()).toEqual({
      id,
      place: { day: 1, order: expect.any(String) },
      title: 'shrine',
      notes: '',
      booking_status: 'pending',
    });
    expect(element.get('notes')).toBeInstanceOf(Y.Text);
  });

  it('moves within a day, and no further than its edges', () => {
    const [, b] = add('a', 'b', 'c') as [string, string, string];
    moveWithinDay(doc, b, -1);
    expect(plan()).toEqual(['1 b', '1 a', '1 c']);
    moveWithinDay(doc, b, -1);
    expect(plan()).toEqual(['1 b', '1 a', '1 c']);
    moveWithinDay(doc, b, 1);
    moveWithinDay(doc, b, 1);
    moveWithinDay(doc, b, 1);
    expect(plan()).toEqual(['1 a', '1 c', '1 b']);
  });

  it('moves to the end of another day, and out of the plan', () => {
    const [a] = add('a', 'b') as [string, string];
    addItem(doc, { day: 2, title: 'c' });
    moveToDay(doc, a, 2);
    expect(plan()).toEqual(['1 b', '2 c', '2 a']);
    moveToDay(doc, a, null);
    expect(plan()).toEqual(['1 b', '2 c', '- a']);
  });

  it('agrees with moving in a plain list, whatever the moves', () => {
    const moves = fc.array(fc.record({ index: fc.nat(4), step: fc.constantFrom<-1 | 1>(-1, 1) }), { maxLength: 30 });
    fc.assert(
      fc.property(moves, (steps) => {
        doc = new Y.Doc();
        const ids = add('a', 'b', 'c', 'd', 'e');
        const model = [...ids];
        for (const { index, step } of steps) {
          const id = model[index] as string;
          moveWithinDay(doc, id, step);
          const to = index + step;
          if (to >= 0 && to < model.length) model.splice(to, 0, ...model.splice(index, 1));
        }
        expect(readItems(doc).map(({ id }) => id)).toEqual(model);
      }),
    );
  });

  it('moves past items that share an order key after a race', () => {
    const [, , c] = add('a', 'b', 'c') as [string, string, string];
    const [first, second] = doc.getArray('itinerary').toArray() as Y.Map<unknown>[];
    second?.set('place', first?.get('place'));
    moveWithinDay(doc, c, -1);
    expect(readItems(doc).at(-1)?.id).toBe(c);
    moveWithinDay(doc, c, -1);
    expect(readItems(doc)[0]?.id).not.toBe(undefined);
    expect(readItems(doc)).toHaveLength(3);
  });

  it('deletes, and does nothing to an item that is gone', () => {
    const [a] = add('a', 'b') as [string, string];
    removeItem(doc, a);
    removeItem(doc, a);
    setBookingStatus(doc, a, 'confirmed');
    moveWithinDay(doc, a, 1);
    expect(plan()).toEqual(['1 b']);
    expect(itemText(doc, a, 'title')).toBeNull();
  });

  it('sets the booking status', () => {
    const [a] = add('a') as [string];
    setBookingStatus(doc, a, 'confirmed');
    expect(readItems(doc)[0]?.booking_status).toBe('confirmed');
  });

  it('leaves out what is not an item yet', () => {
    doc.getArray('itinerary').push([{ id: 'plain' }, 'text', new Y.Map()]);
    expect(plan()).toEqual([]);
  });
});

describe('the details', () => {
  it('are null where unset', () => {
    expect(readDetails(doc)).toEqual({ start_date: null, end_date: null, destination: null });
  });

  it('change together in one edit', () => {
    let updates = 0;
    doc.on('update', () => updates++);
    setDetails(doc, { start_date: '2027-11-19', end_date: '2027-11-21' });
    expect(updates).toBe(1);
    expect(readDetails(doc)).toEqual({ start_date: '2027-11-19', end_date: '2027-11-21', destination: null });
  });
});

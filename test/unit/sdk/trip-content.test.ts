import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  addItem,
  duplicateItem,
  itemText,
  moveToDay,
  moveWithinDay,
  placeAt,
  readDetails,
  readItems,
  removeItem,
  restoreItem,
  setBookingStatus,
  setDetails,
  setItem,
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

  it('puts an item at a place of any day, by one register', () => {
    const [, b] = add('a', 'b') as [string, string];
    addItem(doc, { day: 2, title: 'c' });
    addItem(doc, { day: 2, title: 'd' });
    let changed: unknown[] = [];
    doc.on('afterTransaction', ({ changed: types }: Y.Transaction) => {
      changed = [...types.values()].flatMap((keys) => [...keys]);
    });
    placeAt(doc, b, 2, 1);
    expect(plan()).toEqual(['1 a', '2 c', '2 b', '2 d']);
    expect(changed).toEqual(['place']);
    placeAt(doc, b, null, 7);
    expect(plan()).toEqual(['1 a', '2 c', '2 d', '- b']);
  });

  it('writes nothing when an item is where it should be, or is gone', () => {
    const [a, b] = add('a', 'b') as [string, string];
    let updates = 0;
    doc.on('update', () => updates++);
    placeAt(doc, b, 1, 1);
    placeAt(doc, 'gone', 1, 0);
    setItem(doc, a, { booking_status: 'pending', cost: null });
    expect(updates).toBe(0);
  });

  it('sets fields in one edit, and reads them', () => {
    const [a] = add('a') as [string];
    let updates = 0;
    doc.on('update', () => updates++);
    const values = { type: 'hotel', time_slot: '16:00', cost: 42_000, currency: 'JPY', url: 'https://example.com/' } as const;
    setItem(doc, a, values);
    expect(updates).toBe(1);
    expect(readItems(doc)[0]).toMatchObject(values);
  });

  it('reads nothing that would do harm in a page', () => {
    const [a] = add('a') as [string];
    const element = doc.getArray('itinerary').get(0) as Y.Map<unknown>;
    for (const [key, value] of [
      ['url', 'javascript:alert(1)'],
      ['currency', 'yen'],
      ['cost', Number.NaN],
      ['type', 'spy'],
    ]) {
      element.set(key as string, value);
    }
    expect(readItems(doc)).toEqual([expect.objectContaining({ id: a, url: null, currency: null, cost: null, type: null })]);
  });

  it('duplicates an item right below it, as one that is not booked', () => {
    const [a] = add('a', 'b') as [string, string];
    setItem(doc, a, { cost: 5, currency: 'EUR', booking_status: 'confirmed' });
    const copy = duplicateItem(doc, a);
    expect(plan()).toEqual(['1 a', '1 a', '1 b']);
    expect(readItems(doc)[1]).toMatchObject({ id: copy, cost: 5, currency: 'EUR', booking_status: 'pending' });
    itemText(doc, copy ?? '', 'title')?.insert(1, '!');
    expect(plan()).toEqual(['1 a', '1 a!', '1 b']);
    expect(duplicateItem(doc, 'gone')).toBeNull();
  });

  it('brings back what was deleted, once', () => {
    const [a] = add('a', 'b') as [string, string];
    setItem(doc, a, { booking_status: 'confirmed', cost: 5, currency: 'EUR' });
    itemText(doc, a, 'notes')?.insert(0, 'window seat');
    const before = readItems(doc);
    const removed = removeItem(doc, a);
    if (removed === null) throw new Error('nothing was deleted');
    expect(plan()).toEqual(['1 b']);
    restoreItem(doc, removed);
    restoreItem(doc, removed);
    expect(readItems(doc)).toEqual(before);
    expect(itemText(doc, a, 'notes')?.toString()).toBe('window seat');
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
    expect(readDetails(doc)).toMatchObject({ start_date: null, end_date: null, destination: null });
  });

  it('change together in one edit', () => {
    let updates = 0;
    doc.on('update', () => updates++);
    setDetails(doc, { start_date: '2027-11-19', end_date: '2027-11-21' });
    expect(updates).toBe(1);
    expect(readDetails(doc)).toMatchObject({ start_date: '2027-11-19', end_date: '2027-11-21', destination: null });
  });
});

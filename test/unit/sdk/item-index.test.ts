import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addItem, type ItemIndex, itemIndexOf, itemText, placeAt, readItems, removeItem, setItem } from '../../../web/sdk';

let doc: Y.Doc;
let index: ItemIndex;
let told: string[];
let [a, b, c]: [string, string, string] = ['', '', ''];

beforeEach(() => {
  doc = new Y.Doc();
  [a, b, c] = ['a', 'b', 'c'].map((title) => addItem(doc, { day: title === 'c' ? 2 : 1, title })) as [string, string, string];
  index = itemIndexOf(doc);
  told = [];
  for (const [name, id] of Object.entries({ a, b, c })) index.onItem(id, () => told.push(name));
  for (const day of [null, 1, 2]) index.onDay(day, () => told.push(`day ${day}`));
  index.onDays(() => told.push('days'));
});

describe('the index of items', () => {
  it('knows what the document holds', () => {
    expect(index.idsOf(1)).toEqual([a, b]);
    expect(index.itemsOf(2).map(({ id }) => id)).toEqual([c]);
    expect(index.days).toEqual([1, 2]);
    expect([...index.items]).toEqual(readItems(doc));
    expect(index.text(a, 'title')?.toString()).toBe('a');
    expect(itemIndexOf(doc)).toBe(index);
  });

  it('tells nobody of words that are typed', () => {
    itemText(doc, a, 'title')?.insert(1, 'bc');
    expect(told).toEqual([]);
  });

  it('tells an item and its day of a change of the item, and nobody else', () => {
    const [ids, other] = [index.idsOf(1), index.item(b)];
    setItem(doc, a, { cost: 12, currency: 'JPY' });
    expect(told).toEqual(['a', 'day 1']);
    expect(index.item(a)?.cost).toBe(12);
    expect(index.idsOf(1)).toBe(ids);
    expect(index.item(b)).toBe(other);
  });

  it('tells both days of a move, and who shows the days', () => {
    placeAt(doc, c, 1, 1);
    expect(told).toEqual(['days', 'c', 'day 1', 'day 2']);
    expect(index.idsOf(1)).toEqual([a, c, b]);
    expect(index.days).toEqual([1]);
  });

  it('tells of what comes and goes, by others too', () => {
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const id = addItem(other, { day: null, title: 'd' });
    removeItem(other, b);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'the server');
    expect(told).toEqual(['b', 'day 1', 'day null']);
    expect(index.idsOf(null)).toEqual([id]);
    expect(index.item(b)).toBeUndefined();
    expect(index.text(b, 'title')).toBeNull();
  });

  it('tells nobody who does not ask any more', () => {
    const stop = index.onItem(a, () => told.push('again'));
    stop();
    setItem(doc, a, { type: 'hotel' });
    expect(told).toEqual(['a', 'day 1']);
  });

  it('has one item of an id, even while there are two', () => {
    const twin = new Y.Map<unknown>([
      ['id', a],
      ['place', { day: 1, order: 'zz' }],
    ]);
    doc.getArray('itinerary').push([twin]);
    expect(index.idsOf(1)).toEqual([a, b]);
  });
});

import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { TripView } from '../../../src/documents/trip';
import { person } from '../../support/engine-harness';
import { expectSameEverywhere, Room } from './room';

function merge(room: Room, patch: unknown): TripView {
  const patched = room.harness.service.patch(person('ben'), { kind: 'merge-patch', patch }, '*');
  if (!patched.ok) throw new Error(JSON.stringify(patched.refusal));
  return JSON.parse(JSON.stringify(patched.value.view)) as TripView;
}

const touchedLast = (room: Room): string[] => [...(room.harness.storage.log.tail().at(-1)?.touched ?? [])].sort();

describe('merge patches', () => {
  it('[V2] change what they name, null unsets', () => {
    const room = new Room();
    merge(room, { title: 'Kyoto', start_date: '2027-05-01', budget: { JPY: 1, EUR: 2 } });
    expect(merge(room, { start_date: null, budget: { JPY: null, USD: 3 }, title: null, notes: 'plain' })).toMatchObject({
      title: '',
      start_date: null,
      budget: { EUR: 2, USD: 3 },
      notes: [{ insert: 'plain' }],
    });
    expect(touchedLast(room)).toEqual(['/budget/JPY', '/budget/USD', '/notes', '/start_date', '/title']);
    expectSameEverywhere(room);
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'malformed'],
    ['a string', 'x', 'malformed'],
    ['a read-only field', { metadata: null }, 'read-only-field'],
    ['an unknown field', { secret: 1 }, 'invalid'],
    ['a bad value', { budget: { JPY: {} } }, 'invalid'],
    ['a prototype', JSON.parse('{"budget": {"__proto__": {"x": 1}}}'), 'malformed'],
    ['a list that is none', { itinerary: { 0: {} } }, 'invalid'],
  ])('[V2] with %s change nothing', (_, patch, code) => {
    const room = new Room();
    expect(room.harness.service.patch(person('ben'), { kind: 'merge-patch', patch }, '*')).toMatchObject({ refusal: { code } });
    expect(room.harness.storage.log.head()).toBe(0);
  });

  it('[V3] a text becomes another by the smallest edit, and keeps what others type meanwhile', () => {
    const room = new Room();
    const anna = room.join('anna');
    anna.doc.getText('title').insert(0, 'Kyoto in May');
    anna.doc.getText('description').insert(0, 'with Ben');
    room.settle();
    anna.doc.getText('title').insert(0, '★ ');
    anna.doc.getText('title').insert(anna.doc.getText('title').length, '!');
    anna.doc.getText('description').insert(0, 'Autumn ');
    merge(room, { title: 'Kyoto in June' });
    room.settle();
    expect(room.view()).toMatchObject({ title: '★ Kyoto in June!', description: 'Autumn with Ben' });
    expectSameEverywhere(room);
  });

  it('[V3] rich text changes its characters and formats, and nothing else', () => {
    const room = new Room();
    const anna = room.join('anna');
    const notes = anna.doc.getText('notes');
    notes.insert(0, 'Pack light, walk far');
    notes.format(0, 4, { bold: true });
    room.settle();
    notes.insert(notes.length, '!');
    const runs = [
      { insert: 'Pack', attributes: { bold: true } },
      { insert: ' very light, ' },
      { insert: 'walk', attributes: { link: 'https://example.com/', italic: true } },
      { insert: ' far' },
    ];
    expect(merge(room, { notes: runs }).notes).toEqual(runs);
    room.settle();
    expect(room.view().notes).toEqual([...runs.slice(0, 3), { insert: ' far!' }]);
    expect(merge(room, { notes: [{ insert: 'Pack very light' }] }).notes).toEqual([{ insert: 'Pack very light' }]);
    expect(merge(room, { notes: [] }).notes).toEqual([]);
    room.settle();
    expectSameEverywhere(room);
  });

  it('[V3] a string for rich text changes its characters and leaves the formats', () => {
    const room = new Room();
    const bold = { insert: 'Pack', attributes: { bold: true } };
    merge(room, { notes: [bold, { insert: ' light' }] });
    expect(merge(room, { notes: 'Pack very light' }).notes).toEqual([bold, { insert: ' very light' }]);
  });

  it('[V3] text inserted into a formatted range has the formats the patch says', () => {
    const room = new Room();
    merge(room, { notes: [{ insert: 'bold text', attributes: { bold: true } }] });
    const runs = [
      { insert: 'bold ', attributes: { bold: true } },
      { insert: 'plain ' },
      { insert: 'text', attributes: { bold: true } },
    ];
    expect(merge(room, { notes: runs }).notes).toEqual(runs);
  });

  it('[V3] an unchanged field is not touched: a register that others change at the same time keeps theirs', () => {
    const room = new Room();
    const anna = room.join('anna');
    anna.doc.getArray('itinerary').push([{ id: 'a', cost: 1, title: 'Temple' }]);
    room.settle();
    const view = room.view();
    anna.doc.getArray<Y.Map<unknown>>('itinerary').get(0).set('time_slot', 'morning');
    merge(room, { itinerary: [{ ...view.itinerary[0], cost: 2 }], destination: null, budget: {} });
    room.settle();
    expect(room.view().itinerary).toMatchObject([{ cost: 2, time_slot: 'morning', title: 'Temple' }]);
    expect(room.harness.storage.log.tail().find(({ kind }) => kind === 'op')?.touched).toEqual(['/itinerary/@a/cost']);
  });

  it('[V3] half of an emoji never stays behind', () => {
    const room = new Room();
    for (const title of ['👍', '👎', '👍👎', '🇯🇵', '🇫🇷', 'a👎b', '']) {
      expect(merge(room, { title }).title).toBe(title);
    }
    expectSameEverywhere(room);
  });
});

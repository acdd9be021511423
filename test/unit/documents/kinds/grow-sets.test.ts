import { describe, expect, it } from 'vitest';
import { fieldLimits } from '../../../../src/protocol/limits';
import { race } from '../racing-editors';
import { expectSameEverywhere, takeNotices } from '../room';
import { eventOf, eventPair, merge, patch } from './event-room';

describe('sets that only grow', () => {
  it('[V1] show their words sorted, whatever a Yjs client wrote to them', () => {
    const { room, low, high } = eventPair();
    low.doc.getMap('tags').set('work', true);
    high.doc.getMap('tags').set('fun', 'yes');
    expectSameEverywhere(room);
    expect(eventOf(room).tags).toEqual(['fun', 'work']);
    expect(room.doc.getMap('tags').get('fun')).toBe(true);
    expect(takeNotices(high)).toEqual([]);
  });

  it('[R10] a word that is deleted comes back, and who deleted it is told', () => {
    const { room, low } = eventPair();
    low.doc.getMap('tags').set('work', true);
    room.settle();
    takeNotices(low);
    low.doc.getMap('tags').delete('work');
    room.settle();
    expect(eventOf(room).tags).toEqual(['work']);
    expect(low.doc.getMap('tags').get('work')).toBe(true);
    expect(takeNotices(low)).toEqual([{ code: 'repaired', paths: ['/tags/work'] }]);
    expectSameEverywhere(room);
  });

  it('[R10] a word that is added and taken back before anybody saw it is not there', () => {
    const { room, low } = eventPair();
    low.doc.transact(() => {
      low.doc.getMap('tags').set('oops', true);
      low.doc.getMap('tags').delete('oops');
    });
    expectSameEverywhere(room);
    expect(eventOf(room).tags).toEqual([]);
  });

  it.each([true, false])(
    '[R10] a word stays when a delete races with adding it anew (lower client id first: %s)',
    (lowIsFirst) => {
      const { room, low, high } = eventPair();
      low.doc.getMap('tags').set('work', true);
      room.settle();
      const [first, second] = lowIsFirst ? [low, high] : [high, low];
      race(
        room,
        first,
        second,
        () => first.doc.getMap('tags').delete('work'),
        () => second.doc.getMap('tags').set('work', true),
      );
      expect(eventOf(room).tags).toEqual(['work']);
      expectSameEverywhere(room);
    },
  );

  it('[R1] a word that breaks a rule is deleted', () => {
    const { room, low } = eventPair();
    for (const word of ['', ' ', 'x'.repeat(65), '__proto__', 'constructor']) low.doc.getMap('tags').set(word, true);
    expectSameEverywhere(room);
    expect(eventOf(room).tags).toEqual([]);
  });

  it('[R10] a word for which there is no room is deleted', () => {
    const { room, low, high } = eventPair();
    const tags = Array.from({ length: fieldLimits.maxTags - 1 }, (_, index) => `tag ${index}`);
    low.doc.transact(() => {
      for (const tag of tags) low.doc.getMap('tags').set(tag, true);
    });
    room.settle();
    race(
      room,
      low,
      high,
      () => low.doc.getMap('tags').set('last', true),
      () => high.doc.getMap('tags').set('beyond', true),
    );
    expect(eventOf(room).tags).toEqual([...tags, 'last'].sort());
    low.doc.getMap('tags').delete('last');
    expectSameEverywhere(room);
    expect(eventOf(room).tags).toContain('last');
    expect(merge(room, { tags: [...tags, 'last', 'beyond'] })).toMatchObject({
      code: 'invalid',
      extensions: { errors: [{ pointer: '/tags' }] },
    });
  });

  it('[V5] a patch adds words, and takes none away', () => {
    const { room } = eventPair();
    expect(merge(room, { tags: ['work', 'fun', 'work'] })).toMatchObject({ tags: ['fun', 'work'] });
    expect(patch(room, [{ op: 'add', path: '/tags/-', value: 'late' }])).toMatchObject({ tags: ['fun', 'late', 'work'] });
    expect(patch(room, [{ op: 'remove', path: '/tags/1' }])).toMatchObject({
      code: 'grow-only',
      extensions: { pointer: '/tags/1' },
    });
    expect(merge(room, { tags: null })).toMatchObject({ code: 'grow-only' });
    expect(merge(room, { tags: [] })).toMatchObject({ code: 'grow-only' });
    expect(merge(room, { tags: ['fun', 'late', 'work', 'constructor'] })).toMatchObject({ code: 'invalid' });
    expect(eventOf(room).tags).toEqual(['fun', 'late', 'work']);
  });
});

import { describe, expect, it } from 'vitest';
import { caretsAt, selectionsAt } from '../../../web/react/text-marks';
import { placePath } from '../../../web/react/text-place';
import type { PresenceState, PresentPerson } from '../../../web/sdk';

const title = { section: 'title', index: null, field: 'title' };
const item = { section: 'itinerary', index: 'i1', field: 'title' };

function person(...states: object[]): PresentPerson {
  return { id: 'ben', name: 'Ben', color: '#1d62b7', avatar: null, activity: 'editing', states: states as PresenceState[] };
}

describe('carets at a place', () => {
  it('are those of every window that is there, and of no other one', () => {
    const ben = person(
      { cursor: { ...title, offset: 3 } },
      { cursor: { ...item, offset: 4 } },
      { cursor: { ...title, offset: 5 } },
    );
    expect(caretsAt([ben], title).map(({ from, to }) => [from, to])).toEqual([
      [3, 3],
      [5, 5],
    ]);
    expect(caretsAt([ben], item)).toEqual([{ key: 'ben/1', name: 'Ben', color: '#1d62b7', typing: false, from: 4, to: 4 }]);
    expect(new Set(caretsAt([ben], title).map(({ key }) => key)).size).toBe(2);
  });

  it('of the same field of another item are elsewhere', () => {
    expect(caretsAt([person({ cursor: { ...item, index: 'i2', offset: 4 } })], item)).toEqual([]);
  });

  it('say whether their person types there', () => {
    const cursor = { ...item, offset: 0 };
    expect(caretsAt([person({ cursor, typing: { field: placePath(item) } })], item)[0]?.typing).toBe(true);
    expect(caretsAt([person({ cursor, typing: { field: 'title' } })], item)[0]?.typing).toBe(false);
  });

  it.each([
    [{}],
    [{ cursor: null }],
    [{ cursor: 'title' }],
    [{ cursor: { ...title } }],
    [{ cursor: { ...title, offset: -1 } }],
    [{ cursor: { ...title, offset: 1.5 } }],
    [{ cursor: { ...title, offset: '3' } }],
    [{ cursor: { ...title, offset: Number.POSITIVE_INFINITY } }],
  ])('are none in %j', (state) => {
    expect(caretsAt([person(state)], title)).toEqual([]);
  });
});

describe('selections at a place', () => {
  it('go from their lower to their higher end, whichever way they were made', () => {
    const forward = person({ selection: { ...title, anchor: 1, head: 4 } });
    const backward = person({ selection: { ...title, anchor: 4, head: 1 } });
    for (const one of [forward, backward]) expect(selectionsAt([one], title)).toMatchObject([{ from: 1, to: 4 }]);
  });

  it.each([
    [{ selection: null }],
    [{ selection: { ...title, anchor: 2, head: 2 } }],
    [{ selection: { ...title, anchor: 2 } }],
    [{ selection: { ...title, anchor: -2, head: 2 } }],
  ])('are none in %j', (state) => {
    expect(selectionsAt([person(state)], title)).toEqual([]);
  });
});

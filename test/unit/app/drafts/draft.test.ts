import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Draft } from '../../../../web/app/drafts/draft';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A field of a stored value, as the page has it. */
function start(refuse: (typed: string) => ReactNode = () => null) {
  const written: string[] = [];
  const write = (typed: string) => {
    const problem = refuse(typed);
    if (problem === null) {
      written.push(typed);
      queueMicrotask(() => draft.follow(typed, write));
    }
    return problem;
  };
  const draft = new Draft('Nara', write);
  const typed = { isWhole: true, restMs: 500 };
  return { draft, written, type: (text: string, more = {}) => draft.type(text, { ...typed, ...more }), write };
}

describe('the draft of a field', () => {
  it('is written once a pause, and stays as it was typed', async () => {
    const { draft, written, type } = start();
    for (const text of ['K', 'Ky', 'Kyoto ']) type(text);
    await vi.advanceTimersByTimeAsync(499);
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([written, draft.shown().text]).toEqual([['Kyoto'], 'Kyoto ']);
    type('Kyoto and Nara');
    draft.finish();
    await vi.runAllTimersAsync();
    expect([written, draft.shown().text]).toEqual([['Kyoto', 'Kyoto and Nara'], null]);
  });

  it('is written at once where it is chosen rather than typed', () => {
    const { written, type } = start();
    type('2027-11-22', { restMs: 0 });
    expect(written).toEqual(['2027-11-22']);
  });

  it('is not written by itself before it is whole', async () => {
    const { draft, written, type } = start();
    type('0002-11-22', { isWhole: false });
    await vi.runAllTimersAsync();
    draft.settle();
    expect([written, draft.shown().text]).toEqual([[], '0002-11-22']);
  });

  it('that is refused stays, and is a problem only to who is done', async () => {
    const { draft, written, type } = start((typed) => (typed === 'x' ? 'Not an amount' : null));
    type('x');
    await vi.runAllTimersAsync();
    expect(draft.shown()).toEqual({ text: 'x', problem: null });
    draft.finish();
    expect(draft.shown()).toEqual({ text: 'x', problem: 'Not an amount' });
    type('12');
    await vi.runAllTimersAsync();
    expect([written, draft.shown()]).toEqual([['12'], { text: '12', problem: null }]);
  });

  it('goes back to the value before it was begun, also when parts of it are written', async () => {
    const { draft, written, type } = start();
    type('Kyo');
    await vi.runAllTimersAsync();
    type('Kyoto');
    draft.reset();
    await vi.runAllTimersAsync();
    expect([written, draft.shown().text]).toEqual([['Kyo', 'Nara'], null]);
  });

  it("does not take back somebody else's value, nor write over it unasked", async () => {
    const { draft, written, type, write } = start();
    type('Kyo');
    await vi.runAllTimersAsync();
    draft.follow('Osaka', write);
    expect(draft.shown().text).toBeNull();
    draft.reset();
    draft.finish();
    expect(written).toEqual(['Kyo']);
    type('Kobe');
    draft.reset();
    expect(written).toEqual(['Kyo']);
  });

  it('is written and done with before something else begins', async () => {
    const { draft, written, type } = start();
    type('Kyoto');
    draft.settle();
    await vi.runAllTimersAsync();
    expect([written, draft.shown().text]).toEqual([['Kyoto'], null]);
  });

  it('waits while somebody else has the field, and is written when that is over', async () => {
    const { draft, written, type } = start();
    type('Kyoto');
    draft.hold(true);
    await vi.runAllTimersAsync();
    draft.settle();
    expect([written, draft.shown().text]).toEqual([[], 'Kyoto']);
    draft.hold(false);
    await vi.runAllTimersAsync();
    expect([written, draft.shown().text]).toEqual([['Kyoto'], 'Kyoto']);

    type('Kyoto, Uji');
    draft.hold(true);
    draft.finish();
    expect([written, draft.shown().text]).toEqual([['Kyoto'], 'Kyoto, Uji']);
    draft.hold(false);
    await vi.runAllTimersAsync();
    expect([written, draft.shown().text]).toEqual([['Kyoto', 'Kyoto, Uji'], null]);
  });

  it('that waits is written all the same when the page goes away, and not when the person takes it back', () => {
    const { draft, written, type } = start();
    draft.hold(true);
    type('Kyoto');
    draft.reset();
    draft.leave();
    expect([written, draft.shown().text]).toEqual([[], null]);
    type('Uji');
    draft.leave();
    expect(written).toEqual(['Uji']);
  });
});

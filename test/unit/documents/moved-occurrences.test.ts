import { describe, expect, it } from 'vitest';
import type { EventView } from '../../../src/documents/event';
import type { ConflictView } from '../../../src/protocol/operations';
import { person } from '../../support/engine-harness';
import { details, eventOf, eventPair, merge } from './kinds/event-room';
import { expectSameEverywhere } from './room';

const standUp = {
  title: 'Stand-up',
  start_time: '2026-11-02T09:00:00Z',
  end_time: '2026-11-02T09:30:00Z',
  time_zone: 'UTC',
  recurrence: 'FREQ=WEEKLY',
};
const ninth = '2026-11-09T09:00:00Z';
const ninthLater = '2026-11-09T10:00:00Z';
const hourLater = { start_time: '2026-11-02T10:00:00Z', end_time: '2026-11-02T10:30:00Z' };

/** A weekly event, with Anna and Ben, who are both up to date. */
function series() {
  const pair = eventPair();
  expect(merge(pair.room, standUp)).toMatchObject(standUp);
  pair.room.settle();
  return pair;
}

type Pair = ReturnType<typeof series>;

/** Somebody's patch of an event that they know as it is at a version. */
function patchAt({ room }: Pair, by: string, version: number, patch: object): void {
  const done = room.harness.service.patch(person(by), { kind: 'merge-patch', patch }, { baseVersion: version });
  expect(done.ok).toBe(true);
}

interface Exceptions {
  readonly exceptions: Readonly<Record<string, unknown>>;
}

/** What somebody writes on a device that has not heard of anything since it came to rest. */
function writeOffline({ low, high }: Pair, by: string, { exceptions }: Exceptions): void {
  const client = by === 'anna' ? low : high;
  for (const [start, exception] of Object.entries(exceptions)) client.doc.getMap('exceptions').set(start, exception);
  client.settle();
}

const conflictsOf = ({ room }: Pair): readonly ConflictView[] => room.harness.engine.conflicts.list();
const exceptionsOf = ({ room }: Pair): EventView['exceptions'] => eventOf(room).exceptions;
const versionOf = ({ room }: Pair): number => room.harness.engine.state.version();

describe('what is different about an occurrence', () => {
  it.each([
    ['left out', false, false],
    ['with words of its own', { title: 'Guest' }, { title: 'Guest' }],
    [
      'with times of its own',
      { start_time: '2026-11-09T11:00:00Z', end_time: '2026-11-09T12:00:00Z' },
      { start_time: '2026-11-09T12:00:00Z', end_time: '2026-11-09T13:00:00Z' },
    ],
  ] as const)('[Rc5] stays with it, whoever comes first, somebody who moves the series or: %s', (_, exception, moved) => {
    const first = series();
    let version = versionOf(first);
    patchAt(first, 'anna', version, { exceptions: { [ninth]: exception } });
    patchAt(first, 'ben', version, hourLater);
    expect(exceptionsOf(first)).toEqual({ [ninthLater]: moved });

    const second = series();
    version = versionOf(second);
    patchAt(second, 'ben', version, hourLater);
    patchAt(second, 'anna', version, { exceptions: { [ninth]: exception } });
    expect(exceptionsOf(second)).toEqual({ [ninthLater]: moved });
  });

  it.each([
    ['low', 'high'],
    ['high', 'low'],
  ] as const)('[Rc5] stays with it when both were offline and %s comes first', (first, second) => {
    const pair = series();
    pair.low.doc.getMap('exceptions').set(ninth, { title: 'Guest' });
    pair.high.doc.transact(() => {
      for (const [name, value] of Object.entries(hourLater)) details(pair.high).set(name, value);
    });
    pair[first].settle();
    pair[second].settle();
    pair.room.settle();
    expect(exceptionsOf(pair)).toEqual({ [ninthLater]: { title: 'Guest' } });
    expectSameEverywhere(pair.room);
  });

  it('[Rc5] stays with it over several moves, of which its author knew none', () => {
    const pair = series();
    const version = versionOf(pair);
    patchAt(pair, 'ben', version, hourLater);
    patchAt(pair, 'ben', versionOf(pair), { start_time: '2026-11-02T15:00:00Z', end_time: '2026-11-02T15:30:00Z' });
    patchAt(pair, 'anna', version, { exceptions: { [ninth]: false } });
    expect(exceptionsOf(pair)).toEqual({ '2026-11-09T15:00:00Z': false });
  });

  it('[Rc5] is renamed once by who knows it and moves the series', () => {
    const pair = series();
    patchAt(pair, 'anna', versionOf(pair), { exceptions: { [ninth]: { title: 'Guest' } } });
    patchAt(pair, 'ben', versionOf(pair), {
      ...hourLater,
      exceptions: { [ninth]: null, [ninthLater]: { title: 'Guest' } },
    });
    expect(exceptionsOf(pair)).toEqual({ [ninthLater]: { title: 'Guest' } });
  });

  it.each([
    ['in an operation', patchAt],
    ['offline', (pair: Pair, by: string, _version: number, patch: Exceptions) => writeOffline(pair, by, patch)],
  ] as const)('[Rc5] comes along with what somebody wrote %s who did not know of the move', (_, write) => {
    const guest = { [ninth]: { title: 'Guest' } };
    const change = { exceptions: { [ninth]: { title: 'Guest', location: 'Room 2' } } };
    const moved = { ...hourLater, exceptions: { [ninth]: null, [ninthLater]: { title: 'Guest' } } };
    const first = series();
    patchAt(first, 'anna', versionOf(first), { exceptions: guest });
    first.room.settle();
    let version = versionOf(first);
    patchAt(first, 'ben', version, moved);
    write(first, 'anna', version, change);
    expect(exceptionsOf(first)).toEqual({ [ninthLater]: { title: 'Guest', location: 'Room 2' } });
    expect(conflictsOf(first)).toEqual([]);

    const second = series();
    patchAt(second, 'anna', versionOf(second), { exceptions: guest });
    second.room.settle();
    version = versionOf(second);
    write(second, 'anna', version, change);
    patchAt(second, 'ben', version, moved);
    expect(exceptionsOf(second)).toEqual({ [ninthLater]: { title: 'Guest', location: 'Room 2' } });
    expect(conflictsOf(second)).toEqual([]);
    expectSameEverywhere(second.room);
  });

  it('[Rc5][O30] is in a conflict with what is said of the same occurrence under its new start', () => {
    const anna = { exceptions: { [ninth]: { title: 'Anna' } } };
    const ben = { ...hourLater, exceptions: { [ninthLater]: { title: 'Ben' } } };
    const path = `/exceptions/${ninthLater}`;
    const side = (by: string, title: string) => ({ by: { id: by }, value: { title } });
    const first = series();
    let version = versionOf(first);
    patchAt(first, 'ben', version, ben);
    patchAt(first, 'anna', version, anna);
    expect(exceptionsOf(first)).toEqual({ [ninthLater]: { title: 'Anna' } });
    expect(conflictsOf(first)).toMatchObject([
      { type: 'update_update', path, base: null, winner: side('anna', 'Anna'), loser: side('ben', 'Ben') },
    ]);

    const second = series();
    version = versionOf(second);
    patchAt(second, 'anna', version, anna);
    patchAt(second, 'ben', version, ben);
    expect(exceptionsOf(second)).toEqual({ [ninthLater]: { title: 'Ben' } });
    expect(conflictsOf(second)).toMatchObject([
      { type: 'update_update', path, base: null, winner: side('ben', 'Ben'), loser: side('anna', 'Anna') },
    ]);
  });

  it('[Rc5] that somebody changes comes back with a series whose move is undone', () => {
    const pair = series();
    patchAt(pair, 'anna', versionOf(pair), { exceptions: { [ninth]: { title: 'Guest' } } });
    patchAt(pair, 'ben', versionOf(pair), { ...hourLater, exceptions: { [ninth]: null, [ninthLater]: { title: 'Guest' } } });
    patchAt(pair, 'anna', versionOf(pair), { exceptions: { [ninthLater]: { title: 'Two guests' } } });
    expect(pair.room.harness.service.history.step(person('ben'), { kind: 'undo', id: null }).ok).toBe(true);
    expect(exceptionsOf(pair)).toEqual({ [ninth]: { title: 'Two guests' } });
    expect(conflictsOf(pair)).toEqual([]);
  });

  it('[Rc5][O21] loses its time of the day, and nothing else, with a series that is of days by now', () => {
    const pair = series();
    const version = versionOf(pair);
    const days = { all_day: true, start_time: '2026-11-02', end_time: '2026-11-03' };
    // Whoever knows the former version has it in memory: nothing has to be built to see what has become of it.
    pair.room.harness.engine.operations.view();
    patchAt(pair, 'ben', version, days);
    const value = { title: 'Guest', start_time: '2026-11-09T11:00:00Z', end_time: '2026-11-09T12:00:00Z' };
    const operations = [{ op: 'add', path: `/exceptions/${ninth}`, value }];
    const author = { author: person('anna'), session: 'of anna', version, id: null };
    expect(pair.room.harness.engine.operations.apply({ ...author, operations }).ok).toBe(true);
    expect(exceptionsOf(pair)).toEqual({ '2026-11-09': { title: 'Guest', start_time: '2026-11-09' } });
  });

  it('[Rc5] is left alone where it never belonged to an occurrence', () => {
    const pair = series();
    const never = '2026-11-10T09:00:00Z';
    patchAt(pair, 'anna', versionOf(pair), { exceptions: { [never]: false } });
    patchAt(pair, 'ben', versionOf(pair), hourLater);
    expect(exceptionsOf(pair)).toEqual({ [never]: false });
  });

  it('[Rc5] goes back with a series that goes back', () => {
    const pair = series();
    const version = versionOf(pair);
    patchAt(pair, 'anna', version, { exceptions: { [ninth]: false } });
    patchAt(pair, 'ben', version, hourLater);
    expect(pair.room.harness.service.history.step(person('ben'), { kind: 'undo', id: null }).ok).toBe(true);
    expect(eventOf(pair.room).start_time).toBe(standUp.start_time);
    expect(exceptionsOf(pair)).toEqual({ [ninth]: false });
  });
});

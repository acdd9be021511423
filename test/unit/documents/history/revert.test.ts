import { describe, expect, it } from 'vitest';
import { historyLimits as limits } from '../../../../src/protocol/limits';
import { details } from '../kinds/event-room';
import { expectSameEverywhere } from '../room';
import { appendRows, pair, revert, step, versionsOf } from './history-room';

describe('reverting what one person did', () => {
  it('[Y7] leaves what others wrote, in the same places too', () => {
    const { room, anna, ben, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    write(() => ben.doc.getText('title').insert(5, ' spam'));
    write(() => anna.doc.getText('title').insert(10, ' in May'));
    write(() => ben.doc.getText('title').delete(0, 2));
    write(() => details(ben).set('destination', 'Spamville'));
    expect(revert(room, 'owner', { person: 'ben', from: 1, to: 5 })).toBeNull();
    expect(room.view()).toMatchObject({ title: 'Kyoto in May', destination: null });
    expect(versionsOf(room, null, 1).versions[0]).toMatchObject({ kind: 'revert', actor: { id: 'owner' } });
    expectSameEverywhere(room);
  });

  it('[Y7] takes back what lies in the span only', () => {
    const { room, ben, write } = pair();
    write(() => ben.doc.getText('title').insert(0, 'a'));
    write(() => ben.doc.getText('title').insert(1, 'b'));
    write(() => ben.doc.getText('title').insert(2, 'c'));
    expect(revert(room, 'owner', { person: 'ben', from: 2, to: 2 })).toBeNull();
    expect(room.view().title).toBe('ac');
    expect(revert(room, 'owner', { person: 'anna', from: 1, to: 3 })).toBeNull();
    expect(room.view()).toMatchObject({ title: 'ac', metadata: { version: 4 } });
  });

  it('[Y7] finds what was undone and done again since', () => {
    const { room, anna, ben, write } = pair();
    write(() => ben.doc.getText('title').insert(0, 'spam'));
    write(() => anna.doc.getText('title').delete(0, 4));
    step(room, 'anna', 'undo');
    expect(room.view().title).toBe('spam');
    expect(revert(room, 'owner', { person: 'ben', from: 1, to: 1 })).toBeNull();
    expect(room.view().title).toBe('');
    expectSameEverywhere(room);
  });

  it('[Y7] can be undone by who did it', () => {
    const { room, ben, write } = pair();
    write(() => ben.doc.getText('title').insert(0, 'no spam'));
    revert(room, 'owner', { person: 'ben', from: 1, to: 1 });
    expect(room.view().title).toBe('');
    step(room, 'owner', 'undo');
    expect(room.view().title).toBe('no spam');
    expectSameEverywhere(room);
  });

  it('[Y7] reaches back so many rows', () => {
    const { room, ben, write } = pair();
    write(() => ben.doc.getText('title').insert(0, 'a'));
    appendRows(room, limits.maxRevertReach - 1);
    expect(revert(room, 'owner', { person: 'ben', from: 1, to: 1 })).toBeNull();
    expect(room.view().title).toBe('');
    expect(revert(room, 'owner', { person: 'ben', from: 1, to: 1 })).toMatchObject({ code: 'history-gone' });
  });

  it('[Y7] knows no version that is not there', () => {
    const { room, ben, write } = pair();
    write(() => ben.doc.getText('title').insert(0, 'a'));
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 1],
    ] as const) {
      expect(revert(room, 'owner', { person: 'ben', from, to })).toMatchObject({ code: 'not-found' });
    }
  });
});

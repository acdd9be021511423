import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { historyLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { details, eventPair } from '../kinds/event-room';
import { expectSameEverywhere, Room } from '../room';
import { appendRows, pair, step, versionsOf } from './history-room';

const nothing = { code: 'nothing-to-undo' };

function patch(room: Room, by: string, change: object): void {
  const patched = room.harness.service.patch(person(by), { kind: 'merge-patch', patch: change }, '*');
  if (!patched.ok) throw new Error(patched.refusal.code);
  room.settle();
}

describe('undo and redo', () => {
  it('[Y5] take the own last step back and do it again, as rows of the log', () => {
    const { room, anna, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    write(() => anna.doc.getText('title').insert(5, ' in May'));
    expect(step(room, 'anna', 'undo')).toEqual({
      version: 3,
      operations: [{ op: 'text', path: '/title', edits: [{ at: 5, remove: 7, insert: '' }] }],
    });
    expect(room.view().title).toBe('Kyoto');
    expect(step(room, 'anna', 'undo')).toMatchObject({ version: 4 });
    expect(room.view().title).toBe('');
    expect(step(room, 'anna', 'undo')).toEqual(nothing);
    step(room, 'anna', 'redo');
    step(room, 'anna', 'redo');
    expect(room.view().title).toBe('Kyoto in May');
    expect(step(room, 'anna', 'redo')).toEqual(nothing);
    expect(versionsOf(room).versions.map(({ kind }) => kind)).toEqual(['redo', 'redo', 'undo', 'undo', 'edit', 'edit']);
    expectSameEverywhere(room);
  });

  it('[O25] under one id take one step, answered as the first time, also after a restart', () => {
    const { room, anna, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    write(() => anna.doc.getText('title').insert(5, ' in May'));
    const undone = step(room, 'anna', 'undo', 'k1');
    expect(undone).toMatchObject({ version: 3 });
    room.harness.crash();
    expect(step(room, 'anna', 'undo', 'k1')).toEqual(undone);
    expect(room.view().title).toBe('Kyoto');
    const redone = step(room, 'anna', 'redo', 'k2');
    expect(step(room, 'anna', 'redo', 'k2')).toEqual(redone);
    expect(step(room, 'anna', 'redo', 'k3')).toEqual(nothing);
    expect(room.view().title).toBe('Kyoto in May');
    expect(versionsOf(room).versions.map(({ kind }) => kind)).toEqual(['redo', 'undo', 'edit', 'edit']);
  });

  it('[O25] under an id of something else are refused, under that of somebody else not', () => {
    const { room, anna, ben, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    write(() => ben.doc.getText('title').insert(5, ' in May'));
    step(room, 'anna', 'undo', 'k1');
    expect(step(room, 'anna', 'redo', 'k1')).toEqual({ code: 'idempotency-key-reused' });
    expect(room.view().title).toBe(' in May');
    expect(step(room, 'ben', 'undo', 'k1')).toMatchObject({ version: 4 });
  });

  it('[O25] that were refused are taken under the same id once there is something to take back', () => {
    const { room, anna, write } = pair();
    expect(step(room, 'anna', 'undo', 'k1')).toEqual(nothing);
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    expect(step(room, 'anna', 'undo', 'k1')).toMatchObject({ version: 2 });
  });

  it('[Y5] leave what others wrote since, also in the same place', () => {
    const { room, anna, ben, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    write(() => ben.doc.getText('title').insert(5, ' in May'));
    write(() => anna.doc.getText('title').insert(0, 'Old '));
    write(() => ben.doc.getText('title').insert(6, '—'));
    step(room, 'anna', 'undo');
    expect(room.view().title).toBe('Ky—oto in May');
    step(room, 'anna', 'undo');
    expect(room.view().title).toBe('— in May');
    step(room, 'anna', 'redo');
    expect(room.view().title).toBe('Ky—oto in May');
    expectSameEverywhere(room);
  });

  it('[Y5] a register that somebody else wrote over stays theirs', () => {
    const { room, anna, ben, write } = pair();
    write(() => details(anna).set('destination', 'Kyoto'));
    write(() => details(ben).set('destination', 'Nara'));
    expect(step(room, 'anna', 'undo')).toEqual(nothing);
    expect(room.view().destination).toBe('Nara');
    step(room, 'ben', 'undo');
    expect(room.view().destination).toBe('Kyoto');
    expectSameEverywhere(room);
  });

  it('[Y5] what was deleted comes back whole, with what others had written in it, and once', () => {
    const { room, anna, ben, write } = pair();
    write(() => anna.doc.getArray('itinerary').push([new Y.Map<unknown>(Object.entries({ id: 'a', title: new Y.Text('Inn') }))]));
    write(() => ((ben.doc.getArray('itinerary').get(0) as Y.Map<Y.Text>).get('title') as Y.Text).insert(3, ' of Uji'));
    write(() => anna.doc.getArray('itinerary').delete(0, 1));
    step(room, 'anna', 'undo');
    expect(room.view().itinerary).toMatchObject([{ id: 'a', title: 'Inn of Uji' }]);
    step(room, 'anna', 'undo');
    expect(room.view().itinerary).toEqual([]);
    step(room, 'anna', 'redo');
    expect(room.view().itinerary).toMatchObject([{ id: 'a', title: 'Inn of Uji' }]);
    expectSameEverywhere(room);
  });

  it('[Y5] a new edit ends what could be redone', () => {
    const { room, anna, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    step(room, 'anna', 'undo');
    write(() => anna.doc.getText('title').insert(0, 'Nara'));
    expect(step(room, 'anna', 'redo')).toEqual(nothing);
    expect(room.view().title).toBe('Nara');
  });

  it('[Y6] edits that follow each other fast are one step, calls are not', () => {
    const { room, anna, write } = pair();
    for (const letter of 'Kyoto') {
      anna.doc.getText('title').insert(anna.doc.getText('title').length, letter);
      room.settle();
    }
    room.harness.advance(1_000);
    write(() => anna.doc.getText('title').insert(5, '!'));
    patch(room, 'anna', { destination: 'Uji' });
    patch(room, 'anna', { destination: 'Nara' });
    step(room, 'anna', 'undo');
    expect(room.view()).toMatchObject({ title: 'Kyoto!', destination: 'Uji' });
    step(room, 'anna', 'undo');
    step(room, 'anna', 'undo');
    expect(room.view()).toMatchObject({ title: 'Kyoto', destination: null });
    step(room, 'anna', 'undo');
    expect(room.view().title).toBe('');
  });

  it('[Y6] what somebody did over any connection is theirs, also after a crash', () => {
    const { room, anna, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    patch(room, 'anna', { destination: 'Uji' });
    room.harness.crash();
    for (const client of room.clients) client.reconnect();
    room.settle();
    step(room, 'anna', 'undo');
    step(room, 'anna', 'undo');
    expect(room.view()).toMatchObject({ title: '', destination: null });
    expectSameEverywhere(room);
  });

  it('[Y6] reaches back a day, and no further', () => {
    const { room, anna, write } = pair();
    write(() => anna.doc.getText('title').insert(0, 'Kyoto'));
    room.harness.advance(limits.undoMs);
    write(() => anna.doc.getText('title').insert(5, '!'));
    step(room, 'anna', 'undo');
    expect(step(room, 'anna', 'undo')).toEqual(nothing);
    expect(room.view().title).toBe('Kyoto');
  });

  it('[Y6] reaches back so many rows, and steps that are out of reach end it', () => {
    const { room } = pair();
    for (let i = 1; i <= limits.maxUndoRows + 5; i++) patch(room, 'ben', { destination: `Place ${i}` });
    for (let i = 0; i < limits.maxUndoRows / 2; i++) step(room, 'ben', 'undo');
    expect(room.view().destination).toBe(`Place ${limits.maxUndoRows / 2 + 5}`);
    expect(step(room, 'ben', 'undo')).toEqual(nothing);
    step(room, 'ben', 'redo');
    expect(room.view().destination).toBe(`Place ${limits.maxUndoRows / 2 + 6}`);
    expectSameEverywhere(room);
  });

  it('[Y6] reaches back so many rows of everybody', () => {
    const { room, ben, write } = pair();
    write(() => ben.doc.getText('title').insert(0, 'a'));
    appendRows(room, limits.maxUndoReach - 1);
    expect(step(room, 'ben', 'undo')).toMatchObject({ version: limits.maxUndoReach + 1 });
    appendRows(room, limits.maxUndoReach);
    expect(step(room, 'ben', 'redo')).toEqual(nothing);
  });

  it('[Y6] what a document begins with is no step', () => {
    const { room } = pair();
    expect(step(room, 'owner', 'undo')).toEqual(nothing);
  });

  it('[Y5] is repaired like any edit', () => {
    const { room, low, high } = eventPair();
    details(low).set('end_time', '2026-12-15T12:00:00Z');
    room.settle();
    room.harness.advance(1_000);
    details(low).set('end_time', '2026-12-15T18:00:00Z');
    room.settle();
    details(high).set('start_time', '2026-12-15T14:00:00Z');
    room.settle();
    step(room, 'anna', 'undo');
    expect(room.view()).toMatchObject({ start_time: '2026-12-15T14:00:00Z', end_time: '2026-12-15T18:00:00Z' });
    expectSameEverywhere(room);
  });

  it('[Y5] words of a set that only grows stay', () => {
    const { room, low } = eventPair();
    low.doc.getMap('tags').set('work', true);
    room.settle();
    expect(step(room, 'anna', 'undo')).toEqual(nothing);
    expect(room.view()).toMatchObject({ tags: ['work'] });
  });

  it('[A7] is for those who may edit', () => {
    const room = new Room({ members: { vic: 'viewer' } });
    expect(step(room, 'vic', 'undo')).toMatchObject({ code: 'forbidden' });
    expect(step(room, 'stranger', 'undo')).toMatchObject({ code: 'not-found' });
  });
});
